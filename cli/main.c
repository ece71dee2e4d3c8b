/* leadout: the command line. */
#include "cli/command.h"
#include "cli/output.h"

#include <openssl/crypto.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int print(void (*write)(struct lo_buf *out), struct lo_err *err)
{
    struct lo_buf text = {0};
    int result;

    write(&text);
    result = lo_output_text(&text, err);
    lo_buf_fini(&text);
    return result;
}

/* On standard error, since nothing came of it. */
static int complain(const struct lo_command *command)
{
    struct lo_buf text = {0};

    if (command)
        lo_help_short(&text, command);
    else
        lo_help_overview(&text);
    if (!text.failed)
        (void)!write(STDERR_FILENO, text.text, text.length);
    lo_buf_fini(&text);
    return LO_EXIT_USAGE;
}

/* "--help" wins over whatever else is wrong. */
static bool wants_help(int argc, char *const argv[])
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run(const struct lo_command *command, int argc, char *const argv[],
               struct lo_err *err)
{
    struct lo_arena arena = {0};
    struct lo_settings settings = {.arena = &arena};
    struct lo_words *operands = &settings.operands;
    int result;

    if (wants_help(argc, argv)) {
        struct lo_buf text = {0};

        lo_help_command(&text, command);
        result = lo_output_text(&text, err);
        lo_buf_fini(&text);
    } else if (lo_opt_parse(command->options, argc, argv, &settings, operands, &arena,
                            err)) {
        result = -1;
    } else if (operands->count < command->least) {
        result = complain(command);
    } else if (operands->count > command->most) {
        result =
            lo_error(err, LO_EUSAGE, LO_NOWHERE, "'%s' is one too many: leadout %s %s",
                     operands->items[command->most], command->name, command->operands);
    } else {
        result = command->run(&settings, err);
    }
    lo_arena_fini(&arena);
    return result;
}

static int dispatch(int argc, char *const argv[], struct lo_err *err)
{
    const struct lo_command *command;
    int words;

    if (argc < 2)
        return complain(NULL);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return print(lo_help_overview, err);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        return print(lo_help_version, err);
    if (argv[1][0] == '-')
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "the command comes first, as in `leadout check %.100s ...`",
                        argv[1]);
    command = lo_command_find(argc - 1, argv + 1, &words, err);
    /* The last word of the command stands where a program's name would. */
    return command ? run(command, argc - words, argv + words, err) : -1;
}

int main(int argc, char **argv)
{
    struct lo_err err = {0};
    int result;

    /* setlocale is never called, so a decimal point is a point in every country. */
    lo_output_guard();
    /* As errors of write they have a text and an exit status. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    /* No configuration of the machine has a say in how a hash is made. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
    result = dispatch(argc, argv, &err);
    if (result >= 0 && !err.status)
        return result;
    lo_say("%s", err.text);
    return (int)lo_exit_of(&err);
}
