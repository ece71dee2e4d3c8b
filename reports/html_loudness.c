/* The chart of loudness: what is cut off, where the gate and the loudness range lie.
 *
 * References:
 *   [BS1770] Annex 1: the gates of integrated loudness.
 *   [EBU3342] the loudness range: from the 10th to the 95th percentile of what passes its
 *       gates.
 */
#include "reports/html_charts.h"

#include <math.h>

static const double GATE_ABSOLUTE_LUFS = -70; /* [BS1770], [EBU3342] */
static const double GATE_RELATIVE_LU = -10;   /* [BS1770] */
static const double RANGE_GATE_LU = -20;      /* [EBU3342] */
static const double RANGE_TOP = 0.95;         /* [EBU3342] */

/* How the axis is cut [leadout:page]: so much under the integrated loudness is shown at
 * least and at most. */
static const double SPAN_LEAST_LU = 14, SPAN_MOST_LU = 35;

/* The relative gate of the integrated loudness, from the histogram of its blocks; its bins
 * of 0.1 LU are finer than the line is thick. False when there is none. */
static bool relative_gate(const struct lo_doc *doc, double *gate)
{
    const struct lo_distribution *blocks = lo_doc_distribution(doc, "loudness.blocks");
    double power = 0, count = 0;

    for (size_t i = 0; blocks && i < blocks->bins; i++) {
        double middle = blocks->low + ((double)i + 0.5) * blocks->width;

        if (middle <= GATE_ABSOLUTE_LUFS)
            continue;
        power += blocks->count[i] * pow(10, middle / 10);
        count += blocks->count[i];
    }
    if (!(count > 0) || !(power > 0))
        return false;
    *gate = 10 * log10(power / count) + GATE_RELATIVE_LU;
    return true;
}

/* Where the loudness range ends. False when there are no values. */
static bool range_end(const struct lo_subject_page *page,
                      const struct lo_series *series, double *high)
{
    double power = 0, count = 0;

    for (size_t i = 0; series && i < series->count; i++)
        if (series->values[i] > GATE_ABSOLUTE_LUFS) {
            power += pow(10, series->values[i] / 10.0);
            count++;
        }
    return count > 0 &&
           lo_series_quantile(page, series, 10 * log10(power / count) + RANGE_GATE_LU,
                              RANGE_TOP, high);
}

/* So that the music fills the axis, and quiet passages still show. */
static void cut_axis(const struct lo_subject_page *page, struct lo_chart *chart,
                     double most)
{
    const struct lo_quantity *integrated =
        lo_measured(page->doc, "loudness.integrated");
    double middle = integrated ? integrated->value : most - 6;
    double low = middle - SPAN_LEAST_LU, gate, quiet;

    if (lo_series_quantile(page, chart->curves[chart->curve_count - 1].series,
                           GATE_ABSOLUTE_LUFS, 0.03, &quiet))
        low = fmin(low, quiet - 2);
    chart->high = 5 * ceil((most + 0.5) / 5);
    chart->low = 5 * floor(fmax(low, middle - SPAN_MOST_LU) / 5);
    chart->low = fmin(fmax(chart->low, GATE_ABSOLUTE_LUFS), chart->high - 10);
    if (integrated)
        lo_chart_level(page, chart, integrated->value, "integrated", "integrated", 1);
    lo_chart_limits(page, chart, "loudness.integrated");
    if (relative_gate(page->doc, &gate))
        lo_chart_level(page, chart, round(10 * gate) / 10, "gate", "gate", 1);
}

bool lo_chart_loudness(const struct lo_subject_page *page, struct lo_chart *chart)
{
    const struct lo_series *term = lo_doc_series(page->doc, "loudness.short_term");
    const struct lo_quantity *range = lo_measured(page->doc, "loudness.range");
    double least = 0, most = 0;

    *chart = (struct lo_chart){.title = "Loudness", .unit = "LUFS", .height_px = 210};
    lo_chart_curve(chart, lo_doc_series(page->doc, "loudness.momentary"), "momentary",
                   "momentary");
    lo_chart_curve(chart, term, "short-term", "short-term");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    cut_axis(page, chart, most);
    chart->has_band = range && range_end(page, term, &chart->band_high);
    if (chart->has_band)
        chart->band_low = chart->band_high - range->value;
    return true;
}
