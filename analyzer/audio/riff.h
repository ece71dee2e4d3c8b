/* The walk of a RIFF file: which chunks are there, where the audio lies, what is wrong.
 *
 * Reads headers only, over any source, and trusts nothing: the walk ends at the end of the
 * file or after LO_RIFF_WALKED chunks, allocates nothing, and never follows a size past
 * the file. RIFF/WAVE, RF64 and BW64. It is tolerant as good players are (a missing pad
 * byte, sizes of a stream that was never closed), and says so in the remarks.
 *
 * References:
 *   [RIFF] Multimedia Programming Interface and Data Specifications 1.0, chapter 2.
 *   [TECH3306] EBU Tech 3306: RF64, ds64.
 *   [BS2088] Recommendation ITU-R BS.2088: BW64.
 */
#ifndef LO_AUDIO_RIFF_H
#define LO_AUDIO_RIFF_H

#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

enum {
    LO_RIFF_KEPT = 1000,     /* chunks that are listed */
    LO_RIFF_WALKED = 500000, /* chunks that are looked at */
};

enum lo_riff_kind { LO_RIFF, LO_RF64, LO_BW64, LO_W64 };

struct lo_riff_chunk {
    unsigned char id[4];
    unsigned char form[4]; /* of a LIST; else zeros */
    int64_t at;            /* of its id */
    uint64_t bytes;        /* of its body, as declared (by ds64 where that counts) */
    int64_t again;         /* at of the second with this id; 0: none */
    int64_t times;         /* chunks with this id; counted at the first of them */
};

struct lo_riff {
    enum lo_riff_kind kind;
    unsigned header_bytes; /* of a chunk: 8; 24 in W64 */
    int64_t at;            /* of "RIFF" */
    struct lo_riff_chunk chunks[LO_RIFF_KEPT];
    size_t kept;
    int64_t total;    /* chunks walked */
    bool after_data;  /* there are chunks after the audio */
    int64_t fmt_at;   /* of the body of fmt; 0: there is none */
    size_t fmt_bytes; /* of the body, as far as it is there */

    int64_t data_at;        /* of the first audio byte; 0: there is no data chunk */
    uint64_t data_declared; /* bytes; UINT64_MAX: the header does not tell */
    int64_t data_bytes;     /* bytes that are there */

    bool has_ds64;
    uint64_t ds64_riff, ds64_data, ds64_samples;

    bool has_fact;
    uint32_t fact_frames; /* that a fact chunk declares */

    int64_t stopped_at; /* where the walk ended */
    char stopped[160];  /* why it ended before the end of the file; "" */
};

/* Walks from offset at, where "RIFF", "RF64" or "BW64" stands. name is for messages.
 * LO_EFORMAT when it is no WAVE, or has no fmt or no data chunk. riff arrives zeroed. */
LO_MUST_USE int lo_riff_walk(struct lo_riff *riff, struct lo_source *source, int64_t at,
                             const char *name, struct lo_remarks *remarks,
                             struct lo_err *err);

/* id as text[5], bytes that are not printable as '?'. */
void lo_riff_id_text(const unsigned char *id, char *text);

#endif
