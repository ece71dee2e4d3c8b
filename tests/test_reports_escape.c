#include "reports/escape.h"
#include "tests/support/unit.h"

#include <jansson.h>
#include <string.h>

/* What a stranger's file may be called, the same for every sink. */
static const char *const hostile[] = {
    "",
    "plain name.wav",
    "</script><img src=x onerror=alert(1)><!-- \"; é",
    "\"' onmouseover=\"alert(1)",
    "]]>--><svg onload=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "line\none\ttab\rreturn",
    "\x01\x1b[2J\x07\x7f",
    "\xC2\x80\xC2\x9B\xC2\x9F",
    "song\xE2\x80\xAEgpj.wav \xE2\x81\xA6x\xE2\x81\xA9 \xD8\x9C\xE2\x80\x8F",
    "separators \xE2\x80\xA8 and \xE2\x80\xA9",
    "\xFF\xFE broken \xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80 \xE2\x82",
    "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90\xF0\x9F\xBF\xBF",
    "back\\slash \\u003c ${x} `y` {{z}} %s %n",
    "\xF0\x9F\x8E\xA7 \xD7\xA9\xD7\x99\xD7\xA8 Ünïcödé",
};

typedef void escaper(struct lo_buf *out, const char *text);

static char *escaped(escaper *escape, const char *text)
{
    struct lo_buf out = {0};
    char *result;

    escape(&out, text);
    result = lo_buf_detach(&out);
    assert_non_null(result);
    return result;
}

static void expect(escaper *escape, const char *text, const char *expected)
{
    char *result = escaped(escape, text);

    assert_string_equal(result, expected);
    free(result);
}

static void test_markup_escapers_let_nothing_out_of_their_place(void **unused)
{
    static escaper *const markup[] = {lo_escape_html, lo_escape_attr, lo_escape_svg};

    (void)unused;
    for (size_t e = 0; e < COUNT(markup); e++)
        for (size_t i = 0; i < COUNT(hostile); i++) {
            char *result = escaped(markup[e], hostile[i]);

            assert_null(strpbrk(result, "<>\"'\r\x01\x07\x1b\x7f\n\t"));
            for (const char *at = result; (at = strchr(at, '&')); at++)
                assert_non_null(strchr(at, ';'));
            assert_null(strstr(result, "\xE2\x80\xAE"));
            assert_null(strstr(result, "\xEF\xBF\xBF"));
            free(result);
        }
}

static void test_html_shows_what_a_name_is(void **unused)
{
    (void)unused;
    expect(lo_escape_html, "plain \xC3\xA9.wav", "plain \xC3\xA9.wav");
    expect(lo_escape_html, "<a href=\"x\">'&'",
           "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
    expect(lo_escape_html, "a\nb\x1b",
           "a\xE2\x90\x8A"
           "b\xE2\x90\x9B");
    expect(lo_escape_html, "\x7f", "\xE2\x90\xA1");
    expect(lo_escape_html, "\xC2\x85", "\xEF\xBF\xBD");
    expect(lo_escape_html, "x\xE2\x80\xAEgnp", "x[U+202E]gnp");
    expect(lo_escape_html, "\xFF\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void test_attributes_keep_their_lines(void **unused)
{
    (void)unused;
    expect(lo_escape_attr, "a\nb\tc", "a&#10;b&#9;c");
    expect(lo_escape_attr, "\" onload=\"x", "&quot; onload=&quot;x");
}

static void test_svg_holds_only_what_xml_may(void **unused)
{
    (void)unused;
    expect(lo_escape_svg, "\x0B\xEF\xBF\xBE]]>", "\xE2\x90\x8B\xEF\xBF\xBD]]&gt;");
}

/* What the script reads is what was meant, and the page's parser sees no end of script. */
static void test_json_arrives_unchanged_and_hides_markup(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        char *result = escaped(lo_escape_json, hostile[i]);
        char quoted[1024];
        json_t *json;

        assert_null(strpbrk(result, "<>&\"'\n\r\t\x7f"));
        assert_null(strstr(result, "\xE2\x80\xA8"));
        snprintf(quoted, sizeof quoted, "\"%s\"", result);
        json = json_loads(quoted, JSON_DECODE_ANY, NULL);
        assert_non_null(json);
        if (!strchr(hostile[i], '\xFF'))
            assert_string_equal(json_string_value(json), hostile[i]);
        json_decref(json);
        free(result);
    }
    expect(lo_escape_json, "</script>\\", "\\u003c/script\\u003e\\u005c");
    expect(lo_escape_json, "\xFF", "\xEF\xBF\xBD");
}

static void test_deceiving_names_are_told(void **unused)
{
    static const struct {
        const char *text;
        bool deceives;
    } cases[] = {
        {"plain.wav", false},
        {"\xD7\xA9\xD7\x99\xD7\xA8.wav", false},
        {"\xFF.wav", false},
        {"a\nb", true},
        {"a\xE2\x80\xAEgnp", true},
        {"a\xC2\x9B"
         "b",
         true},
        {"a\xE2\x81\xA9", true},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(lo_text_deceives(cases[i].text), cases[i].deceives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_escapers_let_nothing_out_of_their_place),
        cmocka_unit_test(test_html_shows_what_a_name_is),
        cmocka_unit_test(test_attributes_keep_their_lines),
        cmocka_unit_test(test_svg_holds_only_what_xml_may),
        cmocka_unit_test(test_json_arrives_unchanged_and_hides_markup),
        cmocka_unit_test(test_deceiving_names_are_told),
    };

    return cmocka_run_group_tests_name("reports_escape", tests, NULL, NULL);
}
