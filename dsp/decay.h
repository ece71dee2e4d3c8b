/* Whether a level is in steady decay at the end: a fade, or the tail of a reverberation.
 *
 * References:
 *   [leadout:edge] The limits.
 */
#ifndef LO_DSP_DECAY_H
#define LO_DSP_DECAY_H

#include <stddef.h>

/* cells[count]: mean squares, in time order, cells_per_s of them in a second; end_dbfs: the
 * level at which it ends. Looks at stretches of several lengths up to the end. Returns how
 * fast it falls at the end, in dB/s, or 0 when it does not fall steadily. */
double dsp_decay_slope(const double *cells, size_t count, double cells_per_s,
                       double end_dbfs);

#endif
