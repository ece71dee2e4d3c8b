/* What bext says of the loudness against what was measured: both stand in the document. */
#include "analyzer/audio/reader.h"
#include "tests/support/measure.h"
#include "tests/support/unit.h"

extern const struct lo_meter lo_meter_stored, lo_meter_loudness, lo_meter_peak;

static struct lo_doc *doc_new(void)
{
    static const struct lo_term *groups[4];
    static const struct lo_vocab vocab = {.groups = groups, .count = COUNT(groups)};
    struct lo_doc *doc;

    groups[0] = lo_tag_terms;
    groups[1] = lo_meter_loudness.terms;
    groups[2] = lo_meter_peak.terms;
    groups[3] = lo_meter_stored.terms;
    doc = lo_doc_new(LO_TRACK, "test.wav", &vocab);
    assert_non_null(doc);
    return doc;
}

static void finish(struct lo_doc *doc)
{
    struct lo_err err = {0};

    lo_meter_stored.finish(NULL, doc);
    assert_int_equal(lo_doc_seal(doc, &err), 0);
}

static void test_stored_is_stored_minus_measured(void **unused)
{
    struct lo_doc *doc = doc_new();

    (void)unused;
    lo_doc_set(doc, "tag.bext_loudness", -23.0);
    lo_doc_set(doc, "loudness.integrated", -14.25);
    lo_doc_set(doc, "tag.bext_true_peak", -1.0);
    lo_doc_set(doc, "peak.true", -1.05);
    finish(doc);
    assert_near(value_of(doc, "stored.integrated_off"), -8.75, 0);
    assert_near(value_of(doc, "stored.true_peak_off"), 0.05, 1e-9);
    lo_doc_free(doc);
}

static void test_stored_says_nothing_of_what_is_not_stored(void **unused)
{
    struct lo_doc *doc = doc_new();

    (void)unused;
    lo_doc_set(doc, "loudness.integrated", -14.25);
    lo_doc_set(doc, "loudness.range", 5.0);
    finish(doc);
    assert_null(lo_doc_quantity(doc, "stored.integrated_off"));
    assert_null(lo_doc_quantity(doc, "stored.range_off"));
    lo_doc_free(doc);
}

static void test_stored_says_why_it_cannot_compare(void **unused)
{
    struct lo_doc *doc = doc_new();

    (void)unused;
    lo_doc_set(doc, "tag.bext_loudness", -23.0);
    lo_doc_set(doc, "loudness.integrated", -INFINITY);
    lo_doc_set(doc, "tag.bext_range", 5.0);
    lo_doc_set_unmeasurable(doc, "loudness.range", "shorter than 3 s");
    finish(doc);
    assert_string_equal(reason_of(doc, "stored.integrated_off"), "digital silence");
    assert_string_equal(reason_of(doc, "stored.range_off"), "shorter than 3 s");
    lo_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored_is_stored_minus_measured),
        cmocka_unit_test(test_stored_says_nothing_of_what_is_not_stored),
        cmocka_unit_test(test_stored_says_why_it_cannot_compare),
    };

    return cmocka_run_group_tests_name("meter_stored", tests, NULL, NULL);
}
