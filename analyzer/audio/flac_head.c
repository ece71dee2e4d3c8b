#include "analyzer/audio/flac_walk.h"

#include <string.h>

enum { BLOCK_MIN = 16, BLOCK_MAX = 65535 }; /* [FLAC_FORMAT] */

/* Samples of the first frame when it is one of a stream with a fixed size; 0: it is not, or
 * cannot be read. libFLAC places frames by STREAMINFO's sizes, which may lie. */
static unsigned fixed_block(struct lo_source *source, int64_t at)
{
    const unsigned char *header = lo_source_peek(source, at, 8);
    unsigned code;

    if (!header || header[0] != 0xFF || header[1] != 0xF8 || header[4] >= 0x80)
        return 0;
    code = header[2] >> 4;
    if (code == 1)
        return 192;
    if (code >= 2 && code <= 5)
        return 576u << (code - 2);
    if (code == 6)
        return header[5] + 1u;
    if (code == 7)
        return (unsigned)(header[5] << 8 | header[6]) + 1u;
    return code >= 8 ? 256u << (code - 8) : 0;
}

void lo_flac_make_head(const struct lo_flac_walk *walk, struct lo_source *source,
                       unsigned char head[LO_FLAC_HEAD_BYTES])
{
    unsigned char *info = head + 8;
    unsigned fixed = fixed_block(source, walk->audio_at);
    unsigned low = fixed ? fixed : walk->min_block;
    unsigned high = fixed ? fixed : walk->max_block;

    memcpy(head, "fLaC\x80\0\0\x22", 8);
    memcpy(info, walk->streaminfo, LO_STREAMINFO_BYTES);
    if (low < BLOCK_MIN || high < low || high > BLOCK_MAX) {
        low = BLOCK_MIN;
        high = BLOCK_MAX;
    }
    info[0] = (unsigned char)(low >> 8);
    info[1] = (unsigned char)low;
    info[2] = (unsigned char)(high >> 8);
    info[3] = (unsigned char)high;
    memset(info + 4, 0, 6); /* frame sizes in bytes: not known */
    info[13] &= 0xF0;       /* total and MD5: not known either */
    memset(info + 14, 0, 4 + LO_MD5_BYTES);
}
