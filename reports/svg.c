#include "reports/svg.h"

#include "reports/escape.h"

#include <math.h>
#include <stdlib.h>

enum {
    VALUE_TICK_PX = 24, /* at least this far apart */
    TIME_TICKS = 11,
    LABEL_DROP_PX = 4, /* from the middle of a label to its base line */
};

/* Value in inner units from the top, at the ends when it lies outside. */
static long y_units(const struct lo_svg_frame *frame, double value)
{
    double part = (frame->high - value) / (frame->high - frame->low);

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    return lround(part * frame->height_px * LO_SVG_UNITS_PX);
}

static double y_px(const struct lo_svg_frame *frame, double value)
{
    return (double)y_units(frame, value) / LO_SVG_UNITS_PX;
}

static void put_percent(struct lo_buf *out, double part)
{
    lo_put_number(out, 100 * part, 3);
    lo_buf_putc(out, '%');
}

/* A line across at a value, and its label. */
static void put_value_tick(struct lo_buf *out, const struct lo_svg_frame *frame,
                           double value, const char *label)
{
    double y = y_px(frame, value);

    lo_buf_puts(out, "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"");
    lo_put_number(out, y, 1);
    lo_buf_puts(out, "\" y2=\"");
    lo_put_number(out, y, 1);
    lo_buf_puts(out, "\"/><text class=\"y\" x=\"-7\" y=\"");
    lo_put_number(out, y + LABEL_DROP_PX, 1);
    lo_buf_printf(out, "\">%s</text>", label);
}

/* Amplitudes are drawn linear and labelled in dBFS, as waveforms are. The lowest label would
 * run into the highest of the channel below. */
static void put_amplitude_axis(struct lo_buf *out, const struct lo_svg_frame *frame)
{
    put_value_tick(out, frame, 1, "0");
    put_value_tick(out, frame, 0.5,
                   "\xE2\x88\x92"
                   "6");
    put_value_tick(out, frame, 0, "\xE2\x88\x92\xE2\x88\x9E");
    put_value_tick(out, frame, -0.5,
                   "\xE2\x88\x92"
                   "6");
    put_value_tick(out, frame, -1, "");
}

static void put_value_axis(struct lo_buf *out, const struct lo_svg_frame *frame)
{
    unsigned most = frame->height_px / VALUE_TICK_PX + 1;
    struct lo_ticks ticks =
        lo_ticks_number(frame->low, frame->high, most < 2 ? 2 : most);

    if (frame->is_amplitude) {
        put_amplitude_axis(out, frame);
        return;
    }
    for (unsigned i = 0; i < ticks.count; i++) {
        double value = ticks.first + i * ticks.step;
        bool is_negative = value < -ticks.step / 2;
        struct lo_buf label = {0};

        lo_buf_puts(&label, is_negative ? "\xE2\x88\x92" : ""); /* a real minus sign */
        lo_put_number(&label, fabs(value), ticks.decimals);
        put_value_tick(out, frame, value, label.text ? label.text : "");
        out->failed |= label.failed;
        lo_buf_fini(&label);
    }
}

/* Every second label goes on narrow screens (class odd). */
static void put_time_axis(struct lo_buf *out, const struct lo_svg_frame *frame)
{
    struct lo_ticks ticks = lo_ticks_time(frame->length_s, TIME_TICKS);

    for (unsigned i = 0; i < ticks.count; i++) {
        double part = (ticks.first + i * ticks.step) / frame->length_s;

        lo_buf_puts(out, "<line class=\"grid\" y1=\"0\" y2=\"100%\" x1=\"");
        put_percent(out, part);
        lo_buf_puts(out, "\" x2=\"");
        put_percent(out, part);
        lo_buf_puts(out, "\"/>");
        if (!frame->has_time_labels)
            continue;
        lo_buf_printf(out, "<text class=\"x%s\" y=\"%u\" x=\"", i % 2 ? " odd" : "",
                      frame->height_px + 16);
        put_percent(out, part);
        lo_buf_puts(out, "\">");
        lo_put_time(out, ticks.first + i * ticks.step, ticks.decimals);
        lo_buf_puts(out, "</text>");
    }
}

static void put_head(struct lo_buf *out, const struct lo_svg_frame *frame,
                     const char *class)
{
    lo_buf_printf(out,
                  "<svg class=\"%s\" role=\"img\" height=\"%u\" "
                  "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">",
                  class, frame->height_px, frame->id, frame->id, frame->id);
    lo_escape_svg(out, frame->title);
    lo_buf_printf(out, "</title><desc id=\"%s-d\">", frame->id);
    lo_escape_svg(out, frame->description);
    lo_buf_puts(out, "</desc>");
}

static void open_inner(struct lo_buf *out, const struct lo_svg_frame *frame)
{
    lo_buf_printf(out,
                  "<svg class=\"data\" width=\"100%%\" height=\"100%%\" "
                  "viewBox=\"0 0 %d %u\" preserveAspectRatio=\"none\">",
                  LO_SVG_WIDTH, frame->height_px * LO_SVG_UNITS_PX);
}

void lo_svg_open(struct lo_buf *out, const struct lo_svg_frame *frame)
{
    put_head(out, frame, "plot");
    put_value_axis(out, frame);
    put_time_axis(out, frame);
    open_inner(out, frame);
}

void lo_svg_data_end(struct lo_buf *out)
{
    lo_buf_puts(out, "</svg>");
}

void lo_svg_close(struct lo_buf *out)
{
    lo_buf_puts(out, "</svg>");
}

/* A path in relative coordinates, which are the shortest. */
struct pen {
    struct lo_buf *out;
    long x, y;
    bool is_down;
};

static void draw_to(struct pen *pen, long x, long y)
{
    if (!pen->is_down)
        lo_buf_printf(pen->out, "M%ld %ldl0 0", x, y);
    else if (x != pen->x || y != pen->y)
        lo_buf_printf(pen->out, y - pen->y < 0 ? "l%ld%ld" : "l%ld %ld", x - pen->x,
                      y - pen->y);
    pen->x = x;
    pen->y = y;
    pen->is_down = true;
}

/* Minimum and maximum of what falls into one column, as it fills. */
struct column {
    size_t number;
    bool has_values;
    float min, max;
};

static void add_value(struct column *column, float value)
{
    if (!column->has_values || value < column->min)
        column->min = value;
    if (!column->has_values || value > column->max)
        column->max = value;
    column->has_values = true;
}

/* Column of value i; the width of one is at least the step of the values. */
static size_t column_of(const struct lo_svg_frame *frame,
                        const struct lo_svg_values *values, size_t i, size_t columns)
{
    double part = (values->start_s + (double)i * values->step_s) / frame->length_s *
                  (double)columns;

    /* A little over: times that are a column's edge belong to it, whatever rounding says. */
    part = floor(part + 1e-6);
    return part <= 0 ? 0 : part >= (double)columns ? columns - 1 : (size_t)part;
}

static float value_at(const struct lo_svg_values *values, size_t i)
{
    return values->values[i * values->stride];
}

static void flush_column(struct pen *pen, const struct lo_svg_frame *frame,
                         struct column *column, size_t columns)
{
    long x, low, high;

    if (!column->has_values)
        return;
    x = lround((double)column->number * LO_SVG_WIDTH / (double)columns);
    low = y_units(frame, column->min);
    high = y_units(frame, column->max);
    /* The nearer end first, so that the line does not zigzag. */
    if (pen->is_down && labs(pen->y - low) > labs(pen->y - high)) {
        draw_to(pen, x, high);
        draw_to(pen, x, low);
    } else {
        draw_to(pen, x, low);
        draw_to(pen, x, high);
    }
    column->has_values = false;
}

void lo_svg_curve(struct lo_buf *out, const struct lo_svg_frame *frame,
                  const struct lo_svg_values *values, unsigned columns,
                  const char *class)
{
    struct pen pen = {.out = out};
    struct column column = {0};
    /* Fewer values than columns: each gets its own place, to a tenth of a pixel. */
    size_t used = values->count > columns ? columns : LO_SVG_WIDTH;

    lo_buf_printf(out, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < values->count; i++) {
        float value = value_at(values, i);
        size_t number = column_of(frame, values, i, used);

        if (number != column.number)
            flush_column(&pen, frame, &column, used);
        column.number = number;
        if (isfinite(value)) {
            add_value(&column, value);
        } else {
            flush_column(&pen, frame, &column, used);
            pen.is_down = false;
        }
    }
    flush_column(&pen, frame, &column, used);
    lo_buf_puts(out, "\"/>");
}

/* One edge of an area: columns forth (upper: maxima) or back (lower: minima). */
static void draw_edge(struct pen *pen, const struct lo_svg_frame *frame,
                      const struct lo_svg_values *values, size_t columns, bool is_upper)
{
    size_t per_column = (values->count + columns - 1) / columns;

    for (size_t n = 0; n < columns; n++) {
        size_t at = is_upper ? n : columns - 1 - n;
        struct column column = {.number = at};
        double time_s = values->start_s + (double)(at * per_column) * values->step_s;

        for (size_t i = at * per_column; i < (at + 1) * per_column && i < values->count;
             i++)
            if (isfinite(value_at(values, i)))
                add_value(&column, value_at(values, i));
        if (column.has_values)
            draw_to(pen, lround(time_s / frame->length_s * LO_SVG_WIDTH),
                    y_units(frame, is_upper ? column.max : column.min));
    }
}

void lo_svg_area(struct lo_buf *out, const struct lo_svg_frame *frame,
                 const struct lo_svg_values *lower, const struct lo_svg_values *upper,
                 unsigned columns, const char *class)
{
    struct pen pen = {.out = out};
    size_t used = upper->count < columns ? upper->count : columns;

    lo_buf_printf(out, "<path class=\"%s\" d=\"", class);
    if (used > 0) {
        draw_edge(&pen, frame, upper, used, true);
        draw_edge(&pen, frame, lower, used, false);
        if (pen.is_down)
            lo_buf_putc(out, 'z');
    }
    lo_buf_puts(out, "\"/>");
}

void lo_svg_band(struct lo_buf *out, const struct lo_svg_frame *frame, double from,
                 double to, const char *class)
{
    long top = y_units(frame, to), bottom = y_units(frame, from);

    lo_buf_printf(out,
                  "<rect class=\"%s\" x=\"0\" y=\"%ld\" width=\"%d\" height=\"%ld\"/>",
                  class, top, LO_SVG_WIDTH, bottom - top);
}

void lo_svg_level(struct lo_buf *out, const struct lo_svg_frame *frame, double value,
                  const char *class)
{
    double y = y_px(frame, value);

    if (value < frame->low || value > frame->high)
        return;
    lo_buf_printf(out, "<line class=\"%s\" x1=\"0\" x2=\"100%%\" y1=\"", class);
    lo_put_number(out, y, 1);
    lo_buf_puts(out, "\" y2=\"");
    lo_put_number(out, y, 1);
    lo_buf_puts(out, "\"/>");
}

void lo_svg_label(struct lo_buf *out, const struct lo_svg_frame *frame, double value,
                  const char *class, const char *label, unsigned shift_px)
{
    double y = y_px(frame, value);

    if (value < frame->low || value > frame->high)
        return;
    lo_buf_printf(out, "<text class=\"%s\" x=\"100%%\" dx=\"-%u\" y=\"", class,
                  LABEL_DROP_PX + shift_px);
    /* Above the line, or under it where there is no room above. */
    lo_put_number(out, y < 14 ? y + 12 : y - 4, 1);
    lo_buf_puts(out, "\">");
    lo_escape_svg(out, label);
    lo_buf_puts(out, "</text>");
}

void lo_svg_moment(struct lo_buf *out, const struct lo_svg_frame *frame, double time_s,
                   const char *class)
{
    double part = time_s / frame->length_s;

    if (part < 0 || part > 1)
        return;
    lo_buf_printf(out, "<line class=\"%s\" y1=\"0\" y2=\"100%%\" x1=\"", class);
    put_percent(out, part);
    lo_buf_puts(out, "\" x2=\"");
    put_percent(out, part);
    lo_buf_puts(out, "\"/>");
}

void lo_svg_histogram(struct lo_buf *out, const struct lo_svg_frame *frame,
                      const struct lo_svg_bins *bins, const char *class)
{
    double most = 0;

    for (size_t i = 0; i < bins->bins; i++)
        if (bins->count[i] > most)
            most = bins->count[i];
    put_head(out, frame, "plot histogram");
    put_value_axis(out, frame);
    open_inner(out, frame);
    lo_buf_printf(out, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < bins->bins && most > 0; i++) {
        double low = bins->low + (double)i * bins->width;
        double part = bins->root ? sqrt(bins->count[i] / most) : bins->count[i] / most;
        long top = y_units(frame, low + bins->width), bottom = y_units(frame, low);

        if (bins->count[i] > 0 && bottom > top)
            lo_buf_printf(out, "M0 %ldh%ldv%ldh-%ldz", top, lround(part * LO_SVG_WIDTH),
                          bottom - top, lround(part * LO_SVG_WIDTH));
    }
    lo_buf_puts(out, "\"/></svg></svg>");
}
