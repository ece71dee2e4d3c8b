#include "reports/html_charts.h"

#include "analyzer/base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How charts are cut: what lies under is of no interest to who judges a master. */
static const double PEAK_LEAST_DB = 9, PEAK_MOST_DB = 24;
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

void lo_chart_curve(struct lo_chart *chart, const struct lo_series *series,
                    const char *class, const char *label)
{
    if (series && series->count > 0 && chart->curve_count < LO_CHART_CURVES)
        chart->curves[chart->curve_count++] = (struct lo_curve){series, class, label};
}

void lo_chart_level(const struct lo_subject_page *page, struct lo_chart *chart,
                    double value, const char *class, const char *label, int decimals)
{
    struct lo_level *level = &chart->levels[chart->level_count];
    struct lo_buf text = {0};

    if (chart->level_count == LO_CHART_LEVELS)
        return;
    for (size_t i = 0; i < chart->level_count; i++)
        if (chart->levels[i].value == value)
            return;
    lo_buf_printf(&text, "%s%s", label, *label ? " " : "");
    lo_put_value(&text, value, decimals);
    if (!text.failed && text.length < sizeof level->label) {
        level->value = value;
        level->class = class;
        memcpy(level->label, text.text, text.length + 1);
        chart->level_count++;
    }
    page->out->failed |= text.failed;
    lo_buf_fini(&text);
}

void lo_chart_limits(const struct lo_subject_page *page, struct lo_chart *chart,
                     const char *term)
{
    /* What a spec asks of the loudness of a programme is what everybody calls its target. */
    bool is_target = strcmp(term, "loudness.integrated") == 0;
    for (size_t i = 0; i < page->row_count; i++) {
        const struct lo_finding *finding = page->rows[i].finding;

        if (!finding->term || strcmp(finding->term, term) != 0)
            continue;
        if (finding->has_min && finding->has_max && finding->min == finding->max)
            lo_chart_level(page, chart, finding->max, "limit", "target", 1);
        if (finding->has_max)
            lo_chart_level(page, chart, finding->max, "limit",
                           is_target ? "target: at most" : "at most", 1);
        if (finding->has_min)
            lo_chart_level(page, chart, finding->min, "limit",
                           is_target ? "target: at least" : "at least", 1);
    }
}

static int by_value(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;

    return (left > right) - (left < right);
}

bool lo_series_quantile(const struct lo_subject_page *page,
                        const struct lo_series *series, double over, double part,
                        double *value)
{
    float *sorted;
    size_t count = 0;

    if (!series || series->count == 0)
        return false;
    sorted = lo_alloc(series->count, sizeof *sorted);
    if (!sorted) {
        page->out->failed = true;
        return false;
    }
    for (size_t i = 0; i < series->count; i++)
        if (series->values[i] > over && isfinite(series->values[i]))
            sorted[count++] = series->values[i];
    if (count > 0) {
        qsort(sorted, count, sizeof *sorted, by_value);
        *value = sorted[(size_t)(part * (double)(count - 1) + 0.5)];
    }
    free(sorted);
    return count > 0;
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
    size_t limits;

    *chart = (struct lo_chart){.title = "True peak", .unit = "dBTP", .height_px = 150};
    lo_chart_curve(chart, lo_doc_series(page->doc, "peak.true"), "peak", "true peak");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->distribution = find_distribution(page->doc, "peak.");
    chart->high = 3 * ceil((fmax(most, 0) + 1) / 3);
    lo_series_quantile(page, chart->curves[0].series, -HUGE_VAL, 0.1, &least);
    chart->low = 3 * floor(fmin(least - 1, most - PEAK_LEAST_DB) / 3);
    chart->low = fmax(chart->low, 3 * floor((most - PEAK_MOST_DB) / 3));
    lo_chart_limits(page, chart, "peak.true"); /* first: one may be full scale */
    limits = chart->level_count;
    lo_chart_level(page, chart, 0, "full-scale", "", 0);
    if (chart->level_count > limits)
        chart->levels[limits].label[0] = '\0'; /* the axis says it */
    lo_chart_level(page, chart, -1, "reference", "", 0);
    return true;
}

static bool make_psr(const struct lo_subject_page *page, struct lo_chart *chart)
{
    double least = 0, most = 0;

    *chart = (struct lo_chart){
        .title = "Peak-to-short-term ratio (PSR)", .unit = "dB", .height_px = 110};
    lo_chart_curve(chart, lo_doc_series(page->doc, "dynamics.psr"), "psr", "PSR");
    if (chart->curve_count == 0 ||
        !lo_series_extent(chart->curves[0].series, &least, &most))
        return false;
    chart->high = fmin(fmax(5 * ceil(most / 5), 15), PSR_MOST_DB);
    chart->low = fmin(0, 5 * floor(least / 5));
    lo_chart_limits(page, chart, "dynamics.psr_min");
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
    lo_chart_curve(chart, lo_doc_series(page->doc, "stereo.correlation"), "correlation",
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
    lo_chart_curve(chart, series, "other", series->id);
    if (most - least < 1e-6 * fmax(fabs(most), 1)) {
        least -= 1;
        most += 1;
    }
    chart->low = least - 0.05 * (most - least);
    chart->high = most + 0.05 * (most - least);
    lo_chart_limits(page, chart, series->id);
    return true;
}

static int by_level(const void *a, const void *b)
{
    double left = ((const struct lo_level *)a)->value;
    double right = ((const struct lo_level *)b)->value;

    return (left < right) - (left > right);
}

/* Labels that would cover each other stand side by side. */
static void spread_labels(struct lo_chart *chart)
{
    enum { LABEL_PX = 13, LETTER_PX = 7, BETWEEN_PX = 10 };
    double px = chart->height_px / (chart->high - chart->low);

    for (size_t i = 1; i < chart->level_count; i++)
        for (size_t j = 0; j < i; j++)
            if (chart->levels[j].label[0] && chart->levels[i].label[0] &&
                fabs(chart->levels[i].value - chart->levels[j].value) * px < LABEL_PX &&
                chart->levels[j].shift_px >= chart->levels[i].shift_px)
                chart->levels[i].shift_px =
                    chart->levels[j].shift_px + BETWEEN_PX +
                    LETTER_PX * (unsigned)strlen(chart->levels[j].label);
}

size_t lo_page_charts(const struct lo_subject_page *page,
                      struct lo_chart charts[LO_CHARTS_MAX])
{
    static bool (*const make[])(const struct lo_subject_page *, struct lo_chart *) = {
        lo_chart_loudness, make_peak, make_psr, make_correlation};
    struct lo_series *const *list;
    size_t series = lo_doc_all_series(page->doc, &list), count = 0;

    if (page->columns == 0)
        return 0;
    for (size_t i = 0; i < LO_COUNT(make); i++)
        count += make[i](page, &charts[count]);
    for (size_t i = 0; i < series && count < LO_CHARTS_MAX; i++)
        if (!is_taken(list[i]->id))
            count += make_other(page, list[i], &charts[count]);
    for (size_t i = 0; i < count; i++) {
        qsort(charts[i].levels, charts[i].level_count, sizeof *charts[i].levels,
              by_level);
        spread_labels(&charts[i]);
    }
    return count;
}

bool lo_chart_bins(struct lo_subject_page *page, const struct lo_chart *chart,
                   struct lo_svg_bins *bins)
{
    const struct lo_series *series = chart->curves[chart->curve_count - 1].series;
    double *count;
    enum { BINS = 50 };

    *bins = (struct lo_svg_bins){.root = true,
                                 .low = chart->low,
                                 .bins = BINS,
                                 .width = (chart->high - chart->low) / BINS};
    bins->count = count = lo_arena_alloc(&page->arena, bins->bins, sizeof *count);
    if (!count) {
        page->out->failed = true;
        return false;
    }
    for (size_t i = 0; i < series->count; i++) {
        double bin = floor((series->values[i] - bins->low) / bins->width);

        if (bin >= 0 && bin < (double)bins->bins)
            count[(size_t)bin]++;
    }
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
