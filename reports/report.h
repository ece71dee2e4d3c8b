/* Reports: what people and programs get to see of a run. report.json is the truth; every
 * other format shows a part of it.
 *
 * Writers append to a buf and keep the first failure there (lo_buf.failed); they print
 * nothing themselves. Same report, same bytes.
 */
#ifndef LO_REPORTS_REPORT_H
#define LO_REPORTS_REPORT_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/doc/verdict.h"
#include "analyzer/doc/wire.h"

/* report.json: schema reports/report.schema.json. A report without specs (measure) has the
 * same shape without specs and verdicts. */
#define LO_REPORT_SCHEMA "leadout-report-1"
void lo_report_json(struct lo_buf *out, const struct lo_report *report,
                    enum lo_wire_detail detail);

/* The same in lines: one subject, and everything but the subjects. Each is one object on one
 * line, with its newline. */
void lo_report_json_line(struct lo_buf *out, const struct lo_judged *subject,
                         enum lo_wire_detail detail);
void lo_report_json_summary(struct lo_buf *out, const struct lo_report *report);

struct lo_text_style {
    bool color;       /* ANSI colours; never without a terminal */
    bool quiet;       /* failures only */
    unsigned columns; /* width of the terminal; 0: 80 */
};

/* For a terminal: per subject the verdict and the rules, failures first, each with measured,
 * limit, where, why, advice, source. Ends with the verdict of the whole. Nothing from a file
 * (names, tags) reaches the terminal as a control character. */
void lo_report_text(struct lo_buf *out, const struct lo_report *report,
                    const struct lo_text_style *style);

/* JUnit XML (junit.c): a failure is what fails at or above severity least. */
void lo_report_junit(struct lo_buf *out, const struct lo_report *report,
                     enum lo_severity least);

/* A line a rule, as a spreadsheet reads it (csv.h), with a line of names on top. */
void lo_report_csv(struct lo_buf *out, const struct lo_report *report);

/* The letter to the sender: what is to be sent again, where, and why. Plain text of at most
 * 76 columns. */
void lo_report_letter(struct lo_buf *out, const struct lo_report *report);

/* The places of what fails in one subject, as markers for a workstation (markers.c). Returns
 * how many there are. */
enum lo_markers {
    LO_MARKERS_NONE,
    LO_MARKERS_REAPER,
    LO_MARKERS_AUDACITY,
    LO_MARKERS_CSV
};
size_t lo_report_markers(struct lo_buf *out, const struct lo_judged *subject,
                         enum lo_markers kind);

/* One self-contained page, complete without script. */
void lo_report_html(struct lo_buf *out, const struct lo_report *report);

/* A report read back from report.json (text[length], a stranger's): documents and verdicts.
 * Documents are owned by the saved report and live until lo_saved_free. */
struct lo_saved;
LO_MUST_USE int lo_saved_read(struct lo_saved **saved, const char *text, size_t length,
                              const char *name, const struct lo_vocab *vocab,
                              struct lo_err *err);
void lo_saved_free(struct lo_saved *saved); /* NULL is fine */
const struct lo_report *lo_saved_report(const struct lo_saved *saved);

#endif
