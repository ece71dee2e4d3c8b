/* Reading: each step checks, and knows its place. */
#include "analyzer/doc/json.h"

#include "analyzer/base/alloc.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A key of a stranger is shown as far as this; a file's name as far as the place has room. */
enum { KEY_BYTES = 60, PLACE_BYTES = 300 };

/* Set when jansson got no memory on this thread. Its parser drops characters then, even
 * digits of numbers, and goes on (2.14), so nobody but the allocator can tell. */
static _Thread_local bool is_out_of_memory;

static void *allocate(size_t bytes)
{
    void *memory = lo_realloc(NULL, bytes, 1);

    if (!memory)
        is_out_of_memory = true;
    return memory;
}

/* Before main, so that no thread sees the change; free() fits what either gave. */
__attribute__((constructor)) static void use_our_allocator(void)
{
    json_set_alloc_funcs(allocate, free);
}

json_t *lo_json_parse(const char *text, size_t length, const char *name,
                      struct lo_err *err)
{
    json_error_t problem;
    json_t *tree;
    char *near;

    is_out_of_memory = false;
    tree = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
    if (is_out_of_memory) {
        json_decref(tree);
        lo_error_nomem(err);
        return NULL;
    }
    if (tree)
        return tree;
    /* What follows is a piece of the input. */
    near = strstr(problem.text, " near ");
    if (near)
        *near = '\0';
    lo_error(err, LO_EFORMAT, (struct lo_at){name, problem.line}, "not JSON: %s",
             problem.text);
    return NULL;
}

struct lo_json lo_json_member(const struct lo_json *object, const char *key)
{
    return (struct lo_json){
        .value = json_object_get(object->value, key), .up = object, .key = key};
}

struct lo_json lo_json_item(const struct lo_json *array, size_t index)
{
    return (struct lo_json){
        .value = json_array_get(array->value, index), .up = array, .index = index};
}

/* At most most bytes of key at the end of text, without control characters. */
static void add_key(char *text, size_t size, const char *key, size_t most)
{
    size_t used = strlen(text);

    for (size_t i = 0; key[i] && i < most && used + 1 < size; i++) {
        unsigned char c = (unsigned char)key[i];

        text[used++] = c < 0x20 || c == 0x7F ? '?' : (char)c;
    }
    text[used] = '\0';
}

/* "report.json: subjects[2].name": the topmost key is a file's name. */
static void add_place(char *text, size_t size, const struct lo_json *json)
{
    size_t used;

    if (json->up)
        add_place(text, size, json->up);
    used = strlen(text);
    if (json->up && used > 0 && (json->key || !json->up->up)) {
        snprintf(text + used, size - used, "%s", json->up->up ? "." : ": ");
        used = strlen(text);
    }
    if (json->key)
        add_key(text, size, json->key, json->up ? KEY_BYTES : size);
    else if (json->up)
        snprintf(text + used, size - used, "[%zu]", json->index);
}

int lo_json_error(const struct lo_json *json, struct lo_err *err, const char *fmt, ...)
{
    char place[PLACE_BYTES] = "", text[PLACE_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    add_place(place, sizeof place, json);
    return lo_error(err, LO_EFORMAT, LO_NOWHERE, "%s: %s", place, text);
}

static int wrong_type(const struct lo_json *json, const char *wanted,
                      struct lo_err *err)
{
    if (!json->value)
        return lo_json_error(json, err, "missing");
    return lo_json_error(json, err, "not %s", wanted);
}

int lo_json_want_object(const struct lo_json *json, struct lo_err *err)
{
    return json_is_object(json->value) ? 0 : wrong_type(json, "an object", err);
}

int lo_json_want_array(const struct lo_json *json, size_t most, struct lo_err *err)
{
    if (!json_is_array(json->value))
        return wrong_type(json, "an array", err);
    if (json_array_size(json->value) > most)
        return lo_json_error(json, err, "more than %zu items", most);
    return 0;
}

int lo_json_get_text(const struct lo_json *json, const char **text, struct lo_err *err)
{
    const char *value = json_string_value(json->value);
    size_t length = json_string_length(json->value);

    if (!value)
        return wrong_type(json, "a text", err);
    if (length > LO_JSON_TEXT_MAX)
        return lo_json_error(json, err, "longer than %d bytes", LO_JSON_TEXT_MAX);
    if (strlen(value) != length)
        return lo_json_error(json, err, "has a NUL");
    *text = value;
    return 0;
}

int lo_json_get_number(const struct lo_json *json, double *value, struct lo_err *err)
{
    if (!json_is_number(json->value))
        return wrong_type(json, "a number", err);
    *value = json_number_value(json->value);
    if (!isfinite(*value))
        return lo_json_error(json, err, "not a finite number");
    return 0;
}

int lo_json_get_whole(const struct lo_json *json, int64_t least, int64_t most,
                      int64_t *value, struct lo_err *err)
{
    json_int_t whole = json_integer_value(json->value);

    if (!json_is_integer(json->value))
        return wrong_type(json, "a whole number", err);
    if (whole < least || whole > most)
        return lo_json_error(json, err, "not within %" PRId64 " .. %" PRId64, least,
                             most);
    *value = whole;
    return 0;
}

int lo_json_get_flag(const struct lo_json *json, bool *flag, struct lo_err *err)
{
    if (!json_is_boolean(json->value))
        return wrong_type(json, "true or false", err);
    *flag = json_is_true(json->value);
    return 0;
}

int lo_json_get_choice(const struct lo_json *json, const char *const *names, int count,
                       int *choice, struct lo_err *err)
{
    const char *text = "";
    char shown[KEY_BYTES + 1] = "";

    if (lo_json_get_text(json, &text, err))
        return -1;
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], text) == 0) {
            *choice = i;
            return 0;
        }
    }
    add_key(shown, sizeof shown, text, KEY_BYTES);
    return lo_json_error(json, err, "'%s' is not known", shown);
}

int lo_json_only(const struct lo_json *object, const char *const *keys,
                 struct lo_err *err)
{
    void *iter = json_object_iter((json_t *)object->value);

    for (; iter; iter = json_object_iter_next((json_t *)object->value, iter)) {
        const char *key = json_object_iter_key(iter);
        const char *const *known = keys;

        while (*known && strcmp(*known, key) != 0)
            known++;
        if (!*known) {
            struct lo_json at = lo_json_member(object, key);

            return lo_json_error(&at, err, "there is no such key");
        }
    }
    return 0;
}
