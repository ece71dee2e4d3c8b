/* leadout spec list, show and lint. */
#include "analyzer/engine/engine.h"
#include "cli/command.h"
#include "cli/output.h"
#include "rules/spec.h"

#include <stdint.h>
#include <string.h>

static int print(struct lo_buf *text, struct lo_err *err)
{
    int result = lo_output_text(text, err);

    lo_buf_fini(text);
    return result;
}

static int run_list(struct lo_settings *settings, struct lo_err *err)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);
    struct lo_buf text = {0};

    (void)settings;
    for (size_t i = 0; i < count; i++)
        lo_buf_printf(&text, "%-24s%-8s%-10s%s\n", list[i].id,
                      lo_subject_name(list[i].scope), list[i].version, list[i].title);
    return print(&text, err);
}

static const struct lo_shipped *find_shipped(const char *id)
{
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return &list[i];
    return NULL;
}

static int show(struct lo_buf *text, const char *name, bool as_xml, struct lo_err *err)
{
    const struct lo_shipped *shipped = find_shipped(name);
    struct lo_spec *spec;

    if (as_xml && shipped) {
        lo_buf_add(text, shipped->xml, shipped->xml_bytes);
        return 0;
    }
    /* Also for --xml, since it says what is wrong with the name. */
    if (lo_spec_load(&spec, name, lo_engine_vocab(), err))
        return -1;
    if (as_xml)
        lo_error(err, LO_EUSAGE, LO_NOWHERE,
                 "--xml shows specs that ship with leadout, and %s is a file", name);
    else
        lo_spec_show(spec, text);
    lo_spec_free(spec);
    return err->status ? -1 : 0;
}

static int run_show(struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0};

    for (size_t i = 0; i < settings->operands.count; i++) {
        if (i > 0)
            lo_buf_putc(&text, '\n');
        if (show(&text, settings->operands.items[i], settings->xml, err)) {
            lo_buf_fini(&text);
            return -1;
        }
    }
    return print(&text, err);
}

/* All problems of one spec, a line each, as compilers print them. */
static int lint(struct lo_buf *text, const char *name, size_t *errors,
                struct lo_err *err)
{
    struct lo_problems problems = {0};

    if (lo_spec_lint(name, lo_engine_vocab(), &problems, err))
        return -1;
    for (size_t i = 0; i < problems.count; i++) {
        const struct lo_problem *problem = &problems.list[i];

        lo_show(text, problem->file);
        lo_buf_printf(text, ":%d: %s", problem->line,
                      problem->is_note ? "note: " : "error: ");
        lo_show(text, problem->text);
        lo_buf_putc(text, '\n');
    }
    *errors += problems.errors;
    lo_problems_fini(&problems);
    return 0;
}

static int run_lint(struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0};
    size_t errors = 0;

    for (size_t i = 0; i < settings->operands.count; i++)
        if (lint(&text, settings->operands.items[i], &errors, err)) {
            lo_buf_fini(&text);
            return -1;
        }
    if (!settings->quiet && errors == 0)
        lo_buf_printf(&text, "%zu spec%s right\n", settings->operands.count,
                      settings->operands.count == 1 ? " is" : "s are");
    if (text.length > 0 && print(&text, err))
        return -1;
    lo_buf_fini(&text);
    return errors ? LO_EXIT_USAGE : LO_EXIT_ACCEPTED;
}

static const char *const list_examples[] = {"leadout spec list", NULL};
static const struct lo_opt *const list_options[] = {&lo_row_help, NULL};

const struct lo_command lo_command_spec_list = {
    .name = "spec list",
    .operands = "",
    .summary = "list the specs that ship with leadout",
    .about = "One line each: id (for --for), what it judges, version, title.",
    .examples = list_examples,
    .options = list_options,
    .run = run_list,
};

static const char *const show_examples[] = {
    "leadout spec show spotify",
    "leadout spec show --xml streaming >house.xml",
    NULL,
};
static const struct lo_opt *const show_options[] = {&lo_row_xml, &lo_row_help, NULL};

const struct lo_command lo_command_spec_show = {
    .name = "spec show",
    .operands = "SPEC...",
    .summary = "show a spec: every rule, its limit, reason, advice and source",
    .about =
        "SPEC is an id from `leadout spec list` or a file of your own. Rules that it "
        "inherits are shown with its own.",
    .examples = show_examples,
    .options = show_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_show,
};

static const char *const lint_examples[] = {"leadout spec lint house.xml", NULL};
static const struct lo_opt *const lint_options[] = {&lo_row_quiet_lint, &lo_row_help,
                                                    NULL};

const struct lo_command lo_command_spec_lint = {
    .name = "spec lint",
    .operands = "SPEC...",
    .summary = "find everything that is wrong with a spec",
    .about =
        "One line each, as FILE:LINE: error or note, what is wrong, and what would "
        "be right. Notes are habits (no source, no advice) and pass; errors make "
        "the exit status 2. docs/specs.md describes the language.",
    .examples = lint_examples,
    .options = lint_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_lint,
};
