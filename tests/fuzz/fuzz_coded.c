/* The walks of Ogg and MPEG streams over any bytes. */
#include "analyzer/audio/coded.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    int (*const walks[])(struct lo_coded * coded, struct lo_audio_format * format,
                         struct lo_source * of, int64_t at, const char *name,
                         struct lo_remarks *remarks,
                         struct lo_err *err) = {lo_ogg_walk, lo_mpeg_walk};

    for (size_t i = 0; i < LO_COUNT(walks); i++) {
        struct lo_coded coded = {0};
        struct lo_audio_format format = {0};
        struct lo_remarks remarks = {0};
        struct lo_err err = {0};

        lo_source_init_memory(&source, data, size);
        if (walks[i](&coded, &format, &source, 0, "fuzz", &remarks, &err)) {
            assert(err.status == LO_EFORMAT);
        } else {
            assert(coded.codec && coded.units > 0);
            assert(coded.audio_at >= 0 && coded.audio_bytes >= 0 &&
                   (uint64_t)coded.audio_at + (uint64_t)coded.audio_bytes <= size);
            assert((uint64_t)coded.comment_at + (uint64_t)coded.comment_bytes <= size);
            assert(coded.frames >= -1);
            assert(format.channels >= 1 && format.channels <= LO_MAX_CHANNELS);
        }
        lo_remarks_fini(&remarks);
    }
    return 0;
}
