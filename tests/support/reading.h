/* Reads whole files with the reader, without the engine. */
#ifndef LO_TEST_READING_H
#define LO_TEST_READING_H

#include "analyzer/audio/reader.h"
#include "fixtures/wav.h"

/* What came out. */
struct reading {
    struct lo_doc *doc; /* sealed; NULL when reading failed */
    struct lo_err err;
    struct lo_audio_format format;
    int64_t frames;
    float *x;     /* [frames * channels] interleaved */
    int32_t *raw; /* the same; NULL when not integer PCM */
};

/* Reads the open file in blocks of block_frames (0: the reader's own). Fails the test when
 * blocks contradict each other or themselves. Close fd yourself; reading_fini the result. */
struct reading read_fd(int fd, const char *name, size_t block_frames,
                       const struct lo_read_options *options);

/* The same from bytes, named "test.wav". */
struct reading read_bytes(const struct wav_bytes *bytes, size_t block_frames);

void reading_fini(struct reading *reading);

/* The text of a fact; fails the test when it is missing. */
const char *text_of(const struct lo_doc *doc, const char *id);

/* The item of a list that starts with id and a colon; NULL: none does. */
const char *problem_of(const struct lo_doc *doc, const char *id);

/* All items of a list in one text, for messages: "a | b". Good until the next call. */
const char *list_of(const struct lo_doc *doc, const char *id);

#endif
