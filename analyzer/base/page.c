#include "analyzer/base/page.h"

#include <string.h>

enum { WIDTH = 78, FIELD_INDENT = 12 };

void lo_page_wrap_at(struct lo_buf *out, const char *text, size_t indent, size_t used)
{
    bool is_first = true;

    while (*text) {
        size_t length = strcspn(text, " "), columns = 0;

        for (size_t i = 0; i < length; i++)
            columns += ((unsigned char)text[i] & 0xC0) != 0x80; /* UTF-8 starts */
        if (!is_first && used + 1 + columns > WIDTH) {
            lo_buf_printf(out, "\n%*s", (int)indent, "");
            used = indent;
        } else if (!is_first) {
            lo_buf_putc(out, ' ');
            used++;
        }
        lo_buf_add(out, text, length);
        used += columns;
        is_first = false;
        text += length + strspn(text + length, " ");
    }
    lo_buf_putc(out, '\n');
}

void lo_page_field(struct lo_buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    lo_buf_printf(out, "  %-*s", FIELD_INDENT - 2, name);
    lo_page_wrap_at(out, text, FIELD_INDENT, FIELD_INDENT);
}
