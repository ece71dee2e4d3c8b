#include "tests/support/measure.h"

#include "tests/support/unit.h"

#include <stdlib.h>

enum { METERS_MAX = 16, PARAMS_MAX = 32 };

struct run {
    const struct lo_meter *meter;
    void *state;
};

/* The block at, [channels] pointers into the signal, with an interleaved copy. */
static void feed(struct run *runs, size_t count, const struct signal *signal, size_t at,
                 size_t frames, struct lo_doc *doc)
{
    unsigned channels = signal->setup.channels;
    const float *channel[LO_MAX_CHANNELS];
    float *interleaved = malloc((frames * channels + 1) * sizeof *interleaved);
    struct lo_block block = {
        .channel = channel,
        .interleaved = interleaved,
        .raw = signal->raw ? signal->raw + at * channels : NULL,
        .frames = frames,
        .start_frames = (int64_t)at,
    };

    assert_non_null(interleaved);
    for (unsigned ch = 0; ch < channels; ch++) {
        channel[ch] = signal->channel[ch] + at;
        for (size_t i = 0; i < frames; i++)
            interleaved[i * channels + ch] = channel[ch][i];
    }
    for (size_t m = 0; m < count; m++)
        runs[m].meter->feed(runs[m].state, &block, doc);
    free(interleaved);
}

static void begin(struct run *run, const struct lo_meter *meter, struct lo_setup setup,
                  bool is_last)
{
    double initial[PARAMS_MAX] = {0};
    struct lo_err err = {0};

    for (size_t i = 0; meter->params && meter->params[i].name; i++)
        initial[i] = meter->params[i].initial;
    if (!is_last || !setup.params)
        setup.params = initial;
    run->meter = meter;
    run->state = calloc(1, meter->state_size);
    assert_non_null(run->state);
    if (meter->start(run->state, &setup, &err))
        fail_msg("%s: %s", meter->name, err.text);
}

struct lo_doc *measure(const struct lo_meter *const *meters,
                       const struct signal *signal, size_t block)
{
    /* Kept by the document, so they outlive this call. */
    static const struct lo_term *terms[METERS_MAX];
    static struct lo_vocab vocab = {.groups = terms};
    struct run runs[METERS_MAX];
    struct lo_doc *doc;
    struct lo_err err = {0};
    size_t count = 0;

    while (meters[count]) {
        terms[count] = meters[count]->terms;
        begin(&runs[count], meters[count], signal->setup, !meters[count + 1]);
        count++;
    }
    vocab.count = count;
    doc = lo_doc_new(LO_TRACK, "signal", &vocab);
    assert_non_null(doc);
    lo_doc_set_rate(doc, signal->setup.rate_hz);
    for (size_t at = 0; at < signal->frames; at += block)
        feed(runs, count, signal, at,
             signal->frames - at < block ? signal->frames - at : block, doc);
    for (size_t m = 0; m < count; m++)
        runs[m].meter->finish(runs[m].state, doc);
    for (size_t m = 0; m < count; m++) {
        if (runs[m].meter->stop)
            runs[m].meter->stop(runs[m].state);
        free(runs[m].state);
    }
    if (lo_doc_seal(doc, &err))
        fail_msg("%s", err.text);
    return doc;
}

struct lo_doc *measure_mono(const struct lo_meter *meter, const double *x,
                            size_t frames, size_t block)
{
    const struct lo_meter *const meters[] = {meter, NULL};
    float *samples = malloc((frames + 1) * sizeof *samples);
    const float *channel[] = {samples};
    struct signal signal = {
        .channel = channel,
        .frames = frames,
        .setup = {.channels = 1,
                  .rate_hz = 48000,
                  .bits = 32,
                  .valid_bits = 32,
                  .is_float = true},
    };
    struct lo_doc *doc;

    assert_non_null(samples);
    for (size_t i = 0; i < frames; i++)
        samples[i] = (float)x[i];
    doc = measure(meters, &signal, block);
    free(samples);
    return doc;
}

double value_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    if (!quantity)
        fail_msg("%s was not set", id);
    if (quantity->state == LO_NOT_MEASURABLE)
        fail_msg("%s is not measurable: %s", id, quantity->reason);
    return quantity->state == LO_BELOW ? -INFINITY : quantity->value;
}

const char *reason_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    if (!quantity || quantity->state != LO_NOT_MEASURABLE)
        fail_msg("%s was expected to be not measurable", id);
    return quantity->reason;
}
