#include "reports/json_private.h"

#include <math.h>
#include <string.h>

static void put_number(json_t *object, const char *key, double value, bool *failed)
{
    if (isfinite(value))
        lo_json_put(object, key, lo_json_number(value), failed);
}

/* value to the unit's decimals, unless nothing would be left of it. */
static double rounded(enum lo_unit unit, double value)
{
    double result = lo_unit_round(unit, value);

    return result != 0 ? result : value;
}

static void put_name(json_t *object, const char *key, const char *name, bool *failed)
{
    lo_json_put(object, key, lo_json_text(name), failed);
}

static json_t *place_of(const struct lo_place *place, bool *failed)
{
    json_t *object = json_object();

    put_number(object, "start_s", lo_unit_round(LO_UNIT_S, place->start_s), failed);
    if (place->length_s > 0)
        put_number(object, "length_s", rounded(LO_UNIT_S, place->length_s), failed);
    if (place->channel >= 0)
        lo_json_put(object, "channel", json_integer(place->channel), failed);
    if (place->has_value && isfinite(place->value)) {
        put_number(object, "value", lo_unit_round(place->unit, place->value), failed);
        put_name(object, "unit", lo_unit_name(place->unit), failed);
    }
    return object;
}

static void put_places(json_t *rule, const struct lo_finding *finding, bool *failed)
{
    json_t *array;

    if (finding->place_count) {
        array = json_array();
        for (size_t i = 0; i < finding->place_count; i++)
            lo_json_append(array, place_of(&finding->places[i], failed), failed);
        lo_json_put(rule, "at", array, failed);
    }
    if (finding->place_total > (int64_t)finding->place_count)
        lo_json_put(rule, "at_total", json_integer(finding->place_total), failed);
}

/* What was measured against which limit. */
static void put_numbers(json_t *rule, const struct lo_finding *finding, bool *failed)
{
    json_t *limit;

    if (finding->is_below)
        lo_json_put(rule, "below", json_true(), failed);
    else if (finding->has_measured)
        put_number(rule, "measured", finding->measured, failed);
    if (finding->has_min || finding->has_max) {
        limit = json_object();
        if (finding->has_min)
            put_number(limit, "min", finding->min, failed);
        if (finding->has_max)
            put_number(limit, "max", finding->max, failed);
        lo_json_put(rule, "limit", limit, failed);
    }
    if (finding->has_excess)
        put_number(rule, "excess", rounded(finding->unit, finding->excess), failed);
    if (finding->is_below || finding->has_measured || finding->has_min ||
        finding->has_max || finding->has_excess)
        put_name(rule, "unit", lo_unit_name(finding->unit), failed);
}

static json_t *source_of(const struct lo_source *source, bool *failed)
{
    json_t *object = json_object();

    lo_report_put_text(object, "title", source->title, failed);
    lo_report_put_text(object, "publisher", source->publisher, failed);
    lo_report_put_text(object, "url", source->url, failed);
    lo_report_put_text(object, "seen", source->seen, failed);
    put_name(object, "confidence", lo_confidence_name(source->confidence), failed);
    return object;
}

/* The target of a correction: a number when the spec wrote one, else its text. */
static json_t *target_of(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

    if (json_is_number(value))
        return value;
    json_decref(value);
    return lo_json_text(text);
}

static json_t *correction_of(const struct lo_correction *correction, bool *failed)
{
    json_t *object = json_object();

    lo_report_put_text(object, "with", correction->with, failed);
    if (correction->to)
        lo_json_put(object, "to", target_of(correction->to), failed);
    lo_report_put_text(object, "at_most", correction->at_most, failed);
    lo_json_put(object, "allowed", json_boolean(correction->allowed), failed);
    lo_report_put_text(object, "refused", correction->refused, failed);
    return object;
}

static json_t *rule_of(const struct lo_finding *finding, bool *failed)
{
    json_t *rule = json_object(), *waived;

    put_name(rule, "id", finding->id, failed);
    put_name(rule, "severity", lo_severity_name(finding->severity), failed);
    put_name(rule, "outcome", lo_outcome_name(finding->outcome), failed);
    lo_report_put_text(rule, "title", finding->title, failed);
    lo_report_put_text(rule, "term", finding->term, failed);
    lo_report_put_text(rule, "detail", finding->detail, failed);
    put_numbers(rule, finding, failed);
    put_places(rule, finding, failed);
    lo_report_put_text(rule, "why", finding->why, failed);
    lo_report_put_text(rule, "advice", finding->advice, failed);
    if (finding->source)
        lo_json_put(rule, "source", source_of(finding->source, failed), failed);
    if (finding->correction.with)
        lo_json_put(rule, "correction", correction_of(&finding->correction, failed),
                    failed);
    if (finding->outcome == LO_WAIVED) {
        waived = json_object();
        lo_report_put_text(waived, "by", finding->waived_by, failed);
        lo_report_put_text(waived, "reason", finding->waived_reason, failed);
        lo_json_put(rule, "waived", waived, failed);
    }
    return rule;
}

json_t *lo_report_verdict(const struct lo_verdict *verdict, bool *failed)
{
    json_t *object = json_object(), *rules = json_array();

    put_name(object, "spec", verdict->spec.id, failed);
    put_name(object, "outcome", lo_acceptance_name(verdict->acceptance), failed);
    for (size_t i = 0; i < verdict->count; i++)
        lo_json_append(rules, rule_of(&verdict->findings[i], failed), failed);
    lo_json_put(object, "rules", rules, failed);
    return object;
}
