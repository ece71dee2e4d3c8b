/* The picture of the waveform: minimum, maximum and RMS of each channel over equal cells.
 *
 * The number of cells stays between CELLS/2 and CELLS whatever the length: when all are
 * used, neighbours are merged and each cell covers twice as much [leadout:waveform].
 */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "dsp/sums.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { CELLS = 4000, FIRST_CELL_FRAMES = 64 };

struct cell {
    float min, max;
    double power; /* sum of squares */
    int64_t frames;
};

struct waveform {
    unsigned channels, rate_hz;
    int64_t cell_frames; /* a full cell */
    int64_t filled;      /* frames in the last cell */
    size_t count;        /* cells begun */
    struct cell *cells;  /* [CELLS][channels] */
};

static const struct lo_term terms[] = {
    {LO_TERM_TABLE, "waveform", LO_UNIT_NONE,
     "minimum, maximum and RMS of each channel, for the picture", LO_FOLD_MAX},
    {0},
};

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct waveform *s = state;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->cell_frames = FIRST_CELL_FRAMES;
    s->cells = lo_alloc((size_t)CELLS * s->channels, sizeof *s->cells);
    return s->cells ? 0 : lo_error_nomem(err);
}

static struct cell merged(const struct cell *a, const struct cell *b)
{
    return (struct cell){
        .min = a->min < b->min ? a->min : b->min,
        .max = a->max > b->max ? a->max : b->max,
        .power = a->power + b->power,
        .frames = a->frames + b->frames,
    };
}

/* Halves the cells; called when all CELLS are full. */
static void halve(struct waveform *s)
{
    for (size_t i = 0; i < CELLS / 2; i++)
        for (unsigned ch = 0; ch < s->channels; ch++)
            s->cells[i * s->channels + ch] =
                merged(&s->cells[2 * i * s->channels + ch],
                       &s->cells[(2 * i + 1) * s->channels + ch]);
    s->count = CELLS / 2;
    s->cell_frames *= 2;
}

static void add(struct cell *cell, const float *x, size_t frames)
{
    struct dsp_range range = dsp_range(x, frames);
    struct cell part = {range.low, range.high, dsp_power(x, frames), (int64_t)frames};

    *cell = cell->frames ? merged(cell, &part) : part;
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct waveform *s = state;

    (void)doc;
    for (size_t at = 0; at < block->frames;) {
        int64_t room;
        size_t frames;

        if (s->count == 0 || s->filled == s->cell_frames) {
            if (s->count == CELLS)
                halve(s);
            for (unsigned ch = 0; ch < s->channels; ch++)
                s->cells[s->count * s->channels + ch] = (struct cell){0};
            s->count++;
            s->filled = 0;
        }
        room = s->cell_frames - s->filled;
        frames = block->frames - at;
        if ((int64_t)frames > room)
            frames = (size_t)room;
        for (unsigned ch = 0; ch < s->channels; ch++)
            add(&s->cells[(s->count - 1) * s->channels + ch], block->channel[ch] + at,
                frames);
        s->filled += (int64_t)frames;
        at += frames;
    }
}

static void finish(void *state, struct lo_doc *doc)
{
    struct waveform *s = state;
    char text[3 * LO_MAX_CHANNELS][16];
    const char *names[3 * LO_MAX_CHANNELS];
    struct lo_table *table;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        static const char *const parts[] = {"min", "max", "rms"};

        for (unsigned part = 0; part < 3; part++) {
            snprintf(text[3 * ch + part], sizeof text[0], "%s.%u", parts[part], ch);
            names[3 * ch + part] = text[3 * ch + part];
        }
    }
    table = lo_doc_table_new(doc, "waveform", s->count, (size_t)3 * s->channels, names);
    if (!table)
        return;
    table->step_s = (double)s->cell_frames / s->rate_hz;
    for (size_t i = 0; i < s->count * s->channels; i++) {
        const struct cell *cell = &s->cells[i];

        table->values[3 * i] = cell->min;
        table->values[3 * i + 1] = cell->max;
        table->values[3 * i + 2] = (float)sqrt(cell->power / (double)cell->frames);
    }
}

static void stop(void *state)
{
    struct waveform *s = state;

    free(s->cells);
}

const struct lo_meter lo_meter_waveform = {
    .name = "waveform",
    .summary = "the picture of the waveform",
    .source = "leadout",
    .terms = terms,
    .state_size = sizeof(struct waveform),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
