/* The walk of an AIFF file, and its COMM chunk, over any bytes. */
#include "analyzer/audio/aiff.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    struct lo_aiff *aiff = calloc(1, sizeof *aiff);
    struct lo_remarks remarks = {0};
    struct lo_audio_format format = {0};
    struct lo_err err = {0};

    if (!aiff)
        return 0;
    lo_source_init_memory(&source, data, size);
    if (lo_aiff_walk(aiff, &format, &source, 0, "fuzz", &remarks, &err)) {
        assert(err.status == LO_EFORMAT);
    } else {
        /* What is said to be there is there. */
        assert(aiff->data_at > 0 && aiff->data_bytes >= 0);
        assert(aiff->data_bytes == 0 ||
               (uint64_t)aiff->data_at + (uint64_t)aiff->data_bytes <= size);
        assert(format.channels >= 1 && format.channels <= LO_MAX_CHANNELS &&
               aiff->frame_bytes > 0 && format.valid_bits <= format.bits);
        assert(format.frames == aiff->data_bytes / aiff->frame_bytes);
    }
    lo_remarks_fini(&remarks);
    free(aiff);
    return 0;
}
