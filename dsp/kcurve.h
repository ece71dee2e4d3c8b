/* The K-curve of loudness meters, as two second-order filters at any sample rate.
 *
 * The Recommendation gives coefficients for 48 kHz and asks for the same response
 * elsewhere. Here the analogue prototypes behind those coefficients are transformed anew for
 * each rate, and the gain of the high-pass is corrected [leadout:k-gain]: from 44.1 to
 * 384 kHz the curve stays within 0.01 dB of the one at 48 kHz, from 10 Hz to 20 kHz. Under
 * 44.1 kHz the transform bends the top of the curve: by 0.01 dB at 32 kHz, 0.3 dB at 8 kHz.
 *
 * References:
 *   [BS1770] Annex 1, tables 1 and 2.
 */
#ifndef LO_DSP_KCURVE_H
#define LO_DSP_KCURVE_H

/* y = b[0]·x + b[1]·x' + b[2]·x" - a[0]·y' - a[1]·y", first the shelf, then the high-pass,
 * whose numerator is gain·(1, -2, 1). */
struct dsp_kcurve {
    double shelf_b[3], shelf_a[2];
    double pass_a[2];
    double gain;
};

/* rate_hz: 8000 .. 384000. At 48 kHz these are the published coefficients. */
struct dsp_kcurve dsp_kcurve_make(double rate_hz);

/* Response of those filters at a frequency, 0 < f_hz < rate_hz / 2. */
double dsp_kcurve_db(const struct dsp_kcurve *curve, double rate_hz, double f_hz);

#endif
