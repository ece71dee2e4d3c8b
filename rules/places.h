/* Where a rule is broken. */
#ifndef LO_RULES_PLACES_H
#define LO_RULES_PLACES_H

#include "rules/spec_private.h"

/* Fills in finding->places (worst first), place_count and place_total, from the events that
 * the rule names or that belong to what decided, else from a series of the same quantity.
 * decider may be NULL. -1: no memory. */
LO_MUST_USE int lo_places_find(struct lo_finding *finding, const struct lo_rule *rule,
                               const struct lo_condition *decider,
                               const struct lo_doc *doc, struct lo_arena *arena);

#endif
