/* A report as a real run gives it, made by hand: what writers of reports are tested with.
 *
 * Six subjects judged by two specs: a track that passes; one that fails in every way there
 * is and has a hostile name; one that cannot be read, with a path that is not UTF-8; a mono
 * track too short for half of the meters; a vinyl side; and the release.
 */
#ifndef LO_TEST_REPORT_H
#define LO_TEST_REPORT_H

#include "analyzer/doc/verdict.h"

enum sample_subject {
    SAMPLE_PASSING,
    SAMPLE_FAILING,
    SAMPLE_UNREADABLE,
    SAMPLE_MONO,
    SAMPLE_SIDE,
    SAMPLE_RELEASE,
    SAMPLE_SUBJECTS,
};

struct sample {
    struct lo_doc *docs[SAMPLE_SUBJECTS];
    struct lo_judged subjects[SAMPLE_SUBJECTS];
    struct lo_report report;
};

/* Every term that the sample sets, and some that it does not. Static. */
const struct lo_vocab *sample_vocab(void);

/* The sealed document of one subject (lo_doc_free it); NULL when out of memory. */
struct lo_doc *sample_doc(enum sample_subject subject);

/* Fails the test when out of memory. sample_free it. */
struct sample *sample_new(void);
void sample_free(struct sample *sample);

#endif
