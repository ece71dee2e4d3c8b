#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/facts.h"

#include <inttypes.h>
#include <string.h>

int lo_reader_open_flac(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    if (lo_flac_walk(&r->flac, &r->source, at, r->name, &r->remarks, err))
        return -1;
    r->format = (struct lo_audio_format){
        .channels = r->flac.channels,
        .rate_hz = r->flac.rate_hz,
        .bits = r->flac.bits,
        .valid_bits = r->flac.bits,
        .frames = r->flac.frames ? r->flac.frames : -1,
    };
    if (lo_check_range(&r->format, at + 18, r->name, err))
        return -1;
    if (r->flac.bits < 8)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "samples of %u bits, declared at byte %" PRId64
                        "; 8 to 32 can be measured",
                        r->flac.bits, at + 20);
    lo_facts_flac(r->doc, &r->flac);
    if (lo_reader_check_extra(r, r->flac.audio_at, err))
        return -1;
    return lo_flac_stream_open(&r->stream, &r->flac, &r->source, &r->hash, r->name,
                               &r->remarks, err);
}

/* 1 when the audio so far has the MD5 that the file declares, 0 when not. */
static int matches_md5(const struct lo_reader *r, struct lo_err *err)
{
    unsigned char digest[LO_MD5_BYTES];

    if (!r->flac.has_md5)
        return 0;
    if (lo_audio_md5_peek(&r->md5, digest, err))
        return -1;
    return memcmp(digest, r->flac.md5, sizeof digest) == 0;
}

int64_t lo_reader_read_flac(struct lo_reader *r, struct lo_err *err)
{
    size_t frames = r->block_frames;
    int64_t left = r->flac.frames - r->frames, got;

    /* A block ends where the declared audio does: what comes after may be junk. */
    if (left > 0 && left < (int64_t)frames)
        frames = (size_t)left;
    if (r->frames > 0 && left == 0) {
        int is_all = matches_md5(r, err);

        if (is_all)
            return is_all < 0 ? -1 : 0;
    }
    got = lo_flac_stream_read(r->stream, r->raw, frames, err);
    if (got < 0 || lo_source_check(&r->source, r->name, err) ||
        lo_reader_check_length(r, r->frames + got, err))
        return -1;
    if (got == 0 && r->frames == 0 &&
        (r->flac.frames || r->flac.audio_at < r->source.size))
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "nothing could be decoded from byte %" PRId64
                        " to byte %" PRId64,
                        r->flac.audio_at, r->source.size);
    return got;
}

/* What was decoded against what STREAMINFO declares. */
int lo_reader_check_flac(struct lo_reader *r, struct lo_err *err)
{
    const struct lo_flac_walk *flac = &r->flac;
    struct lo_remark_list *problems = &r->remarks.problems;
    int is_match = matches_md5(r, err);
    bool is_damaged = lo_flac_stream_damaged(r->stream);

    if (is_match < 0)
        return -1;
    lo_flac_stream_finish(r->stream,
                          is_match || (!flac->has_md5 && !is_damaged &&
                                       flac->frames == r->frames && flac->frames > 0));
    if (!flac->has_md5)
        lo_remark(&r->remarks.notes,
                  "md5-absent: STREAMINFO at byte %" PRId64
                  " declares no MD5 of the audio",
                  flac->at + 4);
    else if (!is_match)
        lo_remark(problems,
                  "md5-mismatch: the decoded audio has not the MD5 that STREAMINFO "
                  "declares at byte %" PRId64,
                  flac->at + 26);
    if (flac->frames == 0)
        lo_remark(&r->remarks.notes,
                  "total-unknown: STREAMINFO at byte %" PRId64 " declares no length",
                  flac->at + 4);
    else if (r->frames < flac->frames && !is_match)
        lo_remark(problems,
                  "truncated: STREAMINFO declares %" PRId64 " frames at byte %" PRId64
                  ", %" PRId64 " could be decoded",
                  flac->frames, flac->at + 21, r->frames);
    else if (r->frames != flac->frames)
        lo_remark(problems,
                  "total-samples: STREAMINFO declares %" PRId64
                  " frames at byte %" PRId64 ", the stream has %" PRId64,
                  flac->frames, flac->at + 21, r->frames);
    return 0;
}
