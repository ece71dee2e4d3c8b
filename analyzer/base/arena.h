/* An arena: memory that is given back all at once.
 *
 * What is allocated lives until lo_arena_fini. Not thread-safe: one arena, one thread.
 */
#ifndef LO_BASE_ARENA_H
#define LO_BASE_ARENA_H

#include <stddef.h>

struct lo_arena_chunk;

/* Zero it before use. */
struct lo_arena {
    struct lo_arena_chunk *chunks;
};

void lo_arena_fini(struct lo_arena *arena);

/* Zeroed memory, aligned for any type; NULL when out of memory. */
void *lo_arena_alloc(struct lo_arena *arena, size_t count, size_t size);

/* A copy that ends with NUL; NULL when out of memory. */
char *lo_arena_strdup(struct lo_arena *arena, const char *text);
char *lo_arena_strndup(struct lo_arena *arena, const char *text, size_t length);

/* A copy of count items; NULL when out of memory. */
void *lo_arena_copy(struct lo_arena *arena, const void *items, size_t count,
                    size_t size);

#endif
