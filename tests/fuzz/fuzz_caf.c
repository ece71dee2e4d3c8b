/* The walk of a Core Audio file, and its desc chunk, over any bytes. */
#include "analyzer/audio/caf.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    struct lo_caf *caf = calloc(1, sizeof *caf);
    struct lo_remarks remarks = {0};
    struct lo_audio_format format = {0};
    struct lo_err err = {0};

    if (!caf)
        return 0;
    lo_source_init_memory(&source, data, size);
    if (lo_caf_walk(caf, &format, &source, 0, "fuzz", &remarks, &err)) {
        assert(err.status == LO_EFORMAT);
    } else {
        assert(caf->data_at > 0 && caf->data_bytes >= 0);
        assert(caf->data_bytes == 0 ||
               (uint64_t)caf->data_at + (uint64_t)caf->data_bytes <= size);
        assert(format.channels >= 1 && format.channels <= LO_MAX_CHANNELS &&
               caf->frame_bytes > 0 && format.valid_bits <= format.bits);
        assert(format.frames == caf->data_bytes / caf->frame_bytes);
    }
    lo_remarks_fini(&remarks);
    free(caf);
    return 0;
}
