#include "dsp/sums.h"

#include "dsp/clones.h"

#include <string.h>

enum { LANES = DSP_LANES };

/* Inlined into clones, where it becomes a few vector additions. */
static inline double fold(double *lanes)
{
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++)
            lanes[lane] += lanes[lane + half];
    return lanes[0];
}

DSP_CLONES
static double sum(const float *x, size_t frames)
{
    double lanes[LANES] = {0};
    size_t i = 0;

    for (; i + LANES <= frames; i += LANES)
        for (int lane = 0; lane < LANES; lane++)
            lanes[lane] += (double)x[i + (size_t)lane];
    for (int lane = 0; i < frames; i++, lane++)
        lanes[lane] += (double)x[i];
    return fold(lanes);
}

DSP_CLONES
static double power(const float *x, size_t frames)
{
    double lanes[LANES] = {0};
    size_t i = 0;

    for (; i + LANES <= frames; i += LANES)
        for (int lane = 0; lane < LANES; lane++) {
            double y = (double)x[i + (size_t)lane];

            lanes[lane] += y * y;
        }
    for (int lane = 0; i < frames; i++, lane++)
        lanes[lane] += (double)x[i] * (double)x[i];
    return fold(lanes);
}

DSP_CLONES
static struct dsp_range range(const float *x, size_t frames)
{
    float low[LANES], high[LANES];
    size_t i = 0;

    for (int lane = 0; lane < LANES; lane++)
        low[lane] = high[lane] = x[0];
    for (; i + LANES <= frames; i += LANES)
        for (int lane = 0; lane < LANES; lane++) {
            float y = x[i + (size_t)lane];

            low[lane] = y < low[lane] ? y : low[lane];
            high[lane] = y > high[lane] ? y : high[lane];
        }
    for (int lane = 0; i < frames; i++, lane++) {
        low[lane] = x[i] < low[lane] ? x[i] : low[lane];
        high[lane] = x[i] > high[lane] ? x[i] : high[lane];
    }
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++) {
            float other = low[lane + half];

            low[lane] = other < low[lane] ? other : low[lane];
            other = high[lane + half];
            high[lane] = other > high[lane] ? other : high[lane];
        }
    return (struct dsp_range){low[0], high[0]};
}

double dsp_sum(const float *x, size_t frames)
{
    return sum(x, frames);
}

double dsp_power(const float *x, size_t frames)
{
    return power(x, frames);
}

struct dsp_range dsp_range(const float *x, size_t frames)
{
    return range(x, frames);
}
