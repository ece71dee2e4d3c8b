/* One spec against one document: a finding for every rule, and what they add up to. */
#include "rules/judge.h"

#include "rules/correct.h"
#include "rules/eval.h"
#include "rules/places.h"
#include "rules/text.h"

#include <string.h>

enum lo_acceptance lo_worst(const struct lo_verdict *verdicts, size_t count)
{
    enum lo_acceptance worst = LO_ACCEPTED;

    for (size_t i = 0; i < count; i++)
        if (verdicts[i].acceptance > worst)
            worst = verdicts[i].acceptance;
    return worst;
}

/* What was not measured counts like what failed: nobody can say that it is right. */
static enum lo_acceptance acceptance_of(const struct lo_finding *finding)
{
    if (finding->outcome != LO_FAILED && finding->outcome != LO_NOT_MEASURED)
        return LO_ACCEPTED;
    if (finding->severity == LO_ERROR)
        return LO_REJECTED;
    return finding->severity == LO_WARNING ? LO_ACCEPTED_WITH_WARNINGS : LO_ACCEPTED;
}

static int nomem(struct lo_evaluation *evaluation)
{
    evaluation->failed = true;
    return lo_error_nomem(evaluation->err);
}

static void fill_limit(struct lo_finding *finding, const struct lo_condition *limit,
                       const struct lo_doc *doc)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, limit->id);

    finding->unit = limit->unit;
    finding->has_min = limit->min.is_set;
    finding->min = limit->min.value;
    finding->has_max = limit->max.is_set;
    finding->max = limit->max.value;
    if (!quantity || quantity->state == LO_NOT_MEASURABLE)
        return;
    finding->is_below = quantity->state == LO_BELOW;
    finding->has_measured = quantity->state == LO_MEASURED;
    finding->measured = quantity->value;
    if (finding->outcome != LO_FAILED || !finding->has_measured)
        return;
    finding->has_excess = true;
    finding->excess = limit->max.is_set && quantity->value > limit->max.value
                          ? quantity->value - limit->max.value
                          : limit->min.value - quantity->value;
    finding->excess = lo_unit_round(limit->unit, finding->excess);
    /* A bound with more decimals than the unit has may be broken by less than one of
     * those; zero would read as not broken. */
    finding->has_excess = finding->excess > 0.0;
}

static void fill_events(struct lo_finding *finding, const struct lo_condition *events,
                        const struct lo_doc *doc)
{
    struct lo_event_count found = lo_count_events(doc, events);

    finding->unit = LO_UNIT_COUNT;
    finding->has_max = true;
    finding->max = (double)events->at_most;
    if (finding->outcome != LO_PASSED && finding->outcome != LO_FAILED)
        return;
    finding->has_measured = true;
    finding->measured = (double)found.count;
    finding->has_excess = found.count > events->at_most;
    finding->excess = (double)(found.count - events->at_most);
    if (!finding->has_excess)
        finding->excess = 0.0;
}

/* The numbers of the leaf that decided. A negated one has the contrary of its limits, so
 * only what was measured is said. */
static void fill_numbers(struct lo_finding *finding, const struct lo_answer *answer,
                         const struct lo_doc *doc)
{
    const struct lo_condition *leaf = answer->decider;
    const struct lo_quantity *quantity;

    if (!leaf || leaf->kind == LO_ASSERT)
        return;
    finding->term = leaf->id;
    if (leaf->kind == LO_LIMIT && !answer->is_negated) {
        fill_limit(finding, leaf, doc);
    } else if (leaf->kind == LO_EVENTS && !answer->is_negated) {
        fill_events(finding, leaf, doc);
    } else if (leaf->kind == LO_LIMIT || leaf->is_quantity) {
        quantity = lo_doc_quantity(doc, leaf->id);
        finding->has_measured = quantity && quantity->state == LO_MEASURED;
        finding->is_below = quantity && quantity->state == LO_BELOW;
        finding->measured = finding->has_measured ? quantity->value : 0.0;
        finding->unit = quantity ? quantity->unit : LO_UNIT_NONE;
    }
}

static const char *describe(struct lo_evaluation *evaluation,
                            const struct lo_condition *condition)
{
    struct lo_buf buf = {0};
    const char *text = NULL;

    lo_describe(evaluation, condition, true, &buf);
    if (!buf.failed && buf.text)
        text = lo_arena_strdup(evaluation->arena, buf.text);
    lo_buf_fini(&buf);
    if (!text)
        nomem(evaluation);
    return text;
}

/* Words, where the numbers of one leaf do not say it all. */
static void fill_detail(struct lo_evaluation *evaluation, const struct lo_rule *rule,
                        const struct lo_answer *answer, struct lo_finding *finding)
{
    const struct lo_condition *leaf = answer->decider;
    bool is_plain = leaf && (leaf->kind == LO_LIMIT || leaf->kind == LO_EVENTS) &&
                    !answer->is_negated && rule->must.count == 1 &&
                    finding->has_measured;

    if (finding->outcome == LO_FAILED && !is_plain)
        finding->detail = describe(evaluation, &rule->must);
    else if (finding->outcome == LO_PASSED && leaf && leaf->kind == LO_FACT)
        finding->detail = describe(evaluation, leaf);
    else if (finding->outcome == LO_NOT_MEASURED)
        finding->detail = describe(evaluation, leaf ? leaf : &rule->must);
    else if (finding->outcome == LO_NOT_APPLICABLE)
        finding->detail = describe(evaluation, &rule->when);
}

static void judge_rule(struct lo_evaluation *evaluation, const struct lo_rule *rule,
                       struct lo_finding *finding)
{
    static const enum lo_outcome outcomes[] = {[LO_HOLDS] = LO_PASSED,
                                               [LO_BROKEN] = LO_FAILED,
                                               [LO_UNKNOWN] = LO_NOT_MEASURED};
    struct lo_answer answer = lo_evaluate(evaluation, &rule->when);

    *finding = (struct lo_finding){.id = rule->id,
                                   .title = rule->title,
                                   .severity = rule->severity,
                                   .why = rule->why,
                                   .advice = rule->advice,
                                   .source = rule->source};
    if (answer.truth == LO_HOLDS) {
        answer = lo_evaluate(evaluation, &rule->must);
        finding->outcome = outcomes[answer.truth];
        fill_numbers(finding, &answer, evaluation->doc);
    } else {
        finding->outcome =
            answer.truth == LO_BROKEN ? LO_NOT_APPLICABLE : LO_NOT_MEASURED;
    }
    fill_detail(evaluation, rule, &answer, finding);
    if (finding->outcome == LO_NOT_MEASURED && rule->passes_unmeasured)
        finding->outcome = LO_PASSED;
    if (finding->outcome != LO_FAILED)
        return;
    if (lo_places_find(finding, rule, answer.is_negated ? NULL : answer.decider,
                       evaluation->doc, evaluation->arena) ||
        lo_correct_judge(&rule->correct, finding, evaluation->arena))
        nomem(evaluation);
}

int lo_judge(const struct lo_spec *spec, const struct lo_doc *doc,
             struct lo_verdict *verdict, struct lo_arena *arena, struct lo_err *err)
{
    struct lo_evaluation evaluation = {.doc = doc, .arena = arena, .err = err};
    struct lo_finding *findings =
        lo_arena_alloc(arena, spec->rule_count + 1, sizeof *findings);

    if (!findings)
        return lo_error_nomem(err);
    *verdict = (struct lo_verdict){
        .spec = spec->info, .findings = findings, .count = spec->rule_count};
    for (size_t i = 0; i < spec->rule_count && !evaluation.failed; i++) {
        judge_rule(&evaluation, &spec->rules[i], &findings[i]);
        if (acceptance_of(&findings[i]) > verdict->acceptance)
            verdict->acceptance = acceptance_of(&findings[i]);
    }
    lo_xml_free(evaluation.xml);
    return evaluation.failed ? -1 : 0;
}

int lo_judge_unreadable(const struct lo_spec *spec, const char *reason,
                        enum lo_acceptance acceptance, struct lo_verdict *verdict,
                        struct lo_arena *arena, struct lo_err *err)
{
    bool is_rejected = acceptance == LO_REJECTED;
    struct lo_finding *finding = lo_arena_alloc(arena, 1, sizeof *finding);

    if (!finding)
        return lo_error_nomem(err);
    *finding = (struct lo_finding){
        .id = "readable",
        .title = "The file can be read",
        .severity = LO_ERROR,
        .outcome = LO_FAILED,
        .why = is_rejected ? "Nobody down the line will be able to read it either."
                           : "Nothing was measured, so nothing can be said of it.",
        .advice = is_rejected
                      ? "Export it again, or ask the sender for the file again."
                      : "Try again; if it happens again, look at the disk, the network "
                        "and the memory of this machine.",
    };
    finding->detail = lo_arena_strdup(arena, reason);
    if (!finding->detail)
        return lo_error_nomem(err);
    *verdict = (struct lo_verdict){
        .spec = spec->info, .acceptance = acceptance, .findings = finding, .count = 1};
    return 0;
}

int lo_waive(struct lo_verdict *verdict, const char *rule, const char *by,
             const char *reason, struct lo_arena *arena)
{
    struct lo_finding *findings;
    size_t at = 0;

    while (at < verdict->count && strcmp(verdict->findings[at].id, rule) != 0)
        at++;
    if (at == verdict->count || (verdict->findings[at].outcome != LO_FAILED &&
                                 verdict->findings[at].outcome != LO_NOT_MEASURED))
        return 0;
    findings =
        lo_arena_copy(arena, verdict->findings, verdict->count, sizeof *findings);
    if (!findings)
        return -1;
    findings[at].outcome = LO_WAIVED;
    findings[at].waived_by = by;
    findings[at].waived_reason = reason;
    verdict->findings = findings;
    verdict->acceptance = LO_ACCEPTED;
    for (size_t i = 0; i < verdict->count; i++)
        if (acceptance_of(&findings[i]) > verdict->acceptance)
            verdict->acceptance = acceptance_of(&findings[i]);
    return 1;
}
