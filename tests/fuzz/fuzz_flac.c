/* The walk of FLAC metadata over any bytes. */
#include "analyzer/audio/flac_walk.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    struct lo_flac_walk *walk = calloc(1, sizeof *walk);
    unsigned char head[LO_FLAC_HEAD_BYTES];
    struct lo_remarks remarks = {0};
    struct lo_err err = {0};

    if (!walk)
        return 0;
    lo_source_init_memory(&source, data, size);
    if (lo_flac_walk(walk, &source, 0, "fuzz", &remarks, &err)) {
        assert(err.status == LO_EFORMAT);
    } else {
        assert(walk->audio_at > 0 && (uint64_t)walk->audio_at <= size);
        assert(walk->channels >= 1 && walk->channels <= 8 && walk->bits <= 32);
        lo_flac_make_head(walk, &source, head);
    }
    lo_remarks_fini(&remarks);
    free(walk);
    return 0;
}
