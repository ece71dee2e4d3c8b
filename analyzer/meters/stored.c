/* Stored against measured: what a bext chunk says of the loudness, minus what it is.
 *
 * A file that was rendered again keeps the figures of the one before. Only what is stored is
 * compared; without it there is nothing to set.
 *
 * References:
 *   [TECH3285] EBU Tech 3285 v2, section 2.4: the loudness fields.
 */
#include "analyzer/meters/meter.h"

static const struct {
    const char *off, *stored, *measured;
} pairs[] = {
    {"stored.integrated_off", "tag.bext_loudness", "loudness.integrated"},
    {"stored.range_off", "tag.bext_range", "loudness.range"},
    {"stored.true_peak_off", "tag.bext_true_peak", "peak.true"},
    {"stored.momentary_max_off", "tag.bext_momentary_max", "loudness.momentary_max"},
    {"stored.short_term_max_off", "tag.bext_short_term_max", "loudness.short_term_max"},
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "stored.integrated_off", LO_UNIT_LU,
     "integrated loudness stored in bext minus the measured one", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stored.range_off", LO_UNIT_LU,
     "loudness range stored in bext minus the measured one", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stored.true_peak_off", LO_UNIT_DB,
     "true peak stored in bext minus the measured one", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stored.momentary_max_off", LO_UNIT_LU,
     "highest momentary loudness stored in bext minus the measured one", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stored.short_term_max_off", LO_UNIT_LU,
     "highest short-term loudness stored in bext minus the measured one", LO_FOLD_MAX},
    {0},
};

static const char *const needs[] = {"loudness", "peak", NULL};

static void finish(void *state, struct lo_doc *doc)
{
    (void)state;
    for (size_t i = 0; i < LO_COUNT(pairs); i++) {
        const struct lo_quantity *stored = lo_doc_quantity(doc, pairs[i].stored);
        const struct lo_quantity *measured = lo_doc_quantity(doc, pairs[i].measured);

        if (!stored || !measured)
            continue;
        if (measured->state == LO_MEASURED)
            lo_doc_set(doc, pairs[i].off, stored->value - measured->value);
        else
            lo_doc_set_unmeasurable(doc, pairs[i].off,
                                    measured->state == LO_BELOW ? "digital silence"
                                                                : measured->reason);
    }
}

const struct lo_meter lo_meter_stored = {
    .name = "stored",
    .summary = "loudness figures stored in the file against the measured ones",
    .source = "EBU Tech 3285",
    .terms = terms,
    .needs = needs,
    .finish = finish,
};
