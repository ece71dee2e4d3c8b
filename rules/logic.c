/* Sense: limits and facts that can never hold, or always do, are mistakes of the spec.
 *
 * Only what is certain is said: conditions that all have to hold at once are compared;
 * what stands inside <any> and <not> is looked at by itself.
 */
#include "analyzer/base/number.h"
#include "rules/loading.h"
#include "rules/text.h"

#include <math.h>
#include <string.h>

struct range {
    double low, high;
};

static const struct {
    const char *id;
    struct range range;
} id_ranges[] = {
    {"bits.effective", {0, 64}},
    {"clip.flat_top_ratio", {0, 1}},
    {"file.bits", {1, 64}},
    {"file.channels", {1, LO_MAX_CHANNELS}},
    {"file.sample_rate", {8000, 384000}},
    {"stereo.correlation", {-1, 1}},
    {"stereo.correlation_min", {-1, 1}},
};

/* Where any measurement of that unit lies [leadout:ranges]; infinite: no idea. */
static struct range range_of(const char *id, enum lo_unit unit)
{
    for (size_t i = 0; i < LO_COUNT(id_ranges); i++)
        if (strcmp(id_ranges[i].id, id) == 0)
            return id_ranges[i].range;
    switch (unit) {
    case LO_UNIT_LUFS:
        return (struct range){-120, 10};
    case LO_UNIT_DBFS:
    case LO_UNIT_DBTP:
        return (struct range){-250, 40};
    case LO_UNIT_HZ:
    case LO_UNIT_S:
    case LO_UNIT_MS:
    case LO_UNIT_MIN:
    case LO_UNIT_FRAMES:
    case LO_UNIT_COUNT:
    case LO_UNIT_PER_MIN:
    case LO_UNIT_CHANNELS:
    case LO_UNIT_BITS:
    case LO_UNIT_BYTES:
    case LO_UNIT_PERCENT:
        return (struct range){0, INFINITY};
    default:
        return (struct range){-INFINITY, INFINITY};
    }
}

static struct range range_of_limit(const struct lo_condition *limit)
{
    return (struct range){limit->min.is_set ? limit->min.value : -INFINITY,
                          limit->max.is_set ? limit->max.value : INFINITY};
}

static bool are_apart(struct range a, struct range b)
{
    return a.low > b.high || b.low > a.high;
}

static bool lies_within(struct range inner, struct range outer)
{
    return inner.low >= outer.low && inner.high <= outer.high;
}

/* One limit by itself. */
static void check_limit(struct lo_loading *loading, const struct lo_condition *limit)
{
    struct range can = range_of(limit->id, limit->unit), is = range_of_limit(limit);
    char low[LO_NUMBER_SIZE], high[LO_NUMBER_SIZE] = "anything";
    const char *what = NULL;

    if (is.low > is.high) {
        lo_diagnose(loading->problems, limit->at, "min is more than max: %s > %s",
                    lo_number_exact(low, is.low), lo_number_exact(high, is.high));
        return;
    }
    /* What is below every level still fails a minimum, so that a minimum of a level says
     * something however low it is. */
    if (are_apart(is, can))
        what = "can never hold";
    else if (lies_within(can, is) && (!limit->min.is_set || can.low == 0.0))
        what = "always holds";
    if (!what)
        return;
    if (isfinite(can.high))
        lo_number_exact(high, can.high);
    lo_diagnose(loading->problems, limit->at,
                "this limit %s: %s lies between %s and %s", what, limit->id,
                lo_number_exact(low, can.low), high);
}

static bool has_words(const struct lo_condition *fact)
{
    return fact->test == LO_IS || fact->test == LO_ONE_OF;
}

/* Are all words of a among those of b? any: is at least one? */
static bool shares_words(const struct lo_condition *a, const struct lo_condition *b,
                         bool any)
{
    size_t shared = 0;

    for (size_t i = 0; i < a->word_count; i++)
        for (size_t j = 0; j < b->word_count; j++)
            if (strcmp(a->words[i], b->words[j]) == 0) {
                shared++;
                break;
            }
    return any ? shared > 0 : shared == a->word_count;
}

enum relation { INDEPENDENT, NEVER, ALWAYS };

/* What given, which holds, says of then. */
static enum relation relate(const struct lo_loading *loading,
                            const struct lo_condition *given,
                            const struct lo_condition *then)
{
    if (given->kind != then->kind || strcmp(given->id, then->id) != 0)
        return INDEPENDENT;
    if (then->kind == LO_LIMIT) {
        if (are_apart(range_of_limit(given), range_of_limit(then)))
            return NEVER;
        return lies_within(range_of_limit(given), range_of_limit(then)) ? ALWAYS
                                                                        : INDEPENDENT;
    }
    /* Several items of a list may meet several conditions. */
    if (then->kind != LO_FACT || lo_vocab_find(loading->vocab, LO_TERM_LIST, then->id))
        return INDEPENDENT;
    if (has_words(given) && has_words(then)) {
        if (!shares_words(given, then, true))
            return NEVER;
        return shares_words(given, then, false) ? ALWAYS : INDEPENDENT;
    }
    if (given->test == LO_ABSENT || then->test == LO_ABSENT)
        return given->test == then->test ? ALWAYS : NEVER;
    return then->test == LO_PRESENT ? ALWAYS : INDEPENDENT;
}

/* The conditions under all that have to hold at once, [*count] of them in list. */
enum { FLAT_MAX = 64 };

static void flatten(const struct lo_condition *all, const struct lo_condition **list,
                    size_t *count)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct lo_condition *child = &all->children[i];

        if (child->kind == LO_ALL)
            flatten(child, list, count);
        else if ((child->kind == LO_LIMIT || child->kind == LO_FACT) && child->id &&
                 *count < FLAT_MAX)
            list[(*count)++] = child;
    }
}

static void check_leaves(struct lo_loading *loading,
                         const struct lo_condition *condition)
{
    if (condition->kind == LO_LIMIT)
        check_limit(loading, condition);
    for (size_t i = 0; i < condition->count; i++)
        check_leaves(loading, &condition->children[i]);
}

static void check_together(struct lo_loading *loading,
                           const struct lo_condition *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (relate(loading, list[i], list[j]) == NEVER)
                lo_diagnose(loading->problems, list[j]->at,
                            "%s can never meet this and line %d", list[j]->id,
                            list[i]->at.line);
}

static void check_when(struct lo_loading *loading, const struct lo_rule *rule,
                       const struct lo_condition *const *must, size_t must_count)
{
    const struct lo_condition *when[FLAT_MAX];
    size_t when_count = 0;

    flatten(&rule->when, when, &when_count);
    check_together(loading, when, when_count);
    for (size_t i = 0; i < when_count; i++)
        for (size_t j = 0; j < must_count; j++) {
            enum relation relation = relate(loading, when[i], must[j]);

            if (relation == NEVER)
                lo_diagnose(loading->problems, must[j]->at,
                            "this can never hold: <when> asks for the contrary of %s",
                            must[j]->id);
            else if (relation == ALWAYS)
                lo_diagnose(loading->problems, must[j]->at,
                            "this always holds: <when> already asks %s for it",
                            must[j]->id);
        }
}

/* Two rules that no master can meet both. Notes may look at a thing from both sides. */
static void check_pair(struct lo_loading *loading, const struct lo_rule *a,
                       const struct lo_rule *b)
{
    const struct lo_condition *first[FLAT_MAX], *second[FLAT_MAX];
    size_t first_count = 0, second_count = 0;

    flatten(&a->must, first, &first_count);
    flatten(&b->must, second, &second_count);
    for (size_t i = 0; i < first_count; i++)
        for (size_t j = 0; j < second_count; j++)
            if (relate(loading, first[i], second[j]) == NEVER)
                lo_diagnose(loading->problems, second[j]->at,
                            "no %s meets this and rule '%s' (%s:%d)", second[j]->id,
                            a->id, first[i]->at.file, first[i]->at.line);
}

void lo_logic_check(struct lo_loading *loading)
{
    const struct lo_spec *spec = loading->spec;

    for (size_t i = 0; i < spec->rule_count; i++) {
        const struct lo_rule *rule = &spec->rules[i];
        const struct lo_condition *must[FLAT_MAX];
        size_t count = 0;

        if (lo_diagnosis_full(loading->problems))
            return;
        check_leaves(loading, &rule->when);
        check_leaves(loading, &rule->must);
        flatten(&rule->must, must, &count);
        check_together(loading, must, count);
        check_when(loading, rule, must, count);
        for (size_t j = 0; j < i && rule->severity != LO_NOTE; j++)
            if (rule->when.count == 0 && spec->rules[j].when.count == 0 &&
                spec->rules[j].severity != LO_NOTE)
                check_pair(loading, &spec->rules[j], rule);
    }
}
