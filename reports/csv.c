#include "reports/csv.h"

#include "analyzer/base/number.h"
#include "reports/report.h"
#include "reports/terminal.h"
#include "reports/words.h"

#include <string.h>

#define LINE_END "\r\n" /* [CSV] */

void lo_csv_text(struct lo_buf *out, const char *text)
{
    struct lo_buf shown = {0};
    bool is_quoted;

    if (!text || !*text)
        return;
    /* Who prints a table on a terminal must not obey what is in it. */
    lo_terminal_put(&shown, text, strlen(text));
    text = shown.failed || !shown.text ? "" : shown.text;
    is_quoted = text[strcspn(text, ",\"\r\n")] || text[0] == ' ' ||
                (shown.length && text[shown.length - 1] == ' ');
    if (is_quoted)
        lo_buf_putc(out, '"');
    if (*text && strchr("=+-@", text[0])) /* [ASVS] */
        lo_buf_putc(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            lo_buf_putc(out, '"');
        lo_buf_putc(out, *text);
    }
    if (is_quoted)
        lo_buf_putc(out, '"');
    out->failed = out->failed || shown.failed;
    lo_buf_fini(&shown);
}

void lo_csv_number(struct lo_buf *out, double value)
{
    char number[LO_NUMBER_SIZE];

    lo_buf_puts(out, lo_number_exact(number, value));
}

static void put_optional(struct lo_buf *out, bool is_there, double value)
{
    lo_buf_putc(out, ',');
    if (is_there)
        lo_csv_number(out, value);
}

static void put_text(struct lo_buf *out, const char *text)
{
    lo_buf_putc(out, ',');
    lo_csv_text(out, text);
}

/* The worst place of a finding. */
static void put_place(struct lo_buf *out, const struct lo_finding *finding,
                      unsigned channels)
{
    const struct lo_place *place = finding->place_count ? finding->places : NULL;

    put_optional(out, place != NULL, place ? place->start_s : 0);
    put_text(out, place ? lo_words_channel(place->channel, channels) : NULL);
    lo_buf_printf(out, ",%lld", (long long)finding->place_total);
}

static void put_finding(struct lo_buf *out, const struct lo_judged *subject,
                        const struct lo_verdict *verdict,
                        const struct lo_finding *finding)
{
    const char *unit = lo_unit_name(finding->unit);

    lo_csv_text(out, subject->path ? subject->path : lo_doc_name(subject->doc));
    put_text(out, lo_subject_name(lo_doc_subject(subject->doc)));
    put_text(out, lo_doc_name(subject->doc));
    put_text(out, verdict->spec.id);
    put_text(out, finding->id);
    put_text(out, lo_severity_name(finding->severity));
    put_text(out, lo_outcome_name(finding->outcome));
    put_text(out, finding->term);
    put_optional(out, finding->has_measured && !finding->is_below, finding->measured);
    put_text(out, finding->has_measured || finding->has_min || finding->has_max ? unit
                                                                                : NULL);
    put_optional(out, finding->has_min, finding->min);
    put_optional(out, finding->has_max, finding->max);
    put_optional(out, finding->has_excess, finding->excess);
    put_place(out, finding, lo_words_channels(subject->doc));
    put_text(out, finding->title);
    put_text(out, finding->detail);
    put_text(out,
             finding->outcome == LO_WAIVED ? finding->waived_reason : finding->advice);
    lo_buf_puts(out, LINE_END);
}

void lo_report_csv(struct lo_buf *out, const struct lo_report *report)
{
    lo_buf_puts(out, "path,kind,name,spec,rule,severity,outcome,term,measured,unit,min,"
                     "max,excess,start_s,channel,places,title,detail,advice" LINE_END);
    for (size_t i = 0; i < report->subject_count; i++) {
        const struct lo_judged *subject = &report->subjects[i];

        for (size_t v = 0; v < subject->count; v++)
            for (size_t f = 0; f < subject->verdicts[v].count; f++)
                put_finding(out, subject, &subject->verdicts[v],
                            &subject->verdicts[v].findings[f]);
    }
}
