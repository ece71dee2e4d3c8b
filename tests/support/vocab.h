/* A vocabulary typed by hand, for tests of rules without a meter: the terms that shipped
 * specs look at. A test compares it with the real one. */
#ifndef LO_TEST_VOCAB_H
#define LO_TEST_VOCAB_H

#include "analyzer/doc/vocab.h"

extern const struct lo_vocab test_vocab;

#endif
