#include "analyzer/audio/flac_walk.h"

#include <inttypes.h>
#include <string.h>

enum {
    MARKER_BYTES = 4,
    HEADER_BYTES = 4,
    TYPE_STREAMINFO = 0,
    TYPE_VORBIS_COMMENT = 4,
    TYPE_PICTURE = 6,
    TYPE_INVALID = 127,
    PICTURE_TAIL_BYTES = 16, /* width, height, depth, colours */
};

const char *lo_flac_block_name(int type)
{
    static const char *const names[] = {"STREAMINFO", "PADDING",        "APPLICATION",
                                        "SEEKTABLE",  "VORBIS_COMMENT", "CUESHEET",
                                        "PICTURE"};

    return type >= 0 && (size_t)type < LO_COUNT(names) ? names[type] : "reserved";
}

/* Skips a text that its length precedes; false when it reaches past end. */
static bool skip_text(struct lo_source *source, int64_t *at, int64_t end,
                      bool is_big_endian)
{
    const unsigned char *length = lo_source_peek(source, *at, 4);
    int64_t bytes;

    if (!length || end - *at < 4)
        return false;
    bytes = is_big_endian ? lo_be32(length) : lo_le32(length);
    *at += 4;
    if (bytes > end - *at)
        return false;
    *at += bytes;
    return true;
}

static bool check_comments(struct lo_source *source, int64_t at, int64_t end)
{
    const unsigned char *count;
    uint32_t comments;

    if (!skip_text(source, &at, end, false) || end - at < 4)
        return false;
    count = lo_source_peek(source, at, 4);
    if (!count)
        return false;
    comments = lo_le32(count);
    at += 4;
    /* Each takes four bytes at least, so the block's own size bounds the loop. */
    for (uint32_t i = 0; i < comments; i++)
        if (!skip_text(source, &at, end, false))
            return false;
    return true;
}

static bool check_picture(struct lo_source *source, int64_t at, int64_t end)
{
    at += 4;
    if (!skip_text(source, &at, end, true) || !skip_text(source, &at, end, true) ||
        end - at < PICTURE_TAIL_BYTES)
        return false;
    at += PICTURE_TAIL_BYTES;
    return skip_text(source, &at, end, true);
}

static void read_streaminfo(struct lo_flac_walk *walk, const unsigned char *info)
{
    static const unsigned char none[LO_MD5_BYTES];

    memcpy(walk->streaminfo, info, LO_STREAMINFO_BYTES);
    walk->min_block = lo_be32(info) >> 16;
    walk->max_block = lo_be32(info) & 0xFFFF;
    walk->rate_hz = lo_be24(info + 10) >> 4;
    walk->channels = (info[12] >> 1 & 7) + 1;
    walk->bits = (info[12] & 1u) << 4 | info[13] >> 4;
    walk->bits++;
    walk->frames = (int64_t)(info[13] & 15) << 32 | lo_be32(info + 14);
    memcpy(walk->md5, info + 18, LO_MD5_BYTES);
    walk->has_md5 = memcmp(walk->md5, none, LO_MD5_BYTES) != 0;
}

/* STREAMINFO is the first block, and the only one of its type. */
static int take_streaminfo(struct lo_flac_walk *walk, struct lo_source *source,
                           const struct lo_flac_block *block, const char *name,
                           struct lo_remarks *remarks, struct lo_err *err)
{
    const unsigned char *info =
        lo_source_peek(source, block->at + HEADER_BYTES, LO_STREAMINFO_BYTES);

    if (walk->total > 1) {
        lo_remark(&remarks->problems,
                  "duplicate-chunk: a second STREAMINFO at byte %" PRId64
                  "; the first counts",
                  block->at);
        return 0;
    }
    if (block->bytes < LO_STREAMINFO_BYTES || !info)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "STREAMINFO at byte %" PRId64 " has %" PRIu32 " bytes, not %d",
                        block->at, block->bytes, LO_STREAMINFO_BYTES);
    read_streaminfo(walk, info);
    return 0;
}

static int take_block(struct lo_flac_walk *walk, struct lo_source *source,
                      const struct lo_flac_block *block, const char *name,
                      struct lo_remarks *remarks, struct lo_err *err)
{
    int64_t body = block->at + HEADER_BYTES, end = body + block->bytes;
    struct lo_at where = {name, 0};

    if (walk->total++ == 0 && block->type != TYPE_STREAMINFO)
        return lo_error(err, LO_EFORMAT, where,
                        "the first block, at byte %" PRId64 ", is %s, not STREAMINFO",
                        block->at, lo_flac_block_name(block->type));
    if (block->type == TYPE_INVALID)
        return lo_error(err, LO_EFORMAT, where,
                        "a metadata block of the forbidden type 127 at byte %" PRId64,
                        block->at);
    if (end > source->size)
        return lo_error(err, LO_EFORMAT, where,
                        "the %s block at byte %" PRId64 " declares %" PRIu32
                        " bytes, %" PRId64 " are there",
                        lo_flac_block_name(block->type), block->at, block->bytes,
                        source->size - body);
    if (block->type == TYPE_STREAMINFO &&
        take_streaminfo(walk, source, block, name, remarks, err))
        return -1;
    if ((block->type == TYPE_VORBIS_COMMENT && !check_comments(source, body, end)) ||
        (block->type == TYPE_PICTURE && !check_picture(source, body, end)))
        lo_remark(&remarks->problems,
                  "chunk-size: sizes inside the %s block at byte %" PRId64
                  " reach past its end at byte %" PRId64,
                  lo_flac_block_name(block->type), block->at, end);
    if (walk->kept < LO_FLAC_KEPT)
        walk->blocks[walk->kept++] = *block;
    return 0;
}

int lo_flac_walk(struct lo_flac_walk *walk, struct lo_source *source, int64_t at,
                 const char *name, struct lo_remarks *remarks, struct lo_err *err)
{
    bool is_last = false;

    walk->at = at;
    at += MARKER_BYTES;
    while (!is_last) {
        const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
        struct lo_flac_block block = {.at = at};

        if (!header)
            return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                            "the FLAC metadata is cut short at byte %" PRId64,
                            source->size);
        if (walk->total == LO_FLAC_WALKED)
            return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                            "more than %d metadata blocks before byte %" PRId64,
                            LO_FLAC_WALKED, at);
        is_last = header[0] & 0x80;
        block.type = header[0] & 0x7F;
        block.bytes = lo_be24(header + 1);
        if (take_block(walk, source, &block, name, remarks, err))
            return -1;
        at += HEADER_BYTES + block.bytes;
    }
    walk->audio_at = at;
    return 0;
}
