/* For every shipped spec: a master that it likes, and what makes each of its rules fail. */
#ifndef LO_TEST_SPEC_FAULTS_H
#define LO_TEST_SPEC_FAULTS_H

#include <stddef.h>

/* Text for document(). */
extern const char spec_good[];
extern const char spec_good_release[];

/* What a spec needs beside that to be passed whole; the others need nothing. */
struct spec_need {
    const char *spec, *also;
};
extern const struct spec_need spec_needs[];
extern const size_t spec_need_count;

/* What makes one rule of a spec fail. A rule without a row of its own spec must be broken by
 * the row of another spec for a rule of that name. */
struct spec_fault {
    const char *spec, *rule, *change;
};
extern const struct spec_fault spec_faults[];
extern const size_t spec_fault_count;

#endif
