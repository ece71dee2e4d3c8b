#include "tests/support/reading.h"

#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct lo_vocab *vocab(void)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab all = {.groups = groups, .count = COUNT(groups)};

    return &all;
}

/* Appends a block, having checked that its arrays hold the same samples. */
static void keep(struct reading *reading, const struct lo_audio_block *block)
{
    unsigned channels = reading->format.channels;
    size_t old = (size_t)reading->frames * channels, more = block->frames * channels;

    assert_int_equal(block->start_frames, reading->frames);
    assert_int_equal(!block->raw, reading->format.is_float);
    for (unsigned ch = 0; ch < channels; ch++)
        for (size_t i = 0; i < block->frames; i++)
            assert_true(block->channel[ch][i] == block->interleaved[i * channels + ch]);
    reading->x = realloc(reading->x, (old + more) * sizeof *reading->x);
    assert_non_null(reading->x);
    memcpy(reading->x + old, block->interleaved, more * sizeof *reading->x);
    if (block->raw) {
        reading->raw = realloc(reading->raw, (old + more) * sizeof *reading->raw);
        assert_non_null(reading->raw);
        memcpy(reading->raw + old, block->raw, more * sizeof *reading->raw);
    }
    reading->frames += (int64_t)block->frames;
}

static int read_all(struct reading *reading, struct lo_reader *reader)
{
    struct lo_audio_block block;
    int64_t frames;

    reading->format = *lo_reader_format(reader);
    lo_doc_set_rate(reading->doc, reading->format.rate_hz);
    while ((frames = lo_reader_read(reader, &block, &reading->err)) > 0) {
        assert_int_equal(frames, block.frames);
        keep(reading, &block);
    }
    if (frames < 0 || lo_reader_finish(reader, &reading->err))
        return -1;
    return lo_doc_seal(reading->doc, &reading->err);
}

struct reading read_fd(int fd, const char *name, size_t block_frames,
                       const struct lo_read_options *options)
{
    struct reading reading = {.doc = lo_doc_new(LO_TRACK, name, vocab())};
    struct lo_read_options used = options ? *options : (struct lo_read_options){0};
    struct lo_reader *reader;
    int result = -1;

    assert_non_null(reading.doc);
    used.block_frames = block_frames;
    if (!lo_reader_open(&reader, fd, name, &used, reading.doc, &reading.err))
        result = read_all(&reading, reader);
    lo_reader_close(reader);
    if (result) {
        assert_int_not_equal(reading.err.status, LO_OK);
        lo_doc_free(reading.doc);
        reading.doc = NULL;
    }
    return reading;
}

struct reading read_bytes(const struct wav_bytes *bytes, size_t block_frames)
{
    int fd = wav_open(bytes);
    struct reading reading = read_fd(fd, "test.wav", block_frames, NULL);

    close(fd);
    return reading;
}

void reading_fini(struct reading *reading)
{
    lo_doc_free(reading->doc);
    free(reading->x);
    free(reading->raw);
    *reading = (struct reading){0};
}

const char *text_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);

    if (!fact || fact->type != LO_FACT_TEXT)
        fail_msg("%s was not set", id);
    return fact->text;
}

const char *problem_of(const struct lo_doc *doc, const char *id)
{
    static const char *const lists[] = {"file.header_problems", "file.header_notes",
                                        "tag.problems", "tag.notes"};
    size_t length = strlen(id);

    for (size_t l = 0; l < COUNT(lists); l++) {
        const struct lo_fact *fact = lo_doc_fact(doc, lists[l]);

        for (size_t i = 0; fact && i < fact->count; i++)
            if (strncmp(fact->items[i], id, length) == 0 &&
                fact->items[i][length] == ':')
                return fact->items[i];
    }
    return NULL;
}

const char *list_of(const struct lo_doc *doc, const char *id)
{
    static char text[8192];
    const struct lo_fact *fact = lo_doc_fact(doc, id);

    text[0] = '\0';
    for (size_t i = 0; fact && i < fact->count; i++) {
        size_t used = strlen(text);

        snprintf(text + used, sizeof text - used, "%s%s", i ? " | " : "",
                 fact->items[i]);
    }
    return text;
}
