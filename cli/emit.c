#include "cli/emit.h"

#include "cli/command.h"
#include "cli/output.h"
#include "reports/report.h"

#include <unistd.h>

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
    return result;
}

static void write_lines(struct lo_buf *text, const struct lo_report *report,
                        enum lo_wire_detail detail)
{
    for (size_t i = 0; i < report->subject_count; i++)
        lo_report_json_line(text, &report->subjects[i], detail);
    lo_report_json_summary(text, report);
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
