#include "dsp/truepeak.h"

#include "dsp/clones.h"
#include "dsp/magnitude.h"
#include "dsp/oversample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    RATIO = DSP_TRUEPEAK_RATIO,
    GROUP = DSP_OVERSAMPLE_GROUP,
    EDGE = 8,   /* frames around a stretch whose halves its own points depend on */
    SPARE = 64, /* what is written and read beyond them */
};

/* By how much a signal up to half the rate can rise between points at 2 and 8 times the
 * rate: 1 / cos(90° / ratio), and a little. */
static const float RISE_2 = 1.45F, RISE_8 = 1.02F;

/* 1, and more than rounding adds to a signal that just touches it (0.0001 dB). */
static const float FULL_SCALE = 1.00001F;

struct dsp_truepeak {
    struct dsp_oversample filters;
    dsp_truepeak_take *take;
    void *context;
    int64_t position; /* frames from the start of the signal */
    bool is_over;     /* a span is open */
    struct dsp_truepeak_over over;
    float *halves;   /* points after the frames of the stretch, EDGE before it on */
    int32_t *levels; /* of each frame and its half, as the bits of a float */
    int32_t *groups; /* largest level of each group */
};

struct dsp_truepeak *dsp_truepeak_new(size_t longest, int64_t first,
                                      dsp_truepeak_take *take, void *context)
{
    struct dsp_truepeak *peak = calloc(1, sizeof *peak);
    size_t room = longest + 2 * EDGE + SPARE;

    if (!peak)
        return NULL;
    peak->take = take;
    peak->context = context;
    peak->position = first;
    dsp_oversample_design(&peak->filters);
    peak->halves = calloc(room, sizeof *peak->halves);
    peak->levels = calloc(room, sizeof *peak->levels);
    peak->groups = calloc(longest / GROUP + 1, sizeof *peak->groups);
    if (!peak->halves || !peak->levels || !peak->groups) {
        dsp_truepeak_free(peak);
        return NULL;
    }
    return peak;
}

void dsp_truepeak_free(struct dsp_truepeak *peak)
{
    if (!peak)
        return;
    free(peak->halves);
    free(peak->levels);
    free(peak->groups);
    free(peak);
}

/* levels[i] = the largest magnitude of x[i], x[i + 1] and the point between. */
DSP_CLONES
static void take_levels(const float *restrict x, const float *restrict halves,
                        int32_t *restrict levels, size_t frames)
{
    for (size_t i = 0; i < frames; i++) {
        int32_t own = dsp_magnitude(x[i]), next = dsp_magnitude(x[i + 1]);
        int32_t half = dsp_magnitude(halves[i]), most = own > next ? own : next;

        levels[i] = half > most ? half : most;
    }
}

static inline int32_t largest(const int32_t *levels, size_t count)
{
    int32_t most = 0;

    for (size_t i = 0; i < count; i++)
        most = levels[i] > most ? levels[i] : most;
    return most;
}

DSP_CLONES
static void take_groups(const int32_t *restrict levels, int32_t *restrict groups,
                        size_t frames)
{
    size_t whole = frames / GROUP;

    for (size_t g = 0; g < whole; g++)
        groups[g] = largest(levels + g * GROUP, GROUP);
    if (frames % GROUP)
        groups[whole] = largest(levels + whole * GROUP, frames % GROUP);
}

/* Height of the parabola through three points whose middle one is the highest. */
static double top(double left, double middle, double right)
{
    double bend = left - 2 * middle + right;

    return bend < 0 ? middle - (left - right) * (left - right) / (8 * bend) : middle;
}

/* Heights of the magnitudes around point i, 1 .. POINTS: its own is positive. */
static double top_at(const struct dsp_oversample_group *fine, size_t i)
{
    double sign = fine->point[i] < 0 ? -1 : 1, middle = sign * fine->point[i];
    double left = sign * fine->point[i - 1], right = sign * fine->point[i + 1];

    return middle >= left && middle >= right ? top(left, middle, right) : middle;
}

/* The highest top of the first points of a group, or best when none is higher. */
static double tallest(const struct dsp_oversample_group *fine, size_t points,
                      double best)
{
    for (size_t i = 1; i <= points; i++)
        if (fabsf(fine->point[i]) * RISE_8 > (float)best)
            best = fmax(best, top_at(fine, i));
    return best;
}

static void end_span(struct dsp_truepeak *peak)
{
    if (peak->is_over)
        peak->take(peak->context, &peak->over);
    peak->is_over = false;
}

/* Goes through the points of a group for spans; at: number of the first. */
static void follow(struct dsp_truepeak *peak, const struct dsp_oversample_group *fine,
                   int64_t at, size_t points)
{
    for (size_t i = 1; i <= points; i++) {
        if (fabsf(fine->point[i]) <= FULL_SCALE) {
            end_span(peak);
            continue;
        }
        if (!peak->is_over)
            peak->over = (struct dsp_truepeak_over){.start = at + (int64_t)i - 1};
        peak->is_over = true;
        peak->over.length++;
        peak->over.peak = fmax(peak->over.peak, top_at(fine, i));
    }
}

/* What a top must be over to matter: the highest so far, or full scale. */
static inline float least_of(double best)
{
    return best < (double)FULL_SCALE ? (float)best : FULL_SCALE;
}

/* Refines a group that may have a top over best or a point over full scale. Returns the
 * highest top, or best. */
static double look_closer(struct dsp_truepeak *peak, const float *x, size_t frames,
                          size_t group, double best)
{
    size_t from = group * GROUP;
    size_t points = RATIO * (frames - from < GROUP ? frames - from : GROUP);
    struct dsp_oversample_group fine;

    if (!dsp_oversample_refine(&peak->filters, x + from, peak->halves + EDGE + from,
                               least_of(best), &fine)) {
        end_span(peak);
        return best;
    }
    if (fine.level > FULL_SCALE)
        follow(peak, &fine, (peak->position + (int64_t)from) * RATIO, points);
    else
        end_span(peak);
    return tallest(&fine, points, best);
}

/* The highest top of the group that is highest at twice the rate. */
static double look_first(const struct dsp_truepeak *peak, const float *x, size_t frames)
{
    size_t groups = (frames + GROUP - 1) / GROUP, most = 0, from;
    struct dsp_oversample_group fine;
    double best;

    for (size_t g = 1; g < groups; g++)
        if (peak->groups[g] > peak->groups[most])
            most = g;
    from = most * GROUP;
    best = (double)dsp_of_magnitude(peak->groups[most]);
    if (!dsp_oversample_refine(&peak->filters, x + from, peak->halves + EDGE + from,
                               (float)best, &fine))
        return best;
    return tallest(&fine, RATIO * (frames - from < GROUP ? frames - from : GROUP),
                   best);
}

double dsp_truepeak_look(struct dsp_truepeak *peak, const float *x, size_t frames)
{
    double best;

    if (frames == 0)
        return 0;
    dsp_oversample_halve(&peak->filters, x - EDGE, peak->halves, frames + 2 * EDGE);
    take_levels(x, peak->halves + EDGE, peak->levels, frames);
    take_groups(peak->levels, peak->groups, frames);
    /* It rules most other groups out. */
    best = look_first(peak, x, frames);
    for (size_t g = 0; g * GROUP < frames; g++)
        if (dsp_of_magnitude(peak->groups[g]) * RISE_2 > least_of(best))
            best = look_closer(peak, x, frames, g, best);
        else
            end_span(peak);
    peak->position += (int64_t)frames;
    return best;
}

void dsp_truepeak_finish(struct dsp_truepeak *peak)
{
    end_span(peak);
}
