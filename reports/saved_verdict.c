#include "reports/saved_private.h"

#include "analyzer/base/number.h"

#include <string.h>

/* More than any spec has. */
enum { VERDICTS_MAX = 1000, RULES_MAX = 10000 };

static int read_unit(const struct lo_json *object, enum lo_unit *unit,
                     struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, "unit");
    const char *text;

    if (lo_json_get_text(&json, &text, err))
        return -1;
    *unit = lo_unit_find(text);
    return *unit == LO_UNIT_TOTAL ? lo_json_error(&json, err, "there is no such unit")
                                  : 0;
}

/* The number under key, if it is there. */
static int read_number(const struct lo_json *object, const char *key, bool *has,
                       double *value, struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, key);

    *has = json.value != NULL;
    return *has ? lo_json_get_number(&json, value, err) : 0;
}

static int read_place(const struct lo_json *object, struct lo_place *place,
                      struct lo_err *err)
{
    static const char *const keys[] = {"start_s", "length_s", "channel",
                                       "value",   "unit",     NULL};
    struct lo_json start = lo_json_member(object, "start_s");
    struct lo_json channel = lo_json_member(object, "channel");
    int64_t index = -1;
    bool has_length;

    if (lo_json_want_object(object, err) || lo_json_only(object, keys, err) ||
        lo_json_get_number(&start, &place->start_s, err) ||
        read_number(object, "length_s", &has_length, &place->length_s, err) ||
        read_number(object, "value", &place->has_value, &place->value, err))
        return -1;
    if (channel.value &&
        lo_json_get_whole(&channel, 0, LO_MAX_CHANNELS - 1, &index, err))
        return -1;
    place->channel = (int)index;
    return place->has_value ? read_unit(object, &place->unit, err) : 0;
}

static int read_places(struct lo_arena *arena, const struct lo_json *rule,
                       struct lo_finding *finding, struct lo_err *err)
{
    struct lo_json array = lo_json_member(rule, "at");
    struct lo_json total = lo_json_member(rule, "at_total");
    struct lo_place *places;
    size_t count = json_array_size(array.value);

    if (array.value) {
        if (lo_json_want_array(&array, LO_PLACES_MAX, err))
            return -1;
        places = lo_arena_alloc(arena, count, sizeof *places);
        if (!places)
            return lo_error_nomem(err);
        for (size_t i = 0; i < count; i++) {
            struct lo_json item = lo_json_item(&array, i);

            if (read_place(&item, &places[i], err))
                return -1;
        }
        finding->places = places;
        finding->place_count = count;
    }
    finding->place_total = (int64_t)count;
    if (!total.value)
        return 0;
    return lo_json_get_whole(&total, (int64_t)count, INT64_MAX, &finding->place_total,
                             err);
}

static int read_limit(const struct lo_json *rule, struct lo_finding *finding,
                      struct lo_err *err)
{
    static const char *const keys[] = {"min", "max", NULL};
    struct lo_json limit = lo_json_member(rule, "limit");

    if (!limit.value)
        return 0;
    if (lo_json_want_object(&limit, err) || lo_json_only(&limit, keys, err) ||
        read_number(&limit, "min", &finding->has_min, &finding->min, err) ||
        read_number(&limit, "max", &finding->has_max, &finding->max, err))
        return -1;
    if (!finding->has_min && !finding->has_max)
        return lo_json_error(&limit, err, "neither min nor max");
    return 0;
}

static int read_numbers(const struct lo_json *rule, struct lo_finding *finding,
                        struct lo_err *err)
{
    struct lo_json below = lo_json_member(rule, "below");

    if (below.value && lo_json_get_flag(&below, &finding->is_below, err))
        return -1;
    if (below.value && !finding->is_below)
        return lo_json_error(&below, err, "can only be true");
    if (read_number(rule, "measured", &finding->has_measured, &finding->measured,
                    err) ||
        read_limit(rule, finding, err) ||
        read_number(rule, "excess", &finding->has_excess, &finding->excess, err))
        return -1;
    if (finding->is_below && finding->has_measured)
        return lo_json_error(&below, err, "cannot be below and have a value");
    if (finding->is_below || finding->has_measured || finding->has_min ||
        finding->has_max || finding->has_excess)
        return read_unit(rule, &finding->unit, err);
    return 0;
}

static int read_source(struct lo_arena *arena, const struct lo_json *rule,
                       struct lo_finding *finding, struct lo_err *err)
{
    static const char *const keys[] = {"title", "publisher",  "url",
                                       "seen",  "confidence", NULL};
    static const enum lo_confidence all[] = {LO_PRIMARY, LO_SECONDARY, LO_UNVERIFIED};
    const char *names[LO_COUNT(all)];
    struct lo_json object = lo_json_member(rule, "source");
    struct lo_json confidence = lo_json_member(&object, "confidence");
    struct lo_source *source;
    int choice;

    if (!object.value)
        return 0;
    for (size_t i = 0; i < LO_COUNT(all); i++)
        names[i] = lo_confidence_name(all[i]);
    source = lo_arena_alloc(arena, 1, sizeof *source);
    if (!source)
        return lo_error_nomem(err);
    if (lo_json_want_object(&object, err) || lo_json_only(&object, keys, err) ||
        lo_json_get_choice(&confidence, names, LO_COUNT(all), &choice, err) ||
        lo_saved_text_optional(arena, &object, "title", &source->title, err) ||
        lo_saved_text_optional(arena, &object, "publisher", &source->publisher, err) ||
        lo_saved_text_optional(arena, &object, "url", &source->url, err) ||
        lo_saved_text_optional(arena, &object, "seen", &source->seen, err))
        return -1;
    source->confidence = all[choice];
    finding->source = source;
    return 0;
}

/* The target as text, also where the report has it as a number. */
static int read_target(struct lo_arena *arena, const struct lo_json *object,
                       const char **text, struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, "to");
    char number[LO_NUMBER_SIZE];
    double value;

    if (!json_is_number(json.value))
        return lo_saved_text_optional(arena, object, "to", text, err);
    if (lo_json_get_number(&json, &value, err))
        return -1;
    *text = lo_arena_strdup(arena, lo_number_exact(number, value));
    return *text ? 0 : lo_error_nomem(err);
}

static int read_correction(struct lo_arena *arena, const struct lo_json *rule,
                           struct lo_correction *correction, struct lo_err *err)
{
    static const char *const keys[] = {"with",    "to",      "at_most",
                                       "allowed", "refused", NULL};
    struct lo_json object = lo_json_member(rule, "correction");
    struct lo_json allowed = lo_json_member(&object, "allowed");

    if (!object.value)
        return 0;
    if (lo_json_want_object(&object, err) || lo_json_only(&object, keys, err) ||
        lo_saved_text(arena, &object, "with", &correction->with, err) ||
        read_target(arena, &object, &correction->to, err) ||
        lo_saved_text_optional(arena, &object, "at_most", &correction->at_most, err) ||
        lo_json_get_flag(&allowed, &correction->allowed, err) ||
        lo_saved_text_optional(arena, &object, "refused", &correction->refused, err))
        return -1;
    return 0;
}

static int read_waiver(struct lo_arena *arena, const struct lo_json *rule,
                       struct lo_finding *finding, struct lo_err *err)
{
    static const char *const keys[] = {"by", "reason", NULL};
    struct lo_json object = lo_json_member(rule, "waived");

    if (finding->outcome != LO_WAIVED)
        return object.value ? lo_json_error(&object, err, "the outcome is not waived")
                            : 0;
    if (lo_json_want_object(&object, err) || lo_json_only(&object, keys, err) ||
        lo_saved_text_optional(arena, &object, "by", &finding->waived_by, err) ||
        lo_saved_text_optional(arena, &object, "reason", &finding->waived_reason, err))
        return -1;
    return 0;
}

static int read_severity(const struct lo_json *rule, struct lo_finding *finding,
                         struct lo_err *err)
{
    static const enum lo_severity severities[] = {LO_NOTE, LO_WARNING, LO_ERROR};
    static const enum lo_outcome outcomes[] = {LO_PASSED, LO_FAILED, LO_NOT_APPLICABLE,
                                               LO_NOT_MEASURED, LO_WAIVED};
    const char *names[LO_COUNT(outcomes)];
    struct lo_json severity = lo_json_member(rule, "severity");
    struct lo_json outcome = lo_json_member(rule, "outcome");
    int choice;

    for (size_t i = 0; i < LO_COUNT(severities); i++)
        names[i] = lo_severity_name(severities[i]);
    if (lo_json_get_choice(&severity, names, LO_COUNT(severities), &choice, err))
        return -1;
    finding->severity = severities[choice];
    for (size_t i = 0; i < LO_COUNT(outcomes); i++)
        names[i] = lo_outcome_name(outcomes[i]);
    if (lo_json_get_choice(&outcome, names, LO_COUNT(outcomes), &choice, err))
        return -1;
    finding->outcome = outcomes[choice];
    return 0;
}

static int read_rule(struct lo_arena *arena, const struct lo_json *rule,
                     struct lo_finding *finding, struct lo_err *err)
{
    static const char *const keys[] = {
        "id",     "severity", "outcome",    "title",  "term", "detail", "below",
        "limit",  "measured", "excess",     "unit",   "at",   "why",    "at_total",
        "advice", "source",   "correction", "waived", NULL};

    if (lo_json_want_object(rule, err) || lo_json_only(rule, keys, err) ||
        lo_saved_text(arena, rule, "id", &finding->id, err) ||
        read_severity(rule, finding, err) ||
        lo_saved_text_optional(arena, rule, "title", &finding->title, err) ||
        lo_saved_text_optional(arena, rule, "term", &finding->term, err) ||
        lo_saved_text_optional(arena, rule, "detail", &finding->detail, err) ||
        lo_saved_text_optional(arena, rule, "why", &finding->why, err) ||
        lo_saved_text_optional(arena, rule, "advice", &finding->advice, err) ||
        read_numbers(rule, finding, err) || read_places(arena, rule, finding, err) ||
        read_source(arena, rule, finding, err) ||
        read_correction(arena, rule, &finding->correction, err))
        return -1;
    return read_waiver(arena, rule, finding, err);
}

/* The spec of that id, from the head of the report; one that only a verdict names has its
 * id as its title. */
static struct lo_spec_info spec_of(const struct lo_report *report, const char *id)
{
    for (size_t i = 0; i < report->spec_count; i++)
        if (strcmp(report->specs[i].id, id) == 0)
            return report->specs[i];
    return (struct lo_spec_info){.id = id, .title = id};
}

static int read_verdict(struct lo_arena *arena, const struct lo_json *object,
                        const struct lo_report *report, struct lo_verdict *verdict,
                        struct lo_err *err)
{
    static const char *const keys[] = {"spec", "outcome", "rules", NULL};
    struct lo_json rules = lo_json_member(object, "rules");
    struct lo_finding *findings;
    const char *id;

    if (lo_json_want_object(object, err) || lo_json_only(object, keys, err) ||
        lo_saved_text(arena, object, "spec", &id, err) ||
        lo_saved_acceptance(object, &verdict->acceptance, err) ||
        lo_json_want_array(&rules, RULES_MAX, err))
        return -1;
    verdict->spec = spec_of(report, id);
    verdict->count = json_array_size(rules.value);
    findings = lo_arena_alloc(arena, verdict->count, sizeof *findings);
    if (!findings)
        return lo_error_nomem(err);
    verdict->findings = findings;
    for (size_t i = 0; i < verdict->count; i++) {
        struct lo_json item = lo_json_item(&rules, i);

        if (read_rule(arena, &item, &findings[i], err))
            return -1;
    }
    return 0;
}

int lo_saved_verdicts(struct lo_arena *arena, const struct lo_json *array,
                      const struct lo_report *report, struct lo_judged *subject,
                      struct lo_err *err)
{
    struct lo_verdict *list;

    if (lo_json_want_array(array, VERDICTS_MAX, err))
        return -1;
    subject->count = json_array_size(array->value);
    list = lo_arena_alloc(arena, subject->count, sizeof *list);
    if (!list)
        return lo_error_nomem(err);
    subject->verdicts = list;
    for (size_t i = 0; i < subject->count; i++) {
        struct lo_json item = lo_json_item(array, i);

        if (read_verdict(arena, &item, report, &list[i], err))
            return -1;
    }
    return 0;
}
