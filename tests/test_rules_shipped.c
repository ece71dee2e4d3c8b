/* Every shipped spec: it loads without a note, keeps the policy of severities, and each of
 * its rules can pass and can fail. */
#include "analyzer/base/buf.h"
#include "rules/judge.h"
#include "rules/spec_private.h"
#include "tests/support/document.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <string.h>

/* A quiet, dynamic 24-bit master that every spec likes but for its own loudness. */
static const char good[] =
    "file.name='01_Artist_Title.wav';file.container='wav';file.codec='pcm';"
    "file.sample_format='integer';file.wave_format_tag='0x0001';"
    "file.chunks=[fmt  12 16|data 36 100];file.chunks_after_data=false;"
    "file.header_problems=[];file.sample_rate=44100;file.bits=24;file.valid_bits=24;"
    "file.channels=2;file.duration=200;file.frames=8820000;file.not_finite=0;"
    "loudness.integrated=-16;loudness.range=8;peak.true=-3;peak.sample=-3.2;"
    "peak.overs=0;dynamics.plr=13;clip.runs=0;clip.longest=0;clip.flat_top_runs=0;"
    "silence.head=0.2;silence.tail=2;silence.longest=2;edge.abrupt_start=false;"
    "edge.abrupt_end=false;edge.cut_tail=false;dc.offset=below;stereo.correlation=0.5;"
    "stereo.dual_mono=false;stereo.polarity_inverted=false;"
    "stereo.channel_missing=false;bits.effective=24;bits.padded=false";

/* What a spec needs beside that to be passed whole; the others need nothing. */
static const struct {
    const char *spec, *also;
} needs[] = {
    {"ebu-r128", "loudness.integrated=-23"},
};

/* What makes one rule of a spec fail. Rows of a base count for what extends it, unless the
 * spec has a row of its own. */
static const struct {
    const char *spec, *rule, *change;
} faults[] = {
    {"streaming", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"streaming", "audio", "file.frames=0"},
    {"streaming", "numbers", "file.not_finite=1"},
    {"streaming", "header", "file.header_problems=[riff-size: 4 bytes too few]"},
    {"streaming", "plain-header", "file.wave_format_tag='0xFFFE'"},
    {"streaming", "stereo", "file.channels=1"},
    {"streaming", "sample-rate", "file.sample_rate=32000"},
    {"streaming", "bits", "file.valid_bits=8"},
    {"streaming", "sound", "peak.sample=below"},
    {"streaming", "channel-missing", "stereo.channel_missing=true"},
    {"streaming", "polarity", "stereo.polarity_inverted=true"},
    {"streaming", "clipping", "clip.runs=1"},
    {"streaming", "true-peak", "peak.true=-0.999"},
    {"streaming", "loud-master-ceiling", "loudness.integrated=-10;peak.true=-1.5"},
    {"streaming", "turned-down", "loudness.integrated=-13.9"},
    {"streaming", "flat-tops", "clip.flat_top_runs=7"},
    {"streaming", "dual-mono", "stereo.dual_mono=true"},
    {"streaming", "head-silence", "silence.head=10.5"},
    {"streaming", "tail-silence", "silence.tail=10.5"},
    {"streaming", "inner-silence", "silence.longest=3.5"},
    {"streaming", "duration", "file.duration=29.9"},
    {"streaming", "abrupt-end", "edge.abrupt_end=true"},
    {"streaming", "cut-tail", "edge.cut_tail=true"},
    {"streaming", "abrupt-start", "edge.abrupt_start=true"},
    {"streaming", "dc-offset", "dc.offset=-40"},

    {"distributor-core", "container", "file.container='rf64'"},
    {"distributor-core", "usual-container", "file.container='aiff'"},
    {"distributor-core", "only-audio",
     "file.chunks=[fmt  12 16|bext 36 602|data 650 9]"},
    {"distributor-core", "after-audio", "file.chunks_after_data=true"},
    {"distributor-core", "usual-rate", "file.sample_rate=192000"},
    {"distributor-core", "usual-bits", "file.bits=32;file.valid_bits=32"},
    {"distributor-core", "sample-peak", "peak.sample=-0.2"},
    {"distributor-core", "file-name", "file.name='Sch\xC3\xB6n & gut.wav'"},

    {"spotify", "container", "file.wave_format_tag='0xFFFE'"},
    {"spotify", "after-audio", "file.chunks_after_data=true"},
    {"spotify", "kept-back", "loudness.integrated=-20;peak.true=-5"},
    {"spotify", "lossless-rate", "file.sample_rate=48000"},

    {"apple-music", "container", "file.container='rf64'"},
    {"apple-music", "top-rate", "file.sample_rate=384000"},
    {"apple-music", "usual-bits", "file.sample_format='float';file.bits=32"},
    {"apple-music", "padded", "bits.padded=true"},
    {"apple-music", "turned-down", "loudness.integrated=-15.9"},

    {"aes-td1008", "true-peak", "peak.true=-0.5"},
    {"aes-td1008", "loudest", "loudness.integrated=-13.7"},
    {"aes-td1008", "track-level", "loudness.integrated=-17"},

    {"ebu-r128", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"ebu-r128", "numbers", "file.not_finite=1"},
    {"ebu-r128", "loudness", "loudness.integrated=-21.9"},
    {"ebu-r128", "loudness-exact", "loudness.integrated=-23.3"},
    {"ebu-r128", "true-peak", "peak.true=-0.9"},
    {"ebu-r128", "reduced-peak", "peak.true=-1.9"},

    {"hi-res", "bits", "file.bits=16;file.valid_bits=16"},
    {"hi-res", "used-bits", "bits.effective=16"},
    {"hi-res", "usual-rate", "file.sample_rate=64000"},
    {"hi-res", "integer", "file.bits=32;file.sample_format='float'"},

    {"mix-intake", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"mix-intake", "numbers", "file.not_finite=1"},
    {"mix-intake", "sound", "peak.sample=-95"},
    {"mix-intake", "resolution", "file.valid_bits=16"},
    {"mix-intake", "sample-rate", "file.sample_rate=22050"},
    {"mix-intake", "stereo", "file.channels=6"},
    {"mix-intake", "clipping", "clip.runs=1"},
    {"mix-intake", "flat-tops", "clip.flat_top_runs=7"},
    {"mix-intake", "headroom", "peak.true=-0.1"},
    {"mix-intake", "limiting", "dynamics.plr=7.5"},
    {"mix-intake", "head", "edge.abrupt_start=true"},
    {"mix-intake", "tail", "edge.abrupt_end=true"},
    {"mix-intake", "dc-offset", "dc.offset=-55"},
    {"mix-intake", "channel-missing", "stereo.channel_missing=true"},
    {"mix-intake", "polarity", "stereo.polarity_inverted=true"},
    {"mix-intake", "dual-mono", "stereo.dual_mono=true"},
    {"mix-intake", "file-name", "file.name='Sch\xC3\xB6n.wav'"},
};

static const char *also_needed(const char *spec)
{
    for (size_t i = 0; i < COUNT(needs); i++)
        if (strcmp(needs[i].spec, spec) == 0)
            return needs[i].also;
    return "";
}

/* The change that breaks a rule: the spec's own row, else that of streaming. */
static const char *fault_of(const char *spec, const char *rule)
{
    const char *inherited = NULL;

    for (size_t i = 0; i < COUNT(faults); i++) {
        if (strcmp(faults[i].rule, rule) != 0)
            continue;
        if (strcmp(faults[i].spec, spec) == 0)
            return faults[i].change;
        if (strcmp(faults[i].spec, "streaming") == 0)
            inherited = faults[i].change;
    }
    return inherited;
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
    struct lo_doc *doc = document_of(&test_vocab, good, also_needed(id), NULL);
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

static void check_fault(const struct lo_spec *spec, const struct lo_rule *rule)
{
    const char *id = lo_spec_info(spec)->id, *change = fault_of(id, rule->id);
    struct lo_doc *doc;
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_verdict verdict;
    const struct lo_finding *finding;

    if (!change)
        fail_msg("no row shows that %s/%s can fail", id, rule->id);
    doc = document_of(&test_vocab, good, also_needed(id), change, NULL);
    assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
    finding = finding_of(&verdict, rule->id);
    if (finding->outcome != LO_FAILED)
        fail_msg("%s/%s %s after %s", id, rule->id, lo_outcome_name(finding->outcome),
                 change);
    if (rule->severity == LO_ERROR)
        assert_int_equal(verdict.acceptance, LO_REJECTED);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
}

static void test_shipped_rules_can_pass_and_can_fail(void **unused)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    (void)unused;
    assert_true(count >= 8);
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
        struct lo_doc *doc = document_of(&test_vocab, good, cases[i].change, NULL);
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
        struct lo_doc *doc = document_of(&test_vocab, good, cases[i].change, NULL);
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
