#include "analyzer/doc/verdict.h"
#include "cli/command.h"
#include "cli/sandbox.h"
#include "cli/versions.h"

#include <stdio.h>
#include <string.h>

/* Help is wrapped here whatever the terminal, so that docs are the same everywhere. */
enum { COLUMNS = 80, HANG = 24 };

static const char exit_status[] =
    "0  accepted\n"
    "1  rejected: a rule failed (--fail-on says of which severity), or an input is\n"
    "   corrupt, is not audio, or needs more time or memory than its limit\n"
    "2  asked wrongly: bad usage, a path that does not exist, a broken spec; nothing\n"
    "   was judged\n"
    "3  not analysed, worth a retry: a file that cannot be read or vanished, a\n"
    "   measuring process that crashed or ran out of time, no memory, a full disk.\n"
    "   It comes before 1\n";

/* Adds text in lines of at most COLUMNS, the first beginning at column, the others indented
 * by indent. Empty lines in it separate paragraphs. */
static void wrap(struct lo_buf *out, const char *text, size_t column, size_t indent)
{
    while (*text) {
        size_t word = strcspn(text, " \n");

        if (column > indent && column + 1 + word > COLUMNS) {
            lo_buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            lo_buf_putc(out, ' ');
            column++;
        }
        lo_buf_add(out, text, word);
        column += word;
        text += word;
        if (text[0] == '\n' && text[1] == '\n') {
            lo_buf_printf(out, "\n\n%*s", (int)indent, "");
            column = indent;
        }
        text += strspn(text, " \n");
    }
    lo_buf_putc(out, '\n');
}

/* "  -j, --jobs=N" */
static size_t option_name(char *text, size_t size, const struct lo_opt *opt)
{
    char letter[8] = "    ";

    if (opt->letter)
        snprintf(letter, sizeof letter, "-%c, ", opt->letter);
    return (size_t)snprintf(text, size, "  %s--%s%s%s", letter, opt->name,
                            opt->arg ? "=" : "", opt->arg ? opt->arg : "");
}

static void add_options(struct lo_buf *out, const struct lo_command *command)
{
    for (size_t i = 0; command->options[i]; i++) {
        char name[80];
        size_t length = option_name(name, sizeof name, command->options[i]);

        lo_buf_puts(out, name);
        if (length + 2 > HANG)
            lo_buf_printf(out, "\n%*s", HANG, "");
        else
            lo_buf_printf(out, "%*s", (int)(HANG - length), "");
        wrap(out, command->options[i]->help, HANG, HANG);
    }
}

static void add_usage(struct lo_buf *out, const struct lo_command *command)
{
    lo_buf_printf(out, "leadout %s [OPTION...]%s%s", command->name,
                  *command->operands ? " " : "", command->operands);
}

static void add_examples(struct lo_buf *out, const struct lo_command *command,
                         size_t most)
{
    for (size_t i = 0; command->examples[i] && i < most; i++)
        lo_buf_printf(out, "  %s\n", command->examples[i]);
}

void lo_help_command(struct lo_buf *out, const struct lo_command *command)
{
    lo_buf_printf(out, "leadout %s: %s\n\nUsage: ", command->name, command->summary);
    add_usage(out, command);
    lo_buf_puts(out, "\n\nExamples:\n");
    add_examples(out, command, (size_t)-1);
    lo_buf_putc(out, '\n');
    wrap(out, command->about, 0, 0);
    lo_buf_puts(out, "\nOptions:\n");
    add_options(out, command);
    lo_buf_putc(out, '\n');
    wrap(out,
         command->judges
             ? "Exit status: 0 accepted, 1 rejected, 2 asked wrongly, 3 not "
               "analysed; `leadout help` explains them."
             : "Exit status: 0 done, 2 asked wrongly, 3 cannot be written.",
         0, 0);
}

void lo_help_short(struct lo_buf *out, const struct lo_command *command)
{
    lo_buf_puts(out, "Usage: ");
    add_usage(out, command);
    lo_buf_puts(out, "\n\nExamples:\n");
    add_examples(out, command, 2);
    lo_buf_printf(out, "\n`leadout %s --help` explains it all.\n", command->name);
}

void lo_help_overview(struct lo_buf *out)
{
    lo_buf_puts(out,
                "leadout checks finished music masters against the published rules "
                "of where they\ngo: measures, judges, and shows where and why "
                "something fails.\n\n"
                "Usage: leadout COMMAND [OPTION...] [FILE...]\n\n"
                "Examples:\n"
                "  leadout check master.wav\n"
                "  leadout check --for=spotify,apple-music --out=report album/\n\n"
                "Commands:\n");
    for (size_t i = 0; lo_commands[i]; i++) {
        lo_buf_printf(out, "  %-14s", lo_commands[i]->name);
        wrap(out, lo_commands[i]->summary, 16, 16);
    }
    lo_buf_puts(out, "\n`leadout help COMMAND` explains a command and its options; "
                     "`leadout --version`\nsays what is at work.\n\nExit status:\n");
    for (const char *line = exit_status; *line; line += strcspn(line, "\n") + 1)
        lo_buf_printf(out, "  %.*s\n", (int)strcspn(line, "\n"), line);
}

void lo_help_markdown(struct lo_buf *out)
{
    lo_buf_puts(out, "# Commands\n\n"
                     "<!-- Made by `leadout help --format=markdown`; a test compares. "
                     "-->\n\n```\n");
    lo_help_overview(out);
    lo_buf_puts(out, "```\n");
    for (size_t i = 0; lo_commands[i]; i++) {
        lo_buf_printf(out, "\n## leadout %s\n\n```\n", lo_commands[i]->name);
        lo_help_command(out, lo_commands[i]);
        lo_buf_puts(out, "```\n");
    }
}

void lo_help_version(struct lo_buf *out)
{
    struct lo_spec_info libraries[LO_LIBRARIES];

    lo_versions(libraries);
    lo_buf_printf(out, "leadout %s\n\nLibraries:\n", LEADOUT_VERSION);
    for (size_t i = 0; i < LO_LIBRARIES; i++)
        lo_buf_printf(out, "  %-12s%s\n", libraries[i].id, libraries[i].version);
    lo_buf_printf(out, "\nSandbox: %s\nLicence: GPL-3.0-or-later\n",
                  lo_sandbox_describe());
}
