#include "rules/places.h"

#include "rules/eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Events that show where a quantity comes from. One whose kind has the quantity's id needs
 * no line here. */
static const struct {
    const char *quantity, *kind;
} shown_by[] = {
    {"peak.true", "peak.over"},
    {"peak.overs", "peak.over"},
    {"clip.runs", "clip.run"},
    {"clip.longest", "clip.run"},
    {"clip.density", "clip.run"},
    {"clip.flat_top_runs", "clip.flat_top"},
    {"clip.flat_top_ratio", "clip.flat_top"},
    {"silence.longest", "silence.gap"},
};

/* Series whose maximum the quantity is. */
static const struct {
    const char *quantity, *series;
} maximum_of[] = {
    {"peak.true", "peak.true"},
    {"loudness.momentary_max", "loudness.momentary"},
    {"loudness.short_term_max", "loudness.short_term"},
};

/* A place while it is sorted. */
struct candidate {
    struct lo_place place;
    double rank;
};

struct candidates {
    struct candidate *list;
    size_t count, size;
    int64_t total;
};

/* Rank says what is worse, but it does not travel with a saved report; there, value,
 * length and time stand in, so that the order is one and the same each time. */
static int compare_worst_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    const double keys[][2] = {
        {y->rank, x->rank},
        {y->place.value, x->place.value},
        {y->place.length_s, x->place.length_s},
        {x->place.start_s, y->place.start_s},
        {x->place.channel, y->place.channel},
    };

    for (size_t i = 0; i < LO_COUNT(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static bool breaks(const struct lo_condition *limit, double value)
{
    return (limit->max.is_set && value > limit->max.value) ||
           (limit->min.is_set && value < limit->min.value);
}

static bool event_counts(const struct lo_event *event, const struct lo_doc *doc,
                         const struct lo_condition *decider, enum lo_unit unit)
{
    if (decider && decider->kind == LO_EVENTS && strcmp(decider->id, event->kind) == 0)
        return lo_event_matters(doc, decider, event);
    /* In the unit of the limit an event's value tells whether it breaks it; in another one
     * the event is where the quantity comes from, and that is all that is known. */
    if (decider && decider->kind == LO_LIMIT && decider->unit == unit &&
        unit != LO_UNIT_COUNT)
        return breaks(decider, event->value);
    return true;
}

static void take_events(struct candidates *found, const struct lo_doc *doc,
                        const char *kind, const struct lo_condition *decider)
{
    const struct lo_term *term = lo_vocab_find(lo_doc_vocab(doc), LO_TERM_EVENT, kind);
    double rate = lo_doc_rate(doc) ? (double)lo_doc_rate(doc) : 1.0;
    enum lo_unit unit = term ? term->unit : LO_UNIT_NONE;
    const struct lo_event *events;
    size_t count = lo_doc_events(doc, &events);
    int64_t kept = 0, taken = 0;

    for (size_t i = 0; i < count; i++) {
        const struct lo_event *event = &events[i];

        if (strcmp(event->kind, kind) != 0)
            continue;
        kept++;
        if (!event_counts(event, doc, decider, unit))
            continue;
        taken++;
        found->list[found->count++] = (struct candidate){
            {(double)event->start_frames / rate, (double)event->length_frames / rate,
             event->channel, isfinite(event->value), event->value, unit},
            event->rank};
    }
    /* Those that were not kept are the least bad: they count when all kept ones do. */
    found->total += kept == taken ? lo_doc_event_total(doc, kind) : taken;
}

static const char *event_kind_of(const struct lo_condition *decider,
                                 const struct lo_doc *doc)
{
    if (!decider || decider->kind == LO_ASSERT || !decider->id)
        return NULL;
    for (size_t i = 0; i < LO_COUNT(shown_by); i++)
        if (strcmp(shown_by[i].quantity, decider->id) == 0)
            return shown_by[i].kind;
    return lo_vocab_find(lo_doc_vocab(doc), LO_TERM_EVENT, decider->id) ? decider->id
                                                                        : NULL;
}

static const struct lo_series *series_of(const struct lo_condition *decider,
                                         const struct lo_doc *doc)
{
    if (!decider || decider->kind != LO_LIMIT || !decider->max.is_set)
        return NULL;
    for (size_t i = 0; i < LO_COUNT(maximum_of); i++)
        if (strcmp(maximum_of[i].quantity, decider->id) == 0)
            return lo_doc_series(doc, maximum_of[i].series);
    return NULL;
}

/* Each stretch of the series over the limit is a place, with its highest value. A series
 * is in floats: what a float cannot tell from the limit is not over it. */
static void take_series(struct candidates *found, const struct lo_series *series,
                        double max)
{
    float limit = nextafterf((float)max, INFINITY);
    struct candidate *open = NULL;

    for (size_t i = 0; i < series->count; i++) {
        double value = (double)series->values[i];

        if (!(series->values[i] > limit)) {
            open = NULL;
            continue;
        }
        if (!open) {
            open = &found->list[found->count++];
            *open = (struct candidate){
                .place = {.start_s = series->start_s + (double)i * series->step_s,
                          .channel = -1,
                          .has_value = true,
                          .value = value,
                          .unit = series->unit}};
        }
        open->place.length_s += series->step_s;
        open->place.value = fmax(open->place.value, value);
    }
    for (size_t i = 0; i < found->count; i++)
        found->list[i].place.value =
            lo_unit_round(series->unit, found->list[i].place.value);
    found->total = (int64_t)found->count;
}

static int keep_worst(struct candidates *found, struct lo_finding *finding,
                      struct lo_arena *arena)
{
    size_t count = found->count < LO_PLACES_MAX ? found->count : LO_PLACES_MAX;
    struct lo_place *places = lo_arena_alloc(arena, count + 1, sizeof *places);

    if (!places)
        return -1;
    qsort(found->list, found->count, sizeof *found->list, compare_worst_first);
    for (size_t i = 0; i < count; i++)
        places[i] = found->list[i].place;
    finding->places = places;
    finding->place_count = count;
    finding->place_total = found->total;
    return 0;
}

int lo_places_find(struct lo_finding *finding, const struct lo_rule *rule,
                   const struct lo_condition *decider, const struct lo_doc *doc,
                   struct lo_arena *arena)
{
    const char *implied[] = {event_kind_of(decider, doc), NULL};
    const char *const *kinds = rule->places ? rule->places : implied;
    const struct lo_series *series = series_of(decider, doc);
    const struct lo_event *events;
    struct candidates found = {0};
    struct lo_arena scratch = {0};
    int result;

    found.size = lo_doc_events(doc, &events) + (series ? series->count : 0) + 1;
    found.list = lo_arena_alloc(&scratch, found.size, sizeof *found.list);
    if (!found.list)
        return -1;
    for (; *kinds; kinds++)
        take_events(&found, doc, *kinds, decider);
    if (found.count == 0 && series)
        take_series(&found, series, decider->max.value);
    result = keep_worst(&found, finding, arena);
    lo_arena_fini(&scratch);
    return result;
}
