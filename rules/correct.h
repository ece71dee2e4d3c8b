/* Corrections: what a rule allows, and whether a finding lies within its bound. */
#ifndef LO_RULES_CORRECT_H
#define LO_RULES_CORRECT_H

#include "rules/spec_private.h"

/* The correction of a failed rule, for a finding whose numbers are filled in. NULL texts
 * when the rule allows none. -1: no memory. */
LO_MUST_USE int lo_correct_judge(const struct lo_correct *correct,
                                 struct lo_finding *finding, struct lo_arena *arena);

#endif
