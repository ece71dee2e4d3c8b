/* The document as JSON. The shape is described in docs/json.md. */
#include "analyzer/doc/base64.h"
#include "analyzer/doc/json.h"
#include "analyzer/doc/thin.h"
#include "analyzer/doc/wire.h"

#include "analyzer/base/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writer {
    enum lo_wire_detail detail;
    bool failed; /* out of memory */
};

static void put(struct writer *w, json_t *object, const char *key, json_t *value)
{
    lo_json_put(object, key, value, &w->failed);
}

/* A channel's value: "below" where nothing is, null where it could not be measured. */
static json_t *channel_value(double value)
{
    if (isnan(value))
        return json_null();
    return isinf(value) ? lo_json_text("below") : lo_json_number(value);
}

static json_t *write_quantity(struct writer *w, const struct lo_quantity *quantity)
{
    json_t *object = json_object(), *channels;

    if (quantity->state == LO_NOT_MEASURABLE) {
        put(w, object, "not_measurable", lo_json_text(quantity->reason));
        return object;
    }
    if (quantity->state == LO_BELOW)
        put(w, object, "below", json_true());
    else
        put(w, object, "value", lo_json_number(quantity->value));
    put(w, object, "unit", lo_json_text(lo_unit_name(quantity->unit)));
    if (quantity->channels == 0)
        return object;
    channels = json_array();
    for (unsigned ch = 0; ch < quantity->channels; ch++)
        lo_json_append(channels, channel_value(quantity->channel[ch]), &w->failed);
    put(w, object, "channels", channels);
    return object;
}

static json_t *write_quantities(struct writer *w, const struct lo_doc *doc)
{
    const struct lo_quantity *list;
    size_t count = lo_doc_quantities(doc, &list);
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        put(w, object, list[i].id, write_quantity(w, &list[i]));
    return object;
}

static json_t *write_fact(struct writer *w, const struct lo_fact *fact)
{
    json_t *array;

    if (fact->type == LO_FACT_TEXT)
        return lo_json_text(fact->text);
    if (fact->type == LO_FACT_FLAG)
        return json_boolean(fact->flag);
    array = json_array();
    for (size_t i = 0; i < fact->count; i++)
        lo_json_append(array, lo_json_text(fact->items[i]), &w->failed);
    return array;
}

/* The facts, and the numbers of file.* once more [leadout:numbers-twice]. */
static json_t *write_facts(struct writer *w, const struct lo_doc *doc)
{
    const struct lo_fact *facts;
    const struct lo_quantity *list;
    size_t count = lo_doc_facts(doc, &facts);
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        put(w, object, facts[i].id, write_fact(w, &facts[i]));
    count = lo_doc_quantities(doc, &list);
    for (size_t i = 0; i < count; i++)
        if (strncmp(list[i].id, "file.", 5) == 0 && list[i].state == LO_MEASURED &&
            !lo_doc_fact(doc, list[i].id))
            put(w, object, list[i].id, lo_json_number(list[i].value));
    return object;
}

/* frames as seconds to the microsecond, from which they can be had back to the frame; or as
 * they are where no rate is known. */
static void put_frames(struct writer *w, json_t *object, const char *what,
                       int64_t frames, unsigned rate_hz)
{
    char key[32];

    snprintf(key, sizeof key, "%s%s", what, rate_hz ? "_s" : "_frames");
    put(w, object, key,
        rate_hz
            ? lo_json_number(lo_unit_round(LO_UNIT_S, (double)frames / (double)rate_hz))
            : json_integer(frames));
}

static json_t *write_event(struct writer *w, const struct lo_event *event,
                           const struct lo_term *term, unsigned rate_hz)
{
    json_t *object = json_object();

    put(w, object, "kind", lo_json_text(event->kind));
    put_frames(w, object, "start", event->start_frames, rate_hz);
    put_frames(w, object, "length", event->length_frames, rate_hz);
    if (event->channel >= 0)
        put(w, object, "channel", json_integer(event->channel));
    put(w, object, "value", lo_json_number(event->value));
    put(w, object, "unit", lo_json_text(lo_unit_name(term->unit)));
    if (event->rank != event->value)
        put(w, object, "rank", lo_json_number(event->rank));
    return object;
}

static void write_events(struct writer *w, json_t *subject, const struct lo_doc *doc)
{
    const struct lo_event *events;
    const struct lo_event_kind *kinds;
    size_t count = lo_doc_events(doc, &events);
    json_t *array = json_array(), *dropped = NULL;

    for (size_t i = 0; i < count; i++)
        lo_json_append(
            array,
            write_event(w, &events[i],
                        lo_vocab_find(lo_doc_vocab(doc), LO_TERM_EVENT, events[i].kind),
                        lo_doc_rate(doc)),
            &w->failed);
    put(w, subject, "events", array);
    count = lo_doc_event_kinds(doc, &kinds);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].total == kinds[i].kept)
            continue;
        if (!dropped) {
            dropped = json_object();
            put(w, subject, "events_dropped", dropped);
        }
        put(w, dropped, kinds[i].kind, json_integer(kinds[i].total - kinds[i].kept));
    }
}

/* Takes text, which may be NULL. */
static json_t *base64_value(char *text)
{
    json_t *value = text ? json_string_nocheck(text) : NULL;

    free(text);
    return value;
}

static void put_times(struct writer *w, json_t *object, double start_s, double step_s)
{
    put(w, object, "start_s", lo_json_number(start_s));
    put(w, object, "step_s", lo_json_number(step_s));
}

static json_t *write_series(struct writer *w, const struct lo_series *series)
{
    json_t *object = json_object();
    float *values = lo_alloc(series->count, sizeof *values);
    double step_s = series->step_s;
    size_t count = series->count;

    if (values && count > 0)
        memcpy(values, series->values, count * sizeof *values);
    if (values && w->detail == LO_WIRE_DRAWABLE)
        count = lo_thin_series(values, count, series->fold, LO_WIRE_POINTS, &step_s);
    put(w, object, "unit", lo_json_text(lo_unit_name(series->unit)));
    put_times(w, object, series->start_s, step_s);
    put(w, object, "f32",
        values ? base64_value(lo_base64_floats(values, count)) : NULL);
    free(values);
    return object;
}

static void write_all_series(struct writer *w, json_t *subject,
                             const struct lo_doc *doc)
{
    struct lo_series *const *list;
    size_t count = lo_doc_all_series(doc, &list);
    json_t *object;

    if (count == 0)
        return;
    object = json_object();
    for (size_t i = 0; i < count; i++)
        put(w, object, list[i]->id, write_series(w, list[i]));
    put(w, subject, "series", object);
}

static bool has_any(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i] != 0)
            return true;
    return false;
}

static void write_distributions(struct writer *w, json_t *subject,
                                const struct lo_doc *doc)
{
    struct lo_distribution *const *list;
    size_t count = lo_doc_distributions(doc, &list);
    json_t *object = count ? json_object() : NULL;

    for (size_t i = 0; i < count; i++) {
        const struct lo_distribution *bins = list[i];
        json_t *one = json_object();

        put(w, one, "unit", lo_json_text(lo_unit_name(bins->unit)));
        put(w, one, "low", lo_json_number(bins->low));
        put(w, one, "width", lo_json_number(bins->width));
        put(w, one, "count_f64",
            base64_value(lo_base64_doubles(bins->count, bins->bins)));
        if (has_any(bins->power, bins->bins))
            put(w, one, "power_f64",
                base64_value(lo_base64_doubles(bins->power, bins->bins)));
        put(w, object, bins->id, one);
    }
    if (count)
        put(w, subject, "distributions", object);
}

static json_t *write_table(struct writer *w, const struct lo_table *table,
                           enum lo_fold fold)
{
    json_t *object = json_object(), *columns = json_array();
    size_t rows = table->rows, count = table->rows * table->columns;
    float *values = lo_alloc(count, sizeof *values);
    double step_s = table->step_s;

    if (values && count > 0)
        memcpy(values, table->values, count * sizeof *values);
    if (values && w->detail == LO_WIRE_DRAWABLE)
        rows = lo_thin_table(values, table, fold, LO_WIRE_POINTS, &step_s);
    for (size_t i = 0; i < table->columns; i++)
        lo_json_append(columns, lo_json_text(table->names[i]), &w->failed);
    put_times(w, object, table->start_s, step_s);
    put(w, object, "columns", columns);
    put(w, object, "rows", json_integer((json_int_t)rows));
    put(w, object, "f32",
        values ? base64_value(lo_base64_floats(values, rows * table->columns)) : NULL);
    free(values);
    return object;
}

static void write_tables(struct writer *w, json_t *subject, const struct lo_doc *doc)
{
    struct lo_table *const *list;
    size_t count = lo_doc_tables(doc, &list);
    json_t *object = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct lo_term *term =
            lo_vocab_find(lo_doc_vocab(doc), LO_TERM_TABLE, list[i]->id);

        /* Rows that are not times cannot be folded into fewer. */
        if (w->detail == LO_WIRE_DRAWABLE && list[i]->step_s == 0 &&
            list[i]->rows > LO_WIRE_POINTS)
            continue;
        if (!object) {
            object = json_object();
            put(w, subject, "tables", object);
        }
        put(w, object, list[i]->id, write_table(w, list[i], term->fold));
    }
}

json_t *lo_wire_write(const struct lo_doc *doc, enum lo_wire_detail detail)
{
    struct writer w = {.detail = detail};
    json_t *subject = json_object();

    put(&w, subject, "kind", lo_json_text(lo_subject_name(lo_doc_subject(doc))));
    put(&w, subject, "name", lo_json_text(lo_doc_name(doc)));
    if (lo_doc_rate(doc))
        put(&w, subject, "rate_hz", json_integer(lo_doc_rate(doc)));
    put(&w, subject, "facts", write_facts(&w, doc));
    put(&w, subject, "quantities", write_quantities(&w, doc));
    write_events(&w, subject, doc);
    if (detail != LO_WIRE_NUMBERS) {
        write_all_series(&w, subject, doc);
        write_distributions(&w, subject, doc);
        write_tables(&w, subject, doc);
    }
    if (w.failed) {
        json_decref(subject);
        return NULL;
    }
    return subject;
}
