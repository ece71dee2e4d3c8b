#include "analyzer/audio/coded.h"

#include "analyzer/audio/wave.h"

#include <inttypes.h>
#include <string.h>

enum {
    HEADER_BYTES = 27, /* of a page, before its table of segments */
    SEGMENTS_MAX = 255,
    VORBIS_ID_BYTES = 30,
    OPUS_ID_BYTES = 19,
    OPUS_RATE_HZ = 48000,
    LOST_BYTES_MAX = 1 << 20, /* that are searched for the next page */
};

struct page {
    int64_t at, body, bytes; /* bytes: of the body */
    int64_t granule;
    uint32_t serial;
    bool is_continued;
};

/* The checksum of a page: CRC-32 of its own kind, without reflection [OGG]. */
static uint32_t crc_of(uint32_t crc, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crc ^= (uint32_t)bytes[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x80000000u ? crc << 1 ^ 0x04C11DB7u : crc << 1;
    }
    return crc;
}

/* The page at offset at; false when there is none, or it ends after the file. */
static bool read_page(struct lo_source *source, int64_t at, struct page *page)
{
    const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
    unsigned segments;

    if (!header || memcmp(header, "OggS", 5) != 0)
        return false;
    *page = (struct page){.at = at,
                          .granule = (int64_t)lo_le64(header + 6),
                          .serial = lo_le32(header + 14),
                          .is_continued = header[5] & 1};
    segments = header[26];
    header = lo_source_peek(source, at, HEADER_BYTES + segments);
    if (!header)
        return false;
    for (unsigned i = 0; i < segments; i++)
        page->bytes += header[HEADER_BYTES + i];
    page->body = at + HEADER_BYTES + segments;
    return page->body + page->bytes <= source->size;
}

/* Is the page as it was written? */
static bool is_whole(struct lo_source *source, const struct page *page)
{
    static const unsigned char zeros[4];
    unsigned char bytes[4096];
    int64_t end = page->body + page->bytes;
    uint32_t declared, crc = 0;

    if (lo_source_read(source, page->at, bytes, HEADER_BYTES) < HEADER_BYTES)
        return false;
    declared = lo_le32(bytes + 22);
    crc = crc_of(crc, bytes, 22);
    crc = crc_of(crc, zeros, sizeof zeros);
    crc = crc_of(crc, bytes + 26, 1);
    for (int64_t at = page->at + HEADER_BYTES; at < end;) {
        size_t count =
            end - at < (int64_t)sizeof bytes ? (size_t)(end - at) : sizeof bytes;

        if (lo_source_read(source, at, bytes, count) < count)
            return false;
        crc = crc_of(crc, bytes, count);
        at += (int64_t)count;
    }
    return crc == declared;
}

/* Where the next page begins; -1: nowhere within reach. */
static int64_t find_page(struct lo_source *source, int64_t at)
{
    for (int64_t end = at + LOST_BYTES_MAX; at < end; at++) {
        const unsigned char *bytes = lo_source_peek(source, at, 4);

        if (!bytes)
            return -1;
        if (memcmp(bytes, "OggS", 4) == 0)
            return at;
    }
    return -1;
}

static int not_accepted(const char *what, int64_t at, const char *name,
                        struct lo_err *err)
{
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: %s in an Ogg stream at byte %" PRId64, what, at);
}

/* The first packet says what the stream is. */
static int read_id(struct lo_coded *coded, struct lo_audio_format *format,
                   struct lo_source *source, const struct page *page, const char *name,
                   struct lo_err *err)
{
    static const struct {
        const char *magic, *name;
    } others[] = {{"\x7F"
                   "FLAC",
                   "FLAC"},
                  {"Speex", "Speex"},
                  {"\x80theora", "video"},
                  {"fishead", "a skeleton"}};
    size_t count =
        page->bytes < VORBIS_ID_BYTES ? (size_t)page->bytes : VORBIS_ID_BYTES;
    const unsigned char *body =
        count ? lo_source_peek(source, page->body, count) : NULL;

    if (body && count == VORBIS_ID_BYTES && memcmp(body, "\1vorbis", 7) == 0) {
        coded->codec = "vorbis";
        format->channels = body[11];
        format->rate_hz = lo_le32(body + 12);
        return lo_check_range(format, page->body + 11, name, err);
    }
    if (body && count >= OPUS_ID_BYTES && memcmp(body, "OpusHead", 8) == 0) {
        coded->codec = "opus";
        format->channels = body[9];
        format->rate_hz = OPUS_RATE_HZ;
        coded->frames = -(int64_t)lo_le16(body + 10); /* pre-skip: to be added to */
        return lo_check_range(format, page->body + 9, name, err);
    }
    for (size_t i = 0; body && i < LO_COUNT(others); i++)
        if (count >= strlen(others[i].magic) &&
            memcmp(body, others[i].magic, strlen(others[i].magic)) == 0)
            return not_accepted(others[i].name, page->body, name, err);
    return not_accepted("an unknown codec", page->body, name, err);
}

/* The second packet holds the comments; only what lies in its first page is read. */
static void find_comments(struct lo_coded *coded, struct lo_source *source,
                          const struct page *page)
{
    const unsigned char *body =
        page->bytes < 8 ? NULL : lo_source_peek(source, page->body, 8);
    int64_t skip = !body                              ? 0
                   : memcmp(body, "\3vorbis", 7) == 0 ? 7
                   : memcmp(body, "OpusTags", 8) == 0 ? 8
                                                      : 0;

    if (!skip)
        return;
    coded->comment_at = page->body + skip;
    coded->comment_bytes = page->bytes - skip;
}

/* All pages after the first. Returns the last position that one declares; -1: none. */
static int64_t walk_pages(struct lo_coded *coded, struct lo_source *source,
                          uint32_t serial, struct lo_remarks *remarks, int64_t at)
{
    int64_t granule = -1;
    struct page page;

    while (at < source->size) {
        if (!read_page(source, at, &page)) {
            int64_t next = find_page(source, at + 1);

            lo_remark(&remarks->problems,
                      next < 0 ? "truncated: the last page, at byte %" PRId64
                                 ", ends after the file"
                               : "decode-error: no page at byte %" PRId64,
                      at);
            if (next < 0)
                break;
            at = next;
            continue;
        }
        if (!is_whole(source, &page))
            lo_remark(&remarks->problems,
                      "decode-error: the page at byte %" PRId64
                      " has not the checksum that it declares",
                      at);
        if (coded->units++ == 1)
            find_comments(coded, source, &page);
        if (page.serial == serial && page.granule > granule)
            granule = page.granule;
        at = page.body + page.bytes;
    }
    return granule;
}

int lo_ogg_walk(struct lo_coded *coded, struct lo_audio_format *format,
                struct lo_source *source, int64_t at, const char *name,
                struct lo_remarks *remarks, struct lo_err *err)
{
    struct page first;
    int64_t granule;

    coded->container = "ogg";
    coded->audio_at = at;
    coded->audio_bytes = source->size - at;
    if (!read_page(source, at, &first))
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the first Ogg page at byte %" PRId64 " is cut short", at);
    if (read_id(coded, format, source, &first, name, err))
        return -1;
    coded->units = 1;
    granule =
        walk_pages(coded, source, first.serial, remarks, first.body + first.bytes);
    coded->frames =
        granule >= 0 && granule <= INT64_MAX / 2 ? granule + coded->frames : -1;
    if (coded->frames < 0)
        coded->frames = -1;
    return 0;
}
