#include "analyzer/base/arena.h"

#include "analyzer/base/alloc.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lo_arena_chunk {
    struct lo_arena_chunk *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

/* Small enough that a document of a short file stays small. */
enum { CHUNK_BYTES = 16384 };

void lo_arena_fini(struct lo_arena *arena)
{
    struct lo_arena_chunk *next;

    for (struct lo_arena_chunk *chunk = arena->chunks; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    arena->chunks = NULL;
}

static struct lo_arena_chunk *chunk_new(size_t bytes)
{
    struct lo_arena_chunk *chunk;

    if (bytes > SIZE_MAX - sizeof *chunk)
        return NULL;
    chunk = lo_alloc(1, sizeof *chunk + bytes);
    if (chunk)
        chunk->size = bytes;
    return chunk;
}

void *lo_arena_alloc(struct lo_arena *arena, size_t count, size_t size)
{
    struct lo_arena_chunk *chunk = arena->chunks;
    size_t align = alignof(max_align_t);
    size_t bytes;
    void *result;

    if (size && count > (SIZE_MAX - align) / size)
        return NULL;
    bytes = (count * size + align - 1) / align * align;
    if (!chunk || chunk->size - chunk->used < bytes) {
        chunk = chunk_new(bytes > CHUNK_BYTES / 4 ? bytes : CHUNK_BYTES);
        if (!chunk)
            return NULL;
        if (bytes > CHUNK_BYTES / 4 && arena->chunks) {
            /* A large item gets its own chunk behind the first, which stays in use. */
            chunk->next = arena->chunks->next;
            arena->chunks->next = chunk;
        } else {
            chunk->next = arena->chunks;
            arena->chunks = chunk;
        }
    }
    result = chunk->bytes + chunk->used;
    chunk->used += bytes;
    return result;
}

void *lo_arena_copy(struct lo_arena *arena, const void *items, size_t count,
                    size_t size)
{
    void *copy = lo_arena_alloc(arena, count, size);

    if (copy && count > 0 && size > 0)
        memcpy(copy, items, count * size);
    return copy;
}

char *lo_arena_strndup(struct lo_arena *arena, const char *text, size_t length)
{
    char *copy = lo_arena_alloc(arena, length + 1, 1);

    if (copy)
        memcpy(copy, text, length);
    return copy;
}

char *lo_arena_strdup(struct lo_arena *arena, const char *text)
{
    return lo_arena_strndup(arena, text, strlen(text));
}
