/* Tags from bytes: what each chunk gives, what is said of those that are wrong, and what two
 * places contradict. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/tag_file.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>

/* What a file with some chunks gives. */
struct tag_case {
    const char *what;
    void (*put)(struct wav_bytes *b); /* chunks before the audio */
    const char
        *facts; /* "title=First; isrc=…": each must be so; "": none of those with a
                          name in LO_TAGS is set */
    const char
        *remarks; /* ids in tag.problems and tag.notes, in any order, by blanks */
    const char *conflicts; /* names of the tags that conflict, by blanks */
};

/* ID3 */

static void put_id3_latin1(struct wav_bytes *b)
{
    put_id3(b, 3, 0, "TIT2\0K\xE4se\1", "TPE1\0Artist\1", "TSRC\0USABC2600001\1", NULL);
}

static void put_id3_utf16(struct wav_bytes *b)
{
    struct wav_bytes frames = {0};

    put_frame(&frames, 3, "TIT2", "\1\xFF\xFE\xE4\0\x3D\xD8\x4B\xDE",
              9); /* a-umlaut, U+1F64B */
    put_frame(&frames, 3, "TALB", "\1\xFE\xFF\0A\0b", 7);
    put_frame(&frames, 3, "TXXX",
              "\1\xFF\xFE"
              "B\0A\0R\0C\0O\0D\0E\0\0\0\xFF\xFE"
              "1\0",
              23);
    put_id3_frames(b, 3, 0, &frames);
}

static void put_id3_v24(struct wav_bytes *b)
{
    put_id3(b, 4, 0, "TIT2\3K\xC3\xA4se\1", "TDRC\3\x32\x30\x32\x36-05\1",
            "TPE1\3Anna\2Ben\1", NULL);
}

static void put_id3_v22(struct wav_bytes *b)
{
    put_id3(b, 2, 0, "TT2\0Name\1", "TRC\0USABC2600001\1",
            "TRK\0"
            "3/12\1",
            NULL);
}

/* 0xFF 0x00 stands for 0xFF: the mark of UTF-16 is where it bites. */
static void put_id3_unsync(struct wav_bytes *b)
{
    struct wav_bytes frames = {0};

    wav_text(&frames, "TIT2");
    wav_put(&frames, "\0\0\0\5\0\0", 6); /* five bytes when it is undone */
    wav_put(&frames,
            "\1\xFF\0\xFE"
            "A\0",
            6);
    put_id3_frames(b, 3, 0x80, &frames);
}

static void put_id3_wrong_latin1(struct wav_bytes *b)
{
    put_id3(b, 3, 0, "TIT2\0K\xC3\xA4se\1", NULL);
}

static void put_id3_twice_encoded(struct wav_bytes *b)
{
    put_id3(b, 4, 0, "TIT2\3Bj\xC3\x83\xC2\xB6rk\1", NULL);
}

static void put_id3_plain_sizes(struct wav_bytes *b)
{
    struct wav_bytes frames = {0};
    char title[201] = "";

    memset(title + 1, 'x', 199);
    wav_text(&frames, "TIT2");
    wav_put(&frames, "\0\0\0\xC8\0\0", 6); /* 200, which seven bits cannot say */
    wav_put(&frames, title, 200);
    put_frame(&frames, 4, "TALB", "\3Al", 3);
    put_id3_frames(b, 4, 0, &frames);
}

static void put_id3_long_frame(struct wav_bytes *b)
{
    struct wav_bytes frames = {0};

    put_frame(&frames, 3, "TPE1", "\0Artist", 7);
    wav_text(&frames, "TIT2");
    wav_put(&frames, "\x7F\xFF\xFF\xFF\0\0\0A", 8);
    put_id3_frames(b, 3, 0, &frames);
}

static void put_id3_no_frame(struct wav_bytes *b)
{
    put_id3(b, 3, 0, "TIT2\0Title\1", "t!t2\0Other\1", NULL);
}

static void put_id3_is_none(struct wav_bytes *b)
{
    wav_chunk(b, "id3 ", "XD3\3\0\0\0\0\0\0", 10);
}

static void put_id3_compressed(struct wav_bytes *b)
{
    struct wav_bytes frames = {0};

    wav_text(&frames, "TIT2");
    wav_put(&frames, "\0\0\0\2\0\x80\0A", 8);
    put_id3_frames(b, 3, 0, &frames);
}

static void put_id3_codes(struct wav_bytes *b)
{
    put_id3(b, 3, 0, "TSRC\0US-ABC-26-00001\1",
            "TXXX\0BARCODE\2"
            "123456789013\1",
            "TXXX\0ISWC\2T-034.524.680-1\1", "TXXX\0LABELCODE\2LC 01234\1", NULL);
}

/* Two chunk ids are in use for the same thing. */
static void put_id3_capitals(struct wav_bytes *b)
{
    struct wav_bytes chunk = {0};

    put_id3(&chunk, 3, 0, "TIT2\0Title\1", NULL);
    wav_put(b, "ID3 ", 4);
    wav_put(b, chunk.data + 4, chunk.count - 4);
    wav_fini(&chunk);
}

/* LIST INFO */

static void put_info_plain(struct wav_bytes *b)
{
    put_info(b, "INAM", "Title", "IART", "Artist", "ICRD", "2026-11-25", NULL);
}

static void put_info_windows(struct wav_bytes *b)
{
    put_info(b, "INAM", "K\xE4se \x96 \x80", NULL); /* en dash and euro of Windows */
}

static void put_info_utf8(struct wav_bytes *b)
{
    put_info(b, "INAM", "K\xC3\xA4se", NULL);
}

static void put_info_source(struct wav_bytes *b)
{
    put_info(b, "ISRC", "National Archive", NULL);
}

static void put_info_isrc(struct wav_bytes *b)
{
    put_info(b, "ISRC", "USABC2600001", NULL);
}

static void put_info_lying_size(struct wav_bytes *b)
{
    wav_chunk(b, "LIST", "INFOIART\3\0\0\0Me\0\0INAM\xFF\xFF\xFF\xFFName", 28);
}

static void put_info_blanks(struct wav_bytes *b)
{
    put_info(b, "INAM", " Title ", "IART", "  ", NULL);
}

static void put_info_date(struct wav_bytes *b)
{
    put_info(b, "ICRD", "25.11.2026", NULL);
}

static void put_info_controls(struct wav_bytes *b)
{
    put_info(b, "INAM", "Ti\x1B[2Jtle", NULL);
}

/* Contradictions */

static void put_two_titles(struct wav_bytes *b)
{
    put_info(b, "INAM", "First", "IART", "Artist", "ICRD", "2026", NULL);
    put_id3(b, 3, 0, "TIT2\0Second\1", "TPE1\0Artist\1",
            "TDRC\0"
            "2026-11-25\1",
            NULL);
}

static void put_two_codes(struct wav_bytes *b)
{
    put_info(b, "ISRC", "US-ABC-26-00001", "ITRK", "03", NULL);
    put_id3(b, 3, 0, "TSRC\0USABC2600001\1",
            "TRCK\0"
            "3/12\1",
            NULL);
}

static void put_two_isrcs(struct wav_bytes *b)
{
    put_id3(b, 3, 0, "TSRC\0USABC2600001\1", "TSRC\0USABC2600002\1", NULL);
}

/* Programs cut titles at the 64 characters of a cart. */
static void put_cut_title(struct wav_bytes *b)
{
    static const char title[] =
        "A title that is so long that the field of a cart chunk cannot take it whole";
    char cart[2048] = "0101", frame[100] = "TIT2";

    memcpy(cart + 4, title, 64);
    wav_chunk(b, "cart", cart, sizeof cart);
    snprintf(frame + 5, sizeof frame - 5, "%s\1", title);
    put_id3(b, 3, 0, frame, NULL);
}

static const struct tag_case cases[] = {
    {"no tags", NULL, "", "", ""},
    {"ID3 in Latin-1", put_id3_latin1, "title=Käse;artist=Artist;isrc=USABC2600001", "",
     ""},
    {"ID3 in UTF-16, both orders", put_id3_utf16, "title=ä🙋;album=Ab;upc=1", "bad-upc",
     ""},
    {"ID3v2.4 with lists", put_id3_v24, "title=Käse;date=2026-05;artist=Anna; Ben", "",
     ""},
    {"ID3v2.2", put_id3_v22, "title=Name;isrc=USABC2600001;track_number=3/12", "", ""},
    {"ID3 with unsynchronisation", put_id3_unsync, "title=A", "", ""},
    {"ID3 that holds UTF-8 as Latin-1", put_id3_wrong_latin1, "title=Käse", "encoding",
     ""},
    {"text encoded twice", put_id3_twice_encoded, "title=BjÃ¶rk", "encoding", ""},
    {"ID3v2.4 with sizes as in 2.3", put_id3_plain_sizes, "album=Al", "id3-size", ""},
    {"ID3 frame longer than the tag", put_id3_long_frame, "artist=Artist", "id3-size",
     ""},
    {"ID3 frame that is none", put_id3_no_frame, "title=Title", "id3-frame", ""},
    {"ID3 chunk without a tag", put_id3_is_none, "", "id3-header", ""},
    {"ID3 frame compressed", put_id3_compressed, "", "id3-unreadable", ""},
    {"codes", put_id3_codes,
     "isrc=USABC2600001;iswc=T0345246801;label_code=LC01234;upc=123456789013",
     "odd-isrc bad-upc", ""},
    {"ID3 in capitals", put_id3_capitals, "title=Title", "", ""},
    {"INFO", put_info_plain, "title=Title;artist=Artist;date=2026-11-25", "", ""},
    {"INFO in Windows-1252", put_info_windows, "title=Käse – €", "encoding", ""},
    {"INFO in UTF-8", put_info_utf8, "title=Käse", "encoding", ""},
    {"INFO ISRC is a source", put_info_source, "", "", ""},
    {"INFO ISRC is a code", put_info_isrc, "isrc=USABC2600001", "", ""},
    {"INFO with a lying size", put_info_lying_size, "artist=Me", "info-size", ""},
    {"blanks and nothing", put_info_blanks, "title=Title", "blanks empty", ""},
    {"a date of another kind", put_info_date, "date=25.11.2026", "date", ""},
    {"control characters", put_info_controls, "title=Ti\x1B[2Jtle",
     "control-characters", ""},
    {"two titles", put_two_titles, "title=Second;date=2026-11-25", "", "title"},
    {"two ways to write the same", put_two_codes, "isrc=USABC2600001", "odd-isrc", ""},
    {"two recording codes", put_two_isrcs, "isrc=USABC2600001; USABC2600002", "",
     "isrc"},
    {"a title that was cut", put_cut_title, NULL, "", ""},
};

static void check_facts(const struct reading *reading, const struct tag_case *row)
{
    static const char *const names[] = {
#define X(constant, name, summary) name,
        LO_TAGS(X)
#undef X
    };
    char facts[400], id[60];

    for (size_t i = 0; row->facts && !*row->facts && i < COUNT(names); i++) {
        snprintf(id, sizeof id, "tag.%s", names[i]);
        if (lo_doc_fact(reading->doc, id))
            fail_msg("%s: %s is %s", row->what, id, text_of(reading->doc, id));
    }
    snprintf(facts, sizeof facts, "%s", row->facts ? row->facts : "");
    /* A value may hold "; ". */
    for (char *at = facts; *at;) {
        char *end = strchr(at, ';'), *equals = strchr(at, '=');

        while (end && end[1] == ' ')
            end = strchr(end + 1, ';');
        if (end)
            *end = '\0';
        *equals = '\0';
        snprintf(id, sizeof id, "tag.%.40s", at);
        assert_string_equal(text_of(reading->doc, id), equals + 1);
        at = end ? end + 1 : equals + 1 + strlen(equals + 1);
    }
}

/* Exactly the ids that are expected, each at least once. */
static void check_remarks(const struct reading *reading, const struct tag_case *row)
{
    static const char *const lists[] = {"tag.problems", "tag.notes", "tag.conflicts"};

    for (size_t l = 0; l < COUNT(lists); l++) {
        const struct lo_fact *fact = lo_doc_fact(reading->doc, lists[l]);
        const char *expected = l == 2 ? row->conflicts : row->remarks;

        assert_non_null(fact);
        for (size_t i = 0; i < fact->count; i++) {
            char id[40];

            snprintf(id, sizeof id, "%.*s", (int)strcspn(fact->items[i], ":"),
                     fact->items[i]);
            if (!strstr(expected, id))
                fail_msg("%s: %s", row->what, fact->items[i]);
        }
    }
    for (const char *at = row->remarks; *at; at += strspn(at, " ")) {
        char id[40];
        size_t length = strcspn(at, " ");

        snprintf(id, sizeof id, "%.*s", (int)length, at);
        if (!problem_of(reading->doc, id))
            fail_msg("%s: no %s", row->what, id);
        at += length;
    }
    if (*row->conflicts && !*list_of(reading->doc, "tag.conflicts"))
        fail_msg("%s: no conflict", row->what);
}

static void test_tags_are_read_and_what_is_wrong_is_said(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading reading = read_with_chunks(cases[i].put);

        print_message("  %s\n", cases[i].what);
        check_facts(&reading, &cases[i]);
        check_remarks(&reading, &cases[i]);
        reading_fini(&reading);
    }
}

/* Whatever byte an ID3 tag is cut at, or an INFO list: no crash, and the rest is read. */
static void test_tags_survive_being_cut_anywhere(void **unused)
{
    void (*const makers[])(struct wav_bytes *) = {put_id3_latin1, put_id3_utf16,
                                                  put_info_plain, put_id3_codes};

    (void)unused;
    for (size_t m = 0; m < COUNT(makers); m++) {
        struct wav_bytes chunk = {0};

        makers[m](&chunk);
        for (size_t cut = 8; cut < chunk.count; cut++) {
            struct reading reading = read_with_cut_chunk(&chunk, cut);

            assert_int_equal(reading.frames, 100);
            reading_fini(&reading);
        }
        wav_fini(&chunk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_are_read_and_what_is_wrong_is_said),
        cmocka_unit_test(test_tags_survive_being_cut_anywhere),
    };

    return cmocka_run_group_tests_name("audio_tags", tests, NULL, NULL);
}
