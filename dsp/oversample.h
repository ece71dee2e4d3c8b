/* Interpolation to eight times the rate in three steps: points half-way between samples by a
 * filter of 64 taps, everywhere; then, where asked, quarters and eighths by half-bands of
 * 16 and 8 taps, which can be so short because images lie far from the signal.
 *
 * References:
 *   [KAISER] The windows of the filters. [leadout:true-peak] Their lengths.
 */
#ifndef LO_DSP_OVERSAMPLE_H
#define LO_DSP_OVERSAMPLE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    DSP_OVERSAMPLE_HALF = 32, /* taps on each side */
    DSP_OVERSAMPLE_QUARTER = 8,
    DSP_OVERSAMPLE_EIGHTH = 4,
    DSP_OVERSAMPLE_GROUP = 16, /* frames that are refined at a time */
    DSP_OVERSAMPLE_POINTS = 8 * DSP_OVERSAMPLE_GROUP,
    DSP_OVERSAMPLE_ROUND = 32, /* halves are made in multiples of this */
    /* Frames around a group that refine reads, and those of them that matter to it. */
    DSP_OVERSAMPLE_BEFORE = 6,
    DSP_OVERSAMPLE_AFTER = 10,
};

struct dsp_oversample {
    float half[DSP_OVERSAMPLE_HALF];
    float quarter[DSP_OVERSAMPLE_QUARTER];
    float eighth[DSP_OVERSAMPLE_EIGHTH];
};

/* A group at eight times the rate: point[1] is its first frame, point[0] the point before,
 * point[POINTS + 1] the first frame of the next group. */
struct dsp_oversample_group {
    float point[DSP_OVERSAMPLE_POINTS + 2];
    float level; /* largest magnitude among point[1 .. POINTS + 1] and some around */
};

void dsp_oversample_design(struct dsp_oversample *filters);

/* halves[i] = the point between x[i] and x[i + 1], for frames rounded up to a multiple of
 * ROUND; x[-31 .. frames rounded up + 32) are read. */
void dsp_oversample_halve(const struct dsp_oversample *filters, const float *x,
                          float *halves, size_t frames);

/* The points of the group that starts at x[0], with its halves: both are read from
 * [-BEFORE] up to GROUP + AFTER. False, and nothing in group, when a signal up to half the
 * rate with these quarters cannot have a top over least in it. */
bool dsp_oversample_refine(const struct dsp_oversample *filters, const float *x,
                           const float *halves, float least,
                           struct dsp_oversample_group *group);

#endif
