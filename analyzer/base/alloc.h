/* The one door to the heap, so that tests can make the n-th allocation fail.
 *
 * Every allocation of ours goes through here; free() gives it back.
 */
#ifndef LO_BASE_ALLOC_H
#define LO_BASE_ALLOC_H

#include <stddef.h>

/* Zeroed memory for count items of size bytes; NULL when out of memory or when the
 * product overflows. */
void *lo_alloc(size_t count, size_t size);

/* Grows or shrinks old (NULL: allocates) to count * size bytes; new bytes are not zeroed.
 * NULL on failure, and old is still valid. */
void *lo_realloc(void *old, size_t count, size_t size);

/* A copy of text; NULL when out of memory. */
char *lo_strdup(const char *text);

/* Tests only: the n-th allocation from now fails, counted from 1; 0: none does. */
void lo_alloc_fail(unsigned long n);

/* Tests only: true when the failure asked for has happened. */
int lo_alloc_failed(void);

#endif
