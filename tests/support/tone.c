#include "tests/support/tone.h"

#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <stdlib.h>

void tone_free(struct tone *tone)
{
    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++) {
        free(tone->x[ch]);
        tone->x[ch] = NULL;
    }
    tone->frames = 0;
}

void tone_add_levels(struct tone *tone, double seconds, double f_hz,
                     const double *level_dbfs)
{
    size_t more = (size_t)lround(seconds * tone->rate_hz);

    for (unsigned ch = 0; ch < tone->channels; ch++) {
        double size = pow(10, level_dbfs[ch] / 20);
        float *x = realloc(tone->x[ch], (tone->frames + more + 1) * sizeof *x);

        assert_non_null(x);
        tone->x[ch] = x;
        for (size_t i = 0; i < more; i++)
            x[tone->frames + i] =
                (float)(size * sin(2 * M_PI * f_hz * (double)i / tone->rate_hz));
    }
    tone->frames += more;
}

void tone_add(struct tone *tone, double seconds, double f_hz, double level_dbfs)
{
    double levels[LO_MAX_CHANNELS];

    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
        levels[ch] = level_dbfs;
    tone_add_levels(tone, seconds, f_hz, levels);
}

void tone_quantise(struct tone *tone, unsigned bits)
{
    float top = ldexpf(1, (int)bits - 1);

    for (unsigned ch = 0; ch < tone->channels; ch++)
        for (size_t i = 0; i < tone->frames; i++)
            tone->x[ch][i] = rintf(tone->x[ch][i] * top) / top;
}

struct lo_doc *tone_measure(const struct tone *tone,
                            const struct lo_meter *const *meters, size_t frames,
                            size_t block)
{
    struct signal signal = {
        .channel = (const float *const *)tone->x,
        .frames = frames,
        .setup = {.channels = tone->channels,
                  .rate_hz = tone->rate_hz,
                  .channel_mask = tone->channel_mask,
                  .bits = 24,
                  .valid_bits = 24},
    };

    return measure(meters, &signal, block);
}
