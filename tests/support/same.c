#include "tests/support/same.h"

#include "tests/support/unit.h"

#include <string.h>

/* NaN equals NaN here. */
static void same_number(const char *id, double a, double b)
{
    if (memcmp(&a, &b, sizeof a) != 0 && !(a == b) && !(isnan(a) && isnan(b)))
        fail_msg("%s: %.17g and %.17g", id, a, b);
}

static void same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_ptr_equal(a, b);
}

static void same_quantities(const struct lo_doc *a, const struct lo_doc *b)
{
    const struct lo_quantity *left, *right;
    size_t count = lo_doc_quantities(a, &left);

    assert_int_equal(count, lo_doc_quantities(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i].id, right[i].id);
        assert_int_equal(left[i].unit, right[i].unit);
        assert_int_equal(left[i].state, right[i].state);
        same_number(left[i].id, left[i].value, right[i].value);
        same_text(left[i].reason, right[i].reason);
        assert_int_equal(left[i].channels, right[i].channels);
        for (unsigned ch = 0; ch < left[i].channels; ch++)
            same_number(left[i].id, left[i].channel[ch], right[i].channel[ch]);
    }
}

static void same_facts(const struct lo_doc *a, const struct lo_doc *b)
{
    const struct lo_fact *left, *right;
    size_t count = lo_doc_facts(a, &left);

    assert_int_equal(count, lo_doc_facts(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i].id, right[i].id);
        assert_int_equal(left[i].type, right[i].type);
        same_text(left[i].text, right[i].text);
        assert_int_equal(left[i].flag, right[i].flag);
        assert_int_equal(left[i].count, right[i].count);
        for (size_t n = 0; n < left[i].count; n++)
            assert_string_equal(left[i].items[n], right[i].items[n]);
    }
}

static void same_events(const struct lo_doc *a, const struct lo_doc *b)
{
    const struct lo_event *left, *right;
    const struct lo_event_kind *kinds, *others;
    size_t count = lo_doc_events(a, &left);

    assert_int_equal(count, lo_doc_events(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i].kind, right[i].kind);
        assert_true(left[i].start_frames == right[i].start_frames);
        assert_true(left[i].length_frames == right[i].length_frames);
        assert_int_equal(left[i].channel, right[i].channel);
        same_number(left[i].kind, left[i].value, right[i].value);
        same_number(left[i].kind, left[i].rank, right[i].rank);
    }
    count = lo_doc_event_kinds(a, &kinds);
    assert_int_equal(count, lo_doc_event_kinds(b, &others));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(kinds[i].kind, others[i].kind);
        assert_int_equal(kinds[i].unit, others[i].unit);
        assert_true(kinds[i].total == others[i].total);
        assert_true(kinds[i].kept == others[i].kept);
        assert_true(lo_doc_event_total(b, kinds[i].kind) == kinds[i].total);
    }
}

static void same_series(const struct lo_doc *a, const struct lo_doc *b)
{
    struct lo_series *const *left, *const *right;
    size_t count = lo_doc_all_series(a, &left);

    assert_int_equal(count, lo_doc_all_series(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i]->id, right[i]->id);
        assert_int_equal(left[i]->unit, right[i]->unit);
        assert_int_equal(left[i]->fold, right[i]->fold);
        same_number(left[i]->id, left[i]->start_s, right[i]->start_s);
        same_number(left[i]->id, left[i]->step_s, right[i]->step_s);
        assert_int_equal(left[i]->count, right[i]->count);
        if (left[i]->count)
            assert_memory_equal(left[i]->values, right[i]->values,
                                left[i]->count * sizeof(float));
    }
}

static void same_distributions(const struct lo_doc *a, const struct lo_doc *b)
{
    struct lo_distribution *const *left, *const *right;
    size_t count = lo_doc_distributions(a, &left);

    assert_int_equal(count, lo_doc_distributions(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i]->id, right[i]->id);
        assert_int_equal(left[i]->unit, right[i]->unit);
        same_number(left[i]->id, left[i]->low, right[i]->low);
        same_number(left[i]->id, left[i]->width, right[i]->width);
        assert_int_equal(left[i]->bins, right[i]->bins);
        assert_memory_equal(left[i]->count, right[i]->count,
                            left[i]->bins * sizeof(double));
        assert_memory_equal(left[i]->power, right[i]->power,
                            left[i]->bins * sizeof(double));
    }
}

static void same_tables(const struct lo_doc *a, const struct lo_doc *b)
{
    struct lo_table *const *left, *const *right;
    size_t count = lo_doc_tables(a, &left);

    assert_int_equal(count, lo_doc_tables(b, &right));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(left[i]->id, right[i]->id);
        same_number(left[i]->id, left[i]->start_s, right[i]->start_s);
        same_number(left[i]->id, left[i]->step_s, right[i]->step_s);
        assert_int_equal(left[i]->rows, right[i]->rows);
        assert_int_equal(left[i]->columns, right[i]->columns);
        for (size_t n = 0; n < left[i]->columns; n++)
            assert_string_equal(left[i]->names[n], right[i]->names[n]);
        if (left[i]->rows && left[i]->columns)
            assert_memory_equal(left[i]->values, right[i]->values,
                                left[i]->rows * left[i]->columns * sizeof(float));
    }
}

void assert_same_docs(const struct lo_doc *a, const struct lo_doc *b)
{
    assert_int_equal(lo_doc_subject(a), lo_doc_subject(b));
    assert_string_equal(lo_doc_name(a), lo_doc_name(b));
    assert_int_equal(lo_doc_rate(a), lo_doc_rate(b));
    same_quantities(a, b);
    same_facts(a, b);
    same_events(a, b);
    same_series(a, b);
    same_distributions(a, b);
    same_tables(a, b);
}
