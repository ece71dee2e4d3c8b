/* Runs one meter (and those it needs) over samples, without a file or the engine. */
#ifndef LO_TEST_MEASURE_H
#define LO_TEST_MEASURE_H

#include "analyzer/meters/meter.h"

/* Samples as a meter test makes them: planar, [channels][frames], full scale = ±1.0. */
struct signal {
    const float *const *channel;
    size_t frames;
    struct lo_setup setup; /* channels and rate_hz must be set; params may be NULL */
    const int32_t *raw;    /* interleaved, left-justified; NULL: none */
};

/* The sealed document of running the meters (ends with NULL) in that order over the
 * signal in blocks of block frames. setup.params of the signal goes to the last meter;
 * others get their initial values. Fails the test on any error. lo_doc_free it. */
struct lo_doc *measure(const struct lo_meter *const *meters,
                       const struct signal *signal, size_t block);

/* One meter, one channel of doubles at 48 kHz. */
struct lo_doc *measure_mono(const struct lo_meter *meter, const double *x,
                            size_t frames, size_t block);

/* The value of a quantity; -INFINITY when it is below; fails the test when it is missing
 * or not measurable. */
double value_of(const struct lo_doc *doc, const char *id);

/* The reason why a quantity is not measurable; fails the test when it was measured. */
const char *reason_of(const struct lo_doc *doc, const char *id);

#endif
