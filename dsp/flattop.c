#include "dsp/flattop.h"

#include "dsp/clones.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUP = 64,
    /* Peaks are filed by magnitude: the exponent and seven bits of the mantissa, 0.07 dB
     * or less a class. */
    CLASS_SHIFT = 16,
    LOWEST_EXPONENT = -16, /* quieter peaks are not filed */
    HIGHEST_EXPONENT = 8,  /* louder ones go to the top class */
    CLASSES = (HIGHEST_EXPONENT - LOWEST_EXPONENT) << 7,
};

/* All [leadout:flat-top]. */
static const float NEAR = 0.85F; /* of the largest peak: smaller ones are not counted */
static const float TOP = 0.985F; /* of its own peak: where the top is measured */
static const float SIDES = 0.90F;  /* and what it is compared with */
static const float FLAT = 0.65F;   /* ratio of the two widths */
static const float SQUARE = 0.90F; /* width of the sides against the whole: no peak */
static const float EDGES = 2.5F; /* samples of the whole that are not sides: no peak */
static const float STILL = 0.1F; /* of the mean slope of the flanks: less is none */
static const double LEAST_WIDTH_S = 6 / 44100.0; /* of the sides */
static const double LEAST_WIDTH = 6;             /* the same in samples, at low rates */
static const double LONGEST_S = 0.1;             /* of a whole peak */

struct dsp_flattop {
    float least_width; /* samples */
    float peak[2];     /* largest so far, by polarity */
    struct {
        uint32_t peaks[CLASSES], flat[CLASSES];
    } filed[2];
    size_t longest; /* samples */
    size_t open;    /* samples of the unfinished peak, more than longest: too long */
    float *carry;   /* [longest]: its first samples */
};

struct dsp_flattop *dsp_flattop_new(unsigned rate_hz)
{
    struct dsp_flattop *flattop = calloc(1, sizeof *flattop);

    if (!flattop)
        return NULL;
    flattop->least_width = (float)fmax(LEAST_WIDTH_S * rate_hz, LEAST_WIDTH);
    flattop->longest = (size_t)(LONGEST_S * rate_hz);
    flattop->carry = calloc(flattop->longest, sizeof *flattop->carry);
    if (!flattop->carry) {
        dsp_flattop_free(flattop);
        return NULL;
    }
    return flattop;
}

void dsp_flattop_free(struct dsp_flattop *flattop)
{
    if (!flattop)
        return;
    free(flattop->carry);
    free(flattop);
}

static int class_of(float peak)
{
    uint32_t bits;
    int class;

    memcpy(&bits, &peak, sizeof bits);
    class = (int)(bits >> CLASS_SHIFT) - ((127 + LOWEST_EXPONENT) << 7);
    return class < CLASSES ? class : CLASSES - 1;
}

static bool is_negative(float x)
{
    return x < 0;
}

/* Samples for which |x| is over level, with the crossings interpolated. Both ends of x
 * are under it. */
static float width_over(const float *x, size_t count, float level)
{
    float width = 0;

    for (size_t i = 1; i < count; i++) {
        float a = fabsf(x[i - 1]), b = fabsf(x[i]);
        float low = a < b ? a : b, high = a < b ? b : a;

        if (low >= level)
            width += 1;
        else if (high > level)
            width += (high - level) / (high - low);
    }
    return width;
}

/* Whether the flanks of a peak, outside first .. last, are stairs: most samples do not
 * move, and few do all of the way. Such a top is flat because all of it is. */
static bool has_stairs(const float *x, size_t count, size_t first, size_t last,
                       float peak)
{
    size_t steps = first + count - 1 - last, still = 0;
    float least = STILL * 2 * SIDES * peak / (float)steps;

    for (size_t i = 1; i <= first; i++)
        still += fabsf(x[i] - x[i - 1]) < least;
    for (size_t i = last + 1; i < count; i++)
        still += fabsf(x[i] - x[i - 1]) < least;
    return 2 * still > steps;
}

/* Files the peak x[count], which lies between two zero crossings. */
static void file_peak(struct dsp_flattop *flattop, const float *x, size_t count)
{
    int polarity = is_negative(x[0]);
    float peak = 0, sides, top;
    size_t first, last;

    for (size_t i = 0; i < count; i++)
        peak = fabsf(x[i]) > peak ? fabsf(x[i]) : peak;
    if (peak < NEAR * flattop->peak[polarity] || class_of(peak) < 0)
        return;
    flattop->peak[polarity] = fmaxf(flattop->peak[polarity], peak);
    for (first = 0; fabsf(x[first]) < SIDES * peak; first++)
        ;
    for (last = count - 1; fabsf(x[last]) < SIDES * peak; last--)
        ;
    /* A peak that rises from nothing in one sample has no side to be measured. */
    if (first == 0 || last == count - 1)
        return;
    sides = width_over(x + first - 1, last - first + 3, SIDES * peak);
    if (sides < flattop->least_width || sides > SQUARE * (float)count ||
        sides > (float)count - EDGES || has_stairs(x, count, first, last, peak))
        return;
    top = width_over(x + first - 1, last - first + 3, TOP * peak);
    flattop->filed[polarity].peaks[class_of(peak)]++;
    flattop->filed[polarity].flat[class_of(peak)] += top > FLAT * sides;
}

struct range {
    float low, high;
};

DSP_CLONES
static struct range range_of_group(const float *x)
{
    float low[DSP_LANES], high[DSP_LANES];
    struct range range;

    memcpy(low, x, sizeof low);
    memcpy(high, x, sizeof high);
    for (int at = DSP_LANES; at < GROUP; at += DSP_LANES)
        for (int lane = 0; lane < DSP_LANES; lane++) {
            float y = x[at + lane];

            low[lane] = y < low[lane] ? y : low[lane];
            high[lane] = y > high[lane] ? y : high[lane];
        }
    range = (struct range){low[0], high[0]};
    for (int lane = 1; lane < DSP_LANES; lane++) {
        range.low = low[lane] < range.low ? low[lane] : range.low;
        range.high = high[lane] > range.high ? high[lane] : range.high;
    }
    return range;
}

/* Adds samples to the unfinished peak, as far as there is room; all are counted. */
static void keep(struct dsp_flattop *flattop, const float *x, size_t count)
{
    size_t room =
        flattop->open < flattop->longest ? flattop->longest - flattop->open : 0;

    memcpy(flattop->carry + flattop->longest - room, x,
           (count < room ? count : room) * sizeof *x);
    flattop->open += count;
}

/* Goes on with the unfinished peak; returns how many of the samples were of it. */
static size_t end_open_peak(struct dsp_flattop *flattop, const float *x, size_t frames)
{
    bool negative = is_negative(flattop->carry[0]);
    size_t count = 0;

    if (flattop->open == 0)
        return 0;
    while (count < frames && is_negative(x[count]) == negative)
        count++;
    keep(flattop, x, count);
    if (count == frames)
        return frames;
    if (flattop->open <= flattop->longest)
        file_peak(flattop, flattop->carry, flattop->open);
    flattop->open = 0;
    return count;
}

/* Files the peak that x[at] belongs to when it ends before frames; begin: where it cannot
 * have begun before. Returns its end. */
static size_t file_peak_at(struct dsp_flattop *flattop, const float *x, size_t begin,
                           size_t at, size_t frames)
{
    bool negative = is_negative(x[at]);
    size_t first = at, end = at + 1;

    while (first > begin && is_negative(x[first - 1]) == negative)
        first--;
    while (end < frames && is_negative(x[end]) == negative)
        end++;
    if (end < frames && end - first <= flattop->longest)
        file_peak(flattop, x + first, end - first);
    return end;
}

/* Whether a sample can be of a peak that counts. */
static bool is_near(const struct dsp_flattop *flattop, float x)
{
    return x >= NEAR * flattop->peak[0] || -x >= NEAR * flattop->peak[1];
}

void dsp_flattop_feed(struct dsp_flattop *flattop, const float *x, size_t frames)
{
    size_t begin = end_open_peak(flattop, x, frames);
    size_t at = begin, last = frames;

    while (at < frames) {
        struct range range = {-INFINITY, INFINITY};
        size_t end = at + GROUP < frames ? at + GROUP : frames;

        if (end - at == GROUP)
            range = range_of_group(x + at);
        if (!is_near(flattop, range.low) && !is_near(flattop, range.high)) {
            at = end;
            continue;
        }
        while (at < end && !is_near(flattop, x[at]))
            at++;
        if (at < end)
            at = file_peak_at(flattop, x, begin, at, frames);
    }
    if (begin == frames)
        return;
    while (last > begin && is_negative(x[last - 1]) == is_negative(x[frames - 1]))
        last--;
    keep(flattop, x + last, frames - last);
}

struct dsp_flattop_count dsp_flattop_result(const struct dsp_flattop *flattop,
                                            int polarity)
{
    struct dsp_flattop_count count = {.peak = flattop->peak[polarity]};
    int lowest = class_of(NEAR * flattop->peak[polarity]);

    for (int class = lowest > 0 ? lowest : 0; class < CLASSES; class ++) {
        count.peaks += flattop->filed[polarity].peaks[class];
        count.flat += flattop->filed[polarity].flat[class];
    }
    return count;
}
