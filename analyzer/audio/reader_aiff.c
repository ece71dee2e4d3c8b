#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/facts.h"

#include <inttypes.h>

int lo_reader_open_aiff(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    const char *stream;

    if (lo_aiff_walk(&r->aiff, &r->format, &r->source, at, r->name, &r->remarks, err))
        return -1;
    /* Words of coded streams are known as little-endian files hold them. */
    stream = r->aiff.is_big_endian && r->aiff.frame_bytes > r->format.channels
                 ? NULL
                 : lo_sniff_stream(&r->source, r->aiff.data_at, r->aiff.data_bytes);
    if (stream)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "not accepted: the SSND chunk holds %s at byte %" PRId64
                        ", not the PCM that COMM declares",
                        stream, r->aiff.data_at);
    r->pcm = (struct lo_pcm_place){.at = r->aiff.data_at,
                                   .sample = r->aiff.sample,
                                   .frame_bytes = r->aiff.frame_bytes,
                                   .is_big_endian = r->aiff.is_big_endian};
    lo_facts_aiff(r->doc, &r->aiff);
    return lo_reader_check_length(r, r->format.frames, err) ||
                   lo_reader_check_extra(r, r->source.size - r->aiff.data_bytes, err)
               ? -1
               : 0;
}
