#include "analyzer/base/number.h"
#include "tests/support/locale.h"
#include "tests/support/unit.h"

#include <float.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void test_number_exact_is_short_and_reads_back(void **unused)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},           {0.1, "0.1"},      {-14.2, "-14.2"},
        {83.456, "83.456"}, {11, "11"},        {44100, "44100"},
        {1e15, "1e+15"},    {1e300, "1e+300"}, {0.1 + 0.2, "0.30000000000000004"},
    };
    char text[LO_NUMBER_SIZE];

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(lo_number_exact(text, cases[i].value), cases[i].text);
        assert_true(strtod(text, NULL) == cases[i].value);
    }
    assert_true(strtod(lo_number_exact(text, DBL_MAX), NULL) == DBL_MAX);
    assert_true(strtod(lo_number_exact(text, DBL_TRUE_MIN), NULL) == DBL_TRUE_MIN);
    assert_true(strtod(lo_number_exact(text, M_PI), NULL) == M_PI);
}

static void test_number_fixed_has_its_decimals_and_no_minus_zero(void **unused)
{
    char text[LO_NUMBER_SIZE];

    (void)unused;
    assert_string_equal(lo_number_fixed(text, -14.2, 2), "-14.20");
    assert_string_equal(lo_number_fixed(text, -0.004, 2), "0.00");
    assert_string_equal(lo_number_fixed(text, -0.0, 0), "0");
    assert_string_equal(lo_number_fixed(text, -DBL_MAX, 20) + 310,
                        ".00000000000000000000");
}

static void test_number_grouped_has_commas(void **unused)
{
    static const struct {
        long long value;
        const char *text;
    } cases[] = {
        {0, "0"},       {999, "999"},      {1000, "1,000"},
        {-999, "-999"}, {-1000, "-1,000"}, {1234567, "1,234,567"},
    };
    char text[LO_NUMBER_SIZE];

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(lo_number_grouped(text, cases[i].value), cases[i].text);
}

static void test_number_does_not_see_the_locale(void **unused)
{
    char text[LO_NUMBER_SIZE];

    (void)unused;
    if (!use_comma_locale())
        skip();
    snprintf(text, sizeof text, "%.1f", 1.5);
    assert_string_equal(text, "1,5");
    assert_string_equal(lo_number_fixed(text, -1.5, 3), "-1.500");
    assert_string_equal(lo_number_exact(text, 0.25), "0.25");
    assert_string_equal(lo_number_exact(text, 1.25e-7), "0.000000125");
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_exact_is_short_and_reads_back),
        cmocka_unit_test(test_number_fixed_has_its_decimals_and_no_minus_zero),
        cmocka_unit_test(test_number_grouped_has_commas),
        cmocka_unit_test(test_number_does_not_see_the_locale),
    };

    return cmocka_run_group_tests_name("base_number", tests, NULL, NULL);
}
