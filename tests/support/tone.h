/* Programmes of tones, as the test signals of loudness standards are made of. */
#ifndef LO_TEST_TONE_H
#define LO_TEST_TONE_H

#include "analyzer/meters/meter.h"

/* Zero all but rate_hz and channels before use; tone_free it. */
struct tone {
    unsigned rate_hz, channels;
    uint32_t channel_mask;
    size_t frames;
    float *x[LO_MAX_CHANNELS]; /* [frames] each */
};

void tone_free(struct tone *tone);

/* Appends seconds of a sine that starts at phase 0, in all channels alike; level: its peak
 * in dBFS, -INFINITY for silence. */
void tone_add(struct tone *tone, double seconds, double f_hz, double level_dbfs);

/* The same with a level of its own for each channel. */
void tone_add_levels(struct tone *tone, double seconds, double f_hz,
                     const double *level_dbfs);

/* Rounds all samples to a grid of bits, as a file would hold them. */
void tone_quantise(struct tone *tone, unsigned bits);

/* The sealed document of those meters (ends with NULL) over the first frames, in blocks. */
struct lo_doc *tone_measure(const struct tone *tone,
                            const struct lo_meter *const *meters, size_t frames,
                            size_t block);

#endif
