/* Tags of broadcast files: bext of every version, iXML, axml, cart, cue points and the MD5 of
 * the stored audio. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/tag_file.h"
#include "tests/support/unit.h"
#include "tests/support/wave_fault.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { BEXT_BYTES = 602, LOUDNESS_AT = 412 };

/* A right chunk of a version, with loudness where it is meant. */
struct bext {
    int version;
    const char *date, *time, *history;
    int16_t loudness[5];
    const char *description;
};

static void put_bext(struct wav_bytes *b, const struct bext *bext)
{
    struct wav_bytes body = {0};
    size_t texts = strlen(bext->history);

    wav_zeros(&body, BEXT_BYTES);
    memcpy(body.data, bext->description, strlen(bext->description));
    memcpy(body.data + 256, "Originator", 10);
    memcpy(body.data + 288, "REF0001", 7);
    memcpy(body.data + 320, bext->date, strlen(bext->date));
    memcpy(body.data + 330, bext->time, strlen(bext->time));
    wav_patch(&body, 338, 158760000, 8);
    wav_patch(&body, 346, (uint64_t)bext->version, 2);
    for (int i = 0; i < 5; i++)
        wav_patch(&body, (size_t)(LOUDNESS_AT + 2 * i), (uint16_t)bext->loudness[i], 2);
    wav_put(&body, bext->history, texts);
    wav_chunk(b, "bext", body.data, body.count);
    wav_fini(&body);
}

static struct bext current;

static void put_current(struct wav_bytes *b)
{
    put_bext(b, &current);
}

/* ids of tag.problems and tag.notes, by blanks, in their order. */
static void remarks_of(const struct lo_doc *doc, char *text, size_t size)
{
    static const char *const lists[] = {"tag.problems", "tag.notes"};

    text[0] = '\0';
    for (size_t l = 0; l < COUNT(lists); l++) {
        const struct lo_fact *fact = lo_doc_fact(doc, lists[l]);

        for (size_t i = 0; i < fact->count; i++) {
            size_t used = strlen(text);

            snprintf(text + used, size - used, "%s%.*s", used ? " " : "",
                     (int)strcspn(fact->items[i], ":"), fact->items[i]);
        }
    }
}

static void assert_remarks(const struct reading *reading, const char *what,
                           const char *expected)
{
    char text[400];

    remarks_of(reading->doc, text, sizeof text);
    if (strcmp(text, expected) != 0)
        fail_msg("%s: '%s', and not '%s': %s | %s", what, text, expected,
                 list_of(reading->doc, "tag.problems"),
                 list_of(reading->doc, "tag.notes"));
}

#define RIGHT "A=PCM,F=44100,W=24,M=stereo,T=x\r\n"

static void test_bext_is_read_by_its_version(void **unused)
{
    static const struct {
        const char *what;
        struct bext bext;
        bool has_loudness;
        const char *remarks;
    } cases[] = {
        {"version 0", {0, "2026-11-25", "10:11:12", RIGHT, {0}, "Take"}, false, ""},
        {"version 1", {1, "2026/11/25", "10-11-12", "", {0}, "Take"}, false, ""},
        {"version 2",
         {2, "2026-11-25", "10:11:12", RIGHT, {-1423, 510, -103, -980, -1101}, ""},
         true,
         ""},
        {"version 2, nothing filled in",
         {2, "", "", "", {0}, ""},
         false,
         "bext-loudness"},
        {"version 1 with loudness",
         {1, "", "", "", {-1423, 510, -103, -980, -1101}, ""},
         false,
         "bext-loudness"},
        {"negative range",
         {2, "", "", "", {-1423, -510, -103, -980, -1101}, ""},
         true,
         "bext-loudness"},
        {"version 3",
         {3, "", "", "", {-1423, 510, -103, -980, -1101}, ""},
         true,
         "bext-version"},
        {"date of another kind",
         {0, "25.11.2026", "", "", {0}, ""},
         false,
         "bext-date"},
        {"13th month", {0, "2026-13-01", "", "", {0}, ""}, false, "bext-date"},
        {"time of another kind", {0, "", "10h11m12", "", {0}, ""}, false, "bext-time"},
        {"25 hours", {0, "", "25:00:00", "", {0}, ""}, false, "bext-time"},
        {"umlauts", {0, "", "", "", {0}, "K\xC3\xA4se"}, false, "encoding"},
        {"history of another rate",
         {0, "", "", "A=PCM,F=48000,W=16,M=stereo\r\n", {0}, ""},
         false,
         "bext-history bext-history"},
        {"history whose last line is right",
         {0, "", "", "A=ANALOGUE\r\nA=PCM,F=48000,W=16\r\n" RIGHT, {0}, ""},
         false,
         ""},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading reading;
        char version[8];

        current = cases[i].bext;
        reading = read_with_chunks(put_current);
        assert_remarks(&reading, cases[i].what, cases[i].remarks);
        snprintf(version, sizeof version, "%d", cases[i].bext.version);
        assert_string_equal(text_of(reading.doc, "tag.bext_version"), version);
        assert_near(value_of(reading.doc, "tag.bext_time_reference"), 158760000, 0);
        assert_int_equal(lo_doc_quantity(reading.doc, "tag.bext_loudness") != NULL,
                         cases[i].has_loudness);
        reading_fini(&reading);
    }
}

static void test_bext_gives_its_fields(void **unused)
{
    struct reading reading;

    (void)unused;
    current = (struct bext){2,
                            "2026-11-25",
                            "10:11:12",
                            RIGHT,
                            {-1423, 510, 0x7FFF, -980, -1101},
                            "Description"};
    reading = read_with_chunks(put_current);
    assert_string_equal(text_of(reading.doc, "tag.bext_description"), "Description");
    assert_string_equal(text_of(reading.doc, "tag.bext_originator"), "Originator");
    assert_string_equal(text_of(reading.doc, "tag.bext_originator_reference"),
                        "REF0001");
    assert_string_equal(text_of(reading.doc, "tag.bext_date"), "2026-11-25");
    assert_string_equal(text_of(reading.doc, "tag.bext_time"), "10:11:12");
    assert_string_equal(text_of(reading.doc, "tag.bext_coding_history"), RIGHT);
    assert_null(lo_doc_fact(reading.doc, "tag.bext_umid"));
    assert_near(value_of(reading.doc, "tag.bext_loudness"), -14.23, 1e-9);
    assert_near(value_of(reading.doc, "tag.bext_range"), 5.1, 1e-9);
    assert_near(value_of(reading.doc, "tag.bext_momentary_max"), -9.8, 1e-9);
    assert_near(value_of(reading.doc, "tag.bext_short_term_max"), -11.01, 1e-9);
    /* 0x7FFF: not set. */
    assert_null(lo_doc_quantity(reading.doc, "tag.bext_true_peak"));
    reading_fini(&reading);
}

static void put_short_bext(struct wav_bytes *b)
{
    wav_chunk(b, "bext", "Description", 11);
}

static void put_short_cart(struct wav_bytes *b)
{
    wav_chunk(b, "cart", "0101Title", 9);
}

static void put_text_chunk(struct wav_bytes *b, const char *id, const char *text)
{
    wav_chunk(b, id, text, strlen(text));
}

#define IXML(inside)                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><BWFXML>" inside "</BWFXML>"

static void put_ixml(struct wav_bytes *b)
{
    put_text_chunk(b, "iXML",
                   IXML("<PROJECT>Film</PROJECT><SCENE>12A</SCENE><TAKE>3</TAKE>"
                        "<SPEED><FILE_SAMPLE_RATE>44100</FILE_SAMPLE_RATE>"
                        "<AUDIO_BIT_DEPTH>24</AUDIO_BIT_DEPTH></SPEED>"
                        "<TRACK_LIST><TRACK_COUNT>2</TRACK_COUNT></TRACK_LIST>"));
}

/* Programs leave room after it. */
static void put_padded_ixml(struct wav_bytes *b)
{
    char text[200] = IXML("<NOTE>good one</NOTE>");

    wav_chunk(b, "iXML", text, sizeof text);
}

static void put_wrong_ixml(struct wav_bytes *b)
{
    put_text_chunk(b, "iXML",
                   IXML("<SPEED><FILE_SAMPLE_RATE>48000</FILE_SAMPLE_RATE>"
                        "<AUDIO_BIT_DEPTH>16</AUDIO_BIT_DEPTH></SPEED>"));
}

static void put_broken_ixml(struct wav_bytes *b)
{
    put_text_chunk(b, "iXML", "<BWFXML><PROJECT>Film</PROJ");
}

static void put_other_ixml(struct wav_bytes *b)
{
    put_text_chunk(b, "iXML", "<html/>");
}

static void put_hostile_ixml(struct wav_bytes *b)
{
    put_text_chunk(b, "iXML",
                   "<!DOCTYPE x [<!ENTITY e SYSTEM \"/etc/passwd\">]><BWFXML>"
                   "<PROJECT>&e;</PROJECT></BWFXML>");
}

static void put_axml(struct wav_bytes *b)
{
    put_text_chunk(
        b, "axml",
        "<?xml version=\"1.0\"?><ebuCoreMain "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns=\"urn:ebu:metadata-schema:ebuCore_2014\"><coreMetadata>"
        "<title><dc:title>Title</dc:title></title>"
        "<identifier typeLabel=\"GUID\"><dc:identifier>x</dc:identifier></identifier>"
        "<identifier typeLabel=\"ISRC\"><dc:identifier>ISRC:USABC2600001"
        "</dc:identifier></identifier></coreMetadata></ebuCoreMain>");
}

static void put_adm(struct wav_bytes *b)
{
    put_text_chunk(b, "axml",
                   "<ebuCoreMain><coreMetadata><format><audioFormatExtended/></format>"
                   "</coreMetadata></ebuCoreMain>");
}

static void put_cart(struct wav_bytes *b)
{
    char cart[2048] = "0101";

    memcpy(cart + 4, "Title", 5);
    memcpy(cart + 68, "Artist", 6);
    memcpy(cart + 132, "C42", 3);
    memcpy(cart + 260, "MUSIC", 5);
    wav_chunk(b, "cart", cart, sizeof cart);
}

static void put_points(struct wav_bytes *b, uint32_t declared, uint32_t frame)
{
    struct wav_bytes cue = {0}, list = {0}, label = {0};

    wav_le(&cue, declared, 4);
    wav_le(&cue, 7, 4);
    wav_le(&cue, 0, 4);
    wav_text(&cue, "data");
    wav_le(&cue, 0, 8);
    wav_le(&cue, frame, 4);
    wav_chunk(b, "cue ", cue.data, cue.count);
    wav_text(&list, "adtl");
    wav_le(&label, 7, 4);
    wav_text(&label, "Verse");
    wav_chunk(&list, "labl", label.data, label.count);
    wav_chunk(b, "LIST", list.data, list.count);
    wav_fini(&cue);
    wav_fini(&list);
    wav_fini(&label);
}

static void put_cue(struct wav_bytes *b)
{
    put_points(b, 1, 44);
}

static void put_cue_outside(struct wav_bytes *b)
{
    put_points(b, 1, 101);
}

static void put_cue_of_many(struct wav_bytes *b)
{
    put_points(b, 0xFFFFFFFF, 44);
}

static void test_other_chunks_give_their_fields(void **unused)
{
    static const struct {
        const char *what;
        void (*put)(struct wav_bytes *b);
        const char *fact, *value; /* NULL: none is looked at */
        const char *remarks;
    } cases[] = {
        {"short bext", put_short_bext, NULL, NULL, "bext-size"},
        {"short cart", put_short_cart, NULL, NULL, "cart-size"},
        {"iXML", put_ixml, "tag.ixml_scene", "12A", ""},
        {"iXML with room", put_padded_ixml, "tag.ixml_note", "good one", ""},
        {"iXML of another file", put_wrong_ixml, NULL, NULL, "ixml-format ixml-format"},
        {"broken iXML", put_broken_ixml, NULL, NULL, "xml"},
        {"another document", put_other_ixml, NULL, NULL, "ixml-root"},
        {"entities", put_hostile_ixml, NULL, NULL, "xml"},
        {"axml", put_axml, "tag.isrc", "USABC2600001", ""},
        {"axml title", put_axml, "tag.title", "Title", ""},
        {"ADM", put_adm, NULL, NULL, ""},
        {"cart", put_cart, "tag.cart_cut_id", "C42", ""},
        {"cart title", put_cart, "tag.title", "Title", ""},
        {"cue", put_cue, NULL, NULL, ""},
        {"cue outside", put_cue_outside, NULL, NULL, "cue-outside"},
        {"cue of many", put_cue_of_many, NULL, NULL, "cue-size"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading reading = read_with_chunks(cases[i].put);

        assert_remarks(&reading, cases[i].what, cases[i].remarks);
        if (cases[i].fact)
            assert_string_equal(text_of(reading.doc, cases[i].fact), cases[i].value);
        if (cases[i].put == put_adm)
            assert_true(lo_doc_fact(reading.doc, "tag.adm")->flag);
        if (cases[i].put == put_axml)
            assert_false(lo_doc_fact(reading.doc, "tag.adm")->flag);
        if (cases[i].put == put_cue || cases[i].put == put_cue_of_many)
            assert_string_equal(list_of(reading.doc, "tag.cue_points"),
                                "0.000998 Verse");
        reading_fini(&reading);
    }
}

/* How the digest stands in the chunk. */
enum md5_order { AS_IT_IS, TURNED, WRONG };
static enum md5_order md5_order;

static void put_md5(struct wav_bytes *b)
{
    struct wav_bytes data = {0};
    unsigned char digest[16], turned[16];

    put_wave_data(&data);
    assert_true(EVP_Digest(data.data + 8, DATA_BYTES, digest, NULL, EVP_md5(), NULL) ==
                1);
    wav_fini(&data);
    for (int i = 0; i < 16; i++)
        turned[i] = digest[15 - i];
    turned[3] ^= md5_order == WRONG;
    wav_chunk(b, "MD5 ", md5_order == AS_IT_IS ? digest : turned, 16);
}

static void test_md5_chunk_is_compared_with_the_audio(void **unused)
{
    (void)unused;
    for (md5_order = AS_IT_IS; md5_order <= WRONG; md5_order++) {
        struct reading reading = read_with_chunks(put_md5);

        assert_int_equal(problem_of(reading.doc, "md5-mismatch") != NULL,
                         md5_order == WRONG);
        reading_fini(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bext_is_read_by_its_version),
        cmocka_unit_test(test_bext_gives_its_fields),
        cmocka_unit_test(test_other_chunks_give_their_fields),
        cmocka_unit_test(test_md5_chunk_is_compared_with_the_audio),
    };

    return cmocka_run_group_tests_name("audio_tags_bwf", tests, NULL, NULL);
}
