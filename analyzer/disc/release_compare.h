/* The tracks of a release against one another, and against the manifest. */
#ifndef LO_DISC_RELEASE_COMPARE_H
#define LO_DISC_RELEASE_COMPARE_H

#include "analyzer/disc/release_document.h"

/* Sets release.mixed_formats and the lists of release.*. */
void lo_release_compare(struct lo_doc *doc, const struct lo_release *release,
                        const struct lo_release_part *parts, size_t count);

#endif
