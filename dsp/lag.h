/* Delay between two channels by generalised cross-correlation with phase transform.
 *
 * References:
 *   [KNAPP_CARTER] C. Knapp, G. Carter, "The generalized correlation method for estimation
 *       of time delay", IEEE Trans. ASSP 24(4), 1976.
 */
#ifndef LO_DSP_LAG_H
#define LO_DSP_LAG_H

#include <stddef.h>

struct dsp_lag;

struct dsp_lag_result {
    double lag;    /* samples by which b comes after a; negative: before; fractional */
    double height; /* of the peak, 0..1: 1 = a pure delay at every frequency */
    int sign;      /* -1: the peak is negative, b is inverted */
};

/* frames: length of a probe, 16 .. 32768, a power of two; reach: largest lag looked at, in
 * samples, less than frames / 2. NULL when out of memory or out of range. */
struct dsp_lag *dsp_lag_new(size_t frames, size_t reach);
void dsp_lag_free(struct dsp_lag *lag); /* NULL is fine */

/* a[frames], b[frames]. Height 0 when a channel is silent. */
struct dsp_lag_result dsp_lag_measure(struct dsp_lag *lag, const float *a,
                                      const float *b);

#endif
