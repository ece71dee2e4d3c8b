#include "analyzer/base/alloc.h"
#include "reports/report.h"
#include "tests/support/locale.h"
#include "tests/support/report.h"
#include "tests/support/same.h"
#include "tests/support/unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(const struct lo_report *report, enum lo_wire_detail detail)
{
    struct lo_buf out = {0};
    char *text;

    lo_report_json(&out, report, detail);
    text = lo_buf_detach(&out);
    assert_non_null(text);
    return text;
}

static struct lo_saved *read_back(const char *text)
{
    struct lo_saved *saved;
    struct lo_err err = {0};

    if (lo_saved_read(&saved, text, strlen(text), "report.json", sample_vocab(), &err))
        fail_msg("%s", err.text);
    return saved;
}

static void test_report_written_read_and_written_is_the_same(void **unused)
{
    struct sample *sample = sample_new();

    (void)unused;
    for (int detail = LO_WIRE_NUMBERS; detail <= LO_WIRE_WHOLE; detail++) {
        char *first = text_of(&sample->report, (enum lo_wire_detail)detail), *second;
        struct lo_saved *saved = read_back(first);

        second = text_of(lo_saved_report(saved), (enum lo_wire_detail)detail);
        assert_string_equal(first, second);
        if (detail == LO_WIRE_WHOLE)
            for (int i = 0; i < SAMPLE_SUBJECTS; i++)
                assert_same_docs(sample->docs[i],
                                 lo_saved_report(saved)->subjects[i].doc);
        lo_saved_free(saved);
        free(first);
        free(second);
    }
    sample_free(sample);
}

static void assert_same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_ptr_equal(a, b);
}

/* Texts that are no UTF-8 come back cleaned, numbers rounded to their unit: so not all. */
static void assert_same_finding(const struct lo_finding *a, const struct lo_finding *b)
{
    assert_string_equal(a->id, b->id);
    assert_same_text(a->title, b->title);
    assert_int_equal(a->severity, b->severity);
    assert_int_equal(a->outcome, b->outcome);
    assert_same_text(a->term, b->term);
    assert_int_equal(a->has_measured, b->has_measured);
    assert_int_equal(a->is_below, b->is_below);
    assert_true(a->measured == b->measured);
    assert_int_equal(a->has_min, b->has_min);
    assert_int_equal(a->has_max, b->has_max);
    assert_true(a->min == b->min && a->max == b->max);
    assert_int_equal(a->has_excess, b->has_excess);
    assert_near(a->excess, b->excess, 0.0005); /* dB have three decimals */
    assert_int_equal(a->unit, b->unit);
    assert_int_equal(a->place_count, b->place_count);
    assert_true(a->place_total == b->place_total);
    for (size_t i = 0; i < a->place_count; i++) {
        assert_near(a->places[i].start_s, b->places[i].start_s, 5e-7);
        assert_int_equal(a->places[i].channel, b->places[i].channel);
        assert_int_equal(a->places[i].unit, b->places[i].unit);
        assert_true(a->places[i].value == b->places[i].value);
    }
    assert_same_text(a->why, b->why);
    assert_same_text(a->advice, b->advice);
    assert_int_equal(!a->source, !b->source);
    if (a->source) {
        assert_same_text(a->source->title, b->source->title);
        assert_same_text(a->source->publisher, b->source->publisher);
        assert_same_text(a->source->url, b->source->url);
        assert_same_text(a->source->seen, b->source->seen);
        assert_int_equal(a->source->confidence, b->source->confidence);
    }
    assert_same_text(a->correction.with, b->correction.with);
    assert_same_text(a->correction.at_most, b->correction.at_most);
    assert_same_text(a->correction.refused, b->correction.refused);
    assert_int_equal(a->correction.allowed, b->correction.allowed);
    assert_same_text(a->waived_by, b->waived_by);
    assert_same_text(a->waived_reason, b->waived_reason);
}

static void test_saved_report_has_its_verdicts(void **unused)
{
    struct sample *sample = sample_new();
    char *text = text_of(&sample->report, LO_WIRE_NUMBERS);
    struct lo_saved *saved = read_back(text);
    const struct lo_report *report = lo_saved_report(saved);

    (void)unused;
    assert_string_equal(report->version, sample->report.version);
    assert_int_equal(report->acceptance, LO_REJECTED);
    assert_int_equal(report->library_count, 3);
    assert_string_equal(report->libraries[1].id, "fftw");
    assert_string_equal(report->libraries[1].version, "3.3.10");
    assert_int_equal(report->setting_count, 1);
    assert_string_equal(report->settings[0], "clip.run=5");
    assert_int_equal(report->subject_count, SAMPLE_SUBJECTS);
    for (int i = 0; i < SAMPLE_SUBJECTS; i++) {
        const struct lo_judged *a = &sample->subjects[i], *b = &report->subjects[i];

        assert_same_text(a->path, b->path);
        assert_same_text(a->path_bytes, b->path_bytes);
        assert_int_equal(a->acceptance, b->acceptance);
        assert_int_equal(a->count, b->count);
        for (size_t v = 0; v < a->count; v++) {
            assert_string_equal(a->verdicts[v].spec.title, b->verdicts[v].spec.title);
            assert_int_equal(a->verdicts[v].acceptance, b->verdicts[v].acceptance);
            assert_int_equal(a->verdicts[v].count, b->verdicts[v].count);
            for (size_t f = 0; f < a->verdicts[v].count; f++)
                assert_same_finding(&a->verdicts[v].findings[f],
                                    &b->verdicts[v].findings[f]);
        }
    }
    lo_saved_free(saved);
    free(text);
    sample_free(sample);
}

static void test_report_json_does_not_see_the_locale(void **unused)
{
    struct sample *sample = sample_new();
    char *first = text_of(&sample->report, LO_WIRE_WHOLE), *second;

    (void)unused;
    if (use_comma_locale()) {
        struct lo_saved *saved = read_back(first);

        second = text_of(lo_saved_report(saved), LO_WIRE_WHOLE);
        assert_string_equal(first, second);
        setlocale(LC_ALL, "C");
        free(second);
        lo_saved_free(saved);
    }
    free(first);
    sample_free(sample);
}

/* The unreadable sample has the byte FF in its name, its path and the reason. */
static void test_report_json_is_utf8_whatever_the_names_are(void **unused)
{
    struct sample *sample = sample_new();
    char *text = text_of(&sample->report, LO_WIRE_NUMBERS);
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *subject;

    (void)unused;
    assert_non_null(json);
    subject = json_array_get(json_object_get(json, "subjects"), SAMPLE_UNREADABLE);
    assert_string_equal(json_string_value(json_object_get(subject, "name")),
                        "03 br\xEF\xBF\xBDken\n.wav");
    assert_string_equal(json_string_value(json_object_get(subject, "path_bytes")),
                        "masters/03%20br%FFken%0A.wav");
    assert_int_equal(json_object_size(json_object_get(subject, "quantities")), 0);
    assert_null(strchr(text, 0x1B));
    assert_null(strchr(text, 0x07));
    json_decref(json);
    free(text);
    sample_free(sample);
}

static void test_report_line_has_one_line(void **unused)
{
    struct sample *sample = sample_new();
    struct lo_buf out = {0};

    (void)unused;
    lo_report_json_line(&out, &sample->subjects[SAMPLE_FAILING], LO_WIRE_DRAWABLE);
    assert_ptr_equal(strchr(out.text, '\n'), out.text + out.length - 1);
    lo_report_json_summary(&out, &sample->report);
    assert_non_null(strstr(out.text, "\n{\"schema\":\"leadout-report-1\",\"tool\":"));
    lo_buf_fini(&out);
    sample_free(sample);
}

#define HEAD                                                                           \
    "{\"schema\":\"leadout-report-1\",\"tool\":{\"name\":\"leadout\",\"version\":"     \
    "\"1\",\"libraries\":{}},\"outcome\":\"accepted\","
#define SUBJECT                                                                        \
    "{\"kind\":\"track\",\"name\":\"x\",\"facts\":{},\"quantities\":{},\"events\":[]"
#define RULE(more)                                                                     \
    HEAD "\"subjects\":[" SUBJECT ",\"outcome\":\"accepted\",\"verdicts\":[{\"spec\":" \
         "\"s\",\"outcome\":\"accepted\",\"rules\":[{\"id\":\"r\",\"severity\":"       \
         "\"note\",\"outcome\":\"failed\"" more "}]}]}]}"
#define IN_RULE "r.json: subjects[0].verdicts[0].rules[0]."

static void test_saved_names_what_is_wrong(void **unused)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "r.json:1: not JSON: '[' or '{' expected"},
        {"{\n\"a\":\n\x1B", "r.json:3: not JSON: invalid token"},
        {"[]", "r.json: not an object"},
        {"{\"a\":1,\"a\":2}", "r.json:1: not JSON: duplicate object key"},
        {"{\"schema\":\"leadout-report-1\"} x",
         "r.json:1: not JSON: end of file expected"},
        {"{}", "r.json: schema: missing"},
        {"{\"schema\":\"leadout-report-2\"}",
         "r.json: schema: 'leadout-report-2' is not known"},
        {HEAD "\"subject\":[]}", "r.json: subject: there is no such key"},
        {HEAD "\"specs\":{}}", "r.json: specs: not an array"},
        {HEAD "\"specs\":[{\"id\":1}]}", "r.json: specs[0].id: not a text"},
        {HEAD "\"settings\":[1]}", "r.json: settings[0]: not a text"},
        {HEAD "\"x\":1}", "r.json: x: there is no such key"},
        {HEAD "\"subjects\":[{}]}", "r.json: subjects[0].kind: missing"},
        {HEAD "\"subjects\":[" SUBJECT ",\"pathh\":\"\"}]}",
         "r.json: subjects[0].pathh: there is no such key"},
        {HEAD "\"subjects\":[" SUBJECT ",\"verdicts\":[]}]}",
         "r.json: subjects[0].outcome: missing"},
        {HEAD "\"subjects\":[" SUBJECT ",\"outcome\":\"accepted\"}]}",
         "r.json: subjects[0].verdicts: missing"},
        {RULE(",\"measured\":1"), IN_RULE "unit: missing"},
        {RULE(",\"measured\":1,\"unit\":\"dbTP\""),
         IN_RULE "unit: there is no such unit"},
        {RULE(",\"measured\":1,\"below\":true,\"unit\":\"dB\""),
         IN_RULE "below: cannot be below and have a value"},
        {RULE(",\"limit\":{},\"unit\":\"dB\""), IN_RULE "limit: neither min nor max"},
        {RULE(",\"at\":[{\"start\":1}]"), IN_RULE "at[0].start: there is no such key"},
        {RULE(",\"at\":[{\"start_s\":1}],\"at_total\":0"),
         IN_RULE "at_total: not within 1 .. 9223372036854775807"},
        {RULE(",\"source\":{\"confidence\":\"high\"}"),
         IN_RULE "source.confidence: 'high' is not known"},
        {RULE(",\"correction\":{\"with\":\"trim\"}"),
         IN_RULE "correction.allowed: missing"},
        {RULE(",\"waived\":{}"), IN_RULE "waived: the outcome is not waived"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_saved *saved = (struct lo_saved *)cases;
        struct lo_err err = {0};

        assert_int_equal(lo_saved_read(&saved, cases[i].text, strlen(cases[i].text),
                                       "r.json", sample_vocab(), &err),
                         -1);
        assert_null(saved);
        assert_int_equal(err.status, LO_EFORMAT);
        assert_string_equal(err.text, cases[i].message);
    }
}

/* A report of one subject, with the finding that has everything. */
static char *small_text(const struct sample *sample)
{
    const struct lo_judged *failing = &sample->subjects[SAMPLE_FAILING];
    struct lo_verdict verdict = failing->verdicts[0];
    struct lo_judged subject = {
        .doc = sample->docs[SAMPLE_RELEASE], .verdicts = &verdict, .count = 1};
    struct lo_report report = sample->report;
    struct lo_buf out = {0};

    verdict.count = 1;
    report.subjects = &subject;
    report.subject_count = 1;
    lo_report_json(&out, &report, LO_WIRE_WHOLE);
    return lo_buf_detach(&out);
}

static void test_report_and_saved_survive_each_failed_allocation(void **unused)
{
    struct sample *sample = sample_new();
    unsigned long n = 0;
    bool has_failed = true;

    (void)unused;
    while (has_failed) {
        struct lo_saved *saved = NULL;
        struct lo_err err = {0};
        char *text;

        lo_alloc_fail(++n);
        text = small_text(sample);
        if (text &&
            lo_saved_read(&saved, text, strlen(text), "r.json", sample_vocab(), &err)) {
            assert_int_equal(err.status, LO_ENOMEM);
            assert_null(saved);
        }
        has_failed = lo_alloc_failed();
        if (!has_failed)
            assert_non_null(saved);
        lo_alloc_fail(0);
        free(text);
        lo_saved_free(saved);
    }
    assert_true(n > 100);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_written_read_and_written_is_the_same),
        cmocka_unit_test(test_saved_report_has_its_verdicts),
        cmocka_unit_test(test_report_json_does_not_see_the_locale),
        cmocka_unit_test(test_report_json_is_utf8_whatever_the_names_are),
        cmocka_unit_test(test_report_line_has_one_line),
        cmocka_unit_test(test_saved_names_what_is_wrong),
        cmocka_unit_test(test_report_and_saved_survive_each_failed_allocation),
    };

    return cmocka_run_group_tests_name("reports_json", tests, NULL, NULL);
}
