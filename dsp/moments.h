/* Second moments of two channels: the sums that correlation, balance, width and mono loss
 * are algebra of.
 *
 * Products of floats are exact in double, so two identical channels give identical sums.
 */
#ifndef LO_DSP_MOMENTS_H
#define LO_DSP_MOMENTS_H

#include <stddef.h>

/* Sums over frames of full-scale samples: aa = Σ a², bb = Σ b², ab = Σ a·b. */
struct dsp_moments {
    double aa, bb, ab;
};

/* Adds a[frames] and b[frames] to the sums. */
void dsp_moments_add(struct dsp_moments *sums, const float *a, const float *b,
                     size_t frames);

/* Pearson correlation without mean removal, -1 .. 1; 0 when a channel has no power. */
double dsp_moments_correlation(const struct dsp_moments *sums);

#endif
