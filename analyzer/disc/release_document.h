/* The document of a release: what can only be said of its tracks together.
 *
 * Album loudness is gated once more over the blocks of all tracks, as if they were one
 * programme [BS1770], from the distributions that each track brought along; blocks of a width
 * of 0.1 LU at the relative gate make it exact to some thousandths of a LU.
 */
#ifndef LO_DISC_RELEASE_DOCUMENT_H
#define LO_DISC_RELEASE_DOCUMENT_H

#include "analyzer/base/arena.h"
#include "analyzer/doc/doc.h"
#include "analyzer/doc/release.h"

/* What a release needs to know of one track; the rest of its document may go. Zero: it could
 * not be read. */
struct lo_release_part {
    unsigned track;
    bool is_read;
    double duration_s, loudness_lufs, true_peak_dbtp, head_s, tail_s; /* NAN: not known;
                                                      -INFINITY: nothing there */
    const char *format; /* "wav, 24 bits, 44100 Hz, 2 channels" */
    const char *md5;    /* of the audio; NULL: not made */
    const char *title, *artist, *album, *isrc, *upc; /* tags; NULL: none */
    struct lo_distribution blocks;                   /* bins 0: none */
};

/* Copies what is needed out of a track's document, into the arena. */
LO_MUST_USE int lo_release_part_take(struct lo_release_part *part,
                                     const struct lo_doc *doc, struct lo_arena *arena,
                                     struct lo_err *err);

/* The terms of the document: release.*. Ends with {0}. */
extern const struct lo_term lo_release_terms[];

/* The document (lo_doc_free it) of parts[count], which are in the order of the release. name:
 * what people call it. On failure *doc is NULL. */
LO_MUST_USE int lo_release_document(struct lo_doc **doc, const char *name,
                                    const struct lo_release *release,
                                    const struct lo_release_part *parts, size_t count,
                                    const struct lo_vocab *vocab, struct lo_err *err);

#endif
