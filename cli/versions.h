/* The versions of the libraries that are loaded, not those that we were built with. */
#ifndef LO_CLI_VERSIONS_H
#define LO_CLI_VERSIONS_H

#include "analyzer/doc/verdict.h"

enum { LO_LIBRARIES = 7 };

/* Fills list with id and version of each; the texts are static or last until the next call. */
void lo_versions(struct lo_spec_info list[LO_LIBRARIES]);

#endif
