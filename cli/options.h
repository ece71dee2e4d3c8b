/* Options of a command: rows that parse, explain and document them.
 *
 * GNU habits: --name=value or --name value, -n value or -nvalue, letters without a value may
 * be joined, options and operands mix until "--". Names are not abbreviated, so that a new
 * option never changes what an old script means. Parsing fills a struct and does nothing
 * else.
 */
#ifndef LO_CLI_OPTIONS_H
#define LO_CLI_OPTIONS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/err.h"

#include <stddef.h>

enum lo_opt_kind {
    LO_OPT_FLAG,   /* bool */
    LO_OPT_TEXT,   /* const char *: borrowed from argv */
    LO_OPT_LIST,   /* struct lo_words: may be given again; cut at commas */
    LO_OPT_WORDS,  /* struct lo_words: may be given again; not cut */
    LO_OPT_NUMBER, /* double: whole, low .. high */
    LO_OPT_CHOICE, /* int: the index into choices */
};

/* Texts in the order in which they were given. */
struct lo_words {
    const char **items; /* [count], in the arena of the parser */
    size_t count;
};

/* One option. Help wraps the text; it has no full stop at its end. */
struct lo_opt {
    char letter;      /* 0: long name only */
    const char *name; /* without the dashes */
    enum lo_opt_kind kind;
    size_t field;    /* offset of the field, whose type is that of the kind */
    const char *arg; /* what help calls the value; NULL for a flag */
    const char *help;
    const char *const *choices; /* LO_OPT_CHOICE; ends with NULL */
    double low, high;           /* LO_OPT_NUMBER */
};

/* Parses argv[1 .. argc-1] into the struct at into, and the operands into operands. rows ends
 * with NULL. LO_EUSAGE says what is wrong and what would be right. Fields of options that
 * were not given are left alone. */
LO_MUST_USE int lo_opt_parse(const struct lo_opt *const *rows, int argc,
                             char *const argv[], void *into, struct lo_words *operands,
                             struct lo_arena *arena, struct lo_err *err);

/* Adds one word; LO_ENOMEM. */
LO_MUST_USE int lo_words_add(struct lo_words *words, const char *word,
                             struct lo_arena *arena, struct lo_err *err);

#endif
