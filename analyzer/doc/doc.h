/* The document: everything that was measured of one subject. The waist of the house.
 *
 * It is built by one pass (setters), sealed once, and read-only from then on. Setters keep
 * the first failure (only memory can fail; an id that the vocabulary does not know is a
 * bug) and lo_doc_seal reports it. The document owns all it holds; what getters give lives
 * until lo_doc_free. One document, one thread.
 *
 * A quantity is in one of three states, never a sentinel number: measured, below (nothing
 * there: minus infinity in dB; satisfies every maximum, fails every minimum), or not
 * measurable (with the reason).
 */
#ifndef LO_DOC_DOC_H
#define LO_DOC_DOC_H

#include "analyzer/base/err.h"
#include "analyzer/doc/vocab.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LO_MAX_CHANNELS = 8 };

/* Up to here a time in whole microseconds tells all frames apart. */
enum { LO_RATE_MAX_HZ = 768000 };

enum lo_subject { LO_TRACK, LO_RELEASE, LO_SIDE, LO_DISC, LO_STEMS, LO_PAIR };

/* "track", "release", … */
const char *lo_subject_name(enum lo_subject subject);

enum lo_state { LO_MEASURED, LO_BELOW, LO_NOT_MEASURABLE };

struct lo_quantity {
    const char *id;
    enum lo_unit unit;
    enum lo_state state;
    double value;       /* LO_MEASURED only; rounded to the unit's decimals; finite */
    const char *reason; /* LO_NOT_MEASURABLE only: "shorter than 400 ms" */
    unsigned channels;  /* 0 when it makes no sense per channel */
    double channel[LO_MAX_CHANNELS]; /* -INFINITY: below; NAN: not measurable */
};

enum lo_fact_type { LO_FACT_TEXT, LO_FACT_FLAG, LO_FACT_LIST };

struct lo_fact {
    const char *id;
    enum lo_fact_type type;
    const char *text;         /* LO_FACT_TEXT; UTF-8 */
    bool flag;                /* LO_FACT_FLAG */
    const char *const *items; /* LO_FACT_LIST: [count] texts, UTF-8 */
    size_t count;
};

/* Something at a place. The worst LO_EVENTS_KEPT of a kind are kept, all are counted. */
struct lo_event {
    const char *kind; /* an event term of the vocabulary */
    int64_t start_frames, length_frames;
    int channel;  /* -1: none, or all of them */
    double value; /* in the unit of the kind, rounded to its decimals; finite */
    double rank;  /* higher is worse: decides what is kept; never shown; finite */
};

enum { LO_EVENTS_KEPT = 1000 };

/* How many events of one kind there were. */
struct lo_event_kind {
    const char *kind;
    enum lo_unit unit;
    int64_t total; /* kept and dropped */
    int64_t kept;
};

/* Values at a fixed step. At most LO_SERIES_MAX once sealed: a longer one is thinned by
 * doubling its step, keeping the maximum (or minimum, by its term's fold) of each pair.
 * A value may be -INFINITY (nothing there). */
struct lo_series {
    const char *id;
    enum lo_unit unit;
    enum lo_fold fold;
    double start_s; /* time of the first value */
    double step_s;
    size_t count;
    size_t size; /* room for values; private */
    float *values;
};

enum { LO_SERIES_MAX = 36000 };

/* Bins of equal width from low; bin i covers [low + i*width, low + (i+1)*width). */
struct lo_distribution {
    const char *id;
    enum lo_unit unit;
    double low, width;
    size_t bins;
    double *count; /* [bins] */
    double
        *power; /* [bins] sum of powers of what fell in; 0 where that has no meaning */
};

/* A named array [rows][columns] of floats. */
struct lo_table {
    const char *id;
    double start_s,
        step_s; /* rows at a fixed step in time; step 0: rows are not times */
    size_t rows, columns;
    const char *const *names; /* [columns] */
    float *values;            /* row by row */
};

struct lo_doc;

/* name: what people call the subject. vocab is kept, not copied. NULL when out of memory. */
struct lo_doc *lo_doc_new(enum lo_subject subject, const char *name,
                          const struct lo_vocab *vocab);
void lo_doc_free(struct lo_doc *doc);

/* Frames per second, at most LO_RATE_MAX_HZ; must be set before events are turned into
 * seconds. */
void lo_doc_set_rate(struct lo_doc *doc, unsigned rate_hz);

/* Setters. Setting an id again replaces it. A value of -INFINITY sets the state below; any
 * other value that is not finite is a bug. channel[channels] may hold -INFINITY (below). */
void lo_doc_set(struct lo_doc *doc, const char *id, double value);
void lo_doc_set_channels(struct lo_doc *doc, const char *id, double value,
                         const double *channel, unsigned channels);
void lo_doc_set_unmeasurable(struct lo_doc *doc, const char *id, const char *reason);

/* Texts that are not UTF-8 get U+FFFD where they are broken. */
void lo_doc_fact_text(struct lo_doc *doc, const char *id, const char *text);
void lo_doc_fact_flag(struct lo_doc *doc, const char *id, bool flag);
/* Makes an empty list, so that "none" can be said; lo_doc_fact_add adds one item. */
void lo_doc_fact_list(struct lo_doc *doc, const char *id);
void lo_doc_fact_add(struct lo_doc *doc, const char *id, const char *item);

void lo_doc_event(struct lo_doc *doc, const struct lo_event *event);

/* The new series, to be given to lo_doc_push; NULL when out of memory, which push takes. */
struct lo_series *lo_doc_series_new(struct lo_doc *doc, const char *id, double start_s,
                                    double step_s);
void lo_doc_push(struct lo_doc *doc, struct lo_series *series, double value);

/* Zeroed, to be filled in by the caller; NULL when out of memory. */
struct lo_distribution *lo_doc_distribution_new(struct lo_doc *doc, const char *id,
                                                double low, double width, size_t bins);
struct lo_table *lo_doc_table_new(struct lo_doc *doc, const char *id, size_t rows,
                                  size_t columns, const char *const *names);

/* For a meter that had no memory for what it must keep: lo_doc_seal reports it. */
void lo_doc_fail(struct lo_doc *doc);

/* Puts events in time order, thins long series, and says whether anything failed. In series
 * and tables -INFINITY takes the place of what is no number and of +INFINITY, in
 * distributions 0 the place of what is no number or less than 0. */
LO_MUST_USE int lo_doc_seal(struct lo_doc *doc, struct lo_err *err);

/* Getters; NULL when it was not set. */
enum lo_subject lo_doc_subject(const struct lo_doc *doc);
const char *lo_doc_name(const struct lo_doc *doc);
unsigned lo_doc_rate(const struct lo_doc *doc); /* 0: not known */
const struct lo_vocab *lo_doc_vocab(const struct lo_doc *doc);
const struct lo_quantity *lo_doc_quantity(const struct lo_doc *doc, const char *id);
const struct lo_fact *lo_doc_fact(const struct lo_doc *doc, const char *id);
const struct lo_series *lo_doc_series(const struct lo_doc *doc, const char *id);
const struct lo_distribution *lo_doc_distribution(const struct lo_doc *doc,
                                                  const char *id);
const struct lo_table *lo_doc_table(const struct lo_doc *doc, const char *id);
/* All events of a kind that there were, also those dropped. */
int64_t lo_doc_event_total(const struct lo_doc *doc, const char *kind);

/* Whole lists, in the order of first setting; events in time order once sealed. */
size_t lo_doc_quantities(const struct lo_doc *doc, const struct lo_quantity **list);
size_t lo_doc_facts(const struct lo_doc *doc, const struct lo_fact **list);
size_t lo_doc_events(const struct lo_doc *doc, const struct lo_event **list);
size_t lo_doc_event_kinds(const struct lo_doc *doc, const struct lo_event_kind **list);
size_t lo_doc_all_series(const struct lo_doc *doc, struct lo_series *const **list);
size_t lo_doc_distributions(const struct lo_doc *doc,
                            struct lo_distribution *const **list);
size_t lo_doc_tables(const struct lo_doc *doc, struct lo_table *const **list);

#endif
