/* Inputs: what the user named, looked at before anything is measured. */
#ifndef LO_CLI_INPUTS_H
#define LO_CLI_INPUTS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/err.h"
#include "analyzer/doc/release.h"

#include <stddef.h>
#include <stdint.h>

/* A file to be measured. */
struct lo_input {
    const char *path;    /* as given, or found below a folder that was */
    const char *name;    /* its last part */
    const char *trouble; /* why it cannot even be opened; NULL: not known to be so */
    int64_t bytes;       /* when it was looked at; for the estimate of time left */
    const struct lo_release_track *track; /* of a release; NULL: a file by itself */
};

/* What was left out while folders were walked. */
struct lo_skipped {
    size_t other;   /* files that are not audio */
    size_t special; /* FIFOs, sockets, devices that have the name of an audio file */
    size_t linked;  /* links to folders: following them may never end */
};

struct lo_inputs {
    struct lo_input *list; /* [count], in the arena */
    size_t count, size;
    struct lo_skipped skipped;
};

/* Fills inputs from paths: files as given, folders with all that they hold, in natural order
 * ("2 b" before "10 a"). In a folder, a file counts as audio by its extension (also those
 * that leadout refuses, so that a wrong format is not passed over in silence) or by its first
 * bytes; hidden files do not. LO_EUSAGE for a path that is not there, is neither file nor
 * folder, or holds no audio. */
LO_MUST_USE int lo_inputs_find(struct lo_inputs *inputs, const char *const *paths,
                               size_t count, struct lo_arena *arena,
                               struct lo_err *err);

/* Adds one file that is known to be there. track may be NULL. */
LO_MUST_USE int lo_inputs_add(struct lo_inputs *inputs, const char *path, int64_t bytes,
                              const struct lo_release_track *track,
                              struct lo_arena *arena, struct lo_err *err);

/* Digits count as numbers, letters alike in both cases; never 0 for different names. */
int lo_natural_order(const char *a, const char *b);

#endif
