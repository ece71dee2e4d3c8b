/* "Did you mean …?": the word that is nearest to what was written. */
#ifndef LO_BASE_NEAREST_H
#define LO_BASE_NEAREST_H

#include "analyzer/base/arena.h"

/* Edits that turn a into b: letters added, removed, changed, or two neighbours swapped; case
 * and the kind of dash do not count. Texts of over 64 bytes are far from everything. */
size_t lo_edit_distance(const char *a, const char *b);

/* Which of the words offered is nearest to what was written. */
struct lo_nearest {
    const char *written;
    const char *best;
    size_t distance;
};

void lo_nearest_offer(struct lo_nearest *nearest, const char *word);

/* "; did you mean 'spotify'?", or "" when nothing is near. In the arena; never NULL. */
const char *lo_nearest_hint(const struct lo_nearest *nearest, struct lo_arena *arena);

#endif
