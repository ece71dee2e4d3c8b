/* Loudness: integrated, momentary, short-term, and their range.
 *
 * The programme is cut into cells of 100 ms. Four make a gating block, which is also a
 * value of momentary loudness; thirty make a value of short-term loudness. Both maxima are
 * exact to the sample, and all windows lie wholly inside the programme.
 *
 * References:
 *   [BS1770] Annexes 1 and 3: K-curve, channel weights, gates.
 *   [EBU3341] Momentary and short-term loudness. [EBU3342] Loudness range.
 *   [leadout:loudness] Cells at any rate, short programmes, mono.
 */
#include "analyzer/meters/meter.h"
#include "dsp/gate.h"
#include "dsp/kweight.h"
#include "dsp/sliding.h"
#include "dsp/speakers.h"

#include <math.h>
#include <string.h>

enum {
    CELLS_PER_S = 10,
    MOMENTARY_CELLS = 4,   /* 400 ms [BS1770] */
    SHORT_TERM_CELLS = 30, /* 3 s [EBU3341] */
    PAIRS = LO_MAX_CHANNELS / 2,
    BINS = 900, /* of loudness.blocks: up to +20 LUFS */
};

static const double BINS_FROM_LUFS = -70; /* the absolute gate */
static const double BIN_LU = 0.1;

/* A window made of the last cells, and its statistics. */
struct window {
    int64_t cells;
    struct lo_series *series;
    struct dsp_gate gate;
    double max_power; /* of windows that end with a cell */
};

enum { MOMENTARY, SHORT_TERM, WINDOWS };

struct loudness {
    unsigned channels, rate_hz;
    unsigned active;                   /* channels that count */
    unsigned channel[LO_MAX_CHANNELS]; /* [active] */
    double weight[LO_MAX_CHANNELS];    /* [active], even count: one of 0 at the end */
    struct dsp_kcurve curve;
    struct dsp_kweight memory[PAIRS];
    struct dsp_sliding *sliding;
    int64_t frames;
    int64_t cells;                 /* full ones */
    double cell[SHORT_TERM_CELLS]; /* ring of their sums */
    struct window windows[WINDOWS];
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "loudness.integrated", LO_UNIT_LUFS,
     "gated loudness of the whole programme", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.dual_mono", LO_UNIT_LUFS,
     "integrated loudness of a mono file that plays on two speakers", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.range", LO_UNIT_LU,
     "loudness range: spread of short-term loudness", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.momentary_max", LO_UNIT_LUFS,
     "loudest 400 ms, exact to the sample", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.short_term_max", LO_UNIT_LUFS,
     "loudest 3 s, exact to the sample", LO_FOLD_MAX},
    {LO_TERM_SERIES, "loudness.momentary", LO_UNIT_LUFS,
     "loudness of the 400 ms that end here", LO_FOLD_MAX},
    {LO_TERM_SERIES, "loudness.short_term", LO_UNIT_LUFS,
     "loudness of the 3 s that end here", LO_FOLD_MAX},
    {LO_TERM_DISTRIBUTION, "loudness.blocks", LO_UNIT_LUFS,
     "gating blocks over -70 LUFS by loudness, with their powers", LO_FOLD_MAX},
    {0},
};

/* Where cell number cell starts, to the nearest frame: cells do not drift at any rate. */
static int64_t cell_start(const struct loudness *s, int64_t cell)
{
    return (cell * s->rate_hz + CELLS_PER_S / 2) / CELLS_PER_S;
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct loudness *s = state;
    double weight[LO_MAX_CHANNELS];
    size_t frames[WINDOWS];

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->curve = dsp_kcurve_make(setup->rate_hz);
    dsp_speakers_weigh(setup->channels, setup->channel_mask, weight);
    for (unsigned ch = 0; ch < s->channels; ch++)
        if (weight[ch] > 0) {
            s->channel[s->active] = ch;
            s->weight[s->active++] = weight[ch] * s->curve.gain * s->curve.gain;
        }
    s->windows[MOMENTARY].cells = MOMENTARY_CELLS;
    s->windows[SHORT_TERM].cells = SHORT_TERM_CELLS;
    for (size_t i = 0; i < WINDOWS; i++)
        frames[i] = (size_t)cell_start(s, s->windows[i].cells);
    s->sliding = dsp_sliding_new(frames, WINDOWS);
    return s->sliding ? 0 : lo_error_nomem(err);
}

/* The window that ends with the last full cell. */
static void end_window(struct loudness *s, struct window *window, const char *id,
                       struct lo_doc *doc)
{
    int64_t first = s->cells - window->cells;
    double sum = 0, power;

    if (first < 0)
        return;
    for (int64_t i = first; i < s->cells; i++)
        sum += s->cell[i % SHORT_TERM_CELLS];
    power = sum / (double)(cell_start(s, s->cells) - cell_start(s, first));
    window->max_power = fmax(window->max_power, power);
    dsp_gate_add(&window->gate, power);
    if (first == 0)
        window->series = lo_doc_series_new(doc, id, (double)window->cells / CELLS_PER_S,
                                           1.0 / CELLS_PER_S);
    lo_doc_push(doc, window->series, dsp_gate_lufs(power));
}

static void end_cell(struct loudness *s, struct lo_doc *doc)
{
    s->cell[s->cells % SHORT_TERM_CELLS] =
        dsp_sliding_sum(s->sliding, cell_start(s, s->cells), s->frames);
    s->cells++;
    for (size_t i = 0; i < PAIRS; i++)
        dsp_kweight_settle(&s->memory[i]);
    end_window(s, &s->windows[MOMENTARY], "loudness.momentary", doc);
    end_window(s, &s->windows[SHORT_TERM], "loudness.short_term", doc);
}

/* Power of frames of the block, from at on. */
static void weigh(struct loudness *s, const struct lo_block *block, size_t at,
                  double *power, size_t frames)
{
    if (s->active == 0)
        memset(power, 0, frames * sizeof *power);
    for (unsigned i = 0; i < s->active; i += 2) {
        const float *a = block->channel[s->channel[i]] + at;
        /* An odd last channel is paired with itself, at a weight of 0. */
        const float *b = i + 1 < s->active ? block->channel[s->channel[i + 1]] + at : a;

        dsp_kweight_run(&s->memory[i / 2], &s->curve, a, b, &s->weight[i], power,
                        frames, i > 0);
    }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct loudness *s = state;

    for (size_t at = 0; at < block->frames;) {
        int64_t end = cell_start(s, s->cells + 1);
        size_t frames, left = (size_t)(end - s->frames);
        double *power = dsp_sliding_room(s->sliding, &frames);

        frames = frames < left ? frames : left;
        frames = frames < block->frames - at ? frames : block->frames - at;
        weigh(s, block, at, power, frames);
        dsp_sliding_advance(s->sliding, frames);
        at += frames;
        s->frames += (int64_t)frames;
        if (s->frames == end)
            end_cell(s, doc);
    }
}

static void set_blocks(const struct dsp_gate *gate, struct lo_doc *doc)
{
    struct lo_distribution *blocks =
        lo_doc_distribution_new(doc, "loudness.blocks", BINS_FROM_LUFS, BIN_LU, BINS);
    double absolute = dsp_gate_power(BINS_FROM_LUFS);

    if (!blocks)
        return;
    for (size_t i = 0; i < gate->count; i++) {
        double bin;

        if (!(gate->powers[i] > absolute))
            continue;
        bin = floor((dsp_gate_lufs(gate->powers[i]) - BINS_FROM_LUFS) / BIN_LU);
        bin = fmin(fmax(bin, 0), BINS - 1);
        blocks->count[(size_t)bin] += 1;
        blocks->power[(size_t)bin] += gate->powers[i];
    }
}

static void set_max(struct loudness *s, size_t window, const char *id,
                    struct lo_doc *doc)
{
    int64_t frames = cell_start(s, s->windows[window].cells);
    struct dsp_sliding_max max = dsp_sliding_get(s->sliding, window);

    /* Where cells are not whole frames, a window of cells may be a frame off. */
    lo_doc_set(
        doc, id,
        dsp_gate_lufs(fmax(max.sum / (double)frames, s->windows[window].max_power)));
}

static void set_unmeasurable(const struct loudness *s, size_t window,
                             const char *reason, struct lo_doc *doc)
{
    if (window == MOMENTARY) {
        lo_doc_set_unmeasurable(doc, "loudness.integrated", reason);
        lo_doc_set_unmeasurable(doc, "loudness.momentary_max", reason);
        if (s->channels == 1)
            lo_doc_set_unmeasurable(doc, "loudness.dual_mono", reason);
    } else {
        lo_doc_set_unmeasurable(doc, "loudness.range", reason);
        lo_doc_set_unmeasurable(doc, "loudness.short_term_max", reason);
    }
}

static void finish(void *state, struct lo_doc *doc)
{
    struct loudness *s = state;
    struct dsp_gate *momentary = &s->windows[MOMENTARY].gate;
    struct dsp_gate *short_term = &s->windows[SHORT_TERM].gate;

    if (momentary->failed || short_term->failed)
        lo_doc_fail(doc);
    if (s->active == 0) {
        set_unmeasurable(s, MOMENTARY, "only an LFE channel", doc);
        set_unmeasurable(s, SHORT_TERM, "only an LFE channel", doc);
        return;
    }
    if (momentary->count) {
        lo_doc_set(doc, "loudness.integrated", dsp_gate_integrated(momentary, 1));
        if (s->channels == 1)
            lo_doc_set(doc, "loudness.dual_mono", dsp_gate_integrated(momentary, 2));
        set_max(s, MOMENTARY, "loudness.momentary_max", doc);
        set_blocks(momentary, doc);
    } else {
        set_unmeasurable(s, MOMENTARY, "shorter than 400 ms", doc);
    }
    if (short_term->count) {
        lo_doc_set(doc, "loudness.range", dsp_gate_range(short_term));
        set_max(s, SHORT_TERM, "loudness.short_term_max", doc);
    } else {
        set_unmeasurable(s, SHORT_TERM, "shorter than 3 s", doc);
    }
}

static void stop(void *state)
{
    struct loudness *s = state;

    for (size_t i = 0; i < WINDOWS; i++)
        dsp_gate_fini(&s->windows[i].gate);
    dsp_sliding_free(s->sliding);
}

const struct lo_meter lo_meter_loudness = {
    .name = "loudness",
    .summary = "integrated, momentary and short-term loudness, loudness range",
    .source = "ITU-R BS.1770-5, EBU Tech 3341, EBU Tech 3342",
    .terms = terms,
    .state_size = sizeof(struct loudness),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
