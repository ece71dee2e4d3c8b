/* The document of a release against closed forms, and against the loudness meter over the
 * whole programme at once. */
#include "analyzer/audio/reader.h"
#include "analyzer/disc/release_document.h"
#include "tests/support/measure.h"
#include "tests/support/tone.h"
#include "tests/support/unit.h"

#include <string.h>

extern const struct lo_meter lo_meter_loudness, lo_meter_silence;

static const struct lo_meter *const meters[] = {&lo_meter_loudness, NULL};

static const struct lo_vocab *vocab(void)
{
    static const struct lo_term *groups[4];
    static struct lo_vocab all = {.groups = groups, .count = COUNT(groups)};

    groups[0] = lo_audio_terms;
    groups[1] = lo_tag_terms;
    groups[2] = lo_release_terms;
    groups[3] = lo_meter_loudness.terms;
    return &all;
}

/* A release of so many tracks, numbered from 1. */
enum { TRACKS = 3 };
static struct lo_release_track tracks[TRACKS];
static struct lo_release release;

static void begin(struct lo_release_part *parts)
{
    memset(tracks, 0, sizeof tracks);
    memset(parts, 0, TRACKS * sizeof *parts);
    release =
        (struct lo_release){.title = "T", .tracks = tracks, .track_count = TRACKS};
    for (unsigned i = 0; i < TRACKS; i++) {
        tracks[i].number = i + 1;
        parts[i] = (struct lo_release_part){.track = i + 1,
                                            .is_read = true,
                                            .duration_s = 100 * (i + 1),
                                            .loudness_lufs = -14 - (double)i,
                                            .true_peak_dbtp = -1 - (double)i,
                                            .head_s = 0.25,
                                            .tail_s = 1.5,
                                            .format = "wav, 24 bits"};
    }
}

static struct lo_doc *document(const struct lo_release_part *parts)
{
    struct lo_err err = {0};
    struct lo_doc *doc;

    if (lo_release_document(&doc, "T", &release, parts, TRACKS, vocab(), &err))
        fail_msg("%s", err.text);
    return doc;
}

static const char *item(const struct lo_doc *doc, const char *list)
{
    const struct lo_fact *fact = lo_doc_fact(doc, list);

    assert_non_null(fact);
    assert_true(fact->count <= 1);
    return fact->count ? fact->items[0] : "";
}

static void test_release_adds_up(void **unused)
{
    struct lo_release_part parts[TRACKS];
    const struct lo_event *events;
    struct lo_doc *doc;

    (void)unused;
    begin(parts);
    tracks[1].has_gap = true;
    tracks[1].gap_s = 2;
    parts[0].duration_s = 40;
    doc = document(parts);
    assert_near(value_of(doc, "release.tracks"), 3, 0);
    assert_near(value_of(doc, "release.unread"), 0, 0);
    assert_near(value_of(doc, "release.duration"), 40 + 200 + 300 + 2, 1e-9);
    assert_near(value_of(doc, "release.mean_duration"), 180, 1e-9);
    assert_near(value_of(doc, "release.over_45_s"), 200.0 / 3, 0.001);
    assert_near(value_of(doc, "release.loudest_track"), -14, 0);
    assert_near(value_of(doc, "release.loudness_spread"), 2, 0);
    assert_near(value_of(doc, "release.true_peak"), -1, 0);
    /* Tail, pause and head; on the time of the whole. */
    assert_int_equal(lo_doc_events(doc, &events), 2);
    assert_near(events[0].value, 1.5 + 2 + 0.25, 1e-9);
    assert_near((double)events[0].start_frames / lo_doc_rate(doc), 40 - 1.5, 1e-4);
    assert_near(events[1].value, 1.5 + 0.25, 1e-9);
    assert_near((double)events[1].start_frames / lo_doc_rate(doc), 242 - 1.5, 1e-4);
    assert_false(lo_doc_fact(doc, "release.mixed_formats")->flag);
    lo_doc_free(doc);
}

static void test_release_leaves_out_what_could_not_be_read(void **unused)
{
    struct lo_release_part parts[TRACKS];
    struct lo_doc *doc;

    (void)unused;
    begin(parts);
    parts[0] = (struct lo_release_part){.track = 1};
    doc = document(parts);
    assert_near(value_of(doc, "release.unread"), 1, 0);
    assert_near(value_of(doc, "release.duration"), 500, 0);
    assert_near(value_of(doc, "release.loudest_track"), -15, 0);
    lo_doc_free(doc);
    for (int i = 0; i < TRACKS; i++)
        parts[i] = (struct lo_release_part){.track = (unsigned)i + 1};
    doc = document(parts);
    assert_string_equal(reason_of(doc, "release.loudness_spread"),
                        "no track has a loudness");
    lo_doc_free(doc);
}

static void test_release_says_what_differs(void **unused)
{
    struct lo_release_part parts[TRACKS];
    struct lo_doc *doc;

    (void)unused;
    begin(parts);
    release.artist = "Anna";
    release.upc = "123456789012";
    tracks[0].title = "First";
    tracks[0].isrc = tracks[2].isrc = "USABC2600001";
    tracks[1].is_joined = true;
    parts[0].title = "First";
    parts[0].artist = "Ben";
    parts[0].upc = "0123456789012"; /* as an EAN */
    parts[0].isrc = "USABC2600001";
    parts[1].format = "wav, 16 bits";
    parts[1].md5 = parts[2].md5 = "00ff";
    doc = document(parts);
    assert_true(lo_doc_fact(doc, "release.mixed_formats")->flag);
    assert_int_equal(lo_doc_fact(doc, "release.formats")->count, 2);
    assert_string_equal(lo_doc_fact(doc, "release.formats")->items[0],
                        "wav, 24 bits: tracks 1, 3");
    assert_string_equal(item(doc, "release.other_formats"),
                        "track 2 is wav, 16 bits; track 1 is wav, 24 bits");
    assert_string_equal(item(doc, "release.duplicate_audio"),
                        "tracks 2, 3 are the same audio");
    assert_string_equal(item(doc, "release.duplicate_isrc"),
                        "USABC2600001: tracks 1 and 3");
    assert_string_equal(item(doc, "release.missing_isrc"), "track 2");
    assert_string_equal(item(doc, "release.mismatches"),
                        "track 1: the artist is 'Anna' in the manifest, 'Ben' in the "
                        "file");
    assert_string_equal(item(doc, "release.broken_joins"),
                        "track 2 is meant to follow track 1 without a gap, and 1.750 s "
                        "of silence lie between");
    assert_int_equal(lo_doc_fact(doc, "release.missing_tags")->count, 6);
    lo_doc_free(doc);
}

/* Three tracks of tones, by themselves and in a row. Blocks that lie across a join exist in
 * the row only: three of 1,200. */
static void test_release_loudness_is_that_of_the_programme(void **unused)
{
    static const double levels[TRACKS] = {-18, -45, -24};
    struct lo_release_part parts[TRACKS];
    struct tone whole = {.rate_hz = 48000, .channels = 2};
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_doc *doc, *row;

    (void)unused;
    begin(parts);
    for (int i = 0; i < TRACKS; i++) {
        struct tone tone = {.rate_hz = 48000, .channels = 2};
        struct lo_doc *track;

        tone_add(&tone, 40, 1000, levels[i]);
        tone_add(&whole, 40, 1000, levels[i]);
        track = tone_measure(&tone, meters, tone.frames, 4096);
        assert_int_equal(lo_release_part_take(&parts[i], track, &arena, &err), 0);
        lo_doc_free(track);
        tone_free(&tone);
    }
    row = tone_measure(&whole, meters, whole.frames, 4096);
    doc = document(parts);
    assert_near(value_of(doc, "release.album_loudness"),
                value_of(row, "loudness.integrated"), 0.02);
    /* The one at -45 dBFS lies under the relative gate; the others are averaged by power:
     * 10 log10((10^-1.8 + 10^-2.4) / 2) = -20.04 dBFS, and a stereo sine of 1 kHz reads
     * its peak level in LUFS. */
    assert_near(value_of(doc, "release.album_loudness"), -20.04, 0.03);
    lo_doc_free(row);
    lo_doc_free(doc);
    tone_free(&whole);
    lo_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_adds_up),
        cmocka_unit_test(test_release_leaves_out_what_could_not_be_read),
        cmocka_unit_test(test_release_says_what_differs),
        cmocka_unit_test(test_release_loudness_is_that_of_the_programme),
    };

    return cmocka_run_group_tests_name("disc_release_document", tests, NULL, NULL);
}
