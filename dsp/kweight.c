#include "dsp/kweight.h"

#include "dsp/clones.h"

#include <math.h>
#include <string.h>

/* Under this (-600 dB) a filter has settled. */
static const double NOTHING = 1e-30;

/* Two channels side by side: half of the arithmetic, and the two recursions, which wait for
 * their own last result most of the time, overlap. */
typedef double pair __attribute__((vector_size(16)));

static inline pair both(double value)
{
    return (pair){value, value};
}

static inline pair load(const double *from)
{
    return (pair){from[0], from[1]};
}

/* Direct form 1: only one product and one sum stand between an output and the next. */
DSP_CLONES
static void run(struct dsp_kweight *memory, const struct dsp_kcurve *curve,
                const float *restrict a, const float *restrict b,
                const double *restrict weight, double *restrict power, size_t frames,
                bool add)
{
    pair b0 = both(curve->shelf_b[0]), b1 = both(curve->shelf_b[1]);
    pair b2 = both(curve->shelf_b[2]);
    pair s1 = both(curve->shelf_a[0]), s2 = both(curve->shelf_a[1]);
    pair p1 = both(curve->pass_a[0]), p2 = both(curve->pass_a[1]);
    pair x1 = load(memory->input[0]), x2 = load(memory->input[1]);
    pair y1 = load(memory->shelf[0]), y2 = load(memory->shelf[1]);
    pair v1 = load(memory->pass[0]), v2 = load(memory->pass[1]);
    pair g = load(weight);

    for (size_t i = 0; i < frames; i++) {
        pair x = {a[i], b[i]};
        pair y = (b0 * x + b1 * x1 + b2 * x2 - s2 * y2) - s1 * y1;
        pair v = (y - y1 - y1 + y2 - p2 * v2) - p1 * v1;
        pair square = v * v * g;
        double sum = square[0] + square[1];

        power[i] = add ? power[i] + sum : sum;
        x2 = x1, x1 = x;
        y2 = y1, y1 = y;
        v2 = v1, v1 = v;
    }
    memcpy(memory->input, (pair[]){x1, x2}, sizeof memory->input);
    memcpy(memory->shelf, (pair[]){y1, y2}, sizeof memory->shelf);
    memcpy(memory->pass, (pair[]){v1, v2}, sizeof memory->pass);
}

void dsp_kweight_run(struct dsp_kweight *memory, const struct dsp_kcurve *curve,
                     const float *a, const float *b, const double *weight,
                     double *power, size_t frames, bool add)
{
    if (add)
        run(memory, curve, a, b, weight, power, frames, true);
    else
        run(memory, curve, a, b, weight, power, frames, false);
}

void dsp_kweight_settle(struct dsp_kweight *memory)
{
    double *values = &memory->input[0][0];

    for (size_t i = 0; i < sizeof *memory / sizeof(double); i++)
        if (fabs(values[i]) < NOTHING)
            values[i] = 0;
}
