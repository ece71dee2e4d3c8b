/* Every shipped spec: it loads without a note, keeps the policy of severities, and each of
 * its rules can pass and can fail. */
#include "analyzer/base/buf.h"
#include "rules/judge.h"
#include "rules/spec_private.h"
#include "tests/support/document.h"
#include "tests/support/spec_faults.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <string.h>

static const char *also_needed(const char *spec)
{
    for (size_t i = 0; i < spec_need_count; i++)
        if (strcmp(spec_needs[i].spec, spec) == 0)
            return spec_needs[i].also;
    return "";
}

static const char *good_of(const struct lo_spec *spec)
{
    return lo_spec_scope(spec) == LO_RELEASE ? spec_good_release : spec_good;
}

static struct lo_spec *load(const char *id)
{
    struct lo_spec *spec;
    struct lo_err err = {0};

    if (lo_spec_load(&spec, id, &test_vocab, &err))
        fail_msg("%s", err.text);
    return spec;
}

static const struct lo_finding *finding_of(const struct lo_verdict *verdict,
                                           const char *rule)
{
    for (size_t i = 0; i < verdict->count; i++)
        if (strcmp(verdict->findings[i].id, rule) == 0)
            return &verdict->findings[i];
    fail_msg("no finding for %s", rule);
    return NULL;
}

static void check_good(const struct lo_spec *spec)
{
    const char *id = lo_spec_info(spec)->id;
    struct lo_doc *doc = document_of(&test_vocab, good_of(spec), also_needed(id), NULL);
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_verdict verdict;

    assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
    for (size_t i = 0; i < verdict.count; i++) {
        const struct lo_finding *finding = &verdict.findings[i];

        if (finding->outcome == LO_FAILED || finding->outcome == LO_NOT_MEASURED)
            fail_msg("%s/%s %s: %s", id, finding->id, lo_outcome_name(finding->outcome),
                     finding->detail ? finding->detail : "");
    }
    assert_int_equal(verdict.acceptance, LO_ACCEPTED);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
}

/* Does the change make the rule fail? An error must then reject. */
static bool breaks(const struct lo_spec *spec, const struct lo_rule *rule,
                   const char *change)
{
    const char *id = lo_spec_info(spec)->id;
    struct lo_doc *doc =
        document_of(&test_vocab, good_of(spec), also_needed(id), change, NULL);
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_verdict verdict;
    bool is_broken;

    assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
    is_broken = finding_of(&verdict, rule->id)->outcome == LO_FAILED;
    if (is_broken && rule->severity == LO_ERROR)
        assert_int_equal(verdict.acceptance, LO_REJECTED);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
    return is_broken;
}

static void check_fault(const struct lo_spec *spec, const struct lo_rule *rule)
{
    const char *id = lo_spec_info(spec)->id;
    bool is_broken = false;

    for (size_t i = 0; i < spec_fault_count; i++)
        if (strcmp(spec_faults[i].rule, rule->id) == 0 &&
            strcmp(spec_faults[i].spec, id) == 0) {
            if (!breaks(spec, rule, spec_faults[i].change))
                fail_msg("%s/%s does not fail after %s", id, rule->id,
                         spec_faults[i].change);
            return;
        }
    for (size_t i = 0; i < spec_fault_count && !is_broken; i++)
        is_broken = strcmp(spec_faults[i].rule, rule->id) == 0 &&
                    breaks(spec, rule, spec_faults[i].change);
    if (!is_broken)
        fail_msg("no row shows that %s/%s can fail", id, rule->id);
}

static void test_shipped_rules_can_pass_and_can_fail(void **unused)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    (void)unused;
    assert_true(count >= 45);
    for (size_t i = 0; i < count; i++) {
        struct lo_spec *spec = load(list[i].id);

        print_message("  %s, %zu rules\n", list[i].id, spec->rule_count);
        check_good(spec);
        for (size_t r = 0; r < spec->rule_count; r++)
            check_fault(spec, &spec->rules[r]);
        lo_spec_free(spec);
    }
}

/* A conditional rule is silent where its condition does not hold. */
static void test_shipped_conditions_can_be_missed(void **unused)
{
    static const struct {
        const char *spec, *rule, *change;
    } cases[] = {
        {"streaming", "plain-header", "file.container='flac'"},
        {"streaming", "channel-missing", "file.channels=1"},
        {"streaming", "polarity", "file.channels=1"},
        {"streaming", "dual-mono", "file.channels=1"},
        {"streaming", "loud-master-ceiling", "loudness.integrated=-20"},
        {"distributor-core", "after-audio", "file.container='flac'"},
        {"distributor-core", "usual-rate", "file.sample_rate=22050"},
        {"distributor-core", "usual-bits", "file.valid_bits=8"},
        {"spotify", "kept-back", "loudness.integrated=-9"},
        {"apple-music", "padded", "file.valid_bits=16"},
        {"hi-res", "used-bits", "file.valid_bits=16"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_spec *spec = load(cases[i].spec);
        struct lo_doc *doc = document_of(&test_vocab, spec_good, cases[i].change, NULL);
        struct lo_arena arena = {0};
        struct lo_err err = {0};
        struct lo_verdict verdict;

        assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
        print_message("  %s/%s\n", cases[i].spec, cases[i].rule);
        assert_int_equal(finding_of(&verdict, cases[i].rule)->outcome,
                         LO_NOT_APPLICABLE);
        lo_arena_fini(&arena);
        lo_doc_free(doc);
        lo_spec_free(spec);
    }
}

/* Damage of any kind rejects at distributors; loudness, peaks and clipping reject nowhere
 * that streams. */
static void test_shipped_specs_keep_the_policy_of_severities(void **unused)
{
    static const struct {
        const char *spec, *change;
        enum lo_acceptance acceptance;
    } cases[] = {
        {"distributor-core", "file.header_problems=[missing-pad: before data]",
         LO_REJECTED},
        {"streaming", "file.header_problems=[missing-pad: before data]",
         LO_ACCEPTED_WITH_WARNINGS},
        {"streaming", "loudness.integrated=-4;peak.true=6;clip.runs=9999;peak.sample=0",
         LO_ACCEPTED_WITH_WARNINGS},
        {"spotify", "loudness.integrated=-4;peak.true=6;clip.runs=9999",
         LO_ACCEPTED_WITH_WARNINGS},
        {"apple-music", "loudness.integrated=-4;peak.true=6;clip.runs=9999",
         LO_ACCEPTED_WITH_WARNINGS},
        {"distributor-core", "loudness.integrated=-4;peak.true=6;clip.runs=9999",
         LO_ACCEPTED_WITH_WARNINGS},
        {"aes-td1008", "loudness.integrated=-4;peak.true=6", LO_ACCEPTED_WITH_WARNINGS},
        {"streaming", "loudness.integrated=-9", LO_ACCEPTED},
        {"spotify", "loudness.integrated=-30;peak.true=-2", LO_ACCEPTED},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_spec *spec = load(cases[i].spec);
        struct lo_doc *doc = document_of(&test_vocab, spec_good, cases[i].change, NULL);
        struct lo_arena arena = {0};
        struct lo_err err = {0};
        struct lo_verdict verdict;

        assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
        print_message("  %s: %s\n", cases[i].spec, cases[i].change);
        assert_string_equal(lo_acceptance_name(verdict.acceptance),
                            lo_acceptance_name(cases[i].acceptance));
        lo_arena_fini(&arena);
        lo_doc_free(doc);
        lo_spec_free(spec);
    }
}

static void check_rule(const char *spec, const struct lo_rule *rule)
{
    if (!rule->source || !rule->why || !rule->advice ||
        strcmp(rule->title, rule->id) == 0)
        fail_msg("%s/%s lacks a source, why, advice or title", spec, rule->id);
    if (!rule->source->seen || !rule->source->publisher)
        fail_msg("%s/%s: its source has no date or publisher", spec, rule->id);
    if (rule->severity == LO_ERROR && rule->source->confidence == LO_UNVERIFIED)
        fail_msg("%s/%s rejects, and nobody has verified it", spec, rule->id);
}

static void test_shipped_specs_name_sources_and_reasons(void **unused)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    (void)unused;
    for (size_t i = 0; i < count; i++) {
        struct lo_spec *spec = load(list[i].id);
        struct lo_problems problems;
        struct lo_err err = {0};

        for (size_t r = 0; r < spec->rule_count; r++)
            check_rule(list[i].id, &spec->rules[r]);
        assert_int_equal(lo_spec_lint(list[i].id, &test_vocab, &problems, &err), 0);
        for (size_t p = 0; p < problems.count; p++)
            fail_msg("%s:%d: %s", problems.list[p].file, problems.list[p].line,
                     problems.list[p].text);
        lo_problems_fini(&problems);
        lo_spec_free(spec);
    }
}

/* The list is made without a parser; it says what the parser reads. */
static void test_shipped_list_agrees_with_the_files(void **unused)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    (void)unused;
    for (size_t i = 0; i < count; i++) {
        struct lo_spec *spec = load(list[i].id);
        const struct lo_spec_info *info = lo_spec_info(spec);

        assert_true(i == 0 || strcmp(list[i - 1].id, list[i].id) < 0);
        assert_string_equal(list[i].id, info->id);
        assert_string_equal(list[i].title, info->title);
        assert_string_equal(list[i].version, info->version);
        assert_int_equal(list[i].scope, lo_spec_scope(spec));
        assert_string_equal(list[i].summary, spec->summary);
        lo_spec_free(spec);
    }
}

/* Everything a client needs stands on the page, and no line is wider than a terminal. */
static void test_shipped_specs_show_as_a_page(void **unused)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    (void)unused;
    for (size_t i = 0; i < count; i++) {
        struct lo_spec *spec = load(list[i].id);
        struct lo_buf page = {0};

        lo_spec_show(spec, &page);
        assert_false(page.failed);
        assert_non_null(strstr(page.text, list[i].title));
        assert_non_null(strstr(page.text, list[i].version));
        for (size_t r = 0; r < spec->rule_count; r++) {
            char head[100];

            snprintf(head, sizeof head, "\n%s: ", spec->rules[r].id);
            assert_non_null(strstr(page.text, head));
        }
        lo_buf_fini(&page);
        lo_spec_free(spec);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped_rules_can_pass_and_can_fail),
        cmocka_unit_test(test_shipped_conditions_can_be_missed),
        cmocka_unit_test(test_shipped_specs_keep_the_policy_of_severities),
        cmocka_unit_test(test_shipped_specs_name_sources_and_reasons),
        cmocka_unit_test(test_shipped_list_agrees_with_the_files),
        cmocka_unit_test(test_shipped_specs_show_as_a_page),
    };

    return cmocka_run_group_tests_name("rules_shipped", tests, NULL, NULL);
}
