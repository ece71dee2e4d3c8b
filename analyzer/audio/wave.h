/* The format of a WAVE file: its fmt chunk, and how its samples are stored.
 *
 * References:
 *   [RIFF] Multimedia Programming Interface and Data Specifications 1.0, "WAVE".
 *   [WAVEX] Microsoft, "Multiple Channel Audio Data and WAVE Files", 7 March 2007:
 *       WAVE_FORMAT_EXTENSIBLE.
 */
#ifndef LO_AUDIO_WAVE_H
#define LO_AUDIO_WAVE_H

#include "analyzer/audio/pcm.h"
#include "analyzer/audio/reader.h"
#include "analyzer/audio/riff.h"

struct lo_wave {
    uint16_t tag;    /* 1, 3 or 0xFFFE */
    uint16_t subtag; /* what tag 0xFFFE stands for: 1 or 3; else the tag itself */
    uint16_t block_align;
    uint16_t bits;         /* as declared */
    enum lo_sample sample; /* how one is stored */
    unsigned frame_bytes;
};

/* Reads the fmt chunk that the walk found. LO_EFORMAT, with the reason and the byte, for
 * anything but integer PCM of 8 to 32 bits or floats of 32 or 64, 1 to LO_MAX_CHANNELS
 * channels, 8 to 384 kHz. format->frames is left alone. */
LO_MUST_USE int lo_wave_read(struct lo_wave *wave, struct lo_audio_format *format,
                             const struct lo_riff *riff, struct lo_source *source,
                             const char *name, struct lo_remarks *remarks,
                             struct lo_err *err);

/* Channels and rate against what can be measured; at: the byte that says so. Also for
 * FLAC. */
LO_MUST_USE int lo_check_range(const struct lo_audio_format *format, int64_t at,
                               const char *name, struct lo_err *err);

/* The tags that have a name, in order; NULL from the last on. */
const char *lo_wave_tag_row(size_t i, uint16_t *tag);

/* What a format tag stands for, "MPEG layer 3"; NULL when it is not in the table. */
const char *lo_wave_tag_name(uint16_t tag);

#endif
