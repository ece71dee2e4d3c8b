/* The letter to the sender: what was sent, what is wrong with it and where, what to send
 * again. Plain text, for a mail. Errors first, then what is advised; notes are left out. */
#include "reports/report.h"
#include "reports/terminal.h"
#include "reports/words.h"

#include <string.h>

enum { COLUMNS = 76, PLACES = 5 };

/* The sender knows the name; where two files share one, their paths tell them apart. */
static const char *name_of(const struct lo_report *report,
                           const struct lo_judged *subject)
{
    const char *name = lo_doc_name(subject->doc);

    for (size_t i = 0; i < report->subject_count; i++)
        if (&report->subjects[i] != subject && subject->path &&
            strcmp(lo_doc_name(report->subjects[i].doc), name) == 0)
            return subject->path;
    return name;
}

static bool is_of(const struct lo_finding *finding, enum lo_finding_group group)
{
    return lo_finding_group(finding) == group;
}

static bool has(const struct lo_judged *subject, enum lo_finding_group group)
{
    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++)
            if (is_of(&subject->verdicts[v].findings[f], group))
                return true;
    return false;
}

static void put_paragraph(struct lo_page *page, const char *text, unsigned indent)
{
    lo_page_spaces(page, indent);
    lo_page_wrap(page, text, indent, indent);
}

/* From a buf, which is emptied. */
static void put_buf(struct lo_page *page, struct lo_buf *text, unsigned indent)
{
    if (text->failed)
        page->out->failed = true;
    else if (text->length)
        put_paragraph(page, text->text, indent);
    lo_buf_fini(text);
}

static void put_places(struct lo_page *page, const struct lo_judged *subject,
                       const struct lo_finding *finding)
{
    unsigned channels = lo_words_channels(subject->doc);
    struct lo_buf text = {0};

    if (!finding->place_count)
        return;
    lo_buf_puts(&text, "At ");
    for (size_t i = 0; i < finding->place_count && i < PLACES; i++) {
        lo_buf_puts(&text, i ? ", " : "");
        lo_words_place(&text, &finding->places[i], channels);
    }
    if (finding->place_total > PLACES)
        lo_buf_printf(&text, " and %lld more places",
                      (long long)finding->place_total - PLACES);
    lo_buf_puts(&text, ".");
    put_buf(page, &text, 6);
}

static void put_finding(struct lo_page *page, const struct lo_judged *subject,
                        const struct lo_verdict *verdict,
                        const struct lo_finding *finding)
{
    struct lo_buf head = {0}, found = {0};

    lo_buf_printf(&head, "- %s (%s)", finding->title, verdict->spec.title);
    put_buf(page, &head, 4);
    lo_words_found(&found, finding);
    if (finding->detail)
        lo_buf_printf(&found, "%s%s", found.length ? "; " : "", finding->detail);
    if (found.length)
        lo_buf_puts(&found, ".");
    put_buf(page, &found, 6);
    put_places(page, subject, finding);
    if (finding->advice)
        put_paragraph(page, finding->advice, 6);
}

/* Has a verdict before this one said the same? */
static bool is_said(const struct lo_judged *subject, size_t verdict,
                    const struct lo_finding *finding)
{
    for (size_t v = 0; v < verdict; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++) {
            const struct lo_finding *other = &subject->verdicts[v].findings[f];

            if (strcmp(other->id, finding->id) == 0 &&
                lo_finding_group(other) == lo_finding_group(finding))
                return true;
        }
    return false;
}

static void put_subject(struct lo_page *page, const struct lo_report *report,
                        const struct lo_judged *subject, enum lo_finding_group group)
{
    lo_page_spaces(page, 2);
    lo_page_wrap_name(page, name_of(report, subject), 2, 2);
    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++) {
            const struct lo_finding *finding = &subject->verdicts[v].findings[f];

            if (is_of(finding, group) && !is_said(subject, v, finding))
                put_finding(page, subject, &subject->verdicts[v], finding);
        }
    lo_buf_putc(page->out, '\n');
}

static void put_part(struct lo_page *page, const struct lo_report *report,
                     const char *head, enum lo_finding_group group)
{
    bool is_begun = false;

    for (size_t i = 0; i < report->subject_count; i++) {
        if (!has(&report->subjects[i], group))
            continue;
        if (!is_begun) {
            put_paragraph(page, head, 0);
            lo_buf_putc(page->out, '\n');
        }
        is_begun = true;
        put_subject(page, report, &report->subjects[i], group);
    }
}

static void put_opening(struct lo_page *page, const struct lo_report *report)
{
    struct lo_buf text = {0};
    size_t refused = 0;

    for (size_t i = 0; i < report->subject_count; i++)
        refused += report->subjects[i].acceptance >= LO_REJECTED;
    lo_buf_puts(&text, "Thank you for your delivery. ");
    if (refused == 0)
        lo_buf_printf(&text, "%s accepted.",
                      report->subject_count == 1 ? "It is" : "All of it is");
    else if (report->subject_count == 1)
        lo_buf_puts(&text, "We cannot take it as it is; below is what we need again.");
    else
        lo_buf_printf(
            &text, "Of %zu we cannot take %zu as it is; below is what we need again.",
            report->subject_count, refused);
    put_buf(page, &text, 0);
    lo_buf_putc(page->out, '\n');
}

/* The names of what nothing is wrong with, in one paragraph. */
static void put_accepted(struct lo_page *page, const struct lo_report *report)
{
    struct lo_buf text = {0};

    for (size_t i = 0; i < report->subject_count; i++)
        if (report->subjects[i].acceptance < LO_REJECTED)
            lo_buf_printf(&text, "%s%s", text.length ? ", " : "Accepted: ",
                          name_of(report, &report->subjects[i]));
    if (text.length)
        lo_buf_puts(&text, ".");
    put_buf(page, &text, 0);
}

void lo_report_letter(struct lo_buf *out, const struct lo_report *report)
{
    struct lo_page page = {out, COLUMNS, false};

    put_opening(&page, report);
    put_part(&page, report, "To be sent again:", LO_GROUP_ERRORS);
    put_part(&page, report,
             "Not a reason to refuse, but worth a look:", LO_GROUP_WARNINGS);
    put_accepted(&page, report);
}
