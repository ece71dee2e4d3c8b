/* Reading release.xml: the grammar, what is missing or contradicts itself, and the record.
 *
 * The language is described in docs/release.md. Every error is `file:line: what, and what
 * would be right`.
 */
#ifndef LO_DISC_RELEASE_READ_H
#define LO_DISC_RELEASE_READ_H

#include "analyzer/base/arena.h"
#include "analyzer/base/err.h"
#include "analyzer/doc/release.h"

enum {
    LO_TRACKS_MAX = 99,
    LO_ASSETS_MAX = 20,
    LO_SIDES_MAX = 40,
    LO_DELIVERIES_MAX = 100,
    LO_WAIVERS_MAX = 1000,
};

/* Reads the file at path. LO_ESPEC says what is wrong and where; LO_EUSAGE, LO_EIO when it
 * cannot be read. On failure *release is NULL. It lives in the arena. */
LO_MUST_USE int lo_release_read(struct lo_release **release, const char *path,
                                struct lo_arena *arena, struct lo_err *err);

/* The same from memory. */
LO_MUST_USE int lo_release_read_text(struct lo_release **release, const char *text,
                                     size_t bytes, const char *path,
                                     struct lo_arena *arena, struct lo_err *err);

/* Does the text begin like a release and not like another document? Only the root's name is
 * looked at. */
bool lo_release_is(const char *text, size_t bytes);

#endif
