/* Kernels in several copies, one for each generation of vector units, chosen at load time.
 *
 * A function marked DSP_CLONES is compiled for AVX-512, AVX2 and the base instruction set.
 * Results are the same on every copy: no contraction, no reassociation (the build has no
 * -ffast-math), and reductions run over fixed lanes.
 *
 * Mark static functions only, and let the public one call them: clang 14 gives the resolver
 * of a public one a name that other files do not find. A clone must not call a function that
 * is not inlined into it.
 *
 * Empty under sanitizers (the resolver runs before their runtime does) and off x86-64.
 */
#ifndef LO_DSP_CLONES_H
#define LO_DSP_CLONES_H

#if defined(__x86_64__) && !defined(LEADOUT_SANITIZED) && defined(__GNUC__)
#define DSP_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DSP_CLONES
#endif

/* Lanes of the arrays that kernels loop over: gcc vectorises 32 floats fully, 8 or 16 not
 * [leadout:lanes]. */
enum { DSP_LANES = 32 };

#endif
