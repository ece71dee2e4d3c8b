#include "dsp/kcurve.h"

#include <complex.h>
#include <math.h>

/* The prototypes that give the tables of [BS1770] at 48 kHz, to 1e-15 [EBUR128]. */
static const double SHELF_HZ = 1681.974450955533;
static const double SHELF_DB = 3.999843853973347;
static const double SHELF_Q = 0.7071752369554196;
static const double SHELF_MIDDLE = 0.4996667741545416; /* exponent of the middle gain */
static const double PASS_HZ = 38.13547087602444;
static const double PASS_Q = 0.5003270373238773;
static const double TABLE_RATE_HZ = 48000;

/* What the bilinear transform divides the numerator of the high-pass by. */
static double pass_divisor(double rate_hz)
{
    double k = tan(M_PI * PASS_HZ / rate_hz);

    return 1 + k / PASS_Q + k * k;
}

struct dsp_kcurve dsp_kcurve_make(double rate_hz)
{
    double high = pow(10, SHELF_DB / 20), middle = pow(high, SHELF_MIDDLE);
    double k = tan(M_PI * SHELF_HZ / rate_hz);
    double divisor = 1 + k / SHELF_Q + k * k;
    struct dsp_kcurve curve = {
        .shelf_b = {(high + middle * k / SHELF_Q + k * k) / divisor,
                    2 * (k * k - high) / divisor,
                    (high - middle * k / SHELF_Q + k * k) / divisor},
        .shelf_a = {2 * (k * k - 1) / divisor, (1 - k / SHELF_Q + k * k) / divisor},
    };

    k = tan(M_PI * PASS_HZ / rate_hz);
    divisor = pass_divisor(rate_hz);
    curve.pass_a[0] = 2 * (k * k - 1) / divisor;
    curve.pass_a[1] = (1 - k / PASS_Q + k * k) / divisor;
    /* The table has a numerator of 1, -2, 1 at 48 kHz, undivided. */
    curve.gain = pass_divisor(TABLE_RATE_HZ) / divisor;
    return curve;
}

double dsp_kcurve_db(const struct dsp_kcurve *curve, double rate_hz, double f_hz)
{
    double complex z = cexp(-2 * M_PI * I * f_hz / rate_hz);
    const double *b = curve->shelf_b, *a = curve->shelf_a, *p = curve->pass_a;
    double complex shelf =
        (b[0] + b[1] * z + b[2] * z * z) / (1 + a[0] * z + a[1] * z * z);
    double complex pass =
        curve->gain * (1 - z) * (1 - z) / (1 + p[0] * z + p[1] * z * z);

    return 20 * log10(cabs(shelf) * cabs(pass));
}
