/* One subject from verdict to facts. */
#include "reports/html_private.h"

#include <string.h>

enum { FINDINGS_TOLD = 3 }; /* in the sentence */

/* "true peak 0.13 dBTP at 1:23.456 (at most −1.0 dBTP)" */
static void tell_finding(struct lo_subject_page *page, const struct lo_row *row)
{
    struct lo_buf *out = page->out;
    const struct lo_finding *finding = row->finding;
    const char *name = lo_common_name(finding->term);

    if (name)
        lo_buf_puts(out, name);
    else
        lo_put_prose(out, finding->title ? finding->title : finding->id);
    if (finding->has_measured && name) {
        lo_buf_putc(out, ' ');
        lo_put_measure(out, finding->measured, finding->unit,
                       lo_usual_decimals(finding->unit));
    } else if (!finding->has_measured && finding->detail) {
        lo_buf_puts(out, " (");
        lo_put_prose(out, finding->detail);
        lo_buf_puts(out, ")");
    }
    if (finding->place_count > 0) {
        lo_buf_puts(out, " at ");
        lo_put_time(out, finding->places[0].start_s, 1);
    }
    if (row->grade == LO_GRADE_UNKNOWN)
        lo_buf_puts(out, " not measured");
}

void lo_page_sentence(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    size_t attention = lo_page_count_rows(page, LO_GRADE_FAIL, LO_GRADE_WARN);
    size_t notes = lo_page_count_rows(page, LO_GRADE_NOTE, LO_GRADE_NOTE);
    size_t judged =
        page->row_count - lo_page_count_rows(page, LO_GRADE_NONE, LO_GRADE_NONE);
    size_t told = 0;

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
        for (size_t i = 0; i < page->row_count && told < FINDINGS_TOLD; i++) {
            if (page->rows[i].grade > LO_GRADE_WARN)
                break;
            lo_buf_puts(out, told > 0 ? "; " : "");
            tell_finding(page, &page->rows[i]);
            told++;
        }
        if (attention > told)
            lo_buf_printf(out, "; and %zu more", attention - told);
    }
    if (notes > 0)
        lo_buf_printf(out, "; %zu note%s", notes, notes == 1 ? "" : "s");
    lo_buf_putc(out, '.');
}

/* Verdict of each spec, with its version. */
static void put_verdicts(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    if (page->judged->count == 0)
        return;
    lo_buf_puts(out, "<ul class=\"verdicts\" aria-label=\"Verdict for each spec\">");
    for (size_t i = 0; i < page->judged->count; i++) {
        const struct lo_verdict *verdict = &page->judged->verdicts[i];

        lo_buf_puts(out, "<li>");
        lo_put_badge(out, lo_acceptance_badge(verdict->acceptance));
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

static void put_band(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    struct lo_badge badge = lo_acceptance_badge(page->judged->acceptance);

    if (page->judged->count == 0)
        badge = (struct lo_badge){"○", "Measured", "none"};
    lo_buf_printf(out,
                  "<div class=\"band %s\"><p class=\"verdict\">"
                  "<span aria-hidden=\"true\">%s</span> %s</p><p>",
                  badge.class, badge.symbol, badge.word);
    lo_page_sentence(page);
    lo_buf_puts(out, "</p>");
    put_verdicts(page);
    lo_buf_puts(out, "</div>");
}

static void put_term(struct lo_buf *out, const char *name)
{
    lo_buf_printf(out, "<div><dt>%s</dt><dd>", name);
}

static void put_rate(struct lo_buf *out, double rate_hz)
{
    int decimals = rate_hz == 1000.0 * (double)(long)(rate_hz / 1000) ? 0
                   : rate_hz == 100.0 * (double)(long)(rate_hz / 100) ? 1
                                                                      : 3;

    lo_buf_puts(out, " · ");
    lo_put_number(out, rate_hz / 1000, decimals);
    lo_buf_puts(out, "\xC2\xA0kHz");
}

/* "flac · 24 bit · 44.1 kHz · stereo" */
static void put_format(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const char *container = lo_fact_text(page->doc, "file.container");
    const struct lo_quantity *bits = lo_measured(page->doc, "file.bits");
    const struct lo_quantity *rate = lo_measured(page->doc, "file.sample_rate");

    if (!container)
        return;
    put_term(out, "Format");
    lo_put_untrusted(out, container);
    if (bits)
        lo_buf_printf(out,
                      " · %.0f\xC2\xA0"
                      "bit",
                      bits->value);
    if (rate)
        put_rate(out, rate->value);
    if (page->channels > 2)
        lo_buf_printf(out, " · %u channels", page->channels);
    else if (page->channels > 0)
        lo_buf_puts(out, page->channels == 2 ? " · stereo" : " · mono");
    lo_buf_puts(out, "</dd></div>");
}

static void put_length_and_size(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const struct lo_quantity *frames = lo_measured(page->doc, "file.frames");
    const struct lo_quantity *size = lo_measured(page->doc, "file.size");

    if (page->length_s > 0) {
        put_term(out, "Length");
        lo_put_time(out, page->length_s, 3);
        if (frames)
            lo_buf_printf(out,
                          " (%.0f\xC2\xA0"
                          "frames)",
                          frames->value);
        lo_buf_puts(out, "</dd></div>");
    }
    if (size) {
        put_term(out, "Size");
        lo_put_number(out, size->value / 1e6, 2);
        lo_buf_puts(out, "\xC2\xA0MB</dd></div>");
    }
}

static void put_facts(struct lo_subject_page *page)
{
    static const struct {
        const char *fact, *name, *class;
    } shown[] = {
        {"tag.title", "Title", ""},
        {"tag.artist", "Artist", ""},
        {"tag.album", "Album", ""},
        {"tag.isrc", "ISRC", ""},
        {"tag.upc", "UPC", ""},
        {"file.sha256", "SHA-256", "hash"},
        {"file.audio_md5", "Audio MD5", "hash"},
    };
    struct lo_buf *out = page->out;
    const char *name = lo_doc_name(page->doc);

    lo_buf_puts(out, "<dl class=\"facts\">");
    put_format(page);
    put_length_and_size(page);
    for (size_t i = 0; i < LO_COUNT(shown); i++) {
        const char *text = lo_fact_text(page->doc, shown[i].fact);

        if (!text)
            continue;
        lo_buf_printf(out, "<div class=\"%s\"><dt>%s</dt><dd>", shown[i].class,
                      shown[i].name);
        lo_put_untrusted(out, text);
        lo_buf_puts(out, "</dd></div>");
    }
    if (page->judged->path && strcmp(page->judged->path, name) != 0) {
        put_term(out, "Path");
        lo_put_untrusted(out, page->judged->path);
        lo_buf_puts(out, "</dd></div>");
    }
    if (lo_text_deceives(name)) {
        put_term(out, "Name");
        lo_buf_puts(out, "contains control or bidirectional characters, shown here as "
                         "what they are</dd></div>");
    }
    lo_buf_puts(out, "</dl>");
}

/* The numbers that every mastering engineer looks at first. */
static void put_headlines(struct lo_subject_page *page)
{
    static const struct {
        const char *id, *name;
    } shown[] = {
        {"loudness.integrated", "Integrated"},
        {"loudness.dual_mono", "As dual mono"},
        {"loudness.short_term_max", "Short-term max"},
        {"loudness.momentary_max", "Momentary max"},
        {"loudness.range", "Loudness range"},
        {"peak.true", "True peak"},
        {"dynamics.plr", "PLR"},
        {"dynamics.psr_min", "PSR min"},
    };
    struct lo_buf *out = page->out;
    bool is_open = false;

    for (size_t i = 0; i < LO_COUNT(shown); i++) {
        const struct lo_quantity *quantity = lo_doc_quantity(page->doc, shown[i].id);

        if (!quantity)
            continue;
        if (!is_open)
            lo_buf_puts(out, "<dl class=\"headlines\">");
        is_open = true;
        lo_buf_printf(out, "<div><dt>%s</dt><dd>", shown[i].name);
        if (quantity->state == LO_MEASURED) {
            lo_put_value(out, quantity->value, quantity->unit == LO_UNIT_DBTP ? 2 : 1);
            lo_buf_printf(out, " <span class=\"unit\">%s</span>",
                          lo_unit_name(quantity->unit));
        } else {
            lo_buf_puts(out, quantity->state == LO_BELOW ? "−∞" : "–");
        }
        lo_buf_puts(out, "</dd></div>");
    }
    if (is_open)
        lo_buf_puts(out, "</dl>");
}

void lo_page_subject(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    put_band(page);
    if (page->report->subject_count > 1)
        lo_buf_puts(out, "<p class=\"back\"><a href=\"#index\">Back to the "
                         "index</a></p>");
    put_facts(page);
    put_headlines(page);
    lo_page_rules(page);
    lo_page_plots(page);
    lo_page_technical(page);
    lo_page_data(page);
}
