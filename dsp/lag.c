#include "dsp/lag.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct dsp_lag {
    size_t frames, points, reach;
    struct dsp_fft *fft;
    float *window;      /* [frames] Hann */
    float *padded;      /* [points] */
    float *a, *b;       /* [points + 2] spectra */
    float *correlation; /* [points] */
};

struct dsp_lag *dsp_lag_new(size_t frames, size_t reach)
{
    struct dsp_lag *lag = calloc(1, sizeof *lag);

    if (!lag)
        return NULL;
    lag->frames = frames;
    lag->points = 2 * frames; /* zero-padded, so that the correlation does not wrap */
    lag->reach = reach;
    lag->fft = reach < frames / 2 ? dsp_fft_new(lag->points) : NULL;
    lag->window = calloc(frames, sizeof(float));
    lag->padded = calloc(lag->points, sizeof(float));
    lag->a = calloc(lag->points + 2, sizeof(float));
    lag->b = calloc(lag->points + 2, sizeof(float));
    lag->correlation = calloc(lag->points, sizeof(float));
    if (!lag->fft || !lag->window || !lag->padded || !lag->a || !lag->b ||
        !lag->correlation) {
        dsp_lag_free(lag);
        return NULL;
    }
    for (size_t i = 0; i < frames; i++)
        lag->window[i] =
            (float)(0.5 - 0.5 * cos(2 * M_PI * ((double)i + 0.5) / (double)frames));
    return lag;
}

void dsp_lag_free(struct dsp_lag *lag)
{
    if (!lag)
        return;
    dsp_fft_free(lag->fft);
    free(lag->window);
    free(lag->padded);
    free(lag->a);
    free(lag->b);
    free(lag->correlation);
    free(lag);
}

static void transform(struct dsp_lag *lag, const float *x, float *spectrum)
{
    for (size_t i = 0; i < lag->frames; i++)
        lag->padded[i] = x[i] * lag->window[i];
    dsp_fft_forward(lag->fft, lag->padded, spectrum);
}

/* Cross spectrum conj(A)·B into lag->a, each bin scaled to magnitude 1. Bins 60 dB under
 * the strongest carry no direction worth counting and are left out; returns those kept. */
static size_t whiten(struct dsp_lag *lag)
{
    static const double floor_power = 1e-12; /* (-60 dB)² of a product of two spectra */
    size_t bins = lag->points / 2 + 1, kept = 0;
    double largest = 0;

    for (size_t i = 0; i < bins; i++) {
        float ar = lag->a[2 * i], ai = lag->a[2 * i + 1];
        float br = lag->b[2 * i], bi = lag->b[2 * i + 1];
        double power;

        lag->a[2 * i] = ar * br + ai * bi;
        lag->a[2 * i + 1] = ar * bi - ai * br;
        power = (double)lag->a[2 * i] * lag->a[2 * i] +
                (double)lag->a[2 * i + 1] * lag->a[2 * i + 1];
        largest = power > largest ? power : largest;
    }
    for (size_t i = 0; i < bins; i++) {
        double re = lag->a[2 * i], im = lag->a[2 * i + 1];
        double power = re * re + im * im;
        if (power > 0 && power >= largest * floor_power) {
            double scale = 1 / sqrt(power);

            lag->a[2 * i] = (float)(re * scale);
            lag->a[2 * i + 1] = (float)(im * scale);
            kept++;
        } else {
            lag->a[2 * i] = lag->a[2 * i + 1] = 0;
        }
    }
    return kept;
}

/* Value at a lag, which may be negative. */
static double at(const struct dsp_lag *lag, long shift)
{
    size_t index = shift < 0 ? lag->points - (size_t)-shift : (size_t)shift;

    return lag->correlation[index];
}

struct dsp_lag_result dsp_lag_measure(struct dsp_lag *lag, const float *a,
                                      const float *b)
{
    struct dsp_lag_result result = {0};
    long reach = (long)lag->reach, best = 0;
    double left, centre, right, bend;
    size_t kept;

    transform(lag, a, lag->a);
    transform(lag, b, lag->b);
    kept = whiten(lag);
    if (kept == 0)
        return result;
    dsp_fft_inverse(lag->fft, lag->a, lag->correlation);
    for (long shift = -reach; shift <= reach; shift++)
        if (fabs(at(lag, shift)) > fabs(at(lag, best)))
            best = shift;
    centre = fabs(at(lag, best));
    result.sign = at(lag, best) < 0 ? -1 : 1;
    left = at(lag, best - 1) * result.sign;
    right = at(lag, best + 1) * result.sign;
    bend = left - 2 * centre + right;
    result.lag = (double)best + (bend < 0 ? 0.5 * (left - right) / bend : 0);
    /* All bins in phase add up to this. */
    result.height = centre * (double)(lag->points / 2 + 1) / (double)kept;
    return result;
}
