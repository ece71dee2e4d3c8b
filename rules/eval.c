#include "rules/eval.h"

#include "rules/text.h"

#include <math.h>
#include <string.h>

static enum lo_truth truth_of(bool holds)
{
    return holds ? LO_HOLDS : LO_BROKEN;
}

static enum lo_truth evaluate_limit(const struct lo_doc *doc,
                                    const struct lo_condition *limit)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, limit->id);

    if (!quantity || quantity->state == LO_NOT_MEASURABLE)
        return LO_UNKNOWN;
    if (quantity->state == LO_BELOW)
        return truth_of(!limit->min.is_set);
    return truth_of((!limit->min.is_set || quantity->value >= limit->min.value) &&
                    (!limit->max.is_set || quantity->value <= limit->max.value));
}

/* Terms of one meter share a group; any result of the group tells that it ran. */
bool lo_was_measured(const struct lo_doc *doc, const char *id)
{
    size_t group = strcspn(id, ".") + 1;
    const struct lo_quantity *quantities;
    const struct lo_event_kind *kinds;
    const struct lo_fact *facts;
    size_t count = lo_doc_quantities(doc, &quantities);

    for (size_t i = 0; i < count; i++)
        if (strncmp(quantities[i].id, id, group) == 0)
            return true;
    count = lo_doc_event_kinds(doc, &kinds);
    for (size_t i = 0; i < count; i++)
        if (strncmp(kinds[i].kind, id, group) == 0)
            return true;
    count = lo_doc_facts(doc, &facts);
    for (size_t i = 0; i < count; i++)
        if (strncmp(facts[i].id, id, group) == 0)
            return true;
    return false;
}

/* What a file or a release says is there or not; anything else was measured or not. */
static bool is_said_by_file(const char *id)
{
    return strncmp(id, "file.", 5) == 0 || strncmp(id, "tag.", 4) == 0 ||
           strncmp(id, "intent.", 7) == 0;
}

static bool is_among_words(const struct lo_condition *fact, const char *text)
{
    for (size_t i = 0; i < fact->word_count; i++)
        if (strcmp(fact->words[i], text) == 0)
            return true;
    return false;
}

/* A pattern that takes too many steps has not been compared. */
enum lo_truth lo_text_passes(const struct lo_condition *condition, const char *text)
{
    int match;

    if (condition->test != LO_MATCHES)
        return truth_of(is_among_words(condition, text));
    match = lo_pattern_match(condition->pattern, text);
    return match < 0 ? LO_UNKNOWN : truth_of(match == 1);
}

/* Does any item of the list pass? */
static enum lo_truth list_passes(const struct lo_condition *condition,
                                 const struct lo_fact *fact)
{
    enum lo_truth result = LO_BROKEN;

    for (size_t i = 0; i < fact->count && result != LO_HOLDS; i++) {
        enum lo_truth item = lo_text_passes(condition, fact->items[i]);

        if (item != LO_BROKEN)
            result = item;
    }
    return result;
}

static bool is_empty(const struct lo_fact *fact)
{
    return !fact || (fact->type == LO_FACT_LIST && fact->count == 0) ||
           (fact->type == LO_FACT_TEXT && fact->text[0] == '\0');
}

static enum lo_truth evaluate_number(const struct lo_doc *doc,
                                     const struct lo_condition *condition)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, condition->id);
    bool is_there = quantity && quantity->state != LO_NOT_MEASURABLE;

    if (condition->test == LO_PRESENT || condition->test == LO_ABSENT)
        return truth_of(is_there == (condition->test == LO_PRESENT));
    if (!is_there)
        return LO_UNKNOWN;
    for (size_t i = 0; i < condition->word_count; i++)
        if (quantity->state == LO_MEASURED && quantity->value == condition->numbers[i])
            return LO_HOLDS;
    return LO_BROKEN;
}

static enum lo_truth evaluate_fact(const struct lo_doc *doc,
                                   const struct lo_condition *condition)
{
    const struct lo_fact *fact = lo_doc_fact(doc, condition->id);

    if (condition->is_quantity)
        return evaluate_number(doc, condition);
    if (!fact && !is_said_by_file(condition->id))
        return LO_UNKNOWN;
    if (condition->test == LO_PRESENT || condition->test == LO_ABSENT)
        return truth_of(is_empty(fact) == (condition->test == LO_ABSENT));
    if (!fact)
        return LO_BROKEN;
    switch (fact->type) {
    case LO_FACT_FLAG:
        return truth_of(is_among_words(condition, fact->flag ? "true" : "false"));
    case LO_FACT_TEXT:
        return lo_text_passes(condition, fact->text);
    case LO_FACT_LIST:
        break;
    }
    return list_passes(condition, fact);
}

bool lo_event_matters(const struct lo_doc *doc, const struct lo_condition *condition,
                      const struct lo_event *event)
{
    const struct lo_quantity *duration = lo_doc_quantity(doc, "file.duration");
    double rate = lo_doc_rate(doc) ? (double)lo_doc_rate(doc) : 1.0;
    double start_s = (double)event->start_frames / rate;
    double length_s = (double)event->length_frames / rate;
    double end_s =
        duration && duration->state == LO_MEASURED ? duration->value : INFINITY;
    const struct lo_window *window = &condition->between;
    double from_s = window->from_s < 0.0 ? end_s + window->from_s : window->from_s;
    double to_s = window->to_s < 0.0 ? end_s + window->to_s : window->to_s;

    if (condition->longer_than_s > 0.0 && length_s <= condition->longer_than_s)
        return false;
    if (!window->is_set)
        return true;
    return start_s + length_s >= from_s && (window->is_to_end || start_s <= to_s);
}

struct lo_event_count lo_count_events(const struct lo_doc *doc,
                                      const struct lo_condition *condition)
{
    struct lo_event_count result = {lo_doc_event_total(doc, condition->id), true};
    const struct lo_event *events;
    size_t count = lo_doc_events(doc, &events);
    int64_t total = result.count, kept = 0;

    if (condition->longer_than_s == 0.0 && !condition->between.is_set)
        return result;
    result.count = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(events[i].kind, condition->id) != 0)
            continue;
        kept++;
        result.count += lo_event_matters(doc, condition, &events[i]);
    }
    result.is_known = kept == total || result.count > condition->at_most;
    return result;
}

static enum lo_truth evaluate_events(const struct lo_doc *doc,
                                     const struct lo_condition *condition)
{
    struct lo_event_count found = lo_count_events(doc, condition);

    if (!found.is_known || !lo_was_measured(doc, condition->id))
        return LO_UNKNOWN;
    return truth_of(found.count <= condition->at_most);
}

static bool mentions_unmeasured(const struct lo_doc *doc,
                                const struct lo_condition *condition)
{
    for (const char *const *id = condition->mention; *id; id++) {
        const struct lo_quantity *quantity = lo_doc_quantity(doc, *id);

        if (quantity ? quantity->state == LO_NOT_MEASURABLE
                     : !is_said_by_file(*id) && !lo_was_measured(doc, *id))
            return true;
    }
    return false;
}

static enum lo_truth evaluate_assert(struct lo_evaluation *evaluation,
                                     const struct lo_condition *condition)
{
    char reason[LO_XML_REASON_MAX] = "";
    int result;

    if (!condition->asks_state && mentions_unmeasured(evaluation->doc, condition))
        return LO_UNKNOWN;
    if (!evaluation->xml)
        evaluation->xml = lo_document_xml(evaluation->doc);
    if (!evaluation->xml) {
        evaluation->failed = true;
        lo_error_nomem(evaluation->err);
        return LO_UNKNOWN;
    }
    result = lo_xpath_test(condition->xpath, evaluation->xml, reason);
    if (result < 0) {
        evaluation->failed = true;
        lo_error(evaluation->err, LO_ESPEC, condition->at,
                 "the XPath cannot be evaluated: %s",
                 reason[0] ? reason : "it takes too many steps");
        return LO_UNKNOWN;
    }
    return truth_of(result == 1);
}

/* all and any are alike with true and false exchanged: one broken condition settles an
 * all, one that holds settles an any; else one that is unknown leaves it open. */
static struct lo_answer evaluate_group(struct lo_evaluation *evaluation,
                                       const struct lo_condition *group)
{
    enum lo_truth settles = group->kind == LO_ANY ? LO_HOLDS : LO_BROKEN;
    enum lo_truth otherwise = group->kind == LO_ANY ? LO_BROKEN : LO_HOLDS;
    struct lo_answer open = {.truth = otherwise};

    for (size_t i = 0; i < group->count; i++) {
        struct lo_answer answer = lo_evaluate(evaluation, &group->children[i]);

        if (answer.truth == settles || group->count == 1)
            return answer;
        if (answer.truth == LO_UNKNOWN && open.truth != LO_UNKNOWN)
            open = answer;
    }
    return open;
}

struct lo_answer lo_evaluate(struct lo_evaluation *evaluation,
                             const struct lo_condition *condition)
{
    struct lo_answer answer = {.decider = condition};

    switch (condition->kind) {
    case LO_ALL:
    case LO_ANY:
        return evaluate_group(evaluation, condition);
    case LO_NOT:
        answer = lo_evaluate(evaluation, &condition->children[0]);
        if (answer.truth != LO_UNKNOWN)
            answer.truth = answer.truth == LO_HOLDS ? LO_BROKEN : LO_HOLDS;
        answer.is_negated = !answer.is_negated;
        return answer;
    case LO_LIMIT:
        answer.truth = evaluate_limit(evaluation->doc, condition);
        break;
    case LO_FACT:
        answer.truth = evaluate_fact(evaluation->doc, condition);
        break;
    case LO_EVENTS:
        answer.truth = evaluate_events(evaluation->doc, condition);
        break;
    case LO_ASSERT:
        answer.truth = evaluate_assert(evaluation, condition);
        break;
    }
    return answer;
}
