/* The verdicts of tests/support/report.h: static records, as rules would fill them. */
#ifndef LO_TEST_SAMPLE_RULES_H
#define LO_TEST_SAMPLE_RULES_H

#include "tests/support/report.h"

enum { SAMPLE_SPECS = 3 };
extern const struct lo_spec_info sample_specs[SAMPLE_SPECS];

/* The verdicts on one subject; 0 when no spec fits it. Static. */
size_t sample_verdicts(enum sample_subject subject, const struct lo_verdict **verdicts);

#endif
