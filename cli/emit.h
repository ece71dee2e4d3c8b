/* The last step of commands that report: writes what was asked for, and finds the exit
 * status. */
#ifndef LO_CLI_EMIT_H
#define LO_CLI_EMIT_H

#include "analyzer/doc/verdict.h"
#include "cli/settings.h"

/* Looks whether files can be written where they are to go, and makes the folder. LO_EUSAGE. */
LO_MUST_USE int lo_emit_prepare(const struct lo_settings *settings, struct lo_err *err);

/* report.html and report.json, and markers where they are wanted, into --out, if given; the format asked for to standard output.
 * -1 when something could not be written. */
LO_MUST_USE int lo_emit(const struct lo_report *report,
                        const struct lo_settings *settings, struct lo_err *err);

/* The exit status that --fail-on makes of the verdicts. */
int lo_emit_exit(const struct lo_report *report, int fail_on);

#endif
