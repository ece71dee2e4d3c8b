/* Cue points of RIFF files, with their labels in LIST adtl [RIFF]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"
#include "analyzer/base/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    ENTRY_BYTES = 24,
    SAMPLE_OFFSET_AT = 20, /* in an entry */
    POINTS_MAX = 1000,     /* that are listed */
    LABELS_MAX = 2000,     /* chunks of adtl that are looked at */
    HEADER_BYTES = 8,
};

void lo_tag_add_point(struct lo_tags *tags, const struct lo_tag_place *place,
                      uint32_t frame, const char *name)
{
    char time[LO_NUMBER_SIZE], line[LO_NUMBER_SIZE + 160], where[LO_TAG_WHERE_BYTES];

    lo_number_fixed(time, (double)frame / tags->format->rate_hz, 6);
    snprintf(line, sizeof line, "%s%s%.150s", time, name && *name ? " " : "",
             name ? name : "");
    lo_doc_fact_add(tags->doc, "tag.cue_points", line);
    if (tags->format->frames >= 0 && frame > tags->format->frames)
        lo_remark(&tags->remarks.problems,
                  "cue-outside: %s stands at frame %" PRIu32 ", the audio has %" PRId64,
                  lo_tag_where(place, where), frame, tags->format->frames);
}

/* The label of a cue point: a labl chunk of the first LIST adtl; NULL: it has none. */
static const char *label_of(struct lo_tags *tags, struct lo_source *source, uint32_t id)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    int64_t at = tags->labels.body + 4, end = tags->labels.body + tags->labels.bytes;

    for (int i = 0; i < LABELS_MAX && end - at >= HEADER_BYTES + 4; i++) {
        const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES + 4);
        struct lo_tag_place place;
        int64_t count;

        if (!header)
            return NULL;
        count = lo_le32(header + 4);
        if (count > end - at - HEADER_BYTES)
            return NULL;
        if (memcmp(header, "labl", 4) == 0 && lo_le32(header + 8) == id) {
            place = lo_tag_place_of(LO_TAGS_INFO, "labl", 4, at);
            return lo_tag_decode(
                tags, &place, bytes,
                lo_tag_read(source, at + HEADER_BYTES + 4, count - 4, bytes),
                LO_CODING_LOCAL);
        }
        at += HEADER_BYTES + count + (count & 1);
    }
    return NULL;
}

void lo_tag_cue(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part)
{
    const unsigned char *head =
        part->bytes < 4 ? NULL : lo_source_peek(source, part->body, 4);
    uint32_t points = head ? lo_le32(head) : 0;
    int64_t room = (part->bytes - 4) / ENTRY_BYTES;

    if (!head || points > room) {
        lo_remark(&tags->remarks.problems,
                  "cue-size: the cue chunk at byte %" PRId64 " declares %" PRIu32
                  " points and has room for %" PRId64,
                  part->at, points, head ? room : 0);
        points = head ? (uint32_t)room : 0;
    }
    lo_doc_fact_list(tags->doc, "tag.cue_points");
    for (uint32_t i = 0; i < points && i < POINTS_MAX && !tags->failed; i++) {
        int64_t at = part->body + 4 + (int64_t)i * ENTRY_BYTES;
        const unsigned char *entry = lo_source_peek(source, at, ENTRY_BYTES);
        struct lo_tag_place place = lo_tag_place_of(LO_TAGS_INFO, "cue", 3, at);
        uint32_t id, frame;

        if (!entry)
            return;
        id = lo_le32(entry);
        frame = lo_le32(entry + SAMPLE_OFFSET_AT);
        lo_tag_add_point(tags, &place, frame, label_of(tags, source, id));
    }
}
