/* What stands behind a term: how it is found, what a good value is, and what to do. */
#ifndef LO_CLI_EXPLANATIONS_H
#define LO_CLI_EXPLANATIONS_H

struct lo_explanation {
    const char *id;
    const char *how;    /* definition or formula, with its source */
    const char *good;   /* what a good value looks like; NULL: it is what it is */
    const char *action; /* what to do about a bad one; NULL: nothing */
};

/* NULL when the one line of the vocabulary says it all. */
const struct lo_explanation *lo_explanation_of(const char *id);

/* All of them; ends with {0}. */
extern const struct lo_explanation lo_explanations[];

#endif
