/* The second opinion: loudness and peaks by libebur128, an independent implementation.
 *
 * Its figures stand beside ours. Where they differ by more than rounding, the reason is
 * known [leadout:verify]: it looks at loudness ranges once a second, reads up to 0.05 dB
 * less at high rates, and up to 1 dB less true peak on clipped masters.
 */
#include "analyzer/meters/meter.h"
#include "dsp/speakers.h"

#include <ebur128.h>
#include <math.h>

static const double SHORTEST_S = 0.4; /* of a programme that has a loudness [BS1770] */
static const double SHORTEST_RANGE_S = 3.0; /* [EBU3342] */

struct verify {
    ebur128_state *meter;
    unsigned channels, rate_hz;
    int64_t frames;
    bool failed; /* only memory can fail */
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "verify.integrated", LO_UNIT_LUFS,
     "integrated loudness by libebur128", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.range", LO_UNIT_LU, "loudness range by libebur128",
     LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.true_peak", LO_UNIT_DBTP,
     "true peak by libebur128, at up to 4 times the rate", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.sample_peak", LO_UNIT_DBFS, "sample peak by libebur128",
     LO_FOLD_MAX},
    {0},
};

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct verify *s = state;
    double weight[LO_MAX_CHANNELS];

    s->channels = setup->channels;
    s->rate_hz = setup->rate_hz;
    s->meter = ebur128_init(s->channels, s->rate_hz,
                            EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK);
    if (!s->meter)
        return lo_error_nomem(err);
    /* The same speakers as ours: which channel is which is not what is verified. */
    dsp_speakers_weigh(setup->channels, setup->channel_mask, weight);
    for (unsigned ch = 0; ch < s->channels; ch++)
        ebur128_set_channel(s->meter, ch,
                            weight[ch] > 1   ? EBUR128_LEFT_SURROUND
                            : weight[ch] > 0 ? EBUR128_LEFT
                                             : EBUR128_UNUSED);
    return 0;
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct verify *s = state;

    (void)doc;
    if (ebur128_add_frames_float(s->meter, block->interleaved, block->frames))
        s->failed = true;
    s->frames += (int64_t)block->frames;
}

static void set_peaks(const struct verify *s, struct lo_doc *doc)
{
    double true_db[LO_MAX_CHANNELS], sample_db[LO_MAX_CHANNELS];
    double highest = -INFINITY, largest = -INFINITY;

    for (unsigned ch = 0; ch < s->channels; ch++) {
        double peak = 0, sample = 0;

        ebur128_true_peak(s->meter, ch, &peak);
        ebur128_sample_peak(s->meter, ch, &sample);
        true_db[ch] = 20 * log10(peak);
        sample_db[ch] = 20 * log10(sample);
        highest = fmax(highest, true_db[ch]);
        largest = fmax(largest, sample_db[ch]);
    }
    lo_doc_set_channels(doc, "verify.true_peak", highest, true_db, s->channels);
    lo_doc_set_channels(doc, "verify.sample_peak", largest, sample_db, s->channels);
}

static void finish(void *state, struct lo_doc *doc)
{
    struct verify *s = state;
    double integrated = -INFINITY, range = 0, seconds = (double)s->frames / s->rate_hz;

    if (s->failed || ebur128_loudness_global(s->meter, &integrated) ||
        ebur128_loudness_range(s->meter, &range)) {
        lo_doc_fail(doc);
        return;
    }
    if (seconds >= SHORTEST_S)
        lo_doc_set(doc, "verify.integrated", integrated);
    else
        lo_doc_set_unmeasurable(doc, "verify.integrated", "shorter than 400 ms");
    if (seconds >= SHORTEST_RANGE_S)
        lo_doc_set(doc, "verify.range", range);
    else
        lo_doc_set_unmeasurable(doc, "verify.range", "shorter than 3 s");
    if (s->frames) {
        set_peaks(s, doc);
        return;
    }
    lo_doc_set_unmeasurable(doc, "verify.true_peak", "no frames");
    lo_doc_set_unmeasurable(doc, "verify.sample_peak", "no frames");
}

static void stop(void *state)
{
    struct verify *s = state;

    if (s->meter)
        ebur128_destroy(&s->meter);
}

const struct lo_meter lo_meter_verify = {
    .name = "verify",
    .summary = "loudness and peaks a second time, by libebur128",
    .source = "libebur128",
    .terms = terms,
    .on_request = true,
    .state_size = sizeof(struct verify),
    .start = start,
    .feed = feed,
    .finish = finish,
    .stop = stop,
};
