/* What a channel counts for in loudness, by the place of its speaker.
 *
 * References:
 *   [BS1770] Annex 1, table 3, and Annex 3: 1.41 for speakers 60 to 120 degrees to the side
 *       and less than 30 degrees up or down, 0 for LFE, 1 for all others.
 *   [WAVEX] Speaker positions of a channel mask.
 *   [leadout:speakers] What is taken where a file says nothing.
 */
#ifndef LO_DSP_SPEAKERS_H
#define LO_DSP_SPEAKERS_H

#include <stdint.h>

enum { DSP_SPEAKERS_MAX = 8 };

/* Weight of the power of each channel, in the file's order; weight[channels], channels
 * 1 .. DSP_SPEAKERS_MAX. mask: positions as WAVE_FORMAT_EXTENSIBLE has them; 0: not given. */
void dsp_speakers_weigh(unsigned channels, uint32_t mask, double *weight);

#endif
