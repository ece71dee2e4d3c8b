/* True peak against interpolation that is much finer, made by the test itself. */
#include "dsp/oversample.h"
#include "dsp/truepeak.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

enum {
    CONTEXT = DSP_TRUEPEAK_CONTEXT,
    AFTER = DSP_TRUEPEAK_CONTEXT + DSP_TRUEPEAK_SLACK,
    FINE = 32,       /* points a frame of a reference */
    LONG_TAPS = 192, /* on each side, of the long reference */
    SHORT_TAPS = 32, /* of the one with the meter's own prototype */
    CANDIDATES =
        40, /* places looked at by a reference: the highest at 4 points a frame */
};

/* A signal with room around it, as look wants it. */
struct padded {
    float *all, *x;
    size_t frames;
};

static struct padded make(size_t frames)
{
    struct padded p = {.frames = frames};

    p.all = calloc(CONTEXT + frames + AFTER, sizeof *p.all);
    assert_non_null(p.all);
    p.x = p.all + CONTEXT;
    return p;
}

struct count {
    size_t spans;
    int64_t points;
    double peak;
    struct dsp_truepeak_over last;
};

static void take(void *context, const struct dsp_truepeak_over *over)
{
    struct count *count = context;

    count->spans++;
    count->points += over->length;
    count->peak = fmax(count->peak, over->peak);
    count->last = *over;
}

/* The true peak in dB, looked at in stretches of cut frames. */
static double look(const struct padded *p, size_t cut, struct count *count)
{
    struct count own = {0};
    struct dsp_truepeak *finder = dsp_truepeak_new(cut, 0, take, count ? count : &own);
    double most = 0;

    assert_non_null(finder);
    for (size_t at = 0; at < p->frames; at += cut) {
        size_t frames = p->frames - at < cut ? p->frames - at : cut;

        most = fmax(most, dsp_truepeak_look(finder, p->x + at, frames));
    }
    dsp_truepeak_finish(finder);
    dsp_truepeak_free(finder);
    return 20 * log10(most);
}

static double bessel(double x)
{
    double sum = 1, term = 1;

    for (int n = 1; n < 80; n++) {
        term *= x / (2 * n) * (x / (2 * n));
        sum += term;
    }
    return sum;
}

/* A Kaiser-windowed sinc for each of FINE fractions of a frame, of gain 1:
 * table[FINE][2 * taps]. */
static double *make_table(int taps, double beta)
{
    double *table = calloc((size_t)FINE * 2 * (size_t)taps, sizeof *table);

    assert_non_null(table);
    for (int phase = 0; phase < FINE; phase++) {
        double *row = table + phase * 2 * taps, gain = 0;

        for (int n = 0; n < 2 * taps; n++) {
            double d = n - taps + 1 - (double)phase / FINE, share = d / taps;

            if (fabs(share) < 1)
                row[n] = (d != 0 ? sin(M_PI * d) / (M_PI * d) : 1) *
                         bessel(beta * sqrt(1 - share * share));
            gain += row[n];
        }
        for (int n = 0; n < 2 * taps; n++)
            row[n] /= gain;
    }
    return table;
}

/* The signal at point number point, FINE of them a frame. */
static double at_point(const struct padded *p, long point, int taps,
                       const double *table)
{
    long first = (point >= 0 ? point / FINE : -((-point + FINE - 1) / FINE)) - taps + 1;
    const double *row = table + (point - (first + taps - 1) * FINE) * 2 * taps;
    double sum = 0;

    for (long n = 0; n < 2 * taps; n++)
        if (first + n >= 0 && first + n < (long)p->frames)
            sum += row[n] * p->x[first + n];
    return sum;
}

/* The peak in dB at FINE points a frame, near the places that are highest at 4 points. */
static double reference(const struct padded *p, int taps, double beta)
{
    enum { STEP = FINE / 4 };
    double heights[CANDIDATES] = {0}, most = 0;
    long places[CANDIDATES] = {0};
    double *coarse = make_table(24, 7), *table = make_table(taps, beta);

    for (long point = 0; point < FINE * (long)p->frames; point += STEP) {
        double height = fabs(at_point(p, point, 24, coarse));
        size_t least = 0;

        for (size_t c = 1; c < CANDIDATES; c++)
            least = heights[c] < heights[least] ? c : least;
        if (height > heights[least]) {
            heights[least] = height;
            places[least] = point;
        }
    }
    for (size_t c = 0; c < CANDIDATES; c++)
        for (long i = -STEP; i <= STEP; i++)
            most = fmax(most, fabs(at_point(p, places[c] + i, taps, table)));
    free(coarse);
    free(table);
    return 20 * log10(most);
}

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* Sines at every kind of frequency and phase. Published filters of 12 taps a phase err by
 * -0.44 and +0.22 dB here. */
static void test_truepeak_of_sines_is_their_amplitude(void **unused)
{
    static const struct {
        double low, high, under_db, over_db;
    } bands[] = {
        {0.001, 0.40, -0.01, 0.003},
        {0.40, 0.45, -0.01, 0.003},
        {0.45, 0.4535, -0.012, 0.004},
    };

    (void)unused;
    for (size_t b = 0; b < COUNT(bands); b++) {
        double least = 1, most = -1;

        for (int f = 0; f < 40; f++)
            for (int phase = 0; phase < 16; phase++) {
                double freq = bands[b].low + (bands[b].high - bands[b].low) * f / 39;
                struct padded p = make(2000);
                double got;

                /* A fade of raised cosines, so that its ends do not overshoot. */
                for (size_t i = 0; i < p.frames; i++) {
                    double edge = fmin(1, fmin((double)i, 1999 - (double)i) / 400);

                    p.x[i] =
                        (float)(0.5 * (0.5 - 0.5 * cos(M_PI * edge)) *
                                sin(2 * M_PI * freq * (double)i + phase * M_PI / 16));
                }
                got = look(&p, 2000, NULL) - 20 * log10(0.5);
                least = fmin(least, got);
                most = fmax(most, got);
                free(p.all);
            }
        print_message("  %g to %g of the rate: %+.4f .. %+.4f dB\n", bands[b].low,
                      bands[b].high, least, most);
        assert_true(least >= bands[b].under_db);
        assert_true(most <= bands[b].over_db);
    }
}

/* Tones that are locked to the rate, at every start phase: isolated samples never meet the
 * top. */
static void test_truepeak_of_locked_tones_at_any_phase(void **unused)
{
    static const double tones[] = {1 / 4.0, 1 / 6.0,  1 / 3.0,
                                   2 / 5.0, 9 / 20.0, 1 / 8.0};

    (void)unused;
    for (size_t f = 0; f < COUNT(tones); f++) {
        double least = 1, most = -1;

        for (int phase = 0; phase < 90; phase++) {
            struct padded p = make(4000);
            double got;

            for (size_t i = 0; i < p.frames; i++) {
                double edge = fmin(1, fmin((double)i, 3999 - (double)i) / 800);

                p.x[i] =
                    (float)((0.5 - 0.5 * cos(M_PI * edge)) *
                            sin(2 * M_PI * tones[f] * (double)i + phase * M_PI / 90));
            }
            got = look(&p, 4000, NULL);
            least = fmin(least, got);
            most = fmax(most, got);
            free(p.all);
        }
        print_message("  %.4f: %+.4f .. %+.4f dB\n", tones[f], least, most);
        assert_true(least >= -0.05 && most <= 0.02);
    }
}

/* Noise of deviation drive, hard-clipped at 1, the worst of masters; low-passed to cut (of
 * the rate) afterwards. */
static struct padded clipped_noise(uint64_t *seed, size_t frames, double cut,
                                   double drive)
{
    enum { TAPS = 160 };
    struct padded p = make(frames);
    double *raw = calloc(frames + 2 * TAPS, sizeof *raw);

    assert_non_null(raw);
    for (size_t i = 0; i < frames + 2 * TAPS; i++)
        raw[i] = 2 * drive * (uniform(seed) + uniform(seed) + uniform(seed) - 1.5);
    for (size_t i = 0; i < frames + 2 * TAPS; i++)
        raw[i] = fmin(fmax(raw[i], -1), 1);
    for (size_t i = 0; i < frames; i++) {
        double sum = 0;

        for (int n = -TAPS + 1; n < TAPS && cut < 0.5; n++) {
            double share = (double)n / TAPS;

            sum += raw[(long)i + TAPS + n] *
                   (n ? sin(2 * M_PI * cut * n) / (M_PI * n) : 2 * cut) *
                   bessel(9 * sqrt(1 - share * share)) / bessel(9);
        }
        p.x[i] = (float)(0.7 * (cut < 0.5 ? sum : raw[i + TAPS]));
    }
    free(raw);
    return p;
}

/* Clipped by about 6 dB, and by 12. */
static const double drives[] = {0.5, 2};

static void test_truepeak_of_clipped_noise_agrees_with_a_long_filter(void **unused)
{
    enum { ITEMS = 12, FRAMES = 4000 };
    uint64_t seed = 11;
    double least = 1, most = -1;

    (void)unused;
    for (int i = 0; i < ITEMS; i++) {
        /* Stops at 0.4535 of the rate: the low-pass's own slope is 0.018 wide. */
        struct padded p = clipped_noise(&seed, FRAMES, 0.4445, drives[i % 2]);
        double error = look(&p, 1000, NULL) - reference(&p, LONG_TAPS, 10);

        least = fmin(least, error);
        most = fmax(most, error);
        free(p.all);
    }
    print_message("  to 0.4535 of the rate: %+.4f .. %+.4f dB\n", least, most);
    assert_true(least >= -0.02 && most <= 0.02);
}

/* Up to half the rate it is a matter of definition what the signal between samples is: the
 * same prototype at 32 points a frame agrees, a longer one need not. */
static void
test_truepeak_of_full_band_noise_agrees_with_its_own_prototype(void **unused)
{
    enum { ITEMS = 12, FRAMES = 4000 };
    uint64_t seed = 5;

    (void)unused;
    for (size_t d = 0; d < COUNT(drives); d++) {
        double least = 1, most = -1, long_least = 1, long_most = -1;

        for (int i = 0; i < ITEMS; i++) {
            struct padded p = clipped_noise(&seed, FRAMES, 0.5, drives[d]);
            double got = look(&p, 1000, NULL);
            double error = got - reference(&p, SHORT_TAPS, 8.5);
            double longer = got - reference(&p, LONG_TAPS, 10);

            least = fmin(least, error);
            most = fmax(most, error);
            long_least = fmin(long_least, longer);
            long_most = fmax(long_most, longer);
            free(p.all);
        }
        print_message("  drive %g: the same prototype: %+.4f .. %+.4f dB; "
                      "192 taps: %+.4f .. %+.4f dB\n",
                      drives[d], least, most, long_least, long_most);
        assert_true(least >= -0.05 && most <= 0.05);
    }
}

/* Every group refined, to see what the screens leave out: nothing. */
static void test_truepeak_screens_lose_nothing(void **unused)
{
    enum { ITEMS = 20, FRAMES = 4096 };
    uint64_t seed = 17;
    struct dsp_oversample filters;

    (void)unused;
    dsp_oversample_design(&filters);
    for (int item = 0; item < ITEMS; item++) {
        struct padded p = clipped_noise(&seed, FRAMES, item % 2 ? 0.5 : 0.4445, 2);
        float *halves = calloc(FRAMES + 128, sizeof *halves);
        struct count count = {0};
        int64_t over = 0;
        double most = 0, got;

        assert_non_null(halves);
        if (item % 4 >= 2) /* bursts in quiet, where neighbours mislead */
            for (size_t i = 0; i < p.frames; i++)
                p.x[i] *= i % 97 < 5 ? 1.5F : 0.05F;
        dsp_oversample_halve(&filters, p.x - 8, halves, FRAMES + 16);
        for (size_t at = 0; at < FRAMES; at += DSP_OVERSAMPLE_GROUP) {
            struct dsp_oversample_group group = {0};

            if (!dsp_oversample_refine(&filters, p.x + at, halves + 8 + at, 0, &group))
                continue;
            for (size_t i = 1; i <= DSP_OVERSAMPLE_POINTS; i++) {
                over += fabsf(group.point[i]) > 1.00001F;
                most = fmax(most, fabs(group.point[i]));
            }
        }
        got = pow(10, look(&p, 1024, &count) / 20);
        assert_int_equal(count.points, over);
        /* The parabola adds what lies between the points: up to 0.17 dB at half the rate. */
        assert_true(got >= most && got <= most * 1.02);
        free(halves);
        free(p.all);
    }
}

static void test_truepeak_is_never_under_the_samples(void **unused)
{
    uint64_t seed = 23;

    (void)unused;
    for (int item = 0; item < 200; item++) {
        struct padded p = make(1 + (size_t)(uniform(&seed) * 300));
        double sample = 0;

        for (size_t i = 0; i < p.frames; i++) {
            p.x[i] = (float)(uniform(&seed) - 0.5);
            sample = fmax(sample, fabs(p.x[i]));
        }
        assert_true(look(&p, 1 + (size_t)(uniform(&seed) * 400), NULL) >=
                    20 * log10(sample) - 1e-9);
        free(p.all);
    }
}

/* A sine at a quarter of the rate, at 45 degrees, 3 dB over full scale: one span each half
 * wave, in the same places however it is cut. */
static void test_truepeak_spans_do_not_depend_on_the_cut(void **unused)
{
    static const size_t cuts[] = {4000, 1, 15, 16, 17, 333};
    struct padded p = make(4000);
    struct count whole = {0};

    (void)unused;
    for (size_t i = 0; i < p.frames; i++) {
        double edge = fmin(1, fmin((double)i, 3999 - (double)i) / 800);

        p.x[i] = (float)(1.41 * (0.5 - 0.5 * cos(M_PI * edge)) *
                         sin(M_PI / 2 * (double)i + M_PI / 4));
    }
    look(&p, cuts[0], &whole);
    /* 2,000 half waves, without those that the fades keep under 1: 1.41 times the cosine
     * passes 1 after 510 of 800 frames. */
    assert_in_range(whole.spans, 1485, 1495);
    assert_near(whole.peak, 1.41, 0.001);
    for (size_t c = 1; c < COUNT(cuts); c++) {
        struct count count = {0};

        look(&p, cuts[c], &count);
        assert_int_equal(count.spans, whole.spans);
        assert_int_equal(count.points, whole.points);
        assert_int_equal(count.last.start, whole.last.start);
    }
    free(p.all);
}

/* A value that is held at full scale, and sines that touch it, are not over. */
static void test_truepeak_at_full_scale_is_not_over(void **unused)
{
    static const double tones[] = {0, 0.0003, 0.01, 0.0227, 0.1, 0.25, 0.4, 0.45};

    (void)unused;
    for (size_t f = 0; f < COUNT(tones); f++) {
        struct padded p = make(8000);
        struct count count = {0};

        for (size_t i = 0; i < p.frames; i++) {
            double edge = fmin(1, fmin((double)i, 7999 - (double)i) / 3000);
            double fade = edge * edge * edge * (10 - 15 * edge + 6 * edge * edge);

            p.x[i] = (float)(fade * cos(2 * M_PI * tones[f] * ((double)i - 4000)));
        }
        assert_near(look(&p, 100, &count), 0, 0.0005);
        assert_int_equal(count.spans, 0);
        free(p.all);
    }
}

static void test_truepeak_of_nothing_is_nothing(void **unused)
{
    struct padded p = make(500);
    struct dsp_truepeak *finder = dsp_truepeak_new(500, 0, take, NULL);

    (void)unused;
    assert_non_null(finder);
    assert_near(dsp_truepeak_look(finder, p.x, 500), 0, 0);
    assert_near(dsp_truepeak_look(finder, p.x, 0), 0, 0);
    dsp_truepeak_finish(finder);
    dsp_truepeak_free(finder);
    dsp_truepeak_free(NULL);
    free(p.all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truepeak_of_sines_is_their_amplitude),
        cmocka_unit_test(test_truepeak_of_locked_tones_at_any_phase),
        cmocka_unit_test(test_truepeak_of_clipped_noise_agrees_with_a_long_filter),
        cmocka_unit_test(
            test_truepeak_of_full_band_noise_agrees_with_its_own_prototype),
        cmocka_unit_test(test_truepeak_screens_lose_nothing),
        cmocka_unit_test(test_truepeak_is_never_under_the_samples),
        cmocka_unit_test(test_truepeak_spans_do_not_depend_on_the_cut),
        cmocka_unit_test(test_truepeak_at_full_scale_is_not_over),
        cmocka_unit_test(test_truepeak_of_nothing_is_nothing),
    };

    return cmocka_run_group_tests_name("dsp_truepeak", tests, NULL, NULL);
}
