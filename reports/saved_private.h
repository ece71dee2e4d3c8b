/* What saved.c and saved_verdict.c share. */
#ifndef LO_REPORTS_SAVED_PRIVATE_H
#define LO_REPORTS_SAVED_PRIVATE_H

#include "analyzer/base/arena.h"
#include "analyzer/doc/json.h"
#include "analyzer/doc/verdict.h"

/* A copy of the text under key in the arena; NULL when it may be missing and is. */
LO_MUST_USE int lo_saved_text(struct lo_arena *arena, const struct lo_json *object,
                              const char *key, const char **text, struct lo_err *err);
LO_MUST_USE int lo_saved_text_optional(struct lo_arena *arena,
                                       const struct lo_json *object, const char *key,
                                       const char **text, struct lo_err *err);

/* "accepted", … under key. */
LO_MUST_USE int lo_saved_acceptance(const struct lo_json *object,
                                    enum lo_acceptance *acceptance, struct lo_err *err);

/* The verdicts in the array; specs[count] give their titles and versions. */
LO_MUST_USE int lo_saved_verdicts(struct lo_arena *arena, const struct lo_json *array,
                                  const struct lo_report *report,
                                  struct lo_judged *subject, struct lo_err *err);

#endif
