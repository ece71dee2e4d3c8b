/* Real FFT of a fixed power of two, and its inverse (FFTW, single precision).
 *
 * Plans are made under one lock with FFTW_ESTIMATE: measured plans depend on timing, so
 * their last bits would too. Executing is safe from several threads on their own objects.
 */
#ifndef LO_DSP_FFT_H
#define LO_DSP_FFT_H

#include <stddef.h>

struct dsp_fft;

/* points: 16 .. 65536, a power of two. NULL when out of memory or out of range. */
struct dsp_fft *dsp_fft_new(size_t points);
void dsp_fft_free(struct dsp_fft *fft); /* NULL is fine */

/* x[points] to spectrum[points + 2]: points/2 + 1 pairs of real and imaginary part, not
 * scaled. */
void dsp_fft_forward(struct dsp_fft *fft, const float *x, float *spectrum);

/* The inverse, scaled so that inverse(forward(x)) = x. */
void dsp_fft_inverse(struct dsp_fft *fft, const float *spectrum, float *x);

#endif
