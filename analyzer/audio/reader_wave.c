#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/facts.h"
#include "analyzer/audio/w64.h"

#include <inttypes.h>

static void check_wave_length(struct lo_reader *r)
{
    unsigned frame_bytes = r->wave.frame_bytes;
    int64_t bytes = r->riff.data_bytes, rest = bytes % frame_bytes;
    int64_t samples = (int64_t)r->riff.ds64_samples;

    if (rest && r->riff.data_declared == (uint64_t)bytes)
        lo_remark(&r->remarks.problems,
                  "partial-frame: the data chunk at byte %" PRId64 " has %" PRId64
                  " bytes, no whole number of frames of %u; the last %" PRId64
                  " are left out",
                  r->riff.data_at - r->riff.header_bytes, bytes, frame_bytes, rest);
    if (r->riff.has_ds64 && samples && samples != r->format.frames &&
        r->riff.data_declared == (uint64_t)bytes)
        lo_remark(&r->remarks.problems,
                  "ds64: declares %" PRIu64 " frames, the data chunk has %" PRId64,
                  r->riff.ds64_samples, r->format.frames);
    if (r->riff.has_fact && r->riff.kind == LO_RIFF && r->riff.fact_frames &&
        r->riff.data_declared == (uint64_t)bytes &&
        r->riff.fact_frames != r->format.frames)
        lo_remark(&r->remarks.notes,
                  "fact: the fact chunk declares %" PRIu32
                  " frames, the data chunk has %" PRId64,
                  r->riff.fact_frames, r->format.frames);
}

/* What the walk found, read as WAVE has it. */
static int open_found(struct lo_reader *r, struct lo_err *err)
{
    uint64_t declared = r->riff.data_declared;

    if (lo_wave_read(&r->wave, &r->format, &r->riff, &r->source, r->name, &r->remarks,
                     err))
        return -1;
    r->format.frames = r->riff.data_bytes / r->wave.frame_bytes;
    r->pcm = (struct lo_pcm_place){.at = r->riff.data_at,
                                   .sample = r->wave.sample,
                                   .frame_bytes = r->wave.frame_bytes};
    if (lo_reader_check_pcm(r, "data", "fmt", err))
        return -1;
    check_wave_length(r);
    lo_facts_wave(r->doc, &r->riff, &r->wave,
                  declared == UINT64_MAX ? -1
                                         : (int64_t)(declared / r->wave.frame_bytes));
    return lo_reader_check_length(r, r->format.frames, err) ||
                   lo_reader_check_extra(r, r->source.size - r->riff.data_bytes, err)
               ? -1
               : 0;
}

int lo_reader_open_wave(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    return lo_riff_walk(&r->riff, &r->source, at, r->name, &r->remarks, err)
               ? -1
               : open_found(r, err);
}

int lo_reader_open_w64(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    return lo_w64_walk(&r->riff, &r->source, at, r->name, &r->remarks, err)
               ? -1
               : open_found(r, err);
}
