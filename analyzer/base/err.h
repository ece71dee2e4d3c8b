/* Errors: the first thing that went wrong, with its place and full text.
 *
 * A function that can fail returns int, 0 or -1, and takes a struct lo_err *. On success
 * err is untouched, so calls chain with ||. A master that is out of spec is a result, not
 * an error; a bug is an assert.
 */
#ifndef LO_BASE_ERR_H
#define LO_BASE_ERR_H

#include <stdbool.h>

#define LO_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define LO_MUST_USE __attribute__((warn_unused_result))
#define LO_COUNT(array) (sizeof(array) / sizeof *(array))

enum lo_status {
    LO_OK,
    LO_ENOMEM, /* no memory: worth a retry */
    LO_EIO,    /* the system could not read or write: worth a retry */
    LO_EFORMAT, /* an input is corrupt, not audio, or not supported: a finding about it */
    LO_ESPEC,   /* a spec or release file is wrong */
    LO_EUSAGE, /* asked wrongly */
    LO_ELIMIT, /* an input demands more time or memory than its limit */
};

/* A place in an input file. line 0 means the file as a whole; file NULL, nowhere. */
struct lo_at {
    const char *file; /* borrowed */
    int line;         /* from 1 */
};

/* The first thing that went wrong. Zero it before use; LO_OK until then. */
struct lo_err {
    enum lo_status status;
    char text[480]; /* "spec.xml:12: no meter writes 'loudnes.max'" */
};

/* Fills in err, unless an earlier error is there already, and returns -1, so that a
 * failing function can end with `return lo_error(...)`. err may be NULL. */
int lo_error(struct lo_err *err, enum lo_status status, struct lo_at at,
             const char *fmt, ...) LO_PRINTF(4, 5);

/* lo_error for a failed allocation. */
int lo_error_nomem(struct lo_err *err);

#define LO_NOWHERE ((struct lo_at){0})

#endif
