/* leadout explain: what a quantity or a rule is, and what to do about it; and docs/explain.md. */
#include "analyzer/base/nearest.h"
#include "analyzer/base/page.h"
#include "analyzer/engine/engine.h"
#include "cli/command.h"
#include "cli/explanations.h"
#include "cli/output.h"
#include "rules/spec.h"

#include <stdint.h>
#include <string.h>

/* One page that is being written. */
struct page {
    struct lo_buf *out;
    bool is_markdown;
    const struct lo_spec *spec; /* whose rules are written */
    struct lo_spec **shipped;   /* all, once one was asked for; ends with NULL */
    struct lo_arena *arena;
};

static void put_field(struct page *page, const char *name, const char *text)
{
    if (!page->is_markdown)
        lo_page_field(page->out, name, text);
    else if (text && *text)
        lo_buf_printf(page->out, "- **%s**: %s\n", name, text);
}

/* The meter that sets the term; NULL: the reader or a release does. */
static const struct lo_meter *meter_of(const char *id)
{
    for (size_t i = 0; lo_meters[i]; i++)
        for (const struct lo_term *term = lo_meters[i]->terms; term->id; term++)
            if (strcmp(term->id, id) == 0)
                return lo_meters[i];
    return NULL;
}

static void put_params(struct page *page, const struct lo_meter *meter)
{
    for (const struct lo_param *param = meter->params; param && param->name; param++) {
        struct lo_buf text = {0};

        lo_buf_printf(&text, "--set %s.%s=%.10g", meter->name, param->name,
                      param->initial);
        if (*lo_unit_name(param->unit))
            lo_buf_printf(&text, " (%s)", lo_unit_name(param->unit));
        lo_buf_printf(&text, ": %s", param->summary);
        put_field(page, "setting", text.text);
        page->out->failed = page->out->failed || text.failed;
        lo_buf_fini(&text);
    }
}

/* Every kind of thing that has the id: "quantity (LUFS): …". */
static void put_terms(struct page *page, const char *id)
{
    const struct lo_vocab *vocab = lo_engine_vocab();

    for (size_t g = 0; g < vocab->count; g++)
        for (const struct lo_term *term = vocab->groups[g]; term->id; term++) {
            const char *unit = lo_unit_name(term->unit);
            struct lo_buf text = {0};

            if (strcmp(term->id, id) != 0)
                continue;
            lo_buf_printf(&text, "%s%s%s", term->summary, *unit ? ", in " : "", unit);
            put_field(page, lo_term_kind_name(term->kind), text.text);
            page->out->failed = page->out->failed || text.failed;
            lo_buf_fini(&text);
        }
}

/* Every shipped spec. -1 with err filled in: one is wrong, or no memory. */
static int load_shipped(struct page *page, struct lo_err *err)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    if (page->shipped)
        return 0;
    page->shipped = lo_arena_alloc(page->arena, count + 1, sizeof(struct lo_spec *));
    if (!page->shipped)
        return lo_error_nomem(err);
    for (size_t i = 0; i < count; i++)
        if (lo_spec_load(&page->shipped[i], list[i].id, lo_engine_vocab(), err))
            return -1;
    return 0;
}

static void free_shipped(struct page *page)
{
    for (struct lo_spec **spec = page->shipped; spec && *spec; spec++)
        lo_spec_free(*spec);
}

/* The rules of shipped specs that look at it. */
static int put_uses(struct page *page, const char *id, struct lo_err *err)
{
    struct lo_buf uses = {0};

    if (load_shipped(page, err))
        return -1;
    for (struct lo_spec **spec = page->shipped; *spec; spec++)
        lo_spec_show_uses(*spec, id, &uses);
    if (uses.length && page->is_markdown)
        lo_buf_printf(page->out, "\n```text\n%s```\n", uses.text);
    else if (uses.length)
        lo_buf_puts(page->out, uses.text);
    page->out->failed = page->out->failed || uses.failed;
    lo_buf_fini(&uses);
    return 0;
}

static int explain_term(struct page *page, const char *id, struct lo_err *err)
{
    const struct lo_explanation *explanation = lo_explanation_of(id);
    const struct lo_meter *meter = meter_of(id);

    lo_buf_printf(page->out, page->is_markdown ? "\n## %s\n\n" : "%s\n", id);
    put_terms(page, id);
    if (explanation) {
        put_field(page, "how", explanation->how);
        put_field(page, "good", explanation->good);
        put_field(page, "advice", explanation->action);
    }
    if (meter) {
        put_field(page, "source", meter->source);
        put_params(page, meter);
    }
    return put_uses(page, id, err);
}

/* SPEC/RULE. *is_rule: it is one, whatever becomes of it. */
static int explain_rule(struct page *page, const char *topic, bool *is_rule,
                        struct lo_arena *arena, struct lo_err *err)
{
    const char *slash = strrchr(topic, '/');
    struct lo_spec *spec;
    char *name;
    bool is_there;

    *is_rule = slash && slash != topic && slash[1];
    if (!*is_rule)
        return 0;
    name = lo_arena_strndup(arena, topic, (size_t)(slash - topic));
    if (!name)
        return lo_error_nomem(err);
    if (lo_spec_load(&spec, name, lo_engine_vocab(), err))
        return -1;
    lo_buf_printf(page->out, "%s %s", lo_spec_info(spec)->title,
                  lo_spec_info(spec)->version);
    is_there = lo_spec_show_rule(spec, slash + 1, page->out);
    lo_spec_free(spec);
    return is_there ? 0
                    : lo_error(err, LO_EUSAGE, LO_NOWHERE,
                               "the spec %s has no rule '%s'; `leadout spec show %s` "
                               "shows them all",
                               name, slash + 1, name);
}

static bool is_term(const char *id)
{
    const struct lo_vocab *vocab = lo_engine_vocab();

    for (size_t g = 0; g < vocab->count; g++)
        for (const struct lo_term *term = vocab->groups[g]; term->id; term++)
            if (strcmp(term->id, id) == 0)
                return true;
    return false;
}

static bool is_spec(const char *name)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, name) == 0)
            return true;
    return strstr(name, ".xml") != NULL;
}

static int explain_spec(struct page *page, const char *name, struct lo_err *err)
{
    struct lo_spec *spec;

    if (lo_spec_load(&spec, name, lo_engine_vocab(), err))
        return -1;
    lo_spec_show(spec, page->out);
    lo_spec_free(spec);
    return 0;
}

static int unknown(const char *topic, struct lo_arena *arena, struct lo_err *err)
{
    const struct lo_vocab *vocab = lo_engine_vocab();
    struct lo_nearest nearest = {.written = topic};
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);
    const char *hint;

    for (size_t g = 0; g < vocab->count; g++)
        for (const struct lo_term *term = vocab->groups[g]; term->id; term++)
            lo_nearest_offer(&nearest, term->id);
    for (size_t i = 0; i < count; i++)
        lo_nearest_offer(&nearest, list[i].id);
    hint = lo_nearest_hint(&nearest, arena);
    return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                    "there is nothing called '%s'%s `leadout meters` lists what is "
                    "measured, `leadout spec list` the specs",
                    topic, *hint ? hint : ";");
}

static int explain(struct page *page, const char *topic, struct lo_arena *arena,
                   struct lo_err *err)
{
    bool is_rule;

    if (is_term(topic))
        return explain_term(page, topic, err);
    if (is_spec(topic) && !strchr(topic, '/'))
        return explain_spec(page, topic, err);
    if (explain_rule(page, topic, &is_rule, arena, err))
        return -1;
    return is_rule ? 0 : unknown(topic, arena, err);
}

static void put_own_rule(void *context, const char *rule)
{
    struct page *page = context;

    lo_spec_show_rule(page->spec, rule, page->out);
}

/* docs/explain.md: every term that has more to say than its line, and the rules of every
 * spec that are its own. */
static int explain_all(struct page *page, struct lo_err *err)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    lo_buf_puts(page->out, "# Quantities and rules, explained\n\n"
                           "<!-- Made by `leadout explain --format=markdown`; a test "
                           "compares. -->\n\n"
                           "`leadout explain NAME` prints one of them. All there is to "
                           "measure is in [meters.md](meters.md).\n");
    if (load_shipped(page, err))
        return -1;
    for (const struct lo_explanation *e = lo_explanations; e->id; e++)
        if (explain_term(page, e->id, err))
            return -1;
    lo_buf_puts(page->out,
                "\n# Specs\n\nEach with the rules that are its own; `leadout "
                "spec show NAME` shows those of its bases too.\n");
    for (size_t i = 0; i < count; i++) {
        lo_buf_printf(page->out, "\n## %s\n\n%s\n\n```text", list[i].id,
                      list[i].summary);
        page->spec = page->shipped[i];
        lo_spec_show_own(page->spec, put_own_rule, page);
        lo_buf_puts(page->out, "```\n");
    }
    return 0;
}

static int run(struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0};
    struct page page = {.out = &text,
                        .is_markdown = settings->format == LO_FORMAT_MARKDOWN,
                        .arena = settings->arena};
    const struct lo_words *topics = &settings->operands;
    int result = 0;

    if (topics->count == 0 && !page.is_markdown)
        return lo_error(
            err, LO_EUSAGE, LO_NOWHERE,
            "explain what? A quantity (`leadout meters` lists them), SPEC or "
            "SPEC/RULE");
    if (topics->count == 0)
        result = explain_all(&page, err);
    for (size_t i = 0; i < topics->count && !result; i++) {
        if (i > 0)
            lo_buf_putc(&text, '\n');
        result = explain(&page, topics->items[i], settings->arena, err);
    }
    if (!result)
        result = lo_output_text(&text, err);
    free_shipped(&page);
    lo_buf_fini(&text);
    return result;
}

static const char *const examples[] = {
    "leadout explain peak.true",
    "leadout explain spotify/true-peak",
    NULL,
};

static const struct lo_opt *const options[] = {&lo_row_format_own, &lo_row_help, NULL};

const struct lo_command lo_command_explain = {
    .name = "explain",
    .operands = "QUANTITY|SPEC|SPEC/RULE...",
    .summary = "say what a quantity or a rule is, and what to do about it",
    .about =
        "Of a quantity: how it is found, by which standard, what a good value looks "
        "like, what to do, and which rules look at it. Of a rule: its limit, reason, "
        "advice and source.",
    .examples = examples,
    .options = options,
    .most = SIZE_MAX,
    .run = run,
};
