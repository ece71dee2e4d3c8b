#include "analyzer/base/alloc.h"
#include "rules/judge.h"
#include "rules/spec_private.h"
#include "tests/support/document.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <string.h>

/* One rule of severity error, judged against one document. */
struct judged {
    struct lo_arena arena;
    struct lo_spec *spec;
    struct lo_doc *doc;
    struct lo_verdict verdict;
    const struct lo_finding *finding;
};

static void judge(struct judged *judged, const char *attributes, const char *rule,
                  const char *doc)
{
    char text[2000];
    struct lo_err err = {0};

    *judged = (struct judged){.doc = document(doc, &test_vocab)};
    snprintf(text, sizeof text,
             "<spec xmlns='urn:leadout:spec:1' id='t'><rule id='a' severity='error' "
             "%s>%s</rule></spec>",
             attributes, rule);
    if (lo_spec_load_text(&judged->spec, text, strlen(text), "t.xml", &test_vocab,
                          &err) ||
        lo_judge(judged->spec, judged->doc, &judged->verdict, &judged->arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(judged->verdict.count, 1);
    judged->finding = &judged->verdict.findings[0];
}

static void end(struct judged *judged)
{
    lo_arena_fini(&judged->arena);
    lo_doc_free(judged->doc);
    lo_spec_free(judged->spec);
}

#define TP(bounds) "<limit quantity='peak.true' " bounds " unit='dBTP'/>"
#define LRA(bounds) "<limit quantity='loudness.range' " bounds " unit='LU'/>"

/* What is true of a condition, for every condition and every state of what it asks. */
static const struct {
    const char *what, *rule, *doc;
    enum lo_outcome outcome;
} outcomes[] = {
    {"max, under", TP("max='-1'"), "peak.true=-1.5", LO_PASSED},
    {"max, exactly", TP("max='-1'"), "peak.true=-1", LO_PASSED},
    {"max, over", TP("max='-1'"), "peak.true=-0.999", LO_FAILED},
    {"max, below", TP("max='-1'"), "peak.true=below", LO_PASSED},
    {"min, under", TP("min='-1'"), "peak.true=-1.001", LO_FAILED},
    {"min, exactly", TP("min='-1'"), "peak.true=-1", LO_PASSED},
    {"min, below", TP("min='-1'"), "peak.true=below", LO_FAILED},
    {"both, between", TP("min='-3' max='-1'"), "peak.true=-2", LO_PASSED},
    {"both, below", TP("min='-3' max='-1'"), "peak.true=below", LO_FAILED},
    {"not measured", TP("max='-1'"), "clip.runs=0", LO_NOT_MEASURED},
    {"not measurable", TP("max='-1'"), "peak.true=?no frames", LO_NOT_MEASURED},

    {"fact is", "<fact name='file.container' is='wav'/>", "file.container='wav'",
     LO_PASSED},
    {"fact is not", "<fact name='file.container' is='wav'/>", "file.container='wavx'",
     LO_FAILED},
    {"case counts", "<fact name='file.container' is='wav'/>", "file.container='WAV'",
     LO_FAILED},
    {"one of", "<fact name='file.container' one-of='wav flac'/>",
     "file.container='flac'", LO_PASSED},
    {"none of", "<fact name='file.container' one-of='wav flac'/>",
     "file.container='aiff'", LO_FAILED},
    {"matches", "<fact name='tag.isrc' matches='[A-Z]{2}[A-Z0-9]{3}[0-9]{7}'/>",
     "tag.isrc='USABC2600001'", LO_PASSED},
    {"does not match", "<fact name='tag.isrc' matches='[A-Z]{2}[A-Z0-9]{3}[0-9]{7}'/>",
     "tag.isrc='US-ABC-26-00001'", LO_FAILED},
    {"a tag that is not there", "<fact name='tag.isrc' matches='.*'/>", "", LO_FAILED},
    {"present", "<fact name='tag.isrc' present='true'/>", "tag.isrc='x'", LO_PASSED},
    {"not present", "<fact name='tag.isrc' present='true'/>", "", LO_FAILED},
    {"present but empty", "<fact name='tag.isrc' present='true'/>", "tag.isrc=''",
     LO_FAILED},
    {"absent", "<fact name='tag.isrc' absent='true'/>", "", LO_PASSED},
    {"not absent", "<fact name='tag.isrc' absent='true'/>", "tag.isrc='x'", LO_FAILED},
    {"present false is absent", "<fact name='tag.isrc' present='false'/>", "",
     LO_PASSED},
    {"flag", "<fact name='stereo.dual_mono' is='false'/>", "stereo.dual_mono=false",
     LO_PASSED},
    {"other flag", "<fact name='stereo.dual_mono' is='false'/>",
     "stereo.dual_mono=true", LO_FAILED},
    {"flag not measured", "<fact name='stereo.dual_mono' is='false'/>",
     "stereo.width=1", LO_NOT_MEASURED},
    {"measured text not there", "<fact name='bits.dither' is='none'/>", "",
     LO_NOT_MEASURED},
    {"empty list is absent", "<fact name='file.header_problems' absent='true'/>",
     "file.header_problems=[]", LO_PASSED},
    {"full list is not", "<fact name='file.header_problems' absent='true'/>",
     "file.header_problems=[a]", LO_FAILED},
    {"any item is", "<fact name='file.chunks' is='bext'/>",
     "file.chunks=[fmt |bext|data]", LO_PASSED},
    {"no item is", "<fact name='file.chunks' is='bext'/>", "file.chunks=[fmt |data]",
     LO_FAILED},
    {"any item matches",
     "<fact name='file.header_problems' matches='truncated(:.*)?'/>",
     "file.header_problems=[odd|truncated: 5 bytes]", LO_PASSED},
    {"no item matches", "<fact name='file.header_problems' matches='truncated(:.*)?'/>",
     "file.header_problems=[odd]", LO_FAILED},
    {"no item at all", "<fact name='file.header_problems' matches='.*'/>",
     "file.header_problems=[]", LO_FAILED},
    {"a number as a fact", "<fact name='file.bits' one-of='16 24'/>", "file.bits=24",
     LO_PASSED},
    {"another number", "<fact name='file.bits' one-of='16 24'/>", "file.bits=32",
     LO_FAILED},
    {"a number not measured", "<fact name='peak.true' is='-1'/>", "", LO_NOT_MEASURED},
    {"a number present", "<fact name='peak.true' present='true'/>", "peak.true=below",
     LO_PASSED},

    {"no events", "<events kind='clip.run'/>", "clip.runs=0", LO_PASSED},
    {"an event", "<events kind='clip.run'/>", "clip.runs=1;@clip.run 1 0.01 0 5",
     LO_FAILED},
    {"no events, not looked for", "<events kind='clip.run'/>", "peak.true=0",
     LO_NOT_MEASURED},
    {"as many as allowed", "<events kind='clip.run' at-most='2'/>",
     "@clip.run 1 0.01 0 5;@clip.run 2 0.01 0 5", LO_PASSED},
    {"one more", "<events kind='clip.run' at-most='1'/>",
     "@clip.run 1 0.01 0 5;@clip.run 2 0.01 0 5", LO_FAILED},
    {"short ones do not count", "<events kind='clip.run' longer-than='10 ms'/>",
     "@clip.run 1 0.01 0 5", LO_PASSED},
    {"longer ones do", "<events kind='clip.run' longer-than='9 ms'/>",
     "@clip.run 1 0.01 0 5", LO_FAILED},
    {"outside of the window", "<events kind='clip.run' between='0 0.5'/>",
     "@clip.run 1 0.01 0 5", LO_PASSED},
    {"inside of the window", "<events kind='clip.run' between='0 1'/>",
     "@clip.run 1 0.01 0 5", LO_FAILED},
    {"reaching into the window", "<events kind='clip.run' between='1.005 2'/>",
     "@clip.run 1 0.01 0 5", LO_FAILED},
    {"before the end", "<events kind='clip.run' between='-2 end'/>",
     "file.duration=10;@clip.run 7 0.5 0 5", LO_PASSED},
    {"at the end", "<events kind='clip.run' between='-2 end'/>",
     "file.duration=10;@clip.run 9 0.5 0 5", LO_FAILED},

    {"all hold", TP("max='0'") LRA("min='3'"), "peak.true=-1;loudness.range=5",
     LO_PASSED},
    {"one does not", TP("max='0'") LRA("min='3'"), "peak.true=-1;loudness.range=2",
     LO_FAILED},
    {"one does not, one unknown", TP("max='0'") LRA("min='3'"), "loudness.range=2",
     LO_FAILED},
    {"one holds, one unknown", TP("max='0'") LRA("min='3'"), "loudness.range=4",
     LO_NOT_MEASURED},
    {"any holds", "<any>" TP("max='0'") LRA("min='3'") "</any>", "loudness.range=5",
     LO_PASSED},
    {"none holds", "<any>" TP("max='0'") LRA("min='3'") "</any>",
     "peak.true=1;loudness.range=1", LO_FAILED},
    {"none holds, one unknown", "<any>" TP("max='0'") LRA("min='3'") "</any>",
     "loudness.range=1", LO_NOT_MEASURED},
    {"not", "<not>" TP("max='0'") "</not>", "peak.true=1", LO_PASSED},
    {"not not", "<not>" TP("max='0'") "</not>", "peak.true=-1", LO_FAILED},
    {"not unknown", "<not>" TP("max='0'") "</not>", "", LO_NOT_MEASURED},
    {"deep",
     "<not><all><any>" TP("max='0'") "</any><not>" LRA("max='9'") "</not></all></not>",
     "peak.true=-1;loudness.range=5", LO_PASSED},

    {"when holds", "<when>" LRA("min='3'") "</when>" TP("max='0'"),
     "loudness.range=5;peak.true=1", LO_FAILED},
    {"when does not", "<when>" LRA("min='3'") "</when>" TP("max='0'"),
     "loudness.range=1;peak.true=1", LO_NOT_APPLICABLE},
    {"when unknown", "<when>" LRA("min='3'") "</when>" TP("max='0'"), "peak.true=-1",
     LO_NOT_MEASURED},

    {"XPath true", "<assert test=\"quantity[@id='peak.true']/@value &lt; 0\"/>",
     "peak.true=-1", LO_PASSED},
    {"XPath false", "<assert test=\"quantity[@id='peak.true']/@value &lt; 0\"/>",
     "peak.true=1", LO_FAILED},
    {"XPath of the unmeasured",
     "<assert test=\"not(quantity[@id='peak.true']/@value > 0)\"/>", "",
     LO_NOT_MEASURED},
    {"XPath that asks for the state",
     "<assert test=\"quantity[@id='peak.true']/@state='not-measurable'\"/>",
     "peak.true=?why", LO_PASSED},
    {"XPath over events",
     "<assert test=\"count(event[@kind='clip.run' and @value > 4]) = 1 and "
     "events[@kind='clip.run']/@total = 2\"/>",
     "@clip.run 1 0.01 0 5;@clip.run 2 0.01 1 3", LO_PASSED},
    {"XPath over facts",
     "<assert test=\"fact[@id='file.chunks']/item[2]='data' and "
     "fact[@id='stereo.dual_mono']='false' and @kind='track'\"/>",
     "file.chunks=[fmt |data];stereo.dual_mono=false", LO_PASSED},
};

static void test_judge_has_an_outcome_for_every_state(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(outcomes); i++) {
        struct judged judged;
        enum lo_outcome outcome = outcomes[i].outcome;

        print_message("  %s\n", outcomes[i].what);
        judge(&judged, "", outcomes[i].rule, outcomes[i].doc);
        assert_string_equal(lo_outcome_name(judged.finding->outcome),
                            lo_outcome_name(outcome));
        assert_int_equal(judged.verdict.acceptance,
                         outcome == LO_FAILED || outcome == LO_NOT_MEASURED
                             ? LO_REJECTED
                             : LO_ACCEPTED);
        end(&judged);
    }
}

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
        cmocka_unit_test(test_judge_has_an_outcome_for_every_state),
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
