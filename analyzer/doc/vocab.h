/* The vocabulary: every quantity, fact, event, series, distribution and table there is.
 *
 * Meters and the reader declare their terms; cli gathers them into one vocabulary, which
 * documents look units up in, specs are checked against, and reports take labels from.
 */
#ifndef LO_DOC_VOCAB_H
#define LO_DOC_VOCAB_H

#include "analyzer/doc/unit.h"

#include <stddef.h>

enum lo_term_kind {
    LO_TERM_QUANTITY,
    LO_TERM_TEXT, /* facts: text, flag (true or false), list of texts */
    LO_TERM_FLAG,
    LO_TERM_LIST,
    LO_TERM_EVENT, /* unit is that of the event's value */
    LO_TERM_SERIES,
    LO_TERM_DISTRIBUTION,
    LO_TERM_TABLE,
};

/* What survives of two values when a long series is thinned. */
enum lo_fold { LO_FOLD_MAX, LO_FOLD_MIN };

/* One term. id is "group.name", lower case; the same id may be a quantity and a series. */
struct lo_term {
    enum lo_term_kind kind;
    const char *id;
    enum lo_unit unit;
    const char *summary; /* one line, no full stop */
    enum lo_fold fold;   /* series only */
};

/* Lists of terms, each ending with an entry whose id is NULL. */
struct lo_vocab {
    const struct lo_term *const *groups;
    size_t count;
};

/* NULL when there is no such term. */
const struct lo_term *lo_vocab_find(const struct lo_vocab *vocab,
                                    enum lo_term_kind kind, const char *id);

/* The fact of that id, whatever its kind; NULL when there is none. */
const struct lo_term *lo_vocab_fact(const struct lo_vocab *vocab, const char *id);

/* "quantity", "fact", "event", … */
const char *lo_term_kind_name(enum lo_term_kind kind);

#endif
