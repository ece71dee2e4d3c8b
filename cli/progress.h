/* The line on the terminal that says how far a batch is, and how long it will take. */
#ifndef LO_CLI_PROGRESS_H
#define LO_CLI_PROGRESS_H

#include "cli/jobs.h"

/* Filled by lo_progress_begin. */
struct lo_progress {
    bool is_shown;
    size_t files;
    double total_bytes, done_bytes;
    double begun_s, shown_s;
    bool has_line; /* something stands on the terminal */
};

void lo_progress_begin(struct lo_progress *progress, const struct lo_batch *batch);

/* An input of so many bytes has its result. */
void lo_progress_done(struct lo_progress *progress, int64_t bytes);

/* Shows the line, a few times a second at most. running_bytes: what the children at work
 * have done of their files. */
void lo_progress_show(struct lo_progress *progress, size_t finished,
                      double running_bytes);

/* Removes the line. */
void lo_progress_end(struct lo_progress *progress);

#endif
