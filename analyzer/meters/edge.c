/* Edges: how the programme begins and ends, and whether it was cut.
 *
 * A start is abrupt when the file begins inside a sound: its first sample is a step. An
 * end is abrupt when the sound stops at full level without any decay, or with a step. A
 * fade or reverberation that is still falling when it stops is a cut tail. Whether a cut
 * is meant, as between the tracks of a continuous album, one file cannot know.
 *
 * The end is looked at where the sound ends: what follows may be black or dither.
 *
 * References:
 *   [leadout:edge] The limits, and what they must not mistake for a cut.
 */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "dsp/decay.h"
#include "dsp/ramp.h"
#include "dsp/sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_PER_S = 100,
    HISTORY = 800,      /* cells before the end that are remembered: 8 s */
    RECENT_CELLS = 200, /* of them, what an abrupt end is compared with */
    MEAN_CELLS = 5,     /* 50 ms, over which levels are compared */
    WINDOWS_PER_S = 50, /* 20 ms, the level of an edge */
    RAMPS_PER_S = 1000, /* 1 ms, less than the shortest ramp */
};

/* All [leadout:edge]. */
static const float AUDIBLE = 0x1p-12F;   /* 8 steps of 16 bits: more than dither */
static const double STEP = 0.01;         /* of one sample: a click */
static const double STEP_SHARE = 0.25;   /* of the first ms: no sound rises so fast */
static const double ABRUPT_DBFS = -50.0; /* an end under this is not abrupt */
static const double DECAYED_DB = 20.0;   /* under the last 2 s: it has decayed */
static const double TAIL_DBFS = -56.0;   /* a tail cut under this is as good as gone */
static const double GONE_DBFS = -80.0;   /* where a tail would have ended */

struct edge {
    unsigned channels, rate_hz;
    int64_t frames;
    size_t window, ramp; /* frames */

    double first[LO_MAX_CHANNELS]; /* first sample */
    double peak[LO_MAX_CHANNELS];  /* of the first ms */
    double head[LO_MAX_CHANNELS];  /* power of the first window */

    float *tail;       /* [channels][window] the last frames fed */
    float *end;        /* [channels][window] up to the last audible one */
    int64_t end_frame; /* the last audible frame; -1: none yet */
    bool end_is_tail;  /* it is the last one fed, and end not yet copied */

    size_t cell_frames, filled;
    double power[LO_MAX_CHANNELS]; /* of the current cell */
    bool is_audible;               /* the current cell */
    int64_t silent_cells;          /* since the last audible one */
    int64_t cells;                 /* in history so far */
    double history[HISTORY];       /* mean square of the louder channel; cells modulo */
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "edge.start_level", LO_UNIT_DBFS,
     "RMS of the first 20 ms, loudest channel", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "edge.end_level", LO_UNIT_DBFS,
     "RMS of the last 20 ms, loudest channel", LO_FOLD_MAX},
    {LO_TERM_FLAG, "edge.abrupt_start", LO_UNIT_NONE,
     "the file begins inside a sound, with a step", LO_FOLD_MAX},
    {LO_TERM_FLAG, "edge.abrupt_end", LO_UNIT_NONE,
     "the sound stops without a decay or a ramp", LO_FOLD_MAX},
    {LO_TERM_FLAG, "edge.cut_tail", LO_UNIT_NONE,
     "a fade or reverberation stops before it is gone", LO_FOLD_MAX},
    {LO_TERM_EVENT, "edge.abrupt_start", LO_UNIT_DBFS,
     "first sample of an abrupt start", LO_FOLD_MAX},
    {LO_TERM_EVENT, "edge.abrupt_end", LO_UNIT_DBFS,
     "last 20 ms of an abrupt end, their RMS", LO_FOLD_MAX},
    {LO_TERM_EVENT, "edge.cut_tail", LO_UNIT_S,
     "end of a tail, and how long it would have gone on to -80 dBFS", LO_FOLD_MAX},
    {0},
};

static double db(double power)
{
    return power > 0 ? 10 * log10(power) : -INFINITY;
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct edge *s = state;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->window = setup->rate_hz / WINDOWS_PER_S;
    s->ramp = setup->rate_hz / RAMPS_PER_S;
    s->cell_frames = setup->rate_hz / CELLS_PER_S;
    s->end_frame = -1;
    s->tail = lo_alloc(s->window * s->channels, sizeof *s->tail);
    s->end = lo_alloc(s->window * s->channels, sizeof *s->end);
    return s->tail && s->end ? 0 : lo_error_nomem(err);
}

static void feed_head(struct edge *s, const struct lo_block *block)
{
    size_t at = (size_t)block->start_frames;

    if (block->start_frames >= (int64_t)s->window)
        return;
    for (unsigned ch = 0; ch < s->channels; ch++)
        for (size_t i = 0; i < block->frames && at + i < s->window; i++) {
            double x = (double)block->channel[ch][i];

            if (at + i == 0)
                s->first[ch] = x;
            if (at + i < s->ramp)
                s->peak[ch] = fmax(s->peak[ch], fabs(x));
            s->head[ch] += x * x;
        }
}

/* Moves the window on: its last frames, then x[frames]. */
static void slide(float *window, size_t size, const float *x, size_t frames)
{
    if (frames >= size) {
        memcpy(window, x + frames - size, size * sizeof *window);
        return;
    }
    memmove(window, window + frames, (size - frames) * sizeof *window);
    memcpy(window + size - frames, x, frames * sizeof *window);
}

/* Frames of the block up to its last audible one. */
static size_t audible_frames(const struct edge *s, const struct lo_block *block)
{
    size_t most = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        size_t frames = block->frames;

        while (frames > most && fabsf(block->channel[ch][frames - 1]) < AUDIBLE)
            frames--;
        most = frames > most ? frames : most;
    }
    return most;
}

static void feed_tail(struct edge *s, const struct lo_block *block)
{
    size_t size = s->window * s->channels * sizeof *s->tail;
    size_t audible = audible_frames(s, block);
    bool is_last = audible == block->frames;

    /* The end is the tail as long as the sound goes on: it is copied when it stops. */
    if (!is_last && (audible > 0 || s->end_is_tail))
        memcpy(s->end, s->tail, size);
    for (unsigned ch = 0; ch < s->channels; ch++) {
        if (!is_last && audible > 0)
            slide(s->end + ch * s->window, s->window, block->channel[ch], audible);
        slide(s->tail + ch * s->window, s->window, block->channel[ch], block->frames);
    }
    s->end_is_tail = is_last;
    if (audible > 0)
        s->end_frame = block->start_frames + (int64_t)audible - 1;
}

static void end_cell(struct edge *s)
{
    double loudest = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        loudest = fmax(loudest, s->power[ch] / (double)s->cell_frames);
        s->power[ch] = 0;
    }
    s->filled = 0;
    if (!s->is_audible) {
        s->silent_cells++;
        return;
    }
    for (int64_t i = 0; i < s->silent_cells && i < HISTORY; i++)
        s->history[s->cells++ % HISTORY] = 0;
    s->history[s->cells++ % HISTORY] = loudest;
    s->silent_cells = 0;
    s->is_audible = false;
}

static void feed_cells(struct edge *s, const struct lo_block *block)
{
    for (size_t at = 0; at < block->frames;) {
        size_t frames = s->cell_frames - s->filled;

        if (frames > block->frames - at)
            frames = block->frames - at;
        for (unsigned ch = 0; ch < s->channels; ch++) {
            const float *x = block->channel[ch] + at;

            s->power[ch] += dsp_power(x, frames);
            for (size_t i = 0; i < frames && !s->is_audible; i++)
                s->is_audible = fabsf(x[i]) >= AUDIBLE;
        }
        s->filled += frames;
        at += frames;
        if (s->filled == s->cell_frames)
            end_cell(s);
    }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct edge *s = state;

    (void)doc;
    if (block->frames == 0)
        return;
    feed_head(s, block);
    feed_tail(s, block);
    feed_cells(s, block);
    s->frames += (int64_t)block->frames;
}

/* The last full cells before the sound ends, in order; returns how many. The cell in which
 * it ends is left out: what follows in it is not of the sound. */
static size_t last_cells(const struct edge *s, double *cells)
{
    int64_t last = s->end_frame / (int64_t)s->cell_frames;
    /* Cells of the file that went to history, whose last one is at index cells - 1. */
    int64_t done = (s->frames / (int64_t)s->cell_frames) - s->silent_cells;
    int64_t count = s->cells - (last < done ? done - last : 0);
    int64_t kept = count < HISTORY - 1 ? count : HISTORY - 1;

    if (kept < 0)
        return 0;
    for (int64_t i = 0; i < kept; i++)
        cells[i] = s->history[(count - kept + i) % HISTORY];
    return (size_t)kept;
}

/* Largest mean of MEAN_CELLS cells among the last recent ones. */
static double loudest_mean(const double *cells, size_t count, size_t recent)
{
    size_t from = count > recent ? count - recent : 0;
    double loudest = 0;

    for (size_t i = from; i + MEAN_CELLS <= count; i++) {
        double sum = 0;

        for (size_t n = 0; n < MEAN_CELLS; n++)
            sum += cells[i + n];
        loudest = fmax(loudest, sum / MEAN_CELLS);
    }
    return loudest;
}

struct ending {
    double level_dbfs; /* RMS of its last window, loudest channel */
    double step;       /* its last sample, largest channel */
    bool is_ramp;      /* the loudest channel runs out in one */
};

static struct ending look_at_end(const struct edge *s)
{
    const float *end = s->end_is_tail ? s->tail : s->end;
    struct ending ending = {.level_dbfs = -INFINITY};

    for (unsigned ch = 0; ch < s->channels; ch++) {
        const float *x = end + ch * s->window;
        double level = db(dsp_power(x, s->window) / (double)s->window);

        ending.step = fmax(ending.step, fabs((double)x[s->window - 1]));
        if (level <= ending.level_dbfs)
            continue;
        ending.level_dbfs = level;
        ending.is_ramp = dsp_ramp_ends(x, s->window, s->ramp);
    }
    return ending;
}

static void add_event(const struct edge *s, struct lo_doc *doc, const char *kind,
                      double value)
{
    int64_t window = (int64_t)s->window, after = s->end_frame + 1;

    lo_doc_event(doc, &(struct lo_event){
                          .kind = kind,
                          .start_frames = after > window ? after - window : 0,
                          .length_frames = after > window ? window : after,
                          .channel = -1,
                          .value = value,
                          .rank = value,
                      });
}

/* How long a tail that stops here would have gone on, in s; 0 when it is no tail. */
static double missing_s(const struct edge *s, double level_dbfs)
{
    double cells[HISTORY];
    size_t count = last_cells(s, cells);
    double slope = dsp_decay_slope(cells, count, CELLS_PER_S, level_dbfs);

    return slope > 0 ? (level_dbfs - GONE_DBFS) / slope : 0;
}

/* Whether the sound has gone, or nearly, by the time it ends. */
static bool is_decayed(const struct edge *s, double level_dbfs)
{
    double cells[HISTORY];
    size_t count = last_cells(s, cells);

    return level_dbfs <= ABRUPT_DBFS ||
           level_dbfs <= db(loudest_mean(cells, count, RECENT_CELLS)) - DECAYED_DB;
}

static void judge_end(const struct edge *s, struct lo_doc *doc)
{
    struct ending ending = look_at_end(s);
    double missing = 0;
    bool is_abrupt = ending.level_dbfs > ABRUPT_DBFS && ending.step > STEP;

    if (!ending.is_ramp && ending.level_dbfs > TAIL_DBFS) {
        missing = missing_s(s, ending.level_dbfs);
        is_abrupt |= missing > 0 || !is_decayed(s, ending.level_dbfs);
    }
    lo_doc_fact_flag(doc, "edge.abrupt_end", is_abrupt);
    lo_doc_fact_flag(doc, "edge.cut_tail", missing > 0);
    if (is_abrupt)
        add_event(s, doc, "edge.abrupt_end", ending.level_dbfs);
    if (missing > 0)
        add_event(s, doc, "edge.cut_tail", missing);
}

static void judge_start(const struct edge *s, struct lo_doc *doc)
{
    double largest = 0;
    bool is_abrupt = false;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        double step = fabs(s->first[ch]);

        largest = fmax(largest, step);
        if (s->peak[ch] > STEP && (step > STEP || step >= STEP_SHARE * s->peak[ch]))
            is_abrupt = true;
    }
    lo_doc_fact_flag(doc, "edge.abrupt_start", is_abrupt);
    if (is_abrupt)
        lo_doc_event(doc, &(struct lo_event){.kind = "edge.abrupt_start",
                                             .length_frames = 1,
                                             .channel = -1,
                                             .value = 20 * log10(largest),
                                             .rank = largest});
}

static void set_levels(const struct edge *s, struct lo_doc *doc)
{
    double heads[LO_MAX_CHANNELS], tails[LO_MAX_CHANNELS];
    double head = -INFINITY, tail = -INFINITY;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        const float *x = s->tail + ch * s->window;

        heads[ch] = db(s->head[ch] / (double)s->window);
        tails[ch] = db(dsp_power(x, s->window) / (double)s->window);
        head = fmax(head, heads[ch]);
        tail = fmax(tail, tails[ch]);
    }
    lo_doc_set_channels(doc, "edge.start_level", head, heads, s->channels);
    lo_doc_set_channels(doc, "edge.end_level", tail, tails, s->channels);
}

static void finish(void *state, struct lo_doc *doc)
{
    struct edge *s = state;

    if (s->frames < (int64_t)s->window) {
        lo_doc_set_unmeasurable(doc, "edge.start_level", "shorter than 20 ms");
        lo_doc_set_unmeasurable(doc, "edge.end_level", "shorter than 20 ms");
        return;
    }
    set_levels(s, doc);
    judge_start(s, doc);
    judge_end(s, doc);
}

static void stop(void *state)
{
    struct edge *s = state;

    free(s->tail);
    free(s->end);
}

const struct lo_meter lo_meter_edge = {
    .name = "edge",
    .summary = "how the programme begins and ends",
    .source = "leadout",
    .terms = terms,
    .state_size = sizeof(struct edge),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
