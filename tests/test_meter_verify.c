/* libebur128 beside our own meters, over signals on which they must agree. Real music is
 * compared by tests/peers. */
#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

extern const struct lo_meter lo_meter_loudness, lo_meter_peak, lo_meter_verify;

static const struct lo_meter *const meters[] = {&lo_meter_loudness, &lo_meter_peak,
                                                &lo_meter_verify, NULL};

static void test_verify_agrees_on_tones(void **unused)
{
    static const struct {
        unsigned rate_hz, channels;
        uint32_t mask;
    } cases[] = {
        {48000, 1, 0}, {48000, 2, 0}, {44100, 2, 0}, {48000, 5, 0x37}, {48000, 6, 0x3F},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tone tone = {.rate_hz = cases[i].rate_hz,
                            .channels = cases[i].channels,
                            .channel_mask = cases[i].mask};
        struct lo_doc *doc;

        /* Steps of 10 dB, 5 s each. */
        for (int step = 0; step < 4; step++)
            tone_add(&tone, 5, 1000, -40 + 10 * step);
        doc = tone_measure(&tone, meters, tone.frames, 4096);
        /* Its blocks begin every 100 ms as ours do; the high-pass differs by 0.005 dB. */
        assert_near(value_of(doc, "verify.integrated"),
                    value_of(doc, "loudness.integrated"), 0.01);
        /* It looks once a second: one value more or less of a step of 10 dB. */
        assert_near(value_of(doc, "verify.range"), value_of(doc, "loudness.range"), 1);
        assert_near(value_of(doc, "verify.sample_peak"), value_of(doc, "peak.sample"),
                    0.0005);
        /* Its filter has a ripple of some hundredths of a dB. */
        assert_near(value_of(doc, "verify.true_peak"), value_of(doc, "peak.true"), 0.1);
        lo_doc_free(doc);
        tone_free(&tone);
    }
}

static void test_verify_says_why_it_cannot_measure(void **unused)
{
    struct tone tone = {.rate_hz = 48000, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 1, 1000, -20);
    doc = tone_measure(&tone, meters, tone.frames, 4096);
    assert_string_equal(reason_of(doc, "verify.range"), "shorter than 3 s");
    lo_doc_free(doc);
    doc = tone_measure(&tone, meters, 1000, 4096);
    assert_string_equal(reason_of(doc, "verify.integrated"), "shorter than 400 ms");
    lo_doc_free(doc);
    doc = tone_measure(&tone, meters, 0, 4096);
    assert_string_equal(reason_of(doc, "verify.true_peak"), "no frames");
    lo_doc_free(doc);
    tone_free(&tone);
}

static void test_verify_of_silence_is_below(void **unused)
{
    struct tone tone = {.rate_hz = 48000, .channels = 2};
    struct lo_doc *doc;

    (void)unused;
    tone_add(&tone, 5, 1000, -INFINITY);
    doc = tone_measure(&tone, meters, tone.frames, 4096);
    assert_int_equal(lo_doc_quantity(doc, "verify.integrated")->state, LO_BELOW);
    assert_int_equal(lo_doc_quantity(doc, "verify.true_peak")->state, LO_BELOW);
    lo_doc_free(doc);
    tone_free(&tone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verify_agrees_on_tones),
        cmocka_unit_test(test_verify_says_why_it_cannot_measure),
        cmocka_unit_test(test_verify_of_silence_is_below),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
