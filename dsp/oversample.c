#include "dsp/oversample.h"

#include "dsp/clones.h"
#include "dsp/magnitude.h"

#include <math.h>
#include <string.h>

enum {
    LANES = DSP_LANES,
    HALF_TAPS = DSP_OVERSAMPLE_HALF,
    QUARTER_TAPS = DSP_OVERSAMPLE_QUARTER,
    EIGHTH_TAPS = DSP_OVERSAMPLE_EIGHTH,
    PAIRS = 2 * DSP_OVERSAMPLE_GROUP, /* points of a group at twice the rate */
    POINTS = DSP_OVERSAMPLE_POINTS,
    BEFORE = DSP_OVERSAMPLE_BEFORE,
    WIDE = 64,         /* points at twice the rate that refining a group looks at */
    FIRST_QUARTER = 2, /* points before a group where the quarters begin */
};

/* Kaiser windows [leadout:true-peak]: 64 taps are flat to 0.0008 dB up to 0.4535 of the
 * rate; the others have their images so far away that they err by less than 0.001 dB. */
static const double HALF_BETA = 8.5, QUARTER_BETA = 12, EIGHTH_BETA = 9;

/* What ripple adds at most: taken off, so that no sine reads higher than it is. */
static const double RIPPLE = 9e-5;

/* By how much a signal up to half the rate can rise between points at 4 and 8 times the
 * rate: 1 / cos(90° / ratio), and a little. */
static const float RISE_4 = 1.09F, RISE_8 = 1.02F;

/* Modified Bessel function of order 0. */
static double bessel(double x)
{
    double sum = 1, term = 1;

    for (int n = 1; n < 60; n++) {
        term *= x / (2 * n) * (x / (2 * n));
        sum += term;
    }
    return sum;
}

/* One side of a symmetric filter that gives the point half-way between two samples. */
static void design(float *taps, int count, double beta)
{
    double exact[HALF_TAPS], sum = 0;

    for (int k = 0; k < count; k++) {
        double t = k + 0.5, share = t / count;

        exact[k] = sin(M_PI * t) / (M_PI * t) * bessel(beta * sqrt(1 - share * share));
        sum += 2 * exact[k];
    }
    for (int k = 0; k < count; k++)
        taps[k] = (float)(exact[k] / sum);
}

void dsp_oversample_design(struct dsp_oversample *filters)
{
    design(filters->half, HALF_TAPS, HALF_BETA);
    design(filters->quarter, QUARTER_TAPS, QUARTER_BETA);
    design(filters->eighth, EIGHTH_TAPS, EIGHTH_BETA);
    for (int k = 0; k < HALF_TAPS; k++)
        filters->half[k] *= (float)(1 - RIPPLE);
}

/* Eight samples side by side, at any address. */
typedef float wide __attribute__((vector_size(32), aligned(4), may_alias));

/* halves[i] = the point between x[i] and x[i + 1]. Whole groups of lanes are written. Taps
 * that are eight apart look at the same samples, eight lanes on: taken together, a third of
 * the loads is left, and those are what it costs. */
DSP_CLONES
static void halve(const float *restrict taps, const float *restrict x,
                  float *restrict halves, size_t frames)
{
    enum { WIDTH = 8, ROWS = HALF_TAPS / WIDTH };

    for (size_t at = 0; at < frames; at += LANES) {
        wide sum[LANES / WIDTH] = {{0}};

        for (size_t k = WIDTH; k-- > 0;) {
            const wide *left = (const wide *)(x + at - k);
            const wide *right = (const wide *)(x + at + 1 + k);

            /* Written out, because gcc unrolls the loop too late to see what is shared. */
            for (int row = ROWS; row-- > 0;) {
                float tap = taps[k + WIDTH * (size_t)row];

                sum[0] += tap * (left[0 - row] + right[0 + row]);
                sum[1] += tap * (left[1 - row] + right[1 + row]);
                sum[2] += tap * (left[2 - row] + right[2 + row]);
                sum[3] += tap * (left[3 - row] + right[3 + row]);
            }
        }
        memcpy(halves + at, sum, sizeof sum);
    }
}

/* Quarters between the points of pairs[WIDE] (which begin BEFORE frames before the group):
 * quarters[i] comes after point i - FIRST_QUARTER of the group. Returns the largest
 * magnitude, of points and quarters, as bits. */
static inline int32_t quarter(const float *restrict taps, const float *restrict pairs,
                              float *restrict quarters)
{
    enum { COUNT = PAIRS + 2 * FIRST_QUARTER };
    int32_t level = 0;

    /* Two runs of lanes that overlap cover the count. */
    for (size_t run = 0; run < 2; run++) {
        size_t from = run * (COUNT - LANES);
        float sum[LANES] = {0};

        for (size_t k = QUARTER_TAPS; k-- > 0;) {
            const float *left = pairs + 2 * BEFORE - FIRST_QUARTER + from - k;
            const float *right = pairs + 2 * BEFORE - FIRST_QUARTER + from + 1 + k;

            for (size_t lane = 0; lane < LANES; lane++)
                sum[lane] += taps[k] * (left[lane] + right[lane]);
        }
        for (size_t lane = 0; lane < LANES; lane++) {
            quarters[from + lane] = sum[lane];
            level = dsp_magnitude(sum[lane]) > level ? dsp_magnitude(sum[lane]) : level;
        }
    }
    for (size_t i = 0; i <= PAIRS; i++) {
        int32_t bits = dsp_magnitude(pairs[2 * BEFORE + i]);

        level = bits > level ? bits : level;
    }
    return level;
}

/* All points of the group, from u (points at twice the rate) and v (the quarters after
 * them), u[0] and v[0] at the first frame. */
static inline int32_t eighth(const float *restrict taps, const float *restrict u,
                             const float *restrict v, float *restrict point)
{
    float early[LANES], late[LANES];
    int32_t level = 0;

    for (size_t i = 0; i < LANES; i++) {
        early[i] = taps[0] * (u[i] + v[i]) + taps[1] * (*(v + i - 1) + u[i + 1]) +
                   taps[2] * (*(u + i - 1) + v[i + 1]) +
                   taps[3] * (*(v + i - 2) + u[i + 2]);
        late[i] = taps[0] * (v[i] + u[i + 1]) + taps[1] * (u[i] + v[i + 1]) +
                  taps[2] * (*(v + i - 1) + u[i + 2]) +
                  taps[3] * (*(u + i - 1) + v[i + 2]);
    }
    point[0] = taps[0] * (v[-1] + u[0]) + taps[1] * (u[-1] + v[0]) +
               taps[2] * (v[-2] + u[1]) + taps[3] * (u[-2] + v[1]);
    for (size_t i = 0; i < LANES; i++) {
        int32_t a = dsp_magnitude(early[i]), b = dsp_magnitude(late[i]),
                most = a > b ? a : b;

        level = most > level ? most : level;
        point[4 * i + 1] = u[i];
        point[4 * i + 2] = early[i];
        point[4 * i + 3] = v[i];
        point[4 * i + 4] = late[i];
    }
    point[POINTS + 1] = u[PAIRS];
    return level;
}

/* Refines the group at x and halves as far as it can matter: false when no point can be over
 * least. */
DSP_CLONES
static bool refine(const struct dsp_oversample *restrict filters,
                   const float *restrict x, const float *restrict halves, float least,
                   struct dsp_oversample_group *restrict group)
{
    float pairs[WIDE], quarters[PAIRS + 2 * FIRST_QUARTER];
    int32_t coarse, level;

    for (size_t i = 0; i < WIDE / 2; i++) {
        pairs[2 * i] = *(x + i - BEFORE);
        pairs[2 * i + 1] = *(halves + i - BEFORE);
    }
    coarse = quarter(filters->quarter, pairs, quarters);
    if (dsp_of_magnitude(coarse) * RISE_4 <= least)
        return false;
    level = eighth(filters->eighth, pairs + 2 * BEFORE, quarters + FIRST_QUARTER,
                   group->point);
    group->level = dsp_of_magnitude(level > coarse ? level : coarse);
    return group->level * RISE_8 > least;
}

void dsp_oversample_halve(const struct dsp_oversample *filters, const float *x,
                          float *halves, size_t frames)
{
    halve(filters->half, x, halves, frames);
}

bool dsp_oversample_refine(const struct dsp_oversample *filters, const float *x,
                           const float *halves, float least,
                           struct dsp_oversample_group *group)
{
    return refine(filters, x, halves, least, group);
}
