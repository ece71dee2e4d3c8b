#include "dsp/kcurve.h"
#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_loudness;

static const struct lo_meter *const meters[] = {&lo_meter_loudness, NULL};

enum { RATE = 48000, BLOCK = 4096 };

static double last_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_series *series = lo_doc_series(doc, id);

    assert_non_null(series);
    assert_true(series->count > 0);
    return series->values[series->count - 1];
}

/* A tone's momentary loudness is its level plus the K-curve of 48 kHz, whatever the rate. */
static void test_loudness_does_not_depend_on_the_rate(void **unused)
{
    static const unsigned rates[] = {44100,  48000,  88200,  96000,
                                     176400, 192000, 352800, 384000};
    static const double tones_hz[] = {40, 100, 997, 4000, 12000, 19000};
    struct dsp_kcurve curve = dsp_kcurve_make(48000);

    (void)unused;
    for (size_t r = 0; r < COUNT(rates); r++)
        for (size_t f = 0; f < COUNT(tones_hz); f++) {
            struct tone tone = {.rate_hz = rates[r], .channels = 2};
            struct lo_doc *doc;

            tone_add(&tone, 0.8, tones_hz[f], -23);
            doc = tone_measure(&tone, meters, tone.frames, BLOCK);
            /* 400 ms hold whole periods of all these tones. */
            assert_near(last_of(doc, "loudness.momentary"),
                        -23.691 + dsp_kcurve_db(&curve, 48000, tones_hz[f]), 0.01);
            lo_doc_free(doc);
            tone_free(&tone);
        }
}

/* [BS1770] Annex 1: 0 dB of 997 Hz in one front channel is -3.01 LKFS. */
static void test_loudness_of_a_full_scale_sine_in_one_channel(void **unused)
{
    /* Under 32 kHz the bilinear transform bends the shelf, whose slope lies here: the
     * tolerance is the deviation of the curve, [leadout:k-gain]. */
    static const struct {
        unsigned rate_hz;
        double tolerance_lu;
    } cases[] = {{8000, 0.21},  {11025, 0.11}, {16000, 0.05}, {22050, 0.03},
                 {32000, 0.01}, {44056, 0.01}, {48000, 0.001}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = cases[i].rate_hz, .channels = 1};
        struct lo_doc *doc;

        tone_add(&tone, 10, 997, 0);
        doc = tone_measure(&tone, meters, tone.frames, BLOCK);
        print_message("  %u Hz: %.3f\n", tone.rate_hz,
                      value_of(doc, "loudness.integrated"));
        assert_near(value_of(doc, "loudness.integrated"), -3.0103,
                    cases[i].tolerance_lu);
        assert_near(value_of(doc, "loudness.dual_mono"),
                    value_of(doc, "loudness.integrated") + 3.0103, 0.001);
        lo_doc_free(doc);
        tone_free(&tone);
    }
}

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* K-weighted power of one channel by the difference equations, in long double. */
static void weigh(const float *x, long double *power, size_t frames)
{
    struct dsp_kcurve c = dsp_kcurve_make(RATE);
    long double x1 = 0, x2 = 0, y1 = 0, y2 = 0, v1 = 0, v2 = 0;

    for (size_t i = 0; i < frames; i++) {
        long double y = c.shelf_b[0] * (long double)x[i] + c.shelf_b[1] * x1 +
                        c.shelf_b[2] * x2 - c.shelf_a[0] * y1 - c.shelf_a[1] * y2;
        long double v = y - 2 * y1 + y2 - c.pass_a[0] * v1 - c.pass_a[1] * v2;

        power[i] = v * v;
        x2 = x1, x1 = x[i];
        y2 = y1, y1 = y;
        v2 = v1, v1 = v;
    }
}

static double loudest(const long double *power, size_t frames, size_t window)
{
    long double sum = 0, most = 0;

    for (size_t i = 0; i < frames; i++) {
        sum += power[i] - (i >= window ? power[i - window] : 0);
        if (i + 1 >= window && sum > most)
            most = sum;
    }
    return -0.691 + 10 * log10((double)(most / window));
}

/* Noise with a burst anywhere, against every window tried. */
static void test_loudness_maxima_are_exact_for_any_onset(void **unused)
{
    enum { FRAMES = 5 * RATE, TRIES = 12 };
    float *x = calloc(FRAMES, sizeof *x);
    long double *power = calloc(FRAMES, sizeof *power);
    struct tone tone = {.rate_hz = RATE, .channels = 1, .frames = FRAMES, .x = {x}};
    uint64_t seed = 3;

    (void)unused;
    assert_non_null(x);
    assert_non_null(power);
    for (int try = 0; try < TRIES; try++) {
        size_t from = (size_t)(uniform(&seed) * FRAMES);
        size_t length = (size_t)(uniform(&seed) * 2 * RATE);
        struct lo_doc *doc;

        for (size_t i = 0; i < FRAMES; i++)
            x[i] = (float)((uniform(&seed) - 0.5) *
                           (i >= from && i < from + length ? 0.5 : 0.01));
        weigh(x, power, FRAMES);
        doc = tone_measure(&tone, meters, FRAMES, BLOCK);
        /* Quantities have three decimals. */
        assert_near(value_of(doc, "loudness.momentary_max"),
                    loudest(power, FRAMES, 2 * RATE / 5), 0.0006);
        assert_near(value_of(doc, "loudness.short_term_max"),
                    loudest(power, FRAMES, 3 * RATE), 0.0006);
        lo_doc_free(doc);
    }
    free(power);
    free(x);
}

/* 60 dB over full scale for 4 s, then 140 dB less: nothing of it is left in the windows,
 * nor after 20 minutes of programme. */
static void test_loudness_leaves_no_residue_of_what_was_loud(void **unused)
{
    struct tone tone = {.rate_hz = 8000, .channels = 1};
    struct lo_doc *doc;
    const struct lo_series *series;
    double steady;

    (void)unused;
    tone_add(&tone, 1, 1000, -80);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    steady = last_of(doc, "loudness.momentary");
    lo_doc_free(doc);
    tone_free(&tone);
    tone_add(&tone, 4, 1000, 60);
    tone_add(&tone, 1200, 1000, -80);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    series = lo_doc_series(doc, "loudness.momentary");
    for (size_t i = 60; i < series->count; i++)
        assert_near(series->values[i], steady, 1e-4);
    assert_near(last_of(doc, "loudness.short_term"), steady, 1e-4);
    lo_doc_free(doc);
    tone_free(&tone);
}

/* After music, silence; a filter that rings on forever would get slow and never be 0. */
static void test_loudness_of_silence_after_music_is_nothing(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 1, 1000, -6);
    tone_add(&tone, 5, 1000, -INFINITY);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    assert_true(isinf(last_of(doc, "loudness.momentary")));
    lo_doc_free(doc);
    tone_free(&tone);
}

/* Blocks on the wire must do to gate an album: counts, and powers that add up. */
static void test_loudness_blocks_hold_what_passed_the_absolute_gate(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;
    const struct lo_distribution *blocks;
    double count = 0, power = 0, relative;

    (void)unused;
    tone_add(&tone, 10, 1000, -30);
    tone_add(&tone, 10, 1000, -20);
    tone_add(&tone, 10, 1000, -90);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    blocks = lo_doc_distribution(doc, "loudness.blocks");
    assert_non_null(blocks);
    assert_near(blocks->low, -70, 0);
    assert_near(blocks->width, 0.1, 0);
    for (size_t bin = 0; bin < blocks->bins; bin++) {
        double lufs;

        count += blocks->count[bin];
        power += blocks->power[bin];
        if (blocks->count[bin] == 0)
            continue;
        lufs = -0.691 + 10 * log10(blocks->power[bin] / blocks->count[bin]);
        assert_in_range((size_t)floor((lufs + 70) / 0.1 + 1e-9) + 1, bin, bin + 2);
    }
    /* 297 blocks, of which those wholly in the last 10 s are under the gate, but for the
     * first that the filters still ring into. */
    assert_in_range((size_t)count, 200, 201);
    /* The second gate lies 10 LU under the mean of those: all of the -30 pass. */
    relative = -0.691 + 10 * log10(power / count) - 10;
    assert_true(relative < -30);
    assert_near(value_of(doc, "loudness.integrated"),
                -0.691 + 10 * log10(power / count), 0.05);
    lo_doc_free(doc);
    tone_free(&tone);
}

/* [BS1770] keeps blocks over -70, not at it, and over the relative gate. */
static void test_loudness_below_the_gate_is_below(void **unused)
{
    static const struct {
        const char *what;
        double level_dbfs;
        bool is_over;
    } cases[] = {{"just under", -70.02, false}, {"just over", -69.98, true}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = RATE, .channels = 2};
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        tone_add(&tone, 5, 1000, cases[i].level_dbfs);
        doc = tone_measure(&tone, meters, tone.frames, BLOCK);
        assert_int_equal(lo_doc_quantity(doc, "loudness.integrated")->state,
                         cases[i].is_over ? LO_MEASURED : LO_BELOW);
        assert_int_equal(lo_doc_quantity(doc, "loudness.range")->state,
                         cases[i].is_over ? LO_MEASURED : LO_BELOW);
        /* Maxima are not gated. */
        assert_near(value_of(doc, "loudness.momentary_max"),
                    cases[i].level_dbfs + 0.0067, 0.01);
        lo_doc_free(doc);
        tone_free(&tone);
    }
}

/* Doubling the power before the gate is not adding 3 dB after it. */
static void test_loudness_of_dual_mono_is_gated_by_itself(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 1};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 5, 1000, -68);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    assert_int_equal(lo_doc_quantity(doc, "loudness.integrated")->state, LO_BELOW);
    assert_near(value_of(doc, "loudness.dual_mono"), -67.993, 0.01);
    lo_doc_free(doc);
    tone_free(&tone);
    tone.channels = 2;
    tone_add(&tone, 1, 1000, -20);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    assert_null(lo_doc_quantity(doc, "loudness.dual_mono"));
    lo_doc_free(doc);
    tone_free(&tone);
}

static void test_loudness_says_why_it_cannot_measure(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;
    const size_t momentary = 2 * RATE / 5, short_term = 3 * RATE;

    (void)unused;
    tone_add(&tone, 3, 1000, -20);
    for (size_t frames = 0; frames <= 1; frames++) {
        doc = tone_measure(&tone, meters, frames, BLOCK);
        assert_string_equal(reason_of(doc, "loudness.integrated"),
                            "shorter than 400 ms");
        assert_string_equal(reason_of(doc, "loudness.range"), "shorter than 3 s");
        assert_null(lo_doc_series(doc, "loudness.momentary"));
        lo_doc_free(doc);
    }
    doc = tone_measure(&tone, meters, momentary - 1, BLOCK);
    assert_string_equal(reason_of(doc, "loudness.momentary_max"),
                        "shorter than 400 ms");
    lo_doc_free(doc);
    doc = tone_measure(&tone, meters, momentary, BLOCK);
    assert_near(value_of(doc, "loudness.integrated"), -20, 0.1);
    lo_doc_free(doc);
    doc = tone_measure(&tone, meters, short_term - 1, BLOCK);
    assert_string_equal(reason_of(doc, "loudness.short_term_max"), "shorter than 3 s");
    lo_doc_free(doc);
    doc = tone_measure(&tone, meters, short_term, BLOCK);
    assert_near(value_of(doc, "loudness.short_term_max"), -20, 0.1);
    assert_near(value_of(doc, "loudness.range"), 0, 0);
    lo_doc_free(doc);
    tone_free(&tone);
    tone = (struct tone){.rate_hz = RATE, .channels = 1, .channel_mask = 0x8};
    tone_add(&tone, 4, 100, -20);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    assert_string_equal(reason_of(doc, "loudness.integrated"), "only an LFE channel");
    assert_string_equal(reason_of(doc, "loudness.range"), "only an LFE channel");
    lo_doc_free(doc);
    tone_free(&tone);
}

static void test_loudness_of_digital_silence_is_below(void **unused)
{
    static const char *const ids[] = {"loudness.integrated", "loudness.momentary_max",
                                      "loudness.short_term_max", "loudness.range"};
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 4, 1000, -INFINITY);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_int_equal(lo_doc_quantity(doc, ids[i])->state, LO_BELOW);
    lo_doc_free(doc);
    tone_free(&tone);
}

static void test_loudness_ignores_how_blocks_are_cut(void **unused)
{
    static const char *const ids[] = {"loudness.integrated", "loudness.momentary_max",
                                      "loudness.short_term_max", "loudness.range"};
    static const size_t blocks[] = {1, 7, 64, 1000, 4410, 100000};
    struct tone tone = {.rate_hz = 11025, .channels = 3};
    struct lo_doc *whole;

    (void)unused;
    for (int i = 0; i < 20; i++)
        tone_add(&tone, 0.23, 400 + 100 * i, -40 + i);
    whole = tone_measure(&tone, meters, tone.frames, tone.frames);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = tone_measure(&tone, meters, tone.frames, blocks[b]);
        const struct lo_series *series = lo_doc_series(doc, "loudness.momentary");
        const struct lo_series *same = lo_doc_series(whole, "loudness.momentary");

        for (size_t i = 0; i < COUNT(ids); i++)
            assert_near(value_of(doc, ids[i]), value_of(whole, ids[i]), 0);
        assert_int_equal(series->count, same->count);
        assert_memory_equal(series->values, same->values,
                            series->count * sizeof(float));
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
    tone_free(&tone);
}

/* Floating-point files hold anything finite. */
static void test_loudness_survives_the_largest_floats(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 8};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 4, 1000, 768); /* just under the largest float */
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    assert_true(value_of(doc, "loudness.integrated") > 768);
    assert_true(value_of(doc, "loudness.integrated") < 780);
    assert_near(value_of(doc, "loudness.range"), 0, 0.01);
    lo_doc_free(doc);
    tone_free(&tone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loudness_does_not_depend_on_the_rate),
        cmocka_unit_test(test_loudness_of_a_full_scale_sine_in_one_channel),
        cmocka_unit_test(test_loudness_maxima_are_exact_for_any_onset),
        cmocka_unit_test(test_loudness_leaves_no_residue_of_what_was_loud),
        cmocka_unit_test(test_loudness_of_silence_after_music_is_nothing),
        cmocka_unit_test(test_loudness_blocks_hold_what_passed_the_absolute_gate),
        cmocka_unit_test(test_loudness_below_the_gate_is_below),
        cmocka_unit_test(test_loudness_of_dual_mono_is_gated_by_itself),
        cmocka_unit_test(test_loudness_says_why_it_cannot_measure),
        cmocka_unit_test(test_loudness_of_digital_silence_is_below),
        cmocka_unit_test(test_loudness_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_loudness_survives_the_largest_floats),
    };

    return cmocka_run_group_tests_name("meter_loudness", tests, NULL, NULL);
}
