/* The walk of an AIFF or AIFC file: which chunks are there, what the audio is and where.
 *
 * Reads headers only, over any source, and trusts nothing: the walk ends at the end of the
 * file or after LO_AIFF_WALKED chunks, allocates nothing, and never follows a size past the
 * file.
 *
 * References:
 *   [AIFF] Apple, "Audio Interchange File Format", version 1.3.
 *   [AIFC] Apple, "AIFF-C", draft of 26 August 1991: compression types, FVER.
 */
#ifndef LO_AUDIO_AIFF_H
#define LO_AUDIO_AIFF_H

#include "analyzer/audio/pcm.h"
#include "analyzer/audio/reader.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

enum {
    LO_AIFF_KEPT = 1000,     /* chunks that are listed */
    LO_AIFF_WALKED = 500000, /* chunks that are looked at */
};

struct lo_aiff_chunk {
    unsigned char id[4];
    int64_t at;     /* of its id */
    uint32_t bytes; /* of its body, as declared */
};

struct lo_aiff {
    bool is_aifc;
    int64_t at; /* of "FORM" */
    struct lo_aiff_chunk chunks[LO_AIFF_KEPT];
    size_t kept;
    int64_t total;   /* chunks walked */
    bool after_data; /* there are chunks after the audio */

    int64_t comm_at;   /* of the body of COMM; 0: there is none */
    size_t comm_bytes; /* of the body, as far as it is there */
    int64_t ssnd_at;   /* of the body of SSND; 0: there is none */
    uint32_t ssnd_bytes;
    int64_t data_at;    /* of the first audio byte */
    int64_t data_bytes; /* bytes of audio that are there */

    uint32_t frames;              /* that COMM declares */
    unsigned char compression[4]; /* of AIFC; "NONE" of AIFF */
    enum lo_sample sample;        /* how one is stored */
    bool is_big_endian;
    unsigned frame_bytes;

    int64_t stopped_at; /* where the walk ended */
    char stopped[160];  /* why it ended before the end of the file; "" */
};

/* Walks from offset at, where "FORM" stands, and reads COMM. name is for messages.
 * LO_EFORMAT, with the reason and the byte, when it is no AIFF or AIFC, has no COMM or no
 * SSND chunk, is compressed, or cannot be measured (see lo_wave_read). aiff arrives zeroed;
 * format->frames is what is there. */
LO_MUST_USE int lo_aiff_walk(struct lo_aiff *aiff, struct lo_audio_format *format,
                             struct lo_source *source, int64_t at, const char *name,
                             struct lo_remarks *remarks, struct lo_err *err);

#endif
