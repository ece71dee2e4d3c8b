#include "cli/emit.h"

#include "cli/command.h"
#include "cli/output.h"
#include "reports/report.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

enum { NAME_BYTES = 100 };

/* "markers-02-Title.csv": its number makes it unique, and nothing in the name of a file can
 * be a path. */
static int emit_markers(const struct lo_judged *subject, size_t number,
                        const struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0}, name = {0};
    int result = 0;

    lo_buf_printf(&name, "markers-%02zu-", number);
    for (const char *c = lo_doc_name(subject->doc); *c && name.length < NAME_BYTES; c++)
        lo_buf_putc(&name, isalnum((unsigned char)*c) || strchr("._-", *c) ? *c : '_');
    lo_buf_puts(&name, settings->markers == LO_MARKERS_AUDACITY ? ".txt" : ".csv");
    /* A file without a marker would only be in the way. */
    if (lo_report_markers(&text, subject, (enum lo_markers)settings->markers))
        result = name.failed ? lo_error_nomem(err)
                             : lo_output_file(settings->out, name.text, &text, err);
    lo_buf_fini(&name);
    lo_buf_fini(&text);
    return result;
}

static int emit_files(const struct lo_report *report,
                      const struct lo_settings *settings, struct lo_err *err)
{
    struct lo_buf text = {0};
    int result;

    lo_report_json(&text, report, settings->series ? LO_WIRE_WHOLE : LO_WIRE_DRAWABLE);
    result = lo_output_file(settings->out, "report.json", &text, err);
    lo_buf_fini(&text);
    if (result)
        return -1;
    lo_report_html(&text, report);
    result = lo_output_file(settings->out, "report.html", &text, err);
    lo_buf_fini(&text);
    for (size_t i = 0; i < report->subject_count && settings->markers && !result; i++)
        result = emit_markers(&report->subjects[i], i + 1, settings, err);
    return result;
}

static void write_lines(struct lo_buf *text, const struct lo_report *report,
                        enum lo_wire_detail detail)
{
    for (size_t i = 0; i < report->subject_count; i++)
        lo_report_json_line(text, &report->subjects[i], detail);
    lo_report_json_summary(text, report);
}

/* What --fail-on calls a failure. With never, what rejects is still shown as one. */
static enum lo_severity least_of(int fail_on)
{
    return fail_on == LO_FAIL_ON_WARNING ? LO_WARNING : LO_ERROR;
}

int lo_emit_prepare(const struct lo_settings *settings, struct lo_err *err)
{
    if (settings->markers && !settings->out)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "--markers writes files: say where with --out FOLDER");
    return settings->out ? lo_output_prepare(settings->out, err) : 0;
}

static int emit_text(const struct lo_report *report, const struct lo_settings *settings,
                     struct lo_err *err)
{
    enum lo_wire_detail detail = settings->series ? LO_WIRE_WHOLE : LO_WIRE_NUMBERS;
    struct lo_text_style style = {
        .color = lo_output_has_color(STDOUT_FILENO),
        .quiet = settings->quiet,
        .columns = lo_output_columns(STDOUT_FILENO),
    };
    struct lo_buf text = {0};
    int result;

    switch (settings->format) {
    case LO_FORMAT_JSON:
        lo_report_json(&text, report, detail);
        break;
    case LO_FORMAT_JSONL:
        write_lines(&text, report, detail);
        break;
    case LO_FORMAT_JUNIT:
        lo_report_junit(&text, report, least_of(settings->fail_on));
        break;
    case LO_FORMAT_CSV:
        lo_report_csv(&text, report);
        break;
    case LO_FORMAT_REPLY:
        lo_report_letter(&text, report);
        break;
    case LO_FORMAT_HTML:
        lo_report_html(&text, report);
        break;
    default:
        lo_report_text(&text, report, &style);
    }
    result = lo_output_text(&text, err);
    lo_buf_fini(&text);
    return result;
}

int lo_emit(const struct lo_report *report, const struct lo_settings *settings,
            struct lo_err *err)
{
    /* Files first: when the reader of standard output has had enough, they are there. */
    if (settings->out && emit_files(report, settings, err))
        return -1;
    if (emit_text(report, settings, err))
        return -1;
    if (settings->out && !settings->quiet)
        lo_say("wrote %s/report.html and report.json", settings->out);
    return 0;
}

int lo_emit_exit(const struct lo_report *report, int fail_on)
{
    enum lo_acceptance fails =
        fail_on == LO_FAIL_ON_WARNING ? LO_ACCEPTED_WITH_WARNINGS : LO_REJECTED;

    if (report->acceptance == LO_NOT_ANALYSED)
        return LO_EXIT_NOT_ANALYSED;
    if (fail_on == LO_FAIL_ON_NEVER || report->acceptance < fails)
        return LO_EXIT_ACCEPTED;
    return LO_EXIT_REJECTED;
}
