#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_loudness, lo_meter_peak, lo_meter_dynamics;

static const struct lo_meter *const meters[] = {&lo_meter_loudness, &lo_meter_peak,
                                                &lo_meter_dynamics, NULL};

enum { RATE = 48000, BLOCK = 4096 };

/* A square wave of that many seconds and size at a quarter of the rate's 40th part, with one
 * sample of size spike in its middle. */
static void add_square(struct tone *tone, double seconds, double size, double spike)
{
    size_t from = tone->frames;

    tone_add(tone, seconds, 1, -INFINITY);
    for (unsigned ch = 0; ch < tone->channels; ch++) {
        for (size_t i = from; i < tone->frames; i++)
            tone->x[ch][i] = (float)((i / 40) % 2 ? size : -size);
        tone->x[ch][(from + tone->frames) / 2] = (float)spike;
    }
}

static struct lo_doc *measure_all(struct tone *tone)
{
    struct lo_doc *doc = tone_measure(tone, meters, tone->frames, BLOCK);

    tone_free(tone);
    return doc;
}

/* A sine of peak A has an RMS of A/√2; a crest of 3.01 dB. */
static void test_dynamics_of_a_sine(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    const double levels[] = {-6, -20};
    struct lo_doc *doc;
    const struct lo_quantity *rms;
    double power = (pow(10, -0.6) + pow(10, -2)) / 4; /* mean of two halves */

    (void)unused;
    tone_add_levels(&tone, 10, 1000, levels);
    doc = measure_all(&tone);
    rms = lo_doc_quantity(doc, "dynamics.rms");
    assert_near(rms->channel[0], -6 - 3.0103, 0.001);
    assert_near(rms->channel[1], -20 - 3.0103, 0.001);
    assert_near(rms->value, 10 * log10(power), 0.001);
    assert_near(lo_doc_quantity(doc, "dynamics.crest")->channel[1], 3.0103, 0.001);
    assert_near(value_of(doc, "dynamics.crest"), -6 - 10 * log10(power), 0.001);
    /* The same sine, block by block: DR is 0 for it by definition. */
    assert_near(lo_doc_quantity(doc, "dynamics.dr")->channel[0], 0, 0);
    lo_doc_free(doc);
}

static void test_dynamics_plr_is_true_peak_above_loudness(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 5, 1000, -20);
    add_square(&tone, 0.5, 0.001, 0.5);
    doc = measure_all(&tone);
    assert_near(value_of(doc, "dynamics.plr"),
                value_of(doc, "peak.true") - value_of(doc, "loudness.integrated"),
                0.0015); /* three values rounded to 0.001 */
    assert_true(value_of(doc, "dynamics.plr") > 10);
    lo_doc_free(doc);
}

/* Uniform noise: its peak is 4.77 dB above its RMS. */
static void add_noise(struct tone *tone, double seconds, double size)
{
    size_t from = tone->frames;
    uint64_t seed = 7;

    tone_add(tone, seconds, 1, -INFINITY);
    for (size_t i = from; i < tone->frames; i++)
        for (unsigned ch = 0; ch < tone->channels; ch++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            tone->x[ch][i] =
                (float)(size * ((double)(seed >> 11) / 4503599627370496.0 - 1));
        }
}

/* A held note at the end, 30 dB down, has less distance between peak and loudness than any
 * part of the music; it says nothing about how hard the music was limited. */
static void test_dynamics_psr_is_judged_where_it_is_loud(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    const struct lo_series *psr, *loudness;
    struct lo_doc *doc;
    double least = INFINITY;

    (void)unused;
    add_noise(&tone, 10, 0.5);
    tone_add(&tone, 10, 1000, -50);
    doc = measure_all(&tone);
    psr = lo_doc_series(doc, "dynamics.psr");
    loudness = lo_doc_series(doc, "loudness.short_term");
    assert_non_null(psr);
    assert_int_equal(psr->count, loudness->count);
    assert_near(psr->start_s, 3, 1e-9);
    for (size_t i = 0; i < psr->count; i++)
        if ((double)loudness->values[i] > value_of(doc, "loudness.integrated") - 10)
            least = fmin(least, (double)psr->values[i]);
    assert_near(value_of(doc, "dynamics.psr_min"), least, 0.001);
    /* The windows that hold the note alone: a sine of -50 dBFS in both channels. */
    assert_near((double)psr->values[psr->count - 1], -50 - (-50 - 0.691 + 0.691), 0.02);
    assert_true(value_of(doc, "dynamics.psr_min") > 3);
    lo_doc_free(doc);
}

/* Peaks that come just before and after a window do not count for it. */
static void test_dynamics_psr_sees_the_same_three_seconds(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    const struct lo_series *psr;
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 12, 1000, -30);
    for (unsigned ch = 0; ch < 2; ch++)
        tone.x[ch][5 * RATE + RATE / 20] = 0.5F; /* in the cell 5.0 .. 5.1 s */
    doc = measure_all(&tone);
    psr = lo_doc_series(doc, "dynamics.psr");
    /* The windows that end from 5.1 to 8.0 s have it: values 21 .. 50. */
    for (size_t i = 0; i < psr->count; i++)
        assert_int_equal(psr->values[i] > 15, i >= 21 && i <= 50);
    lo_doc_free(doc);
}

/* Ten blocks of 3 s, of which the two loudest count, against the second of ten peaks. */
static void test_dynamics_dr_is_what_its_tool_gives(void **unused)
{
    static const struct {
        double size, spike;
    } blocks[] = {
        {0.10, 0.50}, {0.05, 0.90}, {0.20, 0.30}, {0.05, 0.70}, {0.10, 0.20},
        {0.15, 0.60}, {0.01, 0.10}, {0.02, 0.10}, {0.03, 0.10}, {0.04, 0.10},
    };
    struct tone tone = {.rate_hz = RATE, .channels = 1};
    struct lo_doc *doc;
    double level = sqrt(2 * (0.20 * 0.20 + 0.15 * 0.15) / 2);

    (void)unused;
    for (size_t i = 0; i < COUNT(blocks); i++)
        add_square(&tone, 3, blocks[i].size, blocks[i].spike);
    doc = measure_all(&tone);
    assert_near(value_of(doc, "dynamics.dr"), rint(20 * log10(0.70 / level)), 0);
    lo_doc_free(doc);
}

/* Its blocks are 132,480 frames long at 44.1 kHz: with 132,300 the peaks of the third would
 * fall into the second. */
static void test_dynamics_dr_blocks_at_44100(void **unused)
{
    struct tone tone = {.rate_hz = 44100, .channels = 1};
    struct lo_doc *doc;

    (void)unused;
    add_square(&tone, 4 * 132480 / 44100.0, 0.1, 0.1);
    /* Two peaks in the first block: the second highest of all blocks is that of others. */
    tone.x[0][132480 - 2] = tone.x[0][132300 - 2] = 0.9F;
    doc = measure_all(&tone);
    assert_near(value_of(doc, "dynamics.dr"), rint(20 * log10(1 / sqrt(2))), 0);
    lo_doc_free(doc);
}

static void test_dynamics_says_why_it_cannot_measure(void **unused)
{
    static const struct {
        const char *what;
        double seconds, level_dbfs;
        const char *id, *reason;
    } cases[] = {
        {"nothing", 0, 0, "dynamics.rms", "no frames"},
        {"nothing", 0, 0, "dynamics.crest", "no frames"},
        {"short", 0.3, -20, "dynamics.plr", "shorter than 400 ms"},
        {"short", 2, -20, "dynamics.psr_min", "shorter than 3 s"},
        {"two blocks", 6, -20, "dynamics.dr", "not over 6 s"},
        {"silence", 10, -INFINITY, "dynamics.dr", "digital silence"},
        {"silence", 10, -INFINITY, "dynamics.crest", "digital silence"},
        {"silence", 10, -INFINITY, "dynamics.plr", "nothing over -70 LUFS"},
        {"under the gate", 10, -90, "dynamics.psr_min", "nothing over -70 LUFS"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = RATE, .channels = 2};
        struct lo_doc *doc;

        print_message("  %s: %s\n", cases[i].what, cases[i].id);
        tone_add(&tone, cases[i].seconds, 1000, cases[i].level_dbfs);
        doc = measure_all(&tone);
        assert_string_equal(reason_of(doc, cases[i].id), cases[i].reason);
        lo_doc_free(doc);
    }
}

/* A channel without a sound has no DR, and takes no part in the mean. */
static void test_dynamics_leaves_silent_channels_out(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    for (int i = 0; i < 4; i++)
        add_square(&tone, 3, 0.1, 0.9);
    memset(tone.x[1], 0, tone.frames * sizeof *tone.x[1]);
    doc = measure_all(&tone);
    assert_near(value_of(doc, "dynamics.dr"), rint(20 * log10(0.9 / (0.1 * sqrt(2)))),
                0);
    assert_true(isnan(lo_doc_quantity(doc, "dynamics.dr")->channel[1]));
    lo_doc_free(doc);
}

static void test_dynamics_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t cuts[] = {1, 100, 4099, 1000000};
    struct tone tone = {.rate_hz = 44100, .channels = 2};
    static const char *const ids[] = {"dynamics.plr", "dynamics.psr_min", "dynamics.dr",
                                      "dynamics.crest", "dynamics.rms"};
    struct lo_doc *whole;

    (void)unused;
    add_noise(&tone, 7.3, 0.5);
    whole = tone_measure(&tone, meters, tone.frames, tone.frames);
    for (size_t i = 0; i < COUNT(cuts); i++) {
        struct lo_doc *doc = tone_measure(&tone, meters, tone.frames, cuts[i]);

        for (size_t id = 0; id < COUNT(ids); id++)
            assert_near(value_of(doc, ids[id]), value_of(whole, ids[id]), 0);
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
    tone_free(&tone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dynamics_of_a_sine),
        cmocka_unit_test(test_dynamics_plr_is_true_peak_above_loudness),
        cmocka_unit_test(test_dynamics_psr_is_judged_where_it_is_loud),
        cmocka_unit_test(test_dynamics_psr_sees_the_same_three_seconds),
        cmocka_unit_test(test_dynamics_dr_is_what_its_tool_gives),
        cmocka_unit_test(test_dynamics_dr_blocks_at_44100),
        cmocka_unit_test(test_dynamics_says_why_it_cannot_measure),
        cmocka_unit_test(test_dynamics_leaves_silent_channels_out),
        cmocka_unit_test(test_dynamics_ignores_how_blocks_are_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
