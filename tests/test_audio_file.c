/* What the reader does with a file as a whole: hashes, limits, names, files that change,
 * numbers that are none, memory that runs out. */
#include "analyzer/base/alloc.h"
#include "tests/support/flac_file.h"
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FRAMES = 1000, TAG_PCM = 1, TAG_FLOAT = 3, DATA_AT = 44 };

static const struct wav_format stereo_24 = {
    .tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 24};

/* SHA-256 of a right file of stereo_24 and FRAMES, of which the bytes are a closed form;
 * and the MD5 of its audio. From sha256sum and from md5sum of the data chunk. */
static void test_file_hashes_are_those_of_other_tools(void **unused)
{
    struct lo_read_options options = {.audio_md5 = true};
    struct wav_bytes bytes = {0};
    struct reading reading;
    int fd;

    (void)unused;
    wav_file(&bytes, &stereo_24, FRAMES);
    fd = wav_open(&bytes);
    reading = read_fd(fd, "a.wav", 7, &options);
    assert_non_null(reading.doc);
    assert_string_equal(
        text_of(reading.doc, "file.sha256"),
        "129918a99f3e3aa16f63443a8b0b3b7e0fd211e2256de4d3eefc7d7bca9dda8c");
    assert_string_equal(text_of(reading.doc, "file.audio_md5"),
                        "e4da0aad6b85bc4bf498a116c629d042");
    close(fd);
    reading_fini(&reading);
    wav_fini(&bytes);
}

/* The same audio in a WAVE file, also in a wider container, has the MD5 of the FLAC. */
static void test_audio_md5_is_the_same_in_every_container(void **unused)
{
    static const struct wav_format formats[] = {
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 20},
        {0xFFFE, 2, 44100, 24, 20, TAG_PCM, 3},
        {0xFFFE, 2, 44100, 32, 20, TAG_PCM, 3},
        {.tag = TAG_PCM, .channels = 1, .rate_hz = 44100, .bits = 8},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 16},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 24},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 32},
    };
    struct lo_read_options options = {.audio_md5 = true};

    (void)unused;
    for (size_t i = 0; i < COUNT(formats); i++) {
        unsigned bits = formats[i].valid_bits ? formats[i].valid_bits : formats[i].bits;
        struct flac_shape shape = {formats[i].channels, 44100, bits, 0, FRAMES, 0};
        struct wav_bytes wav = {0}, flac = {0};
        struct reading of_wav, of_flac;
        int fd;

        wav_file(&wav, &formats[i], FRAMES);
        flac_file(&flac, &shape);
        fd = wav_open(&wav);
        of_wav = read_fd(fd, "a.wav", 7, &options);
        close(fd);
        fd = wav_open(&flac);
        of_flac = read_fd(fd, "a.flac", 0, NULL);
        close(fd);
        assert_string_equal(text_of(of_wav.doc, "file.audio_md5"),
                            text_of(of_flac.doc, "file.audio_md5_declared"));
        reading_fini(&of_wav);
        reading_fini(&of_flac);
        wav_fini(&wav);
        wav_fini(&flac);
    }
}

static void put_float(struct wav_bytes *bytes, size_t index, uint32_t word)
{
    wav_patch(bytes, DATA_AT + 4 * index, word, 4);
}

enum {
    WORD_INFINITY = 0x7F800000,
    WORD_NAN = 0x7FC00000,
    WORD_LARGEST = 0x7F7FFFFF,
    WORD_DENORMAL = 1,
};

static void check_event(const struct lo_event *event, int64_t start, int64_t length,
                        int channel)
{
    assert_string_equal(event->kind, "file.not_finite");
    assert_int_equal(event->start_frames, start);
    assert_int_equal(event->length_frames, length);
    assert_int_equal(event->channel, channel);
    assert_near(event->value, (double)length, 0);
}

static void test_numbers_that_are_none_become_zero_and_are_reported(void **unused)
{
    struct wav_format format = {
        .tag = TAG_FLOAT, .channels = 2, .rate_hz = 44100, .bits = 32};
    static const size_t blocks[] = {1, 7, 0};

    (void)unused;
    for (size_t b = 0; b < COUNT(blocks); b++) {
        struct wav_bytes bytes = {0};
        struct reading reading;
        const struct lo_event *events;
        const struct lo_quantity *count;

        wav_file(&bytes, &format, FRAMES);
        for (size_t i = 10; i < 30; i++)
            put_float(&bytes, 2 * i, i & 1 ? WORD_NAN : WORD_INFINITY);
        put_float(&bytes, 2 * 15 + 1, 0xFF800000);
        put_float(&bytes, 2 * (FRAMES - 1) + 1, WORD_NAN);
        put_float(&bytes, 2 * 500, WORD_LARGEST);
        put_float(&bytes, 2 * 501, WORD_DENORMAL);
        reading = read_bytes(&bytes, blocks[b]);
        assert_non_null(reading.doc);
        for (size_t i = 0; i < 2 * FRAMES; i++)
            assert_true(isfinite(reading.x[i]));
        assert_true(reading.x[20] == 0.0f && reading.x[31] == 0.0f);
        assert_true(reading.x[1000] == 0x1.FFFFFEp127f);
        assert_true(reading.x[1002] == 0x1p-149f);
        assert_int_equal(lo_doc_events(reading.doc, &events), 3);
        check_event(&events[0], 10, 20, 0);
        check_event(&events[1], 15, 1, 1);
        check_event(&events[2], FRAMES - 1, 1, 1);
        count = lo_doc_quantity(reading.doc, "file.not_finite");
        assert_near(count->value, 22, 0);
        assert_near(count->channel[0], 20, 0);
        assert_near(count->channel[1], 2, 0);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_doubles_too_large_for_a_float_are_none_either(void **unused)
{
    static const struct {
        double stored;
        float read;
        double count;
    } cases[] = {
        {1e39, 0.0f, 1},   {-1e300, 0.0f, 1}, {(double)NAN, 0.0f, 1}, {1e38, 1e38f, 0},
        {1e-300, 0.0f, 0}, {-1.5, -1.5f, 0},  {0.1, 0.1f, 0},         {1e-46, 0.0f, 0},
    };
    struct wav_format format = {
        .tag = TAG_FLOAT, .channels = 1, .rate_hz = 8000, .bits = 64};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        wav_file(&bytes, &format, 4);
        memcpy(bytes.data + DATA_AT + 8, &cases[i].stored, 8);
        reading = read_bytes(&bytes, 0);
        assert_non_null(reading.doc);
        assert_true(reading.x[1] == cases[i].read);
        assert_near(value_of(reading.doc, "file.not_finite"), cases[i].count, 0);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_name_that_lies_is_a_problem(void **unused)
{
    static const struct {
        const char *name;
        bool is_flac, is_lie;
    } cases[] = {
        {"a.wav", false, false},     {"a.WAV", false, false}, {"a.bwf", false, false},
        {"a.flac", false, true},     {"a.mp3", false, true},  {"a.aiff", false, true},
        {"a.flac", true, false},     {"a.FLAC", true, false}, {"a.wav", true, true},
        {"a.m4a", true, true},       {"a", false, false},     {"a.part", true, false},
        {"b.wav/a", true, false},    {".wav", false, false},  {"", false, false},
        {"a.wav.flac", true, false},
    };
    struct flac_shape shape = {1, 44100, 16, 0, 10, 0};
    struct wav_bytes wav = {0}, flac = {0};

    (void)unused;
    wav_file(&wav, &stereo_24, 10);
    flac_file(&flac, &shape);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int fd = wav_open(cases[i].is_flac ? &flac : &wav);
        struct reading reading = read_fd(fd, cases[i].name, 0, NULL);

        assert_non_null(reading.doc);
        if (!problem_of(reading.doc, "wrong-extension") == cases[i].is_lie)
            fail_msg("'%s': %s", cases[i].name,
                     list_of(reading.doc, "file.header_problems"));
        reading_fini(&reading);
        close(fd);
    }
    wav_fini(&wav);
    wav_fini(&flac);
}

static void test_other_content_is_named_and_not_accepted(void **unused)
{
    static const struct {
        const char *bytes;
        size_t count;
        const char *name, *error;
    } cases[] = {
        {"<!DOCTYPE html>", 15, "a.flac",
         "an HTML page at byte 0; its name promises a FLAC"},
        {"<html><body>", 12, "a.wav",
         "an HTML page at byte 0; its name promises a WAVE"},
        {"OggS\0\2", 6, "a.ogg", "not accepted: an unknown codec in an Ogg stream"},
        {"PK\3\4", 4, "a.wav", "a ZIP archive"},
        {"\0\0\0\x1C"
         "ftypM4A ",
         12, "a.m4a", "no moov box before byte"},
        {"FORM\0\0\0\0ILBM", 12, "a.aif",
         "an IFF file at byte 0; its name promises an AIFF"},
        {"RIFX\0\0\0\0WAVE", 12, "a.wav", "a big-endian RIFF file"},
        {"hello, world", 12, "a.txt", "no audio format that is known"},
        {"\0\0\0\0\0\0\0\0", 8, "a.wav", "no audio format that is known"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;
        int fd;

        /* Four frames of 104 bytes make an MPEG stream. */
        for (int k = 0; k < 4; k++) {
            size_t skip = k && cases[i].count == 14 ? 10 : 0;

            wav_put(&bytes, cases[i].bytes + skip, cases[i].count - skip);
            wav_zeros(&bytes, 100);
        }
        fd = wav_open(&bytes);
        reading = read_fd(fd, cases[i].name, 0, NULL);
        assert_null(reading.doc);
        assert_int_equal(reading.err.status, LO_EFORMAT);
        if (!strstr(reading.err.text, cases[i].error))
            fail_msg("%s", reading.err.text);
        close(fd);
        wav_fini(&bytes);
    }
}

static void expect_failure(int fd, const struct lo_read_options *options,
                           enum lo_status status, const char *text)
{
    struct reading reading = read_fd(fd, "a.wav", 0, options);

    assert_null(reading.doc);
    if (reading.err.status != status || !strstr(reading.err.text, text))
        fail_msg("status %d: %s", (int)reading.err.status, reading.err.text);
    reading_fini(&reading);
}

static void test_descriptor_that_is_no_file_is_an_error(void **unused)
{
    int ends[2], folder = open("/", O_RDONLY), device = open("/dev/zero", O_RDONLY);

    (void)unused;
    assert_int_equal(pipe(ends), 0);
    expect_failure(ends[0], NULL, LO_EUSAGE, "a.wav: is not a regular file");
    expect_failure(folder, NULL, LO_EUSAGE, "not a regular file");
    expect_failure(device, NULL, LO_EUSAGE, "not a regular file");
    expect_failure(-1, NULL, LO_EIO, "cannot be read");
    close(ends[0]);
    close(ends[1]);
    close(folder);
    close(device);
}

static void test_descriptor_that_cannot_be_read_is_an_io_error(void **unused)
{
    char path[] = "/tmp/leadout-test-XXXXXX";
    int fd = mkstemp(path), writer = open(path, O_WRONLY);

    (void)unused;
    assert_true(fd >= 0 && writer >= 0);
    assert_int_equal(write(fd, "RIFF1234WAVE", 12), 12);
    expect_failure(writer, NULL, LO_EIO, "a.wav: cannot be read: ");
    close(fd);
    close(writer);
    unlink(path);
}

static void test_file_longer_than_the_limit_is_refused(void **unused)
{
    struct lo_read_options options = {.longest_s = 0.5};
    struct flac_shape shape = {1, 8000, 16, 0, 4001, 0};
    struct wav_format format = {
        .tag = TAG_PCM, .channels = 1, .rate_hz = 8000, .bits = 16};
    struct reading reading;

    (void)unused;
    for (int64_t frames = 4000; frames <= 4001; frames++) {
        struct wav_bytes wav = {0}, flac = {0};
        int fd;

        wav_file(&wav, &format, frames);
        shape.frames = frames;
        flac_file(&flac, &shape);
        /* What is declared is no demand: what comes is. */
        flac_set_total(&flac, 100000);
        for (int i = 0; i < 2; i++) {
            fd = wav_open(i ? &flac : &wav);
            if (frames > 4000) {
                expect_failure(fd, &options, LO_ELIMIT, "longer than the limit of");
            } else {
                reading = read_fd(fd, "a.wav", 0, &options);
                assert_non_null(reading.doc);
                reading_fini(&reading);
            }
            close(fd);
        }
        wav_fini(&wav);
        wav_fini(&flac);
    }
}

/* 100 GB that take no room on the disk. */
static void test_sparse_giants_are_refused_at_once(void **unused)
{
    const int64_t giant = INT64_C(100) << 30;
    struct wav_bytes audio = {0}, tail = {0}, zeros = {0}, flac = {0};
    struct flac_shape shape = {2, 44100, 24, 0, FRAMES, 0};
    struct wav_bytes *const files[] = {&audio, &tail, &zeros, &flac};
    static const enum lo_status expected[] = {LO_ELIMIT, LO_ELIMIT, LO_EFORMAT,
                                              LO_ELIMIT};

    (void)unused;
    wav_begin(&audio, "RF64");
    wav_patch(&audio, 4, 0xFFFFFFFF, 4);
    wav_ds64(&audio, (uint64_t)giant - 8, (uint64_t)giant - 80, 0);
    wav_fmt(&audio, &stereo_24);
    wav_header(&audio, "data", 0xFFFFFFFF);
    wav_file(&tail, &stereo_24, FRAMES);
    wav_zeros(&zeros, 1);
    flac_file(&flac, &shape);
    for (size_t i = 0; i < COUNT(files); i++) {
        int fd = wav_open(files[i]);

        assert_int_equal(ftruncate(fd, giant), 0);
        expect_failure(fd, NULL, expected[i], "a.wav: ");
        close(fd);
        wav_fini(files[i]);
    }
}

/* Opens, reads one block, changes the size, reads on. */
static void check_resized(const struct wav_bytes *bytes, int64_t size)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab vocab = {groups, LO_COUNT(groups)};
    struct lo_read_options options = {.block_frames = 7};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "a", &vocab);
    struct lo_audio_block block;
    struct lo_reader *reader;
    struct lo_err err = {0};
    int fd = wav_open(bytes);
    int64_t frames;

    assert_int_equal(lo_reader_open(&reader, fd, "a", &options, doc, &err), 0);
    assert_int_equal(lo_reader_read(reader, &block, &err), 7);
    assert_int_equal(ftruncate(fd, size), 0);
    while ((frames = lo_reader_read(reader, &block, &err)) > 0)
        ;
    if (frames == 0)
        assert_int_equal(lo_reader_finish(reader, &err), -1);
    if (err.status != LO_EIO || !strstr(err.text, "while it was read"))
        fail_msg("status %d: %s", (int)err.status, err.text);
    lo_reader_close(reader);
    lo_doc_free(doc);
    close(fd);
}

static void test_file_that_changes_while_read_is_worth_a_retry(void **unused)
{
    struct flac_shape shape = {2, 44100, 24, 0, 20000, 0};
    struct wav_bytes wav = {0}, flac = {0};

    (void)unused;
    wav_file(&wav, &stereo_24, FRAMES);
    flac_file(&flac, &shape);
    check_resized(&wav, 1000);
    check_resized(&wav, (int64_t)wav.count - 1);
    check_resized(&wav, (int64_t)wav.count + 1);
    check_resized(&wav, 0);
    check_resized(&flac, 20000);
    check_resized(&flac, (int64_t)flac.count + 5000);
    wav_fini(&wav);
    wav_fini(&flac);
}

static int read_into(struct lo_doc *doc, int fd, struct lo_err *err)
{
    struct lo_read_options options = {0};
    struct lo_audio_block block;
    struct lo_reader *reader;
    int64_t frames = -1;
    int result = -1;

    if (!lo_reader_open(&reader, fd, "a.wav", &options, doc, err)) {
        while ((frames = lo_reader_read(reader, &block, err)) > 0)
            ;
        if (frames == 0 && !lo_reader_finish(reader, err) && !lo_doc_seal(doc, err))
            result = 0;
    }
    lo_reader_close(reader);
    return result;
}

/* The n-th allocation fails, for every n: an error, no crash, nothing lost. */
static void test_every_failed_allocation_is_an_error(void **unused)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab vocab = {groups, LO_COUNT(groups)};
    struct flac_shape shape = {2, 44100, 24, 0, FRAMES, 0};
    struct wav_bytes wav = {0}, flac = {0};
    const struct wav_bytes *const files[] = {&wav, &flac};

    (void)unused;
    wav_file(&wav, &stereo_24, FRAMES);
    wav_text(&wav, "junk");
    flac_file(&flac, &shape);
    for (size_t i = 0; i < COUNT(files); i++) {
        bool is_through = false;

        for (unsigned long n = 1; !is_through; n++) {
            struct lo_doc *doc = lo_doc_new(LO_TRACK, "a", &vocab);
            struct lo_err err = {0};
            int fd = wav_open(files[i]), result;

            lo_alloc_fail(n);
            result = read_into(doc, fd, &err);
            is_through = !lo_alloc_failed();
            lo_alloc_fail(0);
            assert_int_equal(result, is_through ? 0 : -1);
            assert_int_equal(err.status, is_through ? LO_OK : LO_ENOMEM);
            lo_doc_free(doc);
            close(fd);
        }
    }
    wav_fini(&wav);
    wav_fini(&flac);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_hashes_are_those_of_other_tools),
        cmocka_unit_test(test_audio_md5_is_the_same_in_every_container),
        cmocka_unit_test(test_numbers_that_are_none_become_zero_and_are_reported),
        cmocka_unit_test(test_doubles_too_large_for_a_float_are_none_either),
        cmocka_unit_test(test_name_that_lies_is_a_problem),
        cmocka_unit_test(test_other_content_is_named_and_not_accepted),
        cmocka_unit_test(test_descriptor_that_is_no_file_is_an_error),
        cmocka_unit_test(test_descriptor_that_cannot_be_read_is_an_io_error),
        cmocka_unit_test(test_file_longer_than_the_limit_is_refused),
        cmocka_unit_test(test_sparse_giants_are_refused_at_once),
        cmocka_unit_test(test_file_that_changes_while_read_is_worth_a_retry),
        cmocka_unit_test(test_every_failed_allocation_is_an_error),
    };

    return cmocka_run_group_tests_name("audio_file", tests, NULL, NULL);
}
