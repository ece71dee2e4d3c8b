/* Judging: one spec against one document. */
#ifndef LO_RULES_JUDGE_H
#define LO_RULES_JUDGE_H

#include "analyzer/base/arena.h"
#include "rules/spec.h"

/* Fills in the verdict; what it points to lives in the arena, the spec and the document. A
 * master that breaks a rule is a result, not an error: -1 only for no memory or an XPath that
 * cannot be evaluated. */
LO_MUST_USE int lo_judge(const struct lo_spec *spec, const struct lo_doc *doc,
                         struct lo_verdict *verdict, struct lo_arena *arena,
                         struct lo_err *err);

/* The verdict on an input of which no document could be made: the built-in failed rule
 * `readable`, with the reason as its detail. acceptance: LO_REJECTED when the input itself is
 * at fault (corrupt, not audio, over a limit), LO_NOT_ANALYSED when it may be tried again. */
LO_MUST_USE int lo_judge_unreadable(const struct lo_spec *spec, const char *reason,
                                    enum lo_acceptance acceptance,
                                    struct lo_verdict *verdict, struct lo_arena *arena,
                                    struct lo_err *err);

/* Marks the rule as waived where it failed or could not be measured, and weighs the verdict
 * anew. Returns 1 when it did, 0 when there was nothing to waive, -1 for no memory. by and
 * reason are kept. */
LO_MUST_USE int lo_waive(struct lo_verdict *verdict, const char *rule, const char *by,
                         const char *reason, struct lo_arena *arena);

/* The worst of the verdicts; LO_ACCEPTED for none. */
enum lo_acceptance lo_worst(const struct lo_verdict *verdicts, size_t count);

#endif
