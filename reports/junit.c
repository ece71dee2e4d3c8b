/* JUnit XML: every rule as a test case, for CI systems. There is no standard; this is the
 * dialect that Jenkins, GitLab and their readers have in common.
 *
 * A suite is a subject, a case one rule of one spec. What fails at or above the severity
 * asked for is a failure, below it a case that passes and says so; a file that cannot be read
 * is an error; what does not apply, and what is waived, is skipped. There are no times: the
 * same report gives the same bytes.
 */
#include "reports/escape.h"
#include "reports/report.h"
#include "reports/words.h"

#include <string.h>

enum result { PASSED, FAILED, ERROR, SKIPPED, TOLD, RESULTS };

/* The verdicts of one subject, counted. */
struct counts {
    size_t of[RESULTS];
};

static enum result result_of(const struct lo_finding *finding, enum lo_severity least)
{
    switch (lo_finding_group(finding)) {
    case LO_GROUP_PASSED:
        return PASSED;
    case LO_GROUP_WAIVED:
    case LO_GROUP_NOT_APPLICABLE:
        return SKIPPED;
    default:
        if (strcmp(finding->id, "readable") == 0)
            return ERROR;
        return finding->severity >= least ? FAILED : TOLD;
    }
}

static void count(struct counts *counts, const struct lo_judged *subject,
                  enum lo_severity least)
{
    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++)
            counts->of[result_of(&subject->verdicts[v].findings[f], least)]++;
}

static void put_attribute(struct lo_buf *out, const char *name, const char *value)
{
    lo_buf_printf(out, " %s=\"", name);
    lo_escape_svg(out, value);
    lo_buf_putc(out, '"');
}

static void put_counts(struct lo_buf *out, const struct counts *counts)
{
    size_t tests = 0;

    for (int i = 0; i < RESULTS; i++)
        tests += counts->of[i];
    lo_buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
                  tests, counts->of[FAILED], counts->of[ERROR], counts->of[SKIPPED]);
}

static const char *name_of(const struct lo_judged *subject)
{
    return subject->path && lo_doc_subject(subject->doc) != LO_RELEASE
               ? subject->path
               : lo_doc_name(subject->doc);
}

/* "True peak leaves room for the encoder: 0.68 dBTP; at most …" */
static void put_message(struct lo_buf *out, const struct lo_finding *finding)
{
    struct lo_buf text = {0};

    lo_buf_printf(&text, "%s: ", finding->title);
    lo_words_found(&text, finding);
    if (finding->detail)
        lo_buf_printf(&text, "%s%s", finding->has_measured ? "; " : "",
                      finding->detail);
    put_attribute(out, "message", text.failed ? "" : text.text);
    out->failed = out->failed || text.failed;
    lo_buf_fini(&text);
}

/* Where, why and what to do, a line each. */
static void put_details(struct lo_buf *out, const struct lo_judged *subject,
                        const struct lo_finding *finding)
{
    unsigned channels = lo_words_channels(subject->doc);

    for (size_t i = 0; i < finding->place_count; i++) {
        struct lo_buf place = {0};

        lo_words_place(&place, &finding->places[i], channels);
        lo_buf_puts(out, "at ");
        lo_escape_svg(out, place.failed ? "" : place.text);
        lo_buf_putc(out, '\n');
        lo_buf_fini(&place);
    }
    if (finding->why) {
        lo_escape_svg(out, finding->why);
        lo_buf_putc(out, '\n');
    }
    if (finding->advice) {
        lo_escape_svg(out, finding->advice);
        lo_buf_putc(out, '\n');
    }
}

static void put_skipped(struct lo_buf *out, const struct lo_finding *finding)
{
    struct lo_buf text = {0};

    if (finding->outcome == LO_WAIVED)
        lo_buf_printf(&text, "waived by %s: %s", finding->waived_by,
                      finding->waived_reason);
    else
        lo_buf_printf(&text, "not applicable%s%s", finding->detail ? ": " : "",
                      finding->detail ? finding->detail : "");
    lo_buf_puts(out, "<skipped");
    put_attribute(out, "message", text.failed ? "" : text.text);
    lo_buf_puts(out, "/>");
    out->failed = out->failed || text.failed;
    lo_buf_fini(&text);
}

static void put_case(struct lo_buf *out, const struct lo_judged *subject,
                     const struct lo_verdict *verdict, const struct lo_finding *finding,
                     enum lo_severity least)
{
    static const char *const elements[] = {[FAILED] = "failure", [ERROR] = "error"};
    enum result result = result_of(finding, least);

    lo_buf_puts(out, "    <testcase classname=\"leadout.");
    lo_escape_svg(out, verdict->spec.id);
    lo_buf_putc(out, '.');
    lo_escape_svg(out, name_of(subject));
    lo_buf_putc(out, '"');
    put_attribute(out, "name", finding->id);
    if (subject->path)
        put_attribute(out, "file", subject->path);
    if (result == PASSED) {
        lo_buf_puts(out, "/>\n");
        return;
    }
    lo_buf_putc(out, '>');
    if (result == SKIPPED) {
        put_skipped(out, finding);
    } else if (result == TOLD) {
        lo_buf_puts(out, "<system-out>");
        lo_buf_printf(out, "%s: ", lo_severity_name(finding->severity));
        lo_escape_svg(out, finding->title);
        lo_buf_putc(out, '\n');
        put_details(out, subject, finding);
        lo_buf_puts(out, "</system-out>");
    } else {
        lo_buf_printf(out, "<%s", elements[result]);
        put_message(out, finding);
        put_attribute(out, "type",
                      finding->outcome == LO_NOT_MEASURED
                          ? "not-measured"
                          : lo_severity_name(finding->severity));
        lo_buf_putc(out, '>');
        put_details(out, subject, finding);
        lo_buf_printf(out, "</%s>", elements[result]);
    }
    lo_buf_puts(out, "</testcase>\n");
}

void lo_report_junit(struct lo_buf *out, const struct lo_report *report,
                     enum lo_severity least)
{
    struct counts whole = {0};

    for (size_t i = 0; i < report->subject_count; i++)
        count(&whole, &report->subjects[i], least);
    lo_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_attribute(out, "name", "leadout");
    put_counts(out, &whole);
    lo_buf_puts(out, ">\n");
    for (size_t i = 0; i < report->subject_count; i++) {
        const struct lo_judged *subject = &report->subjects[i];
        struct counts counts = {0};

        count(&counts, subject, least);
        lo_buf_puts(out, "  <testsuite");
        put_attribute(out, "name", name_of(subject));
        put_counts(out, &counts);
        lo_buf_puts(out, ">\n");
        for (size_t v = 0; v < subject->count; v++)
            for (size_t f = 0; f < subject->verdicts[v].count; f++)
                put_case(out, subject, &subject->verdicts[v],
                         &subject->verdicts[v].findings[f], least);
        lo_buf_puts(out, "  </testsuite>\n");
    }
    lo_buf_puts(out, "</testsuites>\n");
}
