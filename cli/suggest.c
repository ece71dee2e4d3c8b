#include "cli/suggest.h"

#include <string.h>

int lo_is_near(const char *word, const char *candidate)
{
    size_t length = strlen(word);

    if (length >= 3 && strncmp(word, candidate, length) == 0)
        return 1;
    return lo_edit_distance(word, candidate) <= (strlen(candidate) + 2) / 3 &&
           lo_edit_distance(word, candidate) < length;
}
