/* The info chunk of Core Audio files: keys and values, both ended by NUL [CAF]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { PAIRS_MAX = 500, KEY_BYTES = 40 };

static const struct {
    const char *key;
    enum lo_tag tag;
} keys[] = {
    {"title", LO_TAG_TITLE},
    {"artist", LO_TAG_ARTIST},
    {"album", LO_TAG_ALBUM},
    {"album artist", LO_TAG_ALBUM_ARTIST},
    {"track number", LO_TAG_TRACK_NUMBER},
    {"track", LO_TAG_TRACK_NUMBER},
    {"isrc", LO_TAG_ISRC},
    {"year", LO_TAG_DATE},
    {"date", LO_TAG_DATE},
    {"recorded date", LO_TAG_DATE},
    {"genre", LO_TAG_GENRE},
    {"copyright", LO_TAG_COPYRIGHT},
    {"composer", LO_TAG_COMPOSER},
    {"lyricist", LO_TAG_LYRICIST},
    {"comments", LO_TAG_COMMENT},
    {"comment", LO_TAG_COMMENT},
    {"encoding application", LO_TAG_SOFTWARE},
    {"encoder", LO_TAG_SOFTWARE},
};

/* Offset behind the next NUL; -1: there is none before end. */
static int64_t after_nul(struct lo_source *source, int64_t at, int64_t end)
{
    while (at < end) {
        size_t count =
            end - at < LO_WINDOW_BYTES / 2 ? (size_t)(end - at) : LO_WINDOW_BYTES / 2;
        const unsigned char *bytes = lo_source_peek(source, at, count);
        const unsigned char *nul = bytes ? memchr(bytes, 0, count) : NULL;

        if (!bytes)
            return -1;
        if (nul)
            return at + (nul - bytes) + 1;
        at += (int64_t)count;
    }
    return -1;
}

static void take_pair(struct lo_tags *tags, struct lo_source *source, int64_t at,
                      int64_t value, int64_t end)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    char key[KEY_BYTES] = "";
    struct lo_tag_place place;

    if (value - at > KEY_BYTES)
        return;
    lo_source_read(source, at, key, (size_t)(value - at));
    for (size_t i = 0; i < LO_COUNT(keys); i++) {
        if (strcasecmp(key, keys[i].key) != 0)
            continue;
        place = lo_tag_place_of(LO_TAGS_CAF, key, strlen(key), at);
        lo_tag_take(tags, keys[i].tag, &place, bytes,
                    lo_tag_read(source, value, end - value - 1, bytes), LO_CODING_UTF8);
        return;
    }
}

void lo_tag_caf(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part)
{
    const unsigned char *head =
        part->bytes < 4 ? NULL : lo_source_peek(source, part->body, 4);
    uint32_t pairs = head ? lo_be32(head) : 0;
    int64_t at = part->body + 4, end = part->body + part->bytes;

    for (uint32_t i = 0; i < pairs && i < PAIRS_MAX && !tags->failed; i++) {
        int64_t value = after_nul(source, at, end);
        int64_t next = value < 0 ? -1 : after_nul(source, value, end);

        if (next < 0) {
            lo_remark(&tags->remarks.problems,
                      "info-size: the info chunk at byte %" PRId64 " declares %" PRIu32
                      " pairs, and ends after %" PRIu32,
                      part->at, pairs, i);
            return;
        }
        take_pair(tags, source, at, value, next);
        at = next;
    }
}
