/* A document from JSON: series, distributions and tables. */
#include "analyzer/doc/base64.h"
#include "analyzer/doc/doc_private.h"
#include "analyzer/doc/wire_private.h"

#include "analyzer/base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 2^24 values are 64 MiB: more than any document of ours holds in one array. */
enum { BINS_MAX = 100000, COLUMNS_MAX = 4096, VALUES_MAX = 1 << 24 };

/* Reads base64 under key; *count values of size bytes each. The text is borrowed. */
static int read_base64(const struct lo_json *json, size_t size, size_t most,
                       const char **text, size_t *count, struct lo_err *err)
{
    size_t length = json_string_length(json->value), bytes;

    *text = json_string_value(json->value);
    if (!*text)
        return lo_json_error(json, err, json->value ? "not a text" : "missing");
    bytes = lo_base64_size(*text, length);
    if (bytes == SIZE_MAX || bytes % size != 0)
        return lo_json_error(json, err, "not base64 of numbers of %zu bytes", size);
    *count = bytes / size;
    if (*count > most)
        return lo_json_error(json, err, "more than %zu values", most);
    return 0;
}

static bool are_shown(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(values[i]) || values[i] == INFINITY)
            return false;
    return true;
}

static int read_times(const struct lo_json *object, double *start_s, double *step_s,
                      struct lo_err *err)
{
    struct lo_json start = lo_json_member(object, "start_s");
    struct lo_json step = lo_json_member(object, "step_s");

    if (lo_json_get_number(&start, start_s, err) ||
        lo_json_get_number(&step, step_s, err))
        return -1;
    if (*step_s < 0)
        return lo_json_error(&step, err, "less than 0");
    return 0;
}

static int read_series(struct lo_doc *doc, const struct lo_json *object,
                       struct lo_err *err)
{
    static const char *const keys[] = {"unit", "start_s", "step_s", "f32", NULL};
    const struct lo_term *term = lo_wire_term(doc, object, LO_TERM_SERIES, err);
    struct lo_json json;
    struct lo_series *series;
    double start_s = 0, step_s = 0;
    const char *text = "";
    size_t count = 0;

    if (!term || lo_json_want_object(object, err))
        return -1;
    json = lo_json_member(object, "f32");
    if (lo_json_only(object, keys, err) || lo_wire_unit(object, term->unit, err) ||
        read_times(object, &start_s, &step_s, err) ||
        read_base64(&json, sizeof(float), LO_SERIES_MAX, &text, &count, err))
        return -1;
    series = lo_doc_series_new(doc, term->id, start_s, step_s);
    if (!series)
        return lo_error_nomem(err);
    series->values = lo_doc_checked(doc, lo_alloc(count, sizeof *series->values));
    if (!series->values)
        return lo_error_nomem(err);
    series->count = series->size = count;
    lo_base64_to_floats(text, series->values, count);
    if (!are_shown(series->values, count))
        return lo_json_error(&json, err, "has a value that is no number");
    return 0;
}

/* Bins into values[bins]: finite and not less than 0. */
static int read_bins(const struct lo_json *json, const char *text, double *values,
                     size_t bins, struct lo_err *err)
{
    lo_base64_to_doubles(text, values, bins);
    for (size_t i = 0; i < bins; i++)
        if (!(values[i] >= 0) || isinf(values[i]))
            return lo_json_error(json, err, "has a value that is no number from 0");
    return 0;
}

static int read_distribution(struct lo_doc *doc, const struct lo_json *object,
                             struct lo_err *err)
{
    static const char *const keys[] = {"unit",      "low",       "width",
                                       "count_f64", "power_f64", NULL};
    const struct lo_term *term = lo_wire_term(doc, object, LO_TERM_DISTRIBUTION, err);
    struct lo_json low_at, width_at, count_at, power_at;
    struct lo_distribution *made;
    double low = 0, width = 0;
    const char *count = "", *power = "";
    size_t bins = 0, powers = 0;

    if (!term || lo_json_want_object(object, err))
        return -1;
    low_at = lo_json_member(object, "low");
    width_at = lo_json_member(object, "width");
    count_at = lo_json_member(object, "count_f64");
    power_at = lo_json_member(object, "power_f64");
    if (lo_json_only(object, keys, err) || lo_wire_unit(object, term->unit, err) ||
        lo_json_get_number(&low_at, &low, err) ||
        lo_json_get_number(&width_at, &width, err) ||
        read_base64(&count_at, sizeof(double), BINS_MAX, &count, &bins, err))
        return -1;
    if (power_at.value &&
        read_base64(&power_at, sizeof(double), BINS_MAX, &power, &powers, err))
        return -1;
    if (power_at.value && powers != bins)
        return lo_json_error(&power_at, err, "not as many bins as counts");
    made = lo_doc_distribution_new(doc, term->id, low, width, bins);
    if (!made)
        return lo_error_nomem(err);
    if (read_bins(&count_at, count, made->count, bins, err))
        return -1;
    return power_at.value ? read_bins(&power_at, power, made->power, bins, err) : 0;
}

/* The names of columns, borrowed, in a new array (free() it). */
static int read_names(const struct lo_json *columns, const char ***names, size_t *count,
                      struct lo_err *err)
{
    if (lo_json_want_array(columns, COLUMNS_MAX, err))
        return -1;
    *count = json_array_size(columns->value);
    *names = lo_alloc(*count, sizeof **names);
    if (!*names)
        return lo_error_nomem(err);
    for (size_t i = 0; i < *count; i++) {
        struct lo_json item = lo_json_item(columns, i);

        if (lo_json_get_text(&item, &(*names)[i], err))
            return -1;
    }
    return 0;
}

/* The table with its values, from checked parts. */
static int make_table(struct lo_doc *doc, const struct lo_json *object,
                      const struct lo_table *head, struct lo_err *err)
{
    struct lo_json f32 = lo_json_member(object, "f32");
    struct lo_table *table;
    const char *text = "";
    size_t count = 0;

    if (read_base64(&f32, sizeof(float), VALUES_MAX, &text, &count, err))
        return -1;
    if (count != head->rows * head->columns)
        return lo_json_error(&f32, err, "not rows times columns");
    table = lo_doc_table_new(doc, head->id, head->rows, head->columns, head->names);
    if (!table)
        return lo_error_nomem(err);
    table->start_s = head->start_s;
    table->step_s = head->step_s;
    lo_base64_to_floats(text, table->values, count);
    if (!are_shown(table->values, count))
        return lo_json_error(&f32, err, "has a value that is no number");
    return 0;
}

static int read_table(struct lo_doc *doc, const struct lo_json *object,
                      struct lo_err *err)
{
    static const char *const keys[] = {"start_s", "step_s", "columns",
                                       "rows",    "f32",    NULL};
    const struct lo_term *term = lo_wire_term(doc, object, LO_TERM_TABLE, err);
    struct lo_table head = {0};
    struct lo_json columns, rows;
    const char **names = NULL;
    int64_t row_count;
    int result = -1;

    if (!term || lo_json_want_object(object, err))
        return -1;
    columns = lo_json_member(object, "columns");
    rows = lo_json_member(object, "rows");
    if (lo_json_only(object, keys, err) == 0 &&
        read_times(object, &head.start_s, &head.step_s, err) == 0 &&
        lo_json_get_whole(&rows, 0, VALUES_MAX, &row_count, err) == 0 &&
        read_names(&columns, &names, &head.columns, err) == 0) {
        head.id = term->id;
        head.rows = (size_t)row_count;
        head.names = names;
        result = make_table(doc, object, &head, err);
    }
    free(names);
    return result;
}

int lo_wire_read_arrays(struct lo_doc *doc, const struct lo_json *subject,
                        struct lo_err *err)
{
    static const struct {
        const char *key;
        int (*read)(struct lo_doc *doc, const struct lo_json *object,
                    struct lo_err *err);
    } groups[] = {
        {"series", read_series},
        {"distributions", read_distribution},
        {"tables", read_table},
    };

    for (size_t i = 0; i < LO_COUNT(groups); i++) {
        struct lo_json group = lo_json_member(subject, groups[i].key);
        const char *key;
        json_t *value;

        if (group.value && lo_json_want_object(&group, err))
            return -1;
        json_object_foreach((json_t *)group.value, key, value)
        {
            struct lo_json json = {value, &group, key, 0};

            if (groups[i].read(doc, &json, err))
                return -1;
        }
    }
    return 0;
}
