#include "analyzer/audio/tag_text.h"

#include "analyzer/base/buf.h"
#include "analyzer/doc/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD };

/* Windows-1252 from 0x80 to 0x9F; what it leaves free is as in Latin-1. */
static const uint16_t cp1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

static void put_utf8(struct lo_buf *out, uint32_t code)
{
    if (code < 0x80) {
        lo_buf_putc(out, (char)code);
    } else if (code < 0x800) {
        lo_buf_putc(out, (char)(0xC0 | code >> 6));
        lo_buf_putc(out, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        lo_buf_putc(out, (char)(0xE0 | code >> 12));
        lo_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3F)));
        lo_buf_putc(out, (char)(0x80 | (code & 0x3F)));
    } else {
        lo_buf_putc(out, (char)(0xF0 | code >> 18));
        lo_buf_putc(out, (char)(0x80 | (code >> 12 & 0x3F)));
        lo_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3F)));
        lo_buf_putc(out, (char)(0x80 | (code & 0x3F)));
    }
}

static uint32_t from_cp1252(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : byte;
}

/* The byte that Windows-1252 has for a code point; -1: none. */
static int to_cp1252(uint32_t code)
{
    for (int i = 0; i < 32; i++)
        if (cp1252[i] == code)
            return 0x80 + i;
    return code < 0x100 ? (int)code : -1;
}

static void put_cp1252(struct lo_buf *out, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_utf8(out, from_cp1252(bytes[i]));
}

/* Valid UTF-8 as it is, U+FFFD for each byte that is not. Returns whether all was valid. */
static bool put_clean(struct lo_buf *out, const unsigned char *bytes, size_t count)
{
    bool is_valid = true;

    for (size_t at = 0; at < count;) {
        int length = lo_utf8_length((const char *)bytes + at, count - at);

        if (length)
            lo_buf_add(out, (const char *)bytes + at, (size_t)length);
        else
            put_utf8(out, REPLACEMENT);
        is_valid = is_valid && length;
        at += length ? (size_t)length : 1;
    }
    return is_valid;
}

static uint32_t unit16(const unsigned char *bytes, bool is_big_endian)
{
    return is_big_endian ? (uint32_t)bytes[0] << 8 | bytes[1]
                         : (uint32_t)bytes[1] << 8 | bytes[0];
}

/* Up to the first NUL. Returns whether all was well formed. */
static bool put_utf16(struct lo_buf *out, const unsigned char *bytes, size_t count,
                      bool is_big_endian)
{
    bool is_valid = true;

    for (size_t at = 0; at + 1 < count; at += 2) {
        uint32_t code = unit16(bytes + at, is_big_endian);

        if (code == 0)
            return is_valid;
        if (code >= 0xD800 && code < 0xDC00 && at + 3 < count) {
            uint32_t low = unit16(bytes + at + 2, is_big_endian);

            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (code >= 0xD800 && code < 0xE000) {
            code = REPLACEMENT;
            is_valid = false;
        }
        put_utf8(out, code);
    }
    return is_valid && count % 2 == 0;
}

static bool is_ascii(const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] >= 0x80)
            return false;
    return true;
}

static bool decode_utf16(struct lo_buf *out, const unsigned char *bytes, size_t count,
                         enum lo_coding coding, const char **trouble)
{
    bool is_big_endian = coding == LO_CODING_UTF16BE;

    if (coding == LO_CODING_UTF16 && count >= 2 &&
        (unit16(bytes, false) == 0xFEFF || unit16(bytes, true) == 0xFEFF)) {
        is_big_endian = bytes[0] == 0xFE;
        bytes += 2;
        count -= 2;
    } else if (coding == LO_CODING_UTF16 && count >= 2) {
        *trouble = "declares UTF-16 and has no byte order mark; taken as little-endian";
    }
    if (!put_utf16(out, bytes, count, is_big_endian))
        *trouble = "is broken UTF-16";
    return *trouble == NULL;
}

/* Texts of single bytes or UTF-8. What it finds goes to *problem or *note. */
static void decode_bytes(struct lo_buf *out, const unsigned char *bytes, size_t count,
                         enum lo_coding coding, const char **problem, const char **note)
{
    bool is_utf8 = lo_utf8_valid((const char *)bytes, count);

    if (is_ascii(bytes, count)) {
        lo_buf_add(out, (const char *)bytes, count);
        return;
    }
    switch (coding) {
    case LO_CODING_UTF8:
        if (!put_clean(out, bytes, count))
            *problem = "is broken UTF-8";
        return;
    case LO_CODING_LATIN1:
        if (is_utf8)
            *problem = "declares Latin-1 and holds UTF-8; players show garbage";
        break;
    case LO_CODING_ASCII:
        *problem = is_utf8 ? "holds UTF-8 where only ASCII is allowed"
                           : "holds characters outside ASCII; taken as Windows-1252";
        break;
    default:
        *note = is_utf8 ? "holds UTF-8; the chunk does not declare its code, and "
                          "programs differ"
                        : "holds characters outside ASCII; the chunk does not declare "
                          "its code, taken as Windows-1252";
    }
    if (is_utf8)
        lo_buf_add(out, (const char *)bytes, count);
    else
        put_cp1252(out, bytes, count);
}

bool lo_tag_is_mojibake(const char *text)
{
    char bytes[LO_TAG_TEXT_BYTES];
    size_t count = 0, left = strlen(text);

    for (const char *at = text; left > 0;) {
        int length = lo_utf8_length(at, left);
        const unsigned char *u = (const unsigned char *)at;
        int byte =
            length == 1   ? u[0]
            : length == 2 ? to_cp1252((u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu))
            : length == 3
                ? to_cp1252((u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu))
                : -1;

        if (byte < 0 || count == sizeof bytes)
            return false;
        bytes[count++] = (char)byte;
        at += length;
        left -= (size_t)length;
    }
    return !is_ascii((unsigned char *)bytes, count) && lo_utf8_valid(bytes, count);
}

/* Line ends and tabs are fine where texts have lines. */
static bool has_controls(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 && !strchr("\t\r\n", *text))
            return true;
    return false;
}

static void remark_on(struct lo_tags *tags, const struct lo_tag_place *place,
                      const char *text, const char *problem, const char *note)
{
    char where[LO_TAG_WHERE_BYTES];

    lo_tag_where(place, where);
    if (problem)
        lo_remark(&tags->remarks.problems, "encoding: %s %s", where, problem);
    else if (lo_tag_is_mojibake(text))
        lo_remark(&tags->remarks.problems,
                  "encoding: %s was encoded twice, and reads '%.60s'", where, text);
    if (note)
        lo_remark(&tags->remarks.notes, "encoding: %s %s", where, note);
    if (has_controls(text))
        lo_remark(&tags->remarks.problems,
                  "control-characters: %s holds control characters", where);
}

char *lo_tag_decode(struct lo_tags *tags, const struct lo_tag_place *place,
                    const unsigned char *bytes, size_t count, enum lo_coding coding)
{
    struct lo_buf out = {0};
    const char *problem = NULL, *note = NULL;
    char *text, where[LO_TAG_WHERE_BYTES];

    if (count > LO_TAG_TEXT_BYTES) {
        lo_remark(&tags->remarks.notes, "long: %s is longer than %d bytes and was cut",
                  lo_tag_where(place, where), LO_TAG_TEXT_BYTES);
        count = LO_TAG_TEXT_BYTES;
        /* Not inside a character. */
        while (coding != LO_CODING_UTF16 && coding != LO_CODING_UTF16BE && count > 1 &&
               (bytes[count] & 0xC0) == 0x80)
            count--;
    }
    lo_buf_puts(&out, "");
    if (coding == LO_CODING_UTF16 || coding == LO_CODING_UTF16BE) {
        decode_utf16(&out, bytes, count, coding, &problem);
    } else {
        const unsigned char *nul = memchr(bytes, 0, count);

        decode_bytes(&out, bytes, nul ? (size_t)(nul - bytes) : count, coding, &problem,
                     &note);
    }
    text = out.failed ? NULL : lo_arena_strdup(&tags->arena, out.text);
    lo_buf_fini(&out);
    if (text)
        remark_on(tags, place, text, problem, note);
    else
        tags->failed = true;
    return text;
}

void lo_tag_take(struct lo_tags *tags, enum lo_tag tag,
                 const struct lo_tag_place *place, const unsigned char *bytes,
                 size_t count, enum lo_coding coding)
{
    const char *text = lo_tag_decode(tags, place, bytes, count, coding);

    if (text)
        lo_tags_add(tags, tag, place, text);
}

size_t lo_tag_read(struct lo_source *source, int64_t at, int64_t count,
                   unsigned char bytes[LO_TAG_TEXT_BYTES + 1])
{
    if (count <= 0)
        return 0;
    return lo_source_read(source, at, bytes,
                          count > LO_TAG_TEXT_BYTES ? LO_TAG_TEXT_BYTES + 1
                                                    : (size_t)count);
}
