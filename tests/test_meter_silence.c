#include "tests/support/measure.h"
#include "tests/support/music.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_silence;

enum { RATE = 44100, FRAMES = 20 * RATE };

static float x[FRAMES];

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static struct lo_doc *measure_x(unsigned rate_hz, size_t frames, size_t block,
                                const double *params)
{
    const float *channel[] = {x};
    const struct lo_meter *const meters[] = {&lo_meter_silence, NULL};
    struct signal signal = {.channel = channel,
                            .frames = frames,
                            .setup = {.channels = 1,
                                      .rate_hz = rate_hz,
                                      .bits = 24,
                                      .valid_bits = 24,
                                      .params = params}};

    return measure(meters, &signal, block);
}

/* Adds a tone from one time to another; a cosine, so that its first sample is loud. */
static void add_tone(double from_s, double to_s, double peak)
{
    for (size_t i = (size_t)lround(from_s * RATE); i < (size_t)lround(to_s * RATE); i++)
        x[i] += (float)(peak * cos(2 * M_PI * 440 * ((double)i / RATE - from_s)));
}

static void add_noise(double peak)
{
    uint64_t seed = 4;

    for (size_t i = 0; i < FRAMES; i++)
        x[i] += (float)(peak * (2 * uniform(&seed) - 1));
}

static void assert_silence(const struct lo_doc *doc, double head, double tail,
                           double longest, double tolerance)
{
    assert_near(value_of(doc, "silence.head"), head, tolerance);
    assert_near(value_of(doc, "silence.tail"), tail, tolerance);
    assert_near(value_of(doc, "silence.longest"), longest, tolerance);
}

static void test_silence_finds_sharp_edges_to_the_sample(void **unused)
{
    static const size_t blocks[] = {7, 4096, FRAMES};

    (void)unused;
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc;
        const struct lo_event *events;

        memset(x, 0, sizeof x);
        add_tone(1.2345, 5, 0.5);
        add_tone(9.25, 12, 0.5);
        add_tone(14, 17.5, 0.5);
        doc = measure_x(RATE, FRAMES, blocks[b], NULL);
        /* The last sample over -60 dBFS is at most two before the end of a tone. */
        assert_silence(doc, 1.2345, 2.5, 4.25, 2.5 / RATE);
        assert_near(value_of(doc, "silence.digital_head"), 1.2345, 0.5 / RATE);
        assert_near(value_of(doc, "silence.digital_tail"), 2.5, 2.5 / RATE);
        assert_int_equal(lo_doc_events(doc, &events), 1);
        assert_string_equal(events[0].kind, "silence.gap");
        assert_near((double)events[0].start_frames, 5 * RATE, 2);
        assert_near((double)events[0].length_frames, 4.25 * RATE, 2);
        assert_near(events[0].value, 4.25, 2.5 / RATE);
        lo_doc_free(doc);
    }
}

static void test_silence_is_told_from_quiet_sound(void **unused)
{
    static const struct {
        const char *what;
        double noise; /* peak; the RMS is 4.8 dB lower */
        double tick;  /* at 0.5 s */
        double head, digital_head;
    } cases[] = {
        {"digital black", 0, 0, 2, 2},
        {"dither", 1e-5, 0, 2, 0},
        {"noise at -62 dBFS", 0.00137, 0, 2, 0},
        {"noise at -58 dBFS", 0.00218, 0, 0, 0},
        {"a small tick in black", 0, 0.01, 2, 0.5},
        /* 0.3²/882 is -40 dBFS over 20 ms. */
        {"a click in black", 0, 0.3, 0.5, 0.5},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        memset(x, 0, sizeof x);
        add_noise(cases[i].noise);
        x[RATE / 2] += (float)cases[i].tick;
        add_tone(2, 18, 0.5);
        doc = measure_x(RATE, FRAMES, 4096, NULL);
        /* Noise reaches the threshold somewhere in the first window that does. */
        assert_near(value_of(doc, "silence.head"), cases[i].head, 0.02);
        assert_near(value_of(doc, "silence.digital_head"), cases[i].digital_head,
                    0.001);
        lo_doc_free(doc);
    }
}

/* A slow fade in: from -60 dBFS on. 1e-3 is reached at t = 10·(1 - lg(0.5/1e-3)/5). */
static void test_silence_of_a_fade_ends_at_the_threshold(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    memset(x, 0, sizeof x);
    add_tone(0, 20, 0.5);
    for (size_t i = 0; i < FRAMES; i++) {
        double t = (double)i / RATE;

        if (t < 10)
            x[i] = (float)((double)x[i] * pow(10, (t - 10) / 2));
        if (t > 15)
            x[i] = (float)((double)x[i] * pow(10, (15 - t) / 0.5));
    }
    doc = measure_x(RATE, FRAMES, 4096, NULL);
    /* RMS of the tone is 3 dB under its peak; 10 dB/s make 20 ms 0.2 dB. */
    assert_near(value_of(doc, "silence.head"), 10 - 2 * log10(0.5 / 1e-3 / sqrt(2)),
                0.05);
    assert_near(value_of(doc, "silence.tail"), 5 - 0.5 * log10(0.5 / 1e-3 / sqrt(2)),
                0.05);
    assert_near(value_of(doc, "silence.longest"), 0, 0.001);
    lo_doc_free(doc);
}

static void test_silence_takes_its_parameters(void **unused)
{
    const double params[] = {-40, 1};
    struct lo_doc *doc;

    (void)unused;
    memset(x, 0, sizeof x);
    add_tone(0, 1, 0.005);
    add_tone(1, 3, 0.5);
    add_tone(3, 4.5, 0.005);
    add_tone(4.5, 20, 0.5);
    doc = measure_x(RATE, FRAMES, 4096, params);
    assert_silence(doc, 1, 0, 1.5, 0.001);
    assert_int_equal(lo_doc_event_total(doc, "silence.gap"), 1);
    lo_doc_free(doc);
}

static void test_silence_counts_the_louder_channel(void **unused)
{
    const float *channel[LO_MAX_CHANNELS];
    const struct lo_meter *const meters[] = {&lo_meter_silence, NULL};
    struct signal signal = {.channel = channel,
                            .frames = 4 * RATE,
                            .setup = {.channels = LO_MAX_CHANNELS, .rate_hz = RATE}};
    struct lo_doc *doc;

    (void)unused;
    memset(x, 0, sizeof x);
    add_tone(1, 2, 0.5);
    add_tone(6.5, 7.5, 0.5); /* of the second, at 2.5 s */
    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++)
        channel[ch] = x + (ch == 0 ? 0 : ch == 7 ? 4 : 8) * RATE;
    doc = measure(meters, &signal, 4096);
    assert_silence(doc, 1, 0.5, 0.5, 0.001);
    lo_doc_free(doc);
}

static void test_silence_of_nothing_else(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    memset(x, 0, sizeof x);
    doc = measure_x(RATE, FRAMES, 4096, NULL);
    assert_silence(doc, 20, 0, 0, 0);
    assert_near(value_of(doc, "silence.digital_head"), 20, 0);
    assert_near(value_of(doc, "silence.digital_tail"), 0, 0);
    lo_doc_free(doc);
    x[1000] = 1e-6F;
    doc = measure_x(RATE, FRAMES, 4096, NULL);
    assert_silence(doc, 20, 0, 0, 0);
    assert_near(value_of(doc, "silence.digital_head"), 1000.0 / RATE, 1e-6);
    assert_near(value_of(doc, "silence.digital_tail"), 20 - 1001.0 / RATE, 1e-6);
    lo_doc_free(doc);
    doc = measure_x(RATE, 0, 1, NULL);
    assert_string_equal(reason_of(doc, "silence.head"), "no frames");
    assert_string_equal(reason_of(doc, "silence.digital_tail"), "no frames");
    lo_doc_free(doc);
}

static void test_silence_takes_extreme_rates_and_one_frame(void **unused)
{
    static const unsigned rates[] = {8000, 384000};

    (void)unused;
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct lo_doc *doc;

        memset(x, 0, sizeof x);
        for (unsigned i = rates[r] / 2; i < rates[r]; i++)
            x[i] = i % 2 ? 0.5F : -0.5F;
        doc = measure_x(rates[r], rates[r] * 2, 1000, NULL);
        assert_silence(doc, 0.5, 1, 0, 0);
        lo_doc_free(doc);
    }
    x[0] = 0.9F;
    /* One full-scale sample is -30 dBFS over 20 ms. */
    struct lo_doc *doc = measure_x(RATE, 1, 1, NULL);

    assert_silence(doc, 0, 0, 0, 0);
    lo_doc_free(doc);
}

/* All pieces begin and end inside the music, so that there is no silence until it is put
 * in: then it is found, and nothing else is. */
static void test_silence_in_music(void **unused)
{
    (void)unused;
    for (size_t i = 0; music_names[i]; i++) {
        struct music music = music_load(music_names[i]);
        size_t second = music.rate_hz;
        struct lo_doc *doc =
            music_measure(&lo_meter_silence, &music, music.bits, 4096, NULL);

        print_message("  %s\n", music_names[i]);
        assert_silence(doc, 0, 0, 0, 0.005);
        lo_doc_free(doc);
        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++) {
            memset(music.x[ch], 0, second * sizeof **music.x);
            memset(music.x[ch] + 3 * second, 0, 4 * second * sizeof **music.x);
            memset(music.x[ch] + music.frames - 2 * second, 0,
                   2 * second * sizeof **music.x);
        }
        music_dither(&music, 16);
        doc = music_measure(&lo_meter_silence, &music, 16, 4096, NULL);
        assert_silence(doc, 1, 2, 4, 0.005);
        assert_int_equal(lo_doc_event_total(doc, "silence.gap"), 1);
        assert_near(value_of(doc, "silence.digital_head"), 0, 0.001);
        lo_doc_free(doc);
        music_free(&music);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_silence_finds_sharp_edges_to_the_sample),
        cmocka_unit_test(test_silence_is_told_from_quiet_sound),
        cmocka_unit_test(test_silence_of_a_fade_ends_at_the_threshold),
        cmocka_unit_test(test_silence_takes_its_parameters),
        cmocka_unit_test(test_silence_counts_the_louder_channel),
        cmocka_unit_test(test_silence_of_nothing_else),
        cmocka_unit_test(test_silence_takes_extreme_rates_and_one_frame),
        cmocka_unit_test(test_silence_in_music),
    };

    return cmocka_run_group_tests_name("meter_silence", tests, NULL, NULL);
}
