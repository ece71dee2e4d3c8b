#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

extern const struct lo_meter lo_meter_peak;

static const struct lo_meter *const meters[] = {&lo_meter_peak, NULL};

enum { RATE = 48000, BLOCK = 4096 };

/* A tone whose samples all miss its tops by 45 degrees. */
static void test_peak_sees_between_samples(void **unused)
{
    double x[9600];
    struct lo_doc *doc;

    (void)unused;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = sin(M_PI / 2 * (double)i + M_PI / 4) *
               fmin(1, fmin((double)i, 9599 - (double)i) / 1000);
    doc = measure_mono(&lo_meter_peak, x, COUNT(x), 1000);
    assert_near(value_of(doc, "peak.sample"), -3.010, 0.001);
    assert_near(value_of(doc, "peak.true"), 0, 0.01);
    lo_doc_free(doc);
}

static void test_peak_has_each_channel(void **unused)
{
    static const double levels[] = {-10, -3, -20, -INFINITY, -6, 3};
    struct tone tone = {.rate_hz = RATE, .channels = 6};
    const struct lo_quantity *peak, *sample, *overs;
    struct lo_doc *doc;

    (void)unused;
    /* A start at phase 0 and an end at a zero, at a low frequency: no edges. */
    tone_add_levels(&tone, 1, 100, levels);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    peak = lo_doc_quantity(doc, "peak.true");
    sample = lo_doc_quantity(doc, "peak.sample");
    overs = lo_doc_quantity(doc, "peak.overs");
    assert_int_equal(peak->channels, 6);
    for (size_t ch = 0; ch < COUNT(levels); ch++) {
        if (isinf(levels[ch])) {
            assert_true(isinf(peak->channel[ch]) && isinf(sample->channel[ch]));
            continue;
        }
        assert_near(peak->channel[ch], levels[ch], 0.002);
        assert_near(sample->channel[ch], levels[ch], 0.002);
        assert_near(overs->channel[ch], levels[ch] > 0 ? 200 : 0, 0);
    }
    assert_near(value_of(doc, "peak.true"), 3, 0.002);
    assert_near(value_of(doc, "peak.overs"), 200, 0);
    assert_int_equal(lo_doc_event_total(doc, "peak.over"), 200);
    lo_doc_free(doc);
    tone_free(&tone);
}

/* One burst over full scale at a known place, in one channel. */
static void test_peak_places_overs(void **unused)
{
    enum { AT = 30000, FRAMES = 60000 };
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    const struct lo_event *events;
    struct lo_doc *doc;
    size_t count;

    (void)unused;
    tone_add(&tone, (double)FRAMES / RATE, 100, -20);
    /* A Gaussian bump of 8 samples' deviation, up to 1.2 on top of what is there. */
    for (int i = -40; i <= 40; i++)
        tone.x[1][AT + i] = (float)(1.2 * exp(-i * i / 128.0));
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    count = lo_doc_events(doc, &events);
    assert_int_equal(lo_doc_event_total(doc, "peak.over"), 1);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(events[i].kind, "peak.over") != 0)
            continue;
        /* Over 1 for 8·√(2 ln 1.2) = 4.8 samples on each side. */
        assert_int_equal(events[i].start_frames, AT - 5);
        assert_in_range(events[i].length_frames, 10, 11);
        assert_int_equal(events[i].channel, 1);
        assert_near(events[i].value, 20 * log10(1.2), 0.002);
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(events[i].kind, "peak.sample") == 0 && events[i].channel == 1)
            assert_int_equal(events[i].start_frames, AT);
    lo_doc_free(doc);
    tone_free(&tone);
}

/* The programme begins and ends in the middle of a full-scale wave: the converter's filter
 * overshoots before the first sample and after the last. */
static void test_peak_counts_what_rings_at_the_ends(void **unused)
{
    static const size_t lengths[] = {1,    2,    31,   32,   33,   4799, 4800,
                                     4801, 4839, 4840, 4841, 9600, 9640};
    static float x[9640 + 400];

    (void)unused;
    for (size_t l = 0; l < COUNT(lengths); l++) {
        double padded[2][9640 + 400] = {{0}}, got[2];
        struct lo_doc *doc;

        /* Alternating sign patterns ring most. */
        for (size_t i = 0; i < lengths[l]; i++)
            x[i] = i % 3 ? 0.9F : -0.9F;
        for (size_t i = 0; i < lengths[l]; i++) {
            padded[0][i] = x[i];
            padded[1][200 + i] = x[i];
        }
        for (int p = 0; p < 2; p++) {
            doc = measure_mono(&lo_meter_peak, padded[p],
                               p ? lengths[l] + 400 : lengths[l], 777);
            got[p] = value_of(doc, "peak.true");
            lo_doc_free(doc);
        }
        /* With silence around it the signal is the same, to the filters' last taps. */
        assert_near(got[0], got[1], 0.001);
    }
}

static void test_peak_series_and_histogram_have_the_cells(void **unused)
{
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    const struct lo_distribution *histogram;
    const struct lo_series *series;
    struct lo_doc *doc;
    double count = 0;

    (void)unused;
    tone_add(&tone, 0.5, 100, -20);
    tone_add(&tone, 0.5, 100, -10);
    tone_add(&tone, 0.05, 100, -1);
    doc = tone_measure(&tone, meters, tone.frames, BLOCK);
    series = lo_doc_series(doc, "peak.true");
    assert_int_equal(series->count, 11);
    assert_near(series->start_s, 0, 0);
    assert_near(series->step_s, 0.1, 1e-12);
    for (size_t i = 0; i < 11; i++)
        assert_near(series->values[i], i < 5 ? -20 : i < 10 ? -10 : -1, 0.05);
    histogram = lo_doc_distribution(doc, "peak.histogram");
    for (size_t bin = 0; bin < histogram->bins; bin++)
        count += histogram->count[bin];
    assert_near(count, 11, 0);
    /* Bins of 0.1 dB from -60: the tones lie on an edge, so either side of it. */
    assert_near(histogram->count[399] + histogram->count[400], 5, 0);
    lo_doc_free(doc);
    tone_free(&tone);
}

static void test_peak_at_any_rate(void **unused)
{
    static const unsigned rates[] = {8000,  11025,  44056,  44100, 48000,
                                     96000, 176400, 192000, 384000};

    (void)unused;
    for (size_t r = 0; r < COUNT(rates); r++)
        for (int f = 1; f <= 9; f += 2) {
            struct tone tone = {.rate_hz = rates[r], .channels = 1};
            struct lo_doc *doc;

            tone_add(&tone, 0.35, 0.05 * f * rates[r], -7);
            for (size_t i = 0; i < tone.frames; i++) /* fades: no edges */
                tone.x[0][i] *= (float)fmin(
                    1, fmin((double)i, (double)(tone.frames - 1 - i)) / 400);
            doc = tone_measure(&tone, meters, tone.frames, BLOCK);
            assert_near(value_of(doc, "peak.true"), -7, 0.01);
            assert_true(value_of(doc, "peak.true") >= value_of(doc, "peak.sample"));
            lo_doc_free(doc);
            tone_free(&tone);
        }
}

static void test_peak_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 16, 1000, 4800, 30000};
    struct tone tone = {.rate_hz = RATE, .channels = 2};
    struct lo_doc *whole;

    (void)unused;
    for (int i = 0; i < 9; i++)
        tone_add(&tone, 0.053, 1000 + 2311 * i, 2 - i % 4);
    whole = tone_measure(&tone, meters, tone.frames, tone.frames);
    assert_true(value_of(whole, "peak.overs") > 0);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = tone_measure(&tone, meters, tone.frames, blocks[b]);
        const struct lo_series *series = lo_doc_series(doc, "peak.true");
        const struct lo_series *same = lo_doc_series(whole, "peak.true");
        const struct lo_event *events, *expected;
        size_t count = lo_doc_events(doc, &events);

        assert_near(value_of(doc, "peak.true"), value_of(whole, "peak.true"), 0);
        assert_near(value_of(doc, "peak.overs"), value_of(whole, "peak.overs"), 0);
        assert_int_equal(series->count, same->count);
        assert_memory_equal(series->values, same->values,
                            series->count * sizeof(float));
        assert_int_equal(count, lo_doc_events(whole, &expected));
        for (size_t i = 0; i < count; i++)
            assert_int_equal(events[i].start_frames, expected[i].start_frames);
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
    tone_free(&tone);
}

static void test_peak_of_nothing(void **unused)
{
    struct lo_doc *doc = measure_mono(&lo_meter_peak, (double[]){0}, 0, 1);

    (void)unused;
    assert_string_equal(reason_of(doc, "peak.true"), "no frames");
    assert_string_equal(reason_of(doc, "peak.overs"), "no frames");
    lo_doc_free(doc);
    doc = measure_mono(&lo_meter_peak, (double[100]){0}, 100, 7);
    assert_int_equal(lo_doc_quantity(doc, "peak.true")->state, LO_BELOW);
    assert_int_equal(lo_doc_quantity(doc, "peak.sample")->state, LO_BELOW);
    assert_near(value_of(doc, "peak.overs"), 0, 0);
    lo_doc_free(doc);
    doc = measure_mono(&lo_meter_peak, (double[]){0.5}, 1, 1);
    assert_near(value_of(doc, "peak.true"), -6.021, 0.001);
    assert_near(value_of(doc, "peak.sample"), -6.021, 0.001);
    lo_doc_free(doc);
}

/* Floating-point files hold anything finite: no infinity, and no crawling. */
static void test_peak_survives_the_largest_and_smallest_floats(void **unused)
{
    static const double sizes[] = {3.4e38, 1e30, 1e-30, 1e-37, 1.5e-45};

    (void)unused;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        double x[300];
        struct lo_doc *doc;

        for (size_t n = 0; n < COUNT(x); n++)
            x[n] = n % 2 ? sizes[i] : -sizes[i];
        doc = measure_mono(&lo_meter_peak, x, COUNT(x), 64);
        assert_near(value_of(doc, "peak.sample"), 20 * log10((double)(float)sizes[i]),
                    0.001);
        assert_true(value_of(doc, "peak.true") >= value_of(doc, "peak.sample"));
        assert_true(isfinite(value_of(doc, "peak.true")));
        lo_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_peak_sees_between_samples),
        cmocka_unit_test(test_peak_has_each_channel),
        cmocka_unit_test(test_peak_places_overs),
        cmocka_unit_test(test_peak_counts_what_rings_at_the_ends),
        cmocka_unit_test(test_peak_series_and_histogram_have_the_cells),
        cmocka_unit_test(test_peak_at_any_rate),
        cmocka_unit_test(test_peak_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_peak_of_nothing),
        cmocka_unit_test(test_peak_survives_the_largest_and_smallest_floats),
    };

    return cmocka_run_group_tests_name("meter_peak", tests, NULL, NULL);
}
