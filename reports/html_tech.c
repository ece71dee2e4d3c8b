/* The technical part: everything the document holds, as tables. */
#include "reports/html_private.h"

#include <math.h>
#include <string.h>

/* Of a list of a stranger's file; the rest is counted. */
enum { ITEMS_SHOWN = 100, EVENT_KINDS_SHOWN = 100 };

static const char *summary_of(const struct lo_doc *doc, enum lo_term_kind kind,
                              const char *id)
{
    const struct lo_term *term = lo_vocab_find(lo_doc_vocab(doc), kind, id);

    return term && term->summary ? term->summary : "";
}

/* The value of one channel: −∞ where there is nothing, – where it was not measurable. */
static void put_state_value(struct lo_buf *out, double value, enum lo_unit unit)
{
    if (isnan(value))
        lo_buf_puts(out, "–");
    else
        lo_put_value(out, value, lo_enough_decimals(value, unit));
}

static void put_quantity_value(struct lo_buf *out, const struct lo_quantity *quantity)
{
    switch (quantity->state) {
    case LO_MEASURED:
        put_state_value(out, quantity->value, quantity->unit);
        break;
    case LO_BELOW:
        lo_buf_puts(out, "nothing there");
        break;
    case LO_NOT_MEASURABLE:
        lo_buf_puts(out, "<i>");
        lo_put_untrusted(out, quantity->reason ? quantity->reason : "not measurable");
        lo_buf_puts(out, "</i>");
        break;
    }
}

static void put_quantity(struct lo_subject_page *page,
                         const struct lo_quantity *quantity)
{
    struct lo_buf *out = page->out;

    lo_buf_puts(out, "<tr><th scope=\"row\"><code>");
    lo_escape_html(out, quantity->id);
    lo_buf_puts(out, "</code></th><td class=\"n\">");
    put_quantity_value(out, quantity);
    lo_buf_puts(out, "</td><td>");
    lo_escape_html(out, lo_unit_name(quantity->unit));
    lo_buf_puts(out, "</td><td class=\"n channels\">");
    for (unsigned ch = 0; ch < quantity->channels; ch++) {
        lo_buf_puts(out, ch > 0 ? " <span class=\"bar\">|</span> " : "");
        put_state_value(out, quantity->channel[ch], quantity->unit);
    }
    lo_buf_puts(out, "</td><td class=\"meaning\">");
    lo_escape_html(out, summary_of(page->doc, LO_TERM_QUANTITY, quantity->id));
    lo_buf_puts(out, "</td></tr>");
}

static void put_quantities(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const struct lo_quantity *list;
    size_t count = lo_doc_quantities(page->doc, &list);

    if (count == 0)
        return;
    lo_buf_puts(out, "<div class=\"scroll\"><table class=\"quantities\"><caption>"
                     "Every quantity</caption><thead><tr><th scope=\"col\">Id</th>"
                     "<th scope=\"col\" class=\"n\">Value</th><th scope=\"col\">Unit"
                     "</th><th scope=\"col\" class=\"n\">");
    lo_buf_puts(out, page->channels == 2 ? "Left | right" : "Channels");
    lo_buf_puts(out, "</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
    for (size_t i = 0; i < count; i++)
        put_quantity(page, &list[i]);
    lo_buf_puts(out, "</tbody></table></div>");
}

static void put_items(struct lo_buf *out, const struct lo_fact *fact)
{
    if (fact->count == 0) {
        lo_buf_puts(out, "none");
        return;
    }
    lo_buf_puts(out, "<ul>");
    for (size_t i = 0; i < fact->count && i < ITEMS_SHOWN; i++) {
        lo_buf_puts(out, "<li>");
        lo_put_untrusted(out, fact->items[i]);
        lo_buf_puts(out, "</li>");
    }
    if (fact->count > ITEMS_SHOWN)
        lo_buf_printf(out, "<li>and %zu more</li>", fact->count - ITEMS_SHOWN);
    lo_buf_puts(out, "</ul>");
}

static void put_fact(struct lo_subject_page *page, const struct lo_fact *fact)
{
    struct lo_buf *out = page->out;
    const struct lo_term *term = lo_vocab_fact(lo_doc_vocab(page->doc), fact->id);

    lo_buf_puts(out, "<tr><th scope=\"row\"><code>");
    lo_escape_html(out, fact->id);
    lo_buf_puts(out, "</code></th><td class=\"fact\">");
    switch (fact->type) {
    case LO_FACT_TEXT:
        lo_put_untrusted(out, fact->text);
        break;
    case LO_FACT_FLAG:
        lo_buf_puts(out, fact->flag ? "yes" : "no");
        break;
    case LO_FACT_LIST:
        put_items(out, fact);
        break;
    }
    lo_buf_puts(out, "</td><td class=\"meaning\">");
    lo_escape_html(out, term && term->summary ? term->summary : "");
    lo_buf_puts(out, "</td></tr>");
}

static void put_all_facts(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const struct lo_fact *list;
    size_t count = lo_doc_facts(page->doc, &list);

    if (count == 0)
        return;
    lo_buf_puts(out, "<div class=\"scroll\"><table class=\"facts-table\"><caption>"
                     "What the file is and says of itself</caption><thead><tr>"
                     "<th scope=\"col\">Id</th><th scope=\"col\">Value</th>"
                     "<th scope=\"col\">Meaning</th></tr></thead><tbody>");
    for (size_t i = 0; i < count; i++)
        put_fact(page, &list[i]);
    lo_buf_puts(out, "</tbody></table></div>");
}

/* Of each kind: how many there were, and the value and time of the first kept. */
static void put_events(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const struct lo_event_kind *list;
    size_t count = lo_doc_event_kinds(page->doc, &list);

    if (count == 0)
        return;
    lo_buf_puts(out, "<div class=\"scroll\"><table class=\"events\"><caption>Events"
                     "</caption><thead><tr><th scope=\"col\">Kind</th>"
                     "<th scope=\"col\" class=\"n\">Count</th>"
                     "<th scope=\"col\">Meaning</th></tr></thead><tbody>");
    for (size_t i = 0; i < count && i < EVENT_KINDS_SHOWN; i++) {
        lo_buf_puts(out, "<tr><th scope=\"row\"><code>");
        lo_escape_html(out, list[i].kind);
        lo_buf_printf(out,
                      "</code></th><td class=\"n\">%lld</td><td class=\"meaning\">",
                      (long long)list[i].total);
        lo_escape_html(out, summary_of(page->doc, LO_TERM_EVENT, list[i].kind));
        lo_buf_puts(out, "</td></tr>");
    }
    lo_buf_puts(out, "</tbody></table></div>");
}

void lo_page_technical(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    const struct lo_quantity *quantities;
    const struct lo_fact *facts;

    if (lo_doc_quantities(page->doc, &quantities) == 0 &&
        lo_doc_facts(page->doc, &facts) == 0)
        return;
    lo_buf_printf(out,
                  "<section class=\"technical\" aria-labelledby=\"s%u-technical\">"
                  "<h3 id=\"s%u-technical\">Technical</h3>"
                  "<details class=\"short\"><summary>Every quantity, fact and event"
                  "</summary>",
                  page->number, page->number);
    put_quantities(page);
    put_all_facts(page);
    put_events(page);
    lo_buf_puts(out, "</details></section>");
}
