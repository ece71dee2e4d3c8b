/* The nearest word: edit distance with transpositions (optimal string alignment).
 *
 * References:
 *   [DAMERAU] F. Damerau, "A technique for computer detection and correction of spelling
 *       errors", Communications of the ACM 7(3), 1964: the four kinds of slip.
 */
#include "analyzer/base/nearest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 64, FAR = 1000, HINT_BYTES = 20 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Case and the kind of dash do not make a distance. */
static bool same(char a, char b)
{
    a = lower(a);
    b = lower(b);
    return a == b || ((a == '-' || a == '_') && (b == '-' || b == '_'));
}

size_t lo_edit_distance(const char *a, const char *b)
{
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    size_t width = strlen(b);

    if (width > WORD_MAX || strlen(a) > WORD_MAX)
        return FAR;
    for (size_t j = 0; j <= width; j++)
        above[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            row[j] = least(least(row[j - 1], above[j]) + 1,
                           above[j - 1] + !same(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[width];
}

void lo_nearest_offer(struct lo_nearest *nearest, const char *word)
{
    size_t found;

    if (!nearest->written || strlen(nearest->written) > WORD_MAX ||
        strlen(word) > WORD_MAX)
        return;
    found = lo_edit_distance(nearest->written, word);
    if (!nearest->best || found < nearest->distance) {
        nearest->best = word;
        nearest->distance = found;
    }
}

const char *lo_nearest_hint(const struct lo_nearest *nearest, struct lo_arena *arena)
{
    char *hint;
    size_t length = nearest->best ? strlen(nearest->written) : 0;

    /* A third of the letters may be wrong; a proposal farther off only confuses. */
    if (!nearest->best ||
        nearest->distance > least(length, strlen(nearest->best)) / 3 + 1 ||
        nearest->distance >= length)
        return "";
    hint = lo_arena_alloc(arena, HINT_BYTES + strlen(nearest->best), 1);
    if (!hint)
        return "";
    snprintf(hint, HINT_BYTES + strlen(nearest->best), "; did you mean '%s'?",
             nearest->best);
    return hint;
}
