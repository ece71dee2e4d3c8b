/* Texts and markers of AIFF files [AIFF]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <string.h>

enum {
    MARKS_MAX = 1000,   /* that are listed */
    MARK_BYTES = 7,     /* of a marker with an empty name */
    COMMENTS_MAX = 100, /* that are looked at */
    COMMENT_BYTES = 8,  /* of a comment without text: time, marker, length */
    COMMENT_LENGTH_AT = 6,
};

/* NAME, AUTH, (c) and ANNO: the whole chunk is the text. */
void lo_tag_aiff_text(struct lo_tags *tags, struct lo_source *source,
                      const struct lo_tag_part *part)
{
    static const struct {
        const char *id;
        enum lo_tag tag;
    } ids[] = {
        {"NAME", LO_TAG_TITLE},
        {"AUTH", LO_TAG_ARTIST},
        {"(c) ", LO_TAG_COPYRIGHT},
        {"ANNO", LO_TAG_COMMENT},
    };
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    const unsigned char *id = lo_source_peek(source, part->at, 4);
    struct lo_tag_place place;
    size_t there;

    if (!id)
        return;
    place = lo_tag_place_of(LO_TAGS_AIFF, id, 4, part->at);
    there = lo_tag_read(source, part->body, part->bytes, bytes);
    for (size_t i = 0; i < LO_COUNT(ids); i++)
        if (strcmp(place.key, ids[i].id) == 0)
            lo_tag_take(tags, ids[i].tag, &place, bytes, there, LO_CODING_LOCAL);
}

/* The count in front of a list; 0 when there is none. */
static unsigned count_of(struct lo_source *source, const struct lo_tag_part *part)
{
    const unsigned char *head =
        part->bytes < 2 ? NULL : lo_source_peek(source, part->body, 2);

    return head ? (unsigned)head[0] << 8 | head[1] : 0;
}

/* Comments: a time, a marker and a text each, padded to even. */
void lo_tag_comt(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    unsigned count = count_of(source, part);
    int64_t at = part->body + 2, end = part->body + part->bytes;

    for (unsigned i = 0; i < count && i < COMMENTS_MAX && !tags->failed; i++) {
        unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
        struct lo_tag_place place = lo_tag_place_of(LO_TAGS_AIFF, "COMT", 4, at);
        const unsigned char *head =
            end - at < COMMENT_BYTES ? NULL : lo_source_peek(source, at, COMMENT_BYTES);
        unsigned length;

        if (!head)
            return;
        length = (unsigned)head[COMMENT_LENGTH_AT] << 8 | head[COMMENT_LENGTH_AT + 1];
        if (length > end - at - COMMENT_BYTES)
            return;
        lo_tag_take(tags, LO_TAG_COMMENT, &place, bytes,
                    lo_tag_read(source, at + COMMENT_BYTES, length, bytes),
                    LO_CODING_LOCAL);
        at += COMMENT_BYTES + length + (length & 1);
    }
}

/* Markers: number, frame, and a name that its length precedes and a pad byte may follow. */
void lo_tag_mark(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    unsigned count = count_of(source, part);
    int64_t at = part->body + 2, end = part->body + part->bytes;

    lo_doc_fact_list(tags->doc, "tag.cue_points");
    for (unsigned i = 0; i < count && i < MARKS_MAX && !tags->failed; i++) {
        unsigned char bytes[MARK_BYTES + 255];
        struct lo_tag_place place = lo_tag_place_of(LO_TAGS_AIFF, "MARK", 4, at);
        size_t wanted = end - at < (int64_t)sizeof bytes
                            ? (size_t)(end > at ? end - at : 0)
                            : sizeof bytes;
        size_t there = lo_source_read(source, at, bytes, wanted);
        unsigned name_bytes = there < MARK_BYTES ? 0 : bytes[MARK_BYTES - 1];

        if (there < MARK_BYTES + name_bytes) {
            lo_remark(&tags->remarks.problems,
                      "cue-size: the MARK chunk at byte %" PRId64
                      " declares %u markers, and ends after %u",
                      part->at, count, i);
            return;
        }
        lo_tag_add_point(tags, &place, lo_be32(bytes + 2),
                         lo_tag_decode(tags, &place, bytes + MARK_BYTES, name_bytes,
                                       LO_CODING_LOCAL));
        at += MARK_BYTES + name_bytes + !(name_bytes & 1);
    }
}
