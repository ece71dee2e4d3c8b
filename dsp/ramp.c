#include "dsp/ramp.h"

#include "dsp/sums.h"

#include <math.h>

/* All [leadout:edge]. */
static const double FALL_DB = 20.0;      /* last frames under the whole: a ramp */
static const double CALM_FALL_DB = 12.0; /* or so much, when differences fall too */
static const double CALM_DB = 8.0;       /* by so much */

/* Σ (x[i] - x[i-1])² over x[1] .. x[frames - 1]. */
static double difference_power(const float *x, size_t frames)
{
    double sum = 0;

    for (size_t i = 1; i < frames; i++) {
        double step = (double)x[i] - (double)x[i - 1];

        sum += step * step;
    }
    return sum;
}

/* Whether part, over share of the time of whole, lies so far under it. */
static bool is_under(double part, double whole, double share, double fall_db)
{
    return part <= whole * share * pow(10, -fall_db / 10);
}

bool dsp_ramp_ends(const float *x, size_t frames, size_t last)
{
    const float *ramp = x + frames - last;
    double share = (double)last / (double)frames;
    double whole = dsp_power(x, frames), part = dsp_power(ramp, last);

    if (is_under(part, whole, share, FALL_DB))
        return true;
    /* A low note that crosses zero in the last frames falls, but does not get calm. */
    return is_under(part, whole, share, CALM_FALL_DB) &&
           is_under(difference_power(ramp - 1, last + 1), difference_power(x, frames),
                    share, CALM_DB);
}
