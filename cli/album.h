/* Releases among the inputs: a manifest, or a folder with --release, becomes its files as
 * inputs, and one subject more for each of its asset sets that is judged. */
#ifndef LO_CLI_ALBUM_H
#define LO_CLI_ALBUM_H

#include "analyzer/disc/release_document.h"
#include "cli/inputs.h"
#include "cli/judging.h"

/* One asset set of a release. */
struct lo_album {
    const struct lo_release *release;
    const struct lo_release_assets *assets;
    const char *path;      /* of the manifest or the folder, as given */
    const char *name;      /* of the subject */
    size_t first;          /* input of its first file; its files follow one another */
    struct lo_words specs; /* that are asked for; none: streaming */
    struct lo_specs tracks, whole; /* those of them that judge files and the whole */
    struct lo_release_part *parts; /* [assets->count] as they are measured */
};

/* Zero it before use. */
struct lo_albums {
    struct lo_album *list; /* [count], in the arena */
    size_t count, size;
};

/* Is the path a release: a folder (where folders are releases), or an XML file with
 * <release> as its root? */
bool lo_album_is(const char *path, bool folders_are_releases);

/* Adds the asset sets of the release at path, and their files to inputs. named: specs of
 * --for; those of <deliver> count when there are none, and sets that no one delivers are left
 * out then. LO_ESPEC, LO_EUSAGE, LO_EIO. */
LO_MUST_USE int lo_albums_add(struct lo_albums *albums, struct lo_inputs *inputs,
                              const char *path, const struct lo_words *named,
                              struct lo_arena *arena, struct lo_err *err);

/* Loads the specs of all, and chooses; checks that waivers speak of rules that are there. */
LO_MUST_USE int lo_albums_load(struct lo_albums *albums, struct lo_specs *specs,
                               const struct lo_vocab *vocab, struct lo_arena *arena,
                               struct lo_err *err);

/* The album of an input; NULL when it belongs to none. *part: which of its files. */
struct lo_album *lo_album_of(const struct lo_albums *albums, size_t input,
                             size_t *part);

/* Waives in what was judged: of a track by number, or of the whole by 0. */
LO_MUST_USE int lo_album_waive(const struct lo_album *album, unsigned track,
                               struct lo_judged *judged, struct lo_arena *arena,
                               struct lo_err *err);

#endif
