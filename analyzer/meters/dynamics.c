/* Dynamics: how far peaks stand above loudness and level.
 *
 * PLR and PSR come from what the loudness and peak meters found. DR is measured as the
 * tool does that gave it its name, in blocks of 3 s, so that its figures can be compared
 * with the thousands that were published.
 *
 * References:
 *   [PSR] Peak to short-term loudness ratio. [TTDR] DR.
 *   [leadout:dynamics] Which windows count for PSR; short programmes; silent channels.
 */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "dsp/sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_S = 3,           /* of DR [TTDR] */
    CD_RATE_HZ = 44100,    /* at which a second has more frames in DR than it should, */
    CD_EXTRA_FRAMES = 60,  /* by so many [TTDR] */
    BLOCKS_MIN = 3,        /* fewer have no DR [TTDR] */
    LOUDEST_ONE_IN = 5,    /* blocks that count: the loudest fifth [TTDR] */
    SHORT_TERM_CELLS = 30, /* 3 s of the 100 ms of peak.true [PSR] */
};

static const double SINE = 2;          /* DR calls a full-scale sine 0 dB [TTDR] */
static const double PSR_GATE_LU = -10; /* re integrated loudness */

struct block {
    float peak; /* linear */
    double power;
};

struct dynamics {
    unsigned channels;
    int64_t block_frames, filled;
    int64_t frames;
    size_t count, room;   /* full blocks, and how many fit */
    struct block *blocks; /* [room][channels] */
    struct {
        float peak, block_peak;
        double sum, block_sum;
    } channel[LO_MAX_CHANNELS];
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "dynamics.plr", LO_UNIT_DB,
     "true peak above integrated loudness", LO_FOLD_MIN},
    {LO_TERM_QUANTITY, "dynamics.psr_min", LO_UNIT_DB,
     "least distance of the true peak of 3 s from their loudness, where the music is "
     "loud",
     LO_FOLD_MIN},
    {LO_TERM_QUANTITY, "dynamics.dr", LO_UNIT_DR,
     "DR: second-highest peak above the level of the loudest fifth", LO_FOLD_MIN},
    {LO_TERM_QUANTITY, "dynamics.crest", LO_UNIT_DB, "sample peak above RMS level",
     LO_FOLD_MIN},
    {LO_TERM_QUANTITY, "dynamics.rms", LO_UNIT_DBFS,
     "RMS level; a full-scale sine has -3.01 dBFS", LO_FOLD_MAX},
    {LO_TERM_SERIES, "dynamics.psr", LO_UNIT_DB,
     "true peak of the 3 s that end here above their loudness", LO_FOLD_MIN},
    {0},
};

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct dynamics *s = state;
    unsigned extra = setup->rate_hz == CD_RATE_HZ ? CD_EXTRA_FRAMES : 0;

    (void)err;
    s->channels = setup->channels;
    s->block_frames = (int64_t)BLOCK_S * (setup->rate_hz + extra);
    return 0;
}

/* Keeps the block that ended. */
static void end_block(struct dynamics *s, struct lo_doc *doc)
{
    struct block *to;

    if (s->count == s->room) {
        size_t room = s->room ? 2 * s->room : 256;
        void *grown = lo_realloc(s->blocks, room * s->channels, sizeof *s->blocks);

        if (!grown) {
            lo_doc_fail(doc);
            return;
        }
        s->blocks = grown;
        s->room = room;
    }
    to = s->blocks + s->count++ * s->channels;
    for (unsigned ch = 0; ch < s->channels; ch++) {
        to[ch].peak = s->channel[ch].block_peak;
        to[ch].power = s->channel[ch].block_sum / (double)s->filled;
        s->channel[ch].sum += s->channel[ch].block_sum;
        s->channel[ch].peak = fmaxf(s->channel[ch].peak, s->channel[ch].block_peak);
        s->channel[ch].block_peak = 0;
        s->channel[ch].block_sum = 0;
    }
    s->filled = 0;
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct dynamics *s = state;

    for (size_t at = 0; at < block->frames;) {
        size_t frames = (size_t)(s->block_frames - s->filled);

        frames = frames < block->frames - at ? frames : block->frames - at;
        for (unsigned ch = 0; ch < s->channels; ch++) {
            struct dsp_range range = dsp_range(block->channel[ch] + at, frames);

            s->channel[ch].block_sum += dsp_power(block->channel[ch] + at, frames);
            s->channel[ch].block_peak =
                fmaxf(s->channel[ch].block_peak, fmaxf(range.high, -range.low));
        }
        s->filled += (int64_t)frames;
        s->frames += (int64_t)frames;
        at += frames;
        if (s->filled == s->block_frames)
            end_block(s, doc);
    }
}

static double db(double size)
{
    return size > 0 ? 20 * log10(size) : -INFINITY;
}

static int by_power_down(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a < *b) - (*a > *b);
}

/* DR of a channel; NAN when it is silent. powers: room for one of each block. */
static double dr_of(const struct dynamics *s, unsigned ch, double *powers)
{
    size_t loudest = s->count / LOUDEST_ONE_IN ? s->count / LOUDEST_ONE_IN : 1;
    float highest = 0, second = 0;
    double power = 0;

    for (size_t i = 0; i < s->count; i++) {
        const struct block *block = &s->blocks[i * s->channels + ch];

        powers[i] = block->power;
        second = fmaxf(second, fminf(highest, block->peak));
        highest = fmaxf(highest, block->peak);
    }
    qsort(powers, s->count, sizeof *powers, by_power_down);
    for (size_t i = 0; i < loudest; i++)
        power += SINE * powers[i] / (double)loudest;
    return second > 0 ? db((double)second / sqrt(power)) : NAN;
}

static void set_dr(const struct dynamics *s, struct lo_doc *doc)
{
    double channel[LO_MAX_CHANNELS], sum = 0;
    unsigned sounding = 0;
    double *powers;

    if (s->count < BLOCKS_MIN) {
        lo_doc_set_unmeasurable(doc, "dynamics.dr", "not over 6 s");
        return;
    }
    powers = lo_alloc(s->count, sizeof *powers);
    if (!powers) {
        lo_doc_fail(doc);
        return;
    }
    for (unsigned ch = 0; ch < s->channels; ch++) {
        channel[ch] = dr_of(s, ch, powers);
        if (isnan(channel[ch]))
            continue;
        sum += channel[ch];
        sounding++;
    }
    free(powers);
    if (sounding)
        lo_doc_set_channels(doc, "dynamics.dr", sum / sounding, channel, s->channels);
    else
        lo_doc_set_unmeasurable(doc, "dynamics.dr", "digital silence");
}

static void set_level(const struct dynamics *s, struct lo_doc *doc)
{
    double rms[LO_MAX_CHANNELS], crest[LO_MAX_CHANNELS], sum = 0;
    float peak = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        rms[ch] = db(sqrt(s->channel[ch].sum / (double)s->frames));
        crest[ch] =
            s->channel[ch].peak > 0 ? db((double)s->channel[ch].peak) - rms[ch] : NAN;
        sum += s->channel[ch].sum / (double)s->channels;
        peak = fmaxf(peak, s->channel[ch].peak);
    }
    double all = db(sqrt(sum / (double)s->frames));

    lo_doc_set_channels(doc, "dynamics.rms", all, rms, s->channels);
    if (peak > 0)
        lo_doc_set_channels(doc, "dynamics.crest", db((double)peak) - all, crest,
                            s->channels);
    else
        lo_doc_set_unmeasurable(doc, "dynamics.crest", "digital silence");
}

static void set_plr(struct lo_doc *doc)
{
    const struct lo_quantity *loudness = lo_doc_quantity(doc, "loudness.integrated");
    const struct lo_quantity *peak = lo_doc_quantity(doc, "peak.true");

    if (loudness->state == LO_NOT_MEASURABLE)
        lo_doc_set_unmeasurable(doc, "dynamics.plr", loudness->reason);
    else if (loudness->state == LO_BELOW || peak->state != LO_MEASURED)
        lo_doc_set_unmeasurable(doc, "dynamics.plr", "nothing over -70 LUFS");
    else
        lo_doc_set(doc, "dynamics.plr", peak->value - loudness->value);
}

/* The largest of the cells of a window; -INFINITY of none. */
static float window_peak(const struct lo_series *peaks, size_t from)
{
    float most = -INFINITY;

    for (size_t i = from; i < from + SHORT_TERM_CELLS && i < peaks->count; i++)
        most = fmaxf(most, peaks->values[i]);
    return most;
}

/* The series of PSR, and its least value where short-term loudness is over the gate. */
static double push_psr(const struct lo_series *loudness, const struct lo_series *peaks,
                       double gate, struct lo_doc *doc)
{
    struct lo_series *series =
        lo_doc_series_new(doc, "dynamics.psr", loudness->start_s, loudness->step_s);
    double least = INFINITY;

    for (size_t i = 0; i < loudness->count; i++) {
        double psr = -INFINITY;

        if (isfinite(loudness->values[i]))
            psr = (double)(window_peak(peaks, i) - loudness->values[i]);
        lo_doc_push(doc, series, psr);
        if (isfinite(psr) && (double)loudness->values[i] >= gate)
            least = fmin(least, psr);
    }
    return least;
}

static void set_psr(struct lo_doc *doc)
{
    const struct lo_quantity *integrated = lo_doc_quantity(doc, "loudness.integrated");
    const struct lo_quantity *shortest =
        lo_doc_quantity(doc, "loudness.short_term_max");
    const struct lo_series *loudness = lo_doc_series(doc, "loudness.short_term");
    const struct lo_series *peaks = lo_doc_series(doc, "peak.true");
    double least = INFINITY;

    if (loudness && peaks && integrated->state == LO_MEASURED)
        least = push_psr(loudness, peaks, integrated->value + PSR_GATE_LU, doc);
    if (isfinite(least))
        lo_doc_set(doc, "dynamics.psr_min", least);
    else if (shortest->state == LO_NOT_MEASURABLE)
        lo_doc_set_unmeasurable(doc, "dynamics.psr_min", shortest->reason);
    else
        lo_doc_set_unmeasurable(doc, "dynamics.psr_min", "nothing over -70 LUFS");
}

static void finish(void *state, struct lo_doc *doc)
{
    struct dynamics *s = state;

    if (s->filled)
        end_block(s, doc);
    set_plr(doc);
    set_psr(doc);
    set_dr(s, doc);
    if (s->frames) {
        set_level(s, doc);
        return;
    }
    lo_doc_set_unmeasurable(doc, "dynamics.rms", "no frames");
    lo_doc_set_unmeasurable(doc, "dynamics.crest", "no frames");
}

static void stop(void *state)
{
    struct dynamics *s = state;

    free(s->blocks);
}

const struct lo_meter lo_meter_dynamics = {
    .name = "dynamics",
    .summary = "PLR, PSR, DR, crest factor, RMS level",
    .source = "Algorithmix TT Dynamic Range Meter; AES e-Brief 2017 on PSR",
    .terms = terms,
    .needs = (const char *const[]){"loudness", "peak", NULL},
    .state_size = sizeof(struct dynamics),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
