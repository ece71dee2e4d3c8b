#include "dsp/decay.h"

#include <math.h>
#include <stdbool.h>

enum {
    POINTS = 8,    /* means that a stretch is divided into */
    SHORTEST = 32, /* cells of a stretch; the next ones are twice as long */
};

/* All [leadout:edge]. */
static const double FALL_DB = 15.0; /* from first to last point, at least */
static const double RISE_DB = 1.0;  /* from one point to the next, at most */
static const double STEADY = 0.9;   /* R² of the line through the points */
static const double STILL =
    0.33; /* of the mean fall of a point, the last ones at least */
static const double END_DB = 6.0;  /* the end over the last point, at most */
static const double FLOOR = 1e-12; /* -120 dBFS, lest silence be minus infinity */

static double mean_dbfs(const double *cells, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += cells[i];
    return 10 * log10(fmax(sum / (double)count, FLOOR));
}

/* Fall per point of the line through the points when they lie on one, else 0. */
static double steady_fall(const double *points)
{
    double mean = 0, across = 0, squares = 0, along = 0;

    for (int i = 0; i < POINTS; i++)
        mean += points[i] / POINTS;
    for (int i = 0; i < POINTS; i++) {
        double x = i - (POINTS - 1) / 2.0, y = points[i] - mean;

        along += x * x;
        across += x * y;
        squares += y * y;
    }
    return across < 0 && across * across >= STEADY * along * squares ? -across / along
                                                                     : 0;
}

/* Whether the points only fall, far enough, and still do at the end. */
static bool falls(const double *points)
{
    double fall = points[0] - points[POINTS - 1];
    double last = (points[POINTS - 3] - points[POINTS - 1]) / 2;

    for (int i = 1; i < POINTS; i++)
        if (points[i] > points[i - 1] + RISE_DB)
            return false;
    return fall >= FALL_DB && last >= STILL * fall / (POINTS - 1);
}

double dsp_decay_slope(const double *cells, size_t count, double cells_per_s,
                       double end_dbfs)
{
    for (size_t length = SHORTEST; length <= count; length *= 2) {
        const double *from = cells + count - length;
        size_t width = length / POINTS;
        double points[POINTS], fall;

        for (size_t i = 0; i < POINTS; i++)
            points[i] = mean_dbfs(from + i * width, width);
        fall = steady_fall(points);
        if (fall > 0 && falls(points) && end_dbfs <= points[POINTS - 1] + END_DB)
            return fall * cells_per_s / (double)width;
    }
    return 0;
}
