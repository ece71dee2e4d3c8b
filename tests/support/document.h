/* Documents from a few words, for tests of what judges or prints them. */
#ifndef LO_TEST_DOCUMENT_H
#define LO_TEST_DOCUMENT_H

#include "analyzer/doc/doc.h"

/* A sealed document of a track at 48 kHz. text: items between ';' or line ends, each
 *     peak.true=-1.5          a quantity; "below" and "?reason" are its other states
 *     file.container='wav'    a text;  stereo.dual_mono=true   a flag
 *     file.chunks=[a|b]       a list;  [] is an empty one
 *     file.bits=              as if it had never been set: drops the item before
 *     @clip.run 1.5 0.01 0 7  an event: start and length in seconds, channel, value
 *     ~peak.true -3 0.5 1     a series with a step of 0.1 s
 * Later items replace earlier ones. Fails the test on anything else. */
struct lo_doc *document(const char *text, const struct lo_vocab *vocab);

/* The same from several texts in a row; ends with NULL. */
struct lo_doc *document_of(const struct lo_vocab *vocab, const char *first, ...);

#endif
