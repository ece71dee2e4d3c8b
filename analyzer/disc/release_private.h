/* What the files that read a release share. */
#ifndef LO_DISC_RELEASE_PRIVATE_H
#define LO_DISC_RELEASE_PRIVATE_H

#include "analyzer/disc/release_read.h"
#include "analyzer/xml/xml.h"

#define LO_RELEASE_NAMESPACE "urn:leadout:release:1"

/* A release while it is read. */
struct lo_release_reading {
    struct lo_release *release;
    struct lo_arena *arena;
    const char *name; /* for messages */
    struct lo_err *err;
};

/* Elements and attributes that the grammar does not know or misses; text where none belongs. */
LO_MUST_USE int lo_release_check_grammar(struct lo_release_reading *reading,
                                         const struct lo_xml_node *root);

/* What the record says against itself: tracks that are not there, files twice. */
LO_MUST_USE int lo_release_check_sense(struct lo_release_reading *reading);

/* An error at that line of the release; returns -1. */
int lo_release_error(struct lo_release_reading *reading, int line, const char *fmt, ...)
    LO_PRINTF(3, 4);

#endif
