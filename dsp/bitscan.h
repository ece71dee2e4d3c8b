/* Which bits of integer samples are ever set or ever clear. */
#ifndef LO_DSP_BITSCAN_H
#define LO_DSP_BITSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DSP_BITSCAN_CHANNELS = 8 };

/* Of one channel. Start with any = 0, all = 0xFFFFFFFF, size = 0. */
struct dsp_bitscan {
    uint32_t any;  /* OR of the samples: bits that were ever 1 */
    uint32_t all;  /* AND of the samples: bits that were never 0 */
    uint32_t size; /* OR of the magnitudes (one's complement): 0 while all is 0 or -1 */
};

/* Adds interleaved x[frames * channels] to scan[channels]; channels 1 .. 8. */
void dsp_bitscan_add(struct dsp_bitscan *scan, const int32_t *x, size_t frames,
                     unsigned channels);

/* Writes x[frames], full scale = ±1.0, to codes[frames] as left-justified integers. Returns
 * false when some sample is not exactly such a code: finer, or 1.0 and over. */
bool dsp_bitscan_codes(const float *x, int32_t *codes, size_t frames);

#endif
