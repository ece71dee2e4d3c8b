/* Silence: how long it is quiet at the head, at the tail and inside, and how much of that
 * is digital black.
 *
 * Quiet means that no channel has an RMS of the threshold or more over 20 ms. Sound begins
 * at the first sample that reaches the threshold in the first window that does, and ends
 * after the last one in the last: so a sharp edge is found to the sample, and a single
 * tick in a quiet head is not sound.
 *
 * References:
 *   [leadout:silence] Threshold, window and the length of a gap.
 */
#include "analyzer/meters/meter.h"
#include "dsp/sums.h"

#include <math.h>
#include <string.h>

enum {
    CELLS_PER_S = 200,
    WINDOW_CELLS = 4, /* 20 ms */
};

struct cell {
    double power[LO_MAX_CHANNELS]; /* sums of squares */
    int64_t first, last;           /* samples that reach the threshold; -1: none does */
};

struct silence {
    unsigned channels, rate_hz;
    float threshold; /* linear */
    double gap_s;
    int64_t frames;
    size_t cell_frames, filled;
    int64_t cells;                  /* ended so far */
    struct cell cell[WINDOW_CELLS]; /* the last ones; the current one at cells modulo */
    int64_t sound_start, sound_end; /* -1: no sound yet; end: after its last sample */
    int64_t longest;
    int64_t first_set, last_set; /* frames that are not zero; -1: none yet */
};

enum { LEVEL, GAP };

static const struct lo_param params[] = {
    [LEVEL] = {"level", -60, -120, -20, LO_UNIT_DBFS, "RMS over 20 ms that is sound"},
    [GAP] = {"gap", 3, 0.02, 3600, LO_UNIT_S,
             "shortest silence inside that is an event"},
    {0},
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "silence.head", LO_UNIT_S,
     "silence before the first sound; all of a silent programme", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "silence.tail", LO_UNIT_S,
     "silence after the last sound; 0 when there is no sound", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "silence.longest", LO_UNIT_S,
     "longest silence between first and last sound", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "silence.digital_head", LO_UNIT_S,
     "exact zeros at the start; all of a programme of zeros", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "silence.digital_tail", LO_UNIT_S,
     "exact zeros at the end; 0 when there is nothing else", LO_FOLD_MAX},
    {LO_TERM_EVENT, "silence.gap", LO_UNIT_S, "long silence inside", LO_FOLD_MAX},
    {0},
};

static void begin_cell(struct silence *s)
{
    s->cell[s->cells % WINDOW_CELLS] = (struct cell){.first = -1, .last = -1};
    s->filled = 0;
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct silence *s = state;

    (void)err;
    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->threshold = (float)pow(10, setup->params[LEVEL] / 20);
    s->gap_s = setup->params[GAP];
    s->cell_frames = setup->rate_hz / CELLS_PER_S;
    s->sound_start = s->sound_end = s->first_set = s->last_set = -1;
    for (size_t i = 0; i < WINDOW_CELLS; i++)
        s->cell[i] = (struct cell){.first = -1, .last = -1};
    return 0;
}

/* Whether some channel's RMS over the window reaches the threshold. Cells that are not
 * there yet, or not full at the end of the file, count as silence. */
static bool is_loud(const struct silence *s)
{
    double limit = (double)s->threshold * (double)s->threshold * WINDOW_CELLS *
                   (double)s->cell_frames;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        double power = 0;

        for (size_t i = 0; i < WINDOW_CELLS; i++)
            power += s->cell[i].power[ch];
        if (power >= limit)
            return true;
    }
    return false;
}

/* Notes sound from frame first to frame last. */
static void add_sound(struct silence *s, int64_t first, int64_t last,
                      struct lo_doc *doc)
{
    int64_t gap = s->sound_start < 0 ? 0 : first - s->sound_end;
    double gap_s = (double)gap / s->rate_hz;

    if (s->sound_start < 0)
        s->sound_start = first;
    if (gap > s->longest)
        s->longest = gap;
    if (gap > 0 && gap_s >= s->gap_s)
        lo_doc_event(doc, &(struct lo_event){.kind = "silence.gap",
                                             .start_frames = s->sound_end,
                                             .length_frames = gap,
                                             .channel = -1,
                                             .value = gap_s,
                                             .rank = gap_s});
    if (last + 1 > s->sound_end)
        s->sound_end = last + 1;
}

static void end_cell(struct silence *s, struct lo_doc *doc)
{
    int64_t first = -1, last = -1;

    for (size_t i = 0; i < WINDOW_CELLS; i++) {
        const struct cell *cell = &s->cell[i];

        if (cell->first >= 0 && (first < 0 || cell->first < first))
            first = cell->first;
        if (cell->last > last)
            last = cell->last;
    }
    /* Rounding may let the RMS reach what no sample does. */
    if (first >= 0 && is_loud(s))
        add_sound(s, first, last, doc);
    s->cells++;
    begin_cell(s);
}

/* Finds the first and last sample of x[frames] that reach the threshold. */
static void mark(const struct silence *s, struct cell *cell, const float *x,
                 size_t frames, int64_t at)
{
    size_t first = 0, last = frames;

    while (first < frames && fabsf(x[first]) < s->threshold)
        first++;
    if (first == frames)
        return;
    while (fabsf(x[last - 1]) < s->threshold)
        last--;
    if (cell->first < 0 || at + (int64_t)first < cell->first)
        cell->first = at + (int64_t)first;
    if (at + (int64_t)last - 1 > cell->last)
        cell->last = at + (int64_t)last - 1;
}

/* Finds the first and last frame of the block that are not zero. */
static void mark_set(struct silence *s, const struct lo_block *block)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        const float *x = block->channel[ch];
        size_t first = 0, last = block->frames;

        while (last > 0 && x[last - 1] == 0)
            last--;
        if (last == 0)
            continue;
        if (block->start_frames + (int64_t)last - 1 > s->last_set)
            s->last_set = block->start_frames + (int64_t)last - 1;
        /* Once a block has brought the first, later ones cannot. */
        if (s->first_set >= 0 && s->first_set < block->start_frames)
            continue;
        while (x[first] == 0)
            first++;
        if (s->first_set < 0 || block->start_frames + (int64_t)first < s->first_set)
            s->first_set = block->start_frames + (int64_t)first;
    }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct silence *s = state;

    mark_set(s, block);
    for (size_t at = 0; at < block->frames;) {
        struct cell *cell = &s->cell[s->cells % WINDOW_CELLS];
        size_t frames = s->cell_frames - s->filled;

        if (frames > block->frames - at)
            frames = block->frames - at;
        for (unsigned ch = 0; ch < s->channels; ch++) {
            const float *x = block->channel[ch] + at;

            cell->power[ch] += dsp_power(x, frames);
            mark(s, cell, x, frames, block->start_frames + (int64_t)at);
        }
        s->filled += frames;
        at += frames;
        if (s->filled == s->cell_frames)
            end_cell(s, doc);
    }
    s->frames += (int64_t)block->frames;
}

static void set_s(const struct silence *s, struct lo_doc *doc, const char *id,
                  int64_t frames)
{
    lo_doc_set(doc, id, (double)frames / s->rate_hz);
}

static void finish(void *state, struct lo_doc *doc)
{
    struct silence *s = state;
    bool is_silent;

    if (s->frames == 0) {
        for (const struct lo_term *term = terms; term->id; term++)
            if (term->kind == LO_TERM_QUANTITY)
                lo_doc_set_unmeasurable(doc, term->id, "no frames");
        return;
    }
    if (s->filled)
        end_cell(s, doc);
    is_silent = s->sound_start < 0;
    set_s(s, doc, "silence.head", is_silent ? s->frames : s->sound_start);
    set_s(s, doc, "silence.tail", is_silent ? 0 : s->frames - s->sound_end);
    set_s(s, doc, "silence.longest", s->longest);
    is_silent = s->first_set < 0;
    set_s(s, doc, "silence.digital_head", is_silent ? s->frames : s->first_set);
    set_s(s, doc, "silence.digital_tail", is_silent ? 0 : s->frames - 1 - s->last_set);
}

const struct lo_meter lo_meter_silence = {
    .name = "silence",
    .summary = "silence at the head, at the tail and inside",
    .source = "leadout",
    .terms = terms,
    .params = params,
    .state_size = sizeof(struct silence),
    .start = start,
    .feed = feed,
    .finish = finish,
};
