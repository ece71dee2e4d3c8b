/* What is true of a condition, for every condition and every state of what it asks. */
#include "tests/support/judged.h"
#include "tests/support/unit.h"

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
    {"a pattern that explodes",
     "<not><fact name='tag.title' matches='(x+x+)+y'/></not>",
     "tag.title='xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'", LO_NOT_MEASURED},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge_has_an_outcome_for_every_state),
    };

    return cmocka_run_group_tests_name("rules_outcomes", tests, NULL, NULL);
}
