/* Samples made safe for filters in single precision. */
#ifndef LO_DSP_TAME_H
#define LO_DSP_TAME_H

#include <stddef.h>

/* Copies x[frames] with magnitudes over 1e30 cut off and those under 1e-30 put to 0, so that
 * no sum of products overflows or gets so small that arithmetic is slow. Returns the largest
 * magnitude of x itself; 0 of none. x: finite. */
float dsp_tame(const float *x, float *to, size_t frames);

#endif
