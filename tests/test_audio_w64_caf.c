/* Wave64 and Core Audio files: every form bit for bit, and every fault that a reader must
 * survive: what it is called, how much is measured, or why nothing is. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 100, CHANNELS = 2, W64_HEADER = 24, W64_FILE_HEADER = 40 };

static const struct wav_format plain = {
    .tag = 1, .channels = CHANNELS, .rate_hz = 44100, .bits = 24};

static void put_be(struct wav_bytes *b, uint64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--)
        wav_le(b, value >> (8 * i) & 0xFF, 1);
}

/* Wave64 */

static void put_guid(struct wav_bytes *b, const char *id)
{
    wav_text(b, id);
    wav_put(b, "\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A", 12);
}

static void put_w64_chunk(struct wav_bytes *b, const char *id, const void *body,
                          size_t count)
{
    put_guid(b, id);
    wav_le(b, W64_HEADER + count, 8);
    wav_put(b, body, count);
    wav_zeros(b, (8 - count % 8) % 8);
}

static void begin_w64(struct wav_bytes *b)
{
    wav_text(b, "riff");
    wav_put(b, "\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00", 12);
    wav_le(b, 0, 8);
    put_guid(b, "wave");
}

static void put_w64_fmt(struct wav_bytes *b, const struct wav_format *format)
{
    struct wav_bytes fmt = {0};

    wav_fmt(&fmt, format);
    put_w64_chunk(b, "fmt ", fmt.data + 8, fmt.count - 8);
    wav_fini(&fmt);
}

static void put_w64_data(struct wav_bytes *b, const struct wav_format *format)
{
    struct wav_bytes data = {0};

    wav_samples(&data, format, FRAMES);
    put_w64_chunk(b, "data", data.data, data.count);
    wav_fini(&data);
}

static void end_w64(struct wav_bytes *b)
{
    wav_patch(b, 16, b->count, 8);
}

static void put_w64(struct wav_bytes *b, const struct wav_format *format)
{
    begin_w64(b);
    put_w64_fmt(b, format);
    put_w64_data(b, format);
    end_w64(b);
}

static void w64(struct wav_bytes *b)
{
    put_w64(b, &plain);
}

enum { FMT_BODY = 16, W64_DATA = W64_FILE_HEADER + W64_HEADER + FMT_BODY };

static void w64_cut(struct wav_bytes *b)
{
    w64(b);
    b->count -= 60;
}

static void w64_open(struct wav_bytes *b)
{
    w64(b);
    wav_patch(b, W64_DATA + 16, UINT64_MAX, 8);
}

static void w64_empty_size(struct wav_bytes *b)
{
    w64(b);
    wav_patch(b, W64_DATA + 16, 0, 8);
}

static void w64_size_large(struct wav_bytes *b)
{
    w64(b);
    wav_patch(b, 16, b->count + 100, 8);
}

static void w64_size_small(struct wav_bytes *b)
{
    w64(b);
    wav_patch(b, 16, 100, 8);
}

static void w64_junk(struct wav_bytes *b)
{
    w64(b);
    wav_put(b, "abcdefghijklmnopqrstuvwxyz012345", 32);
}

static void w64_data_first(struct wav_bytes *b)
{
    begin_w64(b);
    put_w64_data(b, &plain);
    put_w64_fmt(b, &plain);
    end_w64(b);
}

static void w64_data_twice(struct wav_bytes *b)
{
    begin_w64(b);
    put_w64_fmt(b, &plain);
    put_w64_data(b, &plain);
    put_w64_data(b, &plain);
    end_w64(b);
}

static void w64_fmt_twice(struct wav_bytes *b)
{
    begin_w64(b);
    put_w64_fmt(b, &plain);
    put_w64_fmt(b, &plain);
    put_w64_data(b, &plain);
    end_w64(b);
}

static void w64_chunk_long(struct wav_bytes *b)
{
    w64(b);
    put_guid(b, "bext");
    wav_le(b, 1000000, 8);
    end_w64(b);
}

static void w64_chunk_short(struct wav_bytes *b)
{
    begin_w64(b);
    put_guid(b, "junk");
    wav_le(b, 23, 8);
    put_w64_fmt(b, &plain);
    put_w64_data(b, &plain);
    end_w64(b);
}

static void w64_no_data(struct wav_bytes *b)
{
    begin_w64(b);
    put_w64_fmt(b, &plain);
    end_w64(b);
}

static void w64_no_wave(struct wav_bytes *b)
{
    w64(b);
    wav_patch(b, 24, 'x', 1);
}

/* Core Audio */

enum { CAF_FLOAT = 1, CAF_LITTLE = 2, CAF_DESC = 8 + 12, CAF_DATA = CAF_DESC + 32 };

static void put_caf_header(struct wav_bytes *b, const char *id, int64_t bytes)
{
    wav_text(b, id);
    put_be(b, (uint64_t)bytes, 8);
}

static void begin_caf(struct wav_bytes *b)
{
    wav_text(b, "caff");
    put_be(b, 1, 2);
    put_be(b, 0, 2);
}

static void put_caf_desc(struct wav_bytes *b, unsigned bits, unsigned flags)
{
    double rate = 44100;
    uint64_t word;

    memcpy(&word, &rate, sizeof word);
    put_caf_header(b, "desc", 32);
    put_be(b, word, 8);
    wav_text(b, "lpcm");
    put_be(b, flags, 4);
    put_be(b, (uint64_t)CHANNELS * bits / 8, 4);
    put_be(b, 1, 4);
    put_be(b, CHANNELS, 4);
    put_be(b, bits, 4);
}

/* Samples as WAVE has them, each turned round when they are to be big-endian. */
static void put_caf_data(struct wav_bytes *b, unsigned bits, unsigned flags)
{
    struct wav_format format = plain;
    struct wav_bytes data = {0};
    size_t step = bits / 8;

    format.tag = flags & CAF_FLOAT ? 3 : 1;
    format.bits = (uint16_t)bits;
    wav_samples(&data, &format, FRAMES);
    for (size_t i = 0; bits == 8 && i < data.count; i++)
        data.data[i] ^= 0x80; /* signed here, unsigned in WAVE */
    put_caf_header(b, "data", (int64_t)data.count + 4);
    put_be(b, 0, 4);
    for (size_t i = 0; i < data.count; i++)
        wav_put(
            b,
            &data.data[flags & CAF_LITTLE ? i : i / step * step + step - 1 - i % step],
            1);
    wav_fini(&data);
}

static void put_caf(struct wav_bytes *b, unsigned bits, unsigned flags)
{
    begin_caf(b);
    put_caf_desc(b, bits, flags);
    put_caf_data(b, bits, flags);
}

static void caf(struct wav_bytes *b)
{
    put_caf(b, 24, 0);
}

static void caf_cut(struct wav_bytes *b)
{
    caf(b);
    b->count -= 60;
}

static void caf_open(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DATA + 4, UINT64_MAX, 8);
}

static void caf_empty_size(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DATA + 4, 0, 8);
}

static void caf_partial(struct wav_bytes *b)
{
    caf(b);
    wav_put(b, "x", 1);
    wav_patch(b, CAF_DATA + 11, (FRAMES * 6 + 4 + 1) & 0xFF, 1);
}

static void caf_desc_late(struct wav_bytes *b)
{
    begin_caf(b);
    put_caf_header(b, "free", 4);
    put_be(b, 0, 4);
    put_caf_desc(b, 24, 0);
    put_caf_data(b, 24, 0);
}

static void caf_desc_twice(struct wav_bytes *b)
{
    begin_caf(b);
    put_caf_desc(b, 24, 0);
    put_caf_desc(b, 16, 0);
    put_caf_data(b, 24, 0);
}

static void caf_chunk_long(struct wav_bytes *b)
{
    caf(b);
    put_caf_header(b, "info", 1000000);
}

static void caf_chunk_negative(struct wav_bytes *b)
{
    caf(b);
    put_caf_header(b, "info", -2);
}

static void caf_junk(struct wav_bytes *b)
{
    caf(b);
    wav_zeros(b, 20);
}

static void caf_no_data(struct wav_bytes *b)
{
    begin_caf(b);
    put_caf_desc(b, 24, 0);
}

static void caf_version(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, 5, 2, 1);
}

static void caf_alac(struct wav_bytes *b)
{
    caf(b);
    memcpy(b->data + CAF_DESC + 8, "alac", 4);
}

static void caf_packets(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DESC + 19, 7, 1); /* bytes of a packet */
}

static void caf_bits_0(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DESC + 31, 0, 1);
}

static void caf_channels_0(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DESC + 27, 0, 1);
}

static void caf_rate_nan(struct wav_bytes *b)
{
    caf(b);
    wav_patch(b, CAF_DESC, UINT64_MAX, 8);
}

static const struct {
    const char *what, *name;
    void (*make)(struct wav_bytes *b);
    const char
        *remark; /* the id of the only one; NULL: none. A cut file has riff-size too */
    int64_t frames;
    const char *error; /* in the text of an error */
} faults[] = {
    {"a right W64", "a.w64", w64, NULL, FRAMES, NULL},
    {"W64, truncated", "a.w64", w64_cut, "truncated", FRAMES - 10, NULL},
    {"W64, never closed", "a.w64", w64_open, "data-size", FRAMES, NULL},
    {"W64, no size", "a.w64", w64_empty_size, "data-size", FRAMES, NULL},
    {"W64, size too large", "a.w64", w64_size_large, "riff-size", FRAMES, NULL},
    {"W64, size too small", "a.w64", w64_size_small, "riff-size", FRAMES, NULL},
    {"W64, junk behind", "a.w64", w64_junk, "trailing-junk", FRAMES, NULL},
    {"W64, data before fmt", "a.w64", w64_data_first, "data-before-fmt", FRAMES, NULL},
    {"W64, two data", "a.w64", w64_data_twice, "duplicate-data", FRAMES, NULL},
    {"W64, two fmt", "a.w64", w64_fmt_twice, "duplicate-fmt", FRAMES, NULL},
    {"W64, a chunk past the end", "a.w64", w64_chunk_long, "chunk-size", FRAMES, NULL},
    {"W64, another name", "a.wav", w64, "wrong-extension", FRAMES, NULL},
    {"W64, a chunk smaller than its header", "a.w64", w64_chunk_short, NULL, 0,
     "the chunk 'junk' at byte 40 declares 23 bytes"},
    {"W64, no data", "a.w64", w64_no_data, NULL, 0, "no data chunk from byte 40"},
    {"W64, no wave", "a.w64", w64_no_wave, NULL, 0, "no Wave64 header"},
    {"a right CAF", "a.caf", caf, NULL, FRAMES, NULL},
    {"CAF, truncated", "a.caf", caf_cut, "truncated", FRAMES - 10, NULL},
    {"CAF, open end", "a.caf", caf_open, "open-end", FRAMES, NULL},
    {"CAF, no size", "a.caf", caf_empty_size, "data-size", FRAMES, NULL},
    {"CAF, part of a frame", "a.caf", caf_partial, "partial-frame", FRAMES, NULL},
    {"CAF, desc late", "a.caf", caf_desc_late, "desc-late", FRAMES, NULL},
    {"CAF, two desc", "a.caf", caf_desc_twice, "duplicate-chunk", FRAMES, NULL},
    {"CAF, a chunk past the end", "a.caf", caf_chunk_long, "chunk-size", FRAMES, NULL},
    {"CAF, a negative size", "a.caf", caf_chunk_negative, "chunk-size", FRAMES, NULL},
    {"CAF, junk behind", "a.caf", caf_junk, "trailing-junk", FRAMES, NULL},
    {"CAF, another name", "a.aiff", caf, "wrong-extension", FRAMES, NULL},
    {"CAF, no data", "a.caf", caf_no_data, NULL, 0, "no data chunk from byte 8"},
    {"CAF, version 2", "a.caf", caf_version, NULL, 0, "no Core Audio header"},
    {"CAF, ALAC", "a.caf", caf_alac, NULL, 0, "declares Apple Lossless ('alac')"},
    {"CAF, odd packets", "a.caf", caf_packets, NULL, 0, "declares packets of 7 bytes"},
    {"CAF, no bits", "a.caf", caf_bits_0, NULL, 0, "integer samples of 0 bits"},
    {"CAF, no channels", "a.caf", caf_channels_0, NULL, 0, "0 channels"},
    {"CAF, a rate that is no number", "a.caf", caf_rate_nan, NULL, 0, "a rate of 0 Hz"},
};

static struct reading read_named(const struct wav_bytes *bytes, const char *name)
{
    struct lo_read_options options = {.audio_md5 = true};
    int fd = wav_open(bytes);
    struct reading reading = read_fd(fd, name, 0, &options);

    close(fd);
    return reading;
}

/* The pattern of that depth, left-justified; of floats that of 24 bits. */
static void check_samples(const struct reading *reading, unsigned bits)
{
    for (int64_t i = 0; i < reading->frames; i++)
        for (unsigned ch = 0; ch < CHANNELS; ch++) {
            size_t at = (size_t)i * CHANNELS + ch;

            if (reading->raw)
                assert_int_equal(
                    reading->raw[at],
                    (int32_t)((uint32_t)wav_pattern(i, ch, bits) << (32 - bits)));
            else
                assert_near((double)reading->x[at], wav_pattern(i, ch, 24) * 0x1p-23,
                            0);
        }
}

static void check_remarks(const struct reading *reading, const char *what,
                          const char *expected)
{
    static const char *const lists[] = {"file.header_problems", "file.header_notes"};

    if (expected && !problem_of(reading->doc, expected))
        fail_msg("%s: no %s in: %s", what, expected, list_of(reading->doc, lists[0]));
    for (size_t l = 0; l < COUNT(lists); l++) {
        const struct lo_fact *fact = lo_doc_fact(reading->doc, lists[l]);

        for (size_t i = 0; i < fact->count; i++) {
            bool is_expected =
                expected && strncmp(fact->items[i], expected, strlen(expected)) == 0;

            if (!is_expected && strncmp(fact->items[i], "riff-size:", 10) != 0)
                fail_msg("%s: %s", what, fact->items[i]);
            if (!is_expected && (!expected || strcmp(expected, "truncated") != 0))
                fail_msg("%s: %s", what, fact->items[i]);
        }
    }
}

static void test_fault_is_named_and_measured_as_far_as_it_goes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s\n", faults[i].what);
        faults[i].make(&bytes);
        reading = read_named(&bytes, faults[i].name);
        if (faults[i].error) {
            assert_null(reading.doc);
            assert_int_equal(reading.err.status, LO_EFORMAT);
            if (!strstr(reading.err.text, faults[i].error))
                fail_msg("%s", reading.err.text);
        } else {
            if (!reading.doc)
                fail_msg("%s", reading.err.text);
            assert_int_equal(reading.frames, faults[i].frames);
            check_samples(&reading, 24);
            check_remarks(&reading, faults[i].what, faults[i].remark);
        }
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_every_form_is_read_bit_for_bit(void **unused)
{
    static const struct {
        unsigned bits;
        bool is_float;
    } depths[] = {{8, false},  {16, false}, {24, false},
                  {32, false}, {32, true},  {64, true}};

    (void)unused;
    for (size_t i = 0; i < COUNT(depths); i++)
        for (unsigned form = 0; form < 3; form++) {
            struct wav_format format = plain;
            struct wav_bytes bytes = {0};
            struct reading reading;
            unsigned flags =
                (depths[i].is_float ? CAF_FLOAT : 0u) | (form == 1 ? CAF_LITTLE : 0u);

            format.bits = (uint16_t)depths[i].bits;
            format.tag = depths[i].is_float ? 3 : 1;
            if (form == 2)
                put_w64(&bytes, &format);
            else
                put_caf(&bytes, depths[i].bits, flags);
            reading = read_named(&bytes, form == 2 ? "a.w64" : "a.caf");
            if (!reading.doc)
                fail_msg("%s", reading.err.text);
            assert_int_equal(reading.frames, FRAMES);
            assert_int_equal(reading.format.is_float, depths[i].is_float);
            check_samples(&reading, depths[i].bits);
            assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
            reading_fini(&reading);
            wav_fini(&bytes);
        }
}

static void test_they_tell_what_they_are(void **unused)
{
    struct wav_bytes bytes = {0};
    struct reading reading;

    (void)unused;
    w64(&bytes);
    reading = read_named(&bytes, "a.w64");
    assert_string_equal(text_of(reading.doc, "file.container"), "w64");
    assert_string_equal(text_of(reading.doc, "file.wave_format_tag"), "0x0001");
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "fmt  40 16 | data 80 600");
    reading_fini(&reading);
    wav_fini(&bytes);
    caf(&bytes);
    reading = read_named(&bytes, "a.caf");
    assert_string_equal(text_of(reading.doc, "file.container"), "caf");
    assert_string_equal(list_of(reading.doc, "file.chunks"), "desc 8 32 | data 52 604");
    assert_near(value_of(reading.doc, "file.frames_declared"), FRAMES, 0);
    reading_fini(&reading);
    wav_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fault_is_named_and_measured_as_far_as_it_goes),
        cmocka_unit_test(test_every_form_is_read_bit_for_bit),
        cmocka_unit_test(test_they_tell_what_they_are),
    };

    return cmocka_run_group_tests_name("audio_w64_caf", tests, NULL, NULL);
}
