#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_stereo;

enum { RATE = 48000, FRAMES = 5 * RATE };

static float left[FRAMES], right[FRAMES];

/* White noise, uniform in ±0.5, the same in every run. */
static float noise(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (float)((double)(*seed >> 40) / (1 << 24) - 0.5);
}

static struct lo_doc *measure_pair(size_t frames, size_t block)
{
    const float *channel[] = {left, right};
    const struct lo_meter *const meters[] = {&lo_meter_stereo, NULL};
    struct signal signal = {.channel = channel,
                            .frames = frames,
                            .setup = {.channels = 2, .rate_hz = RATE}};

    return measure(meters, &signal, block);
}

static bool flag(const struct lo_doc *doc, const char *id)
{
    assert_non_null(lo_doc_fact(doc, id));
    return lo_doc_fact(doc, id)->flag;
}

/* Two unrelated noises a and b: L = a, R = mix·a + rest·b. */
static void make(double mix, double rest)
{
    uint64_t one = 1, two = 99;

    for (size_t i = 0; i < FRAMES; i++) {
        left[i] = noise(&one);
        right[i] = (float)(mix * left[i] + rest * noise(&two));
    }
}

static void test_stereo_follows_the_closed_forms(void **unused)
{
    /* For unit-power a, b: rho = m/√(m²+r²), balance = -10 lg(m²+r²),
     * loss = 10 lg(((1+m)²+r²)/(2(1+m²+r²))), width = side/mid = ((1-m)²+r²)/((1+m)²+r²). */
    static const struct {
        const char *what;
        double m, r;
        bool dual, inverted;
    } cases[] = {
        {"dual mono", 1, 0, true, false},
        {"dual mono, right 6 dB lower", 0.5, 0, true, false},
        {"unrelated", 0, 1, false, false},
        {"half related", 0.5, 0.5, false, false},
        {"one side inverted", -1, 0.01, false, true},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double m = cases[i].m, r = cases[i].r, both = 1 + m * m + r * r;
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        make(m, r);
        doc = measure_pair(FRAMES, 4096);
        /* 240,000 frames of noise: chance correlation has a deviation of 0.002. */
        assert_near(value_of(doc, "stereo.correlation"), m / sqrt(m * m + r * r), 0.01);
        assert_near(value_of(doc, "stereo.balance"), -10 * log10(m * m + r * r), 0.05);
        if (m != -1)
            assert_near(value_of(doc, "stereo.mono_loss"),
                        10 * log10(((1 + m) * (1 + m) + r * r) / (2 * both)), 0.05);
        if (!(m == 1 && r == 0))
            assert_near(
                value_of(doc, "stereo.width"),
                10 * log10(((1 - m) * (1 - m) + r * r) / ((1 + m) * (1 + m) + r * r)),
                m == -1 ? 0.5 : 0.1);
        assert_int_equal(flag(doc, "stereo.dual_mono"), cases[i].dual);
        assert_int_equal(flag(doc, "stereo.polarity_inverted"), cases[i].inverted);
        assert_false(flag(doc, "stereo.channel_missing"));
        lo_doc_free(doc);
    }
}

static void test_stereo_says_below_where_nothing_is_left(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    make(1, 0);
    doc = measure_pair(FRAMES, 4096);
    assert_int_equal(lo_doc_quantity(doc, "stereo.width")->state, LO_BELOW);
    assert_near(value_of(doc, "stereo.mono_loss"), 0, 0);
    lo_doc_free(doc);
    make(-1, 0);
    doc = measure_pair(FRAMES, 4096);
    assert_int_equal(lo_doc_quantity(doc, "stereo.mono_loss")->state, LO_BELOW);
    assert_string_equal(reason_of(doc, "stereo.width"), "the channels cancel");
    assert_true(flag(doc, "stereo.polarity_inverted"));
    assert_false(flag(doc, "stereo.dual_mono"));
    lo_doc_free(doc);
}

static void test_stereo_notices_a_missing_channel(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    make(0, 0);
    doc = measure_pair(FRAMES, 4096);
    assert_true(flag(doc, "stereo.channel_missing"));
    assert_false(flag(doc, "stereo.dual_mono"));
    assert_string_equal(reason_of(doc, "stereo.correlation"), "one channel is silent");
    lo_doc_free(doc);
    make(0, 0.001); /* 60 dB under */
    doc = measure_pair(FRAMES, 4096);
    assert_true(flag(doc, "stereo.channel_missing"));
    lo_doc_free(doc);
}

/* Two dithers and nothing else: no channel is missing, and they are not the same. */
static void test_stereo_of_quiet_noise_has_no_flags(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    make(0, 1);
    for (size_t i = 0; i < FRAMES; i++) {
        left[i] *= 6e-5F;
        right[i] *= 6e-5F;
    }
    doc = measure_pair(FRAMES, 4096);
    assert_false(flag(doc, "stereo.channel_missing"));
    assert_false(flag(doc, "stereo.dual_mono"));
    assert_false(flag(doc, "stereo.polarity_inverted"));
    lo_doc_free(doc);
}

static void test_stereo_finds_the_moment_out_of_phase(void **unused)
{
    struct lo_doc *doc;
    const struct lo_series *series;

    (void)unused;
    make(1, 0);
    for (size_t i = 2 * RATE; i < 3 * RATE; i++)
        right[i] = -right[i];
    doc = measure_pair(FRAMES, 4096);
    assert_near(value_of(doc, "stereo.correlation_min"), -1, 1e-6);
    series = lo_doc_series(doc, "stereo.correlation");
    /* The window that ends at 2.5 s lies inside: 0.4 s + 21 steps of 0.1 s. */
    assert_near(series->start_s + 21 * series->step_s, 2.5, 1e-9);
    assert_near(series->values[21], -1, 1e-6);
    assert_near(series->values[0], 1, 1e-6);
    lo_doc_free(doc);
}

static void test_stereo_finds_a_constant_delay_and_no_other(void **unused)
{
    static const int delays[] = {1, 7, 20, 100, -20};

    (void)unused;
    for (size_t d = 0; d < COUNT(delays); d++) {
        struct lo_doc *doc;

        make(1, 0);
        for (size_t i = 0; i < FRAMES; i++) {
            long from = (long)i - delays[d];

            right[i] = from >= 0 && from < FRAMES ? left[from] : 0;
        }
        doc = measure_pair(FRAMES, 4096);
        /* The parabola over a sharp peak may lean by a fraction of a sample. */
        assert_near(value_of(doc, "stereo.delay"), delays[d], 0.2);
        lo_doc_free(doc);
    }
    for (int unrelated = 0; unrelated < 2; unrelated++) {
        struct lo_doc *doc;

        make(unrelated ? 0 : 1, unrelated ? 1 : 0);
        doc = measure_pair(FRAMES, 4096);
        assert_near(value_of(doc, "stereo.delay"), 0, 0);
        lo_doc_free(doc);
    }
}

static void test_stereo_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 1000, 4800, 9001};
    const char *const ids[] = {"stereo.correlation", "stereo.correlation_min",
                               "stereo.balance", "stereo.width", "stereo.delay"};
    struct lo_doc *whole;

    (void)unused;
    make(0.6, 0.4);
    whole = measure_pair(FRAMES, FRAMES);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = measure_pair(FRAMES, blocks[b]);

        /* Values are rounded when set, and sums agree to 1e-12: equal. */
        for (size_t i = 0; i < COUNT(ids); i++)
            assert_near(value_of(doc, ids[i]), value_of(whole, ids[i]), 1.1e-6);
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
}

static void test_stereo_explains_what_it_cannot_measure(void **unused)
{
    struct lo_doc *doc = measure_mono(&lo_meter_stereo, (double[]){0.5}, 1, 1);

    (void)unused;
    assert_string_equal(reason_of(doc, "stereo.correlation"), "one channel");
    assert_null(lo_doc_fact(doc, "stereo.dual_mono"));
    lo_doc_free(doc);
    memset(left, 0, sizeof left);
    memset(right, 0, sizeof right);
    doc = measure_pair(FRAMES, 4096);
    assert_string_equal(reason_of(doc, "stereo.width"), "digital silence");
    lo_doc_free(doc);
    doc = measure_pair(0, 1);
    assert_string_equal(reason_of(doc, "stereo.width"), "digital silence");
    lo_doc_free(doc);
    left[0] = right[0] = 0.5F;
    doc = measure_pair(1, 1);
    assert_near(value_of(doc, "stereo.correlation"), 1, 0);
    assert_string_equal(reason_of(doc, "stereo.correlation_min"),
                        "no 400 ms louder than -60 dBFS");
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stereo_follows_the_closed_forms),
        cmocka_unit_test(test_stereo_says_below_where_nothing_is_left),
        cmocka_unit_test(test_stereo_notices_a_missing_channel),
        cmocka_unit_test(test_stereo_of_quiet_noise_has_no_flags),
        cmocka_unit_test(test_stereo_finds_the_moment_out_of_phase),
        cmocka_unit_test(test_stereo_finds_a_constant_delay_and_no_other),
        cmocka_unit_test(test_stereo_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_stereo_explains_what_it_cannot_measure),
    };

    return cmocka_run_group_tests_name("meter_stereo", tests, NULL, NULL);
}
