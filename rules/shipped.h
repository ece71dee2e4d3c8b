/* The table that rules/embed.cmake makes of rules/specs/. */
#ifndef LO_RULES_SHIPPED_H
#define LO_RULES_SHIPPED_H

#include "rules/spec.h"

/* Sorted by id. */
extern const struct lo_shipped lo_shipped_specs[];
extern const size_t lo_shipped_count;

#endif
