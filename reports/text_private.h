/* What the parts of the text report share. */
#ifndef LO_REPORTS_TEXT_PRIVATE_H
#define LO_REPORTS_TEXT_PRIVATE_H

#include "analyzer/doc/verdict.h"
#include "reports/terminal.h"
#include "reports/words.h"

/* Rules that were explained already: why, advice and source are said once a report. */
struct lo_explained {
    const struct lo_finding **list; /* free() it */
    size_t count, size;
};

struct lo_text {
    struct lo_page page;
    const struct lo_report *report;
    bool quiet;
    bool
        compact; /* many subjects: a line for what is right, few lines for what is not */
    struct lo_explained explained;
    bool after_subject,
        after_brief; /* something, or a subject in brief, stands above */
};

/* The ink in which an acceptance or a finding is written. */
enum lo_ink lo_text_ink(enum lo_acceptance acceptance);

/* "✗ FAIL" padded to LO_MARK_COLUMNS. */
enum { LO_MARK_COLUMNS = 8 };
void lo_text_mark(struct lo_page *page, struct lo_mark mark, enum lo_ink ink);

/* The verdict of one spec on a subject: what failed, in order of gravity, and one line that
 * counts the rest. */
void lo_text_verdict(struct lo_text *text, const struct lo_judged *subject,
                     const struct lo_verdict *verdict);

/* The key figures, whatever the specs ask: a block of lines, or all on one line. Prints
 * nothing when there are none. */
void lo_text_figures(struct lo_text *text, const struct lo_doc *doc);

#endif
