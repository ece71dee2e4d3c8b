/* Real music for tests: the files of $LEADOUT_SHARED/music, and what may happen to a
 * master, so that tests can do it to them. */
#ifndef LO_TEST_MUSIC_H
#define LO_TEST_MUSIC_H

#include "analyzer/meters/meter.h"

enum { MUSIC_CHANNELS = 2 };

/* A piece of audio in full precision. */
struct music {
    double *x[MUSIC_CHANNELS]; /* [frames] each */
    size_t frames;
    unsigned rate_hz, bits; /* bits: of the file it came from */
};

/* Names of the files without ".flac"; ends with NULL. */
extern const char *const music_names[];

/* Reads a file. Skips the test when there is no shared folder, unless LEADOUT_CI is 1.
 * music_free it. */
struct music music_load(const char *name);
struct music music_copy(const struct music *from);
void music_free(struct music *music);

/* The sealed document of one meter with its initial parameters (or params) over the music,
 * rounded to bits (to 24: the file is integer; 0: floats as they are). */
struct lo_doc *music_measure(const struct lo_meter *meter, const struct music *music,
                             unsigned bits, size_t block, const double *params);

void music_gain(struct music *music, double gain);

/* The level over which share (0 .. 1) of the samples of channel 0 are. */
double music_level_of_share(const struct music *music, double share);

/* Cuts off at low and high. */
void music_clip(struct music *music, double low, double high);

/* Adds triangular noise of ±1 step of bits, always the same. */
void music_dither(struct music *music, unsigned bits);

/* Another sample rate, by a windowed sinc of 32 taps a side. */
void music_resample(struct music *music, unsigned rate_hz);

/* A first-order shelf: gain_db over corner_hz. */
void music_shelf(struct music *music, double corner_hz, double gain_db);

/* A limiter with 1.5 ms of look-ahead and 80 ms of release, driven by gain. */
void music_limit(struct music *music, double gain, double ceiling);

#endif
