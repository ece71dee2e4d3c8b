#include "analyzer/base/alloc.h"
#include "rules/judge.h"
#include "rules/spec_private.h"
#include "tests/support/document.h"
#include "tests/support/judged.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <string.h>

static void test_judge_weighs_severities(void **unused)
{
    static const struct {
        const char *severity, *attributes, *doc;
        enum lo_acceptance acceptance;
    } cases[] = {
        {"error", "", "peak.true=1", LO_REJECTED},
        {"warning", "", "peak.true=1", LO_ACCEPTED_WITH_WARNINGS},
        {"note", "", "peak.true=1", LO_ACCEPTED},
        {"error", "", "", LO_REJECTED},
        {"warning", "", "", LO_ACCEPTED_WITH_WARNINGS},
        {"note", "", "", LO_ACCEPTED},
        {"error", "if-not-measured='pass'", "", LO_ACCEPTED},
        {"error", "if-not-measured='reject'", "", LO_REJECTED},
        {"error", "if-not-measured='pass'", "peak.true=1", LO_REJECTED},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[500];
        struct lo_err err = {0};
        struct lo_arena arena = {0};
        struct lo_spec *spec;
        struct lo_verdict verdict;
        struct lo_doc *doc = document(cases[i].doc, &test_vocab);

        snprintf(text, sizeof text,
                 "<spec xmlns='urn:leadout:spec:1' id='t'><rule id='a' severity='%s' "
                 "%s>" TP("max='0'") "</rule></spec>",
                 cases[i].severity, cases[i].attributes);
        assert_int_equal(
            lo_spec_load_text(&spec, text, strlen(text), "t.xml", &test_vocab, &err),
            0);
        assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
        assert_int_equal(verdict.acceptance, cases[i].acceptance);
        assert_int_equal(lo_worst(&verdict, 1), cases[i].acceptance);
        lo_spec_free(spec);
        lo_doc_free(doc);
        lo_arena_fini(&arena);
    }
    assert_int_equal(lo_worst(NULL, 0), LO_ACCEPTED);
}

static void test_judge_gives_the_numbers(void **unused)
{
    struct judged judged;

    (void)unused;
    judge(&judged, "", TP("max='-1'"), "peak.true=0.13");
    assert_string_equal(judged.finding->term, "peak.true");
    assert_true(judged.finding->has_measured && judged.finding->has_max);
    assert_false(judged.finding->has_min);
    assert_near(judged.finding->measured, 0.13, 0);
    assert_near(judged.finding->excess, 1.13, 0); /* rounded to the unit's decimals */
    assert_int_equal(judged.finding->unit, LO_UNIT_DBTP);
    end(&judged);

    judge(&judged, "", TP("min='-1'"), "peak.true=below");
    assert_true(judged.finding->is_below);
    assert_false(judged.finding->has_measured || judged.finding->has_excess);
    assert_string_equal(
        judged.finding->detail,
        "peak.true is below all measure: there is nothing, less than -1 dBTP");
    end(&judged);

    judge(&judged, "", "<events kind='clip.run' at-most='1'/>",
          "@clip.run 1 0.01 0 5;@clip.run 2 0.02 1 9;@clip.run 3 0.01 0 4");
    assert_string_equal(judged.finding->term, "clip.run");
    assert_near(judged.finding->measured, 3, 0);
    assert_near(judged.finding->excess, 2, 0);
    assert_int_equal(judged.finding->unit, LO_UNIT_COUNT);
    end(&judged);
}

static void test_judge_says_in_words_what_numbers_do_not(void **unused)
{
    static const struct {
        const char *rule, *doc, *detail;
    } cases[] = {
        {"<fact name='file.container' one-of='wav flac'/>", "file.container='aiff'",
         "file.container is 'aiff', none of wav flac"},
        {"<any><fact name='file.container' is='flac'/><all><fact "
         "name='file.container' is='wav'/><fact name='file.wave_format_tag' "
         "is='0x0001'/></all></any>",
         "file.container='wav';file.wave_format_tag='0xFFFE'",
         "file.container is 'wav', not flac; file.wave_format_tag is '0xFFFE', not "
         "0x0001"},
        {"<not><fact name='file.header_problems' matches='truncated.*'/></not>",
         "file.header_problems=[truncated: 5 bytes]",
         "file.header_problems has 'truncated: 5 bytes'"},
        /* Only what is to blame. */
        {"<not><fact name='file.header_problems' matches='truncated.*'/></not>",
         "file.header_problems=[riff-size: 4|truncated: 5 bytes|fact: 1]",
         "file.header_problems has 'truncated: 5 bytes'"},
        {"<fact name='file.header_problems' absent='true'/>",
         "file.header_problems=[riff-size: 4|fact: 1]",
         "file.header_problems has 'riff-size: 4', 'fact: 1'"},
        {LRA("min='1'"), "loudness.range=?shorter than 3 s",
         "loudness.range is not measurable: shorter than 3 s"},
        {LRA("min='1'"), "", "loudness.range was not measured"},
        {"<when><fact name='file.container' is='wav'/></when>" LRA("min='1'"),
         "file.container='flac'", "file.container is 'flac', not wav"},
        {TP("max='0'") LRA("min='3'"), "peak.true=1;loudness.range=2",
         "peak.true is 1 dBTP, more than 0 dBTP; loudness.range is 2 LU, less than 3 "
         "LU"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct judged judged;

        judge(&judged, "", cases[i].rule, cases[i].doc);
        assert_string_equal(judged.finding->detail, cases[i].detail);
        end(&judged);
    }
}

static void test_judge_shows_the_worst_places_first(void **unused)
{
    struct judged judged;
    const struct lo_place *places;

    (void)unused;
    judge(&judged, "", "<limit quantity='clip.runs' max='0' unit='count'/>",
          "clip.runs=3;@clip.run 1 0.01 0 5;@clip.run 2 0.02 1 9;@clip.run 3 0 0 4");
    places = judged.finding->places;
    assert_int_equal(judged.finding->place_count, 3);
    assert_int_equal(judged.finding->place_total, 3);
    assert_near(places[0].start_s, 2, 0);
    assert_near(places[0].length_s, 0.02, 0);
    assert_int_equal(places[0].channel, 1);
    assert_near(places[0].value, 9, 0);
    assert_int_equal(places[0].unit, LO_UNIT_SAMPLES);
    assert_near(places[2].value, 4, 0);
    end(&judged);

    /* Of overs, only those that break the limit. */
    judge(&judged, "", TP("max='1'"),
          "peak.true=2;@peak.over 1 0 0 0.5;@peak.over 2 0 0 2");
    assert_int_equal(judged.finding->place_count, 1);
    assert_near(judged.finding->places[0].start_s, 2, 0);
    end(&judged);

    /* None over full scale: the series shows where the limit is exceeded. */
    judge(&judged, "", TP("max='-1'"),
          "peak.true=-0.5;~peak.true -3 -0.9 -0.5 -3 -0.8 -1 -9");
    assert_int_equal(judged.finding->place_count, 2);
    assert_near(judged.finding->places[0].start_s, 0.1, 1e-9);
    assert_near(judged.finding->places[0].length_s, 0.2, 1e-9);
    assert_near(judged.finding->places[0].value, -0.5, 0);
    assert_near(judged.finding->places[1].start_s, 0.4, 1e-9);
    end(&judged);

    /* What the rule names wins; a rule that passes has no places. */
    judge(&judged, "at='silence.gap'", TP("max='-1'"),
          "peak.true=0;@silence.gap 5 1 -1 1;@peak.over 1 0 0 0.5");
    assert_int_equal(judged.finding->place_count, 1);
    assert_near(judged.finding->places[0].start_s, 5, 0);
    end(&judged);
    judge(&judged, "", TP("max='1'"), "peak.true=0;@peak.over 1 0 0 0.5");
    assert_int_equal(judged.finding->place_count, 0);
    end(&judged);
}

static void test_judge_keeps_few_places_and_counts_all(void **unused)
{
    char text[6000] = "clip.runs=60";
    struct judged judged;

    (void)unused;
    for (int i = 0; i < 60; i++)
        sprintf(text + strlen(text), ";@clip.run %d 0.001 0 %d", i, i + 3);
    judge(&judged, "", "<limit quantity='clip.runs' max='0' unit='count'/>", text);
    assert_int_equal(judged.finding->place_count, LO_PLACES_MAX);
    assert_int_equal(judged.finding->place_total, 60);
    assert_near(judged.finding->places[0].value, 62, 0);
    end(&judged);
}

static void test_judge_weighs_corrections(void **unused)
{
    static const struct {
        const char *what, *correct, *doc;
        bool is_there, is_allowed;
        const char *refused;
    } cases[] = {
        {"none", "", "peak.true=3", false, false, NULL},
        {"not needed", "<correct with='trim' to='-1' at-most='6 dB'/>", "peak.true=-2",
         false, false, NULL},
        {"within", "<correct with='trim' to='-1' at-most='6 dB'/>", "peak.true=3", true,
         true, NULL},
        {"exactly", "<correct with='trim' to='-1' at-most='6 dB'/>", "peak.true=5",
         true, true, NULL},
        {"beyond", "<correct with='trim' to='-1' at-most='6 dB'/>", "peak.true=5.001",
         true, false,
         "needs 6.001 dB, more than the 6 dB allowed: send it back to the mix"},
        {"to more than the limit", "<correct with='trim' to='-3' at-most='6 dB'/>",
         "peak.true=4", true, false,
         "needs 7 dB, more than the 6 dB allowed: send it back to the mix"},
        {"no bound", "<correct with='trim' to='-1'/>", "peak.true=20", true, true,
         NULL},
        {"bound of another kind", "<correct with='fade-out' at-most='1 s'/>",
         "peak.true=20", true, true, NULL},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char rule[400];
        struct judged judged;
        const struct lo_correction *said;

        print_message("  %s\n", cases[i].what);
        snprintf(rule, sizeof rule, TP("max='-1'") "%s", cases[i].correct);
        judge(&judged, "", rule, cases[i].doc);
        said = &judged.finding->correction;
        assert_int_equal(said->with != NULL, cases[i].is_there);
        assert_int_equal(said->allowed, cases[i].is_allowed);
        assert_int_equal(said->refused != NULL, cases[i].refused != NULL);
        if (cases[i].refused)
            assert_string_equal(said->refused, cases[i].refused);
        end(&judged);
    }
}

/* Dropped events could have been in the window: then nobody knows. */
static void test_judge_does_not_guess_about_dropped_events(void **unused)
{
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "many", &test_vocab);
    static const char text[] =
        "<spec xmlns='urn:leadout:spec:1' id='t'><rule id='a' severity='error'><events "
        "kind='clip.run' between='5000 end'/></rule><rule id='b' "
        "severity='error'><events kind='clip.run' between='0 5000' at-most='10'/>"
        "</rule></spec>";
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_spec *spec;
    struct lo_verdict verdict;

    (void)unused;
    lo_doc_set_rate(doc, 1);
    for (int i = 0; i < LO_EVENTS_KEPT + 1; i++)
        lo_doc_event(doc, &(struct lo_event){.kind = "clip.run", .start_frames = i});
    assert_int_equal(lo_doc_seal(doc, &err), 0);
    assert_int_equal(
        lo_spec_load_text(&spec, text, sizeof text - 1, "t.xml", &test_vocab, &err), 0);
    assert_int_equal(lo_judge(spec, doc, &verdict, &arena, &err), 0);
    assert_int_equal(verdict.findings[0].outcome, LO_NOT_MEASURED);
    assert_int_equal(verdict.findings[1].outcome, LO_FAILED);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
    lo_spec_free(spec);
}

static void test_judge_unreadable_is_a_failed_rule(void **unused)
{
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_spec *spec;
    struct lo_verdict verdict;

    (void)unused;
    assert_int_equal(lo_spec_load(&spec, "streaming", &test_vocab, &err), 0);
    assert_int_equal(lo_judge_unreadable(spec, "x.wav: not audio", LO_REJECTED,
                                         &verdict, &arena, &err),
                     0);
    assert_int_equal(verdict.acceptance, LO_REJECTED);
    assert_string_equal(verdict.spec.id, "streaming");
    assert_int_equal(verdict.count, 1);
    assert_string_equal(verdict.findings[0].id, "readable");
    assert_int_equal(verdict.findings[0].outcome, LO_FAILED);
    assert_int_equal(verdict.findings[0].severity, LO_ERROR);
    assert_string_equal(verdict.findings[0].detail, "x.wav: not audio");
    lo_arena_fini(&arena);
    lo_spec_free(spec);
}

static void test_judge_survives_running_out_of_memory(void **unused)
{
    struct lo_doc *doc = document("peak.true=3;clip.runs=2;@clip.run 1 0.01 0 5;"
                                  "file.header_problems=[truncated: x]",
                                  &test_vocab);
    struct lo_err err = {0};
    struct lo_spec *spec;

    (void)unused;
    assert_int_equal(lo_spec_load(&spec, "spotify", &test_vocab, &err), 0);
    for (unsigned long n = 1;; n++) {
        struct lo_arena arena = {0};
        struct lo_verdict verdict;
        int result;

        err = (struct lo_err){0};
        lo_alloc_fail(n);
        result = lo_judge(spec, doc, &verdict, &arena, &err);
        bool has_failed = lo_alloc_failed();
        lo_alloc_fail(0);
        lo_arena_fini(&arena);
        assert_int_equal(result, has_failed ? -1 : 0);
        assert_int_equal(err.status, has_failed ? LO_ENOMEM : LO_OK);
        if (!has_failed)
            break;
    }
    lo_spec_free(spec);
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge_weighs_severities),
        cmocka_unit_test(test_judge_gives_the_numbers),
        cmocka_unit_test(test_judge_says_in_words_what_numbers_do_not),
        cmocka_unit_test(test_judge_shows_the_worst_places_first),
        cmocka_unit_test(test_judge_keeps_few_places_and_counts_all),
        cmocka_unit_test(test_judge_weighs_corrections),
        cmocka_unit_test(test_judge_does_not_guess_about_dropped_events),
        cmocka_unit_test(test_judge_unreadable_is_a_failed_rule),
        cmocka_unit_test(test_judge_survives_running_out_of_memory),
    };

    return cmocka_run_group_tests_name("rules_judge", tests, NULL, NULL);
}
