#include "cli/settings.h"

#define FIELD(name) offsetof(struct lo_settings, name)

static const char *const formats[] = {"text", "json",  "jsonl", "junit",
                                      "csv",  "reply", "html",  NULL};
static const char *const markers[] = {"none", "reaper", "audacity", "csv", NULL};
static const char *const own_formats[] = {"text", "markdown", NULL};
static const char *const fail_ons[] = {"error", "warning", "never", NULL};

const struct lo_opt lo_row_for = {
    .name = "for",
    .kind = LO_OPT_LIST,
    .field = FIELD(specs),
    .arg = "SPEC[,SPEC...]",
    .help = "judge by these specs: ids from `leadout spec list`, or files of your own; "
            "may be given more than once (default: streaming)",
};

const struct lo_opt lo_row_for_report = {
    .name = "for",
    .kind = LO_OPT_LIST,
    .field = FIELD(specs),
    .arg = "SPEC[,SPEC...]",
    .help = "judge the measured values anew by these specs: ids from `leadout spec "
            "list`, or files of your own; may be given more than once (default: show "
            "the verdicts that were saved)",
};

const struct lo_opt lo_row_out = {
    .letter = 'o',
    .name = "out",
    .kind = LO_OPT_TEXT,
    .field = FIELD(out),
    .arg = "FOLDER",
    .help = "write report.html and report.json into this folder, which is made if need "
            "be; older ones are replaced",
};

const struct lo_opt lo_row_format = {
    .letter = 'f',
    .name = "format",
    .kind = LO_OPT_CHOICE,
    .field = FIELD(format),
    .arg = "FORMAT",
    .help =
        "what goes to standard output: text (default); json; jsonl, a line of JSON for "
        "each subject and a last one for the whole; junit, a test case for each rule; "
        "csv, a line for each rule; reply, the letter to the sender; or html",
    .choices = formats,
};

const struct lo_opt lo_row_markers = {
    .name = "markers",
    .kind = LO_OPT_CHOICE,
    .field = FIELD(markers),
    .arg = "KIND",
    .help =
        "also write the places of what fails into the folder of --out, a file for each "
        "subject: for reaper (import in its Region/Marker Manager, the ruler showing "
        "minutes:seconds), audacity (a label track) or csv (seconds); none (default)",
    .choices = markers,
};

const struct lo_opt lo_row_format_own = {
    .letter = 'f',
    .name = "format",
    .kind = LO_OPT_CHOICE,
    .field = FIELD(format),
    .arg = "FORMAT",
    .help = "text (default) or markdown",
    .choices = own_formats,
};

const struct lo_opt lo_row_fail_on = {
    .name = "fail-on",
    .kind = LO_OPT_CHOICE,
    .field = FIELD(fail_on),
    .arg = "SEVERITY",
    .help = "what makes the exit status 1: a failed rule of severity error (default), "
            "also one of severity warning, or never. Verdicts stay what they are",
    .choices = fail_ons,
};

const struct lo_opt lo_row_jobs = {
    .letter = 'j',
    .name = "jobs",
    .kind = LO_OPT_NUMBER,
    .field = FIELD(jobs),
    .arg = "N",
    .help =
        "measure N files at a time; 0 (default): one a core. Results and their order "
        "do not depend on it",
    .low = 0,
    .high = 1024,
};

const struct lo_opt lo_row_series = {
    .name = "series",
    .kind = LO_OPT_FLAG,
    .field = FIELD(series),
    .help = "all values over time go into the JSON, whole; without it standard output "
            "has none, and report.json at most 2,000 of each",
};

const struct lo_opt lo_row_set = {
    .name = "set",
    .kind = LO_OPT_WORDS,
    .field = FIELD(sets),
    .arg = "METER.PARAMETER=VALUE",
    .help = "change a parameter of a meter (`leadout meters` lists them); the report "
            "says so; may be given more than once",
};

const struct lo_opt lo_row_release = {
    .name = "release",
    .kind = LO_OPT_FLAG,
    .field = FIELD(release),
    .help =
        "a folder is a release: its files, in natural order, are its tracks, and are "
        "also judged together. A release.xml always is one",
};

const struct lo_opt lo_row_verify = {
    .name = "verify",
    .kind = LO_OPT_FLAG,
    .field = FIELD(verify),
    .help = "measure loudness and peaks a second time with libebur128, an independent "
            "implementation, and report both",
};

const struct lo_opt lo_row_hash = {
    .name = "hash",
    .kind = LO_OPT_FLAG,
    .field = FIELD(hash),
    .help =
        "also the MD5 of the audio alone, as FLAC defines it, for files that do not "
        "carry one: equal audio in different files has the same",
};

const struct lo_opt lo_row_max_duration = {
    .name = "max-duration",
    .kind = LO_OPT_NUMBER,
    .field = FIELD(max_duration_s),
    .arg = "SECONDS",
    .help = "refuse longer programmes (default: 43200, which is 12 hours)",
    .low = 1,
    .high = 604800,
};

const struct lo_opt lo_row_max_cpu = {
    .name = "max-cpu",
    .kind = LO_OPT_NUMBER,
    .field = FIELD(max_cpu_s),
    .arg = "SECONDS",
    .help = "refuse a file that needs more CPU time (default: 180, and 2 more for each "
            "megabyte)",
    .low = 1,
    .high = 1e7,
};

const struct lo_opt lo_row_timeout = {
    .name = "timeout",
    .kind = LO_OPT_NUMBER,
    .field = FIELD(timeout_s),
    .arg = "SECONDS",
    .help =
        "give up on a file after this time by the clock, try once more, then report "
        "it as not analysed (default: three times the limit of CPU time)",
    .low = 1,
    .high = 1e7,
};

const struct lo_opt lo_row_quiet = {
    .letter = 'q',
    .name = "quiet",
    .kind = LO_OPT_FLAG,
    .field = FIELD(quiet),
    .help = "text shows failures only; standard error shows errors only",
};

const struct lo_opt lo_row_quiet_errors = {
    .letter = 'q',
    .name = "quiet",
    .kind = LO_OPT_FLAG,
    .field = FIELD(quiet),
    .help = "standard error shows errors only",
};

const struct lo_opt lo_row_quiet_lint = {
    .letter = 'q',
    .name = "quiet",
    .kind = LO_OPT_FLAG,
    .field = FIELD(quiet),
    .help = "say nothing when there is no problem",
};

const struct lo_opt lo_row_no_progress = {
    .name = "no-progress",
    .kind = LO_OPT_FLAG,
    .field = FIELD(no_progress),
    .help = "no progress line; there is none anyway when standard error is not a "
            "terminal",
};

const struct lo_opt lo_row_xml = {
    .name = "xml",
    .kind = LO_OPT_FLAG,
    .field = FIELD(xml),
    .help = "the file itself, as a start for one of your own (specs that ship with "
            "leadout only)",
};

const struct lo_opt lo_row_help = {
    .letter = 'h',
    .name = "help",
    .kind = LO_OPT_FLAG,
    .field = FIELD(help),
    .help = "show this and do nothing else",
};
