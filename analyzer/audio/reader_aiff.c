#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/facts.h"

int lo_reader_open_aiff(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    if (lo_aiff_walk(&r->aiff, &r->format, &r->source, at, r->name, &r->remarks, err))
        return -1;
    r->pcm = (struct lo_pcm_place){.at = r->aiff.data_at,
                                   .sample = r->aiff.sample,
                                   .frame_bytes = r->aiff.frame_bytes,
                                   .is_big_endian = r->aiff.is_big_endian};
    if (lo_reader_check_pcm(r, "SSND", "COMM", err))
        return -1;
    lo_facts_aiff(r->doc, &r->aiff);
    return lo_reader_check_length(r, r->format.frames, err) ||
                   lo_reader_check_extra(r, r->source.size - r->aiff.data_bytes, err)
               ? -1
               : 0;
}
