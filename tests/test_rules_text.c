#include "analyzer/base/number.h"
#include "rules/text.h"
#include "tests/support/unit.h"

#include <string.h>

static void test_text_number_reads_decimals_only(void **unused)
{
    static const struct {
        const char *text;
        bool is_number;
        double value;
    } cases[] = {
        {"-1.0", true, -1.0},   {"+6", true, 6.0},
        {"0.3", true, 0.3},     {".5", true, 0.5},
        {"-0", true, 0.0},      {"14", true, 14.0},
        {"", false, 0},         {"-", false, 0},
        {"1.", false, 0},       {"1,5", false, 0},
        {"1e3", false, 0},      {" 1", false, 0},
        {"1 ", false, 0},       {"0x10", false, 0},
        {"inf", false, 0},      {"nan", false, 0},
        {"1.2.3", false, 0},    {"--1", false, 0},
        {"-23.2", true, -23.2}, {"1234567890123456", false, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 99.0;

        print_message("  '%s'\n", cases[i].text);
        assert_int_equal(lo_text_number(cases[i].text, &value), cases[i].is_number);
        if (cases[i].is_number)
            assert_near(value, cases[i].value, 0); /* the nearest double, exactly */
    }
}

/* A measurement rounded to its unit's decimals is the double that the spec's text gives:
 * a peak of exactly the ceiling passes. */
static void test_text_number_agrees_with_rounding(void **unused)
{
    (void)unused;
    for (int i = -30000; i <= 30000; i += 7) {
        double rounded = lo_unit_round(LO_UNIT_DBTP, (double)i / 1000.0 + 1e-7), value;
        char text[LO_NUMBER_SIZE];

        lo_number_exact(text, rounded);
        assert_true(lo_text_number(text, &value));
        assert_true(value == rounded);
    }
}

static void test_text_measure_has_the_unit(void **unused)
{
    static const struct {
        double value;
        enum lo_unit unit;
        const char *text;
    } cases[] = {
        {-1.0, LO_UNIT_DBTP, "-1 dBTP"},
        {44100, LO_UNIT_HZ, "44100 Hz"},
        {-0.25, LO_UNIT_NONE, "-0.25"},
        {3, LO_UNIT_COUNT, "3"},
        {4294967296, LO_UNIT_BYTES, "4294967296 bytes"},
    };
    struct lo_arena arena = {0};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(lo_text_measure(&arena, cases[i].value, cases[i].unit),
                            cases[i].text);
    lo_arena_fini(&arena);
}

static void test_nearest_proposes_what_is_near(void **unused)
{
    static const char *const words[] = {"peak.true",      "peak.sample",
                                        "loudness.range", "loudness.integrated",
                                        "spotify",        "dual-mono"};
    static const struct {
        const char *written, *best;
    } cases[] = {
        {"loudness.integratd", "loudness.integrated"},
        {"peak.treu", "peak.true"},
        {"Peak.True", "peak.true"},
        {"spottify", "spotify"},
        {"dual_mono", "dual-mono"},
        {"bananas", NULL},
        {"x", NULL},
        {"", NULL},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_arena arena = {0};
        struct lo_nearest nearest = {.written = cases[i].written};
        const char *hint;

        for (size_t j = 0; j < COUNT(words); j++)
            lo_nearest_offer(&nearest, words[j]);
        hint = lo_nearest_hint(&nearest, &arena);
        print_message("  %s%s\n", cases[i].written, hint);
        assert_int_equal(*hint != '\0', cases[i].best != NULL);
        assert_true(!cases[i].best || strstr(hint, cases[i].best));
        lo_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_number_reads_decimals_only),
        cmocka_unit_test(test_text_number_agrees_with_rounding),
        cmocka_unit_test(test_text_measure_has_the_unit),
        cmocka_unit_test(test_nearest_proposes_what_is_near),
    };

    return cmocka_run_group_tests_name("rules_text", tests, NULL, NULL);
}
