/* Flat tops: whether the peaks of one channel look cut off, also after a filter, a change
 * of rate or a lossy codec has bent them.
 *
 * A peak is the part of the signal between two zero crossings. Its top is as wide as the
 * signal stays over 98.5 % of the peak, compared with 90 %: a parabola, and so any round
 * top, gives 0.39, a flat one up to 1. Only peaks near the largest of their polarity, and
 * wide enough to have a shape, are counted.
 *
 * What is found does not depend on how the signal is cut into calls.
 *
 * References:
 *   [leadout:flat-top] The limits, and what they were measured on.
 */
#ifndef LO_DSP_FLATTOP_H
#define LO_DSP_FLATTOP_H

#include <stddef.h>
#include <stdint.h>

struct dsp_flattop;

/* rate_hz: 8000 .. 384000. NULL when out of memory. */
struct dsp_flattop *dsp_flattop_new(unsigned rate_hz);
void dsp_flattop_free(struct dsp_flattop *flattop); /* NULL is fine */

/* x[frames]: finite. A peak that the end of the signal cuts off is not looked at. */
void dsp_flattop_feed(struct dsp_flattop *flattop, const float *x, size_t frames);

/* Of one polarity so far. */
struct dsp_flattop_count {
    double peak;   /* largest magnitude of a finished peak */
    int64_t peaks; /* near it and wide enough */
    int64_t flat;  /* of those, with a flat top */
};

/* polarity: 0 positive, 1 negative. */
struct dsp_flattop_count dsp_flattop_result(const struct dsp_flattop *flattop,
                                            int polarity);

#endif
