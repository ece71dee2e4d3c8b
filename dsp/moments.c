#include "dsp/moments.h"

#include "dsp/clones.h"

#include <math.h>

enum { LANES = DSP_LANES };

DSP_CLONES
static void add(struct dsp_moments *sums, const float *a, const float *b, size_t frames)
{
    double aa[LANES] = {0}, bb[LANES] = {0}, ab[LANES] = {0};
    size_t i = 0;

    for (; i + LANES <= frames; i += LANES)
        for (int lane = 0; lane < LANES; lane++) {
            double x = a[i + (size_t)lane], y = b[i + (size_t)lane];

            aa[lane] += x * x;
            bb[lane] += y * y;
            ab[lane] += x * y;
        }
    for (int lane = 0; i < frames; i++, lane++) {
        double x = a[i], y = b[i];

        aa[lane] += x * x;
        bb[lane] += y * y;
        ab[lane] += x * y;
    }
    for (int lane = 0; lane < LANES; lane++) {
        sums->aa += aa[lane];
        sums->bb += bb[lane];
        sums->ab += ab[lane];
    }
}

void dsp_moments_add(struct dsp_moments *sums, const float *a, const float *b,
                     size_t frames)
{
    add(sums, a, b, frames);
}

double dsp_moments_correlation(const struct dsp_moments *sums)
{
    double power = sqrt(sums->aa) * sqrt(sums->bb);
    double result = power > 0 ? sums->ab / power : 0;

    return result > 1 ? 1 : result < -1 ? -1 : result;
}
