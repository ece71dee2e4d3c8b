/* Gated statistics of loudness blocks: integrated loudness and loudness range.
 *
 * Powers are mean squares of K-weighted, channel-weighted signals; loudness is
 * -0.691 + 10·log10(power).
 *
 * References:
 *   [BS1770] Annex 1: the two gates of integrated loudness.
 *   [EBU3342] Loudness range.
 */
#ifndef LO_DSP_GATE_H
#define LO_DSP_GATE_H

#include <stdbool.h>
#include <stddef.h>

/* Powers in the order of adding. Zero it before use. */
struct dsp_gate {
    double *powers; /* [count] */
    size_t count, size;
    bool
        failed; /* out of memory: some are missing, and the statistics are worth nothing */
};

void dsp_gate_fini(struct dsp_gate *gate);

void dsp_gate_add(struct dsp_gate *gate, double power);

/* LUFS of a power; -INFINITY for 0. */
double dsp_gate_lufs(double power);
double dsp_gate_power(double lufs);

/* Integrated loudness in LUFS of blocks of 400 ms, with each power times gain; -INFINITY
 * when none is over the absolute gate of -70 LUFS. */
double dsp_gate_integrated(const struct dsp_gate *gate, double gain);

/* Loudness range in LU of short-term windows; puts the powers into ascending order.
 * -INFINITY when none reaches -70 LUFS. */
double dsp_gate_range(struct dsp_gate *gate);

#endif
