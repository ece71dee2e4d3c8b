/* Every example of docs/specs.md is run: what stands there is true. */
#include "rules/eval.h"
#include "rules/judge.h"
#include "tests/support/document.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES_MAX = 100000 };

static char *read_page(void)
{
    const char *source = getenv("LEADOUT_SOURCE");
    char path[500], *text = calloc(1, PAGE_BYTES_MAX);
    FILE *file;

    assert_non_null(source);
    assert_non_null(text);
    snprintf(path, sizeof path, "%s/docs/specs.md", source);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, PAGE_BYTES_MAX - 1, file) < PAGE_BYTES_MAX - 1);
    fclose(file);
    return text;
}

/* A rule or a condition gets what it needs around it. */
static void make_whole(char *whole, size_t size, const char *example)
{
    static const char head[] = "<spec xmlns='urn:leadout:spec:1' id='example'>";
    bool is_rule = strncmp(example, "<rule", 5) == 0;

    if (strncmp(example, "<spec", 5) == 0)
        snprintf(whole, size, "%s", example);
    else if (is_rule)
        snprintf(whole, size, "%s%s</spec>", head, example);
    else
        snprintf(whole, size, "%s<rule id='example' severity='error'>%s</rule></spec>",
                 head, example);
}

/* The last rule is the example's own. */
static void judge(const struct lo_spec *spec, const char *says, const char *measured)
{
    struct lo_doc *doc = document(measured, &test_vocab);
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_verdict verdict;
    const char *outcome;

    assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
    outcome = lo_outcome_name(verdict.findings[verdict.count - 1].outcome);
    if (strcmp(says, "passes") == 0)
        says = "passed";
    if (strcmp(says, "fails") == 0)
        says = "failed";
    if (strcmp(outcome, says) != 0)
        fail_msg("%s, not %s: %s", outcome, says, measured);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
}

/* The comments right behind an example; returns how many there were. */
static int judge_comments(const struct lo_spec *spec, const char *after)
{
    int count = 0;

    while (strncmp(after, "<!-- ", 5) == 0) {
        const char *colon = strstr(after, ": "), *end = strstr(after, " -->");
        char says[40], measured[1000];

        assert_true(colon && end && colon < end);
        snprintf(says, sizeof says, "%.*s", (int)(colon - after - 5), after + 5);
        snprintf(measured, sizeof measured, "%.*s", (int)(end - colon - 2), colon + 2);
        judge(spec, says, measured);
        after = end + 4;
        after += *after == '\n';
        count++;
    }
    return count;
}

static int run_example(const char *example, const char *after)
{
    char whole[6000];
    struct lo_err err = {0};
    struct lo_spec *spec;
    int count;

    make_whole(whole, sizeof whole, example);
    print_message("%s\n", example);
    if (lo_spec_load_text(&spec, whole, strlen(whole), "specs.md", &test_vocab, &err))
        fail_msg("%s", err.text);
    count = judge_comments(spec, after);
    lo_spec_free(spec);
    return count;
}

/* Same names, attributes and texts, all the way down. */
static void assert_same_tree(const struct lo_xml_node *a, const struct lo_xml_node *b)
{
    struct lo_arena arena = {0};
    struct lo_xml_attribute *x = lo_xml_attributes(a, &arena);
    struct lo_xml_attribute *y = lo_xml_attributes(b, &arena);

    assert_string_equal(lo_xml_name(a), lo_xml_name(b));
    for (; x->name && y->name; x++, y++) {
        assert_string_equal(x->name, y->name);
        assert_string_equal(x->value, y->value);
    }
    assert_true(!x->name && !y->name);
    a = lo_xml_first(a);
    b = lo_xml_first(b);
    for (; a && b; a = lo_xml_next(a), b = lo_xml_next(b)) {
        if (lo_xml_has_text(a))
            assert_string_equal(lo_xml_text(a, &arena), lo_xml_text(b, &arena));
        assert_same_tree(a, b);
    }
    assert_true(!a && !b);
    lo_arena_fini(&arena);
}

static void check_document(const char *example)
{
    struct lo_doc *doc =
        document("peak.true=-1.5;dc.offset=below;loudness.range=?shorter than 3 s;"
                 "file.container='wav';stereo.dual_mono=false;"
                 "file.chunks=[fmt  12 16|data 36 8];@clip.run 1.5 0.25 0 7",
                 &test_vocab);
    struct lo_err err = {0};
    struct lo_xml *shown, *made = lo_document_xml(doc);

    if (lo_xml_parse(&shown, example, strlen(example), "specs.md", LO_ESPEC, &err))
        fail_msg("%s", err.text);
    assert_non_null(made);
    assert_same_tree(lo_xml_root(shown), lo_xml_root(made));
    lo_xml_free(shown);
    lo_xml_free(made);
    lo_doc_free(doc);
}

static void test_docs_examples_are_true(void **unused)
{
    char *page = read_page();
    int examples = 0, documents = 0, judgements = 0;

    (void)unused;
    for (char *at = page; (at = strstr(at, "```xml\n"));) {
        char *example = at + 7, *end = strstr(example, "\n```");

        assert_non_null(end);
        *end = '\0';
        at = end + 4;
        at += *at == '\n';
        if (strncmp(example, "<document", 9) == 0) {
            check_document(example);
            documents++;
        } else {
            judgements += run_example(example, at);
            examples++;
        }
    }
    assert_true(examples >= 10);
    assert_int_equal(documents, 1);
    assert_true(judgements >= 20);
    free(page);
}

/* The table of corrections says what the program knows. */
static void test_docs_list_every_correction(void **unused)
{
    char *page = read_page(), row[300];

    (void)unused;
    for (const struct lo_cure *cure = lo_cures; cure->name; cure++) {
        const char *to = cure->to == LO_UNIT_TOTAL ? "" : lo_unit_name(cure->to);
        const char *most = cure->most == LO_UNIT_TOTAL ? "" : lo_unit_name(cure->most);

        snprintf(row, sizeof row, "| `%s` | %s%s| %s%s| %s |\n", cure->name, to,
                 *to ? " " : "", most, *most ? " " : "", cure->summary);
        if (!strstr(page, row))
            fail_msg("docs/specs.md lacks %s", row);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_docs_examples_are_true),
        cmocka_unit_test(test_docs_list_every_correction),
    };

    return cmocka_run_group_tests_name("rules_docs", tests, NULL, NULL);
}
