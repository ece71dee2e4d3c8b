/* Tags: what a file says of the music. Gathered from every chunk that holds some, with the
 * place of each, and compared with one another.
 *
 * The parsers (tag_*.c) read from a bounded part of a source and trust nothing in it: sizes
 * inside are checked against the part, texts are cut at LO_TAG_TEXT_BYTES, at most
 * LO_TAGS_KEPT values are kept and the rest is counted. What is wrong is a remark, never an
 * error: a master is not refused for its tags by the reader.
 *
 * References:
 *   [ID3V2] ID3v2.2, ID3v2.3 and ID3v2.4 informal standards.
 *   [VORBIS_COMMENT] Xiph.Org, "Ogg Vorbis I format specification: comment field".
 *   [RIFF] Multimedia Programming Interface and Data Specifications 1.0: LIST, INFO, cue.
 *   [TECH3285] EBU Tech 3285 v2: bext; its supplement 5: axml.
 *   [IXML] iXML specification 3.01.
 *   [AES46] AES46-2002: the cart chunk.
 */
#ifndef LO_AUDIO_TAGS_H
#define LO_AUDIO_TAGS_H

#include "analyzer/audio/reader.h"
#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"
#include "analyzer/base/arena.h"

enum {
    LO_TAG_TEXT_BYTES = 4096, /* of one value */
    LO_TAGS_KEPT = 200,
};

/* What a value is of. The names are those of the facts: "title" is tag.title. */
#define LO_TAGS(X)                                                                     \
    X(TITLE, "title", "title of the track")                                            \
    X(ARTIST, "artist", "performer")                                                   \
    X(ALBUM, "album", "title of the release")                                          \
    X(ALBUM_ARTIST, "album_artist", "main artist of the release")                      \
    X(TRACK_NUMBER, "track_number", "number of the track")                             \
    X(DISC_NUMBER, "disc_number", "number of the disc")                                \
    X(ISRC, "isrc", "recording code, bare when it is well formed")                     \
    X(UPC, "upc", "UPC or EAN of the release, digits only when it is well formed")     \
    X(ISWC, "iswc", "work code, bare when it is well formed")                          \
    X(LABEL, "label", "label or publisher")                                            \
    X(LABEL_CODE, "label_code", "label code, LC and digits")                           \
    X(CATALOGUE, "catalogue", "catalogue number")                                      \
    X(DATE, "date", "date of release or recording")                                    \
    X(GENRE, "genre", "genre")                                                         \
    X(COPYRIGHT, "copyright", "copyright notice")                                      \
    X(COMPOSER, "composer", "composer")                                                \
    X(LYRICIST, "lyricist", "author of the words")                                     \
    X(COMMENT, "comment", "comment")                                                   \
    X(SOFTWARE, "software", "program that wrote the file or its tags")

enum lo_tag {
#define X(constant, name, summary) LO_TAG_##constant,
    LO_TAGS(X)
#undef X
        LO_TAG_TOTAL
};

/* Kinds of tags, those that are believed first in front. */
enum lo_tag_format {
    LO_TAGS_VORBIS,
    LO_TAGS_ID3,
    LO_TAGS_MP4,
    LO_TAGS_AXML,
    LO_TAGS_CAF,
    LO_TAGS_CART,
    LO_TAGS_INFO,
    LO_TAGS_AIFF,
    LO_TAGS_IXML,
    LO_TAGS_BEXT,
    LO_TAGS_ID3V1,
};

/* Where a value stands. */
struct lo_tag_place {
    enum lo_tag_format format;
    char key[40];  /* "TIT2"; printable ASCII */
    int64_t at;    /* of the value's own header, in the file */
    bool is_fixed; /* a field of fixed length, which may cut and pads with blanks */
};

/* Part of a file that holds tags. */
struct lo_tag_part {
    int64_t at;    /* of the header of the chunk */
    int64_t body;  /* of its first byte after that */
    int64_t bytes; /* of the body, as far as it is there */
};

struct lo_tag_value {
    enum lo_tag tag;
    struct lo_tag_place place;
    const char *text; /* UTF-8, not empty */
};

/* Zero it and set doc and format before use; lo_tags_fini gives all back. */
struct lo_tags {
    struct lo_doc
        *doc; /* gets what is no lo_tag at once, the rest from lo_tags_finish */
    const struct lo_audio_format *format; /* that fields are compared with */
    struct lo_arena arena;
    struct lo_tag_value values[LO_TAGS_KEPT];
    size_t count;
    int64_t dropped;
    struct lo_remarks remarks;
    struct lo_tag_part labels; /* of cue points; bytes 0: there are none */
    bool has_md5;              /* a chunk declares the MD5 of the stored audio bytes */
    unsigned char md5[16];
    int64_t md5_at;
    bool failed; /* out of memory */
};

void lo_tags_fini(struct lo_tags *tags);

/* Keeps one value. text: decoded; one that is empty but for blanks is no value. */
void lo_tags_add(struct lo_tags *tags, enum lo_tag tag,
                 const struct lo_tag_place *place, const char *text);

/* Compares, checks codes and dates, and sets the facts. */
LO_MUST_USE int lo_tags_finish(struct lo_tags *tags, struct lo_err *err);

/* "ID3 TIT2 at byte 120"; good until the next call with the same text. */
enum { LO_TAG_WHERE_BYTES = 100 };
const char *lo_tag_where(const struct lo_tag_place *place,
                         char where[LO_TAG_WHERE_BYTES]);

/* "title" */
const char *lo_tag_name(enum lo_tag tag);

/* The parsers. Each leaves tags as they are where the part is not what it should be, and
 * says so. */
void lo_tag_id3(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part);
void lo_tag_vorbis(struct lo_tags *tags, struct lo_source *source,
                   const struct lo_tag_part *part);
void lo_tag_info(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_bext(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_ixml(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_axml(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_cart(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_cue(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part);
void lo_tag_aiff_text(struct lo_tags *tags, struct lo_source *source,
                      const struct lo_tag_part *part);
void lo_tag_caf(struct lo_tags *tags, struct lo_source *source,
                const struct lo_tag_part *part);
void lo_tag_comt(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);
void lo_tag_mark(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part);

struct lo_riff;
struct lo_aiff;
struct lo_caf;
struct lo_coded;
struct lo_mp4;
struct lo_flac_walk;
/* All parts of a file. */
void lo_tags_riff(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_riff *riff);
void lo_tags_aiff(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_aiff *aiff);
void lo_tags_caf(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_caf *caf);
void lo_tags_coded(struct lo_tags *tags, struct lo_source *source,
                   const struct lo_coded *coded);
void lo_tags_mp4(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_mp4 *mp4);
void lo_tags_flac(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_flac_walk *walk);

#endif
