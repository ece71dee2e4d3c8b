/* Plateaus: where one channel stays at a level that it seems to have been cut off at.
 *
 * Two kinds are reported, per polarity. A run: consecutive samples at the rail, the largest
 * code or 1.0. A flat: consecutive samples that differ by at most one step of 16 bits, a
 * local extremum, with a corner at both ends. Round tops of low notes also stand still for
 * some samples, but they leave their level by a step or two: the corner tells them apart.
 * Square waves and staircases stand still too, and they stand still on both sides of each
 * step: a flat between two others is neither cut off nor reported.
 *
 * What is found does not depend on how the signal is cut into calls.
 *
 * References:
 *   [leadout:clip] The limits, what they were measured on, and what they cannot tell.
 */
#ifndef LO_DSP_PLATEAU_H
#define LO_DSP_PLATEAU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dsp_plateau {
    int64_t start; /* first sample, counted from the first one fed */
    int64_t length;
    float level; /* magnitude: largest of a run, middle of a flat; 1.0 = full scale */
    bool is_negative;
    bool is_run; /* at the rail; else a flat under it */
    /* Of a flat: how far the signal falls away, in steps of 16 bits: from it to the sample
     * before, from there to the one before that, and the same after it. */
    float falls[4];
};

/* Called for each plateau, in the order of their ends. */
typedef void dsp_plateau_take(void *context, const struct dsp_plateau *plateau);

enum {
    DSP_PLATEAU_BACK = 5, /* samples kept from call to call */
    DSP_PLATEAU_GROUP = 64,
};

/* Private but for its size; zeroed, then dsp_plateau_init. */
struct dsp_plateau_finder {
    dsp_plateau_take *take;
    void *context;
    float rail, step;          /* magnitude of the largest code, and of one code */
    int64_t run_min, flat_min; /* shortest that count, samples */
    float peak;                /* largest magnitude so far */
    int64_t position;          /* samples fed */
    float back[DSP_PLATEAU_BACK];
    bool is_walking; /* flat and run are those of the sample before */
    struct {
        int64_t length;
        float low, high; /* signed */
        float before[2]; /* the samples before it, nearest first; NAN: none */
    } flat, run;
    int64_t run_end; /* end of the last run that counted */
};

/* bits: of the integers that the samples were, 2 .. 24; 24 for floats and for more. run_min
 * and flat_min: shortest that count, at least 2. */
void dsp_plateau_init(struct dsp_plateau_finder *finder, unsigned bits, int64_t run_min,
                      int64_t flat_min, dsp_plateau_take *take, void *context);

/* x[frames]: finite. */
void dsp_plateau_feed(struct dsp_plateau_finder *finder, const float *x, size_t frames);

/* After the last feed: ends what reaches the end of the signal. */
void dsp_plateau_finish(struct dsp_plateau_finder *finder);

#endif
