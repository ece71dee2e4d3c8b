#include "analyzer/base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Set by tests, from one thread, before the code under test runs. */
static unsigned long fail_at;
static int has_failed;

static int must_fail(void)
{
    if (fail_at == 0 || --fail_at > 0)
        return 0;
    has_failed = 1;
    return 1;
}

void *lo_alloc(size_t count, size_t size)
{
    if (must_fail())
        return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *lo_realloc(void *old, size_t count, size_t size)
{
    if (must_fail() || (size && count > SIZE_MAX / size))
        return NULL;
    return realloc(old, count && size ? count * size : 1);
}

char *lo_strdup(const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *copy = lo_alloc(bytes, 1);

    return copy ? memcpy(copy, text, bytes) : NULL;
}

void lo_alloc_fail(unsigned long n)
{
    fail_at = n;
    has_failed = 0;
}

int lo_alloc_failed(void)
{
    return has_failed;
}
