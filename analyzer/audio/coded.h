/* Lossy streams that are read as suspects: what a walk of their frames says of them.
 *
 * A master is never one of these, but it must be told what it is, and by how much it fails;
 * so it is decoded and measured like the rest. The walk decides whether a decoder may see the
 * file at all: every page or frame is looked at, nothing is allocated.
 *
 * References:
 *   [OGG] RFC 3533, The Ogg Encapsulation Format Version 0; RFC 7845 for Opus.
 *   [VORBIS_COMMENT] Vorbis I specification, sections 4.2.2 and 5.
 *   [MPEG1] ISO/IEC 11172-3, section 2.4.2.3: the header of a frame.
 */
#ifndef LO_AUDIO_CODED_H
#define LO_AUDIO_CODED_H

#include "analyzer/audio/reader.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

struct lo_coded {
    const char *container;         /* "ogg", "mp3" */
    const char *codec;             /* "vorbis", "opus", "mp3", "mp2", "mp1" */
    int64_t audio_at, audio_bytes; /* what the stream takes */
    int64_t units;                 /* pages or frames walked */
    int64_t frames;                /* declared by the stream; -1: it does not say */
    int64_t comment_at;            /* of a Vorbis comment block; 0: none */
    int64_t comment_bytes;         /* as far as it lies in one page */
    int64_t id3v1_at;              /* 0: none */
};

/* Walks from offset at; name is for messages. LO_EFORMAT when it is no such stream, or one of
 * a codec that is not decoded. coded arrives zeroed. */
LO_MUST_USE int lo_ogg_walk(struct lo_coded *coded, struct lo_audio_format *format,
                            struct lo_source *source, int64_t at, const char *name,
                            struct lo_remarks *remarks, struct lo_err *err);
LO_MUST_USE int lo_mpeg_walk(struct lo_coded *coded, struct lo_audio_format *format,
                             struct lo_source *source, int64_t at, const char *name,
                             struct lo_remarks *remarks, struct lo_err *err);

/* What the header of an MPEG audio frame says; bytes 0: it is none. */
struct lo_mpeg_frame {
    int64_t bytes;
    unsigned layer, rate_hz, channels, samples;
};
struct lo_mpeg_frame lo_mpeg_frame_of(const unsigned char header[4]);

#endif
