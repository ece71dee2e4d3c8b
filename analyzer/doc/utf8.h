/* Text from files is bytes until proven UTF-8. */
#ifndef LO_DOC_UTF8_H
#define LO_DOC_UTF8_H

#include "analyzer/base/arena.h"

#include <stdbool.h>

/* Bytes of the well-formed UTF-8 sequence at text (1..4), or 0 when it is broken there:
 * overlong forms, surrogates and code points above U+10FFFF are broken (RFC 3629). */
int lo_utf8_length(const char *text, size_t bytes);

bool lo_utf8_valid(const char *text, size_t bytes);

/* A copy in which each broken byte is U+FFFD; NULL when out of memory. */
char *lo_utf8_clean(struct lo_arena *arena, const char *text, size_t bytes);

/* A copy as ASCII that can be turned back into the very bytes: all but letters, digits and
 * "-._~/" are %XX (RFC 3986). NULL when out of memory. */
char *lo_utf8_percent(struct lo_arena *arena, const char *text, size_t bytes);

#endif
