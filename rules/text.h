/* Texts: numbers in and out whatever the locale, formatted copies, and the nearest word.
 */
#ifndef LO_RULES_TEXT_H
#define LO_RULES_TEXT_H

#include "analyzer/base/arena.h"
#include "analyzer/base/err.h"
#include "analyzer/base/nearest.h"
#include "analyzer/doc/unit.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A formatted text in the arena; NULL when out of memory. */
char *lo_text_format(struct lo_arena *arena, const char *fmt, ...) LO_PRINTF(2, 3);
char *lo_text_formatv(struct lo_arena *arena, const char *fmt, va_list args);

/* text is a decimal number of at most 15 digits, such as "-14", "0.3" or "+6": true and
 * *value, the nearest double. Spaces, exponents and anything else: false. */
bool lo_text_number(const char *text, double *value);

/* text is a whole number, 0 .. 999,999,999. */
bool lo_text_count(const char *text, int64_t *value);

/* value with its unit after it, as short as it is exact; counts have none. */
const char *lo_text_measure(struct lo_arena *arena, double value, enum lo_unit unit);

/* The words of text between white space; the list ends with NULL. NULL when out of memory. */
const char **lo_text_words(struct lo_arena *arena, const char *text, size_t *count);

#endif
