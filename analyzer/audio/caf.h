/* The walk of a Core Audio file: its chunks, what the audio is and where.
 *
 * Reads headers only, over any source, and trusts nothing, as the other walks do.
 *
 * References:
 *   [CAF] Apple, "Apple Core Audio Format Specification 1.0".
 */
#ifndef LO_AUDIO_CAF_H
#define LO_AUDIO_CAF_H

#include "analyzer/audio/pcm.h"
#include "analyzer/audio/reader.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

enum {
    LO_CAF_KEPT = 1000,     /* chunks that are listed */
    LO_CAF_WALKED = 500000, /* chunks that are looked at */
};

struct lo_caf_chunk {
    unsigned char id[4];
    int64_t at; /* of its id */
    int64_t
        bytes; /* of its body, as declared; of data that declares none: to the end */
};

struct lo_caf {
    int64_t at; /* of "caff" */
    struct lo_caf_chunk chunks[LO_CAF_KEPT];
    size_t kept;
    int64_t total;   /* chunks walked */
    bool after_data; /* there are chunks after the audio */

    int64_t desc_at;       /* of the body of desc; 0: there is none */
    int64_t data_at;       /* of the first audio byte; 0: there is no data chunk */
    int64_t data_declared; /* bytes of audio; -1: the header does not tell */
    int64_t data_bytes;    /* that are there */

    enum lo_sample sample;
    bool is_big_endian;
    unsigned frame_bytes;

    int64_t stopped_at; /* where the walk ended */
    char stopped[160];  /* why it ended before the end of the file; "" */
};

/* Walks from offset at, where "caff" stands, and reads desc. LO_EFORMAT as lo_aiff_walk. caf
 * arrives zeroed; format->frames is what is there. */
LO_MUST_USE int lo_caf_walk(struct lo_caf *caf, struct lo_audio_format *format,
                            struct lo_source *source, int64_t at, const char *name,
                            struct lo_remarks *remarks, struct lo_err *err);

#endif
