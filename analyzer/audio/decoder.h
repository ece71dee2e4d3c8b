/* libsndfile, which decodes lossy streams. It is loaded when the first of them is met: linked,
 * it and the encoders that it brings along cost 12 ms at every start [leadout:coded].
 */
#ifndef LO_AUDIO_DECODER_H
#define LO_AUDIO_DECODER_H

#include "analyzer/base/err.h"

#include <stdbool.h>

/* Could the open file be one that needs it? By its first bytes, which may deceive. Call it,
 * and load, before a sandbox forbids that. */
bool lo_decoder_is_wanted(int fd);

/* Loads it, once; LO_EIO when it is not installed. Afterwards, and when it fails, there is
 * nothing to free. */
LO_MUST_USE int lo_decoder_load(struct lo_err *err);

#endif
