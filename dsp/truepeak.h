/* True peak of one channel: the largest magnitude of the interpolated signal, and the spans
 * where it is over full scale.
 *
 * The points half-way between samples come from a filter of 64 taps, everywhere. Where they
 * say that a peak can be, two half-band filters go on to eight times the rate, and a
 * parabola through the highest points gives the top between them [leadout:true-peak]. Sines
 * up to 0.4535 of the rate read within -0.01 and +0.003 dB; full-scale ones between samples
 * never count as over.
 *
 * The signal is looked at in stretches of any length; how it is cut does not show in spans,
 * and peaks are those of each stretch.
 *
 * References:
 *   [BS1770] Annex 2: the method, which this is a finer version of.
 *   [KAISER] The windows of the filters.
 */
#ifndef LO_DSP_TRUEPEAK_H
#define LO_DSP_TRUEPEAK_H

#include <stddef.h>
#include <stdint.h>

enum {
    DSP_TRUEPEAK_RATIO = 8,    /* points a frame */
    DSP_TRUEPEAK_CONTEXT = 40, /* frames around a stretch that its points depend on */
    DSP_TRUEPEAK_SLACK = 40,   /* frames after them that are read, but do not matter */
    DSP_TRUEPEAK_TAIL = 32,    /* frames by which the interpolated signal is longer than
                                  the signal, at each end */
};

/* A maximal span of points over full scale. */
struct dsp_truepeak_over {
    int64_t start, length; /* in points: RATIO a frame, point 0 is frame 0 */
    double peak;           /* linear */
};

typedef void dsp_truepeak_take(void *context, const struct dsp_truepeak_over *over);

struct dsp_truepeak;

/* longest: frames of a stretch, at most. first: position of the first frame that will be
 * looked at, which may be negative. take is called for each span when it has ended. NULL
 * when out of memory. */
struct dsp_truepeak *dsp_truepeak_new(size_t longest, int64_t first,
                                      dsp_truepeak_take *take, void *context);
void dsp_truepeak_free(struct dsp_truepeak *peak); /* NULL is fine */

/* The largest magnitude from x[0] up to x[frames], linear, never less than those of
 * x[frames] themselves. x[-CONTEXT .. frames + CONTEXT + SLACK) are read: finite, of
 * magnitude 0 or 1e-30 .. 1e30. */
double dsp_truepeak_look(struct dsp_truepeak *peak, const float *x, size_t frames);

/* Ends the span that is open, if one is. */
void dsp_truepeak_finish(struct dsp_truepeak *peak);

#endif
