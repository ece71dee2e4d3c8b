/* One rule against one document, for tests of judging. */
#ifndef LO_TEST_JUDGED_H
#define LO_TEST_JUDGED_H

#include "rules/judge.h"

struct judged {
    struct lo_arena arena;
    struct lo_spec *spec;
    struct lo_doc *doc;
    struct lo_verdict verdict;
    const struct lo_finding *finding;
};

/* A spec of one rule of severity error with these attributes and this inside, judged
 * against the document of that text (see document.h). Fails the test on any error. */
void judge(struct judged *judged, const char *attributes, const char *rule,
           const char *doc);
void end(struct judged *judged);

/* The limits that most tests ask for. */
#define TP(bounds) "<limit quantity='peak.true' " bounds " unit='dBTP'/>"
#define LRA(bounds) "<limit quantity='loudness.range' " bounds " unit='LU'/>"

#endif
