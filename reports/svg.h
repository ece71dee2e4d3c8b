/* Plots as SVG that keeps its text readable at any width.
 *
 * The outer <svg> has the width that the style sheet gives it and a height in pixels; text
 * and grid are placed in it by percent and pixel, outside its box where they are labels
 * (it overflows). The data lie in an inner <svg> whose box is LO_SVG_WIDTH units wide and
 * 10 units a pixel high and is stretched to fit, with strokes that do not scale. There is no
 * style attribute, since the page's policy forbids them: looks come from classes.
 *
 * A frame is opened, curves and levels are added, and it is closed. Numbers are written
 * without the locale.
 */
#ifndef LO_REPORTS_SVG_H
#define LO_REPORTS_SVG_H

#include "analyzer/base/buf.h"

#include <stddef.h>

enum { LO_SVG_WIDTH = 9000, LO_SVG_UNITS_PX = 10 };

/* Round values of an axis: first, first + step, … */
struct lo_ticks {
    double first, step;
    unsigned count; /* 0: the range is empty or not finite */
    int decimals;   /* that the labels need */
};

/* Steps of 1, 2 or 5 times a power of ten; at most `most` ticks, most >= 2. */
struct lo_ticks lo_ticks_number(double low, double high, unsigned most);

/* Steps that a clock has (1, 2, 5, 10, 15, 30 s, 1 min, …), from 0 to length_s. */
struct lo_ticks lo_ticks_time(double length_s, unsigned most);

/* -12.5 with that many decimals (0..6), as ASCII; never "-0". */
void lo_put_number(struct lo_buf *out, double value, int decimals);

/* 83.4 as "1:23.4", 3723 as "1:02:03"; decimals 0..6. Negative times count as 0. */
void lo_put_time(struct lo_buf *out, double time_s, int decimals);

/* A plot over time. */
struct lo_svg_frame {
    const char *id; /* unique in the page: letters, digits and '-' */
    const char *title;
    const char *description; /* the numbers in a sentence */
    double length_s;         /* the time axis runs from 0 to here; > 0 */
    double low, high;        /* of the value axis; low < high */
    unsigned height_px;
    bool has_time_labels;
    bool is_amplitude; /* values are linear, 1 = full scale: labels are in dBFS */
};

void lo_svg_open(struct lo_buf *out, const struct lo_svg_frame *frame);
void lo_svg_close(struct lo_buf *out);

/* values[count] at start_s + i * step_s. At most `columns` pairs of minimum and maximum are
 * written; a value that is not finite is a gap, one outside the axis is drawn at its end. */
struct lo_svg_values {
    const float *values;
    size_t count;
    size_t stride; /* floats from one value to the next */
    double start_s, step_s;
};
void lo_svg_curve(struct lo_buf *out, const struct lo_svg_frame *frame,
                  const struct lo_svg_values *values, unsigned columns,
                  const char *class);

/* The area between two curves of the same times, as a filled path. */
void lo_svg_area(struct lo_buf *out, const struct lo_svg_frame *frame,
                 const struct lo_svg_values *lower, const struct lo_svg_values *upper,
                 unsigned columns, const char *class);

/* A band over the whole time, from one value to another. */
void lo_svg_band(struct lo_buf *out, const struct lo_svg_frame *frame, double from,
                 double to, const char *class);

/* Between lo_svg_data_end and lo_svg_close, in pixels and percent of the outer box: a line
 * at a value; its label, which stands shift_px further to the left; and a line at a time.
 * Labels come after all lines, so that none is struck through. */
void lo_svg_data_end(struct lo_buf *out);
void lo_svg_level(struct lo_buf *out, const struct lo_svg_frame *frame, double value,
                  const char *class);
void lo_svg_label(struct lo_buf *out, const struct lo_svg_frame *frame, double value,
                  const char *class, const char *label, unsigned shift_px);
void lo_svg_moment(struct lo_buf *out, const struct lo_svg_frame *frame, double time_s,
                   const char *class);

/* A histogram on its side, sharing the value axis of a plot next to it: count[bins] of width
 * from low up. Bins outside the axis are left out. root: bars as the square root of the
 * count, so that rare values are seen. */
struct lo_svg_bins {
    const double *count;
    size_t bins;
    double low, width;
    bool root;
};
void lo_svg_histogram(struct lo_buf *out, const struct lo_svg_frame *frame,
                      const struct lo_svg_bins *bins, const char *class);

#endif
