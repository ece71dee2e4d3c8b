/* What the user asked for: one struct for all commands, and the rows that fill it. */
#ifndef LO_CLI_SETTINGS_H
#define LO_CLI_SETTINGS_H

#include "analyzer/base/arena.h"
#include "cli/options.h"

#include <stdbool.h>

/* In the order of the choices of --format. */
enum lo_format {
    LO_FORMAT_TEXT,
    LO_FORMAT_JSON,
    LO_FORMAT_JSONL,
    LO_FORMAT_JUNIT,
    LO_FORMAT_CSV,
    LO_FORMAT_REPLY,
    LO_FORMAT_HTML
};
enum { LO_FORMAT_MARKDOWN = 1 }; /* of commands that describe leadout itself */

enum lo_fail_on { LO_FAIL_ON_ERROR, LO_FAIL_ON_WARNING, LO_FAIL_ON_NEVER };

struct lo_settings {
    struct lo_words operands;
    struct lo_words specs, sets;
    const char *out;
    int format, fail_on, markers;
    double jobs, max_duration_s, max_cpu_s, timeout_s; /* 0: the default */
    bool series, verify, hash, release, quiet, no_progress, xml, help;
    struct lo_arena *arena; /* until the command has ended */
};

extern const struct lo_opt lo_row_for, lo_row_for_report, lo_row_quiet_errors,
    lo_row_quiet_lint, lo_row_out, lo_row_format, lo_row_format_own, lo_row_fail_on,
    lo_row_jobs, lo_row_series, lo_row_set, lo_row_verify, lo_row_hash, lo_row_release,
    lo_row_markers, lo_row_max_duration, lo_row_max_cpu, lo_row_timeout, lo_row_quiet,
    lo_row_no_progress, lo_row_xml, lo_row_help;

#endif
