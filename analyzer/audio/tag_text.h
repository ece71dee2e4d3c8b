/* Texts of tags: from whatever code they are stored in to UTF-8, with what is wrong said. */
#ifndef LO_AUDIO_TAG_TEXT_H
#define LO_AUDIO_TAG_TEXT_H

#include "analyzer/audio/tags.h"

/* How a format says its texts are stored. */
enum lo_coding {
    LO_CODING_ASCII, /* nothing else is allowed: bext */
    LO_CODING_LOCAL, /* it does not say: INFO, AIFF, cart. Windows-1252 or UTF-8 in fact */
    LO_CODING_LATIN1, /* ISO 8859-1, in fact Windows-1252: ID3 */
    LO_CODING_UTF8,
    LO_CODING_UTF16, /* with a byte order mark; little-endian without one, and that is said */
    LO_CODING_UTF16BE, /* without a mark */
};

/* bytes[count] as UTF-8, cut at the first NUL and at LO_TAG_TEXT_BYTES, in the arena of tags;
 * NULL when out of memory, which tags keeps. Remarks name the place. */
char *lo_tag_decode(struct lo_tags *tags, const struct lo_tag_place *place,
                    const unsigned char *bytes, size_t count, enum lo_coding coding);

/* lo_tag_decode and lo_tags_add in one. */
void lo_tag_take(struct lo_tags *tags, enum lo_tag tag,
                 const struct lo_tag_place *place, const unsigned char *bytes,
                 size_t count, enum lo_coding coding);

/* Reads up to LO_TAG_TEXT_BYTES + 1 bytes of a part to bytes[]; returns how many. */
size_t lo_tag_read(struct lo_source *source, int64_t at, int64_t count,
                   unsigned char bytes[LO_TAG_TEXT_BYTES + 1]);

/* Is text UTF-8 that was once taken for Windows-1252 and encoded again ("BjÃ¶rk")? */
bool lo_tag_is_mojibake(const char *text);

#endif
