/* leadout report: a saved report shown again, or judged anew, without the audio. */
#include "analyzer/engine/engine.h"
#include "cli/command.h"
#include "cli/emit.h"
#include "cli/judging.h"
#include "cli/output.h"
#include "reports/report.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A report of a thousand files with series has some 100 MiB. */
enum { LARGEST_BYTES = 1 << 30 };

/* The whole file. LO_EUSAGE when it is not there or not a file, LO_EIO when it cannot be
 * read. */
static int read_file(struct lo_buf *text, const char *path, struct lo_err *err)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat status;
    ssize_t got = 1;
    char bytes[65536];

    if (fd < 0)
        return lo_error(err, errno == EACCES || errno == EIO ? LO_EIO : LO_EUSAGE,
                        LO_NOWHERE, "%s: %s", path, strerror(errno));
    if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
        close(fd);
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "%s: is not a file", path);
    }
    while (got > 0 && text->length <= LARGEST_BYTES) {
        got = read(fd, bytes, sizeof bytes);
        if (got > 0)
            lo_buf_add(text, bytes, (size_t)got);
        else if (got < 0 && errno == EINTR)
            got = 1;
    }
    if (got < 0)
        lo_error(err, LO_EIO, LO_NOWHERE, "%s: %s", path, strerror(errno));
    close(fd);
    if (got < 0)
        return -1;
    if (got > 0)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "%s: is larger than 1 GiB", path);
    return text->failed ? lo_error_nomem(err) : 0;
}

/* Why the subject was not measured; NULL when it was. */
static const char *why_unreadable(const struct lo_judged *subject)
{
    const struct lo_quantity *quantities;

    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++) {
            const struct lo_finding *finding = &subject->verdicts[v].findings[f];

            if (strcmp(finding->id, "readable") == 0)
                return finding->detail ? finding->detail : "was not readable";
        }
    /* `leadout measure` has no rules that could say why. */
    if (subject->count == 0 && subject->acceptance >= LO_REJECTED &&
        lo_doc_quantities(subject->doc, &quantities) == 0)
        return "was not readable when it was to be measured";
    return NULL;
}

static int judge_subject(const struct lo_specs *specs, struct lo_judged *judged,
                         struct lo_arena *arena, struct lo_err *err)
{
    const char *why = why_unreadable(judged);

    if (why)
        return lo_specs_refuse(specs, why,
                               judged->acceptance == LO_NOT_ANALYSED ? LO_NOT_ANALYSED
                                                                     : LO_REJECTED,
                               judged, arena, err);
    return lo_specs_judge(specs, judged->doc, judged, arena, err);
}

/* The saved report with the verdicts of other specs. */
static int judge_anew(struct lo_report *report, const struct lo_specs *specs,
                      const struct lo_words *names, struct lo_arena *arena,
                      struct lo_err *err)
{
    struct lo_specs of_files = {0}, of_releases = {0};
    struct lo_judged *subjects =
        lo_arena_copy(arena, report->subjects, report->subject_count, sizeof *subjects);
    bool has_release = false;

    if (!subjects)
        return lo_error_nomem(err);
    for (size_t i = 0; i < report->subject_count; i++)
        has_release = has_release || lo_doc_subject(subjects[i].doc) == LO_RELEASE;
    if (lo_specs_choose(&of_files, specs, names, LO_CHOOSE_FILES, has_release, arena,
                        err) ||
        lo_specs_choose(&of_releases, specs, names, LO_CHOOSE_RELEASES, has_release,
                        arena, err))
        return -1;
    report->acceptance = LO_ACCEPTED;
    for (size_t i = 0; i < report->subject_count; i++) {
        if (judge_subject(lo_doc_subject(subjects[i].doc) == LO_RELEASE ? &of_releases
                                                                        : &of_files,
                          &subjects[i], arena, err))
            return -1;
        if (subjects[i].acceptance > report->acceptance)
            report->acceptance = subjects[i].acceptance;
    }
    report->subjects = subjects;
    report->specs = specs->infos;
    report->spec_count = specs->count;
    return 0;
}

static int show(const struct lo_saved *saved, const struct lo_specs *specs,
                const struct lo_settings *settings, struct lo_err *err)
{
    struct lo_report report = *lo_saved_report(saved);

    if ((specs->count &&
         judge_anew(&report, specs, &settings->specs, settings->arena, err)) ||
        lo_emit(&report, settings, err))
        return -1;
    return lo_emit_exit(&report, settings->fail_on);
}

static int run(struct lo_settings *settings, struct lo_err *err)
{
    const char *path = settings->operands.items[0];
    const struct lo_vocab *vocab = lo_engine_vocab();
    struct lo_specs specs = {0};
    struct lo_saved *saved = NULL;
    struct lo_buf text = {0};
    int result = 0;

    if (settings->specs.count)
        result = lo_specs_load(&specs, &settings->specs, vocab, settings->arena, err);
    if (!result)
        result = read_file(&text, path, err);
    if (!result)
        result = lo_saved_read(&saved, text.text ? text.text : "", text.length, path,
                               vocab, err);
    lo_buf_fini(&text);
    if (!result)
        result = lo_emit_prepare(settings, err);
    if (!result)
        result = show(saved, &specs, settings, err);
    lo_saved_free(saved);
    lo_specs_fini(&specs);
    return result;
}

static const char *const examples[] = {
    "leadout report report/report.json",
    "leadout report --for=ebu-r128 --out=broadcast report/report.json",
    "leadout report --format=html measured.json >page.html",
    NULL,
};

static const struct lo_opt *const options[] = {
    &lo_row_for_report, &lo_row_out,     &lo_row_format,
    &lo_row_fail_on,    &lo_row_markers, &lo_row_series,
    &lo_row_quiet,      &lo_row_help,    NULL,
};

const struct lo_command lo_command_report = {
    .name = "report",
    .operands = "REPORT.json",
    .summary = "show a saved report again, or judge it anew, without the audio",
    .about =
        "Reads what `leadout check --out` or `leadout measure` has written. Without "
        "--for the verdicts are those that were saved; with it, the measured values "
        "are judged anew.",
    .examples = examples,
    .options = options,
    .least = 1,
    .most = 1,
    .judges = true,
    .run = run,
};
