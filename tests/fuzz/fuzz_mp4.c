/* MP4 files over any bytes, and over any bytes in place of decoded audio. The first two bytes
 * are the length of what comes through the pipe; then that, then the file. */
#include "analyzer/audio/decoded.h"
#include "analyzer/audio/mp4.h"
#include "analyzer/audio/reader.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST_S = 10 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const uint8_t *data, size_t size)
{
    static struct lo_source source;
    struct lo_mp4 mp4 = {0};
    struct lo_remarks remarks = {0};
    struct lo_err err = {0};

    lo_source_init_memory(&source, data, size);
    if (lo_mp4_walk(&mp4, &source, "fuzz", &remarks, &err)) {
        assert(err.status == LO_EFORMAT);
    } else {
        struct lo_mp4_cut cut;

        lo_mp4_find_gaps(&mp4, &source);
        cut = lo_mp4_cut_of(&mp4, 48000);
        assert(cut.skip >= 0 && cut.take >= -1);
        assert(mp4.codec && mp4.entry_at > 0 && (size_t)mp4.entry_at < size);
        assert(mp4.audio_bytes >= 0 && (size_t)mp4.audio_bytes <= size);
        assert(mp4.ilst_bytes >= 0 && (size_t)(mp4.ilst_at + mp4.ilst_bytes) <= size);
    }
    lo_remarks_fini(&remarks);
}

static void read_all(struct lo_reader *reader, struct lo_doc *doc)
{
    unsigned channels = lo_reader_format(reader)->channels;
    struct lo_audio_block block;
    struct lo_err err = {0};
    int64_t total = 0, frames;

    lo_doc_set_rate(doc, lo_reader_format(reader)->rate_hz);
    while ((frames = lo_reader_read(reader, &block, &err)) > 0) {
        assert(block.start_frames == total && (int64_t)block.frames == frames);
        for (size_t i = 0; i < block.frames * channels; i++)
            assert(isfinite(block.interleaved[i]));
        total += frames;
    }
    if (frames == 0 && !lo_reader_finish(reader, &err))
        assert(!lo_doc_seal(doc, &err));
    else
        assert(err.status != LO_OK);
}

/* What fits a pipe is written before anyone reads. */
static void read_file(const uint8_t *piped, size_t count, const uint8_t *data,
                      size_t size)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab vocab = {groups, LO_COUNT(groups)};
    struct lo_read_options options = {.longest_s = LONGEST_S, .audio_md5 = true};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "fuzz", &vocab);
    int ends[2], fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct lo_reader *reader;
    struct lo_err err = {0};

    assert(doc && fd >= 0 && pipe(ends) == 0);
    assert(write(fd, data, size) == (ssize_t)size);
    assert(write(ends[1], piped, count) == (ssize_t)count);
    close(ends[1]);
    options.decoded = ends[0];
    if (lo_decoded_is_wanted(fd)) {
        if (lo_reader_open(&reader, fd, "fuzz.m4a", &options, doc, &err))
            assert(err.status != LO_OK && err.text[0]);
        else
            read_all(reader, doc);
        lo_reader_close(reader);
    }
    close(ends[0]);
    close(fd);
    lo_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size < 2 ? 0 : (size_t)(data[0] | data[1] << 8);

    if (size < 2 || count > size - 2)
        return 0;
    walk(data + 2 + count, size - 2 - count);
    read_file(data + 2, count, data + 2 + count, size - 2 - count);
    return 0;
}
