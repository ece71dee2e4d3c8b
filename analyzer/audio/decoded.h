/* Decoded audio as the program leadout-aac sends it through a pipe, and how it is asked.
 *
 * All numbers are 32 bits in the machine's own order: both ends are on one machine. First a
 * header, then blocks: a number of frames (1 .. LO_DECODED_BLOCK_FRAMES), then that many
 * frames of interleaved 32-bit samples, integers left-justified or floats. In place of a
 * number of frames, one of the marks below ends the stream.
 */
#ifndef LO_AUDIO_DECODED_H
#define LO_AUDIO_DECODED_H

#include <stdbool.h>
#include <stdint.h>

#define LO_DECODED_MAGIC 0x31414F4Cu /* "LOA1" in a little-endian file */

struct lo_decoded_header {
    uint32_t magic;
    uint32_t channels, rate_hz;
    uint32_t bits;    /* of the integers; 0: floats */
    uint32_t version; /* of libavcodec: major << 16 | minor << 8 | micro */
};

enum {
    LO_DECODED_BLOCK_FRAMES = 8192,
    LO_DECODED_TEXT_BYTES = 200,
};

/* The end; the number of packets that could not be decoded follows. */
#define LO_DECODED_END 0u
/* Failure; LO_DECODED_TEXT_BYTES of text with a NUL follow. May stand in place of the header. */
#define LO_DECODED_FAILED 0xFFFFFFFFu

/* Is the open file one that needs the program? By its first bytes, which may deceive. */
bool lo_decoded_is_wanted(int fd);

#endif
