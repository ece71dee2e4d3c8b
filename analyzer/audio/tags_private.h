/* What the files of tags share. */
#ifndef LO_AUDIO_TAGS_PRIVATE_H
#define LO_AUDIO_TAGS_PRIVATE_H

#include "analyzer/audio/tags.h"

/* Replaces codes by their bare form, and remarks on codes and dates that are wrong. */
void lo_tags_check(struct lo_tags *tags);

/* Two values of the tag that cannot both be true; false: there are none. */
bool lo_tags_differ(const struct lo_tags *tags, enum lo_tag tag,
                    const struct lo_tag_value **a, const struct lo_tag_value **b);

/* A place in a part. key: what is not printable ASCII in it becomes '?'. */
struct lo_tag_place lo_tag_place_of(enum lo_tag_format format, const void *key,
                                    size_t key_bytes, int64_t at);

/* Lists a marker, and remarks on one that stands outside the audio. name NULL: none. */
void lo_tag_add_point(struct lo_tags *tags, const struct lo_tag_place *place,
                      uint32_t frame, const char *name);

#endif
