#include "analyzer/audio/not_finite.h"

#include "analyzer/audio/pcm.h"

#include <math.h>

static void end_span(struct lo_not_finite *state, unsigned ch, struct lo_doc *doc)
{
    struct lo_event *span = &state->span[ch];

    if (span->length_frames == 0)
        return;
    span->value = (double)span->length_frames;
    span->rank = span->value;
    lo_doc_event(doc, span);
    span->length_frames = 0;
}

static void replace_channel(struct lo_not_finite *state, float *x, size_t frames,
                            unsigned channels, unsigned ch, int64_t start_frames,
                            struct lo_doc *doc)
{
    struct lo_event *span = &state->span[ch];

    for (size_t i = 0; i < frames; i++) {
        float *sample = &x[i * channels + ch];

        if (isfinite(*sample)) {
            end_span(state, ch, doc);
            continue;
        }
        *sample = 0.0f;
        state->count[ch]++;
        if (span->length_frames++ == 0) {
            span->kind = "file.not_finite";
            span->channel = (int)ch;
            span->start_frames = start_frames + (int64_t)i;
        }
    }
}

void lo_not_finite_replace(struct lo_not_finite *state, float *x, size_t frames,
                           unsigned channels, int64_t start_frames, struct lo_doc *doc)
{
    bool is_open = false;

    for (unsigned ch = 0; ch < channels; ch++)
        is_open |= state->span[ch].length_frames > 0;
    if (!is_open && lo_pcm_all_finite(x, frames * channels))
        return;
    for (unsigned ch = 0; ch < channels; ch++)
        replace_channel(state, x, frames, channels, ch, start_frames, doc);
}

void lo_not_finite_finish(struct lo_not_finite *state, unsigned channels,
                          struct lo_doc *doc)
{
    double each[LO_MAX_CHANNELS] = {0};
    double total = 0.0;

    for (unsigned ch = 0; ch < channels; ch++) {
        end_span(state, ch, doc);
        each[ch] = (double)state->count[ch];
        total += each[ch];
    }
    lo_doc_set_channels(doc, "file.not_finite", total, each, channels);
}
