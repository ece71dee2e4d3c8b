/* Whether two documents hold the same, to the last bit. */
#ifndef LO_TEST_SAME_H
#define LO_TEST_SAME_H

#include "analyzer/doc/doc.h"

/* Fails the test at the first difference. rank counts; what is private does not. */
void assert_same_docs(const struct lo_doc *a, const struct lo_doc *b);

#endif
