#include "analyzer/base/alloc.h"
#include "analyzer/doc/wire.h"
#include "tests/support/report.h"
#include "tests/support/same.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

/* The text of a document and the document read back from that text. */
static struct lo_doc *there_and_back(const struct lo_doc *doc,
                                     enum lo_wire_detail detail, struct lo_buf *text)
{
    json_t *json = lo_wire_write(doc, detail), *read;
    struct lo_doc *result;
    struct lo_err err = {0};
    json_error_t problem;

    assert_non_null(json);
    lo_json_print(text, json, LO_JSON_PRETTY, 0);
    assert_false(text->failed);
    json_decref(json);
    read = json_loadb(text->text, text->length, JSON_REJECT_DUPLICATES, &problem);
    if (!read)
        fail_msg("line %d: %s", problem.line, problem.text);
    if (lo_wire_read(&result, read, sample_vocab(), &err))
        fail_msg("%s", err.text);
    json_decref(read);
    return result;
}

static void test_wire_gives_back_the_same_document(void **unused)
{
    (void)unused;
    for (int i = 0; i < SAMPLE_SUBJECTS; i++) {
        struct lo_doc *doc = sample_doc((enum sample_subject)i), *back, *again;
        struct lo_buf first = {0}, second = {0};

        print_message("  %s\n", lo_subject_name(lo_doc_subject(doc)));
        back = there_and_back(doc, LO_WIRE_WHOLE, &first);
        assert_same_docs(doc, back);
        again = there_and_back(back, LO_WIRE_WHOLE, &second);
        assert_same_docs(doc, again);
        assert_string_equal(first.text, second.text);
        lo_doc_free(again);
        lo_doc_free(back);
        lo_doc_free(doc);
        lo_buf_fini(&first);
        lo_buf_fini(&second);
    }
}

/* Rounding moves a time by half a microsecond at most; a frame at 768 kHz takes 1.3. */
static void test_wire_gives_back_the_very_frame_at_each_rate(void **unused)
{
    static const unsigned rates_hz[] = {1,     8000,   11025,  22050,  44100, 48000,
                                        88200, 176400, 192000, 384000, 768000};

    (void)unused;
    for (size_t r = 0; r < COUNT(rates_hz); r++) {
        struct lo_doc *doc = lo_doc_new(LO_TRACK, "x", sample_vocab()), *back;
        struct lo_buf text = {0};
        struct lo_err err = {0};
        /* Twelve hours, the longest programme, in odd steps. */
        int64_t last = (int64_t)rates_hz[r] * 43200;

        lo_doc_set_rate(doc, rates_hz[r]);
        for (int i = 0; i < LO_EVENTS_KEPT; i++)
            lo_doc_event(doc, &(struct lo_event){.kind = "clip.run",
                                                 .start_frames = last - i * 7919,
                                                 .length_frames = i,
                                                 .channel = -1,
                                                 .value = i});
        assert_int_equal(lo_doc_seal(doc, &err), 0);
        back = there_and_back(doc, LO_WIRE_NUMBERS, &text);
        assert_same_docs(doc, back);
        lo_doc_free(back);
        lo_doc_free(doc);
        lo_buf_fini(&text);
    }
}

static void test_wire_holds_each_state_of_a_quantity(void **unused)
{
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "x", sample_vocab()), *back;
    struct lo_buf text = {0};
    struct lo_err err = {0};

    (void)unused;
    lo_doc_set_channels(doc, "peak.true", 0.1, (double[]){0.1, -INFINITY, NAN}, 3);
    lo_doc_set_channels(doc, "dc.offset", -INFINITY, (double[]){-INFINITY}, 1);
    lo_doc_set_unmeasurable(doc, "loudness.range", "shorter than 3 s");
    lo_doc_set(doc, "file.sample_rate", 44100);
    lo_doc_set_unmeasurable(doc, "file.bits", "no audio");
    lo_doc_fact_flag(doc, "bits.padded", true);
    assert_int_equal(lo_doc_seal(doc, &err), 0);
    back = there_and_back(doc, LO_WIRE_WHOLE, &text);
    assert_same_docs(doc, back);
    assert_string_equal(
        text.text,
        "{\n"
        "  \"kind\": \"track\",\n"
        "  \"name\": \"x\",\n"
        "  \"facts\": {\"bits.padded\": true, \"file.sample_rate\": 44100},\n"
        "  \"quantities\": {\n"
        "    \"peak.true\": {\"value\": 0.1, \"unit\": \"dBTP\", \"channels\": [0.1, "
        "\"below\", null]},\n"
        "    \"dc.offset\": {\"below\": true, \"unit\": \"dBFS\", \"channels\": "
        "[\"below\"]},\n"
        "    \"loudness.range\": {\"not_measurable\": \"shorter than 3 s\"},\n"
        "    \"file.sample_rate\": {\"value\": 44100, \"unit\": \"Hz\"},\n"
        "    \"file.bits\": {\"not_measurable\": \"no audio\"}\n"
        "  },\n"
        "  \"events\": []\n"
        "}");
    lo_doc_free(back);
    lo_doc_free(doc);
    lo_buf_fini(&text);
}

static void test_wire_numbers_alone_have_no_arrays(void **unused)
{
    struct lo_doc *doc = sample_doc(SAMPLE_FAILING);
    json_t *json = lo_wire_write(doc, LO_WIRE_NUMBERS);

    (void)unused;
    assert_non_null(json_object_get(json, "events"));
    assert_int_equal(json_integer_value(json_object_get(
                         json_object_get(json, "events_dropped"), "clip.run")),
                     200);
    assert_null(json_object_get(json, "series"));
    assert_null(json_object_get(json, "distributions"));
    assert_null(json_object_get(json, "tables"));
    json_decref(json);
    lo_doc_free(doc);
}

/* A spike on an odd place of a long series, and of each column of a long table. */
static void test_wire_drawable_keeps_the_extremes(void **unused)
{
    static const char *const names[] = {"min.0", "max.0", "rms.0", "radius"};
    enum { POINTS = 20001, SPIKE = 17777 };
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "x", sample_vocab()), *back;
    struct lo_series *highest = lo_doc_series_new(doc, "peak.true", 0, 0.1);
    struct lo_series *lowest = lo_doc_series_new(doc, "dynamics.psr", 3, 0.1);
    struct lo_table *table = lo_doc_table_new(doc, "waveform", POINTS, 4, names);
    struct lo_buf text = {0};
    struct lo_err err = {0};

    (void)unused;
    for (int i = 0; i < POINTS; i++) {
        float *row = table->values + (ptrdiff_t)i * 4;

        lo_doc_push(doc, highest, i == SPIKE ? 1.5 : -INFINITY);
        lo_doc_push(doc, lowest, i == SPIKE ? 2.5 : 9);
        row[0] = i == SPIKE ? -0.9F : -0.1F;
        row[1] = i == SPIKE ? 0.8F : 0.1F;
        row[2] = 0.25F;
        row[3] = i == SPIKE ? 7 : 1;
    }
    table->step_s = 0.01;
    assert_int_equal(lo_doc_seal(doc, &err), 0);
    back = there_and_back(doc, LO_WIRE_DRAWABLE, &text);
    const struct lo_series *thin = lo_doc_series(back, "peak.true");
    assert_in_range(thin->count, LO_WIRE_POINTS / 2, LO_WIRE_POINTS);
    assert_near(thin->step_s, 1.6, 1e-12);
    assert_true(thin->values[SPIKE / 16] == 1.5F);
    assert_true(thin->values[0] == -INFINITY);
    thin = lo_doc_series(back, "dynamics.psr");
    assert_true(thin->values[SPIKE / 16] == 2.5F);
    const struct lo_table *rows = lo_doc_table(back, "waveform");
    assert_in_range(rows->rows, LO_WIRE_POINTS / 2, LO_WIRE_POINTS);
    assert_near(rows->step_s, 0.16, 1e-12);
    const float *row = rows->values + (ptrdiff_t)(SPIKE / 16) * 4;
    assert_true(row[0] == -0.9F && row[1] == 0.8F && row[2] == 0.25F && row[3] == 7);
    lo_doc_free(back);
    lo_doc_free(doc);
    lo_buf_fini(&text);
}

static void test_wire_rms_is_folded_by_power(void **unused)
{
    static const char *const names[] = {"rms.0"};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "x", sample_vocab()), *back;
    struct lo_table *table =
        lo_doc_table_new(doc, "waveform", LO_WIRE_POINTS + 2, 1, names);
    struct lo_buf text = {0};
    struct lo_err err = {0};

    (void)unused;
    table->step_s = 1;
    table->values[0] = 0.3F;
    table->values[1] = 0.4F;
    assert_int_equal(lo_doc_seal(doc, &err), 0);
    back = there_and_back(doc, LO_WIRE_DRAWABLE, &text);
    /* float keeps seven digits */
    assert_near(lo_doc_table(back, "waveform")->values[0], sqrt(0.125), 1e-7);
    lo_doc_free(back);
    lo_doc_free(doc);
    lo_buf_fini(&text);
}

#define HEAD "\"kind\":\"track\",\"name\":\"x\",\"rate_hz\":48000,"
#define EMPTY "\"facts\":{},\"quantities\":{},\"events\":[]"
#define EVENT                                                                          \
    "{\"kind\":\"clip.run\",\"start_s\":0,\"length_s\":0,\"value\":3,\"unit\":"        \
    "\"samples\"}"

static void test_wire_refuses_what_is_wrong_and_names_the_key(void **unused)
{
    static const struct {
        const char *json, *named;
    } cases[] = {
        {"[]", "not an object"},
        {"{}", "kind: missing"},
        {"{\"kind\":\"trakc\",\"name\":\"x\"}", "kind: 'trakc' is not known"},
        {"{\"kind\":\"track\"}", "name: missing"},
        {"{\"kind\":\"track\",\"name\":7}", "name: not a text"},
        {"{\"kind\":\"track\",\"name\":\"x\",\"rate_hz\":0}", "rate_hz: not within"},
        {"{\"kind\":\"track\",\"name\":\"x\",\"rate_hz\":4.5}", "rate_hz: not a whole"},
        {"{" HEAD "\"facts\":{},\"events\":[]}", "quantities: missing"},
        {"{" HEAD "\"quantities\":{\"peak.ture\":{\"value\":1}}}",
         "quantities.peak.ture: there is no such quantity"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1,\"unit\":\"dB\"}}}",
         "quantities.peak.true.unit: the unit is 'dBTP'"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1}}}",
         "quantities.peak.true.unit: missing"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"unit\":\"dBTP\"}}}",
         "quantities.peak.true.value: missing"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":\"1\",\"unit\":\"dBTP\"}}}",
         "quantities.peak.true.value: not a number"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1,\"below\":true,\"unit\":"
         "\"dBTP\"}}}",
         "quantities.peak.true.value: cannot"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"below\":false,\"unit\":\"dBTP\"}}}",
         "quantities.peak.true.below: can only be true"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1,\"unit\":\"dBTP\","
         "\"chanels\":[]}}}",
         "quantities.peak.true.chanels: there is no such key"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1,\"unit\":\"dBTP\","
         "\"channels\":[1,2,3,4,5,6,7,8,9]}}}",
         "quantities.peak.true.channels: more than 8 items"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"value\":1,\"unit\":\"dBTP\","
         "\"channels\":[1,\"above\"]}}}",
         "quantities.peak.true.channels[1]: not a number"},
        {"{" HEAD "\"quantities\":{\"peak.true\":{\"not_measurable\":\"x\",\"value\":1}"
         "}}",
         "quantities.peak.true.value: there is no such key"},
        {"{" HEAD "\"quantities\":{},\"facts\":{\"file.bits\":16}}",
         "facts.file.bits: not what quantities say"},
        {"{" HEAD "\"quantities\":{},\"facts\":{\"file.contaner\":\"wav\"}}",
         "facts.file.contaner: there is no such fact"},
        {"{" HEAD "\"quantities\":{},\"facts\":{\"file.container\":[]}}",
         "facts.file.container: not a text"},
        {"{" HEAD "\"quantities\":{},\"facts\":{\"bits.padded\":\"true\"}}",
         "facts.bits.padded: not true or false"},
        {"{" HEAD "\"quantities\":{},\"facts\":{\"file.chunks\":[1]}}",
         "facts.file.chunks[0]: not a text"},
        {"{" HEAD "\"quantities\":{},\"facts\":{}}", "events: missing"},
        {"{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[7]}",
         "events[0]: not an object"},
        {"{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[{\"kind\":\"clip.rum\","
         "\"start_s\":0}]}",
         "events[0].kind: there is no such event"},
        {"{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[" EVENT
         ",{\"kind\":\"clip.run\",\"start_s\":1e300,\"length_s\":0,\"value\":3,"
         "\"unit\":\"samples\"}]}",
         "events[1].start_s: too far away"},
        {"{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[{\"kind\":\"clip.run\","
         "\"start_s\":0,\"length_s\":0,\"channel\":8,\"value\":3,\"unit\":\"samples\"}]"
         "}",
         "events[0].channel: not within 0 .. 7"},
        {"{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[{\"kind\":\"clip.run\","
         "\"start_frames\":0}]}",
         "events[0].start_frames: there is no such key"},
        {"{" HEAD EMPTY ",\"events_dropped\":{\"clip.run\":5}}",
         "events_dropped.clip.run: no event"},
        {"{" HEAD EMPTY ",\"series\":{\"peak.sample\":{}}}",
         "series.peak.sample: there is no such series"},
        {"{" HEAD EMPTY ",\"series\":{\"peak.true\":{\"unit\":\"dBTP\",\"start_s\":0,"
         "\"step_s\":0.1,\"f32\":\"AAAA\"}}}",
         "series.peak.true.f32: not base64 of numbers of 4 bytes"},
        {"{" HEAD EMPTY ",\"series\":{\"peak.true\":{\"unit\":\"dBTP\",\"start_s\":0,"
         "\"step_s\":0.1,\"f32\":\"AADAfw==\"}}}",
         "series.peak.true.f32: has a value that is no number"},
        {"{" HEAD EMPTY ",\"series\":{\"peak.true\":{\"unit\":\"dBTP\",\"start_s\":0,"
         "\"step_s\":-1,\"f32\":\"\"}}}",
         "series.peak.true.step_s: less than 0"},
        {"{" HEAD EMPTY ",\"distributions\":{\"loudness.blocks\":{\"unit\":\"LUFS\","
         "\"low\":0,\"width\":1,\"count_f64\":\"AAAAAAAA8L8=\"}}}",
         "distributions.loudness.blocks.count_f64: has a value"},
        {"{" HEAD EMPTY ",\"distributions\":{\"loudness.blocks\":{\"unit\":\"LUFS\","
         "\"low\":0,\"width\":1,\"count_f64\":\"\",\"power_f64\":\"AAAAAAAA8D8=\"}}}",
         "distributions.loudness.blocks.power_f64: not as many"},
        {"{" HEAD EMPTY ",\"tables\":{\"waveform\":{\"start_s\":0,\"step_s\":1,"
         "\"columns\":[\"a\"],\"rows\":2,\"f32\":\"AAAAAA==\"}}}",
         "tables.waveform.f32: not rows times columns"},
        {"{" HEAD EMPTY ",\"tables\":{\"waveform\":{\"start_s\":0,\"step_s\":1,"
         "\"columns\":[],\"rows\":999999999999,\"f32\":\"\"}}}",
         "tables.waveform.rows: not within"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *json = json_loads(cases[i].json, 0, NULL);
        struct lo_doc *doc = (struct lo_doc *)cases;
        struct lo_err err = {0};

        assert_non_null(json);
        assert_int_equal(lo_wire_read(&doc, json, sample_vocab(), &err), -1);
        assert_null(doc);
        assert_int_equal(err.status, LO_EFORMAT);
        if (!strstr(err.text, cases[i].named))
            fail_msg("'%s' does not say '%s'", err.text, cases[i].named);
        json_decref(json);
    }
}

static void test_wire_leaves_unknown_keys_of_the_subject_alone(void **unused)
{
    json_t *json =
        json_loads("{" HEAD EMPTY ",\"path\":\"p\",\"verdicts\":[7]}", 0, NULL);
    struct lo_doc *doc;
    struct lo_err err = {0};

    (void)unused;
    assert_int_equal(lo_wire_read(&doc, json, sample_vocab(), &err), 0);
    assert_string_equal(lo_doc_name(doc), "x");
    lo_doc_free(doc);
    json_decref(json);
}

static void test_wire_refuses_a_thousand_and_one_events_of_a_kind(void **unused)
{
    struct lo_buf text = {0};
    struct lo_doc *doc;
    struct lo_err err = {0};
    json_t *json;

    (void)unused;
    lo_buf_puts(&text, "{" HEAD "\"quantities\":{},\"facts\":{},\"events\":[" EVENT);
    for (int i = 0; i < LO_EVENTS_KEPT; i++)
        lo_buf_puts(&text, "," EVENT);
    lo_buf_puts(&text, "]}");
    json = json_loads(text.text, 0, NULL);
    assert_int_equal(lo_wire_read(&doc, json, sample_vocab(), &err), -1);
    assert_non_null(strstr(err.text, "events[1000].kind: more than 1000"));
    json_decref(json);
    lo_buf_fini(&text);
}

/* A document with one of everything, small enough to fail at each allocation. */
static struct lo_doc *small_doc(void)
{
    static const char *const names[] = {"min.0", "max.0"};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "x\xFF", sample_vocab());
    struct lo_series *series;
    struct lo_distribution *bins;
    struct lo_err err = {0};

    if (!doc)
        return NULL;
    lo_doc_set_rate(doc, 48000);
    lo_doc_set_channels(doc, "peak.true", 0.1, (double[]){0.1, -INFINITY}, 2);
    lo_doc_set(doc, "file.bits", 24);
    lo_doc_set_unmeasurable(doc, "loudness.range", "short");
    lo_doc_fact_text(doc, "file.container", "wav");
    lo_doc_fact_flag(doc, "bits.padded", true);
    lo_doc_fact_add(doc, "file.chunks", "fmt\xFF");
    lo_doc_fact_add(doc, "file.chunks", "data");
    lo_doc_event(doc, &(struct lo_event){.kind = "clip.run", .value = 3, .rank = 4});
    series = lo_doc_series_new(doc, "peak.true", 0, 0.1);
    lo_doc_push(doc, series, 1);
    bins = lo_doc_distribution_new(doc, "loudness.blocks", 0, 1, 2);
    if (bins)
        bins->power[0] = 1;
    (void)lo_doc_table_new(doc, "waveform", 2, 2, names);
    if (lo_doc_seal(doc, &err)) {
        assert_int_equal(err.status, LO_ENOMEM);
        lo_doc_free(doc);
        return NULL;
    }
    return doc;
}

static void test_doc_and_wire_survive_each_failed_allocation(void **unused)
{
    unsigned long n = 0;
    bool has_failed = true;

    (void)unused;
    while (has_failed) {
        struct lo_doc *doc, *back = NULL;
        struct lo_err err = {0};
        json_t *json = NULL;

        lo_alloc_fail(++n);
        doc = small_doc();
        if (doc)
            json = lo_wire_write(doc, LO_WIRE_DRAWABLE);
        if (json && lo_wire_read(&back, json, sample_vocab(), &err)) {
            assert_int_equal(err.status, LO_ENOMEM);
            assert_null(back);
        }
        has_failed = lo_alloc_failed();
        if (!has_failed)
            assert_same_docs(doc, back);
        lo_alloc_fail(0);
        json_decref(json);
        lo_doc_free(doc);
        lo_doc_free(back);
    }
    /* Fewer would mean that the sweep did not reach the reader. */
    assert_true(n > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wire_gives_back_the_same_document),
        cmocka_unit_test(test_wire_gives_back_the_very_frame_at_each_rate),
        cmocka_unit_test(test_wire_holds_each_state_of_a_quantity),
        cmocka_unit_test(test_wire_numbers_alone_have_no_arrays),
        cmocka_unit_test(test_wire_drawable_keeps_the_extremes),
        cmocka_unit_test(test_wire_rms_is_folded_by_power),
        cmocka_unit_test(test_wire_refuses_what_is_wrong_and_names_the_key),
        cmocka_unit_test(test_wire_leaves_unknown_keys_of_the_subject_alone),
        cmocka_unit_test(test_wire_refuses_a_thousand_and_one_events_of_a_kind),
        cmocka_unit_test(test_doc_and_wire_survive_each_failed_allocation),
    };

    return cmocka_run_group_tests_name("doc_wire", tests, NULL, NULL);
}
