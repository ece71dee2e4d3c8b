/* Building and printing; reading is in json_read.c. */
#include "analyzer/doc/json.h"

#include "analyzer/base/arena.h"
#include "analyzer/base/number.h"
#include "analyzer/doc/utf8.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Columns that a value may fill before it is broken into lines. */
enum { LINE_COLUMNS = 120 };

void lo_json_put(json_t *object, const char *key, json_t *value, bool *failed)
{
    if (!object || !value || json_object_set_new_nocheck(object, key, value)) {
        if (!object)
            json_decref(value);
        *failed = true;
    }
}

void lo_json_append(json_t *array, json_t *value, bool *failed)
{
    if (!array || !value || json_array_append_new(array, value)) {
        if (!array)
            json_decref(value);
        *failed = true;
    }
}

json_t *lo_json_number(double value)
{
    static const double exact_max = 9007199254740992.0; /* 2^53 */

    assert(isfinite(value));
    if (value == floor(value) && fabs(value) < exact_max)
        return json_integer((json_int_t)value);
    return json_real(value);
}

json_t *lo_json_text(const char *text)
{
    struct lo_arena arena = {0};
    size_t length = strlen(text);
    json_t *result = NULL;
    char *clean;

    if (lo_utf8_valid(text, length))
        return json_stringn_nocheck(text, length);
    clean = lo_utf8_clean(&arena, text, length);
    if (clean)
        result = json_string_nocheck(clean);
    lo_arena_fini(&arena);
    return result;
}

static void print_text(struct lo_buf *out, const char *text, size_t length)
{
    static const char *const named[] = {['"'] = "\\\"",
                                        ['\\'] = "\\\\",
                                        ['\n'] = "\\n",
                                        ['\r'] = "\\r",
                                        ['\t'] = "\\t"};
    size_t start = 0;

    lo_buf_putc(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        const char *escape = c < LO_COUNT(named) ? named[c] : NULL;

        if (!escape && c >= 0x20 && c != 0x7F)
            continue;
        lo_buf_add(out, text + start, i - start);
        start = i + 1;
        if (escape)
            lo_buf_puts(out, escape);
        else
            lo_buf_printf(out, "\\u%04X", c);
    }
    lo_buf_add(out, text + start, length - start);
    lo_buf_putc(out, '"');
}

static void print_scalar(struct lo_buf *out, const json_t *value)
{
    char text[LO_NUMBER_SIZE];

    switch (json_typeof(value)) {
    case JSON_STRING:
        print_text(out, json_string_value(value), json_string_length(value));
        return;
    case JSON_INTEGER:
        lo_buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return;
    case JSON_REAL:
        lo_buf_puts(out, lo_number_exact(text, json_real_value(value)));
        return;
    case JSON_TRUE:
        lo_buf_puts(out, "true");
        return;
    case JSON_FALSE:
        lo_buf_puts(out, "false");
        return;
    default:
        lo_buf_puts(out, "null");
    }
}

struct layout {
    const char *colon, *comma;
    size_t limit; /* of out->length: beyond it one line is given up */
};

static void print_key(struct lo_buf *out, const char *key, const char *colon)
{
    print_text(out, key, strlen(key));
    lo_buf_puts(out, colon);
}

/* Everything on one line; false when it grew beyond the limit, and is then not whole. */
static bool print_line(struct lo_buf *out, const json_t *value,
                       const struct layout *layout)
{
    const char *key, *comma = "";
    json_t *item;
    size_t i;

    if (json_is_object(value)) {
        lo_buf_putc(out, '{');
        json_object_foreach((json_t *)value, key, item)
        {
            lo_buf_puts(out, comma);
            print_key(out, key, layout->colon);
            if (!print_line(out, item, layout))
                return false;
            comma = layout->comma;
        }
        lo_buf_putc(out, '}');
    } else if (json_is_array(value)) {
        lo_buf_putc(out, '[');
        json_array_foreach(value, i, item)
        {
            lo_buf_puts(out, i ? layout->comma : "");
            if (!print_line(out, item, layout))
                return false;
        }
        lo_buf_putc(out, ']');
    } else {
        print_scalar(out, value);
    }
    return out->length <= layout->limit;
}

static void new_line(struct lo_buf *out, int depth)
{
    lo_buf_putc(out, '\n');
    for (int i = 0; i < depth; i++)
        lo_buf_puts(out, "  ");
}

/* An object or array with each item on its own lines. */
static void print_broken(struct lo_buf *out, const json_t *value, int depth)
{
    const char *key, *comma = "";
    json_t *item;
    size_t i;

    lo_buf_putc(out, json_is_object(value) ? '{' : '[');
    json_object_foreach((json_t *)value, key, item)
    {
        lo_buf_puts(out, comma);
        new_line(out, depth + 1);
        print_key(out, key, ": ");
        lo_json_print(out, item, LO_JSON_PRETTY, depth + 1);
        comma = ",";
    }
    json_array_foreach(value, i, item)
    {
        lo_buf_puts(out, i ? "," : "");
        new_line(out, depth + 1);
        lo_json_print(out, item, LO_JSON_PRETTY, depth + 1);
    }
    new_line(out, depth);
    lo_buf_putc(out, json_is_object(value) ? '}' : ']');
}

void lo_json_print(struct lo_buf *out, const json_t *value, enum lo_json_style style,
                   int depth)
{
    size_t start = out->length;
    struct layout layout = {":", ",", SIZE_MAX};

    if (style == LO_JSON_PRETTY)
        layout = (struct layout){": ", ", ", start + LINE_COLUMNS};
    if (print_line(out, value, &layout) || out->failed ||
        (!json_is_object(value) && !json_is_array(value)))
        return;
    out->length = start;
    out->text[start] = '\0';
    print_broken(out, value, depth);
}
