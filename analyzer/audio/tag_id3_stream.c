#include "analyzer/audio/tag_id3_stream.h"

static bool next(struct lo_id3_stream *s, unsigned char *byte)
{
    const unsigned char *peeked;

    if (s->at >= s->end || !(peeked = lo_source_peek(s->source, s->at, 1)))
        return false;
    *byte = *peeked;
    s->at++;
    if (s->is_unsync && s->was_ff && *byte == 0) {
        s->was_ff = false;
        return next(s, byte);
    }
    s->was_ff = *byte == 0xFF;
    return true;
}

size_t lo_id3_take(struct lo_id3_stream *s, unsigned char *bytes, size_t count)
{
    size_t taken = 0;

    while (taken < count && next(s, &bytes[taken]))
        taken++;
    return taken;
}

void lo_id3_skip(struct lo_id3_stream *s, uint32_t count)
{
    unsigned char byte;

    if (!s->is_unsync) {
        s->at = count < s->end - s->at ? s->at + count : s->end;
        return;
    }
    while (count-- > 0 && next(s, &byte))
        ;
}

uint32_t lo_id3_syncsafe(const unsigned char *bytes)
{
    return (uint32_t)(bytes[0] & 0x7F) << 21 | (uint32_t)(bytes[1] & 0x7F) << 14 |
           (uint32_t)(bytes[2] & 0x7F) << 7 | (bytes[3] & 0x7Fu);
}
