#include "cli/command.h"

#include "cli/suggest.h"

#include <string.h>

extern const struct lo_command lo_command_check, lo_command_measure, lo_command_report,
    lo_command_spec_list, lo_command_spec_show, lo_command_spec_lint, lo_command_meters,
    lo_command_explain, lo_command_formats, lo_command_help;

const struct lo_command *const lo_commands[] = {
    &lo_command_check,
    &lo_command_measure,
    &lo_command_report,
    &lo_command_spec_list,
    &lo_command_spec_show,
    &lo_command_spec_lint,
    &lo_command_meters,
    &lo_command_explain,
    &lo_command_formats,
    &lo_command_help,
    NULL,
};

enum lo_exit lo_exit_of(const struct lo_err *err)
{
    return err->status == LO_EIO || err->status == LO_ENOMEM ? LO_EXIT_NOT_ANALYSED
                                                             : LO_EXIT_USAGE;
}

/* "spec" of "spec list": how many letters of the name are its group; 0: it has none. */
static size_t group_length(const char *name)
{
    const char *space = strchr(name, ' ');

    return space ? (size_t)(space - name) : 0;
}

static bool is_group(const char *word)
{
    for (size_t i = 0; lo_commands[i]; i++) {
        size_t length = group_length(lo_commands[i]->name);

        if (length && strlen(word) == length &&
            memcmp(word, lo_commands[i]->name, length) == 0)
            return true;
    }
    return false;
}

/* The command (of the group, or of none) that is nearest to the word; NULL when none is
 * near. */
static const char *nearest(const char *word, const char *group)
{
    const char *best = NULL;
    size_t least = (size_t)-1;

    for (size_t i = 0; lo_commands[i]; i++) {
        const char *name = lo_commands[i]->name;
        size_t length = group_length(name);
        const char *last = name + length + (length ? 1 : 0);

        if (group && (strlen(group) != length || memcmp(group, name, length) != 0))
            continue;
        if (lo_is_near(word, last) && lo_edit_distance(word, last) < least) {
            least = lo_edit_distance(word, last);
            best = name;
        }
    }
    return best;
}

static int unknown(const char *word, const char *group, struct lo_err *err)
{
    const char *best = nearest(word, group);

    return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                    "there is no command '%s%s%s'%s%s%s `leadout help` lists them all",
                    group ? group : "", group ? " " : "", word,
                    best ? "; did you mean `leadout " : ".", best ? best : "",
                    best ? "`?" : "");
}

const struct lo_command *lo_command_find(int argc, char *const argv[], int *words,
                                         struct lo_err *err)
{
    const char *group = argc > 0 && is_group(argv[0]) ? argv[0] : NULL, *word;

    *words = group ? 2 : 1;
    word = argc >= *words ? argv[*words - 1] : NULL;
    if (!word || word[0] == '-') {
        lo_error(err, LO_EUSAGE, LO_NOWHERE,
                 "%s wants to know what to do: `leadout help` lists its commands",
                 group ? group : "leadout");
        return NULL;
    }
    for (size_t i = 0; lo_commands[i]; i++) {
        const char *name = lo_commands[i]->name;
        size_t length = group_length(name);

        if (!group && strcmp(name, word) == 0)
            return lo_commands[i];
        if (group && length == strlen(group) && memcmp(name, group, length) == 0 &&
            strcmp(name + length + 1, word) == 0)
            return lo_commands[i];
    }
    unknown(word, group, err);
    return NULL;
}
