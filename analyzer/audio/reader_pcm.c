/* PCM that lies in the file as it is: of WAVE, W64, AIFF and CAF. */
#include "analyzer/audio/reader_private.h"

#include <inttypes.h>

int lo_reader_check_pcm(struct lo_reader *r, const char *data, const char *format,
                        struct lo_err *err)
{
    const char *stream;

    /* Words of coded streams are known as little-endian files hold them. */
    if (r->pcm.is_big_endian && lo_sample_bytes(r->pcm.sample) > 1)
        return 0;
    stream = lo_sniff_stream(&r->source, r->pcm.at,
                             r->format.frames * (int64_t)r->pcm.frame_bytes);
    if (!stream)
        return 0;
    return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                    "not accepted: the %s chunk holds %s at byte %" PRId64
                    ", not the PCM that %s declares",
                    data, stream, r->pcm.at, format);
}

/* The next stored frames, to bytes and from there to raw or floats. */
int64_t lo_reader_read_pcm(struct lo_reader *r, struct lo_err *err)
{
    int64_t left = r->format.frames - r->frames;
    size_t frames = left < (int64_t)r->block_frames ? (size_t)left : r->block_frames;
    size_t wanted = frames * r->pcm.frame_bytes, samples = frames * r->format.channels;
    int64_t at = r->pcm.at + r->frames * r->pcm.frame_bytes;

    if (lo_source_read(&r->source, at, r->bytes, wanted) != wanted) {
        if (lo_source_check(&r->source, r->name, err))
            return -1;
        return lo_error(err, LO_EIO, (struct lo_at){r->name, 0},
                        "the file shrank while it was read, before byte %" PRId64,
                        at + (int64_t)wanted);
    }
    lo_file_hash_feed(&r->hash, at, r->bytes, wanted);
    if (r->stored.context)
        lo_audio_md5_feed(&r->stored, r->bytes, wanted);
    if (r->pcm.is_big_endian)
        lo_pcm_swap(r->pcm.sample, r->bytes, samples);
    if (!r->format.is_float) {
        lo_pcm_unpack(r->pcm.sample, r->bytes, samples, r->raw);
        return (int64_t)frames;
    }
    if (r->md5.context)
        lo_audio_md5_feed(&r->md5, r->bytes, wanted);
    lo_pcm_copy_float(r->pcm.sample, r->bytes, samples, r->interleaved);
    lo_not_finite_replace(&r->not_finite, r->interleaved, frames, r->format.channels,
                          r->frames, r->doc);
    return (int64_t)frames;
}
