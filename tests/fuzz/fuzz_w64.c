/* The walk of a Wave64 file, and its fmt chunk, over any bytes. */
#include "analyzer/audio/w64.h"
#include "analyzer/audio/wave.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    struct lo_riff *riff = calloc(1, sizeof *riff);
    struct lo_remarks remarks = {0};
    struct lo_audio_format format = {0};
    struct lo_wave wave = {0};
    struct lo_err err = {0};

    if (!riff)
        return 0;
    lo_source_init_memory(&source, data, size);
    if (lo_w64_walk(riff, &source, 0, "fuzz", &remarks, &err)) {
        assert(err.status == LO_EFORMAT);
    } else {
        /* What is said to be there is there. */
        assert(riff->data_at > 0 && riff->data_bytes >= 0);
        assert((uint64_t)riff->data_at + (uint64_t)riff->data_bytes <= size);
        assert((uint64_t)riff->fmt_at + riff->fmt_bytes <= size);
        if (!lo_wave_read(&wave, &format, riff, &source, "fuzz", &remarks, &err))
            assert(format.channels >= 1 && format.channels <= LO_MAX_CHANNELS &&
                   wave.frame_bytes > 0 && format.valid_bits <= format.bits);
    }
    lo_remarks_fini(&remarks);
    free(riff);
    return 0;
}
