#include "reports/escape.h"

#include "analyzer/doc/utf8.h"

#include <string.h>

enum {
    REPLACEMENT = 0xFFFD,
    CONTROL_PICTURES = 0x2400, /* the picture of control character c is this + c */
    DELETE_PICTURE = 0x2421,
};

struct point {
    unsigned code; /* REPLACEMENT when the bytes are not UTF-8 */
    size_t bytes;
};

static struct point decode(const char *text)
{
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const unsigned char *byte = (const unsigned char *)text;
    int bytes = lo_utf8_length(text, strnlen(text, 4));
    unsigned code;

    if (bytes == 0)
        return (struct point){REPLACEMENT, 1};
    code = byte[0] & lead[bytes];
    for (int i = 1; i < bytes; i++)
        code = code << 6 | (byte[i] & 0x3F);
    return (struct point){code, (size_t)bytes};
}

/* code as UTF-8; it lies in U+0800 .. U+FFFF. */
static void put_code(struct lo_buf *out, unsigned code)
{
    lo_buf_putc(out, (char)(0xE0 | code >> 12));
    lo_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3F)));
    lo_buf_putc(out, (char)(0x80 | (code & 0x3F)));
}

static bool is_bidi_control(unsigned code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_control(unsigned code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

/* Code points that Unicode never assigns, two of which XML forbids. */
static bool is_noncharacter(unsigned code)
{
    return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

/* What stands for a character with a meaning in markup; NULL: it has none. */
static const char *entity(unsigned code)
{
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* One character into HTML or SVG. */
static void put_markup(struct lo_buf *out, const char *text, struct point point)
{
    const char *named = entity(point.code);

    if (named)
        lo_buf_puts(out, named);
    else if (point.code < 0x20)
        put_code(out, CONTROL_PICTURES + point.code);
    else if (point.code == 0x7F)
        put_code(out, DELETE_PICTURE);
    else if (is_control(point.code) || is_noncharacter(point.code) ||
             point.code == REPLACEMENT)
        put_code(out, REPLACEMENT);
    else if (is_bidi_control(point.code))
        lo_buf_printf(out, "[U+%04X]", point.code);
    else
        lo_buf_add(out, text, point.bytes);
}

void lo_escape_html(struct lo_buf *out, const char *text)
{
    while (*text) {
        struct point point = decode(text);

        put_markup(out, text, point);
        text += point.bytes;
    }
}

void lo_escape_attr(struct lo_buf *out, const char *text)
{
    while (*text) {
        struct point point = decode(text);

        if (point.code == '\n' || point.code == '\t')
            lo_buf_printf(out, "&#%u;", point.code);
        else
            put_markup(out, text, point);
        text += point.bytes;
    }
}

/* The same as HTML today; its own door because XML has rules of its own. */
void lo_escape_svg(struct lo_buf *out, const char *text)
{
    lo_escape_html(out, text);
}

void lo_escape_json(struct lo_buf *out, const char *text)
{
    while (*text) {
        struct point point = decode(text);
        bool is_special = point.code == '\\' || entity(point.code) ||
                          point.code == 0x2028 || point.code == 0x2029;

        if (point.code == REPLACEMENT)
            put_code(out, REPLACEMENT);
        else if (is_special || is_control(point.code) || is_bidi_control(point.code))
            lo_buf_printf(out, "\\u%04x", point.code);
        else
            lo_buf_add(out, text, point.bytes);
        text += point.bytes;
    }
}

bool lo_text_deceives(const char *text)
{
    while (*text) {
        struct point point = decode(text);

        if (is_control(point.code) || is_bidi_control(point.code))
            return true;
        text += point.bytes;
    }
    return false;
}
