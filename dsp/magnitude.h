/* Magnitudes of floats as integers: they keep their order, and a compiler may take the
 * maximum of integers in any order, so that it vectorises. */
#ifndef LO_DSP_MAGNITUDE_H
#define LO_DSP_MAGNITUDE_H

#include <stdint.h>

static inline int32_t dsp_magnitude(float x)
{
    union {
        float value;
        int32_t bits;
    } both = {.value = x};

    return both.bits & INT32_MAX;
}

/* The magnitude itself. */
static inline float dsp_of_magnitude(int32_t bits)
{
    union {
        int32_t bits;
        float value;
    } both = {.bits = bits};

    return both.value;
}

#endif
