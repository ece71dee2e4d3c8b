#include "dsp/kcurve.h"
#include "tests/support/unit.h"

#include <complex.h>

/* Response of the two filters printed in [BS1770] Annex 1, tables 1 and 2, at 48 kHz. */
static double published_db(double f_hz)
{
    static const double b[] = {1.53512485958697, -2.69169618940638, 1.19839281085285};
    static const double a[] = {-1.69065929318241, 0.73248077421585};
    static const double p[] = {-1.99004745483398, 0.99007225036621};
    double complex z = cexp(-2 * M_PI * I * f_hz / 48000);
    double complex shelf =
        (b[0] + b[1] * z + b[2] * z * z) / (1 + a[0] * z + a[1] * z * z);
    double complex pass = (1 - 2 * z + z * z) / (1 + p[0] * z + p[1] * z * z);

    return 20 * log10(cabs(shelf) * cabs(pass));
}

static void test_kcurve_at_48_khz_has_the_published_coefficients(void **unused)
{
    struct dsp_kcurve curve = dsp_kcurve_make(48000);

    (void)unused;
    /* The tables have 14 decimals. */
    assert_near(curve.shelf_b[0], 1.53512485958697, 1e-14);
    assert_near(curve.shelf_b[1], -2.69169618940638, 1e-14);
    assert_near(curve.shelf_b[2], 1.19839281085285, 1e-14);
    assert_near(curve.shelf_a[0], -1.69065929318241, 1e-14);
    assert_near(curve.shelf_a[1], 0.73248077421585, 1e-14);
    assert_near(curve.pass_a[0], -1.99004745483398, 1e-14);
    assert_near(curve.pass_a[1], 0.99007225036621, 1e-14);
    assert_near(curve.gain, 1, 0);
}

/* 0.691 dB at 997 Hz is what the offset of the loudness formula takes off. */
static void test_kcurve_has_the_gain_that_the_formula_cancels(void **unused)
{
    struct dsp_kcurve curve = dsp_kcurve_make(48000);

    (void)unused;
    assert_near(dsp_kcurve_db(&curve, 48000, 997), 0.691, 0.0001);
}

static void test_kcurve_is_the_same_at_every_rate(void **unused)
{
    /* Largest deviation in dB from 10 Hz to 20 kHz (or 0.45 of the rate). Under 44.1 kHz
     * the bilinear transform bends the shelf's upper slope. */
    static const struct {
        double rate_hz, tolerance_db;
    } cases[] = {
        {44100, 0.01},  {48000, 1e-9},  {88200, 0.01},  {96000, 0.01}, {176400, 0.01},
        {192000, 0.01}, {352800, 0.01}, {384000, 0.01}, {32000, 0.02}, {8000, 0.35},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double rate = cases[i].rate_hz, top = fmin(20000, 0.45 * rate), worst = 0;
        struct dsp_kcurve curve = dsp_kcurve_make(rate);

        for (double f = 10; f < top; f *= 1.01)
            worst = fmax(worst, fabs(dsp_kcurve_db(&curve, rate, f) - published_db(f)));
        print_message("  %g Hz: %.4f dB\n", rate, worst);
        assert_true(worst <= cases[i].tolerance_db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kcurve_at_48_khz_has_the_published_coefficients),
        cmocka_unit_test(test_kcurve_has_the_gain_that_the_formula_cancels),
        cmocka_unit_test(test_kcurve_is_the_same_at_every_rate),
    };

    return cmocka_run_group_tests_name("dsp_kcurve", tests, NULL, NULL);
}
