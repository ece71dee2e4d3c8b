/* LIST INFO chunks of RIFF files [RIFF]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"
#include "analyzer/doc/identifiers.h"

#include <inttypes.h>
#include <string.h>

enum { HEADER_BYTES = 8, CHUNKS_MAX = 1000 };

static const struct {
    const char *id;
    enum lo_tag tag;
} ids[] = {
    {"INAM", LO_TAG_TITLE},        {"IART", LO_TAG_ARTIST},
    {"IPRD", LO_TAG_ALBUM},        {"IAAR", LO_TAG_ALBUM_ARTIST},
    {"ITRK", LO_TAG_TRACK_NUMBER}, {"IPRT", LO_TAG_TRACK_NUMBER},
    {"ITRC", LO_TAG_ISRC},         {"ICRD", LO_TAG_DATE},
    {"IGNR", LO_TAG_GENRE},        {"ICOP", LO_TAG_COPYRIGHT},
    {"IMUS", LO_TAG_COMPOSER},     {"IWRI", LO_TAG_LYRICIST},
    {"IPUB", LO_TAG_LABEL},        {"ICMT", LO_TAG_COMMENT},
    {"ISFT", LO_TAG_SOFTWARE},
};

/* ISRC of INFO means the source or supplier; some programs put the recording code there. */
static void take_source(struct lo_tags *tags, const struct lo_tag_place *place,
                        const unsigned char *bytes, size_t count)
{
    const char *text = lo_tag_decode(tags, place, bytes, count, LO_CODING_LOCAL);

    if (text && lo_isrc_check(text).state != LO_CODE_BAD)
        lo_tags_add(tags, LO_TAG_ISRC, place, text);
}

static void take_chunk(struct lo_tags *tags, struct lo_source *source, int64_t at,
                       int64_t count)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    const unsigned char *id = lo_source_peek(source, at, 4);
    struct lo_tag_place place;
    size_t there;

    if (!id)
        return;
    place = lo_tag_place_of(LO_TAGS_INFO, id, 4, at);
    there = lo_tag_read(source, at + HEADER_BYTES, count, bytes);
    if (strcmp(place.key, "ISRC") == 0)
        take_source(tags, &place, bytes, there);
    for (size_t i = 0; i < LO_COUNT(ids); i++)
        if (strcmp(place.key, ids[i].id) == 0)
            lo_tag_take(tags, ids[i].tag, &place, bytes, there, LO_CODING_LOCAL);
}

void lo_tag_info(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    int64_t at = part->body + 4, end = part->body + part->bytes; /* after "INFO" */

    for (int i = 0; i < CHUNKS_MAX && end - at >= HEADER_BYTES && !tags->failed; i++) {
        const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
        int64_t bytes = header ? lo_le32(header + 4) : 0;

        if (!header)
            return;
        if (bytes > end - at - HEADER_BYTES) {
            lo_remark(&tags->remarks.problems,
                      "info-size: the INFO chunk at byte %" PRId64 " declares %" PRId64
                      " bytes, the list has %" PRId64 " left",
                      at, bytes, end - at - HEADER_BYTES);
            return;
        }
        take_chunk(tags, source, at, bytes);
        at += HEADER_BYTES + bytes + (bytes & 1);
    }
}
