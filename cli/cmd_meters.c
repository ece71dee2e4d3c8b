/* leadout meters: everything that can be measured, in text and as docs/meters.md. */
#include "analyzer/disc/release_document.h"
#include "analyzer/engine/engine.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/suggest.h"

#include <stdint.h>
#include <string.h>

/* The reader is no meter, but what it finds out stands beside what meters measure. */
static const struct lo_meter readers[] = {
    {
        .name = "file",
        .summary = "what the file says of itself, and what is wrong with it",
        .source = "the reader",
        .terms = lo_audio_terms,
    },
    {
        .name = "tag",
        .summary = "what the file says of the music, and what is wrong with that",
        .source = "the reader",
        .terms = lo_tag_terms,
    },
    {
        .name = "intent",
        .summary = "what a release says was meant with a track",
        .source = "release.xml",
        .terms = lo_intent_terms,
    },
    {
        .name = "release",
        .summary = "what can only be said of the tracks of a release together",
        .source = "leadout",
        .terms = lo_release_terms,
    },
};

typedef void write_meter(struct lo_buf *out, const struct lo_meter *meter);

/* A value as short as it can be: 0.5, 400, -60. */
static void add_number(struct lo_buf *out, double value, enum lo_unit unit)
{
    lo_buf_printf(out, "%.10g%s%s", value, *lo_unit_name(unit) ? " " : "",
                  lo_unit_name(unit));
}

/* What a rule can ask of a fact depends on what it holds. */
static const char *kind_of(const struct lo_term *term)
{
    switch (term->kind) {
    case LO_TERM_TEXT:
        return "fact, text";
    case LO_TERM_FLAG:
        return "fact, flag";
    case LO_TERM_LIST:
        return "fact, list";
    default:
        return lo_term_kind_name(term->kind);
    }
}

static const char *unit_of(const struct lo_term *term)
{
    return *lo_unit_name(term->unit) ? lo_unit_name(term->unit) : "-";
}

static void write_text(struct lo_buf *out, const struct lo_meter *meter)
{
    lo_buf_printf(out, "%s: %s\n  source: %s%s\n", meter->name, meter->summary,
                  meter->source, meter->on_request ? "; runs when asked for" : "");
    for (const struct lo_term *term = meter->terms; term->id; term++)
        lo_buf_printf(out, "  %-30s %-12s %-11s %s\n", term->id, kind_of(term),
                      unit_of(term), term->summary);
    for (const struct lo_param *param = meter->params; param && param->name; param++) {
        lo_buf_printf(out, "  --set %s.%s=", meter->name, param->name);
        add_number(out, param->initial, LO_UNIT_NONE);
        lo_buf_puts(out, "  (");
        add_number(out, param->min, LO_UNIT_NONE);
        lo_buf_puts(out, " to ");
        add_number(out, param->max, param->unit);
        lo_buf_printf(out, ")  %s\n", param->summary);
    }
    lo_buf_putc(out, '\n');
}

/* '|' would end a cell. */
static void add_cell(struct lo_buf *out, const char *text)
{
    lo_buf_puts(out, "| ");
    for (; *text; text++) {
        if (*text == '|')
            lo_buf_putc(out, '\\');
        lo_buf_putc(out, *text);
    }
    lo_buf_putc(out, ' ');
}

static void write_markdown_params(struct lo_buf *out, const struct lo_meter *meter)
{
    lo_buf_puts(out, "\n| parameter | default | allowed | meaning |\n"
                     "| --- | --- | --- | --- |\n");
    for (const struct lo_param *param = meter->params; param->name; param++) {
        lo_buf_printf(out, "| `%s.%s` | ", meter->name, param->name);
        add_number(out, param->initial, param->unit);
        lo_buf_puts(out, " | ");
        add_number(out, param->min, LO_UNIT_NONE);
        lo_buf_puts(out, " to ");
        add_number(out, param->max, LO_UNIT_NONE);
        lo_buf_putc(out, ' ');
        add_cell(out, param->summary);
        lo_buf_puts(out, "|\n");
    }
}

static void write_markdown(struct lo_buf *out, const struct lo_meter *meter)
{
    lo_buf_printf(out, "\n## %s\n\n%s; source: %s.%s\n\n", meter->name, meter->summary,
                  meter->source,
                  meter->on_request ? " Runs when a rule or an option asks for it."
                                    : "");
    lo_buf_puts(out, "| id | kind | unit | meaning |\n| --- | --- | --- | --- |\n");
    for (const struct lo_term *term = meter->terms; term->id; term++) {
        lo_buf_printf(out, "| `%s` | %s ", term->id, kind_of(term));
        add_cell(out, lo_unit_name(term->unit));
        add_cell(out, term->summary);
        lo_buf_puts(out, "|\n");
    }
    if (meter->params && meter->params->name)
        write_markdown_params(out, meter);
}

static int unknown(const char *name, struct lo_err *err)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; lo_meters[i]; i++)
        if (lo_is_near(name, lo_meters[i]->name) &&
            lo_edit_distance(name, lo_meters[i]->name) < least) {
            best = lo_meters[i]->name;
            least = lo_edit_distance(name, best);
        }
    return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                    "there is no meter '%s'%s%s%s `leadout meters` lists them all",
                    name, best ? "; did you mean " : ".", best ? best : "",
                    best ? "?" : "");
}

static int write_named(struct lo_buf *out, const char *name, write_meter *write,
                       struct lo_err *err)
{
    for (size_t i = 0; i < LO_COUNT(readers); i++)
        if (strcmp(name, readers[i].name) == 0) {
            write(out, &readers[i]);
            return 0;
        }
    for (size_t i = 0; lo_meters[i]; i++)
        if (strcmp(name, lo_meters[i]->name) == 0) {
            write(out, lo_meters[i]);
            return 0;
        }
    return unknown(name, err);
}

static int run(struct lo_settings *settings, struct lo_err *err)
{
    bool markdown = settings->format == LO_FORMAT_MARKDOWN;
    write_meter *write = markdown ? write_markdown : write_text;
    const struct lo_words *names = &settings->operands;
    struct lo_buf text = {0};
    int result = 0;

    if (markdown)
        lo_buf_puts(&text,
                    "# What is measured\n\n"
                    "<!-- Made by `leadout meters --format=markdown`; a test compares. "
                    "-->\n");
    if (names->count == 0) {
        for (size_t i = 0; i < LO_COUNT(readers); i++)
            write(&text, &readers[i]);
        for (size_t i = 0; lo_meters[i]; i++)
            write(&text, lo_meters[i]);
    }
    for (size_t i = 0; i < names->count && !result; i++)
        result = write_named(&text, names->items[i], write, err);
    if (!result)
        result = lo_output_text(&text, err);
    lo_buf_fini(&text);
    return result;
}

static const char *const examples[] = {
    "leadout meters",
    "leadout meters loudness peak",
    NULL,
};

static const struct lo_opt *const options[] = {&lo_row_format_own, &lo_row_help, NULL};

const struct lo_command lo_command_meters = {
    .name = "meters",
    .operands = "[METER...]",
    .summary = "list everything that can be measured, with unit and meaning",
    .about = "The ids are those of the JSON and of rules in specs; parameters are for "
             "--set.",
    .examples = examples,
    .options = options,
    .most = SIZE_MAX,
    .run = run,
};
