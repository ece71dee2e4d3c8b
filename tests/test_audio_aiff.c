/* AIFF and AIFC: every depth and byte order bit for bit, and every fault that a reader must
 * survive: what it is called, how much is measured, or why nothing is. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>

enum { FRAMES = 101, RATE = 44100, CHANNELS = 2 };

/* A file as it is to be; all but the first group is right when zero. */
struct shape {
    const char *type; /* of AIFC; NULL: AIFF */
    unsigned bits;
    bool is_little_endian, is_float, is_unsigned;

    unsigned channels; /* 0: CHANNELS */
    uint32_t frames;   /* that COMM declares; 0: FRAMES */
    int less;          /* bytes that SSND declares less than it has */
    unsigned offset;   /* in SSND */
    bool open_end;     /* sizes as a stream that was never closed leaves them */
};

static void put_be(struct wav_bytes *b, uint64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--)
        wav_le(b, value >> (8 * i) & 0xFF, 1);
}

static void put_header(struct wav_bytes *b, const char *id, uint32_t bytes)
{
    wav_text(b, id);
    put_be(b, bytes, 4);
}

/* 44100 as an 80-bit float. */
static void put_rate(struct wav_bytes *b)
{
    put_be(b, 16383 + 15, 2);
    put_be(b, (uint64_t)RATE << 48, 8);
}

static void put_comm(struct wav_bytes *b, const struct shape *shape)
{
    put_header(b, "COMM", shape->type ? 24 : 18);
    put_be(b, shape->channels ? shape->channels : CHANNELS, 2);
    put_be(b, shape->frames ? shape->frames : FRAMES, 4);
    put_be(b, shape->bits, 2);
    put_rate(b);
    if (!shape->type)
        return;
    wav_text(b, shape->type);
    put_be(b, 0, 2); /* an empty name, padded */
}

static uint64_t float_word(int64_t frame, unsigned ch, unsigned bits)
{
    float x = (float)wav_pattern(frame, ch, 24) * 0x1p-23F;
    double wide = (double)x;
    uint32_t narrow;
    uint64_t word;

    memcpy(&narrow, &x, sizeof narrow);
    memcpy(&word, &wide, sizeof word);
    return bits == 32 ? narrow : word;
}

/* The pattern at the depth, left-justified in whole bytes. */
static void put_sample(struct wav_bytes *b, const struct shape *shape, int64_t frame,
                       unsigned ch)
{
    int bytes = (int)(shape->bits + 7) / 8;
    uint64_t word;

    if (shape->is_float)
        word = float_word(frame, ch, shape->bits);
    else
        word = (uint64_t)wav_pattern(frame, ch, shape->bits)
               << (8 * bytes - (int)shape->bits);
    if (shape->is_unsigned)
        word ^= 0x80;
    if (shape->is_little_endian)
        wav_le(b, word, bytes);
    else
        put_be(b, word, bytes);
}

static void put_ssnd(struct wav_bytes *b, const struct shape *shape)
{
    int bytes =
        8 + FRAMES * CHANNELS * (int)((shape->bits + 7) / 8) + (int)shape->offset;

    put_header(b, "SSND", shape->open_end ? 0 : (uint32_t)(bytes - shape->less));
    put_be(b, shape->offset, 4);
    put_be(b, 0, 4);
    wav_zeros(b, shape->offset);
    for (int64_t i = 0; i < FRAMES && shape->bits; i++)
        for (unsigned ch = 0; ch < CHANNELS; ch++)
            put_sample(b, shape, i, ch);
    if (bytes & 1 && !shape->open_end)
        wav_zeros(b, 1);
}

static void begin(struct wav_bytes *b, const struct shape *shape)
{
    put_header(b, "FORM", 0);
    wav_text(b, shape->type ? "AIFC" : "AIFF");
}

/* The size of all that follows, into the header. */
static void end(struct wav_bytes *b)
{
    for (int i = 0; i < 4; i++)
        wav_patch(b, 4 + (size_t)i, (b->count - 8) >> (8 * (3 - i)) & 0xFF, 1);
}

static void put_file(struct wav_bytes *b, const struct shape *shape)
{
    begin(b, shape);
    put_comm(b, shape);
    put_ssnd(b, shape);
    if (!shape->open_end)
        end(b);
}

static const struct shape shapes[] = {
    {.bits = 8},
    {.bits = 16},
    {.bits = 20},
    {.bits = 24},
    {.bits = 32},
    {.type = "NONE", .bits = 24},
    {.type = "twos", .bits = 16},
    {.type = "sowt", .bits = 16, .is_little_endian = true},
    {.type = "sowt", .bits = 24, .is_little_endian = true},
    {.type = "in24", .bits = 24},
    {.type = "in32", .bits = 32},
    {.type = "42ni", .bits = 24, .is_little_endian = true},
    {.type = "23ni", .bits = 32, .is_little_endian = true},
    {.type = "raw ", .bits = 8, .is_unsigned = true},
    {.type = "fl32", .bits = 32, .is_float = true},
    {.type = "FL32", .bits = 32, .is_float = true},
    {.type = "fl64", .bits = 64, .is_float = true},
    {.bits = 16, .offset = 16},
};

static void check_samples(const struct reading *reading, const struct shape *shape)
{
    for (int64_t i = 0; i < reading->frames; i++)
        for (unsigned ch = 0; ch < CHANNELS; ch++) {
            size_t at = (size_t)i * CHANNELS + ch;

            if (shape->is_float)
                assert_true(reading->x[at] == (float)wav_pattern(i, ch, 24) * 0x1p-23F);
            else
                assert_true(reading->raw[at] ==
                            (int32_t)((uint32_t)wav_pattern(i, ch, shape->bits)
                                      << (32 - shape->bits)));
        }
}

static void test_aiff_gives_every_form_bit_for_bit(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s %u bits\n", shapes[i].type ? shapes[i].type : "AIFF",
                      shapes[i].bits);
        put_file(&bytes, &shapes[i]);
        reading = read_bytes(&bytes, 7);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_int_equal(reading.frames, FRAMES);
        assert_int_equal(reading.format.rate_hz, RATE);
        assert_int_equal(reading.format.valid_bits, shapes[i].bits);
        assert_string_equal(text_of(reading.doc, "file.container"),
                            shapes[i].type ? "aifc" : "aiff");
        /* read_bytes names it test.wav. */
        assert_int_equal(lo_doc_fact(reading.doc, "file.header_problems")->count, 1);
        assert_non_null(problem_of(reading.doc, "wrong-extension"));
        check_samples(&reading, &shapes[i]);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static const struct shape plain = {.bits = 16};

static void right(struct wav_bytes *b)
{
    put_file(b, &plain);
}

static void cut(struct wav_bytes *b)
{
    right(b);
    b->count -= 41;
}

static void frames_more(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 16, .frames = FRAMES + 5});
}

static void frames_less(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 16, .frames = FRAMES - 5});
}

static void open_end(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 16, .open_end = true});
}

static void form_small(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 4, 0, 3);
}

static void form_large(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 4, 1, 1);
}

static void junk_behind(struct wav_bytes *b)
{
    right(b);
    wav_put(b, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
}

static void ssnd_first(struct wav_bytes *b)
{
    begin(b, &plain);
    put_ssnd(b, &plain);
    put_comm(b, &plain);
    end(b);
}

static void comm_twice(struct wav_bytes *b)
{
    begin(b, &plain);
    put_comm(b, &plain);
    put_comm(b, &(struct shape){.bits = 24});
    put_ssnd(b, &plain);
    end(b);
}

static void ssnd_twice(struct wav_bytes *b)
{
    begin(b, &plain);
    put_comm(b, &plain);
    put_ssnd(b, &plain);
    put_ssnd(b, &plain);
    end(b);
}

static void pad_missing(struct wav_bytes *b)
{
    begin(b, &plain);
    put_header(b, "NAME", 3);
    wav_text(b, "abc");
    put_comm(b, &plain);
    put_ssnd(b, &plain);
    end(b);
}

static void name_too_long(struct wav_bytes *b)
{
    begin(b, &plain);
    put_header(b, "NAME", 0x40000000);
    wav_text(b, "abcd");
    put_comm(b, &plain);
    put_ssnd(b, &plain);
    end(b);
}

static void offset_beyond(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 12 + 26 + 8, 0x7F, 1);
}

static void no_ssnd(struct wav_bytes *b)
{
    begin(b, &plain);
    put_comm(b, &plain);
    end(b);
}

static void comm_short(struct wav_bytes *b)
{
    begin(b, &plain);
    put_header(b, "COMM", 4);
    put_be(b, 0, 4);
    put_ssnd(b, &plain);
    end(b);
}

static void rate_fraction(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 12 + 8 + 8 + 4, 0x80, 1); /* + 0.5 */
}

static void rate_negative(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 12 + 8 + 8, 0xC0, 1);
}

static void rate_infinite(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 12 + 8 + 8, 0xFF7F, 2);
}

static void channels_0(struct wav_bytes *b)
{
    right(b);
    wav_patch(b, 12 + 8, 0, 2);
}

static void bits_0(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 0});
}

static void mu_law(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 16, .type = "ulaw"});
}

static void unknown_type(struct wav_bytes *b)
{
    put_file(b, &(struct shape){.bits = 16, .type = "zz\1z"});
}

static void header_only(struct wav_bytes *b)
{
    begin(b, &plain);
}

static const struct {
    const char *what;
    void (*make)(struct wav_bytes *bytes);
    const char *problem; /* its id, beside wrong-extension; NULL: none */
    int64_t frames;
    const char *error; /* in the text of an error */
} faults[] = {
    {"a right file", right, NULL, FRAMES, NULL},
    {"truncated in the audio", cut, "truncated", FRAMES - 11, NULL},
    {"COMM declares more frames", frames_more, "truncated", FRAMES, NULL},
    {"COMM declares fewer frames", frames_less, "total-samples", FRAMES, NULL},
    {"never closed", open_end, "data-size", FRAMES, NULL},
    {"FORM size too small", form_small, "riff-size", FRAMES, NULL},
    {"FORM size too large", form_large, "riff-size", FRAMES, NULL},
    {"zeros behind the chunks", junk_behind, "trailing-junk", FRAMES, NULL},
    {"SSND before COMM", ssnd_first, NULL, FRAMES, NULL},
    {"two COMM", comm_twice, "duplicate-chunk", FRAMES, NULL},
    {"two SSND", ssnd_twice, "duplicate-chunk", FRAMES, NULL},
    {"pad byte missing", pad_missing, "missing-pad", FRAMES, NULL},
    {"a rate of 44100.5 Hz", rate_fraction, "sample-rate", FRAMES, NULL},
    {"NAME of 1 GB", name_too_long, NULL, 0, "'NAME' at byte 12 declares 1073741824"},
    {"audio past the end of SSND", offset_beyond, NULL, 0, "past its end"},
    {"no SSND", no_ssnd, NULL, 0, "no SSND chunk from byte 12"},
    {"COMM of 4 bytes", comm_short, NULL, 0, "COMM chunk at byte 12 has 4 bytes"},
    {"a negative rate", rate_negative, NULL, 0, "a rate of 0 Hz"},
    {"an infinite rate", rate_infinite, NULL, 0, "a rate of 0 Hz"},
    {"no channels", channels_0, NULL, 0, "0 channels"},
    {"no bits", bits_0, NULL, 0, "integer samples of 0 bits"},
    {"mu-law", mu_law, NULL, 0,
     "not accepted: the COMM chunk at byte 12 declares mu-law"},
    {"a type that is not known", unknown_type, NULL, 0, "unknown codec (type 'zz?z')"},
    {"a header alone", header_only, NULL, 0, "no COMM chunk from byte 12"},
};

static void test_aiff_fault_is_named_and_measured_as_far_as_it_goes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s\n", faults[i].what);
        faults[i].make(&bytes);
        reading = read_bytes(&bytes, 0);
        if (faults[i].error) {
            assert_null(reading.doc);
            assert_int_equal(reading.err.status, LO_EFORMAT);
            if (!strstr(reading.err.text, faults[i].error))
                fail_msg("%s", reading.err.text);
        } else {
            const struct lo_fact *list;

            if (!reading.doc)
                fail_msg("%s", reading.err.text);
            list = lo_doc_fact(reading.doc, "file.header_problems");
            assert_int_equal(reading.frames, faults[i].frames);
            check_samples(&reading, &plain);
            if (faults[i].problem && !problem_of(reading.doc, faults[i].problem))
                fail_msg("no %s in: %s", faults[i].problem,
                         list_of(reading.doc, "file.header_problems"));
            /* A file that was cut has the wrong size in its header as well. */
            if (list->count > (size_t)(1 + (faults[i].problem != NULL)) &&
                !problem_of(reading.doc, "riff-size"))
                fail_msg("more than %s: %s", faults[i].problem,
                         list_of(reading.doc, "file.header_problems"));
        }
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_aiff_tells_what_it_is(void **unused)
{
    struct wav_bytes bytes = {0};
    struct reading reading;

    (void)unused;
    put_file(&bytes,
             &(struct shape){.type = "sowt", .bits = 16, .is_little_endian = true});
    reading = read_bytes(&bytes, 0);
    assert_string_equal(text_of(reading.doc, "file.aifc_type"), "sowt");
    assert_string_equal(text_of(reading.doc, "file.codec"), "pcm");
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "COMM 12 24 | SSND 44 412");
    assert_false(lo_doc_fact(reading.doc, "file.chunks_after_data")->flag);
    assert_near(value_of(reading.doc, "file.frames_declared"), FRAMES, 0);
    reading_fini(&reading);
    wav_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aiff_gives_every_form_bit_for_bit),
        cmocka_unit_test(test_aiff_fault_is_named_and_measured_as_far_as_it_goes),
        cmocka_unit_test(test_aiff_tells_what_it_is),
    };

    return cmocka_run_group_tests_name("audio_aiff", tests, NULL, NULL);
}
