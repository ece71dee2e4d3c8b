/* The page: head with its policy, index of subjects, the subjects, foot.
 *
 * References:
 *   [CSP3] Content Security Policy Level 3, section 2.3.1: hashes of inline scripts and
 *       styles, made here from the very bytes that are written, so that they cannot drift.
 */
#include "reports/html_assets.h"
#include "reports/html_private.h"
#include "reports/words.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

enum {
    OPEN_ACCEPTED_MOST = 3, /* accepted subjects are folded away when there are more */
    SPEC_COLUMNS = 12,      /* of the index; more specs are told in each subject only */
};

/* Columns of a curve by the number of subjects, so that the page of an album stays under
 * 2 MB and that of one file under 350 KB [leadout:page]. */
static unsigned columns_for(const struct lo_report *report,
                            const struct lo_judged *judged, unsigned channels)
{
    static const struct {
        size_t subjects;
        unsigned columns;
    } steps[] = {{2, 900}, {6, 500}, {20, 300}, {60, 150}};
    unsigned columns = 0;

    for (size_t i = 0; i < LO_COUNT(steps) && columns == 0; i++)
        if (report->subject_count <= steps[i].subjects)
            columns = steps[i].columns;
    if (columns == 0 && judged->acceptance != LO_ACCEPTED &&
        report->subject_count <= 200)
        columns = 100;
    return channels > 2 ? columns * 2 / channels : columns;
}

static void put_asset(struct lo_buf *out, const struct lo_asset *asset)
{
    lo_buf_add(out, (const char *)asset->bytes, asset->count);
}

static void put_hash(struct lo_buf *out, const struct lo_asset *asset)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    unsigned char text[SHA256_DIGEST_LENGTH / 3 * 4 + 5];

    SHA256(asset->bytes, asset->count, digest);
    EVP_EncodeBlock(text, digest, sizeof digest);
    lo_buf_printf(out, " 'sha256-%s'", (const char *)text);
}

static bool has_release(const struct lo_report *report)
{
    return report->subject_count > 1 &&
           lo_doc_subject(report->subjects[report->subject_count - 1].doc) ==
               LO_RELEASE;
}

/* The name of the page: of the subject, of the release, or how many there are. */
static void put_name(struct lo_buf *out, const struct lo_report *report, bool is_title)
{
    const char *name = NULL;

    if (report->subject_count == 1)
        name = lo_doc_name(report->subjects[0].doc);
    else if (has_release(report))
        name = lo_doc_name(report->subjects[report->subject_count - 1].doc);
    if (!name)
        lo_buf_printf(out, "%zu files", report->subject_count);
    else if (is_title)
        lo_escape_html(out, name); /* a <title> holds text alone */
    else
        lo_put_untrusted(out, name);
}

static void put_head(struct lo_buf *out, const struct lo_report *report)
{
    lo_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                     "<meta http-equiv=\"Content-Security-Policy\" "
                     "content=\"default-src 'none'; script-src");
    put_hash(out, &lo_asset_uplot);
    put_hash(out, &lo_asset_script);
    lo_buf_puts(out, "; style-src");
    put_hash(out, &lo_asset_uplot_style);
    put_hash(out, &lo_asset_style);
    lo_buf_puts(out, "; img-src data:; base-uri 'none'; form-action 'none'\">"
                     "<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\"><meta name=\"color-scheme\" "
                     "content=\"light dark\"><meta name=\"referrer\" "
                     "content=\"no-referrer\"><title>");
    put_name(out, report, true);
    lo_buf_puts(out, " – leadout</title><link rel=\"icon\" href=\"data:,\"><style>");
    put_asset(out, &lo_asset_uplot_style);
    lo_buf_puts(out, "</style><style>");
    put_asset(out, &lo_asset_style);
    lo_buf_puts(out, "</style></head>\n<body><a class=\"skip\" href=\"#main\">Skip to "
                     "the report</a>");
}

static void put_header(struct lo_buf *out, const struct lo_report *report)
{
    lo_buf_puts(out, "<header><p class=\"brand\">leadout <span class=\"quiet\">");
    lo_escape_html(out, report->version ? report->version : "");
    lo_buf_puts(out, "</span></p><h1>");
    put_name(out, report, false);
    lo_buf_puts(out, "</h1></header>\n<main id=\"main\">");
}

/* A verdict in a cell: short words, since there is one for each spec. */
static void put_cell(struct lo_buf *out, enum lo_acceptance acceptance)
{
    static const struct lo_badge cells[] = {
        [LO_ACCEPTED] = {"✓", "pass", "pass"},
        [LO_ACCEPTED_WITH_WARNINGS] = {"▲", "warn", "warn"},
        [LO_REJECTED] = {"✗", "fail", "fail"},
        [LO_NOT_ANALYSED] = {"?", "unknown", "unknown"},
    };

    lo_put_badge(out, cells[acceptance]);
}

static void put_number_cell(struct lo_buf *out, const struct lo_doc *doc,
                            const char *id, int decimals)
{
    const struct lo_quantity *quantity = lo_measured(doc, id);

    lo_buf_puts(out, "<td class=\"n\">");
    if (quantity)
        lo_put_value(out, quantity->value, decimals);
    else
        lo_buf_puts(out, "–");
    lo_buf_puts(out, "</td>");
}

/* Columns for specs, when there are several and not too many. */
static size_t spec_columns(const struct lo_report *report)
{
    bool has_them = report->spec_count > 1 && report->spec_count <= SPEC_COLUMNS;

    return has_them ? report->spec_count : 0;
}

static void put_spec_cells(struct lo_buf *out, const struct lo_report *report,
                           const struct lo_judged *judged)
{
    for (size_t spec = 0; spec < spec_columns(report); spec++) {
        const struct lo_verdict *found = NULL;

        for (size_t j = 0; j < judged->count && !found; j++)
            if (strcmp(judged->verdicts[j].spec.id, report->specs[spec].id) == 0)
                found = &judged->verdicts[j];
        lo_buf_puts(out, "<td>");
        if (found)
            put_cell(out, found->acceptance);
        else
            lo_buf_puts(out, "–");
        lo_buf_puts(out, "</td>");
    }
}

static void put_index_row(struct lo_buf *out, const struct lo_report *report, size_t i)
{
    const struct lo_judged *judged = &report->subjects[i];
    const struct lo_quantity *duration = lo_measured(judged->doc, "file.duration");

    lo_buf_printf(out, "<tr><th scope=\"row\"><a href=\"#s%zu\">", i + 1);
    lo_put_untrusted(out, lo_doc_name(judged->doc));
    lo_buf_puts(out, "</a></th><td>");
    if (judged->count > 0)
        put_cell(out, judged->acceptance);
    else
        lo_buf_puts(out, "–");
    lo_buf_puts(out, "</td>");
    put_spec_cells(out, report, judged);
    lo_buf_puts(out, "<td class=\"n length\">");
    if (duration)
        lo_put_time(out, duration->value, 1);
    else
        lo_buf_puts(out, "–");
    lo_buf_puts(out, "</td>");
    put_number_cell(out, judged->doc, lo_words_loudness(judged->doc), 1);
    put_number_cell(out, judged->doc, lo_words_peak(judged->doc), 2);
    lo_buf_puts(out, "</tr>");
}

/* "7 accepted, 2 accepted with warnings, 1 rejected" */
static void put_counts(struct lo_buf *out, const struct lo_report *report)
{
    static const char *const words[] = {
        [LO_ACCEPTED] = "accepted",
        [LO_ACCEPTED_WITH_WARNINGS] = "accepted with warnings",
        [LO_REJECTED] = "rejected",
        [LO_NOT_ANALYSED] = "not analysed",
    };
    bool is_first = true;

    for (int kind = LO_NOT_ANALYSED; kind >= LO_ACCEPTED; kind--) {
        size_t count = 0;

        for (size_t i = 0; i < report->subject_count; i++)
            count += report->subjects[i].acceptance == (enum lo_acceptance)kind;
        if (count == 0)
            continue;
        lo_buf_printf(out, "%s%zu %s", is_first ? "" : ", ", count, words[kind]);
        is_first = false;
    }
}

static void put_index(struct lo_buf *out, const struct lo_report *report)
{
    struct lo_badge badge = lo_acceptance_badge(report->acceptance);

    if (report->subject_count < 2)
        return;
    lo_buf_puts(out, "<section id=\"index\" aria-labelledby=\"index-title\">");
    if (report->spec_count > 0) {
        lo_buf_printf(out,
                      "<div class=\"band %s\"><p class=\"verdict\">"
                      "<span aria-hidden=\"true\">%s</span> %s</p><p>",
                      badge.class, badge.symbol, badge.word);
        put_counts(out, report);
        lo_buf_puts(out, ".</p></div>");
    }
    lo_buf_puts(out, "<h2 id=\"index-title\">Index</h2><div class=\"scroll\">"
                     "<table class=\"index\"><caption>Verdict for each file and spec"
                     "</caption><thead><tr><th scope=\"col\">File</th>"
                     "<th scope=\"col\">Verdict</th>");
    for (size_t i = 0; i < spec_columns(report); i++) {
        lo_buf_puts(out, "<th scope=\"col\">");
        lo_put_untrusted(out, report->specs[i].title ? report->specs[i].title
                                                     : report->specs[i].id);
        lo_buf_puts(out, "</th>");
    }
    lo_buf_puts(out, "<th scope=\"col\" class=\"n length\">Length</th>"
                     "<th scope=\"col\" class=\"n\">LUFS</th>"
                     "<th scope=\"col\" class=\"n\">dBTP</th></tr></thead><tbody>");
    for (size_t i = 0; i < report->subject_count; i++)
        put_index_row(out, report, i);
    lo_buf_puts(out, "</tbody></table></div></section>");
}

/* Under this there is nothing to see over time: a chart would be empty [leadout:page]. */
static const double CHARTS_LEAST_S = 0.001;

/* How long the subject is: as measured, or as far as its picture goes. */
static double length_of(const struct lo_doc *doc)
{
    const struct lo_quantity *duration = lo_measured(doc, "file.duration");
    const struct lo_table *wave = lo_doc_table(doc, "waveform");
    struct lo_series *const *series;
    size_t count = lo_doc_all_series(doc, &series);
    double length_s = 0;

    if (duration && duration->value > 0)
        return duration->value;
    if (wave)
        length_s = (double)wave->rows * wave->step_s;
    for (size_t i = 0; i < count; i++) {
        double end_s =
            series[i]->start_s + (double)series[i]->count * series[i]->step_s;

        if (end_s > length_s && strncmp(series[i]->id, "spectrum.", 9) != 0)
            length_s = end_s;
    }
    return length_s;
}

static unsigned channels_of(const struct lo_doc *doc)
{
    const struct lo_quantity *channels = lo_measured(doc, "file.channels");
    const struct lo_table *wave = lo_doc_table(doc, "waveform");

    if (channels && channels->value >= 1 && channels->value <= LO_MAX_CHANNELS)
        return (unsigned)channels->value;
    if (wave && wave->columns <= (size_t)3 * LO_MAX_CHANNELS)
        return (unsigned)wave->columns / 3;
    return 0;
}

/* Opens the frame of one of several subjects: its name is the summary of what folds. */
static void put_fold(struct lo_buf *out, const struct lo_report *report,
                     const struct lo_judged *judged, size_t number)
{
    bool is_open = judged->acceptance != LO_ACCEPTED ||
                   report->subject_count <= OPEN_ACCEPTED_MOST;

    lo_buf_printf(out, "<details class=\"subject\"%s><summary><h2>",
                  is_open ? " open" : "");
    lo_put_untrusted(out, lo_doc_name(judged->doc));
    lo_buf_puts(out, "</h2> ");
    if (judged->count > 0)
        lo_put_badge(out, lo_acceptance_badge(judged->acceptance));
    lo_buf_printf(out, "</summary><div class=\"inside\" id=\"s%zu\">", number);
}

static void put_subject(struct lo_buf *out, const struct lo_report *report, size_t i)
{
    const struct lo_judged *judged = &report->subjects[i];
    struct lo_subject_page page = {.out = out,
                                   .report = report,
                                   .judged = judged,
                                   .doc = judged->doc,
                                   .number = (unsigned)i + 1,
                                   .length_s = length_of(judged->doc),
                                   .channels = channels_of(judged->doc)};
    bool is_one_of_several = report->subject_count > 1;

    if (page.length_s >= CHARTS_LEAST_S)
        page.columns = columns_for(report, judged, page.channels);
    if (!lo_page_make_rows(&page) || !lo_page_make_pins(&page))
        out->failed = true;
    if (is_one_of_several)
        put_fold(out, report, judged, i + 1);
    else
        lo_buf_puts(out, "<div class=\"subject\" id=\"s1\">");
    lo_page_subject(&page);
    lo_buf_puts(out, is_one_of_several ? "</div></details>\n" : "</div>\n");
    lo_arena_fini(&page.arena);
}

static void put_list(struct lo_buf *out, const char *name,
                     const struct lo_spec_info *list, size_t count)
{
    if (count == 0)
        return;
    lo_buf_printf(out, "<div><dt>%s</dt><dd>", name);
    for (size_t i = 0; i < count; i++) {
        lo_buf_puts(out, i > 0 ? ", " : "");
        lo_put_untrusted(out, list[i].id);
        if (list[i].version) {
            lo_buf_putc(out, ' ');
            lo_put_untrusted(out, list[i].version);
        }
    }
    lo_buf_puts(out, "</dd></div>");
}

static void put_foot(struct lo_buf *out, const struct lo_report *report)
{
    lo_buf_puts(out, "</main>\n<footer><dl><div><dt>Made by</dt><dd>leadout ");
    lo_escape_html(out, report->version ? report->version : "");
    lo_buf_puts(out, "</dd></div>");
    put_list(out, "Specs", report->specs, report->spec_count);
    put_list(out, "Libraries", report->libraries, report->library_count);
    if (report->setting_count > 0)
        lo_buf_puts(out, "<div><dt>Settings</dt><dd>");
    for (size_t i = 0; i < report->setting_count; i++) {
        lo_buf_puts(out, i > 0 ? ", " : "");
        lo_put_untrusted(out, report->settings[i]);
    }
    if (report->setting_count > 0)
        lo_buf_puts(out, "</dd></div>");
    lo_buf_puts(
        out,
        "<div><dt>Charts</dt><dd>Drag to zoom, double click to see all. With the "
        "charts in focus: ← → move the cursor, + − zoom, 0 shows all, n p next and "
        "previous place.</dd></div></dl><details class=\"short\"><summary>Licence "
        "of uPlot, which draws the charts when scripts are allowed</summary><pre>");
    lo_buf_add(out, (const char *)lo_asset_uplot_licence.bytes,
               lo_asset_uplot_licence.count);
    lo_buf_puts(out, "</pre></details></footer>\n<script>");
    put_asset(out, &lo_asset_uplot);
    lo_buf_puts(out, "</script><script>");
    put_asset(out, &lo_asset_script);
    lo_buf_puts(out, "</script></body></html>\n");
}

void lo_report_html(struct lo_buf *out, const struct lo_report *report)
{
    put_head(out, report);
    put_header(out, report);
    put_index(out, report);
    for (size_t i = 0; i < report->subject_count; i++)
        put_subject(out, report, i);
    put_foot(out, report);
}
