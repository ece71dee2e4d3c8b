/* Thinning: half of the points, and none of the extremes lost. */
#ifndef LO_DOC_THIN_H
#define LO_DOC_THIN_H

#include "analyzer/doc/doc.h"

/* Halves values[count] while there are more than most: of each two neighbours the higher
 * stays (or the lower, by fold); one left over stays as it is. Returns how many there are
 * then; *step_s doubles each time. */
size_t lo_thin_series(float *values, size_t count, enum lo_fold fold, size_t most,
                      double *step_s);

/* The same for the rows of a table. A column is folded by its name up to the first point:
 * "min" keeps the lower, "max" the higher, "rms" the root of the mean power, which takes the
 * two rows for equally long; any other by fold. */
size_t lo_thin_table(float *values, const struct lo_table *table, enum lo_fold fold,
                     size_t most, double *step_s);

#endif
