#include "tests/support/music.h"

#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const music_names[] = {
    "blupi-mix-24-44100",
    "blupi-mix-24-96000",
    "knalgan_theme",
    "ninesix",
    "nunc_dimittis",
    "stairs",
    "the_king_is_dead",
    "traveling_minstrels",
    NULL,
};

static SNDFILE *open_music(const char *name, SF_INFO *info)
{
    const char *shared = getenv("LEADOUT_SHARED"), *ci = getenv("LEADOUT_CI");
    char path[4096];
    SNDFILE *file;

    snprintf(path, sizeof path, "%s/music/%s.flac", shared ? shared : "", name);
    file = sf_open(path, SFM_READ, info);
    if (!file && ci && strcmp(ci, "1") == 0)
        fail_msg("%s: %s", path, sf_strerror(NULL));
    if (!file) {
        print_message("  skipped: no music at $LEADOUT_SHARED\n");
        skip();
    }
    return file;
}

struct music music_load(const char *name)
{
    SF_INFO info = {0};
    SNDFILE *file = open_music(name, &info);
    struct music music = {.frames = (size_t)info.frames,
                          .rate_hz = (unsigned)info.samplerate};
    double *both = malloc(music.frames * MUSIC_CHANNELS * sizeof *both);

    assert_non_null(both);
    assert_int_equal(info.channels, MUSIC_CHANNELS);
    assert_int_equal(sf_readf_double(file, both, info.frames), info.frames);
    sf_close(file);
    music.bits = (info.format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_16 ? 16 : 24;
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++) {
        music.x[ch] = malloc(music.frames * sizeof **music.x);
        assert_non_null(music.x[ch]);
        for (size_t i = 0; i < music.frames; i++)
            music.x[ch][i] = both[i * MUSIC_CHANNELS + ch];
    }
    free(both);
    return music;
}

struct music music_copy(const struct music *from)
{
    struct music music = *from;

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++) {
        music.x[ch] = malloc(music.frames * sizeof **music.x);
        assert_non_null(music.x[ch]);
        memcpy(music.x[ch], from->x[ch], music.frames * sizeof **music.x);
    }
    return music;
}

void music_free(struct music *music)
{
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        free(music->x[ch]);
}

/* The code of a sample, left-justified, at the rails when it is over them. */
static int32_t code(double x, unsigned bits)
{
    double top = ldexp(1, (int)bits - 1);
    double value = fmin(fmax(rint(x * top), -top), top - 1);

    return (int32_t)(value * ldexp(1, 32 - (int)bits));
}

struct lo_doc *music_measure(const struct lo_meter *meter, const struct music *music,
                             unsigned bits, size_t block, const double *params)
{
    size_t samples = music->frames * MUSIC_CHANNELS;
    float *planar = malloc((samples + 1) * sizeof *planar);
    int32_t *raw = malloc((samples + 1) * sizeof *raw);
    const float *channel[] = {planar, planar + music->frames};
    const struct lo_meter *const meters[] = {meter, NULL};
    struct signal signal = {
        .channel = channel,
        .frames = music->frames,
        .raw = bits ? raw : NULL,
        .setup = {.channels = MUSIC_CHANNELS,
                  .rate_hz = music->rate_hz,
                  .bits = bits ? bits : 32,
                  .valid_bits = bits ? bits : 32,
                  .is_float = bits == 0,
                  .params = params},
    };
    struct lo_doc *doc;

    assert_non_null(planar);
    assert_non_null(raw);
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (size_t i = 0; i < music->frames; i++) {
            int32_t value = bits ? code(music->x[ch][i], bits) : 0;

            raw[i * MUSIC_CHANNELS + ch] = value;
            planar[ch * music->frames + i] =
                bits ? ldexpf((float)value, -31) : (float)music->x[ch][i];
        }
    doc = measure(meters, &signal, block);
    free(planar);
    free(raw);
    return doc;
}

void music_gain(struct music *music, double gain)
{
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (size_t i = 0; i < music->frames; i++)
            music->x[ch][i] *= gain;
}

double music_level_of_share(const struct music *music, double share)
{
    enum { CLASSES = 65536 };
    size_t *count = calloc(CLASSES, sizeof *count);
    size_t over = 0;
    int class = CLASSES;

    assert_non_null(count);
    for (size_t i = 0; i < music->frames; i++)
        count[(int)(fmin(fabs(music->x[0][i]), 1) * (CLASSES - 1))]++;
    while (class > 1 && (double)over < share * (double)music->frames)
        over += count[--class];
    free(count);
    return (double)class / CLASSES;
}

void music_clip(struct music *music, double low, double high)
{
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (size_t i = 0; i < music->frames; i++)
            music->x[ch][i] = fmin(fmax(music->x[ch][i], low), high);
}

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

void music_dither(struct music *music, unsigned bits)
{
    double step = ldexp(1, 1 - (int)bits);
    uint64_t seed = 12345;

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (size_t i = 0; i < music->frames; i++)
            music->x[ch][i] += step * (uniform(&seed) - uniform(&seed));
}

enum { TAPS = 32, PHASES = 512 };

/* table[PHASES][2 * TAPS]: a sinc of that cutoff (of the old rate's half) under a Hann
 * window, for each fraction of a sample. */
static double *sinc_table(double cutoff)
{
    double *table = malloc(sizeof(double[PHASES][2 * TAPS]));

    assert_non_null(table);
    for (int p = 0; p < PHASES; p++)
        for (int n = 0; n < 2 * TAPS; n++) {
            double t = n - TAPS + 1 - (double)p / PHASES;
            double y = M_PI * cutoff * t;
            double window = 0.5 + 0.5 * cos(M_PI * t / TAPS);

            table[p * 2 * TAPS + n] = cutoff * window * (y != 0 ? sin(y) / y : 1);
        }
    return table;
}

void music_resample(struct music *music, unsigned rate_hz)
{
    double ratio = (double)music->rate_hz / rate_hz;
    size_t frames = (size_t)((double)music->frames / ratio);
    double *table = sinc_table(0.95 * (ratio > 1 ? 1 / ratio : 1));

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++) {
        double *to = calloc(frames, sizeof *to);

        assert_non_null(to);
        for (size_t i = 0; i < frames; i++) {
            double at = (double)i * ratio;
            long whole = (long)at;
            const double *taps =
                table + (int)((at - (double)whole) * PHASES) * 2 * TAPS;

            for (long n = 0; n < 2 * TAPS; n++) {
                long from = whole + n - TAPS + 1;

                if (from >= 0 && from < (long)music->frames)
                    to[i] += taps[n] * music->x[ch][from];
            }
        }
        free(music->x[ch]);
        music->x[ch] = to;
    }
    free(table);
    music->frames = frames;
    music->rate_hz = rate_hz;
}

void music_shelf(struct music *music, double corner_hz, double gain_db)
{
    double gain = pow(10, gain_db / 20);
    double step = 1 - exp(-2 * M_PI * corner_hz / music->rate_hz);

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++) {
        double low = 0;

        for (size_t i = 0; i < music->frames; i++) {
            low += step * (music->x[ch][i] - low);
            music->x[ch][i] = low + gain * (music->x[ch][i] - low);
        }
    }
}

void music_limit(struct music *music, double gain, double ceiling)
{
    size_t ahead = (size_t)(0.0015 * music->rate_hz);
    double release = exp(-1 / (0.08 * music->rate_hz));
    double *need = malloc((music->frames + 1) * sizeof *need);
    double smooth = 1, average;

    assert_non_null(need);
    music_gain(music, gain);
    for (size_t i = 0; i < music->frames; i++) {
        double least = 1;

        for (size_t n = i; n < i + ahead && n < music->frames; n++) {
            double peak = fmax(fabs(music->x[0][n]), fabs(music->x[1][n]));

            least = fmin(least, peak > ceiling ? ceiling / peak : 1);
        }
        smooth = fmin(least, 1 - (1 - smooth) * release);
        need[i] = smooth;
    }
    /* The mean of the needs over the look-ahead is never over the need at its end. */
    average = (double)ahead * need[0];
    for (size_t i = 0; i < music->frames; i++) {
        average += need[i] - need[i >= ahead ? i - ahead : 0];
        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
            music->x[ch][i] *= fmin(average / (double)ahead, 1);
    }
    free(need);
}
