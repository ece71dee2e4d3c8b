/* Peaks: of the samples, and of the signal between them.
 *
 * True peak is measured at eight times the rate, at any rate of the file, in cells of
 * 100 ms. The interpolated signal begins before the first sample and rings on after the
 * last one; both belong to the programme, as any converter plays them.
 *
 * References:
 *   [BS1770] Annex 2: true peak.
 *   [leadout:true-peak] The filters, and how exact they are. [leadout:overs]
 */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "dsp/tame.h"
#include "dsp/truepeak.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_PER_S = 10,
    BINS = 800, /* of peak.histogram: up to +20 dBTP */
    CONTEXT = DSP_TRUEPEAK_CONTEXT,
    TAIL = DSP_TRUEPEAK_TAIL,
    AHEAD = CONTEXT + DSP_TRUEPEAK_SLACK, /* frames read after a cell */
};

static const double BINS_FROM_DBTP = -60;
static const double BIN_DB = 0.1;

struct channel {
    struct peak *meter;
    int index;
    struct dsp_truepeak *finder;
    float *x;         /* CONTEXT frames, then the cell, then what follows */
    double true_peak; /* linear, like all here */
    float sample_peak;
    int64_t sample_at; /* its first frame */
    int64_t overs;
};

struct peak {
    unsigned channels, rate_hz;
    int64_t frames; /* fed */
    int64_t cells;  /* done */
    size_t filled;  /* frames in x from the start of the cell on */
    struct lo_series *series;
    struct lo_doc *doc; /* during feed and finish */
    double counts[BINS];
    struct channel channel[LO_MAX_CHANNELS];
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "peak.true", LO_UNIT_DBTP,
     "highest point of the signal between its samples", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "peak.sample", LO_UNIT_DBFS, "largest sample", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "peak.overs", LO_UNIT_COUNT,
     "spans of the signal between samples over full scale, all channels", LO_FOLD_MAX},
    {LO_TERM_SERIES, "peak.true", LO_UNIT_DBTP,
     "true peak of the 100 ms that begin here, loudest channel", LO_FOLD_MAX},
    {LO_TERM_DISTRIBUTION, "peak.histogram", LO_UNIT_DBTP,
     "true peaks of 100 ms, loudest channel", LO_FOLD_MAX},
    {LO_TERM_EVENT, "peak.over", LO_UNIT_DBTP,
     "the signal between samples is over full scale", LO_FOLD_MAX},
    {LO_TERM_EVENT, "peak.sample", LO_UNIT_DBFS, "the largest sample of a channel",
     LO_FOLD_MAX},
    {0},
};

static double db(double size)
{
    return size > 0 ? 20 * log10(size) : -INFINITY;
}

static int64_t cell_start(const struct peak *s, int64_t cell)
{
    return (cell * s->rate_hz + CELLS_PER_S / 2) / CELLS_PER_S;
}

/* Frames of the current cell: the first has what comes before the programme. */
static size_t cell_frames(const struct peak *s)
{
    int64_t frames = cell_start(s, s->cells + 1) - cell_start(s, s->cells);

    return (size_t)(s->cells ? frames : frames + TAIL);
}

static void take_over(void *context, const struct dsp_truepeak_over *over)
{
    struct channel *channel = context;
    const int64_t ratio = DSP_TRUEPEAK_RATIO;
    int64_t last = channel->meter->frames - 1;
    /* Whole frames that hold it; what rings outside the programme is put at its end. */
    int64_t first = over->start < 0 ? 0 : over->start / ratio;
    int64_t end = (over->start + over->length + ratio - 1) / ratio;

    first = first > last ? last : first;
    channel->overs++;
    lo_doc_event(channel->meter->doc,
                 &(struct lo_event){
                     .kind = "peak.over",
                     .start_frames = first,
                     .length_frames = end - first > 1 ? end - first : 1,
                     .channel = channel->index,
                     .value = db(over->peak),
                     .rank = over->peak,
                 });
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct peak *s = state;
    size_t longest = setup->rate_hz / CELLS_PER_S + 1 + 2 * TAIL;
    size_t room = CONTEXT + longest + CONTEXT + AHEAD;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->filled = TAIL;
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        channel->meter = s;
        channel->index = (int)ch;
        channel->finder = dsp_truepeak_new(longest, -TAIL, take_over, channel);
        channel->x = lo_alloc(room, sizeof *channel->x);
        if (!channel->finder || !channel->x)
            return lo_error_nomem(err);
    }
    return 0;
}

/* Looks at the first frames of the buffers as one cell, and moves on. */
static void end_cell(struct peak *s, size_t frames)
{
    double most = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];
        double peak = dsp_truepeak_look(channel->finder, channel->x + CONTEXT, frames);

        channel->true_peak = fmax(channel->true_peak, peak);
        most = fmax(most, peak);
        memmove(channel->x, channel->x + frames,
                (CONTEXT + s->filled - frames) * sizeof *channel->x);
    }
    if (s->cells++ == 0)
        s->series = lo_doc_series_new(s->doc, "peak.true", 0, 1.0 / CELLS_PER_S);
    lo_doc_push(s->doc, s->series, db(most));
    if (db(most) >= BINS_FROM_DBTP)
        s->counts[(size_t)fmin((db(most) - BINS_FROM_DBTP) / BIN_DB, BINS - 1)] += 1;
    s->filled -= frames;
}

static void add(struct channel *channel, const float *x, size_t filled, size_t frames,
                int64_t at)
{
    float most = dsp_tame(x, channel->x + CONTEXT + filled, frames);

    if (!(most > channel->sample_peak))
        return;
    channel->sample_peak = most;
    for (size_t i = 0; i < frames; i++)
        if (fabsf(x[i]) == most) {
            channel->sample_at = at + (int64_t)i;
            return;
        }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct peak *s = state;

    s->doc = doc;
    for (size_t at = 0; at < block->frames;) {
        size_t wanted = cell_frames(s) + CONTEXT;
        size_t frames = wanted - s->filled;

        frames = frames < block->frames - at ? frames : block->frames - at;
        for (unsigned ch = 0; ch < s->channels; ch++)
            add(&s->channel[ch], block->channel[ch] + at, s->filled, frames, s->frames);
        s->filled += frames;
        s->frames += (int64_t)frames;
        at += frames;
        if (s->filled == wanted)
            end_cell(s, wanted - CONTEXT);
    }
}

/* The last cells: what was held back as context, then silence. */
static void end_programme(struct peak *s)
{
    while (s->filled > 0) {
        size_t frames = cell_frames(s);

        for (unsigned ch = 0; ch < s->channels; ch++)
            memset(s->channel[ch].x + CONTEXT + s->filled, 0,
                   (TAIL + AHEAD) * sizeof(float));
        if (s->filled <= frames) {
            s->filled += TAIL;
            frames = s->filled;
        }
        end_cell(s, frames);
    }
    for (unsigned ch = 0; ch < s->channels; ch++)
        dsp_truepeak_finish(s->channel[ch].finder);
}

static void set_channel_events(const struct peak *s, struct lo_doc *doc)
{
    for (unsigned ch = 0; ch < s->channels; ch++)
        if (s->channel[ch].sample_peak > 0)
            lo_doc_event(doc, &(struct lo_event){
                                  .kind = "peak.sample",
                                  .start_frames = s->channel[ch].sample_at,
                                  .length_frames = 1,
                                  .channel = (int)ch,
                                  .value = db(s->channel[ch].sample_peak),
                                  .rank = s->channel[ch].sample_peak,
                              });
}

static void set_quantities(const struct peak *s, struct lo_doc *doc)
{
    double true_db[LO_MAX_CHANNELS], sample_db[LO_MAX_CHANNELS];
    double overs[LO_MAX_CHANNELS], all_overs = 0;
    double highest = -INFINITY, largest = -INFINITY;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        const struct channel *channel = &s->channel[ch];

        sample_db[ch] = db(channel->sample_peak);
        /* Samples beyond what filters take are measured as they are. */
        true_db[ch] = fmax(db(channel->true_peak), sample_db[ch]);
        overs[ch] = (double)channel->overs;
        highest = fmax(highest, true_db[ch]);
        largest = fmax(largest, sample_db[ch]);
        all_overs += overs[ch];
    }
    lo_doc_set_channels(doc, "peak.true", highest, true_db, s->channels);
    lo_doc_set_channels(doc, "peak.sample", largest, sample_db, s->channels);
    lo_doc_set_channels(doc, "peak.overs", all_overs, overs, s->channels);
}

static void finish(void *state, struct lo_doc *doc)
{
    struct peak *s = state;
    struct lo_distribution *histogram;

    s->doc = doc;
    if (s->frames == 0) {
        lo_doc_set_unmeasurable(doc, "peak.true", "no frames");
        lo_doc_set_unmeasurable(doc, "peak.sample", "no frames");
        lo_doc_set_unmeasurable(doc, "peak.overs", "no frames");
        return;
    }
    end_programme(s);
    set_channel_events(s, doc);
    set_quantities(s, doc);
    histogram =
        lo_doc_distribution_new(doc, "peak.histogram", BINS_FROM_DBTP, BIN_DB, BINS);
    if (histogram)
        memcpy(histogram->count, s->counts, sizeof s->counts);
}

static void stop(void *state)
{
    struct peak *s = state;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        dsp_truepeak_free(s->channel[ch].finder);
        free(s->channel[ch].x);
    }
}

const struct lo_meter lo_meter_peak = {
    .name = "peak",
    .summary = "true peak, sample peak, overs",
    .source = "ITU-R BS.1770-5, Annex 2",
    .terms = terms,
    .state_size = sizeof(struct peak),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
