/* A spec as a page of text that a person can read, or send to a client. */
#include "analyzer/base/buf.h"
#include "analyzer/base/number.h"
#include "analyzer/base/page.h"
#include "rules/spec_private.h"
#include "rules/text.h"

#include <string.h>

static void add_bound(struct lo_buf *out, const char *words, double value,
                      enum lo_unit unit)
{
    char number[LO_NUMBER_SIZE];
    const char *name = unit == LO_UNIT_COUNT ? "" : lo_unit_name(unit);

    lo_buf_printf(out, " %s %s%s%s", words, lo_number_exact(number, value),
                  *name ? " " : "", name);
}

static void show_limit(struct lo_buf *out, const struct lo_condition *limit)
{
    lo_buf_puts(out, limit->id);
    if (limit->min.is_set && limit->max.is_set &&
        limit->min.value == limit->max.value) {
        add_bound(out, "is", limit->min.value, limit->unit);
        return;
    }
    if (limit->min.is_set)
        add_bound(out, "at least", limit->min.value, limit->unit);
    if (limit->min.is_set && limit->max.is_set)
        lo_buf_puts(out, " and");
    if (limit->max.is_set)
        add_bound(out, "at most", limit->max.value, limit->unit);
}

static void show_fact(struct lo_buf *out, const struct lo_condition *fact)
{
    static const char *const words[] = {[LO_IS] = "is",
                                        [LO_ONE_OF] = "is one of",
                                        [LO_MATCHES] = "has the form",
                                        [LO_PRESENT] = "is there",
                                        [LO_ABSENT] = "is empty or not there"};

    lo_buf_printf(out, "%s %s", fact->id, words[fact->test]);
    if (fact->test != LO_PRESENT && fact->test != LO_ABSENT)
        lo_buf_printf(out, " %s", fact->expected);
}

static void show_events(struct lo_buf *out, const struct lo_condition *events)
{
    if (events->at_most == 0)
        lo_buf_printf(out, "no %s", events->id);
    else
        lo_buf_printf(out, "at most %lld of %s", (long long)events->at_most,
                      events->id);
    if (events->longer_than_s > 0.0)
        add_bound(out, "longer than", events->longer_than_s, LO_UNIT_S);
    if (!events->between.is_set)
        return;
    add_bound(out, "between", events->between.from_s, LO_UNIT_S);
    if (events->between.is_to_end)
        lo_buf_puts(out, " and the end");
    else
        add_bound(out, "and", events->between.to_s, LO_UNIT_S);
}

static void show_condition(struct lo_buf *out, const struct lo_condition *condition,
                           bool is_inner)
{
    const char *between = condition->kind == LO_ANY ? " or " : " and ";
    bool has_brackets = is_inner && condition->count > 1;

    switch (condition->kind) {
    case LO_LIMIT:
        show_limit(out, condition);
        return;
    case LO_FACT:
        show_fact(out, condition);
        return;
    case LO_EVENTS:
        show_events(out, condition);
        return;
    case LO_ASSERT:
        lo_buf_printf(out, "XPath %s", condition->id);
        return;
    case LO_NOT:
        lo_buf_puts(out, "not ");
        break;
    default:
        break;
    }
    lo_buf_puts(out, has_brackets || condition->kind == LO_NOT ? "(" : "");
    for (size_t i = 0; i < condition->count; i++) {
        lo_buf_puts(out, i ? between : "");
        show_condition(out, &condition->children[i], true);
    }
    lo_buf_puts(out, has_brackets || condition->kind == LO_NOT ? ")" : "");
}

static void show_conditions(struct lo_buf *out, const char *name,
                            const struct lo_condition *condition)
{
    struct lo_buf text = {0};

    if (condition->count == 0)
        return;
    show_condition(&text, condition, false);
    lo_page_field(out, name, text.text);
    out->failed |= text.failed;
    lo_buf_fini(&text);
}

static void show_correction(struct lo_buf *out, const struct lo_correct *correct)
{
    struct lo_buf text = {0};

    if (!correct->cure)
        return;
    lo_buf_puts(&text, correct->cure->name);
    if (correct->to_text)
        lo_buf_printf(&text, " to %s %s", correct->to_text,
                      lo_unit_name(correct->cure->to));
    if (correct->at_most.text)
        lo_buf_printf(&text, ", by at most %s", correct->at_most.text);
    lo_buf_printf(&text, " (%s)", correct->cure->summary);
    lo_page_field(out, "may fix", text.text);
    out->failed |= text.failed;
    lo_buf_fini(&text);
}

static void show_source(struct lo_buf *out, const struct lo_source *source)
{
    struct lo_buf text = {0};

    if (!source)
        return;
    if (source->publisher && *source->publisher)
        lo_buf_printf(&text, "%s: ", source->publisher);
    lo_buf_printf(&text, "%s", source->title);
    if (source->url && *source->url)
        lo_buf_printf(&text, ", %s", source->url);
    if (source->seen)
        lo_buf_printf(&text, ", seen %s", source->seen);
    lo_buf_printf(&text, " (%s)", lo_confidence_name(source->confidence));
    lo_page_field(out, "source", text.text);
    out->failed |= text.failed;
    lo_buf_fini(&text);
}

static void show_rule(struct lo_buf *out, const struct lo_spec *spec,
                      const struct lo_rule *rule)
{
    lo_buf_printf(out, "\n%s: ", rule->id);
    lo_page_wrap_at(out, rule->title, 2, strlen(rule->id) + 2);
    lo_page_field(out, "severity", lo_severity_name(rule->severity));
    show_conditions(out, "when", &rule->when);
    show_conditions(out, "must", &rule->must);
    lo_page_field(out, "why", rule->why);
    lo_page_field(out, "advice", rule->advice);
    show_correction(out, &rule->correct);
    show_source(out, rule->source);
    if (strcmp(rule->from, spec->info.id) != 0)
        lo_page_field(out, "from", rule->from);
    if (rule->passes_unmeasured)
        lo_page_field(out, "note", "passes when it cannot be measured");
}

void lo_spec_show(const struct lo_spec *spec, struct lo_buf *out)
{
    static const char *const headings[] = {
        [LO_ERROR] = "Rules that reject",
        [LO_WARNING] = "Rules that warn",
        [LO_NOTE] = "Notes",
    };

    lo_buf_printf(out, "%s (%s", spec->info.title, spec->info.id);
    if (*spec->info.version)
        lo_buf_printf(out, ", version %s", spec->info.version);
    lo_buf_printf(out, ", for a %s", lo_subject_name(spec->scope));
    if (spec->extends && *spec->extends)
        lo_buf_printf(out, ", extends %s", spec->extends);
    lo_buf_puts(out, ")\n");
    if (spec->summary)
        lo_page_wrap_at(out, spec->summary, 0, 0);
    for (int severity = LO_ERROR; severity >= LO_NOTE; severity--) {
        bool is_first = true;

        for (size_t i = 0; i < spec->rule_count; i++) {
            if ((int)spec->rules[i].severity != severity)
                continue;
            if (is_first)
                lo_buf_printf(out, "\n== %s ==\n", headings[severity]);
            is_first = false;
            show_rule(out, spec, &spec->rules[i]);
        }
    }
}

/* Is the term looked at anywhere in the condition? */
static bool mentions(const struct lo_condition *condition, const char *term)
{
    if ((condition->kind == LO_LIMIT || condition->kind == LO_FACT ||
         condition->kind == LO_EVENTS) &&
        strcmp(condition->id, term) == 0)
        return true;
    for (size_t i = 0; condition->kind == LO_ASSERT && condition->mention[i]; i++)
        if (strcmp(condition->mention[i], term) == 0)
            return true;
    for (size_t i = 0; i < condition->count; i++)
        if (mentions(&condition->children[i], term))
            return true;
    return false;
}

bool lo_spec_show_rule(const struct lo_spec *spec, const char *rule, struct lo_buf *out)
{
    for (size_t i = 0; i < spec->rule_count; i++)
        if (strcmp(spec->rules[i].id, rule) == 0) {
            show_rule(out, spec, &spec->rules[i]);
            return true;
        }
    return false;
}

void lo_spec_show_uses(const struct lo_spec *spec, const char *term, struct lo_buf *out)
{
    for (size_t i = 0; i < spec->rule_count; i++) {
        const struct lo_rule *rule = &spec->rules[i];
        struct lo_buf text = {0};

        if (strcmp(rule->from, spec->info.id) != 0 || !mentions(&rule->must, term))
            continue;
        lo_buf_printf(&text, "%s/%s (%s): ", spec->info.id, rule->id,
                      lo_severity_name(rule->severity));
        show_condition(&text, &rule->must, false);
        lo_page_field(out, "rule", text.text);
        out->failed |= text.failed;
        lo_buf_fini(&text);
    }
}

void lo_spec_show_own(const struct lo_spec *spec,
                      void (*show)(void *context, const char *rule), void *context)
{
    for (size_t i = 0; i < spec->rule_count; i++)
        if (strcmp(spec->rules[i].from, spec->info.id) == 0)
            show(context, spec->rules[i].id);
}
