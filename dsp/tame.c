#include "dsp/tame.h"

#include "dsp/clones.h"
#include "dsp/magnitude.h"

static const float LARGEST = 1e30F, SMALLEST = 1e-30F;

DSP_CLONES
static int32_t tame(const float *restrict x, float *restrict to, size_t frames)
{
    int32_t most = 0;

    for (size_t i = 0; i < frames; i++) {
        int32_t size = dsp_magnitude(x[i]);
        float y = x[i] > LARGEST ? LARGEST : x[i];

        y = y < -LARGEST ? -LARGEST : y;
        to[i] = dsp_of_magnitude(size) < SMALLEST ? 0 : y;
        most = size > most ? size : most;
    }
    return most;
}

float dsp_tame(const float *x, float *to, size_t frames)
{
    return dsp_of_magnitude(tame(x, to, frames));
}
