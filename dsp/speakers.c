#include "dsp/speakers.h"

/* Positions [WAVEX] that do not count 1. */
enum {
    LFE = 0x8,
    BACK_LEFT = 0x10,
    BACK_RIGHT = 0x20,
    SIDE_LEFT = 0x200,
    SIDE_RIGHT = 0x400,
};

static const double SURROUND = 1.41; /* [BS1770] table 3: +1.5 dB */

/* By the number of channels: mono, stereo, L R C, L R Ls Rs, L R C Ls Rs, 5.1, 6.1, 7.1. */
static const uint32_t usual[DSP_SPEAKERS_MAX + 1] = {
    0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F,
};

/* Speakers called back are the surrounds at 110 degrees, unless there are sides: then they
 * stand at 135 degrees, behind the sector that counts more. */
static double weigh(uint32_t position, uint32_t mask)
{
    if (position == LFE)
        return 0;
    if (position == SIDE_LEFT || position == SIDE_RIGHT)
        return SURROUND;
    if (position == BACK_LEFT || position == BACK_RIGHT)
        return mask & (SIDE_LEFT | SIDE_RIGHT) ? 1 : SURROUND;
    return 1;
}

void dsp_speakers_weigh(unsigned channels, uint32_t mask, double *weight)
{
    uint32_t rest = mask ? mask : usual[channels];
    uint32_t all = rest;

    /* The lowest position left belongs to the next channel; channels beyond the mask have
     * no place, and count 1. */
    for (unsigned ch = 0; ch < channels; ch++) {
        weight[ch] = weigh(rest & -rest, all);
        rest &= rest - 1;
    }
}
