/* What the script needs to draw the charts again at another zoom: values as little-endian
 * 16-bit integers in base64, a third of the size of decimals. -32768 is a gap. */
#include "analyzer/base/alloc.h"
#include "reports/html_charts.h"

#include <math.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum {
    POINTS_PER_COLUMN = 2, /* of the drawing: what zooming in has in store */
    GAP = -32768,
    LARGEST = 32767,
};

static double fold(enum lo_fold kind, double a, double b)
{
    if (isnan(a))
        return b;
    if (isnan(b))
        return a;
    return (kind == LO_FOLD_MIN) == (a < b) ? a : b;
}

/* values[i * stride], as many as `group` make one. */
static double folded(const struct lo_svg_values *values, size_t group, size_t i,
                     enum lo_fold kind)
{
    double result = NAN;

    for (size_t j = i * group; j < (i + 1) * group && j < values->count; j++)
        if (isfinite(values->values[j * values->stride]))
            result = fold(kind, result, values->values[j * values->stride]);
    return result;
}

static void put_base64(struct lo_buf *out, const unsigned char *bytes, size_t count)
{
    /* 48 bytes at a time are 64 characters: no padding in the middle. */
    enum { STEP = 48 };
    unsigned char text[STEP / 3 * 4 + 1];

    for (size_t i = 0; i < count; i += STEP) {
        int size = (int)(count - i < STEP ? count - i : STEP);
        int length = EVP_EncodeBlock(text, bytes + i, size);

        lo_buf_add(out, (const char *)text, (size_t)length);
    }
}

/* Values over 3e10 are cut: nothing that is drawn is as large. */
static const double SCALE_LEAST = 1e-6;

/* The power of ten that puts the values into 16 bits, at most 10,000. */
static double scale_of(const struct lo_svg_values *values)
{
    double most = 0, scale = 1e4;

    for (size_t i = 0; i < values->count; i++) {
        double size = fabs(values->values[i * values->stride]);

        if (isfinite(size) && size > most)
            most = size;
    }
    while (most * scale > LARGEST && scale > SCALE_LEAST)
        scale /= 10;
    return scale;
}

/* "start":…,"step":…,"scale":…,"values":"…" */
static void put_values(struct lo_buf *out, const struct lo_svg_values *values,
                       enum lo_fold kind, size_t points)
{
    size_t group = (values->count + points - 1) / points;
    size_t count = group > 0 ? (values->count + group - 1) / group : 0;
    double scale = scale_of(values);
    unsigned char *bytes = lo_alloc(count + 1, 2);

    if (!bytes) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        double value = folded(values, group, i, kind);
        double scaled = fmax(-LARGEST, fmin(LARGEST, value * scale));
        int code = isfinite(value) ? (int)lround(scaled) : GAP;

        bytes[2 * i] = (unsigned char)(code & 0xFF);
        bytes[2 * i + 1] = (unsigned char)(code >> 8 & 0xFF);
    }
    lo_buf_puts(out, "\"start\":");
    lo_put_number(out, values->start_s, 6);
    lo_buf_puts(out, ",\"step\":");
    lo_put_number(out, values->step_s * (double)(group > 0 ? group : 1), 6);
    lo_buf_puts(out, ",\"scale\":");
    lo_put_number(out, scale, scale < 1 ? 6 : 0);
    lo_buf_puts(out, ",\"values\":\"");
    put_base64(out, bytes, 2 * count);
    lo_buf_putc(out, '"');
    free(bytes);
}

static void put_text(struct lo_buf *out, const char *name, const char *text)
{
    lo_buf_printf(out, ",\"%s\":\"", name);
    lo_escape_json(out, text);
    lo_buf_putc(out, '"');
}

static void put_axis(struct lo_buf *out, const char *id, double low, double high)
{
    lo_buf_printf(out, "{\"id\":\"%s\",\"low\":", id);
    lo_put_number(out, low, 4);
    lo_buf_puts(out, ",\"high\":");
    lo_put_number(out, high, 4);
}

static void put_chart(struct lo_subject_page *page, const struct lo_chart *chart,
                      size_t number)
{
    struct lo_buf *out = page->out;
    char id[48];

    snprintf(id, sizeof id, "s%u-plot%zu", page->number, number);
    put_axis(out, id, chart->low, chart->high);
    put_text(out, "unit", chart->unit);
    lo_buf_puts(out, ",\"curves\":[");
    for (size_t i = 0; i < chart->curve_count; i++) {
        const struct lo_series *series = chart->curves[i].series;
        struct lo_svg_values values = {series->values, series->count, 1,
                                       series->start_s, series->step_s};

        lo_buf_puts(out, i > 0 ? ",{" : "{");
        put_values(out, &values, series->fold, POINTS_PER_COLUMN * page->columns);
        put_text(out, "class", chart->curves[i].class);
        put_text(out, "label", chart->curves[i].label);
        lo_buf_putc(out, '}');
    }
    lo_buf_puts(out, "],\"levels\":[");
    for (size_t i = 0; i < chart->level_count; i++) {
        lo_buf_puts(out, i > 0 ? ",{\"value\":" : "{\"value\":");
        lo_put_number(out, chart->levels[i].value, 3);
        put_text(out, "class", chart->levels[i].class);
        put_text(out, "label", chart->levels[i].label);
        lo_buf_printf(out, ",\"shift\":%u}", chart->levels[i].shift_px);
    }
    lo_buf_putc(out, ']');
    if (chart->has_band) {
        lo_buf_puts(out, ",\"band\":[");
        lo_put_number(out, chart->band_low, 3);
        lo_buf_putc(out, ',');
        lo_put_number(out, chart->band_high, 3);
        lo_buf_putc(out, ']');
    }
    lo_buf_putc(out, '}');
}

static void put_wave(struct lo_subject_page *page, const struct lo_table *table,
                     unsigned channel, double limit)
{
    static const char *const names[] = {"wave-min", "wave-max", "wave-rms"};
    static const enum lo_fold folds[] = {LO_FOLD_MIN, LO_FOLD_MAX, LO_FOLD_MAX};
    struct lo_buf *out = page->out;
    char id[48];

    snprintf(id, sizeof id, "s%u-wave%u", page->number, channel);
    put_axis(out, id, -limit, limit);
    lo_buf_printf(out, ",\"wave\":true,\"channel\":%u,\"curves\":[", channel);
    for (unsigned i = 0; i < 3; i++) {
        struct lo_svg_values values = {table->values + 3 * channel + i, table->rows,
                                       table->columns, table->start_s, table->step_s};

        lo_buf_puts(out, i > 0 ? ",{" : "{");
        put_values(out, &values, folds[i], POINTS_PER_COLUMN * page->columns);
        put_text(out, "class", names[i]);
        put_text(out, "label", names[i]);
        lo_buf_putc(out, '}');
    }
    lo_buf_puts(out, "]}");
}

static void put_pins(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    lo_buf_puts(out, "],\"pins\":[");
    for (size_t i = 0; i < page->pin_count; i++) {
        const struct lo_pin *pin = &page->pins[i];

        lo_buf_puts(out, i > 0 ? ",{\"time\":" : "{\"time\":");
        lo_put_number(out, pin->start_s, 6);
        lo_buf_puts(out, ",\"length\":");
        lo_put_number(out, pin->length_s, 6);
        lo_buf_printf(out, ",\"channel\":%d", pin->channel);
        put_text(out, "class", lo_grade_badge(pin->grade).class);
        lo_buf_putc(out, '}');
    }
    lo_buf_puts(out, "]}");
}

void lo_page_data(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;
    struct lo_chart charts[LO_CHARTS_MAX];
    double limit;
    const struct lo_table *table = lo_page_waveform(page, &limit);
    size_t count = lo_page_charts(page, charts);
    bool is_first = true;

    if (page->columns == 0)
        return;
    lo_buf_printf(out,
                  "<script type=\"application/json\" class=\"chart-data\">"
                  "{\"subject\":%u,\"length\":",
                  page->number);
    lo_put_number(out, page->length_s, 6);
    lo_buf_puts(out, ",\"plots\":[");
    for (unsigned ch = 0; table && ch < page->channels; ch++) {
        lo_buf_puts(out, is_first ? "" : ",");
        put_wave(page, table, ch, limit);
        is_first = false;
    }
    for (size_t i = 0; i < count; i++) {
        lo_buf_puts(out, is_first ? "" : ",");
        put_chart(page, &charts[i], i);
        is_first = false;
    }
    put_pins(page);
    lo_buf_puts(out, "</script>");
}
