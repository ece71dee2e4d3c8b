/* WAVE files with chunks of tags, and the tags themselves, byte by byte. */
#ifndef LO_TEST_TAG_FILE_H
#define LO_TEST_TAG_FILE_H

#include "analyzer/audio/tags.h"
#include "tests/support/reading.h"

/* A frame of ID3v2.3 or 2.4. */
void put_frame(struct wav_bytes *b, int version, const char *id, const char *body,
               size_t count);

/* An "id3 " chunk of these frames, which are given back. */
void put_id3_frames(struct wav_bytes *b, int version, int flags,
                    struct wav_bytes *frames);

/* The same from texts; ends with NULL. Each text: the id, a byte of coding, the content, \1;
 * \2 stands for the NUL between the parts of a frame. */
void put_id3(struct wav_bytes *b, int version, int flags, ...);

/* A LIST INFO chunk: id, text, id, text, … NULL. */
void put_info(struct wav_bytes *b, ...);

/* Reads 100 frames of 24-bit stereo with these chunks before the audio; put NULL: none. */
struct reading read_with_chunks(void (*put)(struct wav_bytes *b));

/* The same with one whole chunk whose body is cut to end at byte cut, its size right again. */
struct reading read_with_cut_chunk(const struct wav_bytes *chunk, size_t cut);

#endif
