/* The bytes of an ID3v2 tag in order, with those that unsynchronisation put in taken out: it
 * writes FF 00 for FF, so that no player takes the tag for audio [ID3V2]. */
#ifndef LO_AUDIO_TAG_ID3_STREAM_H
#define LO_AUDIO_TAG_ID3_STREAM_H

#include "analyzer/audio/source.h"

#include <stdbool.h>

struct lo_id3_stream {
    struct lo_source *source;
    int64_t at, end; /* in the file */
    bool is_unsync;
    bool was_ff; /* the last byte was FF */
};

/* The next count bytes, fewer only at the end. */
size_t lo_id3_take(struct lo_id3_stream *stream, unsigned char *bytes, size_t count);
void lo_id3_skip(struct lo_id3_stream *stream, uint32_t count);

/* A number of which seven bits of each byte count. */
uint32_t lo_id3_syncsafe(const unsigned char *bytes);

#endif
