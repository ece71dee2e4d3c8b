/* Stored samples to numbers: unpacking, conversion, interleaving.
 *
 * Integers become int32, left-justified: full scale is ±2^31 whatever the depth. Floats
 * are raw * 2^-31, exact to 24 bits and rounded to nearest above. Bytes are little-endian;
 * lo_pcm_swap makes others so. Arrays must not overlap.
 */
#ifndef LO_AUDIO_PCM_H
#define LO_AUDIO_PCM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lo_sample {
    LO_SAMPLE_U8, /* unsigned, as WAVE stores up to 8 bits */
    LO_SAMPLE_S8, /* signed, as AIFF does */
    LO_SAMPLE_S16,
    LO_SAMPLE_S24,
    LO_SAMPLE_S32,
    LO_SAMPLE_F32,
    LO_SAMPLE_F64,
};

/* Bytes of one stored sample. */
unsigned lo_sample_bytes(enum lo_sample sample);

/* Turns the bytes of each sample of bytes[samples * lo_sample_bytes(sample)] round. */
void lo_pcm_swap(enum lo_sample sample, unsigned char *bytes, size_t samples);

/* bytes[samples * lo_sample_bytes(sample)] to raw[samples]; integer kinds only. */
void lo_pcm_unpack(enum lo_sample sample, const unsigned char *bytes, size_t samples,
                   int32_t *raw);

/* raw[samples] to x[samples]. */
void lo_pcm_to_float(const int32_t *raw, size_t samples, float *x);

/* bytes[samples * lo_sample_bytes(sample)] to x[samples]; float kinds only. A double too
 * large for a float becomes infinite. Not-a-numbers stay. */
void lo_pcm_copy_float(enum lo_sample sample, const unsigned char *bytes,
                       size_t samples, float *x);

/* True when no sample of x[samples] is infinite or not a number. */
bool lo_pcm_all_finite(const float *x, size_t samples);

/* x[frames * channels] to channel[channels][frames]. */
void lo_pcm_deinterleave(const float *x, size_t frames, unsigned channels,
                         float *const *channel);

/* channel[channels][frames], of which the low bits count, to raw[frames * channels],
 * left-justified by shift (0 .. 31). */
void lo_pcm_interleave(const int32_t *const *channel, size_t frames, unsigned channels,
                       unsigned shift, int32_t *raw);

/* raw[samples] as FLAC's MD5 wants them [FLAC_FORMAT]: right-justified at bits (1 .. 32),
 * signed, little-endian, in the fewest whole bytes. bytes has room for 4 * samples; returns
 * how many were written. */
size_t lo_pcm_pack(const int32_t *raw, size_t samples, unsigned bits,
                   unsigned char *bytes);

#endif
