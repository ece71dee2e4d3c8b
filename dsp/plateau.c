#include "dsp/plateau.h"

#include "dsp/clones.h"

#include <math.h>
#include <string.h>

enum {
    BACK = DSP_PLATEAU_BACK,
    GROUP = DSP_PLATEAU_GROUP,
    REWIND = 2, /* samples of a flat before the one that shows it */
    AHEAD = 1,  /* samples looked at after the current one */
};

/* All [leadout:clip]. */
static const float LSB16 = 0x1p-15F;
static const float TOLERANCE = 1.01F;   /* of a flat, in steps of 16 bits */
static const float CORNER_LARGE = 8.0F; /* steps at the sharper end of a flat, over */
static const float CORNER_SMALL = 2.0F; /* and at the other */
static const float ROUND_TOP = 2.0F; /* steps at both ends of a rounded top, at most */
static const float LEAST_LEVEL =
    0.49F;                          /* of the peak so far; final judgement is later */
static const float QUIET = 0.003F;  /* flats lower than this are not looked for */
static const float OPPOSITE = 0.5F; /* of its level: where a square wave comes from */

/* Largest codes of 16 and 24 bits inside a longer word or a float. */
static const float RAIL16 = 1.0F - 0x1p-15F, RAIL24 = 1.0F - 0x1p-23F;

void dsp_plateau_init(struct dsp_plateau_finder *finder, unsigned bits, int64_t run_min,
                      int64_t flat_min, dsp_plateau_take *take, void *context)
{
    finder->take = take;
    finder->context = context;
    finder->step = ldexpf(1.0F, 1 - (int)bits);
    finder->rail = 1.0F - finder->step;
    finder->run_min = run_min;
    finder->flat_min = flat_min;
    finder->run_end = -1;
    for (int i = 0; i < BACK; i++)
        finder->back[i] = NAN;
}

/* Result of looking at a group: its peak, and whether a flat of three samples, the last of
 * them in the group and over the level, can be there. */
struct screen {
    float peak;
    bool has_flat;
};

/* x[-2] .. x[GROUP - 1] are read. */
DSP_CLONES
static struct screen screen_group(const float *x, float level, float tolerance)
{
    float peak[DSP_LANES] = {0};
    int flat[DSP_LANES] = {0};
    struct screen result = {0};
    int any = 0;

    for (int at = 0; at < GROUP; at += DSP_LANES)
        for (int lane = 0; lane < DSP_LANES; lane++) {
            const float *y = x + at + lane;
            float size = fabsf(y[0]);

            peak[lane] = size > peak[lane] ? size : peak[lane];
            flat[lane] |= (size >= level) & (fabsf(y[0] - y[-1]) <= tolerance) &
                          (fabsf(y[-1] - y[-2]) <= tolerance);
        }
    for (int lane = 0; lane < DSP_LANES; lane++) {
        result.peak = peak[lane] > result.peak ? peak[lane] : result.peak;
        any |= flat[lane];
    }
    result.has_flat = any;
    return result;
}

static bool is_at_rail(const struct dsp_plateau_finder *finder, float x)
{
    float size = fabsf(x);

    return size >= finder->rail || size == RAIL16 || size == RAIL24;
}

/* Whether the two samples at one side of a plateau, nearest first, are themselves flat;
 * where the signal ends nothing is known. */
static bool is_flat_pair(float near, float far)
{
    return fabsf(near - far) <= TOLERANCE * LSB16;
}

/* A run of a square wave comes from a flat on the other side of zero, and goes to one. */
static bool is_square(float level, const float *before, const float *after)
{
    float other = -OPPOSITE * level;
    bool from = is_flat_pair(before[0], before[1]) &&
                (level > 0 ? before[0] <= other : before[0] >= other);
    bool to = is_flat_pair(after[0], after[1]) &&
              (level > 0 ? after[0] <= other : after[0] >= other);

    return (from && to) || (from && isnan(after[0])) || (to && isnan(before[0]));
}

/* Ends the run at the rail before sample i; after[2] are the samples that follow. */
static void end_run(struct dsp_plateau_finder *finder, int64_t i, const float *after)
{
    float level = finder->run.low > 0 ? finder->run.high : finder->run.low;
    float round_top = ROUND_TOP * finder->step;
    const float *before = finder->run.before;

    if (finder->run.length < finder->run_min ||
        (fabsf(level - before[0]) <= round_top && fabsf(level - after[0]) <= round_top))
        return;
    finder->run_end = i;
    if (is_square(level, before, after))
        return;
    finder->take(finder->context, &(struct dsp_plateau){
                                      .start = i - finder->run.length,
                                      .length = finder->run.length,
                                      .level = fabsf(level),
                                      .is_negative = level < 0,
                                      .is_run = true,
                                  });
}

/* Ends the flat before sample i; after[2] are the samples that follow. */
static void end_flat(struct dsp_plateau_finder *finder, int64_t i, const float *after)
{
    const float *before = finder->flat.before;
    float sign = finder->flat.low > 0 ? 1.0F : -1.0F;
    float inner = sign > 0 ? finder->flat.low : -finder->flat.high;
    float from = inner - sign * before[0], to = inner - sign * after[0];
    float small = fminf(from, to), large = fmaxf(from, to);

    /* NAN at the ends of the signal fails these, as it should: there is no corner. */
    if (finder->flat.length < finder->flat_min || inner <= 0 || isnan(from) ||
        isnan(to) || !(small > CORNER_SMALL * LSB16 && large > CORNER_LARGE * LSB16))
        return;
    if (finder->run_end > i - finder->flat.length)
        return;
    if (is_flat_pair(before[0], before[1]) && is_flat_pair(after[0], after[1]))
        return;
    finder->take(finder->context,
                 &(struct dsp_plateau){
                     .start = i - finder->flat.length,
                     .length = finder->flat.length,
                     .level = 0.5F * fabsf(finder->flat.low + finder->flat.high),
                     .is_negative = sign < 0,
                     .falls = {from / LSB16, sign * (before[0] - before[1]) / LSB16,
                               to / LSB16, sign * (after[0] - after[1]) / LSB16},
                 });
}

/* Follows runs by one sample, x[0] at position i; x[-2] .. x[1] are read. */
static void walk_run(struct dsp_plateau_finder *finder, const float *x, int64_t i)
{
    float v = x[0];
    bool is_at = is_at_rail(finder, v);

    if (finder->run.length && !(is_at && (v > 0) == (finder->run.low > 0))) {
        end_run(finder, i, x);
        finder->run.length = 0;
    }
    if (!is_at)
        return;
    if (finder->run.length++ == 0) {
        finder->run.low = finder->run.high = v;
        finder->run.before[0] = x[-1];
        finder->run.before[1] = x[-2];
    }
    finder->run.low = v < finder->run.low ? v : finder->run.low;
    finder->run.high = v > finder->run.high ? v : finder->run.high;
}

/* The same for flats. */
static void walk_flat(struct dsp_plateau_finder *finder, const float *x, int64_t i)
{
    float tolerance = TOLERANCE * LSB16;
    float v = x[0];

    if (finder->flat.length && v >= finder->flat.high - tolerance &&
        v <= finder->flat.low + tolerance) {
        finder->flat.low = v < finder->flat.low ? v : finder->flat.low;
        finder->flat.high = v > finder->flat.high ? v : finder->flat.high;
        finder->flat.length++;
        return;
    }
    if (finder->flat.length > 1)
        end_flat(finder, i, x);
    finder->flat.length = 1;
    finder->flat.low = finder->flat.high = v;
    finder->flat.before[0] = x[-1];
    finder->flat.before[1] = x[-2];
}

/* Least level that a flat must have for now. */
static float least_level(const struct dsp_plateau_finder *finder)
{
    float level = LEAST_LEVEL * finder->peak;

    return level > QUIET ? level : QUIET;
}

/* Walks over x[0] .. x[count - 1], the first of them at position i. When the last group
 * was passed over, the flat that shows up here may have begun in its last two samples; a
 * run may not, because no group with a sample at the rail is passed over. */
static void walk_group(struct dsp_plateau_finder *finder, const float *x, int64_t i,
                       int count)
{
    if (!finder->is_walking) {
        finder->flat.length = finder->run.length = 0;
        for (int n = i >= REWIND ? -REWIND : -(int)i; n < 0; n++)
            walk_flat(finder, x + n, i + n);
    }
    for (int n = 0; n < count; n++) {
        walk_run(finder, x + n, i + n);
        walk_flat(finder, x + n, i + n);
    }
    finder->is_walking =
        finder->run.length > 0 ||
        (finder->flat.length > 1 && fabsf(finder->flat.low) >= least_level(finder));
}

/* Takes x[0] .. x[count - 1], the first of them at position i. x[-4] .. x[count] are
 * read. */
static void take_samples(struct dsp_plateau_finder *finder, const float *x, int64_t i,
                         size_t count)
{
    float lowest_rail = finder->rail < RAIL16 ? finder->rail : RAIL16;
    size_t at = 0;

    for (; at + GROUP <= count; at += GROUP) {
        struct screen screen =
            screen_group(x + at, least_level(finder), TOLERANCE * LSB16);

        if (screen.has_flat || screen.peak >= lowest_rail || finder->is_walking)
            walk_group(finder, x + at, i + (int64_t)at, GROUP);
        if (screen.peak > finder->peak)
            finder->peak = screen.peak;
    }
    for (size_t n = at; n < count; n++)
        if (fabsf(x[n]) > finder->peak)
            finder->peak = fabsf(x[n]);
    if (at < count)
        walk_group(finder, x + at, i + (int64_t)at, (int)(count - at));
}

void dsp_plateau_feed(struct dsp_plateau_finder *finder, const float *x, size_t frames)
{
    float seam[BACK + GROUP + AHEAD];
    size_t head = frames < GROUP ? frames : GROUP;
    /* The last sample fed waits until its follower is known. */
    int64_t first = finder->position - AHEAD;

    if (frames == 0)
        return;
    memcpy(seam, finder->back, sizeof finder->back);
    memcpy(seam + BACK, x, head * sizeof *x);
    if (first < 0)
        take_samples(finder, seam + BACK, 0, head - AHEAD);
    else
        take_samples(finder, seam + BACK - AHEAD, first, head);
    if (frames > head)
        take_samples(finder, x + head - AHEAD, finder->position + (int64_t)head - AHEAD,
                     frames - head);
    finder->position += (int64_t)frames;
    if (frames >= BACK)
        memcpy(finder->back, x + frames - BACK, sizeof finder->back);
    else
        memcpy(finder->back, seam + frames, sizeof finder->back);
}

void dsp_plateau_finish(struct dsp_plateau_finder *finder)
{
    float seam[BACK + AHEAD + 1];

    if (finder->position == 0)
        return;
    memcpy(seam, finder->back, sizeof finder->back);
    seam[BACK] = seam[BACK + AHEAD] = NAN;
    /* The last sample, and the nothing after it, which ends what is open. */
    walk_group(finder, seam + BACK - 1, finder->position - AHEAD, 2);
}
