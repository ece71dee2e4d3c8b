/* Stereo: how the two channels relate, as one number for the programme and over time.
 *
 * Everything but the delay is algebra of the sums Σ L², Σ R² and Σ L·R over cells of
 * 100 ms; windows are four cells long. The delay comes from probes spread over the whole
 * programme. Only files of two channels have these quantities.
 *
 * References:
 *   [leadout:stereo] The limits that make a flag of a number: docs/decisions.md#stereo.
 */
#include "analyzer/meters/meter.h"
#include "dsp/lag.h"
#include "dsp/moments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_PER_S = 10,
    WINDOW_CELLS = 4,
    LEVELS = 160, /* classes of window power, 1 dB each, from 0 dBFS down */
    PROBE_FRAMES = 8192,
    PROBES = 32,
};

static const double GATE_DBFS = -60.0; /* a quieter window has no correlation */
static const double GATE_RELATIVE_DB =
    -20;                                  /* correlation_min looks at louder windows */
static const double SILENT_DBFS = -70.0;  /* a channel under this is missing */
static const double MISSING_DB = 50.0;    /* or one so far under the other */
static const double DUAL_MONO_DB = -70.0; /* what is left of R - g·L, against R */
static const double DITHER_DBFS = -90.0;  /* and what two dithers may differ by */
static const double INVERTED = -0.5;      /* correlation of the programme */
static const double PROBE_DBFS = -50.0;   /* a quieter probe tells no delay */
static const double PROBE_HEIGHT = 0.3;   /* of the peak that a constant delay makes */
static const double PROBE_GAIN = 0.2;     /* correlation gained by undoing the delay */
static const double PROBES_AGREE = 0.7;   /* share of probes within a sample */
static const double REACH_S = 0.005;      /* longest delay looked for */

/* One probe: a delay and what undoing it gains. */
struct probe {
    bool is_loud;
    struct dsp_lag_result lag;
    double gain;
};

struct stereo {
    bool is_stereo;
    unsigned channels, rate_hz;
    int64_t frames;

    size_t cell_frames, cell_filled;
    struct dsp_moments total, cell, window[WINDOW_CELLS];
    int64_t cells;
    struct lo_series *series;
    double lowest[LEVELS]; /* least correlation of the windows of each power class */

    struct dsp_lag *lag;
    long reach;
    float a[PROBE_FRAMES], b[PROBE_FRAMES];
    struct probe probes[PROBES];
    size_t probe_count;
    int64_t probe_spacing; /* frames from start to start */
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "stereo.correlation", LO_UNIT_NONE,
     "correlation of left and right, whole programme", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.correlation_min", LO_UNIT_NONE,
     "lowest correlation over 400 ms, not more than 20 dB under the programme",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.balance", LO_UNIT_LU,
     "left louder than right; negative: right louder", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.mono_loss", LO_UNIT_LU,
     "change when summed to mono: 0 dual mono, -3 unrelated channels", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.width", LO_UNIT_DB, "side against mid", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.delay", LO_UNIT_SAMPLES,
     "constant delay of right after left; 0: none found", LO_FOLD_MAX},
    {LO_TERM_FLAG, "stereo.dual_mono", LO_UNIT_NONE,
     "both channels carry the same signal", LO_FOLD_MAX},
    {LO_TERM_FLAG, "stereo.polarity_inverted", LO_UNIT_NONE,
     "one channel is upside down over the whole programme", LO_FOLD_MAX},
    {LO_TERM_FLAG, "stereo.channel_missing", LO_UNIT_NONE,
     "one channel is silent, or 50 dB under the other", LO_FOLD_MAX},
    {LO_TERM_SERIES, "stereo.correlation", LO_UNIT_NONE,
     "correlation over 400 ms; nothing where it is silent", LO_FOLD_MIN},
    {0},
};

static double db(double power)
{
    return power > 0 ? 10 * log10(power) : -INFINITY;
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct stereo *s = state;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->is_stereo = setup->channels == 2;
    if (!s->is_stereo)
        return 0;
    s->cell_frames = (setup->rate_hz + CELLS_PER_S / 2) / CELLS_PER_S;
    s->probe_spacing = PROBE_FRAMES;
    s->reach = lround(REACH_S * setup->rate_hz);
    for (size_t i = 0; i < LEVELS; i++)
        s->lowest[i] = 2; /* none yet */
    s->lag = dsp_lag_new(PROBE_FRAMES, (size_t)s->reach);
    return s->lag ? 0 : lo_error_nomem(err);
}

static void end_cell(struct stereo *s, struct lo_doc *doc)
{
    struct dsp_moments sum = {0};
    double level, correlation;

    s->window[s->cells % WINDOW_CELLS] = s->cell;
    s->cell = (struct dsp_moments){0};
    s->cell_filled = 0;
    if (++s->cells < WINDOW_CELLS)
        return;
    for (size_t i = 0; i < WINDOW_CELLS; i++) {
        sum.aa += s->window[i].aa;
        sum.bb += s->window[i].bb;
        sum.ab += s->window[i].ab;
    }
    level = db((sum.aa + sum.bb) / (2.0 * WINDOW_CELLS * (double)s->cell_frames));
    correlation = dsp_moments_correlation(&sum);
    if (!s->series)
        s->series = lo_doc_series_new(doc, "stereo.correlation",
                                      (double)WINDOW_CELLS / CELLS_PER_S,
                                      (double)s->cell_frames / s->rate_hz);
    lo_doc_push(doc, s->series, level > GATE_DBFS ? correlation : -INFINITY);
    if (level > GATE_DBFS) {
        size_t class = level < 0 ? (size_t)-level : 0;

        if (correlation < s->lowest[class])
            s->lowest[class] = correlation;
    }
}

/* Correlation of a probe with b moved back by shift samples. */
static double shifted(const struct stereo *s, long shift)
{
    long reach = s->reach;
    struct dsp_moments sum = {0};

    dsp_moments_add(&sum, s->a + reach, s->b + reach + shift,
                    (size_t)(PROBE_FRAMES - 2 * reach));
    return dsp_moments_correlation(&sum);
}

static struct probe take_probe(struct stereo *s)
{
    struct probe probe = {0};
    struct dsp_moments sum = {0};

    dsp_moments_add(&sum, s->a, s->b, PROBE_FRAMES);
    if (db(sum.aa / PROBE_FRAMES) < PROBE_DBFS ||
        db(sum.bb / PROBE_FRAMES) < PROBE_DBFS)
        return probe;
    probe.is_loud = true;
    probe.lag = dsp_lag_measure(s->lag, s->a, s->b);
    probe.gain = probe.lag.sign * shifted(s, lround(probe.lag.lag)) -
                 probe.lag.sign * shifted(s, 0);
    return probe;
}

/* Files a probe that began at frame start; when all places are taken every other one is
 * dropped, and from then on half as many are taken. */
static void keep_probe(struct stereo *s)
{
    if (s->probe_count == PROBES) {
        for (size_t i = 0; i < PROBES / 2; i++)
            s->probes[i] = s->probes[2 * i];
        s->probe_count = PROBES / 2;
        s->probe_spacing *= 2;
    }
    s->probes[s->probe_count++] = take_probe(s);
}

/* Collects probes: one starts at each multiple of the spacing. */
static void feed_probes(struct stereo *s, const struct lo_block *block)
{
    int64_t at = block->start_frames;
    int64_t end = at + (int64_t)block->frames;

    while (at < end) {
        int64_t start = at / s->probe_spacing * s->probe_spacing;
        int64_t filled = at - start;
        int64_t frames = start + PROBE_FRAMES - at;
        size_t from = (size_t)(at - block->start_frames);

        if (frames <= 0) {
            at = start + s->probe_spacing;
            continue;
        }
        if (frames > end - at)
            frames = end - at;
        memcpy(s->a + filled, block->channel[0] + from, (size_t)frames * sizeof *s->a);
        memcpy(s->b + filled, block->channel[1] + from, (size_t)frames * sizeof *s->b);
        at += frames;
        if (filled + frames == PROBE_FRAMES)
            keep_probe(s);
    }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct stereo *s = state;

    if (!s->is_stereo)
        return;
    for (size_t at = 0; at < block->frames;) {
        size_t frames = s->cell_frames - s->cell_filled;
        struct dsp_moments sum = {0};

        if (frames > block->frames - at)
            frames = block->frames - at;
        dsp_moments_add(&sum, block->channel[0] + at, block->channel[1] + at, frames);
        s->cell.aa += sum.aa;
        s->cell.bb += sum.bb;
        s->cell.ab += sum.ab;
        s->total.aa += sum.aa;
        s->total.bb += sum.bb;
        s->total.ab += sum.ab;
        s->cell_filled += frames;
        at += frames;
        if (s->cell_filled == s->cell_frames)
            end_cell(s, doc);
    }
    s->frames += (int64_t)block->frames;
    feed_probes(s, block);
}

static int by_lag(const void *left, const void *right)
{
    const struct probe *a = left, *b = right;

    return (a->lag.lag > b->lag.lag) - (a->lag.lag < b->lag.lag);
}

/* The delay that most probes agree on, or 0. */
static double constant_delay(struct stereo *s)
{
    size_t loud = 0, agree = 0;
    double delay, gain = 0, height = 0;

    for (size_t i = 0; i < s->probe_count; i++)
        if (s->probes[i].is_loud)
            s->probes[loud++] = s->probes[i];
    if (loud == 0)
        return 0;
    qsort(s->probes, loud, sizeof *s->probes, by_lag);
    delay = s->probes[loud / 2].lag.lag;
    for (size_t i = 0; i < loud; i++)
        if (fabs(s->probes[i].lag.lag - delay) <= 1) {
            agree++;
            gain += s->probes[i].gain;
            height += s->probes[i].lag.height;
        }
    if ((double)agree < PROBES_AGREE * (double)loud || fabs(delay) < 0.5 ||
        gain < PROBE_GAIN * (double)agree || height < PROBE_HEIGHT * (double)agree)
        return 0;
    return delay;
}

static void set_flags(struct stereo *s, double correlation, struct lo_doc *doc)
{
    double frames = (double)s->frames;
    double left = db(s->total.aa / frames), right = db(s->total.bb / frames);
    /* Power of R - g·L for the gain g that leaves least. */
    double left_over = s->total.bb - s->total.ab * s->total.ab / s->total.aa;
    double residual = db((left_over > 0 ? left_over : 0) / frames);
    bool silent = left < SILENT_DBFS && right < SILENT_DBFS;
    bool missing = !silent && (left < SILENT_DBFS || right < SILENT_DBFS ||
                               fabs(left - right) > MISSING_DB);

    lo_doc_fact_flag(doc, "stereo.channel_missing", missing);
    lo_doc_fact_flag(doc, "stereo.dual_mono",
                     !silent && !missing && correlation > 0 &&
                         (residual < right + DUAL_MONO_DB || residual < DITHER_DBFS));
    lo_doc_fact_flag(doc, "stereo.polarity_inverted",
                     !silent && !missing && correlation < INVERTED);
}

static double lowest_correlation(const struct stereo *s, double level_dbfs)
{
    double lowest = 2;

    for (size_t class = 0; class < LEVELS; class ++)
        if (-(double)class > level_dbfs + GATE_RELATIVE_DB && s->lowest[class] < lowest)
            lowest = s->lowest[class];
    return lowest;
}

static void set_all_unmeasurable(struct lo_doc *doc, const char *reason)
{
    for (const struct lo_term *term = terms; term->id; term++)
        if (term->kind == LO_TERM_QUANTITY)
            lo_doc_set_unmeasurable(doc, term->id, reason);
}

static void set_energies(const struct stereo *s, struct lo_doc *doc)
{
    double both = s->total.aa + s->total.bb, twice = 2 * s->total.ab;
    double mid = both + twice, side = both - twice;

    if (s->total.aa > 0 && s->total.bb > 0)
        lo_doc_set(doc, "stereo.balance", db(s->total.aa / s->total.bb));
    else
        lo_doc_set_unmeasurable(doc, "stereo.balance", "one channel is silent");
    lo_doc_set(doc, "stereo.mono_loss", db((mid > 0 ? mid : 0) / (2 * both)));
    if (mid > 0)
        lo_doc_set(doc, "stereo.width", db((side > 0 ? side : 0) / mid));
    else
        lo_doc_set_unmeasurable(doc, "stereo.width", "the channels cancel");
}

static void finish(void *state, struct lo_doc *doc)
{
    struct stereo *s = state;
    double correlation = dsp_moments_correlation(&s->total), lowest;

    if (!s->is_stereo) {
        set_all_unmeasurable(doc, s->channels == 1 ? "one channel"
                                                   : "more than two channels");
        return;
    }
    if (!(s->total.aa > 0 || s->total.bb > 0)) {
        set_all_unmeasurable(doc, "digital silence");
        return;
    }
    set_flags(s, correlation, doc);
    set_energies(s, doc);
    lowest = lowest_correlation(
        s, db((s->total.aa + s->total.bb) / (2 * (double)s->frames)));
    if (s->total.aa > 0 && s->total.bb > 0)
        lo_doc_set(doc, "stereo.correlation", correlation);
    else
        lo_doc_set_unmeasurable(doc, "stereo.correlation", "one channel is silent");
    if (lowest <= 1)
        lo_doc_set(doc, "stereo.correlation_min", lowest);
    else
        lo_doc_set_unmeasurable(doc, "stereo.correlation_min",
                                "no 400 ms louder than -60 dBFS");
    lo_doc_set(doc, "stereo.delay", constant_delay(s));
}

static void stop(void *state)
{
    struct stereo *s = state;

    dsp_lag_free(s->lag);
}

const struct lo_meter lo_meter_stereo = {
    .name = "stereo",
    .summary = "correlation, balance, width, mono loss, delay of two channels",
    .source = "leadout",
    .terms = terms,
    .state_size = sizeof(struct stereo),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
