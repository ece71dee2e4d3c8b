/* leadout check and leadout measure. */
#include "cli/command.h"
#include "cli/run.h"

#include <stdint.h>

static int run_check(struct lo_settings *settings, struct lo_err *err)
{
    return lo_run(settings, true, err);
}

static int run_measure(struct lo_settings *settings, struct lo_err *err)
{
    settings->format = LO_FORMAT_JSON;
    return lo_run(settings, false, err);
}

static const char *const check_examples[] = {
    "leadout check master.wav",
    "leadout check --for=spotify,apple-music --out=report album/",
    "leadout check release.xml",
    "leadout check --format=json --fail-on=warning upload.flac",
    NULL,
};

static const struct lo_opt *const check_options[] = {
    &lo_row_for,         &lo_row_out,          &lo_row_markers,
    &lo_row_format,      &lo_row_fail_on,      &lo_row_release,
    &lo_row_jobs,        &lo_row_series,       &lo_row_verify,
    &lo_row_hash,        &lo_row_set,          &lo_row_max_cpu,
    &lo_row_timeout,     &lo_row_max_duration, &lo_row_quiet,
    &lo_row_no_progress, &lo_row_help,         NULL,
};

const struct lo_command lo_command_check = {
    .name = "check",
    .operands = "FILE|FOLDER|RELEASE.xml...",
    .summary = "measure files, judge them by specs, and report",
    .about =
        "Measures each file once and judges it by every spec asked for. The report "
        "says "
        "what failed, by how much, where in the file, why it matters, what to do, and "
        "who publishes the limit.\n\n"
        "A folder stands for all the audio files in it and below it, in natural order; "
        "hidden files, and links to folders, are left out. WAV (RIFF, RF64, BW64), "
        "Wave64, AIFF, AIFC, CAF and FLAC are measured; other audio is reported as not "
        "readable.\n\n"
        "A release.xml (docs/release.md) names what belongs together, what was meant "
        "and where it goes: its tracks are judged by the specs of its deliveries, or "
        "by "
        "those of --for, and the whole once more. Several files are strangers to each "
        "other.\n\n"
        "Every file is measured in a process of its own that can do nothing but read "
        "it, with limits on memory, time and length: a damaged or hostile file gets "
        "its "
        "verdict and the others go on.",
    .examples = check_examples,
    .options = check_options,
    .least = 1,
    .most = SIZE_MAX,
    .judges = true,
    .run = run_check,
};

static const char *const measure_examples[] = {
    "leadout measure master.wav",
    "leadout measure --series --verify album/ >album.json",
    NULL,
};

static const struct lo_opt *const measure_options[] = {
    &lo_row_out,
    &lo_row_jobs,
    &lo_row_series,
    &lo_row_verify,
    &lo_row_hash,
    &lo_row_set,
    &lo_row_max_cpu,
    &lo_row_timeout,
    &lo_row_max_duration,
    &lo_row_quiet_errors,
    &lo_row_no_progress,
    &lo_row_help,
    NULL,
};

const struct lo_command lo_command_measure = {
    .name = "measure",
    .operands = "FILE|FOLDER...",
    .summary = "measure files and print everything as JSON, without judging",
    .about =
        "Prints a report in JSON (docs/json.md) without specs and verdicts. Files and "
        "folders are found as by `leadout check`; `leadout report --for=SPEC` judges "
        "the saved JSON later, without the audio.\n\n"
        "A file that cannot be measured is a subject without values; standard error "
        "says why, and the exit status is 1 or 3.",
    .examples = measure_examples,
    .options = measure_options,
    .least = 1,
    .most = SIZE_MAX,
    .judges = true,
    .run = run_measure,
};
