#include "analyzer/doc/base64.h"

#include "analyzer/base/alloc.h"

#include <stdint.h>
#include <string.h>

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Bytes arrive one at a time, so that no second copy of a long series is needed. */
struct encoder {
    char *to;
    uint32_t held;
    int count; /* bytes in held: 0 .. 2 */
};

static void put_byte(struct encoder *encoder, unsigned byte)
{
    encoder->held = encoder->held << 8 | byte;
    if (++encoder->count < 3)
        return;
    for (int shift = 18; shift >= 0; shift -= 6)
        *encoder->to++ = letters[encoder->held >> shift & 63];
    encoder->held = 0;
    encoder->count = 0;
}

static void end(struct encoder *encoder)
{
    int count = encoder->count;

    while (encoder->count > 0)
        put_byte(encoder, 0);
    if (count > 0)
        memset(encoder->to - 3 + count, '=', (size_t)(3 - count));
    *encoder->to = '\0';
}

static char *room_for(size_t count, size_t size)
{
    if (count > SIZE_MAX / 2 / size)
        return NULL;
    return lo_alloc((count * size + 2) / 3 * 4 + 1, 1);
}

char *lo_base64_floats(const float *values, size_t count)
{
    char *text = room_for(count, sizeof *values);
    struct encoder encoder = {.to = text};

    if (!text)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;

        memcpy(&bits, &values[i], sizeof bits);
        for (int shift = 0; shift < 32; shift += 8)
            put_byte(&encoder, bits >> shift & 255);
    }
    end(&encoder);
    return text;
}

char *lo_base64_doubles(const double *values, size_t count)
{
    char *text = room_for(count, sizeof *values);
    struct encoder encoder = {.to = text};

    if (!text)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;

        memcpy(&bits, &values[i], sizeof bits);
        for (int shift = 0; shift < 64; shift += 8)
            put_byte(&encoder, bits >> shift & 255);
    }
    end(&encoder);
    return text;
}

/* 0 .. 63, or -1 for what is no letter of the alphabet. */
static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

size_t lo_base64_size(const char *text, size_t length)
{
    size_t padding = 0;
    int last;

    if (length % 4 != 0)
        return SIZE_MAX;
    if (length == 0)
        return 0;
    while (padding < 2 && text[length - 1 - padding] == '=')
        padding++;
    for (size_t i = 0; i < length - padding; i++)
        if (value_of(text[i]) < 0)
            return SIZE_MAX;
    last = value_of(text[length - 1 - padding]);
    if (last & ((1 << 2 * padding) - 1))
        return SIZE_MAX;
    return length / 4 * 3 - padding;
}

struct decoder {
    const char *from;
    uint32_t held;
    int bits; /* in held */
};

static unsigned get_byte(struct decoder *decoder)
{
    while (decoder->bits < 8) {
        decoder->held = decoder->held << 6 | (uint32_t)value_of(*decoder->from++);
        decoder->bits += 6;
    }
    decoder->bits -= 8;
    return decoder->held >> decoder->bits & 255;
}

void lo_base64_to_floats(const char *text, float *values, size_t count)
{
    struct decoder decoder = {.from = text};

    for (size_t i = 0; i < count; i++) {
        uint32_t bits = 0;

        for (int shift = 0; shift < 32; shift += 8)
            bits |= (uint32_t)get_byte(&decoder) << shift;
        memcpy(&values[i], &bits, sizeof bits);
    }
}

void lo_base64_to_doubles(const char *text, double *values, size_t count)
{
    struct decoder decoder = {.from = text};

    for (size_t i = 0; i < count; i++) {
        uint64_t bits = 0;

        for (int shift = 0; shift < 64; shift += 8)
            bits |= (uint64_t)get_byte(&decoder) << shift;
        memcpy(&values[i], &bits, sizeof bits);
    }
}
