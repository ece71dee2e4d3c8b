/* Clipping, also where a gain, a dither, a filter or a change of rate came after it.
 *
 * Three looks at each channel and polarity: runs of samples at the largest code or at 1.0;
 * plateaus with corners under it, many at one level; and peaks whose tops are flat.
 *
 * References:
 *   [leadout:clip], [leadout:flat-top] No standard fixes a length, a number or a share:
 *       docs/decisions.md says what ours were measured on.
 */
#include "analyzer/meters/meter.h"
#include "dsp/flats.h"
#include "dsp/flattop.h"
#include "dsp/plateau.h"

#include <math.h>

enum {
    RUN_SHORTEST = 3,  /* samples, to 48 kHz */
    PEAKS_NEEDED = 20, /* of one polarity: fewer have no share of flat ones */
    FLATS_NEEDED = 5,  /* fewer flat ones are chance */
    QUIET_STEPS = 256, /* peak of a channel, in steps: a quieter one cannot be told */
};

struct channel {
    int number;
    struct dsp_plateau_finder finder;
    struct dsp_flats *flats;
    struct dsp_flattop *flattop;
    int64_t runs, longest;
    struct lo_doc *doc; /* of the current call */
};

struct clip {
    unsigned channels, rate_hz, bits;
    int64_t frames, flats_needed;
    struct channel channel[LO_MAX_CHANNELS];
};

enum { RUN, FLAT_TOPS };

static const struct lo_param params[] = {
    [RUN] =
        {"run", 0, 0, 48000, LO_UNIT_SAMPLES,
         "shortest run at full scale that counts; 0: 3, and in proportion over 48 kHz"},
    [FLAT_TOPS] = {"flat_tops", 5, 2, 1000000, LO_UNIT_COUNT,
                   "plateaus at one level of one polarity, fewer are chance"},
    {0},
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "clip.runs", LO_UNIT_COUNT,
     "runs of samples at full scale, channels summed", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.longest", LO_UNIT_SAMPLES, "longest of these runs",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.flat_top_runs", LO_UNIT_COUNT,
     "plateaus with corners at one level below full scale, channels summed",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.flat_top_level", LO_UNIT_DBFS, "level of these plateaus",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.flat_top_ratio", LO_UNIT_NONE,
     "share of the largest peaks with a flat top: clipped, then filtered or resampled",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.density", LO_UNIT_PER_MIN,
     "runs and plateaus in a minute, channels summed", LO_FOLD_MAX},
    {LO_TERM_EVENT, "clip.run", LO_UNIT_SAMPLES, "run of samples at full scale",
     LO_FOLD_MAX},
    {LO_TERM_EVENT, "clip.flat_top", LO_UNIT_SAMPLES,
     "plateau with corners below full scale", LO_FOLD_MAX},
    {0},
};

static void add_event(struct channel *channel, const char *kind,
                      const struct dsp_plateau *plateau)
{
    lo_doc_event(channel->doc, &(struct lo_event){
                                   .kind = kind,
                                   .start_frames = plateau->start,
                                   .length_frames = plateau->length,
                                   .channel = channel->number,
                                   .value = (double)plateau->length,
                                   .rank = (double)plateau->length,
                               });
}

static void take_plateau(void *context, const struct dsp_plateau *plateau)
{
    struct channel *channel = context;

    if (!plateau->is_run) {
        dsp_flats_add(channel->flats, plateau);
        return;
    }
    channel->runs++;
    if (plateau->length > channel->longest)
        channel->longest = plateau->length;
    add_event(channel, "clip.run", plateau);
}

static void take_flat(void *context, const struct dsp_plateau *plateau)
{
    add_event(context, "clip.flat_top", plateau);
}

/* Three samples to 48 kHz; the same time, and so twice the steps, at each doubling. */
static int64_t run_at(unsigned rate_hz)
{
    int64_t steps = RUN_SHORTEST - 1;

    for (unsigned rate = 48000; rate < rate_hz; rate *= 2)
        steps *= 2;
    return steps + 1;
}

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct clip *s = state;
    int64_t by_rate = run_at(setup->rate_hz);
    int64_t run = setup->params[RUN] > 0 ? (int64_t)setup->params[RUN] : by_rate;

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->bits = setup->is_float || setup->valid_bits > 24 ? 24 : setup->valid_bits;
    s->flats_needed = (int64_t)setup->params[FLAT_TOPS];
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        channel->number = (int)ch;
        dsp_plateau_init(&channel->finder, s->bits, run, by_rate, take_plateau,
                         channel);
        channel->flats = dsp_flats_new();
        channel->flattop = dsp_flattop_new(setup->rate_hz);
        if (!channel->flats || !channel->flattop)
            return lo_error_nomem(err);
    }
    return 0;
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct clip *s = state;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        channel->doc = doc;
        dsp_plateau_feed(&channel->finder, block->channel[ch], block->frames);
        dsp_flattop_feed(channel->flattop, block->channel[ch], block->frames);
    }
    s->frames += (int64_t)block->frames;
}

/* A quieter channel is too coarse: its levels are few, and its tops flat by rounding. */
static double least_peak(const struct clip *s)
{
    return QUIET_STEPS * ldexp(1, 1 - (int)(s->bits < 16 ? s->bits : 16));
}

/* Share of flat tops of the worse polarity; NAN when neither has peaks enough. */
static double flat_share(const struct clip *s, const struct channel *channel)
{
    double worst = NAN;

    for (int polarity = 0; polarity < 2; polarity++) {
        struct dsp_flattop_count count = dsp_flattop_result(channel->flattop, polarity);
        double share = (double)count.flat / (double)count.peaks;

        if (count.peak < least_peak(s) || count.peaks < PEAKS_NEEDED)
            continue;
        if (count.flat < FLATS_NEEDED)
            share = 0;
        if (!(share <= worst))
            worst = share;
    }
    return worst;
}

static void set_runs(const struct clip *s, struct lo_doc *doc)
{
    double runs[LO_MAX_CHANNELS], longest[LO_MAX_CHANNELS], total = 0, worst = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        runs[ch] = (double)s->channel[ch].runs;
        longest[ch] = (double)s->channel[ch].longest;
        total += runs[ch];
        worst = fmax(worst, longest[ch]);
    }
    lo_doc_set_channels(doc, "clip.runs", total, runs, s->channels);
    lo_doc_set_channels(doc, "clip.longest", worst, longest, s->channels);
}

/* Looks at both polarities of a channel; gives the level with more flats, and as its count
 * those of both. */
static struct dsp_flats_level find_flats(struct clip *s, struct channel *channel)
{
    struct dsp_flats_level found[2], worse;
    double peak = (double)channel->finder.peak;

    for (int polarity = 0; polarity < 2; polarity++) {
        found[polarity] = (struct dsp_flats_level){0};
        if (peak >= least_peak(s))
            found[polarity] =
                dsp_flats_find(channel->flats, polarity, peak, s->flats_needed);
        if (found[polarity].count)
            dsp_flats_each(channel->flats, polarity, found[polarity], take_flat,
                           channel);
    }
    worse = found[found[1].count > found[0].count];
    worse.count = found[0].count + found[1].count;
    return worse;
}

/* Sets the flats of all channels and their level; returns their number. */
static double set_flats(struct clip *s, struct lo_doc *doc)
{
    double runs[LO_MAX_CHANNELS], levels[LO_MAX_CHANNELS], total = 0, most = 0;
    double level = -INFINITY;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct dsp_flats_level found = find_flats(s, &s->channel[ch]);

        runs[ch] = (double)found.count;
        levels[ch] = found.count ? 20 * log10(found.level) : -INFINITY;
        total += runs[ch];
        if (runs[ch] > most) {
            most = runs[ch];
            level = levels[ch];
        }
    }
    lo_doc_set_channels(doc, "clip.flat_top_runs", total, runs, s->channels);
    lo_doc_set_channels(doc, "clip.flat_top_level", level, levels, s->channels);
    return total;
}

static void set_ratio(const struct clip *s, struct lo_doc *doc)
{
    double shares[LO_MAX_CHANNELS], worst = NAN;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        shares[ch] = flat_share(s, &s->channel[ch]);
        if (!(shares[ch] <= worst))
            worst = isnan(shares[ch]) ? worst : shares[ch];
    }
    if (isnan(worst))
        lo_doc_set_unmeasurable(doc, "clip.flat_top_ratio",
                                "too few or too quiet peaks to tell");
    else
        lo_doc_set_channels(doc, "clip.flat_top_ratio", worst, shares, s->channels);
}

static void finish(void *state, struct lo_doc *doc)
{
    struct clip *s = state;
    double events = 0;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        s->channel[ch].doc = doc;
        dsp_plateau_finish(&s->channel[ch].finder);
        events += (double)s->channel[ch].runs;
    }
    set_runs(s, doc);
    events += set_flats(s, doc);
    set_ratio(s, doc);
    if (s->frames)
        lo_doc_set(doc, "clip.density", events * 60 * s->rate_hz / (double)s->frames);
    else
        lo_doc_set_unmeasurable(doc, "clip.density", "no frames");
}

static void stop(void *state)
{
    struct clip *s = state;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        dsp_flats_free(s->channel[ch].flats);
        dsp_flattop_free(s->channel[ch].flattop);
    }
}

const struct lo_meter lo_meter_clip = {
    .name = "clip",
    .summary = "clipping at and below full scale, and after a filter",
    .source = "leadout",
    .terms = terms,
    .params = params,
    .state_size = sizeof(struct clip),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
