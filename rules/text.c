#include "rules/text.h"

#include "analyzer/base/number.h"

#include <stdio.h>
#include <string.h>

char *lo_text_formatv(struct lo_arena *arena, const char *fmt, va_list args)
{
    va_list again;
    char *text = NULL;
    int length;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, fmt, args);
    if (length >= 0)
        text = lo_arena_alloc(arena, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, fmt, again);
    va_end(again);
    return text;
}

char *lo_text_format(struct lo_arena *arena, const char *fmt, ...)
{
    va_list args;
    char *text;

    va_start(args, fmt);
    text = lo_text_formatv(arena, fmt, args);
    va_end(args);
    return text;
}

/* Mantissa and power of ten are both exact in a double, so that one division gives the
 * nearest double: the same one that rounding a measurement to its decimals gives. */
bool lo_text_number(const char *text, double *value)
{
    enum { DIGITS_MAX = 15 };
    bool is_negative = *text == '-', has_point = false;
    double mantissa = 0.0, scale = 1.0;
    int digits = 0;

    if (*text == '-' || *text == '+')
        text++;
    for (; *text; text++) {
        if (*text == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++digits > DIGITS_MAX)
            return false;
        mantissa = mantissa * 10.0 + (*text - '0');
        if (has_point)
            scale *= 10.0;
    }
    if (digits == 0 || text[-1] == '.')
        return false;
    *value = mantissa == 0.0 ? 0.0 : (is_negative ? -mantissa : mantissa) / scale;
    return true;
}

bool lo_text_count(const char *text, int64_t *value)
{
    enum { DIGITS_MAX = 9 };
    size_t length = strspn(text, "0123456789");

    if (length == 0 || length > DIGITS_MAX || text[length])
        return false;
    *value = 0;
    for (; *text; text++)
        *value = *value * 10 + (*text - '0');
    return true;
}

const char *lo_text_measure(struct lo_arena *arena, double value, enum lo_unit unit)
{
    char number[LO_NUMBER_SIZE];
    const char *name = unit == LO_UNIT_COUNT ? "" : lo_unit_name(unit);

    lo_number_exact(number, value);
    return lo_text_format(arena, "%s%s%s", number, *name ? " " : "", name);
}

const char **lo_text_words(struct lo_arena *arena, const char *text, size_t *count)
{
    static const char spaces[] = " \t\r\n";
    const char **words = lo_arena_alloc(arena, strlen(text) / 2 + 2, sizeof *words);

    *count = 0;
    while (words && *(text += strspn(text, spaces))) {
        size_t length = strcspn(text, spaces);

        words[*count] = lo_arena_strndup(arena, text, length);
        if (!words[(*count)++])
            return NULL;
        text += length;
    }
    return words;
}
