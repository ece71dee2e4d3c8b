#include "cli/suggest.h"

#include <string.h>

enum { LONGEST = 64, FAR = 1000 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Optimal string alignment: three rows of the table are enough. */
size_t lo_edit_distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    size_t a_length = strlen(a), b_length = strlen(b);

    if (a_length > LONGEST || b_length > LONGEST)
        return FAR;
    for (size_t j = 0; j <= b_length; j++)
        last[j] = before[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *spare = before;

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t change = a[i - 1] != b[j - 1];

            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1, FAR);
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[b_length];
}

int lo_is_near(const char *word, const char *candidate)
{
    size_t length = strlen(word);

    if (length >= 3 && strncmp(word, candidate, length) == 0)
        return 1;
    return lo_edit_distance(word, candidate) <= (strlen(candidate) + 2) / 3 &&
           lo_edit_distance(word, candidate) < length;
}
