/* ISRC, UPC, ISWC and label codes: what is one, and what is said of what is not. */
#include "analyzer/doc/identifiers.h"
#include "tests/support/unit.h"

#include <string.h>

struct row {
    const char *text;
    enum lo_code_state state;
    const char *bare;   /* NULL: not compared */
    const char *reason; /* a part of it */
};

static void check(struct lo_code (*function)(const char *), const struct row *rows,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct lo_code code = function(rows[i].text);

        if (code.state != rows[i].state)
            fail_msg("'%s' is %d: %s", rows[i].text, (int)code.state, code.reason);
        if (rows[i].bare)
            assert_string_equal(code.text, rows[i].bare);
        if (!strstr(code.reason, rows[i].reason))
            fail_msg("'%s': %s", rows[i].text, code.reason);
        assert_int_equal(code.state == LO_CODE_GOOD, code.reason[0] == '\0');
        assert_int_equal(code.state == LO_CODE_BAD, code.text[0] == '\0');
    }
}

static void test_isrc_is_twelve_characters_of_its_shape(void **unused)
{
    static const struct row rows[] = {
        {"USABC2600001", LO_CODE_GOOD, "USABC2600001", ""},
        {"GBAYE6800011", LO_CODE_GOOD, "GBAYE6800011", ""},
        {"QZES71982312", LO_CODE_GOOD, NULL, ""},
        {"US-ABC-26-00001", LO_CODE_ODD, "USABC2600001", "separators"},
        {"ISRC US-ABC-26-00001", LO_CODE_ODD, "USABC2600001", "label"},
        {"usabc2600001", LO_CODE_ODD, "USABC2600001", "small letters"},
        {"XQABC2600001", LO_CODE_ODD, "XQABC2600001", "begins with XQ"},
        {"AA6Q72000047", LO_CODE_BAD, "", "sample code"},
        {"AA-6Q7-20-00047", LO_CODE_BAD, "", "sample code"},
        {"USABC26O0001", LO_CODE_BAD, "", "letter O"},
        {"USABC260000I", LO_CODE_BAD, "", "letter I"},
        {"U1ABC2600001", LO_CODE_BAD, "", "must be a letter"},
        {"USABC260001", LO_CODE_BAD, "", "this has 11"},
        {"USABC26000012", LO_CODE_BAD, "", "this has 13"},
        {"USABC2600001;USABC2600002", LO_CODE_BAD, "", "';'"},
        {"\xC3\x9CSABC260001", LO_CODE_BAD, "", "'?'"},
        {"", LO_CODE_BAD, "", "this has 0"},
        {"ISRC", LO_CODE_BAD, "", "this has 0"},
    };

    (void)unused;
    check(lo_isrc_check, rows, COUNT(rows));
}

/* 629104150021(3) and 12345678901(2) are the published examples of the check digit. */
static void test_upc_has_its_check_digit(void **unused)
{
    static const struct row rows[] = {
        {"123456789012", LO_CODE_GOOD, "123456789012", ""},
        {"6291041500213", LO_CODE_GOOD, "6291041500213", ""},
        {"0123456789012", LO_CODE_GOOD, "0123456789012", ""},
        {"96385074", LO_CODE_GOOD, NULL, ""},
        {"1 23456 78901 2", LO_CODE_ODD, "123456789012", "separators"},
        {"123456789013", LO_CODE_BAD, "", "is 3, and must be 2"},
        {"0011223311223", LO_CODE_BAD, "", "is 3, and must be 4"},
        {"36000291452", LO_CODE_BAD, "", "leading zero"},
        {"12345678901", LO_CODE_BAD, "", "has 11 digits"},
        {"12345678901X", LO_CODE_BAD, "", "'X'"},
        {"", LO_CODE_BAD, "", "has 0 digits"},
    };

    (void)unused;
    check(lo_upc_check, rows, COUNT(rows));
}

static void test_iswc_and_label_code(void **unused)
{
    static const struct row iswcs[] = {
        {"T-034.524.680-1", LO_CODE_GOOD, "T0345246801", ""},
        {"T0345246801", LO_CODE_GOOD, "T0345246801", ""},
        {"ISWC T-034.524.680-1", LO_CODE_GOOD, "T0345246801", ""},
        {"T0345246802", LO_CODE_BAD, "", "is 2, and must be 1"},
        {"T034524680", LO_CODE_BAD, "", "10 digits"},
        {"X0345246801", LO_CODE_BAD, "", "letter T"},
        {"T03452468O1", LO_CODE_BAD, "", "letter O"},
    };
    static const struct row labels[] = {
        {"LC 01234", LO_CODE_GOOD, "LC01234", ""},
        {"LC1234", LO_CODE_GOOD, "LC1234", ""},
        {"lc-12345", LO_CODE_GOOD, "LC12345", ""},
        {"12345", LO_CODE_GOOD, "LC12345", ""},
        {"LC 123", LO_CODE_BAD, "", "4 or 5"},
        {"LC 123456", LO_CODE_BAD, "", "4 or 5"},
        {"LC 12A4", LO_CODE_BAD, "", "4 or 5"},
    };

    (void)unused;
    check(lo_iswc_check, iswcs, COUNT(iswcs));
    check(lo_label_code_check, labels, COUNT(labels));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_isrc_is_twelve_characters_of_its_shape),
        cmocka_unit_test(test_upc_has_its_check_digit),
        cmocka_unit_test(test_iswc_and_label_code),
    };

    return cmocka_run_group_tests_name("doc_identifiers", tests, NULL, NULL);
}
