/* JSON with manners: jansson values built with the first failure kept, printed the same
 * everywhere, and read with a check and a place at each step.
 *
 * jansson prints reals with 17 digits and refuses text that is not UTF-8 by giving NULL; both
 * are taken care of here, so that nothing else calls json_dumps or json_string.
 */
#ifndef LO_DOC_JSON_H
#define LO_DOC_JSON_H

#include "analyzer/base/buf.h"
#include "analyzer/base/err.h"

#include <jansson.h>
#include <stdint.h>

/* --- building --- */

/* Puts value (stolen) under key. Sets *failed when either is NULL or memory is out. */
void lo_json_put(json_t *object, const char *key, json_t *value, bool *failed);
void lo_json_append(json_t *array, json_t *value, bool *failed);

/* New values; NULL when out of memory. A number must be finite; a whole one becomes an
 * integer. Text that is not UTF-8 gets U+FFFD where it is broken. */
json_t *lo_json_number(double value);
json_t *lo_json_text(const char *text);

/* --- printing --- */

enum lo_json_style {
    LO_JSON_LINE,   /* one line, no space */
    LO_JSON_PRETTY, /* what does not fit a line is broken and indented by two spaces */
};

/* Appends value, whose first line is indented already to depth levels. Numbers have the
 * fewest digits that read back as the very value; keys keep their order. */
void lo_json_print(struct lo_buf *out, const json_t *value, enum lo_json_style style,
                   int depth);

/* --- reading --- */

/* The object or array in text[length] (json_decref it); NULL with an error that starts with
 * name and line. A key that is there twice is an error. Use it instead of json_loadb, which
 * gives wrong numbers when memory is out. */
json_t *lo_json_parse(const char *text, size_t length, const char *name,
                      struct lo_err *err);

/* A value and where it was found: for messages like "a.json: subjects[2].kind: missing". The
 * topmost has a file's name or NULL as its key. The upper place must outlive it. */
struct lo_json {
    const json_t *value; /* NULL: missing */
    const struct lo_json *up;
    const char *key; /* NULL: item index of an array */
    size_t index;
};

struct lo_json lo_json_member(const struct lo_json *object, const char *key);
struct lo_json lo_json_item(const struct lo_json *array, size_t index);

/* LO_EFORMAT with the place before the text; returns -1. */
int lo_json_error(const struct lo_json *json, struct lo_err *err, const char *fmt, ...)
    LO_PRINTF(3, 4);

/* Each fails with its place when the value is missing or not what is asked for. */
LO_MUST_USE int lo_json_want_object(const struct lo_json *json, struct lo_err *err);
LO_MUST_USE int lo_json_want_array(const struct lo_json *json, size_t most,
                                   struct lo_err *err);
LO_MUST_USE int lo_json_get_text(const struct lo_json *json, const char **text,
                                 struct lo_err *err);
LO_MUST_USE int lo_json_get_number(const struct lo_json *json, double *value,
                                   struct lo_err *err);
LO_MUST_USE int lo_json_get_whole(const struct lo_json *json, int64_t least,
                                  int64_t most, int64_t *value, struct lo_err *err);
LO_MUST_USE int lo_json_get_flag(const struct lo_json *json, bool *flag,
                                 struct lo_err *err);

/* The index of the text in names[count]. */
LO_MUST_USE int lo_json_get_choice(const struct lo_json *json, const char *const *names,
                                   int count, int *choice, struct lo_err *err);

/* Fails when the object has a key that is not in keys (ends with NULL). */
LO_MUST_USE int lo_json_only(const struct lo_json *object, const char *const *keys,
                             struct lo_err *err);

/* Longest text that is read, in bytes. */
enum { LO_JSON_TEXT_MAX = 1 << 20 };

#endif
