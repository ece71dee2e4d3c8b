#include "analyzer/doc/thin.h"

#include <math.h>
#include <string.h>

static float folded(float a, float b, enum lo_fold fold)
{
    bool first = fold == LO_FOLD_MAX ? a >= b : a <= b;

    return first ? a : b;
}

size_t lo_thin_series(float *values, size_t count, enum lo_fold fold, size_t most,
                      double *step_s)
{
    while (count > most) {
        size_t half = count / 2;

        for (size_t i = 0; i < half; i++)
            values[i] = folded(values[2 * i], values[2 * i + 1], fold);
        if (count % 2)
            values[half++] = values[count - 1];
        count = half;
        *step_s *= 2;
    }
    return count;
}

static bool is_called(const char *name, const char *stem)
{
    size_t length = strcspn(name, ".");

    return length == strlen(stem) && strncmp(name, stem, length) == 0;
}

/* Folds the rows a and b into to, which may be a. */
static void fold_rows(float *to, const float *a, const float *b,
                      const struct lo_table *table, enum lo_fold fold)
{
    for (size_t column = 0; column < table->columns; column++) {
        const char *name = table->names[column];

        if (is_called(name, "rms"))
            to[column] = (float)sqrt(
                ((double)a[column] * a[column] + (double)b[column] * b[column]) / 2);
        else if (is_called(name, "min"))
            to[column] = folded(a[column], b[column], LO_FOLD_MIN);
        else if (is_called(name, "max"))
            to[column] = folded(a[column], b[column], LO_FOLD_MAX);
        else
            to[column] = folded(a[column], b[column], fold);
    }
}

size_t lo_thin_table(float *values, const struct lo_table *table, enum lo_fold fold,
                     size_t most, double *step_s)
{
    size_t columns = table->columns, rows = table->rows;

    while (rows > most) {
        size_t half = rows / 2;

        for (size_t row = 0; row < half; row++)
            fold_rows(values + row * columns, values + 2 * row * columns,
                      values + (2 * row + 1) * columns, table, fold);
        if (rows % 2)
            memmove(values + half++ * columns, values + (rows - 1) * columns,
                    columns * sizeof *values);
        rows = half;
        *step_s *= 2;
    }
    return rows;
}
