#include "analyzer/xml/xml.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct lo_xml *parse(const char *text, size_t bytes, struct lo_err *err)
{
    struct lo_xml *xml;
    int result = lo_xml_parse(&xml, text, bytes, "t.xml", LO_ESPEC, err);

    assert_int_equal(result == 0, xml != NULL);
    return xml;
}

/* What a stranger may send, and what the door says. */
static void test_xml_refuses_what_no_format_of_ours_needs(void **unused)
{
    static const struct {
        const char *what, *text, *says;
    } cases[] = {
        {"nothing", "", "t.xml: empty"},
        {"not XML", "hello", "t.xml:1: not well-formed XML"},
        {"cut off", "<a>\n<b>", "t.xml:2: not well-formed XML"},
        {"two roots", "<a/>\n<b/>", "t.xml:2: not well-formed XML"},
        {"unknown entity", "<a>\n\n&x;</a>", "t.xml:3: not well-formed XML"},
        {"doctype", "<?xml version='1.0'?>\n<!DOCTYPE a>\n<a/>", "t.xml:2: DOCTYPE"},
        {"external entity",
         "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
         "t.xml:1: DOCTYPE"},
        {"laughs", "<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;'>]><a>&m;</a>",
         "t.xml:1: DOCTYPE"},
        {"external subset", "<!DOCTYPE a SYSTEM 'http://localhost/x.dtd'><a/>",
         "t.xml:1: DOCTYPE"},
        {"same attribute twice", "<a x='1' x='2'/>", "t.xml:1: not well-formed XML"},
        {"broken UTF-8", "<a>\xC3(</a>", "t.xml:1: not well-formed XML"},
        {"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
         "t.xml:1: encoding ISO-8859-1: save the file as UTF-8"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_err err = {0};

        print_message("  %s\n", cases[i].what);
        assert_null(parse(cases[i].text, strlen(cases[i].text), &err));
        assert_int_equal(err.status, LO_ESPEC);
        if (strncmp(err.text, cases[i].says, strlen(cases[i].says)) != 0)
            fail_msg("'%s', not '%s'", err.text, cases[i].says);
        assert_null(strchr(err.text, '\n'));
    }
}

static void test_xml_refuses_utf16(void **unused)
{
    static const char text[] = "\xFF\xFE<\0a\0/\0>";
    struct lo_err err = {0};

    (void)unused;
    assert_null(parse(text, sizeof text, &err));
    assert_string_equal(err.text, "t.xml:1: not UTF-8: save the file as UTF-8");
}

/* [count] times part between head and tail. */
static char *repeat(const char *head, const char *part, size_t count, const char *tail)
{
    size_t size = strlen(head) + count * (strlen(part) + 8) + strlen(tail) + 1;
    char *text = malloc(size);
    size_t used;

    assert_non_null(text);
    used = (size_t)sprintf(text, "%s", head);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, size - used, part, (int)i);
    sprintf(text + used, "%s", tail);
    return text;
}

/* Each of these takes libxml2 by itself seconds, or gigabytes. The time is generous: what
 * is not refused takes ten times as long. */
static void test_xml_refuses_bombs_at_once(void **unused)
{
    struct {
        const char *what;
        char *text;
    } cases[] = {
        {"40,000 attributes", repeat("<a", " a%d='1'", 40000, "/>")},
        {"the same, unclosed and misquoted", repeat("<a '", " a%d=\"1\"", 40000, "")},
        {"namespaces", repeat("<a", " xmlns:n%d='u'", 1000, "/>")},
        {"100,000 levels", repeat("", "<a>", 100000, "")},
        {"over a megabyte", repeat("<a>", "0123456789", 120000, "</a>")},
    };
    clock_t start = clock();

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_err err = {0};

        print_message("  %s\n", cases[i].what);
        assert_null(parse(cases[i].text, strlen(cases[i].text), &err));
        assert_int_equal(err.status, LO_ESPEC);
        free(cases[i].text);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
}

static void test_xml_keeps_what_is_allowed(void **unused)
{
    static const char text[] = "<?xml version='1.0' encoding='utf-8'?><!-- = '=' -->\n"
                               "<a xmlns='urn:x' b='1 &lt; 2 &amp; 3' xml:lang='de'>\n"
                               "  <c>  Sch&#xF6;n\n\t und <![CDATA[<gut>]]> </c>\n"
                               "  <!-- --><d/></a>";
    struct lo_err err = {0};
    struct lo_arena arena = {0};
    struct lo_xml *xml = parse(text, sizeof text - 1, &err);
    const struct lo_xml_node *root, *child;
    struct lo_xml_attribute *list;

    (void)unused;
    assert_non_null(xml);
    assert_int_equal(err.status, LO_OK);
    root = lo_xml_root(xml);
    assert_string_equal(lo_xml_name(root), "a");
    assert_string_equal(lo_xml_namespace(root), "urn:x");
    assert_false(lo_xml_has_text(root));
    list = lo_xml_attributes(root, &arena);
    assert_string_equal(list[0].name, "b");
    assert_string_equal(list[0].value, "1 < 2 & 3");
    assert_int_equal(list[0].line, 2);
    assert_string_equal(list[1].name, "xml:lang");
    assert_null(list[2].name);
    child = lo_xml_first(root);
    assert_int_equal(lo_xml_line(child), 3);
    assert_true(lo_xml_has_text(child));
    assert_string_equal(lo_xml_text(child, &arena), "Sch\xC3\xB6n und <gut>");
    assert_string_equal(lo_xml_name(lo_xml_next(child)), "d");
    assert_null(lo_xml_next(lo_xml_next(child)));
    lo_arena_fini(&arena);
    lo_xml_free(xml);
}

/* A tag may run over lines; it stands where it starts, and each attribute where it is. */
static void test_xml_tells_lines_of_tags_and_attributes(void **unused)
{
    static const char text[] = "<a>\n<b\n  one='1'\n\n two='a\nb'\nthree='&lt;'/><c\n"
                               "/>\n<d x='>'\n y='2'/></a>";
    struct lo_err err = {0};
    struct lo_arena arena = {0};
    struct lo_xml *xml = parse(text, sizeof text - 1, &err);
    const struct lo_xml_node *node;
    struct lo_xml_attribute *list;

    (void)unused;
    assert_non_null(xml);
    node = lo_xml_first(lo_xml_root(xml));
    assert_int_equal(lo_xml_line(node), 2);
    list = lo_xml_attributes(node, &arena);
    assert_int_equal(list[0].line, 3);
    assert_true(list[1].line == 5 ||
                list[1].line == 2); /* a copy: line ends become spaces */
    node = lo_xml_next(node);
    assert_int_equal(lo_xml_line(node), 7);
    node = lo_xml_next(node);
    assert_int_equal(lo_xml_line(node), 9);
    list = lo_xml_attributes(node, &arena);
    assert_int_equal(list[1].line, 10);
    lo_arena_fini(&arena);
    lo_xml_free(xml);
}

static void test_xml_reads_files_and_says_why_not(void **unused)
{
    char folder[] = "/tmp/lo-xml-XXXXXX", path[64];
    struct lo_xml_file file;
    struct lo_err err = {0};
    FILE *out;

    (void)unused;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.xml", folder);
    assert_int_equal(lo_xml_read(&file, path, LO_ESPEC, &err), -1);
    assert_int_equal(err.status, LO_EUSAGE);
    err = (struct lo_err){0};
    assert_int_equal(lo_xml_read(&file, folder, LO_ESPEC, &err), -1);
    assert_int_equal(err.status, LO_EUSAGE);
    out = fopen(path, "w");
    assert_non_null(out);
    fputs("<a/>", out);
    fclose(out);
    err = (struct lo_err){0};
    assert_int_equal(lo_xml_read(&file, path, LO_ESPEC, &err), 0);
    assert_string_equal(file.text, "<a/>");
    assert_int_equal(file.bytes, 4);
    free(file.text);
    assert_int_equal(truncate(path, LO_XML_BYTES_MAX + 1), 0);
    assert_int_equal(lo_xml_read(&file, path, LO_ESPEC, &err), -1);
    assert_int_equal(err.status, LO_ESPEC);
    unlink(path);
    rmdir(folder);
}

static void test_xpath_finds_mistakes_when_it_is_made(void **unused)
{
    static const struct {
        const char *expression, *reason; /* NULL: it is right */
    } cases[] = {
        {"1 = 1", NULL},
        {"count(//quantity[@id='a.b'][@value > -1]) = 0 and not(x-y or z)", NULL},
        {"quantity/child::channel and 'a(b' != \"$x:y\"", NULL},
        {"3 div 2 > 1 and (1 or 2)", NULL},
        {"", "Invalid expression"},
        {"1 +", "Invalid expression"},
        {"'open", "Invalid expression"},
        {"matches(., 'a')", "there is no function matches()"},
        {"document('/etc/passwd')", "there is no function document()"},
        {"$x = 1", "there are no variables"},
        {"fn:count(x)", "the document has no namespace prefixes"},
    };
    char reason[LO_XML_REASON_MAX];

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_xpath *xpath = lo_xpath_new(cases[i].expression, reason);

        print_message("  %s\n", cases[i].expression);
        assert_int_equal(xpath == NULL, cases[i].reason != NULL);
        assert_string_equal(reason, cases[i].reason ? cases[i].reason : "");
        lo_xpath_free(xpath);
    }
}

static void test_xpath_is_true_or_not(void **unused)
{
    struct lo_xml *xml = lo_xml_new("document");
    struct lo_xml_node *node = lo_xml_add(xml, NULL, "quantity");
    static const struct {
        const char *expression;
        int result;
    } cases[] = {
        {"quantity[@id='a.b']/@value < -1", 1},
        {"quantity[@id='a.b']/@value > -1", 0},
        {"quantity", 1},
        {"//missing", 0},
        {"/document/quantity", 1},
        {"string(quantity)='text'", 1},
    };
    char reason[LO_XML_REASON_MAX];

    (void)unused;
    lo_xml_set(xml, node, "id", "a.b");
    lo_xml_set(xml, node, "value", "-1.5");
    lo_xml_set_text(xml, node, "text");
    assert_false(lo_xml_failed(xml));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_xpath *xpath = lo_xpath_new(cases[i].expression, reason);

        assert_non_null(xpath);
        assert_int_equal(lo_xpath_test(xpath, xml, reason), cases[i].result);
        lo_xpath_free(xpath);
    }
    lo_xml_free(xml);
}

/* 1,000 elements, each looking at all others three times over: a billion steps. */
static void test_xpath_stops_when_it_takes_too_long(void **unused)
{
    struct lo_xml *xml = lo_xml_new("document");
    char reason[LO_XML_REASON_MAX];
    struct lo_xpath *xpath =
        lo_xpath_new("count(//*[count(//*[count(//*) > 1]) > 1])", reason);

    (void)unused;
    assert_non_null(xpath);
    for (int i = 0; i < 1000; i++)
        lo_xml_add(xml, NULL, "quantity");
    assert_int_equal(lo_xpath_test(xpath, xml, reason), -1);
    lo_xpath_free(xpath);
    lo_xml_free(xml);
}

static void test_pattern_matches_the_whole_text(void **unused)
{
    static const struct {
        const char *pattern, *text;
        int result; /* -2: the pattern is wrong */
    } cases[] = {
        {"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", "AA6Q72000047", 1},
        {"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", "ISRC AA6Q72000047", 0},
        {"a|b", "b", 1},
        {"a|b", "ab", 0},
        {"", "", 1},
        {"\\p{Lu}.*", "\xC3\x96sterreich", 1},
        {"truncated(:.*)?", "truncated: 5 bytes", 1},
        {"[a", "a", -2},
        {"a{2,1}", "a", -2},
        {"(", "(", -2},
        {"((((a{9}){9}){9}){9}){9}", "a", -2},
        {"a{100000}", "a", -2},
    };
    char reason[LO_XML_REASON_MAX];

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_pattern *pattern = lo_pattern_new(cases[i].pattern, reason);

        print_message("  %s\n", cases[i].pattern);
        assert_int_equal(pattern == NULL, cases[i].result == -2);
        assert_int_equal(pattern == NULL, reason[0] != '\0');
        if (pattern)
            assert_int_equal(lo_pattern_match(pattern, cases[i].text), cases[i].result);
        lo_pattern_free(pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml_refuses_what_no_format_of_ours_needs),
        cmocka_unit_test(test_xml_refuses_utf16),
        cmocka_unit_test(test_xml_refuses_bombs_at_once),
        cmocka_unit_test(test_xml_keeps_what_is_allowed),
        cmocka_unit_test(test_xml_tells_lines_of_tags_and_attributes),
        cmocka_unit_test(test_xml_reads_files_and_says_why_not),
        cmocka_unit_test(test_xpath_finds_mistakes_when_it_is_made),
        cmocka_unit_test(test_xpath_is_true_or_not),
        cmocka_unit_test(test_xpath_stops_when_it_takes_too_long),
        cmocka_unit_test(test_pattern_matches_the_whole_text),
    };

    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
