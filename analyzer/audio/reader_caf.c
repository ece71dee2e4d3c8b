#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/facts.h"

int lo_reader_open_caf(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    if (lo_caf_walk(&r->caf, &r->format, &r->source, at, r->name, &r->remarks, err))
        return -1;
    r->pcm = (struct lo_pcm_place){.at = r->caf.data_at,
                                   .sample = r->caf.sample,
                                   .frame_bytes = r->caf.frame_bytes,
                                   .is_big_endian = r->caf.is_big_endian};
    if (lo_reader_check_pcm(r, "data", "desc", err))
        return -1;
    lo_facts_caf(r->doc, &r->caf);
    return lo_reader_check_length(r, r->format.frames, err) ||
                   lo_reader_check_extra(r, r->source.size - r->caf.data_bytes, err)
               ? -1
               : 0;
}
