#include "reports/terminal.h"

#include "analyzer/doc/utf8.h"

#include <string.h>

/* A text of a stranger is not shown further: a tag of a megabyte is not worth reading. */
enum { SHOWN_BYTES = 4000 };

/* The code point of the sequence of that length, which lo_utf8_length has found good. */
static unsigned code_of(const char *text, int length)
{
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned code = (unsigned char)text[0] & lead[length];

    for (int i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3F);
    return code;
}

/* Formatting characters that reorder or hide what follows, and line separators [UAX9]. */
static bool is_deceptive(unsigned code)
{
    return code == 0x061C || (code >= 0x200B && code <= 0x200C) || code == 0x200E ||
           code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
           (code >= 0xE0000 && code <= 0xE007F);
}

static void put_code(struct lo_buf *out, const char *text, int length)
{
    unsigned code = code_of(text, length);

    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        lo_buf_printf(out, "\\x%02X", code);
    else if (is_deceptive(code))
        lo_buf_printf(out, "\\u%04X", code);
    else
        lo_buf_add(out, text, (size_t)length);
}

void lo_terminal_put(struct lo_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        int bytes = lo_utf8_length(text + i, length - i);

        if (bytes > 0)
            put_code(out, text + i, bytes);
        else
            lo_buf_puts(out, "\xEF\xBF\xBD");
        i += bytes > 0 ? (size_t)bytes : 1;
    }
}

/* Columns of one character: combining marks take none, wide ones two [UAX11]. */
static unsigned columns_of(unsigned code)
{
    static const struct {
        unsigned first, last, columns;
    } ranges[] = {
        {0x0300, 0x036F, 0},   {0x1AB0, 0x1AFF, 0},   {0x1DC0, 0x1DFF, 0},
        {0x200D, 0x200D, 0},   {0x20D0, 0x20FF, 0},   {0xFE00, 0xFE0F, 0},
        {0xFE20, 0xFE2F, 0},   {0x1100, 0x115F, 2},   {0x2E80, 0x303E, 2},
        {0x3041, 0x33FF, 2},   {0x3400, 0x4DBF, 2},   {0x4E00, 0x9FFF, 2},
        {0xA000, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
        {0xFE30, 0xFE4F, 2},   {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},
        {0x1F300, 0x1F64F, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
    };

    for (size_t i = 0; i < LO_COUNT(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return ranges[i].columns;
    return 1;
}

/* The bytes at the start of text[length] that fill no more than columns; *filled says how
 * many they fill. */
static size_t fitting(const char *text, size_t length, unsigned columns,
                      unsigned *filled)
{
    size_t at = 0;

    *filled = 0;
    while (at < length) {
        int bytes = lo_utf8_length(text + at, length - at);
        unsigned width;

        bytes = bytes > 0 ? bytes : 1;
        width = columns_of(code_of(text + at, bytes));
        if (*filled + width > columns)
            break;
        *filled += width;
        at += (size_t)bytes;
    }
    return at;
}

unsigned lo_terminal_columns(const char *text, size_t length)
{
    unsigned filled;

    fitting(text, length, ~0U, &filled);
    return filled;
}

void lo_page_ink(struct lo_page *page, enum lo_ink ink)
{
    /* ECMA-48, 8.3.117: colours that stand on dark and on light. */
    static const char *const codes[] = {
        [LO_INK_PLAIN] = "0",   [LO_INK_STRONG] = "1",     [LO_INK_FAINT] = "2",
        [LO_INK_GOOD] = "1;32", [LO_INK_WARNING] = "1;33", [LO_INK_BAD] = "1;31",
    };

    if (page->color)
        lo_buf_printf(page->out, "\x1B[%sm", codes[ink]);
}

void lo_page_plain(struct lo_page *page)
{
    lo_page_ink(page, LO_INK_PLAIN);
}

void lo_page_put(struct lo_page *page, enum lo_ink ink, const char *text)
{
    if (ink != LO_INK_PLAIN)
        lo_page_ink(page, ink);
    lo_buf_puts(page->out, text);
    if (ink != LO_INK_PLAIN)
        lo_page_plain(page);
}

void lo_page_spaces(struct lo_page *page, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        lo_buf_putc(page->out, ' ');
}

static void new_line(struct lo_page *page, unsigned indent)
{
    lo_buf_putc(page->out, '\n');
    lo_page_spaces(page, indent);
}

/* Bytes of a word; a space that must not break is only a space once it has not broken. */
static void put_bytes(struct lo_page *page, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool is_kept_space = i + 1 < length && memcmp(text + i, LO_KEPT_SPACE, 2) == 0;

        lo_buf_putc(page->out, is_kept_space ? ' ' : text[i]);
        i += is_kept_space;
    }
}

/* One word after column columns, on the next line when it only fits there, cut when it fits
 * no line. Returns the column after it. */
static unsigned put_word(struct lo_page *page, const char *word, size_t length,
                         unsigned column, unsigned indent)
{
    unsigned width = lo_terminal_columns(word, length);

    if (column > indent && column + width > page->columns &&
        indent + width <= page->columns) {
        new_line(page, indent);
        column = indent;
    }
    while (column + width > page->columns) {
        unsigned filled;
        size_t bytes = fitting(word, length, page->columns - column, &filled);

        if (bytes == 0)
            break;
        put_bytes(page, word, bytes);
        new_line(page, indent);
        column = indent;
        word += bytes;
        length -= bytes;
        width -= filled;
    }
    put_bytes(page, word, length);
    return column + width;
}

/* The words of a text that has been made safe, and a newline. */
static void wrap(struct lo_page *page, const char *text, unsigned column,
                 unsigned indent)
{
    bool first = true;

    while (*text) {
        size_t spaces = strspn(text, " "), length;

        text += spaces;
        length = strcspn(text, " ");
        if (length == 0)
            break;
        if (!first) {
            if (column + 1 + lo_terminal_columns(text, length) <= page->columns) {
                lo_buf_putc(page->out, ' ');
                column++;
            } else {
                new_line(page, indent);
                column = indent;
            }
        }
        column = put_word(page, text, length, column, indent);
        first = false;
        text += length;
    }
    lo_buf_putc(page->out, '\n');
}

static size_t shown_bytes(const char *text)
{
    size_t length = strlen(text);

    if (length <= SHOWN_BYTES)
        return length;
    length = SHOWN_BYTES;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

void lo_page_wrap(struct lo_page *page, const char *text, unsigned column,
                  unsigned indent)
{
    struct lo_buf safe = {0};
    size_t length = shown_bytes(text);

    lo_buf_puts(&safe, "");
    for (size_t i = 0; i < length;) {
        size_t end = i;

        while (end < length && !is_space(text[end]))
            end++;
        lo_terminal_put(&safe, text + i, end - i);
        lo_buf_putc(&safe, ' ');
        for (i = end; i < length && is_space(text[i]);)
            i++;
    }
    if (safe.failed)
        page->out->failed = true;
    else
        wrap(page, safe.text, column, indent);
    lo_buf_fini(&safe);
}

void lo_page_wrap_name(struct lo_page *page, const char *text, unsigned column,
                       unsigned indent)
{
    struct lo_buf safe = {0};

    lo_buf_puts(&safe, "");
    lo_terminal_put(&safe, text, shown_bytes(text));
    if (safe.failed)
        page->out->failed = true;
    else
        wrap(page, safe.text, column, indent);
    lo_buf_fini(&safe);
}

void lo_page_name(struct lo_page *page, const char *text, unsigned columns)
{
    struct lo_buf safe = {0};
    unsigned filled;
    size_t bytes;

    lo_buf_puts(&safe, "");
    lo_terminal_put(&safe, text, shown_bytes(text));
    if (safe.failed) {
        page->out->failed = true;
    } else if (lo_terminal_columns(safe.text, safe.length) <= columns) {
        lo_buf_add(page->out, safe.text, safe.length);
    } else {
        bytes = fitting(safe.text, safe.length, columns > 1 ? columns - 1 : 0, &filled);
        lo_buf_add(page->out, safe.text, bytes);
        lo_buf_puts(page->out, "…");
    }
    lo_buf_fini(&safe);
}
