/* The whole reader over any bytes, as a file: whatever it is, reading ends, samples are
 * finite, and what is read is what the document says. */
#include "analyzer/audio/decoder.h"
#include "analyzer/audio/reader.h"

#include <assert.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST_S = 10 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    if (frames == 0 && !lo_reader_finish(reader, &err) && !lo_doc_seal(doc, &err)) {
        const struct lo_quantity *length = lo_doc_quantity(doc, "file.frames");

        assert(length && length->value == (double)total);
        assert(lo_doc_fact(doc, "file.header_problems"));
    } else {
        assert(err.status != LO_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab vocab = {groups, LO_COUNT(groups)};
    struct lo_read_options options = {.longest_s = LONGEST_S, .audio_md5 = true};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "fuzz", &vocab);
    struct lo_reader *reader;
    struct lo_err err = {0};
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    /* What libsndfile decodes is walked by fuzz_coded; its own code is not ours to fuzz. */
    if (doc && fd >= 0 && write(fd, data, size) == (ssize_t)size &&
        !lo_decoder_is_wanted(fd)) {
        if (lo_reader_open(&reader, fd, "fuzz.wav", &options, doc, &err))
            assert(err.status != LO_OK && err.text[0]);
        else
            read_all(reader, doc);
        lo_reader_close(reader);
    }
    if (fd >= 0)
        close(fd);
    lo_doc_free(doc);
    return 0;
}
