/* The text report: subjects, the table at the end, and the verdict of the whole. */
#include "reports/report.h"

#include "reports/text_private.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_LEAST = 40, COLUMNS_MOST = 100, COLUMNS_USUAL = 80 };

/* Up to so many subjects each has its block of figures. */
enum { SUBJECTS_FULL = 3 };

/* Up to so many subjects the table at the end has all; beyond, what is not accepted. */
enum { TABLE_ALL = 60, TABLE_MOST = 500 };

enum lo_ink lo_text_ink(enum lo_acceptance acceptance)
{
    static const enum lo_ink inks[] = {
        [LO_ACCEPTED] = LO_INK_GOOD,
        [LO_ACCEPTED_WITH_WARNINGS] = LO_INK_WARNING,
        [LO_REJECTED] = LO_INK_BAD,
        [LO_NOT_ANALYSED] = LO_INK_BAD,
    };

    return inks[acceptance];
}

/* What the user gave: the path when there is one, for names may be equal. A release has a
 * name of its own; its path is that of a manifest, which may hold several. */
static const char *title_of(const struct lo_judged *subject)
{
    return subject->path && lo_doc_subject(subject->doc) != LO_RELEASE
               ? subject->path
               : lo_doc_name(subject->doc);
}

/* The first lines of a subject: its name and what it is. */
static void put_title(struct lo_text *text, const struct lo_judged *subject,
                      bool is_brief)
{
    struct lo_page *page = &text->page;
    struct lo_buf format = {0}, line = {0};
    unsigned indent = subject->count ? LO_MARK_COLUMNS : 0;
    bool is_track;

    if (subject->count)
        lo_text_mark(page, lo_mark_acceptance(subject->acceptance),
                     lo_text_ink(subject->acceptance));
    lo_page_ink(page, LO_INK_STRONG);
    lo_page_wrap_name(page, title_of(subject), indent, indent);
    lo_page_plain(page);
    if (is_brief)
        return;
    lo_words_format(&format, subject->doc);
    is_track = lo_doc_subject(subject->doc) == LO_TRACK;
    if (!is_track)
        lo_buf_printf(&line, "%s%s", lo_subject_name(lo_doc_subject(subject->doc)),
                      format.length ? ": " : "");
    lo_buf_add(&line, format.text ? format.text : "", format.length);
    if (line.length > 0) {
        lo_page_spaces(page, indent);
        lo_page_wrap(page, line.text, indent, indent);
    }
    page->out->failed = page->out->failed || format.failed || line.failed;
    lo_buf_fini(&format);
    lo_buf_fini(&line);
}

static bool has_failures(const struct lo_judged *subject)
{
    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++)
            if (lo_finding_group(&subject->verdicts[v].findings[f]) <=
                LO_GROUP_WARNINGS)
                return true;
    return false;
}

/* What is right takes two lines in a long report, and no empty ones between. */
static void put_subject(struct lo_text *text, const struct lo_judged *subject)
{
    bool is_brief = text->compact && subject->acceptance == LO_ACCEPTED;

    if (text->quiet && !has_failures(subject))
        return;
    if (text->after_subject && !(is_brief && text->after_brief))
        lo_buf_putc(text->page.out, '\n');
    text->after_subject = true;
    text->after_brief = is_brief;
    put_title(text, subject, is_brief);
    if (!text->quiet)
        lo_text_figures(text, subject->doc);
    for (size_t v = 0; v < subject->count && !is_brief; v++)
        lo_text_verdict(text, subject, &subject->verdicts[v]);
}

/* A number right in its columns, or a dash. */
static void put_cell(struct lo_page *page, const struct lo_doc *doc, const char *id,
                     unsigned columns)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);
    struct lo_buf cell = {0};
    unsigned filled;

    if (quantity && quantity->state == LO_MEASURED)
        lo_words_reading(&cell, quantity->value, quantity->unit);
    else
        lo_buf_puts(&cell, "-");
    filled = cell.text ? lo_terminal_columns(cell.text, cell.length) : 0;
    lo_page_spaces(page, filled < columns ? columns - filled : 0);
    lo_buf_puts(page->out, cell.text ? cell.text : "");
    lo_page_spaces(page, 2);
    page->out->failed = page->out->failed || cell.failed;
    lo_buf_fini(&cell);
}

static void put_table_row(struct lo_page *page, const struct lo_judged *subject)
{
    enum { VALUE_COLUMNS = 11, NAME_LEAST = 24 };
    struct lo_mark mark = lo_mark_acceptance(subject->acceptance);
    unsigned used = LO_MARK_COLUMNS;

    if (subject->count)
        lo_text_mark(page, mark, lo_text_ink(subject->acceptance));
    else
        lo_page_spaces(page, LO_MARK_COLUMNS);
    if (page->columns >= used + 2 * (VALUE_COLUMNS + 2) + NAME_LEAST) {
        put_cell(page, subject->doc, lo_words_loudness(subject->doc), VALUE_COLUMNS);
        put_cell(page, subject->doc, lo_words_peak(subject->doc), VALUE_COLUMNS);
        used += 2 * (VALUE_COLUMNS + 2);
    }
    /* "NOT ANALYSED" does not keep to its column. */
    if (subject->count && strlen(mark.word) + 3 > LO_MARK_COLUMNS)
        used += (unsigned)strlen(mark.word) + 3 - LO_MARK_COLUMNS;
    lo_page_name(page, title_of(subject), page->columns - used);
    lo_buf_putc(page->out, '\n');
}

static void put_table(struct lo_text *text)
{
    const struct lo_report *report = text->report;
    bool all = report->subject_count <= TABLE_ALL && !text->quiet;
    size_t rows = 0, left = 0;

    for (size_t i = 0; i < report->subject_count; i++) {
        if (!all && report->subjects[i].acceptance == LO_ACCEPTED)
            continue;
        if (rows == TABLE_MOST) {
            left++;
            continue;
        }
        put_table_row(&text->page, &report->subjects[i]);
        rows++;
    }
    if (left)
        lo_buf_printf(text->page.out, "and %zu more\n", left);
    if (rows)
        lo_buf_putc(text->page.out, '\n');
}

static void add_count(struct lo_buf *out, size_t count, const char *what,
                      const char *many)
{
    if (count)
        lo_buf_printf(out, "%s%zu %s%s", out->length ? ", " : "", count, what,
                      count == 1 ? "" : many);
}

/* "2 errors, 1 warning, 5 notes". */
static void count_findings(struct lo_buf *out, const struct lo_judged *subject)
{
    size_t counts[LO_GROUPS] = {0};

    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++)
            counts[lo_finding_group(&subject->verdicts[v].findings[f])]++;
    add_count(out, counts[LO_GROUP_ERRORS], "error", "s");
    add_count(out, counts[LO_GROUP_WARNINGS], "warning", "s");
    add_count(out, counts[LO_GROUP_NOTES], "note", "s");
    add_count(out, counts[LO_GROUP_NOT_MEASURED], "not measured", "");
    add_count(out, counts[LO_GROUP_WAIVED], "waived", "");
    add_count(out, counts[LO_GROUP_PASSED], "passed", "");
}

/* "2 accepted, 1 accepted with warnings, 3 rejected". */
static void count_subjects(struct lo_buf *out, const struct lo_report *report)
{
    static const char *const words[] = {
        [LO_ACCEPTED] = "accepted",
        [LO_ACCEPTED_WITH_WARNINGS] = "accepted with warnings",
        [LO_REJECTED] = "rejected",
        [LO_NOT_ANALYSED] = "not analysed",
    };
    size_t counts[LO_COUNT(words)] = {0};

    for (size_t i = 0; i < report->subject_count; i++)
        if (report->subjects[i].count)
            counts[report->subjects[i].acceptance]++;
    for (size_t i = 0; i < LO_COUNT(words); i++)
        add_count(out, counts[i], words[i], "");
}

/* The last line: the verdict of the whole. */
static void put_conclusion(struct lo_text *text)
{
    const struct lo_report *report = text->report;
    struct lo_page *page = &text->page;
    struct lo_buf line = {0};

    if (report->subject_count == 1)
        count_findings(&line, &report->subjects[0]);
    else
        count_subjects(&line, report);
    if (line.length > 0) {
        lo_text_mark(page, lo_mark_acceptance(report->acceptance),
                     lo_text_ink(report->acceptance));
        lo_page_wrap(page, line.text, LO_MARK_COLUMNS, LO_MARK_COLUMNS);
    }
    page->out->failed = page->out->failed || line.failed;
    lo_buf_fini(&line);
}

/* What was changed by --set stands first: it explains other numbers than yesterday's. */
static void put_settings(struct lo_text *text)
{
    struct lo_buf line = {0};

    for (size_t i = 0; i < text->report->setting_count; i++)
        lo_buf_printf(&line, "%s%s", i ? ", " : "set: ", text->report->settings[i]);
    if (line.length > 0) {
        lo_page_wrap(&text->page, line.text, 0, 5);
        lo_buf_putc(text->page.out, '\n');
    }
    text->page.out->failed = text->page.out->failed || line.failed;
    lo_buf_fini(&line);
}

static unsigned columns_of(const struct lo_text_style *style)
{
    unsigned columns = style->columns ? style->columns : COLUMNS_USUAL;

    if (columns < COLUMNS_LEAST)
        return COLUMNS_LEAST;
    return columns > COLUMNS_MOST ? COLUMNS_MOST : columns;
}

void lo_report_text(struct lo_buf *out, const struct lo_report *report,
                    const struct lo_text_style *style)
{
    struct lo_text text = {
        .page = {.out = out, .columns = columns_of(style), .color = style->color},
        .report = report,
        .quiet = style->quiet,
        .compact = report->subject_count > SUBJECTS_FULL,
    };
    bool any = false;

    for (size_t i = 0; i < report->subject_count; i++)
        any = any || has_failures(&report->subjects[i]);
    lo_buf_puts(out, "");
    if (!text.quiet)
        put_settings(&text);
    for (size_t i = 0; i < report->subject_count && !out->failed; i++)
        put_subject(&text, &report->subjects[i]);
    if (text.after_subject)
        lo_buf_putc(out, '\n');
    if (report->subject_count > 1 && (!text.quiet || any))
        put_table(&text);
    if (!text.quiet || any)
        put_conclusion(&text);
    free(text.explained.list);
}
