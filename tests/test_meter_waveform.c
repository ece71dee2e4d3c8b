#include "tests/support/measure.h"
#include "tests/support/unit.h"

#include <stdlib.h>

extern const struct lo_meter lo_meter_waveform;

static void test_waveform_has_minimum_maximum_and_rms_of_each_cell(void **unused)
{
    double x[128];
    struct lo_doc *doc;
    const struct lo_table *table;

    (void)unused;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = i < 64 ? 0.5 : (i % 2 ? -0.25 : 0.75);
    doc = measure_mono(&lo_meter_waveform, x, COUNT(x), 7);
    table = lo_doc_table(doc, "waveform");
    assert_non_null(table);
    assert_int_equal(table->rows, 2);
    assert_int_equal(table->columns, 3);
    assert_near(table->step_s, 64.0 / 48000, 1e-12);
    assert_near(table->values[2], 0.5, 1e-7);
    assert_near(table->values[3], -0.25, 0);
    assert_near(table->values[4], 0.75, 0);
    /* float keeps 7 digits */
    assert_near(table->values[5], sqrt((0.0625 + 0.5625) / 2), 1e-7);
    lo_doc_free(doc);
}

static void test_waveform_stays_small_and_keeps_its_extremes(void **unused)
{
    size_t frames = 2000003;
    double *x = calloc(frames, sizeof *x);
    struct lo_doc *doc;
    const struct lo_table *table;
    float max = 0;

    (void)unused;
    assert_non_null(x);
    x[1234567] = 0.9;
    doc = measure_mono(&lo_meter_waveform, x, frames, 4096);
    table = lo_doc_table(doc, "waveform");
    assert_in_range(table->rows, 1000, 4000);
    for (size_t i = 0; i < table->rows; i++) {
        double at_s = table->step_s * (double)i;

        if (table->values[3 * i + 1] > max) {
            max = table->values[3 * i + 1];
            assert_true(1234567.0 / 48000 >= at_s &&
                        1234567.0 / 48000 < at_s + table->step_s);
        }
    }
    assert_near(max, 0.9, 1e-7);
    lo_doc_free(doc);
    free(x);
}

static void test_waveform_ignores_how_blocks_are_cut(void **unused)
{
    static const size_t blocks[] = {1, 7, 4096};
    enum { LENGTH = 300000 };
    double *x = calloc(LENGTH, sizeof *x);
    struct lo_doc *whole;
    const struct lo_table *expected;
    uint64_t seed = 1;

    (void)unused;
    assert_non_null(x);
    for (size_t i = 0; i < LENGTH; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)(seed >> 40) / (1 << 23) - 1;
    }
    whole = measure_mono(&lo_meter_waveform, x, LENGTH, LENGTH);
    expected = lo_doc_table(whole, "waveform");
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct lo_doc *doc = measure_mono(&lo_meter_waveform, x, LENGTH, blocks[b]);
        const struct lo_table *table = lo_doc_table(doc, "waveform");

        assert_int_equal(table->rows, expected->rows);
        /* RMS may round apart in the last place of a float. */
        for (size_t i = 0; i < table->rows * 3; i++)
            assert_near(table->values[i], expected->values[i], i % 3 == 2 ? 1e-7 : 0);
        lo_doc_free(doc);
    }
    lo_doc_free(whole);
    free(x);
}

static void test_waveform_of_many_channels_keeps_them_apart(void **unused)
{
    static float x[LO_MAX_CHANNELS][1000];
    const float *channel[LO_MAX_CHANNELS];
    const struct lo_meter *const meters[] = {&lo_meter_waveform, NULL};
    static const unsigned rates[] = {8000, 384000};

    (void)unused;
    for (unsigned ch = 0; ch < LO_MAX_CHANNELS; ch++) {
        channel[ch] = x[ch];
        for (size_t i = 0; i < COUNT(x[0]); i++)
            x[ch][i] = (float)ch / 8;
    }
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct signal signal = {
            .channel = channel,
            .frames = COUNT(x[0]),
            .setup = {.channels = LO_MAX_CHANNELS, .rate_hz = rates[r]}};
        struct lo_doc *doc = measure(meters, &signal, 4096);
        const struct lo_table *table = lo_doc_table(doc, "waveform");

        assert_int_equal(table->rows, 16); /* of 64 frames, the last of 40 */
        assert_int_equal(table->columns, 3 * LO_MAX_CHANNELS);
        assert_near(table->step_s, 64.0 / rates[r], 1e-9);
        for (size_t i = 0; i < table->rows * table->columns; i++)
            assert_near(table->values[i], (double)(i % table->columns / 3) / 8, 1e-7);
        lo_doc_free(doc);
    }
}

static void test_waveform_of_one_frame_has_one_row(void **unused)
{
    struct lo_doc *doc = measure_mono(&lo_meter_waveform, (double[]){-0.5}, 1, 1);
    const struct lo_table *table = lo_doc_table(doc, "waveform");

    (void)unused;
    assert_int_equal(table->rows, 1);
    assert_near(table->values[0], -0.5, 0);
    assert_near(table->values[1], -0.5, 0);
    assert_near(table->values[2], 0.5, 0);
    lo_doc_free(doc);
}

static void test_waveform_of_nothing_has_no_rows(void **unused)
{
    struct lo_doc *doc = measure_mono(&lo_meter_waveform, (double[]){0}, 0, 1);

    (void)unused;
    assert_int_equal(lo_doc_table(doc, "waveform")->rows, 0);
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waveform_has_minimum_maximum_and_rms_of_each_cell),
        cmocka_unit_test(test_waveform_stays_small_and_keeps_its_extremes),
        cmocka_unit_test(test_waveform_ignores_how_blocks_are_cut),
        cmocka_unit_test(test_waveform_of_many_channels_keeps_them_apart),
        cmocka_unit_test(test_waveform_of_one_frame_has_one_row),
        cmocka_unit_test(test_waveform_of_nothing_has_no_rows),
    };

    return cmocka_run_group_tests_name("meter_waveform", tests, NULL, NULL);
}
