/* What aiff.c (the walk) and aiff_comm.c (the format) share. */
#ifndef LO_AUDIO_AIFF_PRIVATE_H
#define LO_AUDIO_AIFF_PRIVATE_H

#include "analyzer/audio/aiff.h"

/* Reads the COMM chunk that the walk found, and compares it with the audio. */
LO_MUST_USE int lo_aiff_read_comm(struct lo_aiff *aiff, struct lo_audio_format *format,
                                  struct lo_source *source, const char *name,
                                  struct lo_remarks *remarks, struct lo_err *err);

#endif
