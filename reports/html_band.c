/* The band on top of a subject: what the verdict is, why, and where to look first. */
#include "reports/html_private.h"

#include <string.h>

enum {
    FINDINGS_TOLD = 5, /* in the band; all are in the table under it */
    DETAIL_BYTES = 180,
};

/* A spec may ask for the same thing as another: what one quantity breaks is told once, by
 * the gravest rule. */
static bool is_told(const struct lo_subject_page *page, size_t row)
{
    const char *term = page->rows[row].finding->term;

    for (size_t i = 0; term && i < row; i++)
        if (page->rows[i].finding->term &&
            strcmp(page->rows[i].finding->term, term) == 0)
            return true;
    return false;
}

/* "1 failure, 1 not measured, 2 warnings" */
static void tell_counts(const struct lo_subject_page *page)
{
    static const struct {
        enum lo_grade grade;
        const char *one, *many;
    } told[] = {{LO_GRADE_FAIL, "failure", "failures"},
                {LO_GRADE_UNKNOWN, "not measured", "not measured"},
                {LO_GRADE_WARN, "warning", "warnings"}};
    bool is_first = true;

    for (size_t i = 0; i < LO_COUNT(told); i++) {
        size_t count = lo_page_count_rows(page, told[i].grade, told[i].grade);

        if (count == 0)
            continue;
        lo_buf_printf(page->out, "%s%zu %s", is_first ? "" : ", ", count,
                      count == 1 ? told[i].one : told[i].many);
        is_first = false;
    }
}

static void tell_sentence(const struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    size_t attention = lo_page_count_rows(page, LO_GRADE_FAIL, LO_GRADE_WARN);
    size_t notes = lo_page_count_rows(page, LO_GRADE_NOTE, LO_GRADE_NOTE);
    size_t judged =
        page->row_count - lo_page_count_rows(page, LO_GRADE_NONE, LO_GRADE_NONE);

    if (page->judged->count == 0) {
        lo_buf_puts(out, "Measured, and judged by no spec.");
        return;
    }
    if (attention == 0) {
        lo_buf_printf(out, "None of %zu rule%s needs attention", judged,
                      judged == 1 ? "" : "s");
    } else {
        lo_buf_printf(out, "%zu of %zu rule%s need%s attention: ", attention, judged,
                      judged == 1 ? "" : "s", attention == 1 ? "s" : "");
        tell_counts(page);
    }
    if (notes > 0)
        lo_buf_printf(out, "; %zu note%s", notes, notes == 1 ? "" : "s");
    lo_buf_putc(out, '.');
}

/* The beginning of a text that may be long. */
static void tell_detail(struct lo_buf *out, const char *detail)
{
    char cut[DETAIL_BYTES + 1];
    size_t kept = strlen(detail);
    bool is_cut = kept > DETAIL_BYTES;

    if (is_cut)
        for (kept = DETAIL_BYTES; kept > 0 && (detail[kept] & 0xC0) == 0x80; kept--)
            ; /* not in the middle of a character */
    memcpy(cut, detail, kept);
    cut[kept] = '\0';
    lo_buf_puts(out, "<bdi>");
    lo_put_prose(out, cut);
    lo_buf_puts(out, is_cut ? "…</bdi>" : "</bdi>");
}

/* "▲ warning  True peak leaves room for the encoder: 1.05 dBTP, at most −1.0 dBTP, worst at
 * 0:00.429" */
static void tell_finding(const struct lo_subject_page *page, size_t i)
{
    struct lo_buf *out = page->out;
    const struct lo_finding *finding = page->rows[i].finding;

    struct lo_badge badge = lo_grade_badge(page->rows[i].grade);

    lo_buf_printf(out, "<li class=\"%s\">", badge.class);
    lo_put_badge(out, badge);
    lo_buf_printf(out, " <a href=\"#s%u-r%zu\">", page->number, i + 1);
    lo_put_prose(out, finding->title ? finding->title : finding->id);
    lo_buf_puts(out, "</a>");
    if (finding->has_measured || finding->is_below) {
        lo_buf_puts(out, ": ");
        lo_page_measured(page, finding);
        if (finding->has_min || finding->has_max) {
            lo_buf_puts(out, ", ");
            lo_page_limit(out, finding);
        }
    } else if (finding->detail) {
        lo_buf_puts(out, ": ");
        tell_detail(out, finding->detail);
    }
    if (finding->place_count > 0) {
        lo_buf_puts(out, finding->place_total > 1 ? "; worst at " : "; at ");
        lo_page_place(page, &finding->places[0]);
    }
    lo_buf_puts(out, "</li>");
}

static void tell_findings(const struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    size_t attention = lo_page_count_rows(page, LO_GRADE_FAIL, LO_GRADE_WARN);
    size_t told = 0;

    if (attention == 0)
        return;
    lo_buf_puts(out, "<ul class=\"told\">");
    for (size_t i = 0; i < attention && told < FINDINGS_TOLD; i++) {
        if (is_told(page, i))
            continue;
        tell_finding(page, i);
        told++;
    }
    if (attention > told)
        lo_buf_printf(out, "<li>and %zu more in the table</li>", attention - told);
    lo_buf_puts(out, "</ul>");
}

/* Verdict of each spec, with its version; of one, it is that of the band. */
static void tell_verdicts(const struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    if (page->judged->count == 0)
        return;
    lo_buf_puts(out, "<ul class=\"verdicts\" aria-label=\"Verdict for each spec\">");
    for (size_t i = 0; i < page->judged->count; i++) {
        const struct lo_verdict *verdict = &page->judged->verdicts[i];

        lo_buf_puts(out, "<li>");
        if (page->judged->count > 1)
            lo_put_badge(out, lo_acceptance_badge(verdict->acceptance));
        else
            lo_buf_puts(out, "Judged by");
        lo_buf_puts(out, " <b>");
        lo_put_untrusted(out,
                         verdict->spec.title ? verdict->spec.title : verdict->spec.id);
        lo_buf_puts(out, "</b>");
        if (verdict->spec.version) {
            lo_buf_puts(out, " <span class=\"quiet\">");
            lo_put_untrusted(out, verdict->spec.version);
            lo_buf_puts(out, "</span>");
        }
        lo_buf_puts(out, "</li>");
    }
    lo_buf_puts(out, "</ul>");
}

void lo_page_band(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    struct lo_badge badge = lo_acceptance_badge(page->judged->acceptance);

    if (page->judged->count == 0)
        badge = (struct lo_badge){"○", "Measured", "none"};
    lo_buf_printf(out,
                  "<div class=\"band %s\"><p class=\"verdict\">"
                  "<span aria-hidden=\"true\">%s</span> %s</p><p>",
                  badge.class, badge.symbol, badge.word);
    tell_sentence(page);
    lo_buf_puts(out, "</p>");
    tell_findings(page);
    tell_verdicts(page);
    lo_buf_puts(out, "</div>");
}
