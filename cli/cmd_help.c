/* leadout help. */
#include "cli/command.h"
#include "cli/output.h"

#include <string.h>

/* The text of every command whose first word is the group. */
static bool help_group(struct lo_buf *text, const char *group)
{
    size_t length = strlen(group);
    bool found = false;

    for (size_t i = 0; lo_commands[i]; i++) {
        const char *name = lo_commands[i]->name;

        if (strncmp(name, group, length) != 0 || name[length] != ' ')
            continue;
        if (found)
            lo_buf_puts(text, "\n\n");
        lo_help_command(text, lo_commands[i]);
        found = true;
    }
    return found;
}

static int write_help(struct lo_buf *text, struct lo_settings *settings,
                      struct lo_err *err)
{
    const struct lo_command *command;
    char *words[2] = {NULL, NULL};
    int count = (int)settings->operands.count, used;

    for (int i = 0; i < count; i++) {
        words[i] = lo_arena_strdup(settings->arena, settings->operands.items[i]);
        if (!words[i])
            return lo_error_nomem(err);
    }
    if (count == 0 && settings->format == LO_FORMAT_MARKDOWN)
        lo_help_markdown(text);
    else if (count == 0)
        lo_help_overview(text);
    else if (count > 1 || !help_group(text, words[0])) {
        command = lo_command_find(count, words, &used, err);
        if (!command)
            return -1;
        lo_help_command(text, command);
    }
    return 0;
}

static int run(struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0};
    int result =
        write_help(&text, settings, err) || lo_output_text(&text, err) ? -1 : 0;

    lo_buf_fini(&text);
    return result;
}

static const char *const examples[] = {
    "leadout help check",
    "leadout help spec",
    NULL,
};

static const struct lo_opt *const options[] = {&lo_row_format_own, &lo_row_help, NULL};

const struct lo_command lo_command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "explain leadout, or one command with all its options",
    .about = "With --format=markdown and no command it prints docs/cli.md.",
    .examples = examples,
    .options = options,
    .most = 2,
    .run = run,
};
