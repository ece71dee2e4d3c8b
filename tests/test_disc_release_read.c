/* release.xml: what it gives, and what is said at which line of one that is wrong. */
#include "analyzer/disc/release_read.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>

#define ROOT "<release xmlns='urn:leadout:release:1' title='T'"
#define TRACK "<track n='1'/>"
#define ASSETS "<assets id='a'><file track='1'>1.wav</file></assets>"
#define WHOLE(inside) ROOT ">\n" inside "\n</release>"

static struct lo_release *read_release(const char *text, struct lo_arena *arena,
                                       struct lo_err *err)
{
    struct lo_release *release;

    if (lo_release_read_text(&release, text, strlen(text), "album/r.xml", arena, err))
        assert_null(release);
    return release;
}

static void test_release_gives_what_it_says(void **unused)
{
    static const char text[] =
        "<?xml version='1.0'?>\n<!-- a comment -->\n" ROOT
        " artist='A' upc='1 23456 78901 2' catalogue='C1' label='L'>"
        "<track n='2' title='Second' isrc='us-abc-26-00002' gap='0' join='segue' "
        "fade-out='4.0'/>"
        "<track n='1' title='First' artist='B' start='fade' end='fade'/>"
        "<assets id='hires'><file track='2'>24/02 Second.wav</file>"
        "<file track='1'>\n 24/01 First.wav </file></assets>"
        "<side name='A' format='vinyl-12-33' file='SIDE A.wav'>"
        "<start track='1' at='0'/><start track='2' at='184.25'/></side>"
        "<deliver spec='spotify  apple-music' assets='hires'/>"
        "<waive rule='spotify/clipping' track='2' by='initials' reason='meant'/>"
        "</release>";
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    const struct lo_release *r = read_release(text, &arena, &err);

    (void)unused;
    if (!r)
        fail_msg("%s", err.text);
    assert_string_equal(r->folder, "album/");
    assert_string_equal(r->name, "r.xml");
    assert_string_equal(r->upc, "123456789012");
    assert_int_equal(r->track_count, 2);
    assert_int_equal(r->tracks[0].number, 1);
    assert_string_equal(r->tracks[0].artist, "B");
    assert_int_equal(r->tracks[0].start, LO_EDGE_FADE);
    /* What follows is joined to it, whatever it says itself. */
    assert_int_equal(r->tracks[0].end, LO_EDGE_SEGUE);
    assert_int_equal(r->tracks[1].start, LO_EDGE_SEGUE);
    assert_true(r->tracks[1].has_gap);
    assert_near(r->tracks[1].fade_out_s, 4, 0);
    assert_string_equal(r->tracks[1].isrc, "USABC2600002");
    assert_string_equal(r->assets[0].files[0].path, "24/01 First.wav");
    assert_int_equal(r->assets[0].files[1].track, 2);
    assert_near(r->sides[0].starts[1].at_s, 184.25, 1e-12);
    assert_string_equal(r->deliveries[0].specs[1], "apple-music");
    assert_null(r->deliveries[0].specs[2]);
    assert_string_equal(r->waivers[0].spec, "spotify");
    assert_string_equal(r->waivers[0].rule, "clipping");
    lo_arena_fini(&arena);
}

static const struct {
    const char *text, *error; /* what follows the name and the colon */
} wrong[] = {
    {"<release", "1: "},
    {"<spec xmlns='urn:leadout:spec:1'/>", "1: a release starts with <release "},
    {"<release title='T'/>", "1: a release starts with <release "},
    {"<release xmlns='urn:leadout:release:1'>" TRACK ASSETS "</release>",
     "1: <release> needs the attribute 'title'"},
    {ROOT " tittle='x'>" TRACK ASSETS "</release>",
     "1: <release> has no attribute 'tittle'; did you mean 'title'?"},
    {WHOLE("<trak n='1'/>"),
     "2: there is no element <trak> inside <release>; did you mean 'track'?"},
    {WHOLE(TRACK "\n" ASSETS "\ntext"), "1: text cannot stand inside <release>"},
    {WHOLE("<track/>"), "2: <track> needs the attribute 'n'"},
    {WHOLE("<track n='0'/>"), "2: n is the number of a track, 1 to 99, not '0'"},
    {WHOLE("<track n='100'/>"), "2: n is the number of a track, 1 to 99, not '100'"},
    {WHOLE("<track n='1.5'/>"), "2: n is the number of a track, 1 to 99, not '1.5'"},
    {WHOLE("<track n='-1'/>"), "2: n is the number of a track, 1 to 99, not '-1'"},
    {WHOLE(TRACK "\n" TRACK ASSETS), "3: there are two tracks 1"},
    {WHOLE("<track n='1' isrc='USABC26O0001'/>"),
     "2: isrc 'USABC26O0001': character 8"},
    {ROOT " upc='123456789013'>" TRACK ASSETS "</release>",
     "1: upc '123456789013': the check digit is 3, and must be 2"},
    {WHOLE("<track n='1' end='soft'/>"), "2: end is cold or fade, not 'soft'"},
    {WHOLE("<track n='1' join='gapless'/>"), "2: join is segue or none, not 'gapless'"},
    {WHOLE("<track n='1' gap='2 s'/>"),
     "2: gap is a time in seconds such as 2 or 1.5, not '2 s'"},
    {WHOLE("<track n='1' gap='1e9'/>"), "2: gap is a time in seconds"},
    {WHOLE("<track n='1' gap='1,5'/>"), "2: gap is a time in seconds"},
    {WHOLE("<track n='1' join='segue'/>" ASSETS),
     "2: track 1 is the first, and has nothing to be joined to"},
    {WHOLE(ASSETS), "1: a release has at least one <track>"},
    {WHOLE(TRACK), "1: a release names its files in <assets>, or its sides"},
    {WHOLE(TRACK "\n<assets id='a'/>"), "3: the assets 'a' name no file"},
    {WHOLE(TRACK ASSETS "\n" ASSETS), "3: there are two <assets> with the id 'a'"},
    {WHOLE(TRACK "<assets id='a'>\n<file track='2'>x</file></assets>"),
     "3: there is no track 2"},
    {WHOLE(TRACK "<assets id='a'><file track='1'>x</file>\n<file track='1'>y</file>"
                 "</assets>"),
     "3: the assets 'a' have two files of track 1"},
    {WHOLE(TRACK "<assets id='a'><file track='1'> </file></assets>"),
     "2: the name of a file is missing"},
    {WHOLE(TRACK "<assets id='a'><file track='1'>/etc/passwd</file></assets>"),
     "2: '/etc/passwd' must be a path below"},
    {WHOLE(TRACK "<assets id='a'><file track='1'>C:x.wav</file></assets>"),
     "2: 'C:x.wav' must be a path below"},
    {WHOLE(TRACK "<assets id='a'><file track='1'>a\\b.wav</file></assets>"),
     "2: 'a\\b.wav' must be a path below"},
    {WHOLE(TRACK "<assets id='a'><file track='1'>a/../../b.wav</file></assets>"),
     "2: 'a/../../b.wav' leaves the folder of the release"},
    {WHOLE(TRACK ASSETS "<side name='A' format='f' file='x'>\n"
                        "<start track='1' at='5'/><start track='1' at='5'/></side>"),
     "2: on side 'A', track 1 starts before the one in front of it"},
    {WHOLE(TRACK ASSETS "\n<deliver spec='spotify' assets='aa'/>"),
     "3: there are no <assets> with the id 'aa'; did you mean 'a'?"},
    {WHOLE(TRACK ASSETS "\n<deliver spec=' ' assets='a'/>"),
     "3: <deliver> names at least one spec and its assets"},
    {WHOLE(TRACK ASSETS "\n<waive rule='clip' by='x' reason='y'/>"),
     "3: rule is SPEC/RULE, such as spotify/clipping"},
    {WHOLE(TRACK ASSETS "\n<waive rule='a/b' by='' reason='y'/>"),
     "3: a waiver says by whom and for what reason"},
    {WHOLE(TRACK ASSETS "\n<waive rule='a/b' track='9' by='x' reason='y'/>"),
     "3: there is no track 9"},
    {"<!DOCTYPE release [<!ENTITY e 'x'>]>\n" WHOLE(TRACK ASSETS), "1: "},
};

static void test_release_errors_name_line_and_remedy(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct lo_arena arena = {0};
        struct lo_err err = {0};
        char start[200];

        if (read_release(wrong[i].text, &arena, &err))
            fail_msg("nothing is wrong with: %s", wrong[i].text);
        assert_int_equal(err.status, LO_ESPEC);
        snprintf(start, sizeof start, "album/r.xml:%s", wrong[i].error);
        if (strncmp(err.text, start, strlen(start)) != 0)
            fail_msg("'%s', and not '%s'", err.text, start);
        lo_arena_fini(&arena);
    }
}

static void test_release_is_known_by_its_root(void **unused)
{
    static const struct {
        const char *text;
        bool is_release;
    } cases[] = {
        {"<release xmlns='x'>", true},
        {"<?xml version='1.0'?>\n<!-- <spec> -->\n<release>", false},
        {"<?xml version='1.0'?><!-- x --><release\n", true},
        {"<releases>", false},
        {"<spec>", false},
        {"release", false},
        {"", false},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(lo_release_is(cases[i].text, strlen(cases[i].text)),
                         cases[i].is_release);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_gives_what_it_says),
        cmocka_unit_test(test_release_errors_name_line_and_remedy),
        cmocka_unit_test(test_release_is_known_by_its_root),
    };

    return cmocka_run_group_tests_name("disc_release_read", tests, NULL, NULL);
}
