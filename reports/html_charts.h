/* What each chart over time shows: one description, drawn as SVG by html_plots.c and handed
 * to the script by html_data.c, so that both show the same. */
#ifndef LO_REPORTS_HTML_CHARTS_H
#define LO_REPORTS_HTML_CHARTS_H

#include "reports/html_private.h"

enum { LO_CHART_CURVES = 2, LO_CHART_LEVELS = 10, LO_CHARTS_MAX = 24 };

struct lo_curve {
    const struct lo_series *series;
    const char *class; /* looks, of assets/report.css */
    const char *label;
};

/* A value of the axis with a line across. */
struct lo_level {
    double value;
    const char *class;
    char label[64];    /* UTF-8; not escaped; "": none */
    unsigned shift_px; /* to the left, where another label stands at the same height */
};

struct lo_chart {
    const char *title; /* "Loudness" */
    const char *unit;
    double low, high; /* of the value axis */
    unsigned height_px;
    struct lo_curve curves[LO_CHART_CURVES];
    size_t curve_count;
    struct lo_level levels[LO_CHART_LEVELS];
    size_t level_count;
    bool has_band; /* band_low..band_high are meant: the loudness range */
    double band_low, band_high;
    /* Has a histogram of its own under the chart; NULL: a small one of the last curve
     * stands beside it. */
    const struct lo_distribution *distribution;
};

/* The charts of a subject in order; their number. */
size_t lo_page_charts(const struct lo_subject_page *page,
                      struct lo_chart charts[LO_CHARTS_MAX]);

/* How often each value of the chart's distribution occurs, as a figure. */
void lo_page_histogram(struct lo_subject_page *page, const struct lo_chart *chart);

/* Bins of the histogram beside a chart, in the page's arena; false when there is no
 * memory. */
bool lo_chart_bins(struct lo_subject_page *page, const struct lo_chart *chart,
                   struct lo_svg_bins *bins);

/* For files that make charts: the loudness one; a curve, which is left out when the series
 * is NULL or empty; a line at a value, whose label is the word and the value; lines at the
 * limits that specs set to a term. */
bool lo_chart_loudness(const struct lo_subject_page *page, struct lo_chart *chart);
void lo_chart_curve(struct lo_chart *chart, const struct lo_series *series,
                    const char *class, const char *label);
void lo_chart_level(const struct lo_subject_page *page, struct lo_chart *chart,
                    double value, const char *class, const char *word, int decimals);
void lo_chart_limits(const struct lo_subject_page *page, struct lo_chart *chart,
                     const char *term);

/* The value that `part` (0..1) of the finite values above `over` do not exceed; false when
 * there are none, or no memory. */
bool lo_series_quantile(const struct lo_subject_page *page,
                        const struct lo_series *series, double over, double part,
                        double *value);

/* Least and greatest finite value; false when there is none. */
bool lo_series_extent(const struct lo_series *series, double *least, double *greatest);

/* The waveform's table and the largest magnitude to show, at least 1; NULL: none, or not
 * of the shape that is known (minimum, maximum and RMS of each channel). */
const struct lo_table *lo_page_waveform(const struct lo_subject_page *page,
                                        double *limit);

#endif
