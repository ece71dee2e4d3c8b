/* What caf.c (the walk) and caf_desc.c (the format) share. */
#ifndef LO_AUDIO_CAF_PRIVATE_H
#define LO_AUDIO_CAF_PRIVATE_H

#include "analyzer/audio/caf.h"

/* Reads the desc chunk that the walk found, and compares it with the audio. */
LO_MUST_USE int lo_caf_read_desc(struct lo_caf *caf, struct lo_audio_format *format,
                                 struct lo_source *source, const char *name,
                                 struct lo_remarks *remarks, struct lo_err *err);

#endif
