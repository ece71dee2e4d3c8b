/* MP4 (.m4a) files with one track of ALAC or AAC: our walk of the boxes.
 *
 * The audio itself is decoded by another program, which sends it through a pipe (decoded.h);
 * what it sends is compared with what this walk found. Where the first frame lies behind the
 * coder's own delay, and where the last one is, is decided here, by the edit list or by the
 * text that iTunes writes.
 *
 * References:
 *   [BMFF] ISO/IEC 14496-12, ISO base media file format: boxes, tables of samples, edits.
 *   [MP4] ISO/IEC 14496-14 and 14496-1: the esds box and its descriptors.
 *   [ALAC] Apple Lossless reference code, ALACMagicCookieDescription.txt.
 *   [QTFF] Apple, QuickTime File Format: the sound description, and metadata in ilst.
 */
#ifndef LO_AUDIO_MP4_H
#define LO_AUDIO_MP4_H

#include "analyzer/audio/reader.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

enum { LO_MP4_BOXES_KEPT = 64 };

struct lo_mp4_box {
    unsigned char id[4];
    int64_t at, bytes; /* with its header, as far as it is there */
};

/* A part of the media, in ticks of its clock. */
struct lo_mp4_edit {
    int64_t start, length; /* length -1: to the end */
    double tolerance;      /* of the end, since the movie's clock may be coarser */
    int count;             /* of edits that show media; 0: there is no edit list */
};

struct lo_mp4 {
    struct lo_mp4_box boxes[LO_MP4_BOXES_KEPT]; /* of the top level */
    size_t kept;
    int64_t total;
    const char *codec;      /* "alac", "aac" */
    int64_t entry_at;       /* of the sample description */
    unsigned channels;      /* declared */
    unsigned rate_hz, bits; /* ALAC; 0 otherwise */
    uint32_t ticks_hz;      /* the clock of the media */
    int64_t duration;       /* of all samples, in ticks; -1: in fragments, not known */
    struct lo_mp4_edit edit;
    int64_t audio_bytes; /* of all samples, as far as they are there */
    int64_t ilst_at;     /* of the box of tags; 0: none */
    int64_t ilst_bytes;  /* of its body */
};

/* Walks the file; name is for messages. LO_EFORMAT when there is no track of ALAC or AAC, or
 * nothing that tells where its samples are. mp4 arrives zeroed. */
LO_MUST_USE int lo_mp4_walk(struct lo_mp4 *mp4, struct lo_source *source,
                            const char *name, struct lo_remarks *remarks,
                            struct lo_err *err);

/* The frames that are meant, of those that decode at rate_hz: skip so many, then take so
 * many; -1: all. */
struct lo_mp4_cut {
    int64_t skip, take;
};
struct lo_mp4_cut lo_mp4_cut_of(const struct lo_mp4 *mp4, unsigned rate_hz);

/* Where there is no edit list: the edit that iTunes writes among the tags. */
void lo_mp4_find_gaps(struct lo_mp4 *mp4, struct lo_source *source);

/* One entry of ilst. */
struct lo_mp4_item {
    unsigned char id[4];
    char name[40]; /* of "----": what comes after the domain; printable ASCII */
    int64_t at;    /* of the entry */
    uint32_t type; /* of its value: 1 UTF-8, 2 UTF-16, 0 binary */
    int64_t value_at, value_bytes;
};

/* The entry at *at, which moves behind it; false at the end, or where sizes are wrong: then
 * *at is not end. */
bool lo_mp4_next_item(struct lo_source *source, int64_t *at, int64_t end,
                      struct lo_mp4_item *item);

#endif
