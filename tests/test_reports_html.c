#include "analyzer/base/alloc.h"
#include "reports/report.h"
#include "tests/support/report.h"
#include "tests/support/unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* The page of the subjects first .. first + count of the sample. */
static char *page_of(const struct sample *sample, size_t first, size_t count)
{
    struct lo_report report = sample->report;
    struct lo_buf out = {0};

    report.subjects += first;
    report.subject_count = count;
    lo_report_html(&out, &report);
    return lo_buf_detach(&out);
}

static void assert_holds(const char *page, const char *text)
{
    if (!strstr(page, text))
        fail_msg("the page has no '%s'", text);
}

static void test_page_says_verdict_rules_and_places(void **unused)
{
    struct sample *sample = sample_new();
    char *page = page_of(sample, SAMPLE_FAILING, 1);

    (void)unused;
    assert_holds(page, "</span> Rejected</p>");
    /* 11 rules of two specs, of which 5 need attention and 1 is a note. */
    assert_holds(page, "5 of 8 rules need attention: 2 failures, 1 not measured, "
                       "2 warnings; 1 note.");
    assert_holds(page, "No runs of clipped samples</a>: 1200, at most 0; worst at ");
    assert_holds(page, "true-peak");
    assert_holds(page, "0.68\xC2\xA0"
                       "dBTP");
    assert_holds(page, "at most \xE2\x88\x92"
                       "1.0\xC2\xA0"
                       "dBTP");
    assert_holds(page, "+1.68\xC2\xA0"
                       "dB<");
    assert_holds(page, "href=\"#s1-m3\"");
    assert_holds(page, "id=\"s1-m3\"");
    assert_holds(page, "1:23.456");
    assert_holds(page, "and 7 more");
    free(page);
    sample_free(sample);
}

/* One page of a verdict with these findings about the failing sample. */
static char *page_of_findings(const struct sample *sample,
                              const struct lo_finding *findings, size_t count)
{
    struct lo_verdict verdict = {.spec = {"house", "House", "1"},
                                 .acceptance = LO_ACCEPTED_WITH_WARNINGS,
                                 .findings = findings,
                                 .count = count};
    struct lo_judged judged = {.doc = sample->subjects[SAMPLE_FAILING].doc,
                               .verdicts = &verdict,
                               .count = 1,
                               .acceptance = LO_ACCEPTED_WITH_WARNINGS};
    struct lo_report report = sample->report;
    struct lo_buf out = {0};

    report.subjects = &judged;
    report.subject_count = 1;
    lo_report_html(&out, &report);
    return lo_buf_detach(&out);
}

enum { PLACES = 20, ALL_PLACES = 30 };

/* True peak under two limits, at the same twenty places of thirty. */
static void make_two_findings(struct lo_finding two[2], struct lo_place places[PLACES])
{
    for (size_t i = 0; i < PLACES; i++)
        places[i] = (struct lo_place){.start_s = 1.5 * (double)(i + 1), .channel = 0};
    for (size_t i = 0; i < 2; i++)
        two[i] =
            (struct lo_finding){.id = i ? "quieter" : "peak",
                                .title = i ? "Room for codecs" : "Under full scale",
                                .severity = LO_WARNING,
                                .outcome = LO_FAILED,
                                .term = "peak.true",
                                .has_measured = true,
                                .measured = 0.68,
                                .has_max = true,
                                .max = i ? -1 : 0,
                                .unit = LO_UNIT_DBTP,
                                .places = places,
                                .place_count = PLACES,
                                .place_total = ALL_PLACES};
}

static void test_what_rules_share_is_told_once(void **unused)
{
    struct sample *sample = sample_new();
    struct lo_place places[PLACES];
    struct lo_finding two[2];
    char *page;

    (void)unused;
    make_two_findings(two, places);
    page = page_of_findings(sample, two, 2);
    assert_holds(page, "2 of 2 rules need attention: 2 warnings.");
    assert_holds(page, ">Under full scale</a>: 0.68\xC2\xA0"
                       "dBTP, at most 0.0\xC2\xA0"
                       "dBTP; worst at ");
    assert_null(strstr(page, ">Room for codecs</a>: "));
    assert_holds(page, "<li>and 1 more in the table</li>");
    assert_holds(page, "Judged by <b><bdi>House</bdi></b>");
    /* Eight are seen, twelve folded away, ten only counted. */
    assert_holds(page, "<summary>12 more</summary>");
    assert_holds(page, "and 10 more, not listed");
    assert_holds(page, "the same places as <a href=\"#s1-r1\">Under full scale</a>");
    free(page);
    sample_free(sample);
}

/* The sample has 2^i peaks i bins of 0.1 dB under 0.6 dBTP, for i under 12, and one that is
 * far lower. */
static void test_histogram_counts_what_breaks_a_limit(void **unused)
{
    static const struct {
        const char *what;
        double limit;
        const char *told;
    } cases[] = {
        {"a limit is the lower end of its bin", 0.6, ">1 at or over 0.6\xC2\xA0"},
        {"0 dBTP is six bins lower", 0, ">127 at or over 0.0\xC2\xA0"},
        {"under all but one", -10,
         ">4095 at or over \xE2\x88\x92"
         "10.0\xC2\xA0"},
        {"over all", 1, ">0 at or over 1.0\xC2\xA0"},
    };
    struct sample *sample = sample_new();
    struct lo_place places[PLACES];
    struct lo_finding two[2];

    (void)unused;
    make_two_findings(two, places);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *page;

        print_message("  %s\n", cases[i].what);
        two[0].max = cases[i].limit;
        page = page_of_findings(sample, two, 1);
        assert_holds(page, "True peak histogram</b>");
        assert_holds(page, "4096 true peaks of 100 ms");
        assert_holds(page, cases[i].told);
        free(page);
    }
    sample_free(sample);
}

/* A file of one frame has no charts, so no number of a place may lead there. */
static void test_without_charts_places_lead_nowhere(void **unused)
{
    struct sample *sample = sample_new();
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "frame.wav", sample_vocab());
    struct lo_place places[PLACES];
    struct lo_finding two[2];
    char *page;

    (void)unused;
    assert_non_null(doc);
    lo_doc_set(doc, "file.duration", 1.0 / 44100);
    assert_int_equal(lo_doc_seal(doc, NULL), 0);
    make_two_findings(two, places);
    places[0].start_s = 0;
    sample->subjects[SAMPLE_FAILING].doc = doc;
    page = page_of_findings(sample, two, 1);
    assert_null(strstr(page, "<figure"));
    assert_null(strstr(page, "#s1-m"));
    assert_holds(page, "0:00.000 ");
    free(page);
    lo_doc_free(doc);
    sample_free(sample);
}

static void test_gravest_rules_come_first(void **unused)
{
    struct sample *sample = sample_new();
    char *page = page_of(sample, SAMPLE_FAILING, 1);
    static const char *const order[] = {"The header tells the truth",
                                        "24 bits or more",
                                        "Survives AAC",
                                        "True peak leaves room",
                                        "A loud master stays",
                                        "The file carries its ISRC",
                                        "WAV or FLAC"};
    const char *at = strstr(page, "<table class=\"rules\"");

    (void)unused;
    for (size_t i = 0; i < COUNT(order); i++) {
        at = at ? strstr(at, order[i]) : NULL;
        if (!at)
            fail_msg("'%s' is not in its place", order[i]);
    }
    free(page);
    sample_free(sample);
}

static void test_equal_findings_of_specs_are_one_row(void **unused)
{
    struct sample *sample = sample_new();
    struct lo_verdict twice[2] = {sample->subjects[SAMPLE_FAILING].verdicts[0],
                                  sample->subjects[SAMPLE_FAILING].verdicts[0]};
    char *page;
    size_t rows = 0;

    (void)unused;
    twice[1].spec = (struct lo_spec_info){"tidal", "Tidal", "1"};
    sample->subjects[SAMPLE_FAILING].verdicts = twice;
    page = page_of(sample, SAMPLE_FAILING, 1);
    for (const char *at = page; (at = strstr(at, "<code><bdi>true-peak<")); at++)
        rows++;
    assert_int_equal(rows, 1);
    assert_holds(page, "<bdi>Spotify</bdi>, <bdi>Tidal</bdi></span></th>");
    free(page);
    sample_free(sample);
}

/* Nothing of a hostile name, tag or path is markup, and none of it is seen as it is not. */
static void test_hostile_text_stays_text(void **unused)
{
    struct sample *sample = sample_new();
    char *page = page_of(sample, 0, SAMPLE_SUBJECTS);

    (void)unused;
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "<b>\"Second"));
    assert_null(strstr(page, "\x1b"));
    assert_null(strstr(page, "\xE2\x80\xAE"));
    assert_null(strstr(page, "\xFF"));
    assert_holds(page, "[U+202E]gnp");
    assert_holds(page, "contains control or bidirectional characters");
    free(page);
    sample_free(sample);
}

static void test_unreadable_input_has_its_reason(void **unused)
{
    struct sample *sample = sample_new();
    char *page = page_of(sample, SAMPLE_UNREADABLE, 1);

    (void)unused;
    assert_holds(page, "1 of 1 rule needs attention");
    assert_holds(page, "no RIFF, RF64, BW64 or fLaC at byte 0");
    assert_null(strstr(page, "<figure"));
    free(page);
    sample_free(sample);
}

static void test_states_of_quantities_are_told_apart(void **unused)
{
    struct sample *sample = sample_new();
    char *passing = page_of(sample, SAMPLE_PASSING, 1);
    char *mono = page_of(sample, SAMPLE_MONO, 1);

    (void)unused;
    assert_holds(passing, "nothing there");
    assert_holds(mono, "shorter than 3 s");
    free(passing);
    free(mono);
    sample_free(sample);
}

static void test_report_of_nothing_is_a_page(void **unused)
{
    const struct lo_report nothing = {.version = "0.1.0"};
    struct lo_buf out = {0};

    (void)unused;
    lo_report_html(&out, &nothing);
    assert_false(out.failed);
    assert_holds(out.text, "0 files");
    assert_holds(out.text, "</html>");
    lo_buf_fini(&out);
}

static void test_bytes_are_the_same_twice_and_in_any_locale(void **unused)
{
    struct sample *sample = sample_new();
    char *first = page_of(sample, 0, SAMPLE_SUBJECTS), *second;

    (void)unused;
    /* A locale with a decimal comma, where there is one. */
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        print_message("  no de_DE.UTF-8 here\n");
    second = page_of(sample, 0, SAMPLE_SUBJECTS);
    setlocale(LC_ALL, "C");
    assert_string_equal(first, second);
    free(first);
    free(second);
    sample_free(sample);
}

/* Any allocation may fail: the page then says that something is missing, and never passes
 * for whole. */
static void test_no_memory_is_never_a_whole_page(void **unused)
{
    struct sample *sample = sample_new();
    char *whole = page_of(sample, SAMPLE_FAILING, 1);

    (void)unused;
    for (unsigned long n = 1;; n++) {
        char *page;

        lo_alloc_fail(n);
        page = page_of(sample, SAMPLE_FAILING, 1);
        if (!lo_alloc_failed()) {
            lo_alloc_fail(0);
            assert_non_null(page);
            assert_string_equal(page, whole);
            free(page);
            break;
        }
        lo_alloc_fail(0);
        if (page)
            fail_msg("allocation %lu failed and the page did not say so", n);
    }
    free(whole);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_says_verdict_rules_and_places),
        cmocka_unit_test(test_what_rules_share_is_told_once),
        cmocka_unit_test(test_histogram_counts_what_breaks_a_limit),
        cmocka_unit_test(test_without_charts_places_lead_nowhere),
        cmocka_unit_test(test_gravest_rules_come_first),
        cmocka_unit_test(test_equal_findings_of_specs_are_one_row),
        cmocka_unit_test(test_hostile_text_stays_text),
        cmocka_unit_test(test_unreadable_input_has_its_reason),
        cmocka_unit_test(test_states_of_quantities_are_told_apart),
        cmocka_unit_test(test_report_of_nothing_is_a_page),
        cmocka_unit_test(test_bytes_are_the_same_twice_and_in_any_locale),
        cmocka_unit_test(test_no_memory_is_never_a_whole_page),
    };

    return cmocka_run_group_tests_name("reports_html", tests, NULL, NULL);
}
