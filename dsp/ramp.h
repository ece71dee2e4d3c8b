/* Whether a signal runs out in a ramp: a fade of a few milliseconds at its end.
 *
 * References:
 *   [leadout:edge] The limits, and what they cannot tell.
 */
#ifndef LO_DSP_RAMP_H
#define LO_DSP_RAMP_H

#include <stdbool.h>
#include <stddef.h>

/* x[frames]: the end of the signal; last: frames of it, 1 ms, that are compared with the
 * whole; 1 <= last < frames. */
bool dsp_ramp_ends(const float *x, size_t frames, size_t last);

#endif
