/* Samples that are no number: found, replaced by 0, reported as spans per channel. */
#ifndef LO_AUDIO_NOT_FINITE_H
#define LO_AUDIO_NOT_FINITE_H

#include "analyzer/doc/doc.h"

/* Zero it before use. */
struct lo_not_finite {
    int64_t count[LO_MAX_CHANNELS];        /* samples */
    struct lo_event span[LO_MAX_CHANNELS]; /* being followed; length 0: none */
};

/* Replaces in x[frames * channels], whose first frame is at start_frames of the file.
 * Spans go on over calls, which come in order. */
void lo_not_finite_replace(struct lo_not_finite *state, float *x, size_t frames,
                           unsigned channels, int64_t start_frames, struct lo_doc *doc);

/* Ends open spans and sets file.not_finite. */
void lo_not_finite_finish(struct lo_not_finite *state, unsigned channels,
                          struct lo_doc *doc);

#endif
