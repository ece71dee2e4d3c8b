/* What is wrong with a spec, gathered while it loads. */
#ifndef LO_RULES_DIAGNOSIS_H
#define LO_RULES_DIAGNOSIS_H

#include "analyzer/base/arena.h"
#include "rules/spec.h"

enum { LO_PROBLEMS_MAX = 100 }; /* more help nobody */

/* Zero it before use. A failure to get memory is kept. */
struct lo_diagnosis {
    struct lo_arena arena;
    struct lo_problem list[LO_PROBLEMS_MAX];
    size_t count, errors;
    bool failed;
};

void lo_diagnosis_fini(struct lo_diagnosis *diagnosis);

/* Adds an error, or a note: a habit that is no error. */
void lo_diagnose(struct lo_diagnosis *diagnosis, struct lo_at at, const char *fmt, ...)
    LO_PRINTF(3, 4);
void lo_diagnose_note(struct lo_diagnosis *diagnosis, struct lo_at at, const char *fmt,
                      ...) LO_PRINTF(3, 4);

/* Is there no room for another error? Then looking for more is a waste. */
bool lo_diagnosis_full(const struct lo_diagnosis *diagnosis);

/* The first error as err, and -1; or 0 when there is none. */
LO_MUST_USE int lo_diagnosis_first(const struct lo_diagnosis *diagnosis,
                                   struct lo_err *err);

#endif
