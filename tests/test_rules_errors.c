/* Specs that are wrong: what is said, and at which line. */
#include "rules/spec_private.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <string.h>

/* A house spec of which line 2 and after are given. */
#define SPEC(body)                                                                     \
    "<spec xmlns='urn:leadout:spec:1' id='house' title='House' version='1'>\n" body    \
    "\n</spec>\n"
#define RULE(body) SPEC("<rule id='a' severity='error'>" body "</rule>")
#define LIMIT "<limit quantity='clip.runs' max='3' unit='count'/>"

/* Each is wrong in one place; the error names the place and what would be right. */
static const struct {
    const char *what, *text, *says;
} broken[] = {
    {"not XML", "hello", "t.xml:1: not well-formed XML"},
    {"doctype", "<!DOCTYPE x>\n<spec/>", "t.xml:1: DOCTYPE and entities"},
    {"no namespace", "<spec id='x'><rule/></spec>", "t.xml:1: a spec starts with"},
    {"another root", "<rules xmlns='urn:leadout:spec:1'/>", "t.xml:1: a spec starts"},
    {"no id", "<spec xmlns='urn:leadout:spec:1'/>",
     "t.xml:1: <spec> needs the attribute 'id'"},
    {"no rules", SPEC(""), "t.xml:1: the spec has no rules"},
    {"scope",
     "<spec xmlns='urn:leadout:spec:1' id='x' scope='song'><rule id='a' "
     "severity='note'>" LIMIT "</rule></spec>",
     "t.xml:1: scope=\"song\" is none of track, release"},
    {"element", SPEC("\n<rul id='a'/>"),
     "t.xml:3: there is no element <rul> inside <spec>; did you mean 'rule'?"},
    {"attribute", SPEC("<rule id='a' severty='error'>" LIMIT "</rule>"),
     "t.xml:2: <rule> has no attribute 'severty'; did you mean 'severity'?"},
    {"missing attribute", SPEC("<rule id='a'>" LIMIT "</rule>"),
     "t.xml:2: <rule> needs the attribute 'severity'"},
    {"element elsewhere", SPEC(LIMIT), "t.xml:2: <limit> cannot stand inside <spec>"},
    {"foreign element", RULE(LIMIT "<x:y xmlns:x='urn:x'/>"),
     "t.xml:2: <y> is not in the namespace"},
    {"text", RULE(LIMIT "hello"), "t.xml:2: text cannot stand inside <rule>"},
    {"severity", SPEC("<rule id='a' severity='fatal'>" LIMIT "</rule>"),
     "t.xml:2: severity=\"fatal\" is none of note, warning, error"},
    {"rule id", SPEC("<rule id='A b' severity='note'>" LIMIT "</rule>"),
     "t.xml:2: the id 'A b' must be a word"},
    {"rule twice",
     SPEC("<rule id='a' severity='note'>" LIMIT "</rule>\n"
          "<rule id='a' severity='note'>" LIMIT "</rule>"),
     "t.xml:3: rule 'a' stands twice; first at line 2"},
    {"no condition", RULE("<title>t</title>"), "t.xml:2: rule 'a' has no condition"},
    {"empty when", RULE("<when/>" LIMIT), "t.xml:2: <when> has no condition in it"},
    {"empty any", RULE("<any/>"), "t.xml:2: <any> has no condition in it"},
    {"not with two", RULE("<not>" LIMIT LIMIT "</not>"), "t.xml:2: <not> takes one"},
    {"two whys", RULE(LIMIT "<why>a</why>\n<why>b</why>"),
     "t.xml:3: <why> stands here twice"},
    {"quantity",
     RULE("\n\n<limit quantity='loudness.integratd' max='-14' unit='LUFS'/>"),
     "t.xml:4: there is no quantity 'loudness.integratd'; did you mean "
     "'loudness.integrated'?"},
    {"unit", RULE("<limit quantity='peak.true' max='-1' unit='dB'/>"),
     "t.xml:2: peak.true is in dBTP, not dB"},
    {"no unit", RULE("<limit quantity='peak.true' max='-1'/>"),
     "t.xml:2: peak.true is in dBTP: say unit=\"dBTP\""},
    {"unit of a ratio",
     RULE("<limit quantity='stereo.correlation' min='0' unit='dB'/>"),
     "t.xml:2: stereo.correlation has no unit, not dB"},
    {"no bound", RULE("<limit quantity='peak.true' unit='dBTP'/>"),
     "t.xml:2: <limit> needs a min or a max"},
    {"not a number", RULE("<limit quantity='peak.true' max='-1,0' unit='dBTP'/>"),
     "t.xml:2: max=\"-1,0\" is not a number"},
    {"a fact as quantity", RULE("<limit quantity='file.container' max='1'/>"),
     "t.xml:2: file.container is a fact, not a quantity: write <fact"},
    {"fact", RULE("<fact name='file.contaner' is='wav'/>"),
     "t.xml:2: there is no fact 'file.contaner'; did you mean 'file.container'?"},
    {"fact without test", RULE("<fact name='file.container'/>"),
     "t.xml:2: <fact> needs one of is, one-of"},
    {"fact with two", RULE("<fact name='file.container' is='a' one-of='b'/>"),
     "t.xml:2: <fact> needs one of is, one-of, matches, present and absent, not "
     "several"},
    {"flag", RULE("<fact name='stereo.dual_mono' is='no'/>"),
     "t.xml:2: stereo.dual_mono is a flag: say true or false, not 'no'"},
    {"number as fact", RULE("<fact name='file.bits' one-of='16 twenty'/>"),
     "t.xml:2: file.bits is a number, and 'twenty' is none"},
    {"empty list", RULE("<fact name='file.bits' one-of=' '/>"),
     "t.xml:2: one-of is empty"},
    {"presence", RULE("<fact name='tag.isrc' present='yes'/>"),
     "t.xml:2: present=\"yes\" must be true or false"},
    {"pattern", RULE("<fact name='tag.isrc' matches='[A-Z'/>"),
     "t.xml:2: matches: bad pattern"},
    {"anchors", RULE("<fact name='tag.isrc' matches='^US.*$'/>"),
     "t.xml:2: a pattern matches the whole text: leave out ^ and $"},
    {"pattern of a flag", RULE("<fact name='stereo.dual_mono' matches='t.*'/>"),
     "t.xml:2: stereo.dual_mono is no text"},
    {"events", RULE("<events kind='clip.runs'/>"),
     "t.xml:2: there are no events of kind 'clip.runs'; did you mean 'clip.run'?"},
    {"at-most", RULE("<events kind='clip.run' at-most='-1'/>"),
     "t.xml:2: at-most=\"-1\" is not a count"},
    {"longer-than", RULE("<events kind='clip.run' longer-than='3'/>"),
     "t.xml:2: longer-than=\"3\" is not a time"},
    {"between", RULE("<events kind='clip.run' between='5 1'/>"),
     "t.xml:2: between=\"5 1\" is not two times"},
    {"XPath", RULE("<assert test='count(quantity'/>"), "t.xml:2: test: bad XPath:"},
    {"XPath function", RULE("<assert test=\"matches(., 'a')\"/>"),
     "t.xml:2: test: bad XPath: there is no function matches()"},
    {"id in XPath", RULE("<assert test=\"quantity[@id='peak.tru']/@value &lt; 1\"/>"),
     "t.xml:2: there is no 'peak.tru'; did you mean 'peak.true'?"},
    {"min over max",
     RULE("<limit quantity='loudness.integrated' min='-14' max='-16' "
          "unit='LUFS'/>"),
     "t.xml:2: min is more than max: -14 > -16"},
    {"minus forgotten",
     RULE("<limit quantity='loudness.integrated' max='14' "
          "unit='LUFS'/>"),
     "t.xml:2: this limit always holds: loudness.integrated lies between"},
    {"never", RULE("<limit quantity='clip.runs' max='-1' unit='count'/>"),
     "t.xml:2: this limit can never hold"},
    {"never in an any",
     RULE("<any>" LIMIT "<limit quantity='stereo.correlation' "
          "min='2'/></any>"),
     "t.xml:2: this limit can never hold: stereo.correlation lies between -1 and 1"},
    {"two limits apart",
     RULE("<limit quantity='peak.true' max='-3' unit='dBTP'/>\n"
          "<limit quantity='peak.true' min='-1' unit='dBTP'/>"),
     "t.xml:3: peak.true can never meet this and line 2"},
    {"when against limit",
     RULE("<when><limit quantity='peak.true' min='-1' unit='dBTP'/></when>\n"
          "<limit quantity='peak.true' max='-3' unit='dBTP'/>"),
     "t.xml:3: this can never hold: <when> asks for the contrary of peak.true"},
    {"when says it already",
     RULE("<when><limit quantity='peak.true' max='-3' unit='dBTP'/></when>\n"
          "<limit quantity='peak.true' max='-1' unit='dBTP'/>"),
     "t.xml:3: this always holds: <when> already asks peak.true for it"},
    {"facts apart",
     RULE("<when><fact name='file.container' is='flac'/></when>\n"
          "<fact name='file.container' one-of='wav rf64'/>"),
     "t.xml:3: this can never hold: <when> asks for the contrary of file.container"},
    {"rules apart",
     SPEC("<rule id='a' severity='error'><limit quantity='file.bits' max='16' "
          "unit='bits'/></rule>\n<rule id='b' severity='warning'><limit "
          "quantity='file.bits' min='24' unit='bits'/></rule>"),
     "t.xml:3: no file.bits meets this and rule 'a' (t.xml:2)"},
    {"source",
     SPEC("<source id='formats' title='F' confidence='primary'/>\n<rule "
          "id='a' severity='error' source='format'>" LIMIT "</rule>"),
     "t.xml:3: there is no <source id=\"format\">; did you mean 'formats'?"},
    {"confidence",
     SPEC("<source id='f' title='F' confidence='sure'/><rule "
          "id='a' severity='error' source='f'>" LIMIT "</rule>"),
     "t.xml:2: confidence=\"sure\" is none of primary, secondary, unverified"},
    {"set", RULE("<limit quantity='peak.true' max='{ceilng}' unit='dBTP'/>"),
     "t.xml:2: no <set> has the name 'ceilng'"},
    {"set name",
     SPEC("<set name='Ceiling' value='1'/><rule id='a' severity='note'>" LIMIT
          "</rule>"),
     "t.xml:2: the name 'Ceiling' must be a word"},
    {"set twice",
     SPEC("<set name='c' value='1'/>\n<set name='c' value='2'/><rule "
          "id='a' severity='note'><limit quantity='clip.runs' max='{c}' "
          "unit='count'/></rule>"),
     "t.xml:3: 'c' is set twice; first at line 2"},
    {"set for nothing",
     SPEC("<set name='ceiling' value='1'/><rule id='a' "
          "severity='note'>" LIMIT "</rule>"),
     "t.xml:2: nothing uses {ceiling}"},
    {"drop", SPEC("<drop rule='a'/><rule id='a' severity='note'>" LIMIT "</rule>"),
     "t.xml:2: drop: the spec inherits no rule 'a'"},
    {"base", "<spec xmlns='urn:leadout:spec:1' id='x' extends='spotifi'/>",
     "t.xml:1: extends: there is no spec 'spotifi'; did you mean 'spotify'?"},
    {"base file", "<spec xmlns='urn:leadout:spec:1' id='x' extends='./no/such.xml'/>",
     "t.xml:1: extends: ./no/such.xml: No such file"},
    {"drop of a base",
     "<spec xmlns='urn:leadout:spec:1' id='x' extends='spotify'>\n"
     "<drop rule='true-peek'/></spec>",
     "t.xml:2: drop: the spec inherits no rule 'true-peek'; did you mean 'true-peak'?"},
    {"set of a base",
     "<spec xmlns='urn:leadout:spec:1' id='x' extends='spotify'>\n"
     "<set name='celing' value='-2'/></spec>",
     "t.xml:2: nothing uses {celing}; did you mean 'ceiling'?"},
    {"correction", RULE(LIMIT "<correct with='trimm'/>"),
     "t.xml:2: there is no correction 'trimm'; did you mean 'trim'?"},
    {"bound", RULE(LIMIT "<correct with='trim' at-most='6'/>"),
     "t.xml:2: at-most=\"6\" is not a number and its unit, such as \"6 dB\""},
    {"bound in another unit", RULE(LIMIT "<correct with='trim' at-most='6 s'/>"),
     "t.xml:2: at-most=\"6 s\" is not a number"},
    {"bound of none",
     RULE(LIMIT "<correct with='resample' to='44100' at-most='1 Hz'/>"),
     "t.xml:2: 'resample' takes no at-most"},
    {"target", RULE(LIMIT "<correct with='trim' to='low'/>"),
     "t.xml:2: to=\"low\" is not a number (of dBTP)"},
    {"places", SPEC("<rule id='a' severity='error' at='clip.rum'>" LIMIT "</rule>"),
     "t.xml:2: at: there are no events of kind 'clip.rum'; did you mean 'clip.run'?"},
    {"unmeasured",
     SPEC("<rule id='a' severity='error' if-not-measured='ok'>" LIMIT "</rule>"),
     "t.xml:2: if-not-measured=\"ok\" is none of reject, pass"},
    {"for-each of nothing",
     "<spec xmlns='urn:leadout:spec:1' id='x' scope='release'>\n"
     "<for-each scope='track' spec='spotifi'/></spec>",
     "t.xml:2: for-each: there is no spec 'spotifi'; did you mean 'spotify'?"},
};

static void test_load_names_the_line_and_what_would_be_right(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct lo_err err = {0};
        struct lo_spec *spec;
        struct lo_problems problems;
        const char *text = broken[i].text;

        print_message("  %s\n", broken[i].what);
        assert_int_equal(
            lo_spec_load_text(&spec, text, strlen(text), "t.xml", &test_vocab, &err),
            -1);
        assert_null(spec);
        assert_int_equal(err.status, LO_ESPEC);
        if (strncmp(err.text, broken[i].says, strlen(broken[i].says)) != 0)
            fail_msg("'%s', not '%s'", err.text, broken[i].says);
        /* What does not load does not lint, and lint tells the same. */
        err = (struct lo_err){0};
        assert_int_equal(lo_spec_lint_text(text, strlen(text), "t.xml", &test_vocab,
                                           &problems, &err),
                         0);
        assert_true(problems.errors >= 1);
        lo_problems_fini(&problems);
    }
}

static void test_lint_tells_several_errors_in_the_order_of_lines(void **unused)
{
    static const char text[] =
        SPEC("<rule id='a' severity='fatal'>\n"
             "<limit quantity='peak.tru' max='-1' unit='dB'/>\n"
             "<limit quantity='peak.true' max='-1' unit='dB'/></rule>\n"
             "<rule id='b' severity='note'><fact name='tag.isrc' is='x'/></rule>\n"
             "<drop rule='c'/>");
    struct lo_problems problems;
    struct lo_err err = {0};
    size_t errors = 0;

    (void)unused;
    assert_int_equal(
        lo_spec_lint_text(text, sizeof text - 1, "t.xml", &test_vocab, &problems, &err),
        0);
    assert_int_equal(problems.errors, 4);
    for (size_t i = 0; i < problems.count; i++) {
        assert_string_equal(problems.list[i].file, "t.xml");
        assert_true(i == 0 || problems.list[i - 1].line <= problems.list[i].line);
        errors += !problems.list[i].is_note;
    }
    assert_int_equal(errors, 4);
    lo_problems_fini(&problems);
}

/* No source and no advice is a habit of the house, not an error. */
static void test_lint_notes_are_no_errors(void **unused)
{
    static const char text[] = RULE(LIMIT);
    struct lo_problems problems;
    struct lo_err err = {0};
    struct lo_spec *spec;

    (void)unused;
    assert_int_equal(
        lo_spec_lint_text(text, sizeof text - 1, "t.xml", &test_vocab, &problems, &err),
        0);
    assert_int_equal(problems.errors, 0);
    assert_int_equal(problems.count, 3);
    for (size_t i = 0; i < problems.count; i++)
        assert_true(problems.list[i].is_note);
    lo_problems_fini(&problems);
    assert_int_equal(
        lo_spec_load_text(&spec, text, sizeof text - 1, "t.xml", &test_vocab, &err), 0);
    lo_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load_names_the_line_and_what_would_be_right),
        cmocka_unit_test(test_lint_tells_several_errors_in_the_order_of_lines),
        cmocka_unit_test(test_lint_notes_are_no_errors),
    };

    return cmocka_run_group_tests_name("rules_errors", tests, NULL, NULL);
}
