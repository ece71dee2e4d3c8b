/* The flats of one channel by level: whether one level has so many that it is where the
 * signal was cut off.
 *
 * References:
 *   [leadout:clip] The limits, and what they were measured on.
 */
#ifndef LO_DSP_FLATS_H
#define LO_DSP_FLATS_H

#include "dsp/plateau.h"

struct dsp_flats;

/* NULL when out of memory. */
struct dsp_flats *dsp_flats_new(void);
void dsp_flats_free(struct dsp_flats *flats); /* NULL is fine */

/* Adds a plateau that is no run. All are counted; of very many, the longest are kept. */
void dsp_flats_add(struct dsp_flats *flats, const struct dsp_plateau *plateau);

struct dsp_flats_level {
    int64_t count; /* flats at the level; 0: there is no such level */
    double level;  /* magnitude, 1.0 = full scale */
};

/* The level of a polarity (0 positive, 1 negative) at which the signal was cut off. peak:
 * largest magnitude of the channel; needed: fewer flats at one level are chance. */
struct dsp_flats_level dsp_flats_find(const struct dsp_flats *flats, int polarity,
                                      double peak, int64_t needed);

/* Calls take for each kept flat of that polarity and level. */
void dsp_flats_each(const struct dsp_flats *flats, int polarity,
                    struct dsp_flats_level level, dsp_plateau_take *take,
                    void *context);

#endif
