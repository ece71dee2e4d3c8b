#include "tests/support/measure.h"
#include "tests/support/music.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_edge;

enum { RATE = 44100, FRAMES = 12 * RATE };

static float x[FRAMES];

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static struct lo_doc *measure_x(unsigned rate_hz, size_t frames, size_t block)
{
    const float *channel[] = {x};
    const struct lo_meter *const meters[] = {&lo_meter_edge, NULL};
    struct signal signal = {.channel = channel,
                            .frames = frames,
                            .setup = {.channels = 1, .rate_hz = rate_hz}};

    return measure(meters, &signal, block);
}

static bool flag(const struct lo_doc *doc, const char *id)
{
    assert_non_null(lo_doc_fact(doc, id));
    return lo_doc_fact(doc, id)->flag;
}

/* Notes and noise at -20 dBFS or so, from frame 0 on; every half second a new note. */
static void make_music(void)
{
    uint64_t seed = 8;

    for (size_t i = 0; i < FRAMES; i++) {
        double t = (double)i / RATE, beat = fmod(t, 0.5);
        double hz = 110 * pow(2, (double)((long)(t * 2) * 7 % 12) / 12);

        x[i] = (float)(0.15 * sin(2 * M_PI * hz * t + 1) +
                       0.1 * exp(-beat * 4) * sin(6 * M_PI * hz * t) +
                       0.05 * (uniform(&seed) - 0.5));
    }
}

/* What happens at the end, in that order: the music falls by fall_db over fall_s, in dB
 * evenly, up to end_s; ramps down to nothing over ramp_s; after that there is noise. */
struct ending {
    const char *what;
    double end_s, fall_s, fall_db;
    double ramp_s;
    double noise; /* peak, after the end; 0: black */
    bool abrupt, cut;
};

static void make_ending(const struct ending *ending)
{
    uint64_t seed = 5;

    make_music();
    for (size_t i = 0; i < FRAMES; i++) {
        double left = ending->end_s - (double)i / RATE;
        double gain = 1;

        if (left < ending->fall_s)
            gain *= pow(10, ending->fall_db * (left / ending->fall_s - 1) / 20);
        if (left < ending->ramp_s)
            gain *= 0.5 - 0.5 * cos(M_PI * left / ending->ramp_s);
        x[i] = left > 0 ? (float)((double)x[i] * gain)
                        : (float)(ending->noise * (2 * uniform(&seed) - 1));
    }
}

static const struct ending endings[] = {
    {"cut at the end of the file", 12, 0, 0, 0, 0, true, false},
    {"cut, then black", 11.3217, 0, 0, 0, 0, true, false},
    {"cut, then dither", 11.3217, 0, 0, 0, 3e-5, true, false},
    {"cut while it falls by 10 dB", 12, 1, 10, 0, 0, true, false},
    {"ramp of 2 ms", 12, 0, 0, 0.002, 0, false, false},
    {"ramp of 5 ms", 12, 0, 0, 0.005, 0, false, false},
    {"ramp of 20 ms", 12, 0, 0, 0.02, 0, false, false},
    {"cold end, gone in 30 ms", 12, 0.03, 60, 0, 0, false, false},
    {"cold end, gone in 30 ms, then black", 10, 0.03, 60, 0, 0, false, false},
    {"cold end, gone in 30 ms, then dither", 10, 0.03, 60, 0, 3e-5, false, false},
    {"cold end, gone in 300 ms", 11.7, 0.3, 70, 0, 3e-5, false, false},
    {"fade of 8 s", 12, 8, 80, 0, 0, false, false},
    {"fade of 8 s with a ramp at -48 dBFS", 12, 8, 28, 0.05, 0, false, false},
    {"fade of 6 s to -48 dBFS, cut", 12, 6, 28, 0, 0, true, true},
    {"fade of 6 s to -48 dBFS, then black", 11, 6, 28, 0, 0, true, true},
    {"fade of 6 s to -52 dBFS, then dither", 11, 6, 32, 0, 3e-5, true, true},
    {"reverberation of 1 s, cut after half", 12, 0.5, 33, 0, 0, true, true},
    {"reverberation of 2.5 s, cut at -50 dBFS", 11, 1.3, 31, 0, 0, true, true},
    {"reverberation of 1 s, to its end", 12, 1.1, 68, 0, 0, false, false},
};

static void test_edge_tells_ends_apart(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(endings); i++) {
        struct lo_doc *doc;

        print_message("  %s\n", endings[i].what);
        make_ending(&endings[i]);
        doc = measure_x(RATE, FRAMES, 4096);
        assert_int_equal(flag(doc, "edge.abrupt_end"), endings[i].abrupt);
        assert_int_equal(flag(doc, "edge.cut_tail"), endings[i].cut);
        assert_int_equal(lo_doc_event_total(doc, "edge.abrupt_end"), endings[i].abrupt);
        assert_int_equal(lo_doc_event_total(doc, "edge.cut_tail"), endings[i].cut);
        assert_true(!endings[i].cut || endings[i].abrupt);
        lo_doc_free(doc);
    }
}

static void test_edge_finds_a_cut_wherever_it_falls(void **unused)
{
    (void)unused;
    make_music();
    for (size_t i = 0; i < 100; i++) {
        size_t frames = FRAMES - 1997 * i;
        struct lo_doc *doc = measure_x(RATE, frames, 50000);

        assert_true(flag(doc, "edge.abrupt_end"));
        lo_doc_free(doc);
    }
}

/* Also where the waveform crosses zero, so that there is no step. */
static void test_edge_finds_a_cut_at_a_zero_crossing(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < 60; i++) {
        size_t frames = FRAMES - 5001 * i;
        struct lo_doc *doc;

        make_music();
        while (fabsf(x[frames - 1]) > 0.003F)
            frames--;
        doc = measure_x(RATE, frames, 50000);
        assert_true(flag(doc, "edge.abrupt_end"));
        lo_doc_free(doc);
    }
}

static void test_edge_places_its_events(void **unused)
{
    const struct lo_event *events;
    struct lo_doc *doc;

    (void)unused;
    make_ending(&endings[1]);
    doc = measure_x(RATE, FRAMES, 4096);
    assert_int_equal(lo_doc_events(doc, &events), 2);
    assert_string_equal(events[0].kind, "edge.abrupt_start");
    assert_int_equal(events[0].start_frames, 0);
    assert_string_equal(events[1].kind, "edge.abrupt_end");
    assert_near((double)(events[1].start_frames + events[1].length_frames),
                11.3217 * RATE, 2);
    assert_int_equal(events[1].length_frames, RATE / 50);
    lo_doc_free(doc);
    /* It fell by 28 dB in 6 s, and would have gone on from -48 to -80 dBFS. */
    make_ending(&endings[13]);
    doc = measure_x(RATE, FRAMES, 4096);
    assert_int_equal(lo_doc_events(doc, &events), 3);
    for (size_t i = 1; i < 3; i++)
        if (strcmp(events[i].kind, "edge.cut_tail") == 0)
            assert_near(events[i].value, (80 - 48) * 6 / 28.0, 1.5);
    lo_doc_free(doc);
}

enum beginning { IN_MUSIC, AT_ZERO, SINE, COSINE, DRUM, AFTER_BLACK, FADE_IN, QUIET };

static void make_beginning(enum beginning beginning)
{
    uint64_t seed = 5;

    make_music();
    for (size_t i = 0; i < FRAMES; i++) {
        double t = (double)i / RATE;
        double hit = exp(-t * 20) * sin(2 * M_PI * 180 * t) +
                     0.5 * (1 - exp(-t * 3000)) * exp(-t * 60) * (uniform(&seed) - 0.5);

        switch (beginning) {
        case IN_MUSIC:
            break;
        case AT_ZERO:
            x[i] *= (float)fmin(t / 0.005, 1);
            break;
        case SINE:
            x[i] = (float)(0.5 * sin(2 * M_PI * 440 * t));
            break;
        case COSINE:
            x[i] = (float)(0.5 * cos(2 * M_PI * 440 * t));
            break;
        case DRUM:
            x[i] = (float)(0.8 * hit);
            break;
        case AFTER_BLACK:
            x[i] = t < 0.1 ? 0 : x[i];
            break;
        case FADE_IN:
            x[i] *= (float)fmin(t / 3, 1);
            break;
        case QUIET:
            x[i] *= 0.01F;
            break;
        }
    }
}

static void test_edge_tells_beginnings_apart(void **unused)
{
    static const struct {
        const char *what;
        enum beginning beginning;
        bool abrupt;
    } cases[] = {
        {"inside the music", IN_MUSIC, true},
        {"with a ramp of 5 ms", AT_ZERO, false},
        {"a sine from its zero", SINE, false},
        {"a sine from its top", COSINE, true},
        {"a drum at the first frame", DRUM, false},
        {"music after black", AFTER_BLACK, false},
        {"a fade in", FADE_IN, false},
        {"quiet noise of a room", QUIET, false},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_doc *doc;

        print_message("  %s\n", cases[i].what);
        make_beginning(cases[i].beginning);
        doc = measure_x(RATE, FRAMES, 4096);
        assert_int_equal(flag(doc, "edge.abrupt_start"), cases[i].abrupt);
        lo_doc_free(doc);
    }
}

static void test_edge_levels_are_rms_of_20_ms(void **unused)
{
    struct lo_doc *doc;

    (void)unused;
    for (size_t i = 0; i < FRAMES; i++)
        x[i] = i < RATE / 50 ? 0.5F : i < FRAMES - RATE / 50 ? 0.9F : -0.25F;
    doc = measure_x(RATE, FRAMES, 4096);
    assert_near(value_of(doc, "edge.start_level"), 20 * log10(0.5), 0.001);
    assert_near(value_of(doc, "edge.end_level"), 20 * log10(0.25), 0.001);
    lo_doc_free(doc);
    make_ending(&endings[1]);
    doc = measure_x(RATE, FRAMES, 4096);
    assert_int_equal(lo_doc_quantity(doc, "edge.end_level")->state, LO_BELOW);
    lo_doc_free(doc);
}

static void test_edge_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 100, 882, 4096};

    (void)unused;
    for (size_t e = 0; e < COUNT(endings); e += 2) {
        struct lo_doc *whole;

        make_ending(&endings[e]);
        whole = measure_x(RATE, FRAMES, FRAMES);
        for (size_t b = 0; b < COUNT(blocks); b++) {
            struct lo_doc *doc;

            if (blocks[b] == 1 && e % 8) /* slow, and much like 7 */
                continue;
            doc = measure_x(RATE, FRAMES, blocks[b]);
            assert_near(value_of(doc, "edge.start_level"),
                        value_of(whole, "edge.start_level"), 0.0011);
            assert_int_equal(lo_doc_quantity(doc, "edge.end_level")->state,
                             lo_doc_quantity(whole, "edge.end_level")->state);
            assert_int_equal(flag(doc, "edge.abrupt_end"),
                             flag(whole, "edge.abrupt_end"));
            assert_int_equal(flag(doc, "edge.cut_tail"), flag(whole, "edge.cut_tail"));
            lo_doc_free(doc);
        }
        lo_doc_free(whole);
    }
}

static void test_edge_takes_every_shape_of_file(void **unused)
{
    static const unsigned rates[] = {8000, 384000};
    struct lo_doc *doc = measure_x(RATE, 0, 1);

    (void)unused;
    assert_string_equal(reason_of(doc, "edge.start_level"), "shorter than 20 ms");
    assert_null(lo_doc_fact(doc, "edge.abrupt_end"));
    lo_doc_free(doc);
    x[0] = 0.5F;
    doc = measure_x(RATE, 1, 1);
    assert_string_equal(reason_of(doc, "edge.end_level"), "shorter than 20 ms");
    lo_doc_free(doc);
    memset(x, 0, sizeof x);
    doc = measure_x(RATE, FRAMES, 4096);
    assert_int_equal(lo_doc_quantity(doc, "edge.start_level")->state, LO_BELOW);
    assert_false(flag(doc, "edge.abrupt_start"));
    assert_false(flag(doc, "edge.abrupt_end"));
    assert_false(flag(doc, "edge.cut_tail"));
    lo_doc_free(doc);
    for (size_t r = 0; r < COUNT(rates); r++) {
        make_music();
        doc = measure_x(rates[r], RATE * 5, 3000);
        assert_true(flag(doc, "edge.abrupt_start"));
        assert_true(flag(doc, "edge.abrupt_end"));
        lo_doc_free(doc);
    }
    /* 20 ms and one frame, all of it loud. */
    doc = measure_x(RATE, RATE / 50 + 1, 5);
    assert_true(flag(doc, "edge.abrupt_end"));
    lo_doc_free(doc);
}

/* Shapes of ramps and fades; left: 1 before them, 0 at the very edge. */
enum shape { LINEAR, COSINE_SHAPE, SQUARE, DECIBELS, SHAPES };

static double shaped(enum shape shape, double left)
{
    switch (shape) {
    case LINEAR:
        return left;
    case COSINE_SHAPE:
        return 0.5 - 0.5 * cos(M_PI * left);
    case SQUARE:
        return left * left;
    default: /* 70 dB, evenly */
        return pow(10, 3.5 * (left - 1));
    }
}

/* Cuts all but the last seconds off: what is looked at, and a little more. */
static struct music load_end(const char *name, double last_s)
{
    struct music music = music_load(name);
    size_t frames = (size_t)(last_s * music.rate_hz);

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        memmove(music.x[ch], music.x[ch] + music.frames - frames,
                frames * sizeof **music.x);
    music.frames = frames;
    return music;
}

static void shape_edges(struct music *music, enum shape shape, double in_s,
                        double out_s)
{
    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (size_t i = 0; i < music->frames; i++) {
            double at_s = (double)i / music->rate_hz;
            double left_s = (double)(music->frames - 1 - i) / music->rate_hz;

            if (at_s < in_s)
                music->x[ch][i] *= shaped(shape, at_s / in_s);
            if (left_s < out_s)
                music->x[ch][i] *= shaped(shape, left_s / out_s);
        }
}

static void expect_edges(const struct music *music, bool start, bool end, bool tail)
{
    struct lo_doc *doc = music_measure(&lo_meter_edge, music, 24, 4096, NULL);

    assert_int_equal(flag(doc, "edge.abrupt_start"), start);
    assert_int_equal(flag(doc, "edge.abrupt_end"), end);
    assert_int_equal(flag(doc, "edge.cut_tail"), tail);
    lo_doc_free(doc);
}

/* Every piece was taken out of the middle of a longer one, and begins and ends abruptly. */
static void test_edge_finds_the_cuts_of_music(void **unused)
{
    (void)unused;
    for (size_t i = 0; music_names[i]; i++) {
        struct music music = music_load(music_names[i]);

        print_message("  %s\n", music_names[i]);
        expect_edges(&music, true, true, false);
        music_free(&music);
    }
}

static void test_edge_leaves_ramps_and_fades_of_music_alone(void **unused)
{
    static const double lengths_s[] = {0.005, 0.03, 1, 6};

    (void)unused;
    for (size_t i = 0; music_names[i]; i++) {
        struct music music = load_end(music_names[i], 8);

        print_message("  %s\n", music_names[i]);
        for (enum shape shape = 0; shape < SHAPES; shape++)
            for (size_t n = 0; n < COUNT(lengths_s); n++) {
                struct music copy = music_copy(&music);

                shape_edges(&copy, shape, 0.005, lengths_s[n]);
                expect_edges(&copy, false, false, false);
                music_free(&copy);
            }
        music_free(&music);
    }
}

/* A fade of 60 dB in 6 s that stops half way, at -50 dBFS or so. The drums of one piece
 * move more than the fade does. */
static void test_edge_finds_fades_of_music_that_stop(void **unused)
{
    (void)unused;
    for (size_t i = 0; music_names[i]; i++) {
        struct music music = music_load(music_names[i]);
        bool is_found = strcmp(music_names[i], "knalgan_theme") != 0;

        print_message("  %s\n", music_names[i]);
        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
            for (size_t n = 0; n < music.frames; n++) {
                double left_s = (double)(music.frames - n) / music.rate_hz;

                music.x[ch][n] *= pow(10, -1.5 * fmax(1 - left_s / 3, 0));
            }
        expect_edges(&music, true, is_found, is_found);
        music_free(&music);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edge_tells_ends_apart),
        cmocka_unit_test(test_edge_finds_a_cut_wherever_it_falls),
        cmocka_unit_test(test_edge_finds_a_cut_at_a_zero_crossing),
        cmocka_unit_test(test_edge_places_its_events),
        cmocka_unit_test(test_edge_tells_beginnings_apart),
        cmocka_unit_test(test_edge_levels_are_rms_of_20_ms),
        cmocka_unit_test(test_edge_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_edge_takes_every_shape_of_file),
        cmocka_unit_test(test_edge_finds_the_cuts_of_music),
        cmocka_unit_test(test_edge_leaves_ramps_and_fades_of_music_alone),
        cmocka_unit_test(test_edge_finds_fades_of_music_that_stop),
    };

    return cmocka_run_group_tests_name("meter_edge", tests, NULL, NULL);
}
