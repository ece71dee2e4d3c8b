/* The metadata of MP4 files: moov/udta/meta/ilst [QTFF], as iTunes writes it. */
#include "analyzer/audio/mp4_private.h"
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    FULL_BYTES = 4,
    DATA_BYTES = 8, /* type and locale, before a value */
    ITEMS_MAX = 500,
    TYPE_BINARY = 0,
    TYPE_UTF16 = 2,
};

static const struct {
    const char *id;
    enum lo_tag tag;
} keys[] = {
    {"\xA9"
     "nam",
     LO_TAG_TITLE},
    {"\xA9"
     "ART",
     LO_TAG_ARTIST},
    {"\xA9"
     "alb",
     LO_TAG_ALBUM},
    {"aART", LO_TAG_ALBUM_ARTIST},
    {"trkn", LO_TAG_TRACK_NUMBER},
    {"disk", LO_TAG_DISC_NUMBER},
    {"\xA9"
     "day",
     LO_TAG_DATE},
    {"\xA9"
     "gen",
     LO_TAG_GENRE},
    {"cprt", LO_TAG_COPYRIGHT},
    {"\xA9"
     "cpy",
     LO_TAG_COPYRIGHT},
    {"\xA9"
     "wrt",
     LO_TAG_COMPOSER},
    {"\xA9"
     "cmt",
     LO_TAG_COMMENT},
    {"\xA9"
     "too",
     LO_TAG_SOFTWARE},
};

/* Of entries "----", which have a name in words. */
static const struct {
    const char *name;
    enum lo_tag tag;
} names[] = {
    {"ISRC", LO_TAG_ISRC},
    {"BARCODE", LO_TAG_UPC},
    {"UPC", LO_TAG_UPC},
    {"EAN", LO_TAG_UPC},
    {"ISWC", LO_TAG_ISWC},
    {"LABEL", LO_TAG_LABEL},
    {"PUBLISHER", LO_TAG_LABEL},
    {"LABELCODE", LO_TAG_LABEL_CODE},
    {"CATALOGNUMBER", LO_TAG_CATALOGUE},
    {"LYRICIST", LO_TAG_LYRICIST},
};

/* Printable characters of a full box, as a text. */
static void take_name(struct lo_source *source, const struct lo_mp4_place *box,
                      char name[40])
{
    int64_t count = box->end - box->body - FULL_BYTES;
    size_t got = count <= 0 ? 0
                            : lo_source_read(source, box->body + FULL_BYTES, name,
                                             count < 39 ? (size_t)count : 39);

    name[got] = '\0';
    for (char *at = name; *at; at++)
        if (*at < 0x20 || *at > 0x7E)
            *at = '?';
}

bool lo_mp4_next_item(struct lo_source *source, int64_t *at, int64_t end,
                      struct lo_mp4_item *item)
{
    struct lo_mp4_place entry, part;
    const unsigned char *bytes;

    if (!lo_mp4_box_at(source, *at, end, &entry) || entry.end > end)
        return false;
    *item = (struct lo_mp4_item){.at = *at};
    memcpy(item->id, entry.id, 4);
    for (int64_t inner = entry.body;
         lo_mp4_box_at(source, inner, entry.end, &part) && part.end <= entry.end;
         inner = part.end) {
        if (memcmp(part.id, "name", 4) == 0)
            take_name(source, &part, item->name);
        if (memcmp(part.id, "data", 4) != 0 || item->value_at ||
            part.end - part.body < DATA_BYTES)
            continue;
        bytes = lo_source_peek(source, part.body, DATA_BYTES);
        if (!bytes)
            continue;
        item->type = lo_be32(bytes);
        item->value_at = part.body + DATA_BYTES;
        item->value_bytes = part.end - item->value_at;
    }
    *at = entry.end;
    return true;
}

/* Where ilst begins and ends; false: there is none. */
static bool list_of(const struct lo_mp4 *mp4, struct lo_source *source, int64_t *at,
                    int64_t *end)
{
    struct lo_mp4_place box;

    if (!mp4->ilst_at || !lo_mp4_box_at(source, mp4->ilst_at, source->size, &box))
        return false;
    *at = box.body;
    *end = box.body + mp4->ilst_bytes;
    return true;
}

/* trkn and disk: two bytes of nothing, number, total. */
static void take_number(struct lo_tags *tags, enum lo_tag tag, struct lo_source *source,
                        const struct lo_mp4_item *item,
                        const struct lo_tag_place *place)
{
    const unsigned char *bytes =
        item->value_bytes < 6 ? NULL : lo_source_peek(source, item->value_at, 6);
    unsigned number = bytes ? (unsigned)(bytes[2] << 8 | bytes[3]) : 0;
    unsigned total = bytes ? (unsigned)(bytes[4] << 8 | bytes[5]) : 0;
    char text[24];

    if (!number)
        return;
    snprintf(text, sizeof text, total ? "%u/%u" : "%u", number, total);
    lo_tags_add(tags, tag, place, text);
}

static void take_text(struct lo_tags *tags, enum lo_tag tag, struct lo_source *source,
                      const struct lo_mp4_item *item, const struct lo_tag_place *place)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    size_t count = lo_tag_read(source, item->value_at, item->value_bytes, bytes);

    lo_tag_take(tags, tag, place, bytes, count,
                item->type == TYPE_UTF16 ? LO_CODING_UTF16BE : LO_CODING_UTF8);
}

/* "xid ": vendor, kind and code, as stores write it: "Label:isrc:USABC1234567". */
static void take_xid(struct lo_tags *tags, struct lo_source *source,
                     const struct lo_mp4_item *item, const struct lo_tag_place *place)
{
    static const struct {
        const char *kind;
        enum lo_tag tag;
    } kinds[] = {{":isrc:", LO_TAG_ISRC}, {":upc:", LO_TAG_UPC}};
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    size_t count = lo_tag_read(source, item->value_at, item->value_bytes, bytes);
    const char *text = lo_tag_decode(tags, place, bytes, count, LO_CODING_UTF8);

    for (size_t i = 0; text && i < LO_COUNT(kinds); i++) {
        const char *found = strcasestr(text, kinds[i].kind);

        if (found)
            lo_tags_add(tags, kinds[i].tag, place, found + strlen(kinds[i].kind));
    }
}

static void take_item(struct lo_tags *tags, struct lo_source *source,
                      const struct lo_mp4_item *item)
{
    bool is_free = memcmp(item->id, "----", 4) == 0;
    struct lo_tag_place place =
        is_free ? lo_tag_place_of(LO_TAGS_MP4, item->name, strlen(item->name), item->at)
        : item->id[0] == 0xA9 ? lo_tag_place_of(LO_TAGS_MP4, item->id + 1, 3, item->at)
                              : lo_tag_place_of(LO_TAGS_MP4, item->id, 4, item->at);

    if (!item->value_at)
        return;
    for (size_t i = 0; i < LO_COUNT(names) && is_free; i++)
        if (strcasecmp(item->name, names[i].name) == 0)
            take_text(tags, names[i].tag, source, item, &place);
    if (memcmp(item->id, "xid ", 4) == 0)
        take_xid(tags, source, item, &place);
    for (size_t i = 0; i < LO_COUNT(keys); i++)
        if (memcmp(item->id, keys[i].id, 4) == 0) {
            if (item->type == TYPE_BINARY)
                take_number(tags, keys[i].tag, source, item, &place);
            else
                take_text(tags, keys[i].tag, source, item, &place);
        }
}

void lo_tags_mp4(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_mp4 *mp4)
{
    struct lo_mp4_item item;
    int64_t at, end;
    int count = 0;

    if (!list_of(mp4, source, &at, &end))
        return;
    while (at < end && count++ < ITEMS_MAX && !tags->failed) {
        if (!lo_mp4_next_item(source, &at, end, &item)) {
            lo_remark(&tags->remarks.problems,
                      "ilst-size: no entry of the list at byte %" PRId64
                      " begins at byte %" PRId64 ", where %" PRId64 " bytes are left",
                      mp4->ilst_at, at, end - at);
            return;
        }
        take_item(tags, source, &item);
    }
}

/* " 00000000 00000840 000001CA 00000000003F31F6 …": delay, padding and length of the audio in
 * frames of the coder, which is what the media's clock counts. */
void lo_mp4_find_gaps(struct lo_mp4 *mp4, struct lo_source *source)
{
    struct lo_mp4_item item;
    int64_t at, end;
    char text[64];
    unsigned delay, padding;
    uint64_t length;

    if (mp4->edit.count || !list_of(mp4, source, &at, &end))
        return;
    for (int i = 0; i < ITEMS_MAX && lo_mp4_next_item(source, &at, end, &item); i++) {
        size_t count =
            item.value_bytes < 63 ? (size_t)item.value_bytes : sizeof text - 1;

        if (strcmp(item.name, "iTunSMPB") != 0 || !item.value_at)
            continue;
        text[lo_source_read(source, item.value_at, text, count)] = '\0';
        if (sscanf(text, " %*8x %8x %8x %16" SCNx64, &delay, &padding, &length) != 3 ||
            length == 0 || length > INT32_MAX)
            return;
        mp4->edit.start = delay;
        mp4->edit.length = (int64_t)length;
        mp4->edit.tolerance = 0.0;
        return;
    }
}
