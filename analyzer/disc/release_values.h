/* The values in release.xml: each function takes one attribute, or says what is wrong with it
 * at its line and returns -1. What is not there leaves the value alone. */
#ifndef LO_DISC_RELEASE_VALUES_H
#define LO_DISC_RELEASE_VALUES_H

#include "analyzer/disc/release_private.h"
#include "analyzer/doc/identifiers.h"

/* One element as it is read: its attributes, and where it stands. */
struct lo_node {
    struct lo_release_reading *reading;
    const struct lo_xml_node *xml;
    const struct lo_xml_attribute *attributes; /* ends with {0} */
    int line;
};

LO_MUST_USE int lo_node_open(struct lo_node *node, struct lo_release_reading *reading,
                             const struct lo_xml_node *xml);

/* A text that is not blank; NULL: it is not there, or blank. */
const char *lo_node_text(const struct lo_node *node, const char *name);
int lo_node_line(const struct lo_node *node, const char *name);

/* is_there may be NULL. */
LO_MUST_USE int lo_node_seconds(const struct lo_node *node, const char *name,
                                double *seconds, bool *is_there);
LO_MUST_USE int lo_node_track(const struct lo_node *node, const char *name,
                              unsigned *number);
LO_MUST_USE int lo_node_edge(const struct lo_node *node, const char *name,
                             enum lo_edge *edge);
LO_MUST_USE int lo_node_join(const struct lo_node *node, bool *is_joined);

/* A code, bare; it must be right, since everything is compared with it. */
LO_MUST_USE int lo_node_code(const struct lo_node *node, const char *name,
                             struct lo_code (*check)(const char *), const char **bare);

/* A path below the folder of the release: nothing absolute, nothing that climbs. */
LO_MUST_USE int lo_release_check_path(struct lo_release_reading *reading,
                                      const char *path, int line);

/* The words of a text between blanks; ends with NULL. NULL when out of memory. */
const char *const *lo_release_words(struct lo_release_reading *reading,
                                    const char *text);

#endif
