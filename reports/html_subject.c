/* One subject from verdict to facts. */
#include "reports/html_private.h"

#include <string.h>

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
            /* Of a difference there is no "nothing": silence has no loudness range. */
            bool is_level = strcmp(lo_difference_unit(quantity->unit),
                                   lo_unit_name(quantity->unit)) != 0;

            lo_buf_puts(out, quantity->state == LO_BELOW && is_level ? "−∞" : "–");
        }
        lo_buf_puts(out, "</dd></div>");
    }
    if (is_open)
        lo_buf_puts(out, "</dl>");
}

void lo_page_subject(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    lo_page_band(page);
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
