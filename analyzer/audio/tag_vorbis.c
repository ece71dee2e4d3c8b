/* Vorbis comments, as FLAC and Ogg files have them [VORBIS_COMMENT]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { COMMENTS_MAX = 5000 /* of one block that are looked at */, KEY_BYTES = 32 };

static const struct {
    const char *key;
    enum lo_tag tag;
} keys[] = {
    {"TITLE", LO_TAG_TITLE},
    {"ARTIST", LO_TAG_ARTIST},
    {"ALBUM", LO_TAG_ALBUM},
    {"ALBUMARTIST", LO_TAG_ALBUM_ARTIST},
    {"ALBUM ARTIST", LO_TAG_ALBUM_ARTIST},
    {"TRACKNUMBER", LO_TAG_TRACK_NUMBER},
    {"DISCNUMBER", LO_TAG_DISC_NUMBER},
    {"ISRC", LO_TAG_ISRC},
    {"BARCODE", LO_TAG_UPC},
    {"UPC", LO_TAG_UPC},
    {"EAN", LO_TAG_UPC},
    {"EAN/UPN", LO_TAG_UPC},
    {"ISWC", LO_TAG_ISWC},
    {"LABEL", LO_TAG_LABEL},
    {"ORGANIZATION", LO_TAG_LABEL},
    {"PUBLISHER", LO_TAG_LABEL},
    {"LABELCODE", LO_TAG_LABEL_CODE},
    {"CATALOGNUMBER", LO_TAG_CATALOGUE},
    {"DATE", LO_TAG_DATE},
    {"YEAR", LO_TAG_DATE},
    {"GENRE", LO_TAG_GENRE},
    {"COPYRIGHT", LO_TAG_COPYRIGHT},
    {"COMPOSER", LO_TAG_COMPOSER},
    {"LYRICIST", LO_TAG_LYRICIST},
    {"COMMENT", LO_TAG_COMMENT},
    {"DESCRIPTION", LO_TAG_COMMENT},
    {"ENCODER", LO_TAG_SOFTWARE},
};

/* The comment at offset at, of count bytes: "KEY=value". */
static void take_comment(struct lo_tags *tags, struct lo_source *source, int64_t at,
                         uint32_t count)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    char key[KEY_BYTES] = "";
    size_t there =
        lo_source_read(source, at, key, count < KEY_BYTES - 1 ? count : KEY_BYTES - 1);
    char *equals = memchr(key, '=', there);
    size_t key_bytes = equals ? (size_t)(equals - key) : 0;
    struct lo_tag_place place;

    if (!equals || memchr(key, '\0', key_bytes)) {
        if (equals || there < KEY_BYTES - 1)
            lo_remark(&tags->remarks.problems,
                      "comment-key: the comment at byte %" PRId64
                      " has no KEY= in front",
                      at);
        return;
    }
    *equals = '\0';
    for (size_t i = 0; i < LO_COUNT(keys); i++) {
        if (strcasecmp(key, keys[i].key) != 0)
            continue;
        place = lo_tag_place_of(LO_TAGS_VORBIS, keys[i].key, key_bytes, at - 4);
        there = lo_tag_read(source, at + (int64_t)key_bytes + 1,
                            (int64_t)count - (int64_t)key_bytes - 1, bytes);
        lo_tag_take(tags, keys[i].tag, &place, bytes, there, LO_CODING_UTF8);
        return;
    }
}

void lo_tag_vorbis(struct lo_tags *tags, struct lo_source *source,
                   const struct lo_tag_part *part)
{
    int64_t at = part->body, end = part->body + part->bytes;
    const unsigned char *length = lo_source_peek(source, at, 4);
    uint32_t comments;

    /* The name of the program that wrote the block is no tag of the music. */
    if (!length || end - at < 8 || lo_le32(length) > end - at - 8)
        return;
    at += 4 + (int64_t)lo_le32(length);
    length = lo_source_peek(source, at, 4);
    if (!length)
        return;
    comments = lo_le32(length);
    at += 4;
    for (uint32_t i = 0; i < comments && i < COMMENTS_MAX && !tags->failed; i++) {
        uint32_t bytes;

        length = end - at < 4 ? NULL : lo_source_peek(source, at, 4);
        if (!length || lo_le32(length) > end - at - 4)
            return; /* the walk of the file has said so */
        bytes = lo_le32(length);
        take_comment(tags, source, at + 4, bytes);
        at += 4 + (int64_t)bytes;
    }
}
