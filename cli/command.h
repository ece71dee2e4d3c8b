/* Commands: one row each. The row runs it and documents it. */
#ifndef LO_CLI_COMMAND_H
#define LO_CLI_COMMAND_H

#include "analyzer/base/buf.h"
#include "cli/settings.h"

/* The contract with scripts: `leadout help` prints it. */
enum lo_exit {
    LO_EXIT_ACCEPTED = 0,
    LO_EXIT_REJECTED = 1,
    LO_EXIT_USAGE = 2,
    LO_EXIT_NOT_ANALYSED = 3,
    LO_EXIT_SIGNAL = 128, /* and the signal's number: 130 for Ctrl-C */
};

struct lo_command {
    const char *name;            /* "check", "spec list" */
    const char *operands;        /* "FILE|FOLDER..."; "" for none */
    const char *summary;         /* one line, no full stop */
    const char *about;           /* paragraphs for its help, separated by empty lines */
    const char *const *examples; /* ends with NULL */
    const struct lo_opt *const *options; /* ends with NULL */
    size_t least, most;                  /* operands */
    bool judges;                         /* its exit status is a verdict */
    /* The exit status; on an error err says what, and the status follows from it. */
    int (*run)(struct lo_settings *settings, struct lo_err *err);
};

/* All commands, in the order of help; ends with NULL. */
extern const struct lo_command *const lo_commands[];

/* The exit status that goes with an error. */
enum lo_exit lo_exit_of(const struct lo_err *err);

/* The overview; one command with all its options; all of it as docs/cli.md; the few lines
 * that a command without operands gets. */
void lo_help_overview(struct lo_buf *out);
void lo_help_command(struct lo_buf *out, const struct lo_command *command);
void lo_help_markdown(struct lo_buf *out);
void lo_help_short(struct lo_buf *out, const struct lo_command *command);

/* "leadout 0.1.0" and the libraries at work. */
void lo_help_version(struct lo_buf *out);

/* The command of that name: argv[0] (and argv[1], when the first is a group such as "spec").
 * words: how many of them name it. NULL, and LO_EUSAGE with a proposal, when there is none. */
const struct lo_command *lo_command_find(int argc, char *const argv[], int *words,
                                         struct lo_err *err);

#endif
