#include "analyzer/audio/pcm.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "samples are loaded as little-endian machines store them"
#endif

#define FLOAT_OF_RAW 0x1p-31f

unsigned lo_sample_bytes(enum lo_sample sample)
{
    static const unsigned bytes[] = {
        [LO_SAMPLE_U8] = 1,  [LO_SAMPLE_S8] = 1,  [LO_SAMPLE_S16] = 2,
        [LO_SAMPLE_S24] = 3, [LO_SAMPLE_S32] = 4, [LO_SAMPLE_F32] = 4,
        [LO_SAMPLE_F64] = 8,
    };

    return bytes[sample];
}

static void swap_16(unsigned char *bytes, size_t samples)
{
    for (size_t i = 0; i < samples; i++) {
        uint16_t word;

        memcpy(&word, bytes + 2 * i, sizeof word);
        word = __builtin_bswap16(word);
        memcpy(bytes + 2 * i, &word, sizeof word);
    }
}

static void swap_24(unsigned char *bytes, size_t samples)
{
    for (size_t i = 0; i < samples; i++) {
        unsigned char first = bytes[3 * i];

        bytes[3 * i] = bytes[3 * i + 2];
        bytes[3 * i + 2] = first;
    }
}

static void swap_32(unsigned char *bytes, size_t samples)
{
    for (size_t i = 0; i < samples; i++) {
        uint32_t word;

        memcpy(&word, bytes + 4 * i, sizeof word);
        word = __builtin_bswap32(word);
        memcpy(bytes + 4 * i, &word, sizeof word);
    }
}

static void swap_64(unsigned char *bytes, size_t samples)
{
    for (size_t i = 0; i < samples; i++) {
        uint64_t word;

        memcpy(&word, bytes + 8 * i, sizeof word);
        word = __builtin_bswap64(word);
        memcpy(bytes + 8 * i, &word, sizeof word);
    }
}

void lo_pcm_swap(enum lo_sample sample, unsigned char *bytes, size_t samples)
{
    switch (lo_sample_bytes(sample)) {
    case 2:
        swap_16(bytes, samples);
        break;
    case 3:
        swap_24(bytes, samples);
        break;
    case 4:
        swap_32(bytes, samples);
        break;
    case 8:
        swap_64(bytes, samples);
        break;
    default:
        break;
    }
}

static void unpack_s8(const unsigned char *restrict bytes, size_t samples,
                      int32_t *restrict raw)
{
    for (size_t i = 0; i < samples; i++)
        raw[i] = (int32_t)((uint32_t)bytes[i] << 24);
}

static void unpack_u8(const unsigned char *restrict bytes, size_t samples,
                      int32_t *restrict raw)
{
    for (size_t i = 0; i < samples; i++)
        raw[i] = (int32_t)((uint32_t)(bytes[i] ^ 0x80u) << 24);
}

static void unpack_16(const unsigned char *restrict bytes, size_t samples,
                      int32_t *restrict raw)
{
    for (size_t i = 0; i < samples; i++) {
        uint16_t word;

        memcpy(&word, bytes + 2 * i, sizeof word);
        raw[i] = (int32_t)((uint32_t)word << 16);
    }
}

static void unpack_24(const unsigned char *restrict bytes, size_t samples,
                      int32_t *restrict raw)
{
    size_t i = 0;

    /* Four bytes are loaded for three, so the last sample must not be loaded so. */
    for (; i + 1 < samples; i++) {
        uint32_t word;

        memcpy(&word, bytes + 3 * i, sizeof word);
        raw[i] = (int32_t)(word << 8);
    }
    for (; i < samples; i++)
        raw[i] =
            (int32_t)((uint32_t)bytes[3 * i] << 8 | (uint32_t)bytes[3 * i + 1] << 16 |
                      (uint32_t)bytes[3 * i + 2] << 24);
}

void lo_pcm_unpack(enum lo_sample sample, const unsigned char *bytes, size_t samples,
                   int32_t *raw)
{
    switch (sample) {
    case LO_SAMPLE_U8:
        unpack_u8(bytes, samples, raw);
        break;
    case LO_SAMPLE_S8:
        unpack_s8(bytes, samples, raw);
        break;
    case LO_SAMPLE_S16:
        unpack_16(bytes, samples, raw);
        break;
    case LO_SAMPLE_S24:
        unpack_24(bytes, samples, raw);
        break;
    default:
        memcpy(raw, bytes, samples * sizeof *raw);
        break;
    }
}

void lo_pcm_to_float(const int32_t *restrict raw, size_t samples, float *restrict x)
{
    for (size_t i = 0; i < samples; i++)
        x[i] = (float)raw[i] * FLOAT_OF_RAW;
}

void lo_pcm_copy_float(enum lo_sample sample, const unsigned char *bytes,
                       size_t samples, float *x)
{
    if (sample == LO_SAMPLE_F32) {
        memcpy(x, bytes, samples * sizeof *x);
        return;
    }
    for (size_t i = 0; i < samples; i++) {
        double wide;

        memcpy(&wide, bytes + 8 * i, sizeof wide);
        x[i] = (float)wide;
    }
}

bool lo_pcm_all_finite(const float *x, size_t samples)
{
    const uint32_t exponent = 0x7F800000u;
    uint32_t found = 0;

    for (size_t i = 0; i < samples; i++) {
        uint32_t word;

        memcpy(&word, x + i, sizeof word);
        found |= (uint32_t)((word & exponent) == exponent);
    }
    return !found;
}

static void split_stereo(const float *restrict x, size_t frames, float *restrict left,
                         float *restrict right)
{
    for (size_t i = 0; i < frames; i++) {
        left[i] = x[2 * i];
        right[i] = x[2 * i + 1];
    }
}

void lo_pcm_deinterleave(const float *x, size_t frames, unsigned channels,
                         float *const *channel)
{
    if (channels == 1) {
        memcpy(channel[0], x, frames * sizeof *x);
        return;
    }
    if (channels == 2) {
        split_stereo(x, frames, channel[0], channel[1]);
        return;
    }
    for (unsigned ch = 0; ch < channels; ch++) {
        float *restrict to = channel[ch];

        for (size_t i = 0; i < frames; i++)
            to[i] = x[i * channels + ch];
    }
}

static void join_stereo(const int32_t *restrict left, const int32_t *restrict right,
                        size_t frames, unsigned shift, int32_t *restrict raw)
{
    for (size_t i = 0; i < frames; i++) {
        raw[2 * i] = (int32_t)((uint32_t)left[i] << shift);
        raw[2 * i + 1] = (int32_t)((uint32_t)right[i] << shift);
    }
}

void lo_pcm_interleave(const int32_t *const *channel, size_t frames, unsigned channels,
                       unsigned shift, int32_t *raw)
{
    if (channels == 2) {
        join_stereo(channel[0], channel[1], frames, shift, raw);
        return;
    }
    for (unsigned ch = 0; ch < channels; ch++)
        for (size_t i = 0; i < frames; i++)
            raw[i * channels + ch] = (int32_t)((uint32_t)channel[ch][i] << shift);
}

static void pack_16(const int32_t *restrict raw, size_t samples, unsigned shift,
                    unsigned char *restrict bytes)
{
    for (size_t i = 0; i < samples; i++) {
        int16_t word = (int16_t)(raw[i] >> shift);

        memcpy(bytes + 2 * i, &word, sizeof word);
    }
}

static void pack_24(const int32_t *restrict raw, size_t samples, unsigned shift,
                    unsigned char *restrict bytes)
{
    /* A fourth byte is written and then overwritten by the next sample: the caller's room
     * is 4 bytes a sample. */
    for (size_t i = 0; i < samples; i++) {
        int32_t word = raw[i] >> shift;

        memcpy(bytes + 3 * i, &word, sizeof word);
    }
}

size_t lo_pcm_pack(const int32_t *raw, size_t samples, unsigned bits,
                   unsigned char *bytes)
{
    unsigned width = (bits + 7) / 8, shift = 32 - bits;

    switch (width) {
    case 1:
        for (size_t i = 0; i < samples; i++)
            bytes[i] = (unsigned char)(raw[i] >> shift);
        break;
    case 2:
        pack_16(raw, samples, shift, bytes);
        break;
    case 3:
        pack_24(raw, samples, shift, bytes);
        break;
    default:
        for (size_t i = 0; i < samples; i++) {
            int32_t word = raw[i] >> shift;

            memcpy(bytes + 4 * i, &word, sizeof word);
        }
        break;
    }
    return samples * width;
}
