#include "reports/svg.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

static void test_ticks_are_round_and_lie_within(void **unused)
{
    static const struct {
        const char *what;
        double low, high;
        unsigned most;
        double first, step;
        unsigned count;
        int decimals;
    } cases[] = {
        {"loudness", -35, -5, 7, -35, 5, 7, 0},
        {"not from a round value", -33.2, -4.1, 7, -30, 5, 6, 0},
        {"correlation", -1, 1, 5, -1, 0.5, 5, 1},
        {"small", 0, 0.03, 4, 0, 0.01, 4, 2},
        {"tiny", 1e-7, 3e-7, 3, 1e-7, 1e-7, 3, 6},
        {"large", 0, 250000, 6, 0, 50000, 6, 0},
        {"zero inside", -7, 8, 4, -5, 5, 3, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_ticks ticks =
            lo_ticks_number(cases[i].low, cases[i].high, cases[i].most);

        print_message("  %s\n", cases[i].what);
        /* Relative to the step: the axis is drawn to a tenth of a pixel. */
        assert_near(ticks.first, cases[i].first, cases[i].step * 1e-6);
        assert_near(ticks.step, cases[i].step, cases[i].step * 1e-9);
        assert_int_equal(ticks.count, cases[i].count);
        assert_int_equal(ticks.decimals, cases[i].decimals);
    }
}

static void test_ticks_of_nothing_are_none(void **unused)
{
    static const double ranges[][2] = {
        {1, 1}, {2, 1}, {NAN, 1}, {0, INFINITY}, {-INFINITY, 0}};

    (void)unused;
    for (size_t i = 0; i < COUNT(ranges); i++)
        assert_int_equal(lo_ticks_number(ranges[i][0], ranges[i][1], 5).count, 0);
    assert_int_equal(lo_ticks_time(0, 5).count, 0);
    assert_int_equal(lo_ticks_time(-1, 5).count, 0);
    assert_int_equal(lo_ticks_time(NAN, 5).count, 0);
}

static void test_ticks_are_never_more_than_asked_for(void **unused)
{
    (void)unused;
    for (double high = 1e-6; high < 1e9; high *= 1.37)
        for (unsigned most = 2; most < 12; most++) {
            struct lo_ticks ticks = lo_ticks_number(-high / 3, high, most);

            assert_in_range(ticks.count, 1, most);
            assert_true(ticks.first >= -high / 3 - ticks.step * 1e-5);
            assert_true(ticks.first + (ticks.count - 1) * ticks.step <=
                        high + ticks.step * 1e-5);
        }
}

static void test_time_ticks_are_those_of_a_clock(void **unused)
{
    static const struct {
        double length_s, step_s;
        unsigned count;
    } cases[] = {{0.00002, 0.000002, 11},
                 {0.5, 0.05, 11},
                 {12, 2, 7},
                 {60, 10, 7},
                 {185, 30, 7},
                 {600, 60, 11},
                 {1500, 300, 6},
                 {43200, 7200, 7}};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_ticks ticks = lo_ticks_time(cases[i].length_s, 11);

        assert_near(ticks.step, cases[i].step_s, cases[i].step_s * 1e-9);
        assert_int_equal(ticks.count, cases[i].count);
    }
}

static char *time_text(double time_s, int decimals)
{
    struct lo_buf out = {0};

    lo_put_time(&out, time_s, decimals);
    return lo_buf_detach(&out);
}

static void test_times_read_as_on_a_clock(void **unused)
{
    static const struct {
        double time_s;
        int decimals;
        const char *text;
    } cases[] = {
        {0, 0, "0:00"},        {83.456, 3, "1:23.456"},
        {59.96, 1, "1:00.0"},  {3599.9999, 3, "1:00:00.000"},
        {3723, 0, "1:02:03"},  {43200, 0, "12:00:00"},
        {-1, 1, "0:00.0"},     {NAN, 0, "0:00"},
        {INFINITY, 0, "0:00"}, {1e300, 3, "0:00.000"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = time_text(cases[i].time_s, cases[i].decimals);

        assert_string_equal(text, cases[i].text);
        free(text);
    }
}

static char *curve(const float *values, size_t count, double step_s, unsigned columns)
{
    const struct lo_svg_frame frame = {.id = "x",
                                       .title = "T",
                                       .description = "D",
                                       .length_s = 10,
                                       .low = 0,
                                       .high = 10,
                                       .height_px = 100};
    const struct lo_svg_values list = {values, count, 1, 0, step_s};
    struct lo_buf out = {0};

    lo_svg_curve(&out, &frame, &list, columns, "c");
    return lo_buf_detach(&out);
}

static void test_curve_goes_through_its_values(void **unused)
{
    const float values[] = {0, 10, 5};
    char *path = curve(values, COUNT(values), 5, 100);

    (void)unused;
    /* 9000 units are 10 s, 1000 units are 10 of the value; lines are relative. What lies on
     * the very end is in the last column, a tenth of a pixel before it. */
    assert_string_equal(path,
                        "<path class=\"c\" d=\"M0 1000l0 0l4500-1000l4499 500\"/>");
    free(path);
}

static void test_curve_has_gaps_and_stays_on_the_axis(void **unused)
{
    const float values[] = {20, NAN, -5, -INFINITY, 5};
    char *path = curve(values, COUNT(values), 2, 100);

    (void)unused;
    assert_string_equal(
        path, "<path class=\"c\" d=\"M0 0l0 0M3600 1000l0 0M7200 500l0 0\"/>");
    free(path);
}

/* However many values: no more than two points a column, and no peak is lost. */
static void test_curve_keeps_extremes_in_few_columns(void **unused)
{
    enum { VALUES = 36000, COLUMNS = 100 };
    float *values = calloc(VALUES, sizeof *values);
    char *path;
    size_t commands = 0;

    (void)unused;
    assert_non_null(values);
    values[17777] = 10;
    path = curve(values, VALUES, 10.0 / VALUES, COLUMNS);
    for (const char *at = path; *at; at++)
        commands += *at == 'l' && at[1] != 'a';
    assert_in_range(commands, 1, 2 * COLUMNS + 1);
    assert_non_null(strstr(path, "-1000l"));
    free(path);
    free(values);
}

static void test_curve_of_nothing_is_an_empty_path(void **unused)
{
    char *path = curve(NULL, 0, 0.1, 100);

    (void)unused;
    assert_string_equal(path, "<path class=\"c\" d=\"\"/>");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ticks_are_round_and_lie_within),
        cmocka_unit_test(test_ticks_of_nothing_are_none),
        cmocka_unit_test(test_ticks_are_never_more_than_asked_for),
        cmocka_unit_test(test_time_ticks_are_those_of_a_clock),
        cmocka_unit_test(test_times_read_as_on_a_clock),
        cmocka_unit_test(test_curve_goes_through_its_values),
        cmocka_unit_test(test_curve_has_gaps_and_stays_on_the_axis),
        cmocka_unit_test(test_curve_keeps_extremes_in_few_columns),
        cmocka_unit_test(test_curve_of_nothing_is_an_empty_path),
    };

    return cmocka_run_group_tests_name("reports_svg", tests, NULL, NULL);
}
