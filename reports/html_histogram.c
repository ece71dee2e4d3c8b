/* The histogram of true peaks: how often the programme reaches what, beside its limits.
 *
 * Counts are drawn as log(1 + count) [leadout:page], so that the one peak that breaks a
 * limit is seen beside the thousands that do not.
 */
#include "reports/html_charts.h"

#include <math.h>
#include <string.h>

enum {
    HEIGHT_PX = 120,
    LANE_PX = 13, /* from one label to the next */
    TICKS = 12,
    POWERS = 9, /* of ten, of counts: three years of 100 ms */
};

/* What lies further under the highest peak is counted, and not drawn [leadout:page]. */
static const double SPAN_MOST_DB = 30;

/* Labels of limits stand left of their line, but for lines at the left end. */
static const double LEFT_END = 0.3;

struct histogram {
    const struct lo_distribution *from;
    const struct lo_chart *chart;
    double low, high; /* of the axis, dBTP */
    double most;      /* the largest count of a bin that is drawn */
    double total;     /* all counts */
};

static double bin_low(const struct lo_distribution *from, size_t i)
{
    return from->low + (double)i * from->width;
}

/* The axis holds the peaks, full scale and the limits near them. False when there are no
 * peaks. */
static bool make(struct histogram *h, const struct lo_chart *chart)
{
    const struct lo_distribution *from = chart->distribution;
    double lowest = NAN, highest = NAN;

    *h = (struct histogram){.from = from, .chart = chart};
    for (size_t i = 0; i < from->bins; i++) {
        if (!(from->count[i] > 0))
            continue;
        lowest = isnan(lowest) ? bin_low(from, i) : lowest;
        highest = bin_low(from, i) + from->width;
        h->total += from->count[i];
    }
    if (!(h->total > 0))
        return false;
    h->high = fmax(highest, 0) + 0.5;
    h->low = fmax(lowest, h->high - SPAN_MOST_DB);
    for (size_t i = 0; i < chart->level_count; i++)
        if (chart->levels[i].value > h->high - SPAN_MOST_DB)
            h->low = fmin(h->low, chart->levels[i].value);
    h->low = floor(h->low - 0.5);
    for (size_t i = 0; i < from->bins; i++)
        if (bin_low(from, i) >= h->low && from->count[i] > h->most)
            h->most = from->count[i];
    return true;
}

static double part_of(const struct histogram *h, double value)
{
    return (value - h->low) / (h->high - h->low);
}

/* From the top, 0..1. */
static double depth_of(const struct histogram *h, double count)
{
    return 1 -
           log1p(count) / log1p(fmax(h->most, 1)) * 0.95; /* air above the highest */
}

/* How many are at the value or over it; a bin counts when it begins there, to a millionth. */
static double count_from(const struct histogram *h, double value)
{
    double count = 0;

    for (size_t i = 0; i < h->from->bins; i++)
        if (bin_low(h->from, i) >= value - 1e-6)
            count += h->from->count[i];
    return count;
}

static bool is_limit(const struct lo_level *level)
{
    return strcmp(level->class, "limit") == 0;
}

/* "37 at or over −1.0 dBTP" for each limit. */
static void put_shares(struct lo_buf *out, const struct histogram *h,
                       const char *before, const char *after)
{
    for (size_t i = 0; i < h->chart->level_count; i++) {
        const struct lo_level *level = &h->chart->levels[i];

        if (!is_limit(level))
            continue;
        lo_buf_printf(out, "%s%.0f at or over ", before, count_from(h, level->value));
        lo_put_value(out, level->value, 1);
        lo_buf_printf(out, "\xC2\xA0%s%s", h->chart->unit, after);
    }
}

static void put_caption(struct lo_subject_page *page, const struct histogram *h)
{
    struct lo_buf *out = page->out;
    const struct lo_term *term =
        lo_vocab_find(lo_doc_vocab(page->doc), LO_TERM_DISTRIBUTION, h->from->id);

    lo_buf_puts(out, "<figcaption><b>");
    lo_escape_html(out, h->chart->title);
    lo_buf_printf(out,
                  " histogram</b><span class=\"quiet\">%s</span>"
                  "<span class=\"quiet\">",
                  h->chart->unit);
    lo_buf_printf(out, "%.0f ", h->total);
    lo_escape_html(out, term && term->summary ? term->summary : "values");
    lo_buf_puts(out, "</span>");
    put_shares(out, h, "<span class=\"quiet\">", "</span>");
    lo_buf_puts(out, "</figcaption>");
}

static void put_vertical(struct lo_buf *out, const char *class, double part)
{
    lo_buf_printf(out, "<line class=\"%s\" y1=\"0\" y2=\"100%%\" x1=\"", class);
    lo_put_number(out, 100 * part, 2);
    lo_buf_puts(out, "%\" x2=\"");
    lo_put_number(out, 100 * part, 2);
    lo_buf_puts(out, "%\"/>");
}

static void put_grid(struct lo_buf *out, const struct histogram *h)
{
    struct lo_ticks ticks = lo_ticks_number(h->low, h->high, TICKS);

    for (unsigned i = 0; i < ticks.count; i++) {
        double value = ticks.first + i * ticks.step;

        put_vertical(out, "grid", part_of(h, value));
        lo_buf_printf(out, "<text class=\"x%s\" y=\"%d\" x=\"", i % 2 ? " odd" : "",
                      HEIGHT_PX + 16);
        lo_put_number(out, 100 * part_of(h, value), 2);
        lo_buf_puts(out, "%\">");
        lo_put_value(out, value, ticks.decimals);
        lo_buf_puts(out, "</text>");
    }
    for (unsigned power = 0; power < POWERS && pow(10, power) <= h->most; power++) {
        double count = pow(10, power);
        double y = HEIGHT_PX * depth_of(h, count);

        lo_buf_puts(out, "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"");
        lo_put_number(out, y, 1);
        lo_buf_puts(out, "\" y2=\"");
        lo_put_number(out, y, 1);
        lo_buf_puts(out, "\"/><text class=\"y\" x=\"-7\" y=\"");
        lo_put_number(out, y + 4, 1);
        lo_buf_printf(out, "\">%.0f</text>", count);
    }
}

static void put_bars(struct lo_buf *out, const struct histogram *h)
{
    enum { BOTTOM = HEIGHT_PX * LO_SVG_UNITS_PX };

    lo_buf_printf(out,
                  "<svg class=\"data\" width=\"100%%\" height=\"100%%\" "
                  "viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">"
                  "<path class=\"bars\" d=\"",
                  LO_SVG_WIDTH, BOTTOM);
    for (size_t i = 0; i < h->from->bins; i++) {
        double low = bin_low(h->from, i);
        long left = lround(part_of(h, low) * LO_SVG_WIDTH);
        long right = lround(part_of(h, low + h->from->width) * LO_SVG_WIDTH);

        if (h->from->count[i] > 0 && low >= h->low)
            lo_buf_printf(out, "M%ld %dV%ldH%ldV%dz", left, BOTTOM,
                          lround(depth_of(h, h->from->count[i]) * BOTTOM), right,
                          BOTTOM);
    }
    lo_buf_puts(out, "\"/></svg>");
}

/* Lines of full scale and of the limits; labels in lanes, over all lines. */
static void put_levels(struct lo_buf *out, const struct histogram *h)
{
    unsigned lane = 0;

    for (size_t i = 0; i < h->chart->level_count; i++)
        put_vertical(out, h->chart->levels[i].class,
                     part_of(h, h->chart->levels[i].value));
    for (size_t i = 0; i < h->chart->level_count; i++) {
        const struct lo_level *level = &h->chart->levels[i];
        double part = part_of(h, level->value);
        bool is_left = part < LEFT_END;

        if (!is_limit(level) || part < 0)
            continue;
        lo_buf_printf(out, "<text class=\"limit%s\" dx=\"%d\" y=\"%u\" x=\"",
                      is_left ? " start" : "", is_left ? 4 : -4, ++lane * LANE_PX - 2);
        lo_put_number(out, 100 * part, 2);
        lo_buf_puts(out, "%\">");
        lo_escape_svg(out, level->label);
        lo_buf_puts(out, "</text>");
    }
}

void lo_page_histogram(struct lo_subject_page *page, const struct lo_chart *chart)
{
    struct lo_buf *out = page->out;
    struct histogram h;

    if (!make(&h, chart))
        return;
    lo_buf_puts(out, "<figure class=\"chart\">");
    put_caption(page, &h);
    lo_buf_printf(
        out,
        "<div class=\"plots\"><svg class=\"plot\" role=\"img\" height=\"%d\" "
        "aria-labelledby=\"s%u-peaks-t s%u-peaks-d\"><title id=\"s%u-peaks-t\">"
        "How often each true peak occurs</title><desc id=\"s%u-peaks-d\">",
        HEIGHT_PX, page->number, page->number, page->number, page->number);
    lo_buf_printf(out, "Of %.0f", h.total);
    put_shares(out, &h, ", ", "");
    lo_buf_puts(out, ". Bars grow as the logarithm of the count.</desc>");
    put_grid(out, &h);
    put_bars(out, &h);
    put_levels(out, &h);
    lo_buf_puts(out, "</svg></div></figure>");
}
