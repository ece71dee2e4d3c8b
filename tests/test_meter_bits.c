#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_bits;

enum { FRAMES = 96000 };

static int32_t raw[2 * FRAMES];
static float planar[2][FRAMES];

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* A decaying tone of both channels, quantised to bits with or without TPDF dither. */
static void make_fade(unsigned bits, double dither_lsb)
{
    double step = ldexp(1, 1 - (int)bits);
    uint64_t seed = 5;

    for (size_t i = 0; i < FRAMES; i++)
        for (unsigned ch = 0; ch < 2; ch++) {
            double t = (double)i / 48000;
            double x = 0.5 * pow(10, -6 * t / 2.0) * sin(2 * M_PI * (220 + ch) * t) +
                       0.2 * pow(10, -6 * t / 2.0) * sin(2 * M_PI * (747.3 - ch) * t);
            double code = x / step + dither_lsb * (uniform(&seed) - uniform(&seed));

            raw[2 * i + ch] = (int32_t)(lround(code) * (1L << (32 - bits)));
        }
}

static struct lo_doc *measure_raw(unsigned channels, unsigned valid_bits, size_t frames,
                                  size_t block)
{
    const float *channel[] = {planar[0], planar[1]};
    const struct lo_meter *const meters[] = {&lo_meter_bits, NULL};
    struct signal signal = {
        .channel = channel,
        .frames = frames,
        .raw = raw,
        .setup = {.channels = channels,
                  .rate_hz = 48000,
                  .bits = valid_bits,
                  .valid_bits = valid_bits},
    };

    for (size_t i = 0; i < frames; i++)
        for (unsigned ch = 0; ch < channels; ch++)
            planar[ch][i] = (float)ldexp(raw[channels * i + ch], -31);
    return measure(meters, &signal, block);
}

static struct lo_doc *measure_float(size_t frames)
{
    const float *channel[] = {planar[0], planar[1]};
    const struct lo_meter *const meters[] = {&lo_meter_bits, NULL};
    struct signal signal = {
        .channel = channel,
        .frames = frames,
        .setup = {.channels = 2,
                  .rate_hz = 48000,
                  .bits = 32,
                  .valid_bits = 32,
                  .is_float = true},
    };

    return measure(meters, &signal, 1000);
}

static void test_bits_finds_what_the_container_carries(void **unused)
{
    static const struct {
        unsigned bits, container;
        bool padded;
    } cases[] = {
        {16, 16, false}, {16, 24, true}, {20, 24, true}, {24, 24, false},
        {24, 32, true},  {8, 16, true},  {8, 8, false},  {31, 32, true},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        print_message("  %u in %u\n", cases[i].bits, cases[i].container);
        make_fade(cases[i].bits, 1);
        doc = measure_raw(2, cases[i].container, FRAMES, 4096);
        assert_near(value_of(doc, "bits.effective"), cases[i].bits, 0);
        assert_int_equal(lo_doc_fact(doc, "bits.padded")->flag, cases[i].padded);
        assert_int_equal(lo_doc_fact(doc, "bits.stuck")->count, 0);
        lo_doc_free(doc);
    }
}

static void test_bits_knows_fixed_point_inside_floats(void **unused)
{
    static const unsigned depths[] = {16, 24};
    struct lo_doc *doc;

    (void)unused;
    for (size_t d = 0; d < COUNT(depths); d++) {
        make_fade(depths[d], 1);
        for (size_t i = 0; i < 2 * FRAMES; i++)
            planar[i % 2][i / 2] = (float)ldexp(raw[i], -31);
        doc = measure_float(FRAMES);
        assert_near(value_of(doc, "bits.effective"), depths[d], 0);
        assert_true(lo_doc_fact(doc, "bits.padded")->flag);
        lo_doc_free(doc);
    }
    /* A gain that is no power of two leaves no grid. */
    for (size_t i = 0; i < 2 * FRAMES; i++)
        planar[i % 2][i / 2] *= 0.7F;
    doc = measure_float(FRAMES);
    assert_near(value_of(doc, "bits.effective"), 32, 0);
    assert_false(lo_doc_fact(doc, "bits.padded")->flag);
    lo_doc_free(doc);
}

static void test_bits_names_a_stuck_bit(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    make_fade(16, 1);
    for (size_t i = 0; i < FRAMES; i++)
        raw[2 * i + 1] &= ~(1 << 20); /* bit 12 from the top */
    doc = measure_raw(2, 16, FRAMES, 4096);
    assert_int_equal(lo_doc_fact(doc, "bits.stuck")->count, 1);
    assert_string_equal(lo_doc_fact(doc, "bits.stuck")->items[0],
                        "channel 2: bit 12 is always 0");
    lo_doc_free(doc);
}

/* A square wave has two codes, whose bits stand still by nature. */
static void test_bits_leaves_a_square_wave_alone(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    for (size_t i = 0; i < 2 * FRAMES; i++)
        raw[i] = (i / 200 % 2 ? 12345 : -12345) * 65536;
    doc = measure_raw(2, 16, FRAMES, 4096);
    assert_int_equal(lo_doc_fact(doc, "bits.stuck")->count, 0);
    lo_doc_free(doc);
}

static void test_bits_tells_dither_from_none(void **unused)
{
    static const struct {
        const char *what, *expected;
        unsigned bits, container;
        double dither_lsb;
    } cases[] = {
        {"TPDF at 16 bits", "plausible", 16, 16, 1},
        {"rounded to 16 bits", "none", 16, 16, 0},
        {"TPDF at 16 bits in 24", "plausible", 16, 24, 1},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        make_fade(cases[i].bits, cases[i].dither_lsb);
        doc = measure_raw(2, cases[i].container, FRAMES, 4096);
        assert_string_equal(lo_doc_fact(doc, "bits.dither")->text, cases[i].expected);
        lo_doc_free(doc);
    }
}

static void test_bits_does_not_judge_dither_of_loud_music(void **unused)
{
    struct lo_doc *doc;
    uint64_t seed = 3;

    (void)unused;
    for (size_t i = 0; i < 2 * FRAMES; i++)
        raw[i] = (int32_t)(lround((uniform(&seed) - 0.5) * 20000) * 65536);
    doc = measure_raw(2, 16, FRAMES, 4096);
    assert_string_equal(lo_doc_fact(doc, "bits.dither")->text, "undetermined");
    lo_doc_free(doc);
}

static void test_bits_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 1000, 1024, 5000};

    (void)unused;
    make_fade(16, 1);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = measure_raw(2, 24, FRAMES, blocks[b]);

        assert_near(value_of(doc, "bits.effective"), 16, 0);
        assert_string_equal(lo_doc_fact(doc, "bits.dither")->text, "plausible");
        lo_doc_free(doc);
    }
}

/* One channel of eight carries 24 bits, the others 16 or nothing. */
static void test_bits_of_many_channels_are_kept_apart(void **unused)
{
    enum { LENGTH = 20000 };
    static int32_t eight[LO_MAX_CHANNELS * LENGTH];
    static float silence[LENGTH];
    const float *channel[LO_MAX_CHANNELS];
    const struct lo_meter *const meters[] = {&lo_meter_bits, NULL};
    static const unsigned rates[] = {8000, 384000};
    uint64_t seed = 9;

    (void)unused;
    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
        channel[ch] = silence;
    for (size_t i = 0; i < LENGTH; i++)
        for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++) {
            double bits = ch == 5 ? 24 : 16;
            double code = rint((uniform(&seed) - 0.5) * exp2(bits - 1));

            eight[i * LO_MAX_CHANNELS + ch] =
                ch == 7 ? 0 : (int32_t)(code * exp2(32 - bits));
        }
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct signal signal = {.channel = channel,
                                .frames = LENGTH,
                                .raw = eight,
                                .setup = {.channels = LO_MAX_CHANNELS,
                                          .rate_hz = rates[r],
                                          .bits = 24,
                                          .valid_bits = 24}};
        struct lo_doc *doc = measure(meters, &signal, 1000);
        const struct lo_quantity *bits = lo_doc_quantity(doc, "bits.effective");

        assert_near(bits->value, 24, 0);
        for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
            assert_near(bits->channel[ch], ch == 5 ? 24 : ch == 7 ? 0 : 16, 0);
        assert_false(lo_doc_fact(doc, "bits.padded")->flag);
        lo_doc_free(doc);
    }
}

static void test_bits_of_silence_and_of_nothing_are_explained(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    memset(raw, 0, sizeof raw);
    doc = measure_raw(2, 24, FRAMES, 4096);
    assert_string_equal(reason_of(doc, "bits.effective"), "digital silence");
    assert_null(lo_doc_fact(doc, "bits.padded"));
    lo_doc_free(doc);
    doc = measure_raw(1, 24, 0, 1);
    assert_string_equal(reason_of(doc, "bits.effective"), "digital silence");
    lo_doc_free(doc);
    raw[0] = 1 << 8;
    doc = measure_raw(1, 24, 1, 1);
    assert_near(value_of(doc, "bits.effective"), 24, 0);
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits_finds_what_the_container_carries),
        cmocka_unit_test(test_bits_knows_fixed_point_inside_floats),
        cmocka_unit_test(test_bits_names_a_stuck_bit),
        cmocka_unit_test(test_bits_leaves_a_square_wave_alone),
        cmocka_unit_test(test_bits_tells_dither_from_none),
        cmocka_unit_test(test_bits_does_not_judge_dither_of_loud_music),
        cmocka_unit_test(test_bits_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_bits_of_many_channels_are_kept_apart),
        cmocka_unit_test(test_bits_of_silence_and_of_nothing_are_explained),
    };

    return cmocka_run_group_tests_name("meter_bits", tests, NULL, NULL);
}
