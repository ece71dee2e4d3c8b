#include "reports/html_charts.h"

#include "analyzer/base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How charts are cut: what lies under is of no interest to who judges a master. */
static const double LOUDNESS_SPAN_LU = 24;     /* shown under the integrated loudness */
static const double LOUDNESS_LEAST_LUFS = -70; /* the absolute gate [BS1770] */
static const double RELATIVE_GATE_LU = -10;    /* [BS1770] */
static const double PEAK_SPAN_DB = 24;
static const double PSR_MOST_DB = 30;

bool lo_series_extent(const struct lo_series *series, double *least, double *greatest)
{
    bool has_any = false;

    for (size_t i = 0; series && i < series->count; i++) {
        double value = series->values[i];

        if (!isfinite(value))
            continue;
        *least = !has_any || value < *least ? value : *least;
        *greatest = !has_any || value > *greatest ? value : *greatest;
        has_any = true;
    }
    return has_any;
}

static void add_curve(struct lo_chart *chart, const struct lo_series *series,
                      const char *class, const char *label)
{
    if (series && series->count > 0 && chart->curve_count < LO_CHART_CURVES)
        chart->curves[chart->curve_count++] = (struct lo_curve){series, class, label};
}

/* label: what the line is; the value follows it. */
static void add_level(struct lo_chart *chart, double value, const char *class,
                      const char *label, int decimals)
{
    struct lo_level *level = &chart->levels[chart->level_count];
    struct lo_buf text = {0};

    if (chart->level_count == LO_CHART_LEVELS)
        return;
    for (size_t i = 0; i < chart->level_count; i++)
        if (chart->levels[i].value == value)
            return;
    lo_buf_puts(&text, label);
    lo_buf_putc(&text, ' ');
    lo_put_value(&text, value, decimals);
    if (!text.failed && text.length < sizeof level->label) {
        level->value = value;
        level->class = class;
        memcpy(level->label, text.text, text.length + 1);
        chart->level_count++;
    }
    lo_buf_fini(&text);
}

/* The limits that the specs set to a term. */
static void add_limits(const struct lo_subject_page *page, struct lo_chart *chart,
                       const char *term)
{
    for (size_t i = 0; i < page->row_count; i++) {
        const struct lo_finding *finding = page->rows[i].finding;

        if (!finding->term || strcmp(finding->term, term) != 0)
            continue;
        if (finding->has_min && finding->has_max && finding->min == finding->max)
            add_level(chart, finding->max, "limit", "target", 1);
        if (finding->has_max)
            add_level(chart, finding->max, "limit", "at most", 1);
        if (finding->has_min)
            add_level(chart, finding->min, "limit", "at least", 1);
    }
}

/* The relative gate of the integrated loudness, from the histogram of its blocks; its bins
 * of 0.1 LU are finer than the line is thick. False when there is none. */
static bool relative_gate(const struct lo_doc *doc, double *gate)
{
    const struct lo_distribution *blocks = lo_doc_distribution(doc, "loudness.blocks");
    double power = 0, count = 0;

    for (size_t i = 0; blocks && i < blocks->bins; i++) {
        double middle = blocks->low + ((double)i + 0.5) * blocks->width;

        if (middle <= LOUDNESS_LEAST_LUFS)
            continue;
        power += blocks->count[i] * pow(10, middle / 10);
        count += blocks->count[i];
    }
    if (!(count > 0) || !(power > 0))
        return false;
    *gate = 10 * log10(power / count) + RELATIVE_GATE_LU;
    return true;
}

static int by_value(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;

    return (left > right) - (left < right);
}

/* Where the loudness range lies: its upper end is the 95th percentile of the short-term
 * loudness above both gates [EBU3342]. False when there are no values. */
static bool range_end(const struct lo_series *series, double *high)
{
    static const double ABSOLUTE_LUFS = -70, RELATIVE_LU = -20;
    float *sorted;
    size_t count = 0;
    double power = 0;

    if (!series || series->count == 0 ||
        !(sorted = lo_alloc(series->count, sizeof *sorted)))
        return false;
    for (size_t i = 0; i < series->count; i++)
        if (series->values[i] > ABSOLUTE_LUFS) {
            power += pow(10, series->values[i] / 10.0);
            sorted[count++] = series->values[i];
        }
    if (count > 0) {
        double gate = 10 * log10(power / (double)count) + RELATIVE_LU;
        size_t first = 0;

        qsort(sorted, count, sizeof *sorted, by_value);
        while (first < count && sorted[first] < gate)
            first++;
        count -= first;
        *high = sorted[first + (size_t)(0.95 * (double)(count - 1) + 0.5)];
    }
    free(sorted);
    return count > 0;
}

static bool make_loudness(const struct lo_subject_page *page, struct lo_chart *chart)
{
    const struct lo_series *momentary = lo_doc_series(page->doc, "loudness.momentary");
    const struct lo_series *term = lo_doc_series(page->doc, "loudness.short_term");
    const struct lo_quantity *integrated =
        lo_measured(page->doc, "loudness.integrated");
    const struct lo_quantity *range = lo_measured(page->doc, "loudness.range");
    double least = 0, most = 0, gate;

    *chart = (struct lo_chart){.title = "Loudness",
                               .unit = "LUFS",
                               .height_px = 210,
                               .has_histogram = true};
    add_curve(chart, momentary, "momentary", "momentary");
    add_curve(chart, term, "short-term", "short-term");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->high = 5 * ceil((most + 0.5) / 5);
    chart->low = 5 * floor(((integrated ? integrated->value : most - 6) -
                            LOUDNESS_SPAN_LU) / 5);
    chart->low = fmin(fmax(chart->low, LOUDNESS_LEAST_LUFS), chart->high - 10);
    if (integrated)
        add_level(chart, integrated->value, "integrated", "integrated", 1);
    add_limits(page, chart, "loudness.integrated");
    if (relative_gate(page->doc, &gate))
        add_level(chart, round(10 * gate) / 10, "gate", "gate", 1);
    chart->has_band = range && range_end(term, &chart->band_high);
    if (chart->has_band)
        chart->band_low = chart->band_high - range->value;
    return true;
}

static const struct lo_distribution *find_distribution(const struct lo_doc *doc,
                                                       const char *prefix)
{
    struct lo_distribution *const *list;
    size_t count = lo_doc_distributions(doc, &list);

    for (size_t i = 0; i < count; i++)
        if (strncmp(list[i]->id, prefix, strlen(prefix)) == 0)
            return list[i];
    return NULL;
}

static bool make_peak(const struct lo_subject_page *page, struct lo_chart *chart)
{
    double least = 0, most = 0;

    *chart = (struct lo_chart){.title = "True peak",
                               .unit = "dBTP",
                               .height_px = 130,
                               .has_histogram = true};
    add_curve(chart, lo_doc_series(page->doc, "peak.true"), "peak", "true peak");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->distribution = find_distribution(page->doc, "peak.");
    chart->high = fmax(3, 3 * ceil((most + 0.2) / 3));
    chart->low = fmin(-PEAK_SPAN_DB, 6 * floor((most - 12) / 6));
    add_level(chart, 0, "full-scale", "", 0);
    add_limits(page, chart, "peak.true");
    add_level(chart, -1, "limit", "", 0);
    return true;
}

static bool make_psr(const struct lo_subject_page *page, struct lo_chart *chart)
{
    double least = 0, most = 0;

    *chart = (struct lo_chart){.title = "Peak-to-short-term ratio (PSR)",
                               .unit = "dB",
                               .height_px = 110};
    add_curve(chart, lo_doc_series(page->doc, "dynamics.psr"), "psr", "PSR");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->high = fmin(fmax(5 * ceil(most / 5), 15), PSR_MOST_DB);
    chart->low = fmin(0, 5 * floor(least / 5));
    add_limits(page, chart, "dynamics.psr_min");
    return true;
}

static bool make_correlation(const struct lo_subject_page *page, struct lo_chart *chart)
{
    double least, most;

    *chart = (struct lo_chart){.title = "Stereo correlation",
                               .unit = "",
                               .low = -1,
                               .high = 1,
                               .height_px = 90};
    add_curve(chart, lo_doc_series(page->doc, "stereo.correlation"), "correlation",
              "correlation");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->levels[chart->level_count++] =
        (struct lo_level){.value = 0, .class = "zero"};
    return true;
}

/* Series with a chart of their own above, or whose axis is not time. */
static bool is_taken(const char *id)
{
    static const char *const taken[] = {"loudness.momentary", "loudness.short_term",
                                        "peak.true", "dynamics.psr",
                                        "stereo.correlation"};

    for (size_t i = 0; i < LO_COUNT(taken); i++)
        if (strcmp(id, taken[i]) == 0)
            return true;
    return strncmp(id, "spectrum.", strlen("spectrum.")) == 0;
}

/* Any other series over time: the vocabulary says what it is. */
static bool make_other(const struct lo_subject_page *page,
                       const struct lo_series *series, struct lo_chart *chart)
{
    const struct lo_term *term =
        lo_vocab_find(lo_doc_vocab(page->doc), LO_TERM_SERIES, series->id);
    double least = 0, most = 0;

    if (!lo_series_extent(series, &least, &most))
        return false;
    *chart = (struct lo_chart){.title = term ? term->summary : series->id,
                               .unit = lo_unit_name(series->unit),
                               .height_px = 110};
    add_curve(chart, series, "other", series->id);
    if (most - least < 1e-6 * fmax(fabs(most), 1)) {
        least -= 1;
        most += 1;
    }
    chart->low = least - 0.05 * (most - least);
    chart->high = most + 0.05 * (most - least);
    add_limits(page, chart, series->id);
    return true;
}

size_t lo_page_charts(const struct lo_subject_page *page,
                      struct lo_chart charts[LO_CHARTS_MAX])
{
    static bool (*const make[])(const struct lo_subject_page *, struct lo_chart *) = {
        make_loudness, make_peak, make_psr, make_correlation};
    struct lo_series *const *list;
    size_t series = lo_doc_all_series(page->doc, &list), count = 0;

    if (page->columns == 0)
        return 0;
    for (size_t i = 0; i < LO_COUNT(make); i++)
        count += make[i](page, &charts[count]);
    for (size_t i = 0; i < series && count < LO_CHARTS_MAX; i++)
        if (!is_taken(list[i]->id))
            count += make_other(page, list[i], &charts[count]);
    return count;
}

/* Counts the values of a series in bins over the chart's axis. */
static bool count_values(struct lo_subject_page *page, const struct lo_chart *chart,
                         struct lo_svg_bins *bins)
{
    const struct lo_series *series = chart->curves[chart->curve_count - 1].series;
    double *count;

    bins->width = 0.5;
    bins->low = chart->low;
    bins->bins = (size_t)((chart->high - chart->low) / bins->width);
    bins->count = count = lo_arena_alloc(&page->arena, bins->bins, sizeof *count);
    if (!count)
        return false;
    for (size_t i = 0; i < series->count; i++) {
        double bin = floor((series->values[i] - bins->low) / bins->width);

        if (bin >= 0 && bin < (double)bins->bins)
            count[(size_t)bin]++;
    }
    return true;
}

bool lo_chart_bins(struct lo_subject_page *page, const struct lo_chart *chart,
                   struct lo_svg_bins *bins)
{
    const struct lo_distribution *from = chart->distribution;

    if (!chart->has_histogram)
        return false;
    *bins = (struct lo_svg_bins){.root = true};
    if (!from)
        return count_values(page, chart, bins);
    bins->count = from->count;
    bins->bins = from->bins;
    bins->low = from->low;
    bins->width = from->width;
    return true;
}

const struct lo_table *lo_page_waveform(const struct lo_subject_page *page,
                                        double *limit)
{
    const struct lo_table *table = lo_doc_table(page->doc, "waveform");

    if (!table || table->rows == 0 || !(table->step_s > 0) || page->channels == 0 ||
        table->columns != (size_t)3 * page->channels)
        return NULL;
    *limit = 1;
    for (size_t i = 0; i < table->rows * table->columns; i++)
        if (isfinite(table->values[i]) && fabs(table->values[i]) > *limit)
            *limit = fabs(table->values[i]);
    return table;
}
