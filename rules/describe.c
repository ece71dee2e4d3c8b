/* How a document stands to a condition, in words. */
#include "analyzer/base/number.h"
#include "analyzer/doc/utf8.h"
#include "rules/eval.h"
#include "rules/text.h"

#include <string.h>

/* Texts of files may be long; a report shows their start. */
enum { SHOWN_BYTES_MAX = 120, SHOWN_ITEMS_MAX = 6 };

static void add_text(struct lo_buf *out, const char *text)
{
    size_t length = strlen(text), used = 0;

    while (used < length && used < SHOWN_BYTES_MAX) {
        int step = lo_utf8_length(text + used, length - used);

        used += step > 0 ? (size_t)step : 1;
    }
    lo_buf_add(out, text, used);
    if (used < length)
        lo_buf_puts(out, "…");
}

static void add_measure(struct lo_buf *out, double value, enum lo_unit unit)
{
    char number[LO_NUMBER_SIZE];

    lo_buf_puts(out, lo_number_exact(number, value));
    if (unit != LO_UNIT_COUNT && *lo_unit_name(unit))
        lo_buf_printf(out, " %s", lo_unit_name(unit));
}

static void describe_quantity(const struct lo_doc *doc, const char *id,
                              struct lo_buf *out)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    lo_buf_puts(out, id);
    if (!quantity) {
        lo_buf_puts(out, " was not measured");
    } else if (quantity->state == LO_NOT_MEASURABLE) {
        lo_buf_puts(out, " is not measurable: ");
        add_text(out, quantity->reason);
    } else if (quantity->state == LO_BELOW) {
        lo_buf_puts(out, " is below all measure: there is nothing");
    } else {
        lo_buf_puts(out, " is ");
        add_measure(out, quantity->value, quantity->unit);
    }
}

static void describe_limit(const struct lo_doc *doc, const struct lo_condition *limit,
                           bool wanted, struct lo_buf *out)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, limit->id);

    describe_quantity(doc, limit->id, out);
    if (!wanted || !quantity || quantity->state == LO_NOT_MEASURABLE)
        return;
    if (quantity->state == LO_MEASURED && limit->max.is_set &&
        quantity->value > limit->max.value) {
        lo_buf_puts(out, ", more than ");
        add_measure(out, limit->max.value, limit->unit);
    } else if (limit->min.is_set &&
               (quantity->state == LO_BELOW || quantity->value < limit->min.value)) {
        lo_buf_puts(out, ", less than ");
        add_measure(out, limit->min.value, limit->unit);
    }
}

/* culprit: only the items that it finds; NULL: all. */
static void describe_list(const struct lo_fact *fact,
                          const struct lo_condition *culprit, struct lo_buf *out)
{
    size_t shown = 0, more = 0;

    lo_buf_puts(out, fact->count ? " has " : " is empty");
    for (size_t i = 0; i < fact->count; i++) {
        if (culprit && lo_text_passes(culprit, fact->items[i]) == LO_BROKEN)
            continue;
        if (shown == SHOWN_ITEMS_MAX) {
            more++;
            continue;
        }
        lo_buf_puts(out, shown++ ? ", '" : "'");
        add_text(out, fact->items[i]);
        lo_buf_putc(out, '\'');
    }
    if (more)
        lo_buf_printf(out, " and %zu more", more);
}

static void describe_state(const struct lo_doc *doc, const struct lo_condition *want,
                           enum lo_truth truth, struct lo_buf *out)
{
    const struct lo_fact *fact = lo_doc_fact(doc, want->id);
    bool looks_at_items = want->test != LO_PRESENT && want->test != LO_ABSENT;

    if (want->is_quantity) {
        describe_quantity(doc, want->id, out);
        return;
    }
    lo_buf_puts(out, want->id);
    if (!fact) {
        lo_buf_puts(out, " is not there");
    } else if (fact->type == LO_FACT_FLAG) {
        lo_buf_puts(out, fact->flag ? " is true" : " is false");
    } else if (fact->type == LO_FACT_LIST) {
        describe_list(fact, looks_at_items && truth == LO_HOLDS ? want : NULL, out);
    } else {
        lo_buf_puts(out, " is '");
        add_text(out, fact->text);
        lo_buf_putc(out, '\'');
    }
}

static void describe_fact(const struct lo_doc *doc, const struct lo_condition *want,
                          enum lo_truth truth, bool wanted, struct lo_buf *out)
{
    const struct lo_fact *fact = lo_doc_fact(doc, want->id);
    bool is_flag = fact && fact->type == LO_FACT_FLAG;

    if (truth == LO_UNKNOWN && !want->is_quantity) {
        lo_buf_printf(
            out, fact ? "%s takes too many steps to compare" : "%s was not measured",
            want->id);
        return;
    }
    describe_state(doc, want, truth, out);
    if (!wanted || truth != LO_BROKEN || is_flag)
        return;
    if (want->test == LO_IS)
        lo_buf_printf(out, ", not %s", want->expected);
    else if (want->test == LO_ONE_OF)
        lo_buf_printf(out, ", none of %s", want->expected);
    else if (want->test == LO_MATCHES)
        lo_buf_printf(out, ", not of the form %s", want->expected);
}

static void describe_events(const struct lo_doc *doc, const struct lo_condition *want,
                            enum lo_truth truth, bool wanted, struct lo_buf *out)
{
    struct lo_event_count found = lo_count_events(doc, want);

    if (truth == LO_UNKNOWN) {
        lo_buf_printf(out, "%s was not measured", want->id);
        if (!found.is_known)
            lo_buf_puts(out, " whole: there are more events than are kept");
        return;
    }
    lo_buf_printf(out, "%lld of %s", (long long)found.count, want->id);
    if (wanted && truth == LO_BROKEN)
        lo_buf_printf(out, ", more than %lld", (long long)want->at_most);
}

/* The conditions that matter to why a group is as it is: those that are not as wanted, or
 * all when every one is. */
static void describe_group(struct lo_evaluation *evaluation,
                           const struct lo_condition *group, bool wanted,
                           struct lo_buf *out)
{
    enum lo_truth good = wanted ? LO_HOLDS : LO_BROKEN;
    bool is_first = true;

    for (int pass = 0; pass < 2 && is_first; pass++)
        for (size_t i = 0; i < group->count; i++) {
            const struct lo_condition *child = &group->children[i];

            if (pass == 0 && lo_evaluate(evaluation, child).truth == good)
                continue;
            lo_buf_puts(out, is_first ? "" : "; ");
            lo_describe(evaluation, child, wanted, out);
            is_first = false;
        }
}

void lo_describe(struct lo_evaluation *evaluation, const struct lo_condition *condition,
                 bool wanted, struct lo_buf *out)
{
    enum lo_truth truth;

    switch (condition->kind) {
    case LO_ALL:
    case LO_ANY:
        describe_group(evaluation, condition, wanted, out);
        return;
    case LO_NOT:
        lo_describe(evaluation, &condition->children[0], !wanted, out);
        return;
    case LO_LIMIT:
        describe_limit(evaluation->doc, condition, wanted, out);
        return;
    default:
        break;
    }
    truth = lo_evaluate(evaluation, condition).truth;
    if (condition->kind == LO_FACT)
        describe_fact(evaluation->doc, condition, truth, wanted, out);
    else if (condition->kind == LO_EVENTS)
        describe_events(evaluation->doc, condition, truth, wanted, out);
    else if (truth == LO_UNKNOWN)
        lo_buf_printf(out, "what %s asks for was not measured", condition->id);
    else
        lo_buf_printf(out, "%s: %s", truth == LO_HOLDS ? "true" : "not true",
                      condition->id);
}
