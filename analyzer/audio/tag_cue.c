/* Cue points of RIFF files, with their labels in LIST adtl [RIFF], and markers of AIFF. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    ENTRY_BYTES = 24,
    SAMPLE_OFFSET_AT = 20, /* in an entry */
    POINTS_MAX = 1000,     /* that are listed */
    LABELS_MAX = 2000,     /* chunks of adtl that are looked at */
    HEADER_BYTES = 8,
    MARK_BYTES = 7, /* of a marker with an empty name */
};

static void add_point(struct lo_tags *tags, uint32_t id, uint32_t frame,
                      const char *name, int64_t at)
{
    char line[200];

    snprintf(line, sizeof line, "%.6f%s%.150s", (double)frame / tags->format->rate_hz,
             name && *name ? " " : "", name ? name : "");
    lo_doc_fact_add(tags->doc, "tag.cue_points", line);
    if (tags->format->frames >= 0 && frame > tags->format->frames)
        lo_remark(&tags->remarks.problems,
                  "cue-outside: the marker %" PRIu32 " at byte %" PRId64
                  " stands at frame %" PRIu32 ", the audio has %" PRId64,
                  id, at, frame, tags->format->frames);
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
        uint32_t id, frame;

        if (!entry)
            return;
        id = lo_le32(entry);
        frame = lo_le32(entry + SAMPLE_OFFSET_AT);
        add_point(tags, id, frame, label_of(tags, source, id), at);
    }
}

/* Markers: number, frame, and a name that its length precedes and a pad byte may follow. */
void lo_tag_mark(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    int64_t at = part->body + 2, end = part->body + part->bytes;
    const unsigned char *head =
        part->bytes < 2 ? NULL : lo_source_peek(source, part->body, 2);
    unsigned count = head ? (unsigned)head[0] << 8 | head[1] : 0;

    lo_doc_fact_list(tags->doc, "tag.cue_points");
    for (unsigned i = 0; i < count && i < POINTS_MAX && !tags->failed; i++) {
        unsigned char bytes[MARK_BYTES + 255];
        struct lo_tag_place place = lo_tag_place_of(LO_TAGS_AIFF, "MARK", 4, at);
        size_t there =
            end - at < MARK_BYTES
                ? 0
                : lo_source_read(source, at, bytes,
                                 (size_t)(end - at) < sizeof bytes ? (size_t)(end - at)
                                                                   : sizeof bytes);
        unsigned name_bytes = there < MARK_BYTES ? 0 : bytes[MARK_BYTES - 1];

        if (there < MARK_BYTES + name_bytes) {
            lo_remark(&tags->remarks.problems,
                      "cue-size: the MARK chunk at byte %" PRId64
                      " declares %u markers, and ends after %u",
                      part->at, count, i);
            return;
        }
        add_point(tags, (uint32_t)(bytes[0] << 8 | bytes[1]), lo_be32(bytes + 2),
                  lo_tag_decode(tags, &place, bytes + MARK_BYTES, name_bytes,
                                LO_CODING_LOCAL),
                  at);
        at += MARK_BYTES + name_bytes + !(name_bytes & 1);
    }
}
