/* "Did you mean …?" */
#ifndef LO_CLI_SUGGEST_H
#define LO_CLI_SUGGEST_H

#include "analyzer/base/nearest.h"

/* True when candidate is near enough to word to be proposed: a third of its letters may be
 * wrong, or word is its beginning. */
int lo_is_near(const char *word, const char *candidate);

#endif
