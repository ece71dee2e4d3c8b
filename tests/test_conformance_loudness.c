/* The published minimum-requirement tests of loudness meters, by their numbers, on signals
 * made as the documents describe them (and as the distributed files turn out to be made).
 * Cases 7 and 8 are real programmes and cannot be synthesised.
 *
 * References:
 *   [EBU3341] Table 1. [EBU3342] Table 1. [BS2217] Compliance material.
 */
#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

extern const struct lo_meter lo_meter_loudness;

static const struct lo_meter *const meters[] = {&lo_meter_loudness, NULL};

enum { RATE = 48000, BLOCK = 4096, STEPS = 20 };

/* [EBU3341]: ±0.1 LU. */
static const double TOLERANCE_LU = 0.1;
/* Against the values that other meters print for the originals; they were made by other
 * programs, whose dither and rounding to 16 bits differ from ours. */
static const double AGREEMENT_LU = 0.002;
/* "Silence" in the files of cases 10 and 13 is a tone at this level. */
static const double QUIET_DBFS = -90;

/* A step of a programme: a level for that long; both channels at 1 kHz. */
struct step {
    double seconds, level_dbfs;
};

static struct lo_doc *run(const struct step *steps, size_t count, unsigned bits)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *doc;

    for (size_t i = 0; i < count; i++)
        tone_add(&tone, steps[i].seconds, 1000, steps[i].level_dbfs);
    tone_quantise(&tone, bits);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    tone_free(&tone);
    return doc;
}

/* All values of the series from that time on are level. */
static void expect_constant(const struct lo_doc *doc, const char *id, double from_s,
                            double level)
{
    const struct lo_series *series = lo_doc_series(doc, id);
    size_t seen = 0;

    assert_non_null(series);
    for (size_t i = 0; i < series->count; i++)
        if (series->start_s + (double)i * series->step_s >= from_s - 1e-9) {
            assert_near(series->values[i], level, TOLERANCE_LU);
            seen++;
        }
    assert_true(seen > 0);
}

static void expect_steady(double level_dbfs)
{
    struct lo_doc *doc = run(&(struct step){20, level_dbfs}, 1, 16);

    assert_near(value_of(doc, "loudness.integrated"), level_dbfs, TOLERANCE_LU);
    expect_constant(doc, "loudness.momentary", 0.4, level_dbfs);
    expect_constant(doc, "loudness.short_term", 3, level_dbfs);
    lo_doc_free(doc);
}

static void test_loudness_ebu3341_case_1(void **unused)
{
    (void)unused;
    expect_steady(-23);
}

static void test_loudness_ebu3341_case_2(void **unused)
{
    (void)unused;
    expect_steady(-33);
}

static void expect_integrated(const struct step *steps, size_t count, double printed)
{
    struct lo_doc *doc = run(steps, count, 16);

    assert_near(value_of(doc, "loudness.integrated"), -23, TOLERANCE_LU);
    assert_near(value_of(doc, "loudness.integrated"), printed, AGREEMENT_LU);
    lo_doc_free(doc);
}

static void test_loudness_ebu3341_case_3(void **unused)
{
    const struct step steps[] = {{10, -36}, {60, -23}, {10, -36}};

    (void)unused;
    expect_integrated(steps, COUNT(steps), -23.014142);
}

static void test_loudness_ebu3341_case_4(void **unused)
{
    const struct step steps[] = {{10, -72}, {10, -36}, {60, -23}, {10, -36}, {10, -72}};

    (void)unused;
    expect_integrated(steps, COUNT(steps), -23.014142);
}

static void test_loudness_ebu3341_case_5(void **unused)
{
    const struct step steps[] = {{20, -26}, {20.1, -20}, {20, -26}};

    (void)unused;
    expect_integrated(steps, COUNT(steps), -22.979029);
}

/* 5.0, with and without a mask; and 5.1 with an LFE that must not count. */
static void test_loudness_ebu3341_case_6(void **unused)
{
    static const struct {
        const char *what;
        unsigned channels;
        uint32_t mask;
        double level_dbfs[6];
    } cases[] = {
        {"5.0 by count", 5, 0, {-28, -28, -24, -30, -30}},
        {"5.0 by mask", 5, 0x37, {-28, -28, -24, -30, -30}},
        {"5.0, side speakers", 5, 0x607, {-28, -28, -24, -30, -30}},
        {"5.1 by count", 6, 0, {-28, -28, -24, -10, -30, -30}},
        {"5.1 by mask", 6, 0x3F, {-28, -28, -24, -10, -30, -30}},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = RATE,
                            .channels = cases[i].channels,
                            .channel_mask = cases[i].mask};
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        tone_add_levels(&tone, 20, 1000, cases[i].level_dbfs);
        tone_quantise(&tone, 16);
        doc = tone_measure(&tone, meters, tone.frames, BLOCK);
        assert_near(value_of(doc, "loudness.integrated"), -23, TOLERANCE_LU);
        assert_near(value_of(doc, "loudness.integrated"), -23.016271, AGREEMENT_LU);
        lo_doc_free(doc);
        tone_free(&tone);
    }
}

static void test_loudness_ebu3341_case_9(void **unused)
{
    struct step steps[10];
    struct lo_doc *doc;

    (void)unused;
    for (size_t i = 0; i < COUNT(steps); i++)
        steps[i] = i % 2 ? (struct step){1.66, -30} : (struct step){1.34, -20};
    doc = run(steps, COUNT(steps), 24);
    expect_constant(doc, "loudness.short_term", 3, -23);
    assert_near(value_of(doc, "loudness.short_term_max"), -22.9863, AGREEMENT_LU);
    lo_doc_free(doc);
}

/* Twenty files, each with its own delay of the burst. The burst is as long as the window,
 * and only a window that fits it exactly reads -23 (-22.993 for a tone of 1000 Hz). */
static void test_loudness_ebu3341_case_10(void **unused)
{
    (void)unused;
    for (int i = 0; i < STEPS; i++) {
        const struct step steps[] = {{i * 0.15, QUIET_DBFS}, {3, -23}, {1, QUIET_DBFS}};
        struct lo_doc *doc = run(steps, COUNT(steps), 24);

        assert_near(value_of(doc, "loudness.short_term_max"), -23, TOLERANCE_LU);
        assert_near(value_of(doc, "loudness.short_term_max"), -22.993, 0.001);
        lo_doc_free(doc);
    }
}

static void test_loudness_ebu3341_case_13(void **unused)
{
    (void)unused;
    for (int i = 0; i < STEPS; i++) {
        const struct step steps[] = {
            {i * 0.02, QUIET_DBFS}, {0.4, -23}, {1, QUIET_DBFS}};
        struct lo_doc *doc = run(steps, COUNT(steps), 24);

        assert_near(value_of(doc, "loudness.momentary_max"), -23, TOLERANCE_LU);
        assert_near(value_of(doc, "loudness.momentary_max"), -22.9936, 0.001);
        lo_doc_free(doc);
    }
}

/* The live cases: one programme of bursts, each 1 dB louder, at every delay. The largest
 * loudness up to the end of a burst is that burst's. */
static void expect_successive(const char *id, double burst_s, double delay_s)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    size_t end[STEPS];

    for (int i = 0; i < STEPS; i++) {
        tone_add(&tone, i * delay_s, 1000, -INFINITY);
        tone_add(&tone, burst_s, 1000, -38 + i);
        tone_add(&tone, burst_s - i * delay_s, 1000, -INFINITY);
        end[i] = tone.frames;
    }
    tone_quantise(&tone, 24);
    for (int i = 0; i < STEPS; i++) {
        struct lo_doc *doc = tone_measure(&tone, meters, end[i], BLOCK);

        assert_near(value_of(doc, id), -38 + i, TOLERANCE_LU);
        assert_near(value_of(doc, id), -38 + i + 0.0065, 0.001);
        lo_doc_free(doc);
    }
    tone_free(&tone);
}

static void test_loudness_ebu3341_case_11(void **unused)
{
    (void)unused;
    expect_successive("loudness.short_term_max", 3, 0.15);
}

static void test_loudness_ebu3341_case_14(void **unused)
{
    (void)unused;
    expect_successive("loudness.momentary_max", 0.4, 0.02);
}

static void test_loudness_ebu3341_case_12(void **unused)
{
    struct step steps[50];
    struct lo_doc *doc;

    (void)unused;
    for (size_t i = 0; i < COUNT(steps); i++)
        steps[i] = i % 2 ? (struct step){0.22, -30} : (struct step){0.18, -20};
    doc = run(steps, COUNT(steps), 24);
    expect_constant(doc, "loudness.momentary", 1, -23);
    /* The value that a 10 Hz meter prints for it. */
    assert_near(value_of(doc, "loudness.momentary_max"), -22.9604, 0.01);
    lo_doc_free(doc);
}

/* Published tolerance: ±1 LU. The second value is what the originals give at 10 Hz. */
static void test_loudness_ebu3342_cases_1_to_4(void **unused)
{
    static const struct {
        struct step steps[5];
        size_t count;
        double expected, printed, integrated;
    } cases[] = {
        {{{20, -20}, {20, -30}}, 2, 10, 10.0011, -22.590},
        {{{20, -20}, {20, -15}}, 2, 5, 4.9994, -16.811},
        {{{20, -40}, {20, -20}}, 2, 20, 19.9951, -20.026},
        {{{20, -50}, {20, -35}, {20, -20}, {20, -35}, {20, -50}},
         5,
         15,
         14.9993,
         -24.492},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc = run(cases[i].steps, cases[i].count, 16);

        print_message("  case %zu\n", i + 1);
        assert_near(value_of(doc, "loudness.range"), cases[i].expected, 1);
        assert_near(value_of(doc, "loudness.range"), cases[i].printed, 0.01);
        assert_near(value_of(doc, "loudness.integrated"), cases[i].integrated,
                    AGREEMENT_LU);
        lo_doc_free(doc);
    }
}

/* Only the blocks inside the bursts are over -70 LUFS. */
static void test_loudness_bs2217_absolute_gate(void **unused)
{
    const double floor = -88.8, burst = -69.47;
    const struct step steps[] = {{0.8, floor}, {0.5, burst}, {0.5, floor}, {0.5, burst},
                                 {0.5, floor}, {0.5, burst}, {0.8, floor}};
    struct lo_doc *doc = run(steps, COUNT(steps), 24);

    (void)unused;
    assert_near(value_of(doc, "loudness.integrated"), -69.5, TOLERANCE_LU);
    assert_near(value_of(doc, "loudness.integrated"), -69.4516, 0.02);
    lo_doc_free(doc);
}

static void test_loudness_bs2217_relative_gate(void **unused)
{
    const double floor = -88.8;
    const struct step steps[] = {
        {0.5, floor}, {0.9, -19.9}, {1.3, -7.1}, {0.8, -19.9}, {0.5, floor}};
    struct lo_doc *doc = run(steps, COUNT(steps), 24);

    (void)unused;
    assert_near(value_of(doc, "loudness.integrated"), -10.0, TOLERANCE_LU);
    assert_near(value_of(doc, "loudness.integrated"), -10.0288, 0.02);
    lo_doc_free(doc);
}

/* Tones of two channels at the level that reads -23 and -24: K's gain at each frequency,
 * from the published coefficients by hand. */
static void test_loudness_bs2217_tones(void **unused)
{
    static const struct {
        double f_hz, k_db;
    } cases[] = {{25, -10.393},  {100, -1.133}, {500, 0.042},
                 {1000, 0.6977}, {2000, 3.071}, {10000, 4.040}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int level = -24; level <= -23; level++) {
            struct tone tone = {.rate_hz = RATE, .channels = 2};
            struct lo_doc *doc;

            tone_add(&tone, 20, cases[i].f_hz, level - cases[i].k_db + 0.691);
            doc = tone_measure(&tone, meters, tone.frames, BLOCK);
            print_message("  %g Hz: %.3f\n", cases[i].f_hz,
                          value_of(doc, "loudness.integrated"));
            assert_near(value_of(doc, "loudness.integrated"), level, TOLERANCE_LU);
            lo_doc_free(doc);
            tone_free(&tone);
        }
}

/* One channel of six at a time: what each position counts for. */
static void test_loudness_bs2217_channel_check(void **unused)
{
    static const struct {
        const char *what;
        double weight_db;
    } cases[] = {{"left", 0},
                 {"right", 0},
                 {"centre", 0},
                 {"LFE", -INFINITY},
                 {"left surround", 1.492},
                 {"right surround", 1.492}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = RATE, .channels = 6, .channel_mask = 0x3F};
        double levels[6];
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        for (size_t ch = 0; ch < 6; ch++)
            levels[ch] =
                ch == i ? -23 + 3.0103 - 0.0067 - cases[i].weight_db : -INFINITY;
        if (isinf(cases[i].weight_db))
            levels[i] = -10;
        tone_add_levels(&tone, 5, 1000, levels);
        doc = tone_measure(&tone, meters, tone.frames, BLOCK);
        if (isinf(cases[i].weight_db))
            assert_int_equal(lo_doc_quantity(doc, "loudness.integrated")->state,
                             LO_BELOW);
        else
            assert_near(value_of(doc, "loudness.integrated"), -23, 0.002);
        lo_doc_free(doc);
        tone_free(&tone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loudness_ebu3341_case_1),
        cmocka_unit_test(test_loudness_ebu3341_case_2),
        cmocka_unit_test(test_loudness_ebu3341_case_3),
        cmocka_unit_test(test_loudness_ebu3341_case_4),
        cmocka_unit_test(test_loudness_ebu3341_case_5),
        cmocka_unit_test(test_loudness_ebu3341_case_6),
        cmocka_unit_test(test_loudness_ebu3341_case_9),
        cmocka_unit_test(test_loudness_ebu3341_case_10),
        cmocka_unit_test(test_loudness_ebu3341_case_11),
        cmocka_unit_test(test_loudness_ebu3341_case_12),
        cmocka_unit_test(test_loudness_ebu3341_case_13),
        cmocka_unit_test(test_loudness_ebu3341_case_14),
        cmocka_unit_test(test_loudness_ebu3342_cases_1_to_4),
        cmocka_unit_test(test_loudness_bs2217_absolute_gate),
        cmocka_unit_test(test_loudness_bs2217_relative_gate),
        cmocka_unit_test(test_loudness_bs2217_tones),
        cmocka_unit_test(test_loudness_bs2217_channel_check),
    };

    return cmocka_run_group_tests_name("conformance_loudness", tests, NULL, NULL);
}
