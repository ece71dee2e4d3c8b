/* The tables of rules: what needs attention in full, the rest in short. */
#include "reports/html_private.h"

#include <math.h>
#include <string.h>

enum {
    SPECS_NAMED = 6,    /* of a row; the rest is counted */
    PLACE_DECIMALS = 3, /* milliseconds, as a DAW shows them */
    PLACES_SEEN = 8,
};

static void put_specs(struct lo_buf *out, const struct lo_row *row)
{
    for (size_t i = 0; i < row->spec_count && i < SPECS_NAMED; i++) {
        if (i > 0)
            lo_buf_puts(out, ", ");
        lo_put_untrusted(out, row->specs[i]->title ? row->specs[i]->title
                                                   : row->specs[i]->id);
    }
    if (row->spec_count > SPECS_NAMED)
        lo_buf_printf(out, " and %zu more", row->spec_count - SPECS_NAMED);
}

/* Decimals at which measured and limit can be told apart when the rule is broken. */
static int telling_decimals(const struct lo_finding *finding)
{
    int decimals = lo_usual_decimals(finding->unit);
    int most = lo_unit_decimals(finding->unit);

    if (finding->has_excess)
        while (decimals < most && finding->excess < pow(10, -decimals))
            decimals++;
    return decimals;
}

void lo_page_measured(const struct lo_subject_page *page,
                      const struct lo_finding *finding)
{
    struct lo_buf *out = page->out;
    const struct lo_quantity *quantity =
        finding->term ? lo_doc_quantity(page->doc, finding->term) : NULL;
    const struct lo_fact *fact =
        finding->term ? lo_doc_fact(page->doc, finding->term) : NULL;

    if (finding->is_below)
        lo_buf_puts(out, "nothing there");
    else if (finding->has_measured)
        lo_put_measure(out, finding->measured, finding->unit,
                       finding->unit == LO_UNIT_HZ ? -1 : telling_decimals(finding));
    else if (quantity && quantity->state == LO_NOT_MEASURABLE && quantity->reason)
        lo_put_untrusted(out, quantity->reason);
    else if (fact && fact->type == LO_FACT_TEXT)
        lo_put_untrusted(out, fact->text);
    else if (fact && fact->type == LO_FACT_FLAG)
        lo_buf_puts(out, fact->flag ? "yes" : "no");
    else if (fact)
        lo_buf_printf(out, "%zu item%s", fact->count, fact->count == 1 ? "" : "s");
    else
        lo_buf_puts(out, "–");
}

void lo_page_limit(struct lo_buf *out, const struct lo_finding *finding)
{
    if (finding->has_min && finding->has_max && finding->min == finding->max) {
        lo_put_measure(out, finding->max, finding->unit, -1);
    } else if (finding->has_min && finding->has_max) {
        lo_put_measure(out, finding->min, finding->unit, -1);
        lo_buf_puts(out, " to ");
        lo_put_measure(out, finding->max, finding->unit, -1);
    } else if (finding->has_max) {
        lo_buf_puts(out, "at most ");
        lo_put_measure(out, finding->max, finding->unit, -1);
    } else if (finding->has_min) {
        lo_buf_puts(out, "at least ");
        lo_put_measure(out, finding->min, finding->unit, -1);
    } else {
        lo_buf_puts(out, "–");
    }
}

static void put_excess(struct lo_buf *out, const struct lo_finding *finding)
{
    const char *unit = lo_difference_unit(finding->unit);
    bool is_under =
        finding->has_min && finding->has_measured && finding->measured < finding->min;

    if (!finding->has_excess || finding->outcome == LO_PASSED) {
        lo_buf_puts(out, "–");
        return;
    }
    lo_buf_puts(out, is_under ? "−" : "+");
    lo_put_value(out, finding->excess, telling_decimals(finding));
    if (*unit)
        lo_buf_printf(out, "\xC2\xA0%s", unit);
}

void lo_page_place(const struct lo_subject_page *page, const struct lo_place *place)
{
    struct lo_buf *out = page->out;
    unsigned pin = lo_page_pin_of(page, place);

    if (pin)
        lo_buf_printf(out,
                      "<a href=\"#s%u-m%u\" data-pin=\"%u\">"
                      "<span class=\"number\">%u</span> ",
                      page->number, pin, pin, pin);
    lo_put_time(out, place->start_s, PLACE_DECIMALS);
    if (pin)
        lo_buf_puts(out, "</a>");
    if (place->channel >= 0) {
        lo_buf_putc(out, ' ');
        lo_put_channel(out, place->channel, page->channels);
    }
    if (place->has_value) {
        lo_buf_puts(out, ", ");
        lo_put_measure(out, place->value, place->unit, lo_usual_decimals(place->unit));
    }
}

/* Places from..to of a finding as a list. */
static void put_places(const struct lo_subject_page *page,
                       const struct lo_finding *finding, size_t from, size_t to)
{
    struct lo_buf *out = page->out;

    lo_buf_puts(out, "<ul class=\"places\">");
    for (size_t i = from; i < to; i++) {
        lo_buf_puts(out, "<li>");
        lo_page_place(page, &finding->places[i]);
        lo_buf_puts(out, "</li>");
    }
    lo_buf_puts(out, "</ul>");
}

static bool same_places(const struct lo_finding *a, const struct lo_finding *b)
{
    bool is_same = a->place_count == b->place_count && a->place_total == b->place_total;

    for (size_t i = 0; is_same && i < a->place_count; i++)
        is_same = a->places[i].start_s == b->places[i].start_s &&
                  a->places[i].channel == b->places[i].channel;
    return is_same;
}

/* The row above that has the same places, so that they are listed once; else the row
 * itself. */
static size_t row_of_places(const struct lo_subject_page *page, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (same_places(page->rows[i].finding, page->rows[row].finding))
            return i;
    return row;
}

/* The worst places are seen, the next are folded away, the rest are counted. */
static void put_where(const struct lo_subject_page *page, size_t row)
{
    struct lo_buf *out = page->out;
    const struct lo_finding *finding = page->rows[row].finding;
    size_t first = row_of_places(page, row);
    size_t seen =
        finding->place_count > PLACES_SEEN + 2 ? PLACES_SEEN : finding->place_count;
    int64_t rest = finding->place_total - (int64_t)finding->place_count;

    if (finding->place_count == 0)
        return;
    lo_buf_puts(out, "<div><dt>Where</dt><dd>");
    if (first < row && finding->place_count > 1) {
        const struct lo_finding *above = page->rows[first].finding;

        lo_buf_printf(out, "the same places as <a href=\"#s%u-r%zu\">", page->number,
                      first + 1);
        lo_put_prose(out, above->title ? above->title : above->id);
        lo_buf_puts(out, "</a></dd></div>");
        return;
    }
    put_places(page, finding, 0, seen);
    if (seen < finding->place_count) {
        lo_buf_printf(out, "<details class=\"short\"><summary>%zu more</summary>",
                      finding->place_count - seen);
        put_places(page, finding, seen, finding->place_count);
        lo_buf_puts(out, "</details>");
    }
    if (rest > 0)
        lo_buf_printf(out, "<span class=\"quiet\">and %lld more, not listed</span>",
                      (long long)rest);
    lo_buf_puts(out, "</dd></div>");
}

static void put_line(struct lo_buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    lo_buf_printf(out, "<div><dt>%s</dt><dd><bdi>", name);
    lo_put_prose(out, text);
    lo_buf_puts(out, "</bdi></dd></div>");
}

static void put_source(struct lo_buf *out, const struct lo_source *source)
{
    const struct {
        const char *before, *text;
    } parts[] = {
        {"", source->title}, {", ", source->publisher}, {". Read on ", source->seen}};

    lo_buf_puts(out, "<div><dt>Source</dt><dd>");
    for (size_t i = 0; i < LO_COUNT(parts); i++)
        if (parts[i].text && parts[i].text[0]) {
            lo_buf_puts(out, parts[i].before);
            lo_put_untrusted(out, parts[i].text);
        }
    lo_buf_printf(out, " (%s source)", lo_confidence_name(source->confidence));
    if (source->url && source->url[0]) {
        lo_buf_puts(out, "<br><span class=\"url\">");
        lo_put_untrusted(out, source->url);
        lo_buf_puts(out, "</span>");
    }
    lo_buf_puts(out, "</dd></div>");
}

static void put_correction(struct lo_buf *out, const struct lo_correction *correction)
{
    if (!correction->with)
        return;
    lo_buf_puts(out, "<div><dt>Correction</dt><dd>");
    lo_put_untrusted(out, correction->with);
    if (correction->to) {
        lo_buf_puts(out, " to ");
        lo_put_untrusted(out, correction->to);
    }
    if (correction->at_most) {
        lo_buf_puts(out, ", by at most ");
        lo_put_untrusted(out, correction->at_most);
    }
    if (correction->allowed) {
        lo_buf_puts(out, ": allowed");
    } else {
        lo_buf_puts(out, ": refused");
        if (correction->refused) {
            lo_buf_puts(out, ", ");
            lo_put_untrusted(out, correction->refused);
        }
    }
    lo_buf_puts(out, "</dd></div>");
}

static void put_waiver(struct lo_buf *out, const struct lo_finding *finding)
{
    if (finding->outcome != LO_WAIVED)
        return;
    lo_buf_puts(out, "<div><dt>Waived</dt><dd>");
    if (finding->waived_by) {
        lo_buf_puts(out, "by ");
        lo_put_untrusted(out, finding->waived_by);
        lo_buf_puts(out, finding->waived_reason ? ": " : "");
    }
    if (finding->waived_reason)
        lo_put_untrusted(out, finding->waived_reason);
    lo_buf_puts(out, "</dd></div>");
}

/* The first line of a row, which both tables have. */
static void put_numbers(const struct lo_subject_page *page, const struct lo_row *row)
{
    struct lo_buf *out = page->out;
    const struct lo_finding *finding = row->finding;

    lo_buf_puts(out, "<td class=\"result\">");
    lo_put_badge(out, lo_grade_badge(row->grade));
    lo_buf_puts(out, "</td><th scope=\"row\"><span class=\"title\">");
    lo_put_prose(out, finding->title ? finding->title : finding->id);
    lo_buf_puts(out, "</span><span class=\"of\"><code>");
    lo_put_untrusted(out, finding->id);
    lo_buf_puts(out, "</code> ");
    put_specs(out, row);
    lo_buf_puts(out, "</span></th><td class=\"n\" data-label=\"measured\">");
    lo_page_measured(page, finding);
    lo_buf_puts(out, "</td><td class=\"n\" data-label=\"limit\">");
    lo_page_limit(out, finding);
    lo_buf_puts(out, "</td>");
}

static void put_full_row(const struct lo_subject_page *page, size_t i)
{
    struct lo_buf *out = page->out;
    const struct lo_row *row = &page->rows[i];
    const struct lo_finding *finding = row->finding;

    lo_buf_printf(out, "<tbody class=\"%s\" id=\"s%u-r%zu\"><tr>",
                  lo_grade_badge(row->grade).class, page->number, i + 1);
    put_numbers(page, row);
    lo_buf_puts(out, "<td class=\"n\" data-label=\"excess\">");
    put_excess(out, finding);
    lo_buf_puts(out, "</td></tr><tr class=\"more\"><td></td><td colspan=\"4\"><dl>");
    put_line(out, "Found", finding->detail);
    put_where(page, i);
    put_waiver(out, finding);
    put_line(out, "Why", finding->why);
    put_line(out, "Advice", finding->advice);
    put_correction(out, &finding->correction);
    if (finding->source)
        put_source(out, finding->source);
    lo_buf_puts(out, "</dl></td></tr></tbody>");
}

static void put_table_head(struct lo_buf *out, const char *caption, bool has_excess)
{
    lo_buf_printf(out,
                  "<table class=\"rules\"><caption>%s</caption><thead><tr>"
                  "<th scope=\"col\">Result</th><th scope=\"col\">Rule</th>"
                  "<th scope=\"col\" class=\"n\">Measured</th>"
                  "<th scope=\"col\" class=\"n\">Limit</th>%s</tr></thead>",
                  caption,
                  has_excess ? "<th scope=\"col\" class=\"n\">Excess</th>" : "");
}

/* Rules of the grades from..to, which need no reading. */
static void put_short_table(const struct lo_subject_page *page, enum lo_grade from,
                            enum lo_grade to, const char *what)
{
    struct lo_buf *out = page->out;
    size_t count = lo_page_count_rows(page, from, to);

    if (count == 0)
        return;
    lo_buf_printf(out,
                  "<details class=\"short\"><summary>%zu rule%s %s</summary>"
                  "<div class=\"scroll\">",
                  count, count == 1 ? "" : "s", what);
    put_table_head(out, what, false);
    lo_buf_puts(out, "<tbody>");
    for (size_t i = 0; i < page->row_count; i++) {
        if (page->rows[i].grade < from || page->rows[i].grade > to)
            continue;
        lo_buf_printf(out, "<tr id=\"s%u-r%zu\">", page->number, i + 1);
        put_numbers(page, &page->rows[i]);
        lo_buf_puts(out, "</tr>");
    }
    lo_buf_puts(out, "</tbody></table></div></details>");
}

void lo_page_rules(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    size_t full = lo_page_count_rows(page, LO_GRADE_FAIL, LO_GRADE_OPEN);

    if (page->row_count == 0)
        return;
    lo_buf_printf(out,
                  "<section class=\"findings\" aria-labelledby=\"s%u-findings\">"
                  "<h3 id=\"s%u-findings\">Rules</h3>",
                  page->number, page->number);
    if (full > 0) {
        put_table_head(out, "What needs attention, the gravest first", true);
        for (size_t i = 0; i < page->row_count; i++)
            if (page->rows[i].grade <= LO_GRADE_OPEN)
                put_full_row(page, i);
        lo_buf_puts(out, "</table>");
    }
    put_short_table(page, LO_GRADE_PASS, LO_GRADE_PASS, "passed");
    put_short_table(page, LO_GRADE_NONE, LO_GRADE_NONE, "not applicable");
    lo_buf_puts(out, "</section>");
}
