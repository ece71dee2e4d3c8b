#include "dsp/bitscan.h"

#include "dsp/clones.h"

#include <string.h>

/* One group of lanes holds whole frames whatever the channel count: 8·7·6·5 do not divide
 * a power of two, so the group is DSP_LANES frames of channels samples. */
DSP_CLONES
static void scan_groups(uint32_t *restrict any, uint32_t *restrict all,
                        uint32_t *restrict size, const int32_t *restrict x,
                        size_t groups, size_t lanes)
{
    for (size_t g = 0; g < groups; g++, x += lanes)
        for (size_t lane = 0; lane < lanes; lane++) {
            uint32_t bits = (uint32_t)x[lane];

            any[lane] |= bits;
            all[lane] &= bits;
            size[lane] |= bits ^ (uint32_t)(x[lane] >> 31);
        }
}

void dsp_bitscan_add(struct dsp_bitscan *scan, const int32_t *x, size_t frames,
                     unsigned channels)
{
    uint32_t any[DSP_LANES * DSP_BITSCAN_CHANNELS];
    uint32_t all[DSP_LANES * DSP_BITSCAN_CHANNELS];
    uint32_t size[DSP_LANES * DSP_BITSCAN_CHANNELS];
    size_t lanes = (size_t)DSP_LANES * channels;
    size_t groups = frames / DSP_LANES;

    memset(any, 0, lanes * sizeof *any);
    memset(all, 0xFF, lanes * sizeof *all);
    memset(size, 0, lanes * sizeof *size);
    scan_groups(any, all, size, x, groups, lanes);
    scan_groups(any, all, size, x + groups * lanes, 1, (frames % DSP_LANES) * channels);
    for (size_t lane = 0; lane < lanes; lane++) {
        struct dsp_bitscan *to = &scan[lane % channels];

        to->any |= any[lane];
        to->all &= all[lane];
        to->size |= size[lane];
    }
}

/* Scaling by a power of two is exact, and so is the way back of every integer that a float
 * was made into by truncation. */
DSP_CLONES
static int find_codes(const float *restrict x, int32_t *restrict codes, size_t frames)
{
    const float least = -2147483648.0F, most = 2147483520.0F; /* that fit */
    int off[DSP_LANES] = {0}, any = 0;
    size_t i = 0;

    for (; i + DSP_LANES <= frames; i += DSP_LANES)
        for (size_t lane = 0; lane < DSP_LANES; lane++) {
            float scaled = x[i + lane] * 2147483648.0F;
            float fit = scaled < least ? least : scaled > most ? most : scaled;

            codes[i + lane] = (int32_t)fit;
            off[lane] |= (float)codes[i + lane] != scaled;
        }
    for (; i < frames; i++) {
        float scaled = x[i] * 2147483648.0F;
        float fit = scaled < least ? least : scaled > most ? most : scaled;

        codes[i] = (int32_t)fit;
        any |= (float)codes[i] != scaled;
    }
    for (size_t lane = 0; lane < DSP_LANES; lane++)
        any |= off[lane];
    return any;
}

bool dsp_bitscan_codes(const float *x, int32_t *codes, size_t frames)
{
    return !find_codes(x, codes, frames);
}
