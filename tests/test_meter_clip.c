#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_clip;

enum { FRAMES = 10 * 48000 };

static float x[FRAMES];

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* x rounded to bits as an integer file holds it; 0: left as it is. */
static void quantise(unsigned bits, size_t frames)
{
    double top = ldexp(1, (int)bits - 1);

    for (size_t i = 0; bits && i < frames; i++)
        x[i] = (float)(fmin(fmax(rint((double)x[i] * top), -top), top - 1) / top);
}

static struct lo_doc *measure_x(unsigned rate_hz, unsigned bits, size_t frames,
                                size_t block, const double *params)
{
    const float *channel[] = {x};
    const struct lo_meter *const meters[] = {&lo_meter_clip, NULL};
    struct signal signal = {
        .channel = channel,
        .frames = frames,
        .setup = {.channels = 1,
                  .rate_hz = rate_hz,
                  .bits = bits ? bits : 32,
                  .valid_bits = bits ? bits : 32,
                  .is_float = bits == 0,
                  .params = params},
    };

    return measure(meters, &signal, block);
}

static void test_clip_counts_runs_at_the_rail(void **unused)
{
    static const double P16 = 32767.0 / 32768, N16 = -32767.0 / 32768;
    const struct {
        const char *what;
        unsigned bits;
        double y[10];
        double runs, longest;
    } cases[] = {
        {"silence", 16, {0}, 0, 0},
        {"two at the rail", 16, {0, P16, P16, 0}, 0, 0},
        {"three at the rail", 16, {0, P16, P16, P16, 0}, 1, 3},
        {"one code under it", 16, {0, 1 - 2 / 32768., 1 - 2 / 32768., .99993896}, 0, 0},
        {"both codes are the negative rail", 16, {0, -1, N16, -1, N16, 0}, 1, 4},
        {"the rails are two runs", 16, {0, P16, P16, P16, -1, -1, -1, -1, 0}, 2, 4},
        {"the rails in turn are none", 16, {0, P16, -1, P16, -1, P16, -1}, 0, 0},
        {"cut by the end of the file", 16, {0, 0, 0, 0, 0, 0, 0, P16, P16, P16}, 1, 3},
        {"at its start", 16, {-1, -1, -1, -1, 0.5, 0.1}, 1, 4},
        {"all of it", 16, {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, 1, 10},
        {"two runs", 16, {P16, P16, P16, 0, P16, P16, P16, P16, 0}, 2, 4},
        {"16 bits in 24", 24, {0, P16, P16, P16, 0.2}, 1, 3},
        {"24 bits, the 16-bit rail is not one",
         24,
         {0, .9999999, .99998, .99999, 0},
         0,
         0},
        {"floats at 1.0", 0, {0, 1, 1, 1, 0}, 1, 3},
        {"floats over it", 0, {0, 1.5, 1.25, 3, 1.5, 0}, 1, 4},
        {"floats from 16 bits", 0, {0, -P16, -P16, -P16, 0.5}, 1, 3},
        {"floats under it", 0, {0, 0.999, 0.9991, 0.9992, 0.5}, 0, 0},
        {"a rounded top",
         8,
         {.9765625, .984375, 127 / 128., 127 / 128., 127 / 128., 127 / 128., .984375,
          .96875},
         0,
         0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        for (size_t n = 0; n < COUNT(cases[i].y); n++)
            x[n] = (float)cases[i].y[n];
        for (size_t block = 1; block <= 10; block += 3) {
            doc = measure_x(48000, cases[i].bits, COUNT(cases[i].y), block, NULL);
            assert_near(value_of(doc, "clip.runs"), cases[i].runs, 0);
            assert_near(value_of(doc, "clip.longest"), cases[i].longest, 0);
            assert_near(value_of(doc, "clip.flat_top_runs"), 0, 0);
            lo_doc_free(doc);
        }
    }
}

/* Twice the rate, twice the steps between the samples of a run. */
static void test_clip_run_length_follows_the_rate(void **unused)
{
    static const struct {
        unsigned rate_hz;
        size_t shortest;
    } cases[] = {
        {8000, 3},   {44100, 3},  {48000, 3},   {88200, 5},   {96000, 5},
        {176400, 9}, {192000, 9}, {352800, 17}, {384000, 17},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t less = 0; less < 2; less++) {
            size_t length = cases[i].shortest - less;
            struct lo_doc *doc;

            memset(x, 0, 1000 * sizeof *x);
            for (size_t n = 0; n < length; n++)
                x[500 + n] = 1;
            doc = measure_x(cases[i].rate_hz, 0, 1000, 7, NULL);
            assert_near(value_of(doc, "clip.runs"), less ? 0 : 1, 0);
            lo_doc_free(doc);
        }
    for (size_t length = 1; length < 6; length++) {
        const double params[] = {4, 5};
        struct lo_doc *doc;

        memset(x, 0, 1000 * sizeof *x);
        for (size_t n = 0; n < length; n++)
            x[n] = -1;
        doc = measure_x(192000, 0, 1000, 1000, params);
        assert_near(value_of(doc, "clip.runs"), length >= 4, 0);
        lo_doc_free(doc);
        doc = measure_x(48000, 0, 1000, 1, (const double[]){1, 5});
        assert_near(value_of(doc, "clip.runs"), 1, 0);
        lo_doc_free(doc);
    }
}

static void test_clip_places_its_events(void **unused)
{
    const struct lo_event *events;
    struct lo_doc *doc;

    (void)unused;
    memset(x, 0, FRAMES * sizeof *x);
    for (size_t n = 0; n < 11; n++)
        x[123456 + n] = 1.25F;
    doc = measure_x(48000, 0, FRAMES, 4096, NULL);
    assert_int_equal(lo_doc_events(doc, &events), 1);
    assert_string_equal(events[0].kind, "clip.run");
    assert_int_equal(events[0].start_frames, 123456);
    assert_int_equal(events[0].length_frames, 11);
    assert_int_equal(events[0].channel, 0);
    assert_near(events[0].value, 11, 0);
    /* One in 10 s. */
    assert_near(value_of(doc, "clip.density"), 6, 1e-9);
    lo_doc_free(doc);
}

/* What is done to two tones with a slow tremolo and a little noise before they are rounded
 * to bits. */
enum treatment { NONE, CLIP, CLIP_ABOVE, LAST_TREATMENT };

static void make_tones(double hz, double gain, enum treatment treatment)
{
    uint64_t seed = 7;

    for (size_t i = 0; i < FRAMES; i++) {
        double t = (double)i / 48000;
        double y = gain * (0.8 + 0.2 * sin(0.7 * t)) *
                   (0.8 * sin(2 * M_PI * hz * t) + 0.2 * sin(2 * M_PI * 3.13 * hz * t) +
                    0.01 * (uniform(&seed) - 0.5));

        if (treatment == CLIP)
            y = fmax(y, -1);
        x[i] = (float)(treatment ? fmin(y, 1) : y);
    }
}

static void test_clip_finds_the_level_it_was_clipped_at(void **unused)
{
    static const struct {
        const char *what;
        double hz, gain_db;
        enum treatment treatment;
        unsigned bits;
        double dither;
    } cases[] = {
        {"16 bits, -1 dB", 440, -1, CLIP, 16, 0},
        {"16 bits with dither, -1 dB", 440, -1, CLIP, 16, 1},
        {"24 bits, -3.2 dB", 223.7, -3.2, CLIP, 24, 0},
        {"24 bits with dither, -3.2 dB", 223.7, -3.2, CLIP, 24, 1},
        {"floats, -6 dB", 97, -6, CLIP, 0, 0},
        {"one side only", 440, -6, CLIP_ABOVE, 16, 1},
        {"low notes", 41.2, -1, CLIP, 16, 0},
        {"a period of whole samples", 1000, -1, CLIP, 16, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double step = cases[i].bits ? ldexp(1, 1 - (int)cases[i].bits) : 0;
        uint64_t seed = 99;
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        make_tones(cases[i].hz, 1.5, cases[i].treatment);
        for (size_t n = 0; n < FRAMES; n++)
            x[n] = (float)(x[n] * pow(10, cases[i].gain_db / 20) +
                           cases[i].dither * step * (uniform(&seed) - uniform(&seed)));
        quantise(cases[i].bits, FRAMES);
        doc = measure_x(48000, cases[i].bits, FRAMES, 4096, NULL);
        assert_near(value_of(doc, "clip.runs"), 0, 0);
        assert_true(value_of(doc, "clip.flat_top_runs") >= 50);
        /* A step of 16 bits at -6 dBFS is 0.0005 dB. */
        assert_near(value_of(doc, "clip.flat_top_level"), cases[i].gain_db, 0.001);
        assert_true(lo_doc_event_total(doc, "clip.flat_top") >= 50);
        lo_doc_free(doc);
        make_tones(cases[i].hz, 0.8, NONE);
        quantise(cases[i].bits, FRAMES);
        doc = measure_x(48000, cases[i].bits, FRAMES, 4096, NULL);
        assert_near(value_of(doc, "clip.flat_top_runs"), 0, 0);
        if (lo_doc_quantity(doc, "clip.flat_top_ratio")->state == LO_MEASURED)
            assert_near(value_of(doc, "clip.flat_top_ratio"), 0, 0);
        lo_doc_free(doc);
    }
}

/* Sounds that stand still for a while without having been clipped. */
enum sound { SINE, SQUARE, PULSE, SAW, STAIRS, NOISE, HELD_NOISE, FADED_SQUARE };

static double sound(enum sound sound, double hz, size_t i, uint64_t *seed)
{
    static double held;
    double t = hz * (double)i / 48000, phase = t - floor(t);

    switch (sound) {
    case SINE:
        return sin(2 * M_PI * t);
    case SQUARE:
        return phase < 0.5 ? 1 : -1;
    case PULSE:
        return phase < 0.12 ? 1 : -0.4;
    case SAW:
        return 2 * phase - 1;
    case STAIRS:
        return rint(7.5 * sin(2 * M_PI * t) + 0.5) / 8;
    case NOISE:
        return 2 * uniform(seed) - 1;
    case HELD_NOISE:
        if (i % 11 == 0)
            held = uniform(seed) < 0.5 ? 1 : -1;
        return held;
    case FADED_SQUARE:
        return (phase < 0.5 ? 1 : -1) * exp(-fmod(t, 50) / 30);
    }
    return 0;
}

static void test_clip_leaves_what_is_not_clipped_alone(void **unused)
{
    static const struct {
        const char *what;
        enum sound sound;
        double hz, peak_dbfs;
        unsigned bits;
    } cases[] = {
        {"40 Hz at 16 bits, -0.1 dBFS", SINE, 40, -0.1, 16},
        {"20 Hz at 16 bits, 0 dBFS", SINE, 20, 0, 16},
        {"40 Hz at 16 bits, 0 dBFS", SINE, 40, 0, 16},
        {"1 kHz at 16 bits, 0 dBFS", SINE, 1000, 0, 16},
        {"997 Hz at 24 bits, 0 dBFS", SINE, 997, 0, 24},
        {"997 Hz in floats, 0 dBFS", SINE, 997, 0, 0},
        {"100 Hz at 8 bits, 0 dBFS", SINE, 100, 0, 8},
        {"400 Hz at 8 bits, -3 dBFS", SINE, 400, -3, 8},
        {"a square lead", SQUARE, 440, -6, 16},
        {"a square lead of whole samples", SQUARE, 480, -3, 16},
        {"a square lead at full scale", SQUARE, 261.6, 0, 16},
        {"a square in floats at full scale", SQUARE, 261.6, 0, 0},
        {"a high square lead", SQUARE, 2217, -6, 24},
        {"a pulse lead", PULSE, 330, -4, 16},
        {"a saw", SAW, 220, -1, 16},
        {"a saw at full scale", SAW, 55, 0, 16},
        {"a wave table of 4 bits", STAIRS, 440, -2, 16},
        {"a low wave table of 4 bits", STAIRS, 110, -2, 24},
        {"white noise", NOISE, 0, -0.1, 16},
        {"noise of a sound chip", HELD_NOISE, 0, -5, 16},
        {"a square that decays", FADED_SQUARE, 440, -1, 16},
        {"a quiet tone", SINE, 440, -70, 16},
        {"quiet noise", NOISE, 0, -60, 16},
        {"noise of two steps", NOISE, 0, -84, 16},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double gain = pow(10, cases[i].peak_dbfs / 20);
        uint64_t seed = 3;
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        for (size_t n = 0; n < FRAMES; n++)
            x[n] = (float)(gain * sound(cases[i].sound, cases[i].hz, n, &seed));
        quantise(cases[i].bits, FRAMES);
        doc = measure_x(48000, cases[i].bits, FRAMES, 4096, NULL);
        assert_near(value_of(doc, "clip.runs"), 0, 0);
        assert_near(value_of(doc, "clip.flat_top_runs"), 0, 0);
        if (lo_doc_quantity(doc, "clip.flat_top_ratio")->state == LO_MEASURED)
            assert_near(value_of(doc, "clip.flat_top_ratio"), 0, 0);
        lo_doc_free(doc);
    }
}

static void test_clip_ratio_has_a_closed_form_for_clipped_sines(void **unused)
{
    /* A sine clipped at level c of its peak stays over a·c for π - 2·asin(a·c), so the
     * ratio of the widths passes 0.65 at c = 0.962: one that is clipped less is round. */
    static const struct {
        double level;
        double share;
    } cases[] = {{1, 0}, {0.99, 0}, {0.97, 0}, {0.95, 1}, {0.7, 1}, {0.3, 1}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        for (size_t n = 0; n < FRAMES; n++)
            x[n] = (float)fmax(
                fmin(sin(2 * M_PI * 110 * (double)n / 48000), cases[i].level),
                -cases[i].level);
        doc = measure_x(48000, 0, FRAMES, 4096, NULL);
        assert_near(value_of(doc, "clip.flat_top_ratio"), cases[i].share, 0);
        lo_doc_free(doc);
    }
}

static void test_clip_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 64, 1000, 4096};
    const char *const ids[] = {"clip.runs",           "clip.longest",
                               "clip.flat_top_runs",  "clip.flat_top_level",
                               "clip.flat_top_ratio", "clip.density"};

    (void)unused;
    for (int at_rail = 0; at_rail < 2; at_rail++) {
        const struct lo_event *events, *expected;
        struct lo_doc *whole;
        size_t count;

        make_tones(170, 1.1, CLIP);
        for (size_t i = 0; i < FRAMES; i++)
            x[i] *= at_rail ? 1 : 0.9F;
        quantise(16, FRAMES);
        whole = measure_x(44100, 16, FRAMES, FRAMES, NULL);
        count = lo_doc_events(whole, &expected);
        assert_true(count >= 100);
        for (size_t b = 0; b < COUNT(blocks); b++) {
            struct lo_doc *doc = measure_x(44100, 16, FRAMES, blocks[b], NULL);

            for (size_t i = 0; i < COUNT(ids); i++)
                if (lo_doc_quantity(whole, ids[i])->state == LO_MEASURED)
                    assert_near(value_of(doc, ids[i]), value_of(whole, ids[i]), 0);
            assert_int_equal(lo_doc_events(doc, &events), count);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(events[i].start_frames, expected[i].start_frames);
            lo_doc_free(doc);
        }
        lo_doc_free(whole);
    }
}

static void test_clip_takes_every_shape_of_file(void **unused)
{
    const float *channel[LO_MAX_CHANNELS];
    const struct lo_meter *const meters[] = {&lo_meter_clip, NULL};
    struct signal signal = {.channel = channel,
                            .frames = 48000,
                            .setup = {.channels = LO_MAX_CHANNELS,
                                      .rate_hz = 384000,
                                      .bits = 16,
                                      .valid_bits = 16}};
    struct lo_doc *doc = measure_x(8000, 16, 0, 1, NULL);

    (void)unused;
    assert_near(value_of(doc, "clip.runs"), 0, 0);
    assert_string_equal(reason_of(doc, "clip.density"), "no frames");
    assert_string_equal(reason_of(doc, "clip.flat_top_ratio"),
                        "too few or too quiet peaks to tell");
    lo_doc_free(doc);
    x[0] = 1;
    doc = measure_x(8000, 0, 1, 1, NULL);
    assert_near(value_of(doc, "clip.runs"), 0, 0);
    lo_doc_free(doc);
    memset(x, 0, sizeof x);
    doc = measure_x(44100, 24, FRAMES, 4096, NULL);
    assert_near(value_of(doc, "clip.runs"), 0, 0);
    assert_int_equal(lo_doc_quantity(doc, "clip.flat_top_level")->state, LO_BELOW);
    lo_doc_free(doc);
    for (size_t i = 0; i < 17; i++)
        x[100 + i] = 1;
    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
        channel[ch] = ch == 6 ? x : x + 48000;
    doc = measure(meters, &signal, 4096);
    assert_near(value_of(doc, "clip.runs"), 1, 0);
    assert_near(lo_doc_quantity(doc, "clip.runs")->channel[6], 1, 0);
    assert_near(lo_doc_quantity(doc, "clip.longest")->channel[5], 0, 0);
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clip_counts_runs_at_the_rail),
        cmocka_unit_test(test_clip_run_length_follows_the_rate),
        cmocka_unit_test(test_clip_places_its_events),
        cmocka_unit_test(test_clip_finds_the_level_it_was_clipped_at),
        cmocka_unit_test(test_clip_leaves_what_is_not_clipped_alone),
        cmocka_unit_test(test_clip_ratio_has_a_closed_form_for_clipped_sines),
        cmocka_unit_test(test_clip_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_clip_takes_every_shape_of_file),
    };

    return cmocka_run_group_tests_name("meter_clip", tests, NULL, NULL);
}
