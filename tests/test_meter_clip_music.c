/* The clip meter over real music, as it is and after what may happen to a master. */
#include "tests/support/measure.h"
#include "tests/support/music.h"
#include "tests/support/unit.h"

#include <string.h>

extern const struct lo_meter lo_meter_clip;

/* Runs of three samples or more at either code of a rail, counted by hand. */
static double count_runs(const struct music *music)
{
    double runs = 0;
    double rail = 1 - ldexp(1, 1 - (int)music->bits);

    for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
        for (int sign = -1; sign <= 1; sign += 2) {
            size_t length = 0;

            for (size_t i = 0; i < music->frames; i++) {
                length = sign * music->x[ch][i] >= rail ? length + 1 : 0;
                runs += length == 3;
            }
        }
    return runs;
}

/* Only the two hot masters reach the rail, and they do in hundreds of runs: overs that were
 * cut off when they were made into 16 bits. */
static void test_clip_of_music_counts_what_is_there(void **unused)
{
    static const struct {
        const char *name;
        double runs, longest;
    } cases[] = {
        {"blupi-mix-24-44100", 0, 0}, {"blupi-mix-24-96000", 0, 0},
        {"knalgan_theme", 0, 0},      {"ninesix", 108, 12},
        {"nunc_dimittis", 0, 0},      {"stairs", 147, 7},
        {"the_king_is_dead", 0, 0},   {"traveling_minstrels", 0, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct music music = music_load(cases[i].name);
        struct lo_doc *doc =
            music_measure(&lo_meter_clip, &music, music.bits, 4096, NULL);

        print_message("  %s\n", cases[i].name);
        assert_near(count_runs(&music), cases[i].runs, 0);
        assert_near(value_of(doc, "clip.runs"), cases[i].runs, 0);
        assert_near(value_of(doc, "clip.longest"), cases[i].longest, 0);
        assert_int_equal(lo_doc_event_total(doc, "clip.run"), cases[i].runs);
        assert_near(value_of(doc, "clip.flat_top_runs"), 0, 0);
        if (lo_doc_quantity(doc, "clip.flat_top_ratio")->state == LO_MEASURED)
            assert_near(value_of(doc, "clip.flat_top_ratio"), 0, 0);
        lo_doc_free(doc);
        music_free(&music);
    }
}

/* Music that was never clipped. */
static const char *const open_music[] = {
    "blupi-mix-24-44100", "knalgan_theme",       "nunc_dimittis",
    "the_king_is_dead",   "traveling_minstrels",
};

enum { CLIPPED_AT_FULL_SCALE, CLIPPED_BELOW, CLIPPED_AND_FILTERED };

static void expect(const struct music *music, unsigned bits, int finding,
                   double level_dbfs, const char *what)
{
    struct lo_doc *doc = music_measure(&lo_meter_clip, music, bits, 4096, NULL);
    const struct lo_quantity *ratio = lo_doc_quantity(doc, "clip.flat_top_ratio");

    print_message("    %s: %g runs, %g flats, ratio %g\n", what,
                  value_of(doc, "clip.runs"), value_of(doc, "clip.flat_top_runs"),
                  ratio->value);
    assert_int_equal(value_of(doc, "clip.runs") >= 50,
                     finding == CLIPPED_AT_FULL_SCALE);
    assert_int_equal(value_of(doc, "clip.flat_top_runs") >= 50,
                     finding == CLIPPED_BELOW);
    if (finding == CLIPPED_BELOW) /* a step of 16 bits at -3.2 dBFS is 0.0004 dB */
        assert_near(value_of(doc, "clip.flat_top_level"), level_dbfs, 0.001);
    assert_int_equal(ratio->state, LO_MEASURED);
    /* The limit of [leadout:flat-top]. */
    assert_true(ratio->value >= 0.05);
    lo_doc_free(doc);
}

/* Clips 0.2 % of the samples, in the ways in which it happens. */
static void test_clip_of_music_finds_clipping_whatever_came_after(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(open_music); i++) {
        struct music music = music_load(open_music[i]), clipped, copy;
        double level = music_level_of_share(&music, 0.002);

        print_message("  %s\n", open_music[i]);
        music_gain(&music, 1 / level);
        clipped = music_copy(&music);
        music_clip(&clipped, -1, 1);
        expect(&clipped, 16, CLIPPED_AT_FULL_SCALE, 0, "full scale, 16 bits");

        copy = music_copy(&clipped);
        music_gain(&copy, pow(10, -1 / 20.0));
        music_dither(&copy, 16);
        expect(&copy, 16, CLIPPED_BELOW, -1, "-1 dB, 16 bits, dither");
        music_free(&copy);

        copy = music_copy(&clipped);
        music_gain(&copy, pow(10, -3.2 / 20));
        expect(&copy, 24, CLIPPED_BELOW, -3.2, "-3.2 dB, 24 bits");
        music_free(&copy);

        copy = music_copy(&music);
        music_clip(&copy, -1e9, 1);
        music_gain(&copy, 0.25);
        music_dither(&copy, 16);
        expect(&copy, 16, CLIPPED_BELOW, 20 * log10(0.25), "upper half only, dither");
        music_free(&copy);

        copy = music_copy(&clipped);
        music_gain(&copy, 0.7);
        music_resample(&copy, 48000);
        expect(&copy, 24, CLIPPED_AND_FILTERED, 0, "then 48 kHz");
        music_free(&copy);

        copy = music_copy(&clipped);
        music_gain(&copy, 0.5);
        music_shelf(&copy, 6000, 4);
        expect(&copy, 24, CLIPPED_AND_FILTERED, 0, "then 4 dB over 6 kHz");
        music_free(&copy);
        music_free(&clipped);
        music_free(&music);
    }
}

static void expect_clean(const struct music *music, unsigned bits, const char *what)
{
    struct lo_doc *doc = music_measure(&lo_meter_clip, music, bits, 4096, NULL);
    const struct lo_quantity *ratio = lo_doc_quantity(doc, "clip.flat_top_ratio");

    print_message("    %s\n", what);
    assert_near(value_of(doc, "clip.runs"), 0, 0);
    assert_near(value_of(doc, "clip.flat_top_runs"), 0, 0);
    if (ratio->state == LO_MEASURED)
        assert_near(ratio->value, 0, 0);
    lo_doc_free(doc);
}

static void test_clip_of_music_leaves_masters_alone(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(open_music); i++) {
        struct music music = music_load(open_music[i]), copy;
        double peak = music_level_of_share(&music, 0);

        print_message("  %s\n", open_music[i]);
        copy = music_copy(&music);
        music_limit(&copy, 4 / peak, 0.966);
        music_dither(&copy, 16);
        expect_clean(&copy, 16, "limited by 12 dB, dither");
        music_free(&copy);

        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
            for (size_t n = 0; n < music.frames; n++)
                peak = fmax(peak, fabs(music.x[ch][n]));
        copy = music_copy(&music);
        music_gain(&copy, 1 / peak);
        expect_clean(&copy, 16, "full scale, one sample at the rail");
        music_free(&copy);

        for (int tenth = 1; tenth < 4; tenth++) {
            copy = music_copy(&music);
            music_gain(&copy, pow(0.1, tenth));
            expect_clean(&copy, 16, "quiet, 16 bits");
            music_free(&copy);
        }

        copy = music_copy(&music);
        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
            for (size_t n = 0; n < copy.frames; n++)
                copy.x[ch][n] = 0.8 * tanh(1.5 * copy.x[ch][n] / peak);
        expect_clean(&copy, 24, "saturated");
        music_free(&copy);

        copy = music_copy(&music);
        for (size_t ch = 0; ch < MUSIC_CHANNELS; ch++)
            for (size_t n = 0; n < copy.frames; n++)
                copy.x[ch][n] = rint(copy.x[ch][n] / peak * 127) / 128 * 0.83;
        expect_clean(&copy, 16, "8 bits, turned down");
        music_free(&copy);
        music_free(&music);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clip_of_music_counts_what_is_there),
        cmocka_unit_test(test_clip_of_music_finds_clipping_whatever_came_after),
        cmocka_unit_test(test_clip_of_music_leaves_masters_alone),
    };

    return cmocka_run_group_tests_name("meter_clip_music", tests, NULL, NULL);
}
