/* The walk of a FLAC file: its metadata blocks, and where the audio begins.
 *
 * Reads headers only, over any source, follows no size past the file, and keeps nothing
 * of what tags and pictures hold; their inner sizes are checked.
 *
 * References:
 *   [FLAC_FORMAT] RFC 9639, Free Lossless Audio Codec, section 8.
 */
#ifndef LO_AUDIO_FLAC_WALK_H
#define LO_AUDIO_FLAC_WALK_H

#include "analyzer/audio/hash.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

#include <stdbool.h>

enum {
    LO_FLAC_KEPT = 1000,     /* blocks that are listed */
    LO_FLAC_WALKED = 100000, /* blocks that are looked at */
    LO_STREAMINFO_BYTES = 34,
    LO_FLAC_HEAD_BYTES = 4 + 4 + LO_STREAMINFO_BYTES,
};

struct lo_flac_block {
    int type;
    int64_t at; /* of its header */
    uint32_t bytes;
};

struct lo_flac_walk {
    int64_t at; /* of "fLaC" */
    struct lo_flac_block blocks[LO_FLAC_KEPT];
    size_t kept;
    int64_t total;
    int64_t audio_at; /* of the first frame */

    unsigned char streaminfo[LO_STREAMINFO_BYTES];
    unsigned min_block, max_block; /* frames of a FLAC frame */
    unsigned rate_hz, channels, bits;
    int64_t frames; /* 0: not known */
    bool has_md5;
    unsigned char md5[LO_MD5_BYTES];
};

/* Walks from offset at, where "fLaC" stands. walk arrives zeroed. LO_EFORMAT when there is
 * no STREAMINFO or a block reaches past the file. */
LO_MUST_USE int lo_flac_walk(struct lo_flac_walk *walk, struct lo_source *source,
                             int64_t at, const char *name, struct lo_remarks *remarks,
                             struct lo_err *err);

/* What a decoder gets to see before the audio: the marker and a STREAMINFO without total
 * and MD5, whose block sizes are those that the first frame has. */
void lo_flac_make_head(const struct lo_flac_walk *walk, struct lo_source *source,
                       unsigned char head[LO_FLAC_HEAD_BYTES]);

/* "STREAMINFO", "VORBIS_COMMENT", …; "reserved" for types that no one has defined. */
const char *lo_flac_block_name(int type);

#endif
