/* Jobs: measuring many files, each in a child process of its own.
 *
 * The parent is one thread that polls. It opens each input (so that a child needs no right
 * to open anything), forks, and reads the replies; whatever a child does, the parent goes on.
 */
#ifndef LO_CLI_JOBS_H
#define LO_CLI_JOBS_H

#include "analyzer/engine/engine.h"
#include "cli/inputs.h"

/* 0: the default, which grows with the bytes of the file (docs/decisions.md, limits). */
struct lo_limits {
    double cpu_s;  /* CPU time of one file; past it the file is at fault */
    double wall_s; /* time by the clock; past it, once more, then not analysed */
};

/* How the measuring of one input ended. */
struct lo_measured {
    struct lo_doc *doc; /* NULL: there is none, and why says so; the caller's to free */
    struct lo_err why;  /* LO_EFORMAT or LO_ELIMIT: the input is at fault; LO_EIO or
                           LO_ENOMEM: not analysed, worth a retry. Any bytes, from a name */
};

struct lo_batch {
    const struct lo_input *inputs;
    size_t count;
    unsigned jobs; /* children at a time; 0: one a core */
    bool progress; /* show it on standard error */
    struct lo_limits limits;
    const struct lo_measure_options *measure; /* progress is set by us */
    /* Called once an input, in the order in which they end. -1 ends the batch. */
    int (*done)(void *context, size_t index, struct lo_measured *measured,
                struct lo_err *err);
    void *context;
};

/* Measures all. On SIGINT, SIGTERM or SIGHUP it kills the children and returns that signal's
 * number; otherwise 0, or -1 when it cannot go on. */
LO_MUST_USE int lo_jobs_run(const struct lo_batch *batch, struct lo_err *err);

#endif
