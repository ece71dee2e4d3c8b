/* ID3v2 tags, of every version: 2.2, 2.3 and 2.4 [ID3V2]. */
#include "analyzer/audio/tag_id3_stream.h"
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    HEADER_BYTES = 10,
    FRAMES_MAX = 2000, /* of one tag that are looked at */
    UNSYNC = 0x80,     /* flags of the header */
    EXTENDED = 0x40,
    V23_COMPRESSED = 0x80, /* flags of a frame, its second byte */
    V23_ENCRYPTED = 0x40,
    V23_GROUPED = 0x20,
    V24_GROUPED = 0x40,
    V24_COMPRESSED = 0x08,
    V24_ENCRYPTED = 0x04,
    V24_UNSYNC = 0x02,
    V24_LENGTH = 0x01,
};

/* Text frames, by their names in 2.2 and in 2.3 and 2.4. */
static const struct {
    const char *old, *id;
    enum lo_tag tag;
} frames[] = {
    {"TT2", "TIT2", LO_TAG_TITLE},        {"TP1", "TPE1", LO_TAG_ARTIST},
    {"TAL", "TALB", LO_TAG_ALBUM},        {"TP2", "TPE2", LO_TAG_ALBUM_ARTIST},
    {"TRK", "TRCK", LO_TAG_TRACK_NUMBER}, {"TPA", "TPOS", LO_TAG_DISC_NUMBER},
    {"TRC", "TSRC", LO_TAG_ISRC},         {"TPB", "TPUB", LO_TAG_LABEL},
    {"TYE", "TYER", LO_TAG_DATE},         {"", "TDRC", LO_TAG_DATE},
    {"TCO", "TCON", LO_TAG_GENRE},        {"TCR", "TCOP", LO_TAG_COPYRIGHT},
    {"TCM", "TCOM", LO_TAG_COMPOSER},     {"TXT", "TEXT", LO_TAG_LYRICIST},
    {"TSS", "TSSE", LO_TAG_SOFTWARE},
};

/* Descriptions of TXXX frames. */
static const struct {
    const char *name;
    enum lo_tag tag;
} user_texts[] = {
    {"BARCODE", LO_TAG_UPC},
    {"UPC", LO_TAG_UPC},
    {"EAN", LO_TAG_UPC},
    {"ISRC", LO_TAG_ISRC},
    {"ISWC", LO_TAG_ISWC},
    {"CATALOGNUMBER", LO_TAG_CATALOGUE},
    {"CATALOG", LO_TAG_CATALOGUE},
    {"LABEL", LO_TAG_LABEL},
    {"LABELCODE", LO_TAG_LABEL_CODE},
};

struct frame {
    char id[5];
    int64_t at; /* of its header */
    uint32_t bytes;
    unsigned flags; /* the second byte */
};

struct tag {
    struct lo_tags *tags;
    struct lo_id3_stream stream;
    unsigned version; /* 2, 3 or 4 */
    bool is_unsync;   /* the header says so */
    int64_t at;
    double pictures;
};

static bool is_id(const char *id, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if ((id[i] < 'A' || id[i] > 'Z') && (id[i] < '0' || id[i] > '9'))
            return false;
    return true;
}

/* Could a frame, padding or the end of the tag be at offset at? */
static bool is_frame_at(const struct tag *tag, int64_t at)
{
    const unsigned char *bytes;

    if (at == tag->stream.end)
        return true;
    if (at + 4 > tag->stream.end ||
        !(bytes = lo_source_peek(tag->stream.source, at, 4)))
        return false;
    return bytes[0] == 0 || is_id((const char *)bytes, 4);
}

/* The size of a frame of 2.4, which some programs write as in 2.3: whichever leads to
 * another frame. */
static uint32_t size_of_v24(const struct tag *tag, const unsigned char *bytes,
                            int64_t frame_at)
{
    uint32_t right = lo_id3_syncsafe(bytes), plain = lo_be32(bytes);
    int64_t body = tag->stream.at;

    if (right == plain || is_frame_at(tag, body + right) ||
        !is_frame_at(tag, body + plain))
        return right;
    lo_remark(&tag->tags->remarks.problems,
              "id3-size: the ID3 frame at byte %" PRId64
              " has a size as version 2.3 writes it, in a tag of version 2.4",
              frame_at);
    return plain;
}

/* The header of the next frame; false at padding, at the end, or where there is none. */
static bool next_frame(struct tag *tag, struct frame *frame)
{
    unsigned char head[HEADER_BYTES];
    unsigned id_bytes = tag->version == 2 ? 3 : 4;
    size_t head_bytes = tag->version == 2 ? 6 : HEADER_BYTES;

    *frame = (struct frame){.at = tag->stream.at};
    if (lo_id3_take(&tag->stream, head, head_bytes) < head_bytes || head[0] == 0)
        return false;
    memcpy(frame->id, head, id_bytes);
    if (!is_id(frame->id, id_bytes)) {
        lo_remark(&tag->tags->remarks.problems,
                  "id3-frame: no ID3 frame at byte %" PRId64
                  "; the rest of the tag is not read",
                  frame->at);
        return false;
    }
    if (tag->version == 2)
        frame->bytes = lo_be24(head + 3);
    else if (tag->version == 3)
        frame->bytes = lo_be32(head + 4);
    else
        frame->bytes = size_of_v24(tag, head + 4, frame->at);
    frame->flags = tag->version == 2 ? 0 : head[9];
    if (frame->bytes > tag->stream.end - tag->stream.at) {
        lo_remark(&tag->tags->remarks.problems,
                  "id3-size: the ID3 frame %s at byte %" PRId64 " declares %" PRIu32
                  " bytes, the tag has %" PRId64 " left",
                  frame->id, frame->at, frame->bytes, tag->stream.end - tag->stream.at);
        return false;
    }
    return true;
}

static enum lo_coding coding_of(unsigned char byte)
{
    static const enum lo_coding codings[] = {LO_CODING_LATIN1, LO_CODING_UTF16,
                                             LO_CODING_UTF16BE, LO_CODING_UTF8};

    return byte < LO_COUNT(codings) ? codings[byte] : LO_CODING_LOCAL;
}

/* Bytes of the text at bytes[count] with its end, in that code. */
static size_t text_bytes(const unsigned char *bytes, size_t count, bool is_wide)
{
    for (size_t at = 0; at + (is_wide ? 1 : 0) < count; at += is_wide ? 2 : 1)
        if (bytes[at] == 0 && (!is_wide || bytes[at + 1] == 0))
            return at + (is_wide ? 2 : 1);
    return count;
}

/* The texts of a frame: version 2.4 has several, with NUL between. */
static void take_texts(struct tag *tag, enum lo_tag what,
                       const struct lo_tag_place *place, const unsigned char *bytes,
                       size_t count, enum lo_coding coding)
{
    bool is_wide = coding == LO_CODING_UTF16 || coding == LO_CODING_UTF16BE;

    do {
        size_t used = text_bytes(bytes, count, is_wide);

        lo_tag_take(tag->tags, what, place, bytes, used, coding);
        bytes += used;
        count -= used;
        /* Padding after the text is no further one. */
        if (count > 0 && *bytes == 0)
            break;
    } while (tag->version == 4 && count > (is_wide ? 1 : 0));
}

/* TXXX: a name, then the value. */
static void take_user_text(struct tag *tag, struct lo_tag_place place,
                           const unsigned char *bytes, size_t count,
                           enum lo_coding coding)
{
    bool is_wide = coding == LO_CODING_UTF16 || coding == LO_CODING_UTF16BE;
    size_t used = text_bytes(bytes, count, is_wide);
    const char *name = lo_tag_decode(tag->tags, &place, bytes, used, coding);

    for (size_t i = 0; name && i < LO_COUNT(user_texts); i++) {
        if (strcasecmp(name, user_texts[i].name) != 0)
            continue;
        snprintf(place.key + strlen(place.key), sizeof place.key - strlen(place.key),
                 ":%s", user_texts[i].name);
        take_texts(tag, user_texts[i].tag, &place, bytes + used, count - used, coding);
        return;
    }
}

/* COMM: a language and a description, then the comment. */
static void take_comment(struct tag *tag, const struct lo_tag_place *place,
                         const unsigned char *bytes, size_t count,
                         enum lo_coding coding)
{
    bool is_wide = coding == LO_CODING_UTF16 || coding == LO_CODING_UTF16BE;
    size_t used;
    const char *name;

    if (count < 3)
        return;
    used = text_bytes(bytes + 3, count - 3, is_wide);
    name = lo_tag_decode(tag->tags, place, bytes + 3, used, coding);
    /* Comments with names are what programs keep for themselves (iTunNORM). */
    if (name && !*name)
        lo_tag_take(tag->tags, LO_TAG_COMMENT, place, bytes + 3 + used,
                    count - 3 - used, coding);
}

static void take_text_frame(struct tag *tag, const struct frame *frame,
                            const unsigned char *bytes, size_t count)
{
    struct lo_tag_place place =
        lo_tag_place_of(LO_TAGS_ID3, frame->id, strlen(frame->id), frame->at);
    enum lo_coding coding = coding_of(bytes[0]);
    char where[LO_TAG_WHERE_BYTES];

    if (bytes[0] > 3 || (bytes[0] > 1 && tag->version < 4))
        lo_remark(&tag->tags->remarks.problems,
                  "encoding: %s declares the code %u, which version 2.%u does not have",
                  lo_tag_where(&place, where), bytes[0], tag->version);
    if (strcmp(frame->id, "TXXX") == 0 || strcmp(frame->id, "TXX") == 0) {
        take_user_text(tag, place, bytes + 1, count - 1, coding);
        return;
    }
    if (strcmp(frame->id, "COMM") == 0 || strcmp(frame->id, "COM") == 0) {
        take_comment(tag, &place, bytes + 1, count - 1, coding);
        return;
    }
    for (size_t i = 0; i < LO_COUNT(frames); i++)
        if (strcmp(frame->id, tag->version == 2 ? frames[i].old : frames[i].id) == 0)
            take_texts(tag, frames[i].tag, &place, bytes + 1, count - 1, coding);
}

static bool is_text(const char *id)
{
    return id[0] == 'T' || strcmp(id, "COMM") == 0 || strcmp(id, "COM") == 0;
}

/* Bytes before the content of a frame that its flags add; -1: it cannot be read. */
static int extra_bytes(const struct tag *tag, const struct frame *frame)
{
    if (tag->version == 3) {
        if (frame->flags & (V23_COMPRESSED | V23_ENCRYPTED))
            return -1;
        return frame->flags & V23_GROUPED ? 1 : 0;
    }
    if (tag->version == 4) {
        if (frame->flags & (V24_COMPRESSED | V24_ENCRYPTED))
            return -1;
        return (frame->flags & V24_GROUPED ? 1 : 0) +
               (frame->flags & V24_LENGTH ? 4 : 0);
    }
    return 0;
}

/* The content of a frame, which begins where the stream is. */
static void take_frame(struct tag *tag, const struct frame *frame)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    struct lo_id3_stream content = tag->stream;
    int extra = extra_bytes(tag, frame);
    size_t wanted, count;

    if (strcmp(frame->id, "APIC") == 0 || strcmp(frame->id, "PIC") == 0)
        tag->pictures++;
    if (!is_text(frame->id))
        return;
    if (extra < 0) {
        lo_remark(&tag->tags->remarks.notes,
                  "id3-unreadable: the ID3 frame %s at byte %" PRId64
                  " is compressed or encrypted",
                  frame->id, frame->at);
        return;
    }
    if (tag->version == 4) {
        content.end = content.at + frame->bytes;
        content.is_unsync = tag->is_unsync || (frame->flags & V24_UNSYNC);
    }
    lo_id3_skip(&content, (uint32_t)extra);
    if (frame->bytes <= (uint32_t)extra)
        return;
    wanted = frame->bytes - (uint32_t)extra;
    count = lo_id3_take(&content, bytes, wanted < sizeof bytes ? wanted : sizeof bytes);
    if (count > 1)
        take_text_frame(tag, frame, bytes, count);
}

static void skip_extended(struct tag *tag)
{
    unsigned char size[4];

    if (lo_id3_take(&tag->stream, size, sizeof size) < sizeof size)
        return;
    if (tag->version == 4)
        lo_id3_skip(&tag->stream,
                    lo_id3_syncsafe(size) > 4 ? lo_id3_syncsafe(size) - 4 : 0);
    else
        lo_id3_skip(&tag->stream, lo_be32(size));
}

static void read_frames(struct tag *tag)
{
    struct frame frame;

    for (int i = 0; i < FRAMES_MAX && !tag->tags->failed; i++) {
        if (!next_frame(tag, &frame))
            return;
        take_frame(tag, &frame);
        lo_id3_skip(&tag->stream, frame.bytes);
    }
}

void lo_tag_id3(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part)
{
    const unsigned char *head = part->bytes < HEADER_BYTES
                                    ? NULL
                                    : lo_source_peek(source, part->body, HEADER_BYTES);
    struct tag tag = {.tags = tags, .at = part->body};
    const struct lo_quantity *pictures;
    int64_t declared;
    unsigned flags;

    if (!head || memcmp(head, "ID3", 3) != 0 || head[3] < 2 || head[3] > 4) {
        lo_remark(&tags->remarks.problems,
                  "id3-header: no ID3 tag of a known version at byte %" PRId64,
                  part->body);
        return;
    }
    tag.version = head[3];
    flags = head[5];
    declared = HEADER_BYTES + (int64_t)lo_id3_syncsafe(head + 6);
    if (declared > part->bytes) {
        lo_remark(&tags->remarks.problems,
                  "id3-size: the ID3 tag at byte %" PRId64 " declares %" PRId64
                  " bytes, %" PRId64 " are there",
                  part->body, declared, part->bytes);
        declared = part->bytes;
    }
    tag.is_unsync = flags & UNSYNC;
    tag.stream =
        (struct lo_id3_stream){source, part->body + HEADER_BYTES, part->body + declared,
                               tag.is_unsync && tag.version < 4, false};
    if (tag.version > 2 && flags & EXTENDED)
        skip_extended(&tag);
    /* In 2.2 the flag means compression, which nobody ever defined. */
    if (tag.version == 2 && flags & EXTENDED)
        return;
    read_frames(&tag);
    pictures = lo_doc_quantity(tags->doc, "tag.pictures");
    if (tag.pictures > 0)
        lo_doc_set(tags->doc, "tag.pictures",
                   tag.pictures + (pictures ? pictures->value : 0));
}
