/* What check and measure share: inputs are measured, judged when there are specs, and become
 * one report. */
#ifndef LO_CLI_RUN_H
#define LO_CLI_RUN_H

#include "cli/settings.h"

/* Does it all, and returns the exit status, or -1. with_specs: judge (check), or only measure
 * (measure). */
LO_MUST_USE int lo_run(struct lo_settings *settings, bool with_specs,
                       struct lo_err *err);

#endif
