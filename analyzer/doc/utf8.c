#include "analyzer/doc/utf8.h"

#include <string.h>

int lo_utf8_length(const char *text, size_t bytes)
{
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *s = (const unsigned char *)text;
    unsigned code;
    int length;

    if (bytes == 0)
        return 0;
    if (s[0] < 0x80)
        return 1;
    if ((s[0] & 0xE0) == 0xC0)
        length = 2, code = s[0] & 0x1F;
    else if ((s[0] & 0xF0) == 0xE0)
        length = 3, code = s[0] & 0x0F;
    else if ((s[0] & 0xF8) == 0xF0)
        length = 4, code = s[0] & 0x07;
    else
        return 0;
    if ((size_t)length > bytes)
        return 0;
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3F);
    }
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    return length;
}

bool lo_utf8_valid(const char *text, size_t bytes)
{
    while (bytes > 0) {
        int length = lo_utf8_length(text, bytes);

        if (length == 0)
            return false;
        text += length;
        bytes -= (size_t)length;
    }
    return true;
}

char *lo_utf8_clean(struct lo_arena *arena, const char *text, size_t bytes)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    char *copy, *to;

    if (lo_utf8_valid(text, bytes))
        return lo_arena_strndup(arena, text, bytes);
    copy = to = lo_arena_alloc(arena, bytes + 1, 3);
    if (!copy)
        return NULL;
    while (bytes > 0) {
        int length = lo_utf8_length(text, bytes);
        int step = length ? length : 1;

        memcpy(to, length ? text : replacement, length ? (size_t)length : 3);
        to += length ? length : 3;
        text += step;
        bytes -= (size_t)step;
    }
    *to = '\0';
    return copy;
}

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~/", c));
}

char *lo_utf8_percent(struct lo_arena *arena, const char *text, size_t bytes)
{
    static const char digits[] = "0123456789ABCDEF";
    char *copy, *to;

    copy = to = lo_arena_alloc(arena, bytes + 1, 3);
    if (!copy)
        return NULL;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];

        if (is_plain(c)) {
            *to++ = (char)c;
        } else {
            *to++ = '%';
            *to++ = digits[c >> 4];
            *to++ = digits[c & 15];
        }
    }
    *to = '\0';
    return copy;
}
