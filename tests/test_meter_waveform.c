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
        cmocka_unit_test(test_waveform_of_nothing_has_no_rows),
    };

    return cmocka_run_group_tests_name("meter_waveform", tests, NULL, NULL);
}
