/* Power of K-weighted channels, frame by frame. */
#ifndef LO_DSP_KWEIGHT_H
#define LO_DSP_KWEIGHT_H

#include "dsp/kcurve.h"

#include <stdbool.h>
#include <stddef.h>

/* What the filters remember of two channels: the last two inputs, outputs of the shelf and
 * outputs of the high-pass, each {channel a, channel b}. Zero it before use. */
struct dsp_kweight {
    double input[2][2], shelf[2][2], pass[2][2];
};

/* Filters a[frames] and b[frames] and writes the weighted sum of their squares,
 * weight[0]·a² + weight[1]·b², to power[frames]; with add it is added to what is there.
 * How the signal is cut into calls does not show. The gain of the curve is left out: put
 * its square into the weights. */
void dsp_kweight_run(struct dsp_kweight *memory, const struct dsp_kcurve *curve,
                     const float *a, const float *b, const double *weight,
                     double *power, size_t frames, bool add);

/* Puts 0 for what has decayed to nothing, before it gets so small that arithmetic is slow.
 * Call it at positions that do not depend on how the signal is cut. */
void dsp_kweight_settle(struct dsp_kweight *memory);

#endif
