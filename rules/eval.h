/* Evaluating conditions: does a document meet them? */
#ifndef LO_RULES_EVAL_H
#define LO_RULES_EVAL_H

#include "analyzer/base/buf.h"
#include "rules/spec_private.h"

/* Three-valued, as in SQL: what was not measured may be anything. */
enum lo_truth { LO_HOLDS, LO_BROKEN, LO_UNKNOWN };

/* What evaluation works with; private to one lo_judge. */
struct lo_evaluation {
    const struct lo_doc *doc;
    struct lo_arena *arena;
    struct lo_err *err;
    struct lo_xml *xml; /* the document as XML; made when an assert asks for it */
    bool failed;        /* no memory, or an XPath that cannot be evaluated: err says */
};

/* The leaf that decided; NULL when it was several together. Then the numbers of one leaf
 * would not tell. */
struct lo_answer {
    enum lo_truth truth;
    const struct lo_condition *decider;
    bool is_negated; /* the decider stands inside <not>: it decided by holding */
};

struct lo_answer lo_evaluate(struct lo_evaluation *evaluation,
                             const struct lo_condition *condition);

/* Events of the condition's kind in its window and longer than it says. known: false when
 * those that were not kept could change the answer. */
struct lo_event_count {
    int64_t count;
    bool is_known;
};
struct lo_event_count lo_count_events(const struct lo_doc *doc,
                                      const struct lo_condition *condition);

/* Does the event lie in the condition's window, and is it longer than it says? */
bool lo_event_matters(const struct lo_doc *doc, const struct lo_condition *condition,
                      const struct lo_event *event);

/* Does a text (of a fact, or of one item of a list) pass a test of kind is, one-of or
 * matches? LO_UNKNOWN when comparing takes too many steps. */
enum lo_truth lo_text_passes(const struct lo_condition *condition, const char *text);

/* Was that measured at all, as far as the document shows? */
bool lo_was_measured(const struct lo_doc *doc, const char *id);

/* In words, how the document stands to a condition: "file.container is wav, not flac".
 * wanted: the condition was to hold. Appends to out. */
void lo_describe(struct lo_evaluation *evaluation, const struct lo_condition *condition,
                 bool wanted, struct lo_buf *out);

/* The document as XML (docs/specs.md); NULL when out of memory. */
struct lo_xml *lo_document_xml(const struct lo_doc *doc);

#endif
