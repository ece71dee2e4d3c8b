#include "tests/support/measure.h"
#include "tests/support/music.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_dc;

enum { RATE = 48000, FRAMES = 20 * RATE };

static float x[FRAMES];

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static struct lo_doc *measure_x(unsigned bits, size_t frames, size_t block)
{
    const float *channel[] = {x};
    const struct lo_meter *const meters[] = {&lo_meter_dc, NULL};
    struct signal signal = {.channel = channel,
                            .frames = frames,
                            .setup = {.channels = 1,
                                      .rate_hz = RATE,
                                      .bits = bits,
                                      .valid_bits = bits,
                                      .is_float = bits == 32}};

    return measure(meters, &signal, block);
}

enum sound { NOTHING, BASS, NOISE, BURSTS };

static double sound(enum sound sound, size_t i, uint64_t *seed)
{
    double t = (double)i / RATE, beat = fmod(t, 0.5);

    switch (sound) {
    case NOTHING:
        return 0;
    case BASS:
        return 0.5 * sin(2 * M_PI * 41.2 * t + 1);
    case NOISE:
        return 0.6 * (uniform(seed) - 0.5);
    case BURSTS: /* one-sided, and coupled back to a mean of zero, as brass is */
        return 0.8 * exp(-beat / 0.05) * sin(2 * M_PI * 110 * beat) *
                   sin(2 * M_PI * 110 * beat) -
               0.4 * exp(-beat / 0.05) * (1 - 0.0024);
    }
    return 0;
}

static void make(enum sound which, double offset, size_t frames)
{
    uint64_t seed = 1;

    for (size_t i = 0; i < frames; i++)
        x[i] = (float)(offset + sound(which, i, &seed));
}

static void test_dc_is_the_mean(void **unused)
{
    static const struct {
        const char *what;
        enum sound sound;
        double offset_dbfs, tolerance;
    } cases[] = {
        {"alone", NOTHING, -60, 0.001},
        {"alone and small", NOTHING, -100, 0.001},
        /* 824 periods end within 0.02 of a whole one: 0.5/(2π·824) at most. */
        {"under a bass note", BASS, -40, 0.1},
        /* The mean of the noise itself has a deviation of 0.17/√960000: 1.8 %. */
        {"under noise", NOISE, -40, 0.5},
        {"under bursts", BURSTS, -40, 2},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int sign = -1; sign <= 1; sign += 2) {
            double offset = sign * pow(10, cases[i].offset_dbfs / 20), mean = 0;
            struct lo_doc *doc;

            print_message("  %s\n", cases[i].what);
            make(cases[i].sound, offset, FRAMES);
            for (size_t n = 0; n < FRAMES; n++)
                mean += (double)x[n] / FRAMES;
            doc = measure_x(32, FRAMES, 4096);
            assert_near(value_of(doc, "dc.offset"), cases[i].offset_dbfs,
                        cases[i].tolerance);
            assert_near(value_of(doc, "dc.offset"), 20 * log10(fabs(mean)), 0.001);
            lo_doc_free(doc);
        }
}

static void test_dc_is_below_where_chance_makes_it(void **unused)
{
    static const size_t lengths[] = {RATE, RATE + 12345, 3 * RATE + 777, FRAMES};
    static const enum sound sounds[] = {NOTHING, BASS, NOISE, BURSTS};

    (void)unused;
    for (size_t s = 0; s < COUNT(sounds); s++)
        for (size_t i = 0; i < COUNT(lengths); i++) {
            struct lo_doc *doc;

            make(sounds[s], 0, lengths[i]);
            doc = measure_x(24, lengths[i], 4096);
            /* Two standard errors leave some chance; what is left is no alarm. */
            assert_true(value_of(doc, "dc.offset") < -66);
            lo_doc_free(doc);
        }
    /* What truncation of 16 bits leaves is half a step. */
    make(NOTHING, -0.49 / 32768, FRAMES);
    struct lo_doc *doc = measure_x(16, FRAMES, 4096);

    assert_int_equal(lo_doc_quantity(doc, "dc.offset")->state, LO_BELOW);
    lo_doc_free(doc);
}

/* An offset over a third of the programme is one, though its parts differ. */
static void test_dc_sees_an_offset_that_comes_and_goes(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    make(NOISE, 0, FRAMES);
    for (size_t i = 0; i < FRAMES / 3; i++)
        x[FRAMES / 3 + i] += 0.03F;
    doc = measure_x(24, FRAMES, 4096);
    assert_near(value_of(doc, "dc.offset"), -40, 0.5);
    lo_doc_free(doc);
}

static void test_dc_is_not_guessed_from_less_than_a_second(void **unused)
{
    static const size_t lengths[] = {0, 1, 100, RATE - 1};

    (void)unused;
    make(NOTHING, 0.1, RATE);
    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct lo_doc *doc = measure_x(24, lengths[i], 64);

        assert_string_equal(reason_of(doc, "dc.offset"), "shorter than 1 s");
        lo_doc_free(doc);
    }
}

static void test_dc_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 4096};
    struct lo_doc *whole;

    (void)unused;
    make(NOISE, 0.01, FRAMES);
    whole = measure_x(24, FRAMES, FRAMES);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = measure_x(24, FRAMES, blocks[b]);

        /* Sums of floats on a fine grid may round apart in the last place. */
        assert_near(value_of(doc, "dc.offset"), value_of(whole, "dc.offset"), 0.0011);
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
}

static void test_dc_of_many_channels_names_the_one(void **unused)
{
    const float *channel[LO_MAX_CHANNELS];
    const struct lo_meter *const meters[] = {&lo_meter_dc, NULL};
    static const unsigned rates[] = {8000, 384000};

    (void)unused;
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct signal signal = {.channel = channel,
                                .frames = FRAMES / 2,
                                .setup = {.channels = LO_MAX_CHANNELS,
                                          .rate_hz = rates[r],
                                          .bits = 24,
                                          .valid_bits = 24}};
        struct lo_doc *doc;

        memset(x, 0, sizeof x);
        for (size_t i = 0; i < FRAMES / 2; i++)
            x[i] = -0.125F;
        for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
            channel[ch] = ch == 5 ? x : x + FRAMES / 2;
        doc = measure(meters, &signal, 4096);
        /* 20 lg 0.125, rounded to the unit's decimals. */
        assert_near(value_of(doc, "dc.offset"), -18.062, 1e-9);
        assert_near(lo_doc_quantity(doc, "dc.offset")->channel[5], -18.062, 1e-9);
        assert_true(lo_doc_quantity(doc, "dc.offset")->channel[4] == -INFINITY);
        lo_doc_free(doc);
    }
}

/* As they are, "stairs" has an offset of -39 dBFS and the synthesiser's two one of -55; the
 * means of the others are chance. One added by hand is found in all. */
static void test_dc_of_music(void **unused)
{
    static const struct {
        const char *name;
        double offset_dbfs; /* -INFINITY: none */
    } cases[] = {
        {"blupi-mix-24-44100", -55.251}, {"blupi-mix-24-96000", -55.938},
        {"knalgan_theme", -INFINITY},    {"ninesix", -INFINITY},
        {"nunc_dimittis", -INFINITY},    {"stairs", -39.18},
        {"the_king_is_dead", -INFINITY}, {"traveling_minstrels", -INFINITY},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct music music = music_load(cases[i].name);
        struct lo_doc *doc =
            music_measure(&lo_meter_dc, &music, music.bits, 4096, NULL);
        double value = value_of(doc, "dc.offset");

        print_message("  %s\n", cases[i].name);
        if (isfinite(cases[i].offset_dbfs))
            assert_near(value, cases[i].offset_dbfs, 0.001);
        else
            assert_true(value == -INFINITY);
        lo_doc_free(doc);
        for (size_t n = 0; n < music.frames; n++)
            music.x[1][n] = music.x[1][n] * 0.9 - 0.02;
        doc = music_measure(&lo_meter_dc, &music, 24, 4096, NULL);
        /* What was there moves it by at most 0.011/0.02. */
        assert_near(lo_doc_quantity(doc, "dc.offset")->channel[1], 20 * log10(0.02),
                    3.6);
        lo_doc_free(doc);
        music_free(&music);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dc_is_the_mean),
        cmocka_unit_test(test_dc_is_below_where_chance_makes_it),
        cmocka_unit_test(test_dc_sees_an_offset_that_comes_and_goes),
        cmocka_unit_test(test_dc_is_not_guessed_from_less_than_a_second),
        cmocka_unit_test(test_dc_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_dc_of_many_channels_names_the_one),
        cmocka_unit_test(test_dc_of_music),
    };

    return cmocka_run_group_tests_name("meter_dc", tests, NULL, NULL);
}
