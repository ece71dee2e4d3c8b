/* One pass: reader → blocks → meters → document. */
#ifndef LO_ENGINE_ENGINE_H
#define LO_ENGINE_ENGINE_H

#include "analyzer/audio/reader.h"
#include "analyzer/doc/release.h"
#include "analyzer/meters/meter.h"

/* One --set meter.parameter=value. */
struct lo_set {
    const char *meter, *param;
    double value;
};

struct lo_measure_options {
    struct lo_read_options read;
    const char *const *needed; /* ids that rules or the caller ask for: decides which
                                  meters on request run; ends with NULL; or NULL */
    const struct lo_set *sets;
    size_t set_count;
    const struct lo_release_track *intent; /* goes into the document; NULL: none */
    /* Called after each block with the frames done and the frames expected (-1: not
     * known); NULL: not called. */
    void (*progress)(void *context, int64_t done, int64_t expected);
    void *progress_context;
};

/* The vocabulary of the reader and of all meters. */
const struct lo_vocab *lo_engine_vocab(void);

/* Parses "clip.run=5" into set; meter and param point into the registry. LO_EUSAGE names
 * what is there when the meter, the parameter or the range is wrong. */
LO_MUST_USE int lo_engine_parse_set(const char *text, struct lo_set *set,
                                    struct lo_err *err);

/* Measures the open file into a new document (lo_doc_free it). On failure *doc is NULL. */
LO_MUST_USE int lo_engine_measure(struct lo_doc **doc, int fd, const char *name,
                                  const struct lo_measure_options *options,
                                  struct lo_err *err);

#endif
