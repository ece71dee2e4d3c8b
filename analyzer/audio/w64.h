/* The walk of a Sony Wave64 file: RIFF with GUIDs in place of ids and sizes of 64 bits, which
 * count the header of their chunk; chunks begin at multiples of 8 bytes.
 *
 * What is found is told as of a RIFF file, so that fmt, facts and tags are read by the same
 * code; header_bytes is 24.
 *
 * References:
 *   [W64] Sonic Foundry, "Sony Wave64 audio file format", version 1.0.
 */
#ifndef LO_AUDIO_W64_H
#define LO_AUDIO_W64_H

#include "analyzer/audio/riff.h"

/* Walks from offset at, where the GUID of "riff" stands; otherwise as lo_riff_walk. */
LO_MUST_USE int lo_w64_walk(struct lo_riff *riff, struct lo_source *source, int64_t at,
                            const char *name, struct lo_remarks *remarks,
                            struct lo_err *err);

enum { LO_W64_GUID_BYTES = 16 };

/* "riff", with which such a file begins. */
extern const unsigned char lo_w64_guid[LO_W64_GUID_BYTES];

#endif
