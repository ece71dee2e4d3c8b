/* DC offset: the mean of each channel, where it is one.
 *
 * Every stretch of music has some mean: of a bass note that was cut, of an asymmetric
 * horn. It is an offset only when it is larger than chance makes it, which the means of
 * parts of the programme tell [leadout:dc].
 */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "dsp/sums.h"

#include <math.h>
#include <stdlib.h>

enum {
    CELLS = 1024,        /* at most; a power of two */
    CELLS_PER_S = 20,    /* at first; doubled in length when they run out */
    CELLS_PER_PART = 10, /* parts are at least twice as long */
    PARTS_MAX = 31,
};

static const double SHORTEST_S = 1.0;   /* of a programme that can have an offset */
static const double ERRORS = 2.0;       /* standard errors that an offset exceeds */
static const double PARTS_SHARE = 1.33; /* variance that parts share by overlapping */

struct dc {
    unsigned channels, rate_hz;
    double floor; /* half a step of the file's grid: rounding alone makes so much */
    int64_t frames, cell_frames, filled;
    size_t count;  /* full cells */
    double *cells; /* [channels][CELLS] sums of full cells */
    struct {
        double cell, total;
    } sums[LO_MAX_CHANNELS];
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "dc.offset", LO_UNIT_DBFS,
     "DC offset of the worst channel; nothing when it is not beyond chance",
     LO_FOLD_MAX},
    {0},
};

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct dc *s = state;
    unsigned bits = setup->is_float || setup->valid_bits > 24 ? 24 : setup->valid_bits;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->floor = ldexp(1, -(int)bits);
    s->cell_frames = setup->rate_hz / CELLS_PER_S;
    s->cells = lo_alloc((size_t)CELLS * s->channels, sizeof *s->cells);
    return s->cells ? 0 : lo_error_nomem(err);
}

/* Makes cells twice as long; called when all are full. */
static void halve(struct dc *s)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        double *cells = s->cells + (size_t)ch * CELLS;

        for (size_t i = 0; i < CELLS / 2; i++)
            cells[i] = cells[2 * i] + cells[2 * i + 1];
    }
    s->count = CELLS / 2;
    s->cell_frames *= 2;
}

static void end_cell(struct dc *s)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        s->cells[(size_t)ch * CELLS + s->count] = s->sums[ch].cell;
        s->sums[ch].total += s->sums[ch].cell;
        s->sums[ch].cell = 0;
    }
    s->filled = 0;
    if (++s->count == CELLS)
        halve(s);
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct dc *s = state;

    (void)doc;
    for (size_t at = 0; at < block->frames;) {
        size_t frames = (size_t)(s->cell_frames - s->filled);

        if (frames > block->frames - at)
            frames = block->frames - at;
        for (unsigned ch = 0; ch < s->channels; ch++)
            s->sums[ch].cell += dsp_sum(block->channel[ch] + at, frames);
        s->filled += (int64_t)frames;
        at += frames;
        if (s->filled == s->cell_frames)
            end_cell(s);
    }
    s->frames += (int64_t)block->frames;
}

/* Mean of cells from .. from + length under a Hann window, which leaves little of what
 * moves. */
static double part_mean(const struct dc *s, const double *cells, double from,
                        double length)
{
    double weighted = 0, total = 0;

    for (size_t i = (size_t)ceil(from); i < s->count && (double)i < from + length;
         i++) {
        double weight = 1 - cos(2 * M_PI * ((double)i + 0.5 - from) / length);

        weighted += weight * cells[i];
        total += weight;
    }
    return total > 0 ? weighted / total / (double)s->cell_frames : 0;
}

/* Standard error of the mean of a channel, from how much parts that overlap by half
 * differ from their neighbours. Slow changes count little: they are offsets too. */
static double standard_error(const struct dc *s, const double *cells)
{
    double parts = fmin(fmax(floor((double)s->count / CELLS_PER_PART), 3), PARTS_MAX);
    double step = (double)s->count / (parts + 1), squares = 0, before = 0;

    for (int part = 0; part < (int)parts; part++) {
        double mean = part_mean(s, cells, part * step, 2 * step);

        if (part > 0)
            squares += (mean - before) * (mean - before);
        before = mean;
    }
    return sqrt(squares / (2 * (parts - 1)) * PARTS_SHARE / parts);
}

static double offset_dbfs(const struct dc *s, unsigned ch)
{
    double mean = fabs(s->sums[ch].total + s->sums[ch].cell) / (double)s->frames;
    double error = standard_error(s, s->cells + (size_t)ch * CELLS);

    return mean > s->floor && mean > ERRORS * error ? 20 * log10(mean) : -INFINITY;
}

static void finish(void *state, struct lo_doc *doc)
{
    struct dc *s = state;
    double channel[LO_MAX_CHANNELS], worst = -INFINITY;

    if ((double)s->frames < SHORTEST_S * s->rate_hz) {
        lo_doc_set_unmeasurable(doc, "dc.offset", "shorter than 1 s");
        return;
    }
    for (unsigned ch = 0; ch < s->channels; ch++) {
        channel[ch] = offset_dbfs(s, ch);
        worst = fmax(worst, channel[ch]);
    }
    lo_doc_set_channels(doc, "dc.offset", worst, channel, s->channels);
}

static void stop(void *state)
{
    struct dc *s = state;

    free(s->cells);
}

const struct lo_meter lo_meter_dc = {
    .name = "dc",
    .summary = "DC offset",
    .source = "leadout",
    .terms = terms,
    .state_size = sizeof(struct dc),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
