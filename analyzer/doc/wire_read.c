/* A document from JSON: quantities, facts and events. Nothing of what is read is trusted. */
#include "analyzer/doc/doc_private.h"
#include "analyzer/doc/wire_private.h"

#include <math.h>
#include <string.h>

/* A subject has fewer facts in a list than this, and is not longer than this. */
enum { ITEMS_MAX = 100000, EVENTS_MAX = 200000 };

/* 2^40 frames are 16 days at 768 kHz; a double holds microseconds exactly to 2^53. */
#define FRAMES_MAX (INT64_C(1) << 40)

const struct lo_term *lo_wire_term(const struct lo_doc *doc, const struct lo_json *json,
                                   enum lo_term_kind kind, struct lo_err *err)
{
    const struct lo_term *term = lo_vocab_find(lo_doc_vocab(doc), kind, json->key);

    if (!term)
        lo_json_error(json, err, "there is no such %s", lo_term_kind_name(kind));
    return term;
}

int lo_wire_unit(const struct lo_json *object, enum lo_unit unit, struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, "unit");
    const char *text;

    if (lo_json_get_text(&json, &text, err))
        return -1;
    if (strcmp(text, lo_unit_name(unit)) != 0)
        return lo_json_error(&json, err, "the unit is '%s'", lo_unit_name(unit));
    return 0;
}

static int read_channels(const struct lo_json *array, double channel[LO_MAX_CHANNELS],
                         unsigned *channels, struct lo_err *err)
{
    *channels = 0;
    if (!array->value)
        return 0;
    if (lo_json_want_array(array, LO_MAX_CHANNELS, err))
        return -1;
    for (size_t i = 0; i < json_array_size(array->value); i++) {
        struct lo_json item = lo_json_item(array, i);
        const char *text = json_string_value(item.value);

        if (json_is_null(item.value))
            channel[i] = NAN;
        else if (text && strcmp(text, "below") == 0)
            channel[i] = -INFINITY;
        else if (lo_json_get_number(&item, &channel[i], err))
            return -1;
    }
    *channels = (unsigned)json_array_size(array->value);
    return 0;
}

static int read_unmeasurable(struct lo_doc *doc, const struct lo_json *object,
                             struct lo_err *err)
{
    static const char *const keys[] = {"not_measurable", NULL};
    struct lo_json json = lo_json_member(object, "not_measurable");
    const char *reason;

    if (lo_json_only(object, keys, err) || lo_json_get_text(&json, &reason, err))
        return -1;
    lo_doc_set_unmeasurable(doc, object->key, reason);
    return 0;
}

static int read_quantity(struct lo_doc *doc, const struct lo_json *object,
                         struct lo_err *err)
{
    static const char *const keys[] = {"value", "below", "unit", "channels", NULL};
    const struct lo_term *term = lo_wire_term(doc, object, LO_TERM_QUANTITY, err);
    struct lo_json below, json;
    double channel[LO_MAX_CHANNELS], value = -INFINITY;
    unsigned channels;
    bool flag = true;

    if (!term || lo_json_want_object(object, err))
        return -1;
    if (json_object_get(object->value, "not_measurable"))
        return read_unmeasurable(doc, object, err);
    below = lo_json_member(object, "below");
    json = lo_json_member(object, "value");
    if (below.value && json.value)
        return lo_json_error(&json, err, "cannot be below and have a value");
    if (below.value ? lo_json_get_flag(&below, &flag, err)
                    : lo_json_get_number(&json, &value, err))
        return -1;
    if (!flag)
        return lo_json_error(&below, err, "can only be true");
    json = lo_json_member(object, "channels");
    if (lo_json_only(object, keys, err) || lo_wire_unit(object, term->unit, err) ||
        read_channels(&json, channel, &channels, err))
        return -1;
    lo_doc_set_channels(doc, term->id, value, channel, channels);
    return 0;
}

static int read_quantities(struct lo_doc *doc, const struct lo_json *quantities,
                           struct lo_err *err)
{
    const char *key;
    json_t *value;

    if (lo_json_want_object(quantities, err))
        return -1;
    json_object_foreach((json_t *)quantities->value, key, value)
    {
        struct lo_json json = {value, quantities, key, 0};

        if (read_quantity(doc, &json, err))
            return -1;
    }
    return 0;
}

/* A number under facts must be what the quantity of that name says. */
static int check_number(const struct lo_doc *doc, const struct lo_json *json,
                        struct lo_err *err)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, json->key);

    if (!quantity || quantity->state != LO_MEASURED ||
        quantity->value != json_number_value(json->value))
        return lo_json_error(json, err, "not what quantities say");
    return 0;
}

static int read_list(struct lo_doc *doc, const struct lo_json *array,
                     struct lo_err *err)
{
    if (lo_json_want_array(array, ITEMS_MAX, err))
        return -1;
    lo_doc_fact_list(doc, array->key);
    for (size_t i = 0; i < json_array_size(array->value); i++) {
        struct lo_json item = lo_json_item(array, i);
        const char *text;

        if (lo_json_get_text(&item, &text, err))
            return -1;
        lo_doc_fact_add(doc, array->key, text);
    }
    return 0;
}

static int read_fact(struct lo_doc *doc, const struct lo_json *json, struct lo_err *err)
{
    const struct lo_term *term;
    const char *text;
    bool flag;

    if (json_is_number(json->value))
        return check_number(doc, json, err);
    term = lo_vocab_fact(lo_doc_vocab(doc), json->key);
    if (!term)
        return lo_json_error(json, err, "there is no such fact");
    if (term->kind == LO_TERM_LIST)
        return read_list(doc, json, err);
    if (term->kind == LO_TERM_FLAG) {
        if (lo_json_get_flag(json, &flag, err))
            return -1;
        lo_doc_fact_flag(doc, term->id, flag);
        return 0;
    }
    if (lo_json_get_text(json, &text, err))
        return -1;
    lo_doc_fact_text(doc, term->id, text);
    return 0;
}

static int read_facts(struct lo_doc *doc, const struct lo_json *facts,
                      struct lo_err *err)
{
    const char *key;
    json_t *value;

    if (lo_json_want_object(facts, err))
        return -1;
    json_object_foreach((json_t *)facts->value, key, value)
    {
        struct lo_json json = {value, facts, key, 0};

        if (read_fact(doc, &json, err))
            return -1;
    }
    return 0;
}

/* what_s or, where the document has no rate, what_frames. */
static int read_frames(const struct lo_json *event, const char *in_s,
                       const char *in_frames, unsigned rate_hz, int64_t *frames,
                       struct lo_err *err)
{
    struct lo_json json = lo_json_member(event, rate_hz ? in_s : in_frames);
    double seconds;

    if (!rate_hz)
        return lo_json_get_whole(&json, -FRAMES_MAX, FRAMES_MAX, frames, err);
    if (lo_json_get_number(&json, &seconds, err))
        return -1;
    if (fabs(seconds) * rate_hz > (double)FRAMES_MAX)
        return lo_json_error(&json, err, "too far away");
    *frames = llround(seconds * rate_hz);
    return 0;
}

/* Where and how long. */
static int read_span(const struct lo_json *object, unsigned rate_hz,
                     struct lo_event *event, struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, "channel");
    int64_t channel = -1;

    if (json.value && lo_json_get_whole(&json, 0, LO_MAX_CHANNELS - 1, &channel, err))
        return -1;
    event->channel = (int)channel;
    return read_frames(object, "start_s", "start_frames", rate_hz, &event->start_frames,
                       err) ||
                   read_frames(object, "length_s", "length_frames", rate_hz,
                               &event->length_frames, err)
               ? -1
               : 0;
}

/* The value, and the rank when it is another. */
static int read_weight(const struct lo_json *object, const struct lo_term *term,
                       struct lo_event *event, struct lo_err *err)
{
    struct lo_json value = lo_json_member(object, "value");
    struct lo_json rank = lo_json_member(object, "rank");

    if (lo_wire_unit(object, term->unit, err) ||
        lo_json_get_number(&value, &event->value, err))
        return -1;
    event->value = lo_unit_round(term->unit, event->value);
    event->rank = event->value;
    return rank.value ? lo_json_get_number(&rank, &event->rank, err) : 0;
}

static int read_event(struct lo_doc *doc, const struct lo_json *object,
                      struct lo_err *err)
{
    static const char *const in_s[] = {"kind",  "start_s", "length_s", "channel",
                                       "value", "unit",    "rank",     NULL};
    static const char *const in_frames[] = {
        "kind",  "start_frames", "length_frames", "channel",
        "value", "unit",         "rank",          NULL};
    unsigned rate_hz = lo_doc_rate(doc);
    const struct lo_term *term;
    struct lo_json json;
    struct lo_event event = {0};

    if (lo_json_want_object(object, err) ||
        lo_json_only(object, rate_hz ? in_s : in_frames, err))
        return -1;
    json = lo_json_member(object, "kind");
    if (lo_json_get_text(&json, &event.kind, err))
        return -1;
    term = lo_vocab_find(lo_doc_vocab(doc), LO_TERM_EVENT, event.kind);
    if (!term)
        return lo_json_error(&json, err, "there is no such event");
    if (lo_doc_event_total(doc, term->id) >= LO_EVENTS_KEPT)
        return lo_json_error(&json, err, "more than %d of this kind", LO_EVENTS_KEPT);
    if (read_span(object, rate_hz, &event, err) ||
        read_weight(object, term, &event, err))
        return -1;
    lo_doc_event(doc, &event);
    return 0;
}

static int read_dropped(struct lo_doc *doc, const struct lo_json *dropped,
                        struct lo_err *err)
{
    const char *key;
    json_t *value;

    if (!dropped->value)
        return 0;
    if (lo_json_want_object(dropped, err))
        return -1;
    json_object_foreach((json_t *)dropped->value, key, value)
    {
        struct lo_json json = {value, dropped, key, 0};
        int64_t count;

        if (lo_json_get_whole(&json, 1, FRAMES_MAX, &count, err))
            return -1;
        if (lo_doc_event_total(doc, key) == 0)
            return lo_json_error(&json, err, "no event of this kind was kept");
        lo_doc_events_dropped(doc, key, count);
    }
    return 0;
}

static int read_events(struct lo_doc *doc, const struct lo_json *subject,
                       struct lo_err *err)
{
    struct lo_json events = lo_json_member(subject, "events");
    struct lo_json dropped = lo_json_member(subject, "events_dropped");

    if (lo_json_want_array(&events, EVENTS_MAX, err))
        return -1;
    for (size_t i = 0; i < json_array_size(events.value); i++) {
        struct lo_json item = lo_json_item(&events, i);

        if (read_event(doc, &item, err))
            return -1;
    }
    return read_dropped(doc, &dropped, err);
}

/* An empty document with its kind, name and rate; *doc stays NULL when out of memory. */
static int read_head(struct lo_doc **doc, const struct lo_json *subject,
                     const struct lo_vocab *vocab, struct lo_err *err)
{
    static const enum lo_subject all[] = {LO_TRACK, LO_RELEASE, LO_SIDE,
                                          LO_DISC,  LO_STEMS,   LO_PAIR};
    const char *names[LO_COUNT(all)], *name;
    struct lo_json json;
    int64_t rate_hz = 0;
    int kind;

    for (size_t i = 0; i < LO_COUNT(all); i++)
        names[i] = lo_subject_name(all[i]);
    if (lo_json_want_object(subject, err))
        return -1;
    json = lo_json_member(subject, "kind");
    if (lo_json_get_choice(&json, names, LO_COUNT(all), &kind, err))
        return -1;
    json = lo_json_member(subject, "rate_hz");
    if (json.value && lo_json_get_whole(&json, 1, LO_RATE_MAX_HZ, &rate_hz, err))
        return -1;
    json = lo_json_member(subject, "name");
    if (lo_json_get_text(&json, &name, err))
        return -1;
    *doc = lo_doc_new(all[kind], name, vocab);
    if (!*doc)
        return lo_error_nomem(err);
    lo_doc_set_rate(*doc, (unsigned)rate_hz);
    return 0;
}

static int read_body(struct lo_doc *doc, const struct lo_json *subject,
                     struct lo_err *err)
{
    struct lo_json quantities = lo_json_member(subject, "quantities");
    struct lo_json facts = lo_json_member(subject, "facts");

    /* Facts look at quantities. */
    if (read_quantities(doc, &quantities, err) || read_facts(doc, &facts, err) ||
        read_events(doc, subject, err) || lo_wire_read_arrays(doc, subject, err))
        return -1;
    return lo_doc_seal(doc, err);
}

int lo_wire_read_at(struct lo_doc **doc, const struct lo_json *subject,
                    const struct lo_vocab *vocab, struct lo_err *err)
{
    struct lo_err first = {0};

    *doc = NULL;
    if (read_head(doc, subject, vocab, err))
        return -1;
    if (read_body(*doc, subject, &first) == 0)
        return 0;
    /* What looks wrong may only be missing because memory was out. */
    if ((*doc)->failed)
        lo_error_nomem(err);
    else
        lo_error(err, first.status, LO_NOWHERE, "%s", first.text);
    lo_doc_free(*doc);
    *doc = NULL;
    return -1;
}

int lo_wire_read(struct lo_doc **doc, const json_t *subject,
                 const struct lo_vocab *vocab, struct lo_err *err)
{
    struct lo_json json = {.value = subject};

    return lo_wire_read_at(doc, &json, vocab, err);
}
