/* Draws the charts of a subject, complete without script. */
#include "reports/html_charts.h"

#include <math.h>

enum {
    WAVE_PX = 76,     /* a channel */
    MOMENTS_MAX = 60, /* pins drawn through the waveform; all of them have flags */
    TABLE_ROWS = 20,
};

static void put_wave_description(struct lo_subject_page *page, struct lo_buf *text,
                                 unsigned channel)
{
    const struct lo_quantity *peak = lo_measured(page->doc, "peak.sample");

    lo_buf_puts(text, "Minimum, maximum and RMS of ");
    lo_put_channel(text, (int)channel, page->channels);
    lo_buf_puts(text, " over ");
    lo_put_time(text, page->length_s, 1);
    if (peak && channel < peak->channels && isfinite(peak->channel[channel])) {
        lo_buf_puts(text, "; sample peak ");
        lo_put_measure(text, peak->channel[channel], peak->unit, 2);
    }
    lo_buf_printf(text, "; %zu places of findings in the file.", page->pin_count);
}

static void draw_wave(struct lo_subject_page *page, const struct lo_table *table,
                      unsigned channel, const struct lo_svg_frame *frame)
{
    struct lo_buf *out = page->out;
    struct lo_svg_values part[3];
    float *negative = lo_arena_alloc(&page->arena, table->rows, sizeof *negative);

    for (unsigned i = 0; i < 3; i++)
        part[i] = (struct lo_svg_values){.values = table->values + 3 * channel + i,
                                         .count = table->rows,
                                         .stride = table->columns,
                                         .start_s = table->start_s,
                                         .step_s = table->step_s};
    out->failed |= !negative;
    lo_svg_open(out, frame);
    lo_svg_area(out, frame, &part[0], &part[1], page->columns, "wave");
    for (size_t i = 0; negative && i < table->rows; i++)
        negative[i] = -part[2].values[i * table->columns];
    if (negative) {
        struct lo_svg_values mirrored = part[2];

        mirrored.values = negative;
        mirrored.stride = 1;
        lo_svg_area(out, frame, &mirrored, &part[2], page->columns / 2, "rms");
    }
    lo_svg_data_end(out);
    for (size_t i = 0; i < page->pin_count && i < MOMENTS_MAX; i++) {
        const struct lo_pin *pin = &page->pins[i];

        if (pin->channel < 0 || pin->channel == (int)channel)
            lo_svg_moment(out, frame, pin->start_s, lo_grade_badge(pin->grade).class);
    }
    lo_svg_close(out);
}

/* Beside the waveform of a channel: its name and its peak. */
static void put_channel_label(struct lo_subject_page *page, unsigned channel)
{
    struct lo_buf *out = page->out;
    const struct lo_quantity *peak = lo_measured(page->doc, "peak.sample");

    lo_buf_puts(out, "<div class=\"channel\"><b>");
    lo_put_channel(out, (int)channel, page->channels);
    lo_buf_puts(out, "</b>");
    if (peak && channel < peak->channels && isfinite(peak->channel[channel])) {
        lo_buf_puts(out, "peak ");
        lo_put_value(out, peak->channel[channel], 2);
    }
    lo_buf_puts(out, "</div>");
}

static void put_waveform(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    double limit;
    const struct lo_table *table = lo_page_waveform(page, &limit);

    if (!table) {
        lo_page_flags(page);
        return;
    }
    lo_buf_puts(
        out, "<figure class=\"chart waveform\"><figcaption><b>Waveform</b>"
             "<span class=\"quiet\">dBFS</span>"
             "<span class=\"key wave\">peaks</span><span class=\"key rms\">RMS</span>"
             "</figcaption>");
    lo_page_flags(page);
    for (unsigned ch = 0; ch < page->channels; ch++) {
        char id[48];
        struct lo_buf text = {0};
        struct lo_svg_frame frame = {.id = id,
                                     .title = "Waveform",
                                     .length_s = page->length_s,
                                     .low = -limit,
                                     .high = limit,
                                     .height_px = WAVE_PX,
                                     .has_time_labels = ch + 1 == page->channels,
                                     .is_amplitude = true};

        snprintf(id, sizeof id, "s%u-wave%u", page->number, ch);
        put_wave_description(page, &text, ch);
        frame.description = text.text ? text.text : "";
        lo_buf_printf(out,
                      "<div class=\"plots\"><div class=\"box\" data-plot=\"%s\" "
                      "data-height=\"%d\">",
                      id, WAVE_PX);
        draw_wave(page, table, ch, &frame);
        lo_buf_puts(out, "</div>");
        put_channel_label(page, ch);
        lo_buf_puts(out, "</div>");
        out->failed |= text.failed;
        lo_buf_fini(&text);
    }
    lo_buf_puts(out, "</figure>");
}

static struct lo_svg_values values_of(const struct lo_series *series)
{
    return (struct lo_svg_values){.values = series->values,
                                  .count = series->count,
                                  .stride = 1,
                                  .start_s = series->start_s,
                                  .step_s = series->step_s};
}

/* "Momentary from −60.2 to −6.5 LUFS, …; integrated −14.2." */
static void describe(struct lo_buf *text, const struct lo_chart *chart, double length_s)
{
    lo_buf_puts(text, "Over ");
    lo_put_time(text, length_s, 1);
    lo_buf_puts(text, ": ");
    for (size_t i = 0; i < chart->curve_count; i++) {
        double least, most;

        if (!lo_series_extent(chart->curves[i].series, &least, &most))
            continue;
        lo_buf_printf(text, "%s%s from ", i > 0 ? "; " : "", chart->curves[i].label);
        lo_put_value(text, least, 2);
        lo_buf_puts(text, " to ");
        lo_put_value(text, most, 2);
        lo_buf_printf(text, " %s", chart->unit);
    }
    for (size_t i = 0; i < chart->level_count; i++)
        if (chart->levels[i].label[0])
            lo_buf_printf(text, "; %s %s", chart->levels[i].label, chart->unit);
    lo_buf_putc(text, '.');
}

static void put_curves(struct lo_subject_page *page, const struct lo_chart *chart,
                       const struct lo_svg_frame *frame)
{
    struct lo_buf *out = page->out;

    lo_svg_open(out, frame);
    if (chart->has_band)
        lo_svg_band(out, frame, chart->band_low, chart->band_high, "range");
    for (size_t i = 0; i < chart->curve_count; i++) {
        struct lo_svg_values values = values_of(chart->curves[i].series);

        lo_svg_curve(out, frame, &values, page->columns, chart->curves[i].class);
    }
    lo_svg_data_end(out);
    for (size_t i = 0; i < chart->level_count; i++)
        lo_svg_level(out, frame, chart->levels[i].value, chart->levels[i].class);
    for (size_t i = 0; i < chart->level_count; i++) {
        const struct lo_level *level = &chart->levels[i];

        if (level->label[0])
            lo_svg_label(out, frame, level->value, level->class, level->label,
                         level->shift_px);
    }
    lo_svg_close(out);
}

static void put_bins(struct lo_subject_page *page, const struct lo_chart *chart,
                     const struct lo_svg_frame *frame)
{
    struct lo_buf *out = page->out;
    struct lo_svg_bins bins;
    struct lo_svg_frame side = *frame;
    char id[48];

    if (!lo_chart_bins(page, chart, &bins))
        return;
    snprintf(id, sizeof id, "%s-h", frame->id);
    side.id = id;
    side.description =
        "How often each value occurs; bars grow as the square root of the "
        "count, so that rare values are seen.";
    lo_buf_puts(out, "<div class=\"side\">");
    lo_svg_histogram(out, &side, &bins, chart->curves[chart->curve_count - 1].class);
    lo_buf_puts(out, "</div>");
}

static void put_chart(struct lo_subject_page *page, const struct lo_chart *chart,
                      size_t number)
{
    struct lo_buf *out = page->out;
    struct lo_buf text = {0};
    char id[48];
    struct lo_svg_frame frame = {.id = id,
                                 .title = chart->title,
                                 .length_s = page->length_s,
                                 .low = chart->low,
                                 .high = chart->high,
                                 .height_px = chart->height_px,
                                 .has_time_labels = true};

    snprintf(id, sizeof id, "s%u-plot%zu", page->number, number);
    describe(&text, chart, page->length_s);
    frame.description = text.text ? text.text : "";
    lo_buf_puts(out, "<figure class=\"chart\"><figcaption><b>");
    lo_escape_html(out, chart->title);
    lo_buf_puts(out, "</b>");
    if (chart->unit[0])
        lo_buf_printf(out, "<span class=\"quiet\">%s</span>", chart->unit);
    for (size_t i = 0; chart->curve_count > 1 && i < chart->curve_count; i++)
        lo_buf_printf(out, "<span class=\"key %s\">%s</span>", chart->curves[i].class,
                      chart->curves[i].label);
    if (chart->has_band)
        lo_buf_puts(out, "<span class=\"key range\">loudness range</span>");
    lo_buf_printf(out,
                  "</figcaption><div class=\"plots\"><div class=\"box\" "
                  "data-plot=\"%s\" data-height=\"%u\">",
                  id, chart->height_px);
    put_curves(page, chart, &frame);
    lo_buf_puts(out, "</div>");
    if (!chart->distribution)
        put_bins(page, chart, &frame);
    lo_buf_puts(out, "</div></figure>");
    if (chart->distribution)
        lo_page_histogram(page, chart);
    out->failed |= text.failed;
    lo_buf_fini(&text);
}

/* The greatest (or least, as the series folds) value within from..to. */
static double folded(const struct lo_series *series, double from_s, double to_s)
{
    double result = NAN;

    for (size_t i = 0; i < series->count; i++) {
        double time_s = series->start_s + (double)i * series->step_s;
        double value = series->values[i];

        if (time_s < from_s || time_s >= to_s || !isfinite(value))
            continue;
        if (isnan(result) || (series->fold == LO_FOLD_MIN) == (value < result))
            result = value;
    }
    return result;
}

static void put_value_row(struct lo_subject_page *page, const struct lo_chart *charts,
                          size_t count, unsigned row)
{
    struct lo_buf *out = page->out;
    double from_s = page->length_s * row / TABLE_ROWS;
    double to_s = page->length_s * (row + 1) / TABLE_ROWS;

    lo_buf_puts(out, "<tr><th scope=\"row\">");
    lo_put_time(out, from_s, 1);
    lo_buf_puts(out, "</th>");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < charts[i].curve_count; j++) {
            double value = folded(charts[i].curves[j].series, from_s, to_s);

            lo_buf_puts(out, "<td class=\"n\">");
            if (isfinite(value))
                lo_put_value(out, value, 2);
            else
                lo_buf_puts(out, "–");
            lo_buf_puts(out, "</td>");
        }
    lo_buf_puts(out, "</tr>");
}

/* The curves as a table, for who cannot see them. */
static void put_values(struct lo_subject_page *page, const struct lo_chart *charts,
                       size_t count)
{
    struct lo_buf *out = page->out;

    lo_buf_puts(out,
                "<details class=\"short\"><summary>Values over time</summary>"
                "<div class=\"scroll\"><table class=\"values\"><caption>"
                "Greatest (or least, where that is the worse) value from each time "
                "to the next</caption><thead><tr><th scope=\"col\">From</th>");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < charts[i].curve_count; j++) {
            lo_buf_puts(out, "<th scope=\"col\" class=\"n\">");
            lo_escape_html(out, charts[i].curves[j].label);
            if (charts[i].unit[0]) {
                lo_buf_puts(out, ", ");
                lo_escape_html(out, charts[i].unit);
            }
            lo_buf_puts(out, "</th>");
        }
    lo_buf_puts(out, "</tr></thead><tbody>");
    for (unsigned row = 0; row < TABLE_ROWS; row++)
        put_value_row(page, charts, count, row);
    lo_buf_puts(out, "</tbody></table></div></details>");
}

void lo_page_plots(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    struct lo_chart charts[LO_CHARTS_MAX];
    double limit;
    size_t count = lo_page_charts(page, charts);

    if (page->columns == 0 || (count == 0 && !lo_page_waveform(page, &limit)))
        return;
    lo_buf_printf(out,
                  "<section class=\"charts\" id=\"s%u-charts\" "
                  "aria-labelledby=\"s%u-time\"><h3 id=\"s%u-time\">Over time</h3>",
                  page->number, page->number, page->number);
    put_waveform(page);
    for (size_t i = 0; i < count; i++)
        put_chart(page, &charts[i], i);
    if (count > 0)
        put_values(page, charts, count);
    lo_buf_puts(out, "</section>");
}
