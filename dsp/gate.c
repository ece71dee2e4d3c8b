#include "dsp/gate.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const double OFFSET_LU = -0.691; /* [BS1770]: takes K's gain at 997 Hz off */
static const double GATE_ABSOLUTE_LUFS = -70; /* [BS1770], [EBU3342] */
static const double GATE_INTEGRATED_LU = -10; /* [BS1770], against what passed */
static const double GATE_RANGE_LU = -20;      /* [EBU3342], likewise */
static const double LOW_SHARE = 0.10, HIGH_SHARE = 0.95; /* [EBU3342] */

void dsp_gate_fini(struct dsp_gate *gate)
{
    free(gate->powers);
    *gate = (struct dsp_gate){0};
}

void dsp_gate_add(struct dsp_gate *gate, double power)
{
    if (gate->count == gate->size) {
        size_t size = gate->size ? 2 * gate->size : 1024;
        double *powers = size < SIZE_MAX / sizeof *powers
                             ? realloc(gate->powers, size * sizeof *powers)
                             : NULL;

        if (!powers) {
            gate->failed = true;
            return;
        }
        gate->powers = powers;
        gate->size = size;
    }
    gate->powers[gate->count++] = power;
}

double dsp_gate_lufs(double power)
{
    return power > 0 ? OFFSET_LU + 10 * log10(power) : -INFINITY;
}

double dsp_gate_power(double lufs)
{
    return pow(10, (lufs - OFFSET_LU) / 10);
}

double dsp_gate_integrated(const struct dsp_gate *gate, double gain)
{
    double absolute = dsp_gate_power(GATE_ABSOLUTE_LUFS) / gain;
    double threshold = absolute, mean = 0;

    for (int pass = 0; pass < 2; pass++) {
        double sum = 0;
        size_t count = 0;

        for (size_t i = 0; i < gate->count; i++)
            if (gate->powers[i] > threshold) {
                sum += gate->powers[i];
                count++;
            }
        if (count == 0)
            return -INFINITY;
        mean = sum / (double)count;
        threshold = fmax(absolute, mean * pow(10, GATE_INTEGRATED_LU / 10));
    }
    return dsp_gate_lufs(mean * gain);
}

static int ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* The first of the ascending powers that is at least threshold. */
static size_t first_over(const struct dsp_gate *gate, double threshold)
{
    size_t low = 0, high = gate->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (gate->powers[middle] >= threshold)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The value below which a share lies, with the rounding of [EBU3342]. */
static double percentile(const double *values, size_t count, double share)
{
    return values[(size_t)floor((double)(count - 1) * share + 0.5)];
}

double dsp_gate_range(struct dsp_gate *gate)
{
    size_t first;
    double sum = 0, mean;

    if (gate->count)
        qsort(gate->powers, gate->count, sizeof *gate->powers, ascending);
    first = first_over(gate, dsp_gate_power(GATE_ABSOLUTE_LUFS));
    if (first == gate->count)
        return -INFINITY;
    for (size_t i = first; i < gate->count; i++)
        sum += gate->powers[i];
    mean = sum / (double)(gate->count - first);
    first = first_over(gate, fmax(dsp_gate_power(GATE_ABSOLUTE_LUFS),
                                  mean * pow(10, GATE_RANGE_LU / 10)));
    return dsp_gate_lufs(
               percentile(gate->powers + first, gate->count - first, HIGH_SHARE)) -
           dsp_gate_lufs(
               percentile(gate->powers + first, gate->count - first, LOW_SHARE));
}
