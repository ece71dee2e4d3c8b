/* What the files of rules/ share: a spec in memory. */
#ifndef LO_RULES_SPEC_PRIVATE_H
#define LO_RULES_SPEC_PRIVATE_H

#include "analyzer/base/arena.h"
#include "analyzer/xml/xml.h"
#include "rules/spec.h"

/* A number of the spec, exactly as written where it is printed. */
struct lo_bound {
    bool is_set;
    double value;
};

/* A length with its unit: "6 dB". */
struct lo_amount {
    const char *text; /* as the spec says it; NULL: not given */
    double value;
    enum lo_unit unit;
};

enum lo_condition_kind {
    LO_ALL,
    LO_ANY,
    LO_NOT,
    LO_LIMIT,
    LO_FACT,
    LO_EVENTS,
    LO_ASSERT,
};

enum lo_fact_test { LO_IS, LO_ONE_OF, LO_MATCHES, LO_PRESENT, LO_ABSENT };

/* Events are looked at between from_s and to_s; negative times count from the end. */
struct lo_window {
    bool is_set, is_to_end;
    double from_s, to_s;
};

struct lo_condition {
    enum lo_condition_kind kind;
    struct lo_at at;

    struct lo_condition *children; /* all, any, not: [count] */
    size_t count;

    const char *id; /* limit, fact, events: the term; assert: the expression */

    enum lo_unit unit; /* limit */
    struct lo_bound min, max;

    enum lo_fact_test test;   /* fact */
    bool is_quantity;         /* the fact asked for is a number */
    const char *expected;     /* as the spec says it */
    const char *const *words; /* is, one-of: [word_count] */
    const double *numbers;    /* the same as numbers, when is_quantity */
    size_t word_count;
    struct lo_pattern *pattern;

    int64_t at_most; /* events */
    double longer_than_s;
    struct lo_window between;

    struct lo_xpath *xpath; /* assert */
    bool asks_state;        /* it looks at @state or @reason itself */
    const char *const
        *mention; /* ids in it that the vocabulary knows; ends with NULL */
};

/* One kind of correction that leadout can do. */
struct lo_cure {
    const char *name;
    enum lo_unit to;   /* unit of to; LO_UNIT_TOTAL: takes none */
    enum lo_unit most; /* unit of at-most; LO_UNIT_TOTAL: takes none */
    const char *summary;
};

struct lo_correct {
    const struct lo_cure *cure; /* NULL: the rule allows no correction */
    const char *to_text;
    struct lo_bound to;
    struct lo_amount at_most;
};

struct lo_rule {
    const char *id;
    struct lo_at at;
    const char *from; /* id of the spec that says it */
    bool is_shipped;
    const char *title, *why, *advice; /* why, advice: NULL when not given */
    enum lo_severity severity;
    const char *source_id; /* NULL: none */
    const struct lo_source *source;
    bool passes_unmeasured;
    struct lo_condition when; /* LO_ALL; no children: always */
    struct lo_condition must; /* LO_ALL */
    struct lo_correct correct;
    const char *const
        *places; /* kinds of events that show where; ends with NULL; or NULL */
};

enum { LO_EACH_MAX = 20 };

struct lo_named_source {
    const char *id;
    struct lo_source source;
};

/* Something of libxml2 that has to be freed one by one. */
struct lo_owned {
    struct lo_pattern *pattern;
    struct lo_xpath *xpath;
    struct lo_owned *next;
};

struct lo_spec {
    struct lo_arena arena;
    struct lo_owned *owned;
    const struct lo_vocab *vocab;
    const char *name; /* that it was loaded by */
    struct lo_spec_info info;
    const char *summary; /* NULL: none */
    const char *extends; /* as written; NULL: none */
    enum lo_subject scope;
    struct lo_named_source *sources; /* [source_count], of the spec and its bases */
    size_t source_count;
    struct lo_rule *rules; /* [rule_count], bases first */
    size_t rule_count;
    const char *each[LO_EACH_MAX + 1]; /* of <for-each>: ends with NULL */
    size_t each_count;
    const char **needed; /* ends with NULL */
    size_t needed_count;
};

/* As lo_spec_load, from memory; name is for messages. */
LO_MUST_USE int lo_spec_load_text(struct lo_spec **spec, const char *text, size_t bytes,
                                  const char *name, const struct lo_vocab *vocab,
                                  struct lo_err *err);

/* As lo_spec_lint, from memory. */
LO_MUST_USE int lo_spec_lint_text(const char *text, size_t bytes, const char *name,
                                  const struct lo_vocab *vocab,
                                  struct lo_problems *problems, struct lo_err *err);

/* Every correction; ends with {0}. */
extern const struct lo_cure lo_cures[];

#endif
