#include "dsp/fft.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct dsp_fft {
    size_t points;
    float *time;
    fftwf_complex *frequency;
    fftwf_plan forward, inverse;
};

/* Of FFTW only execute is thread-safe [FFTW3, Thread safety]. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

struct dsp_fft *dsp_fft_new(size_t points)
{
    struct dsp_fft *fft;

    if (points < 16 || points > 65536 || (points & (points - 1)))
        return NULL;
    fft = calloc(1, sizeof *fft);
    if (!fft)
        return NULL;
    fft->points = points;
    fft->time = fftwf_malloc(points * sizeof *fft->time);
    fft->frequency = fftwf_malloc((points / 2 + 1) * sizeof *fft->frequency);
    if (fft->time && fft->frequency) {
        pthread_mutex_lock(&planner);
        fft->forward = fftwf_plan_dft_r2c_1d((int)points, fft->time, fft->frequency,
                                             FFTW_ESTIMATE);
        fft->inverse = fftwf_plan_dft_c2r_1d((int)points, fft->frequency, fft->time,
                                             FFTW_ESTIMATE);
        pthread_mutex_unlock(&planner);
    }
    if (!fft->forward || !fft->inverse) {
        dsp_fft_free(fft);
        return NULL;
    }
    return fft;
}

void dsp_fft_free(struct dsp_fft *fft)
{
    if (!fft)
        return;
    pthread_mutex_lock(&planner);
    if (fft->forward)
        fftwf_destroy_plan(fft->forward);
    if (fft->inverse)
        fftwf_destroy_plan(fft->inverse);
    pthread_mutex_unlock(&planner);
    fftwf_free(fft->time);
    fftwf_free(fft->frequency);
    free(fft);
}

void dsp_fft_forward(struct dsp_fft *fft, const float *x, float *spectrum)
{
    memcpy(fft->time, x, fft->points * sizeof *x);
    fftwf_execute(fft->forward);
    memcpy(spectrum, fft->frequency, (fft->points + 2) * sizeof *spectrum);
}

void dsp_fft_inverse(struct dsp_fft *fft, const float *spectrum, float *x)
{
    memcpy(fft->frequency, spectrum, (fft->points + 2) * sizeof *spectrum);
    fftwf_execute(fft->inverse);
    for (size_t i = 0; i < fft->points; i++)
        x[i] = fft->time[i] / (float)fft->points;
}
