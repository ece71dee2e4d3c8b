/* Sums and extremes of one channel, over any stretch of samples.
 *
 * Sums are in double: those of samples on a grid of 24 bits are exact up to 2^28 of them,
 * and so do not depend on how a stretch is cut.
 */
#ifndef LO_DSP_SUMS_H
#define LO_DSP_SUMS_H

#include <stddef.h>

/* Σ x over x[frames]; 0 of none. */
double dsp_sum(const float *x, size_t frames);

/* Σ x² over x[frames]; 0 of none. */
double dsp_power(const float *x, size_t frames);

struct dsp_range {
    float low, high;
};

/* Least and largest of x[frames]; frames at least 1. */
struct dsp_range dsp_range(const float *x, size_t frames);

#endif
