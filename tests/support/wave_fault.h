/* Faults of WAVE files, in tables: how each is made, what it is called, how much of it is
 * measured, or why nothing is. The files hold wav_pattern, so that what is measured is
 * checked sample by sample. */
#ifndef LO_TEST_WAVE_FAULT_H
#define LO_TEST_WAVE_FAULT_H

#include "fixtures/wav.h"
#include "tests/support/reading.h"

/* A plain file: 100 frames of stereo, 24 bits. */
enum {
    FRAMES = 100,
    FRAME_BYTES = 6,
    DATA_BYTES = FRAMES * FRAME_BYTES,
    RIFF_SIZE_AT = 4,
    FMT_AT = 20,  /* body */
    DATA_AT = 36, /* header */
    TAG_PCM = 1,
    TAG_EXTENSIBLE = 0xFFFE,
};
extern const struct wav_format plain_wave_format;

void put_plain_wave(struct wav_bytes *bytes);
/* Its data chunk alone. */
void put_wave_data(struct wav_bytes *bytes);

/* A maker of the plain file with count bytes changed. */
#define PATCH(name, at, value, count)                                                  \
    static void name(struct wav_bytes *b)                                              \
    {                                                                                  \
        put_plain_wave(b);                                                             \
        wav_patch(b, at, value, count);                                                \
    }

struct wave_fault {
    const char *what;
    void (*make)(struct wav_bytes *bytes);
    const char *problems; /* ids in the lists, in any order, by blanks; "": none */
    int64_t frames;       /* that are measured */
    const char *error; /* LO_EFORMAT with this in its text; NULL: it can be measured */
};

/* Reads each; fails the test where one is not what its row says. */
void check_wave_faults(const struct wave_fault *faults, size_t count);

/* What was read of one that can be measured; reading_fini it. */
struct reading read_wave_fault(void (*make)(struct wav_bytes *));

#endif
