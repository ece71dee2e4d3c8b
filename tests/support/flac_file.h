/* FLAC files in memory, of wav_pattern, made by libFLAC. */
#ifndef LO_TEST_FLAC_FILE_H
#define LO_TEST_FLAC_FILE_H

#include "fixtures/wav.h"

struct flac_shape {
    unsigned channels, rate_hz, bits;
    unsigned block; /* samples of a FLAC frame; 0: 4096 */
    int64_t frames;
    int is_silence; /* instead of the pattern */
};

/* Offsets in every FLAC file that begins at byte 0. */
enum {
    FLAC_STREAMINFO_AT = 8, /* body */
    FLAC_TOTAL_AT = 21,     /* low nibble, then 4 bytes, big-endian */
    FLAC_MD5_AT = 26,
};

/* The file, with one VORBIS_COMMENT that libFLAC adds. */
void flac_file(struct wav_bytes *bytes, const struct flac_shape *shape);

/* Overwrites the 36 bits of the total. */
void flac_set_total(struct wav_bytes *bytes, uint64_t frames);

/* Inserts a metadata block behind STREAMINFO. */
void flac_insert(struct wav_bytes *bytes, int type, const void *body, size_t count);

/* Offset of the first audio frame. */
size_t flac_audio_at(const struct wav_bytes *bytes);

#endif
