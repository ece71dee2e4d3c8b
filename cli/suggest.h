/* "Did you mean …?" */
#ifndef LO_CLI_SUGGEST_H
#define LO_CLI_SUGGEST_H

#include <stddef.h>

/* Edits that turn a into b: letters added, removed, changed, or two neighbours swapped. Texts
 * longer than 64 bytes count as far from everything. */
size_t lo_edit_distance(const char *a, const char *b);

/* True when candidate is near enough to word to be proposed: a third of its letters may be
 * wrong, or word is its beginning. */
int lo_is_near(const char *word, const char *candidate);

#endif
