/* WAVE files whose sizes are wrong, or that end where they should not: what each fault is
 * called, how much is measured, or why nothing is. */
#include "tests/support/measure.h"
#include "tests/support/unit.h"
#include "tests/support/wave_fault.h"

#include <string.h>

PATCH(riff_small, RIFF_SIZE_AT, 100, 4)
PATCH(riff_large, RIFF_SIZE_AT, 100000, 4)
PATCH(riff_whole, RIFF_SIZE_AT, DATA_AT + 8 + DATA_BYTES, 4)
PATCH(riff_zero, RIFF_SIZE_AT, 0, 4)
PATCH(riff_ones, RIFF_SIZE_AT, 0xFFFFFFFF, 4)
PATCH(data_zero, DATA_AT + 4, 0, 4)
PATCH(data_ones, DATA_AT + 4, 0xFFFFFFFF, 4)
PATCH(data_half, DATA_AT + 4, 0x80000000, 4)
PATCH(data_signed, DATA_AT + 4, 0x7FFFFFFF, 4)
PATCH(data_sox, DATA_AT + 4, 0x7FFFF000, 4)
PATCH(data_long, DATA_AT + 4, DATA_BYTES + 60, 4)
PATCH(data_huge, DATA_AT + 4, 0xFFFFFFFE, 4)
PATCH(data_short, DATA_AT + 4, DATA_BYTES - 60, 4)
PATCH(data_partial, DATA_AT + 4, DATA_BYTES - 4, 4)
PATCH(form_avi, 8, 0x20495641, 4)

static void cut(struct wav_bytes *b)
{
    put_plain_wave(b);
    b->count -= 61;
}

static void cut_at_data(struct wav_bytes *b)
{
    put_plain_wave(b);
    b->count = DATA_AT + 8;
}

static void cut_in_fmt(struct wav_bytes *b)
{
    put_plain_wave(b);
    b->count = 30;
}

static void cut_between(struct wav_bytes *b)
{
    put_plain_wave(b);
    b->count = DATA_AT;
}

static void nothing(struct wav_bytes *b)
{
    (void)b;
}

static void one_byte(struct wav_bytes *b)
{
    wav_text(b, "R");
}

static void eleven_bytes(struct wav_bytes *b)
{
    wav_put(b, "RIFF\x10\0\0\0WAV", 11);
}

static void header_only(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_end(b);
}

static void empty(struct wav_bytes *b)
{
    wav_file(b, &plain_wave_format, 0);
}

/* A data chunk of 0 bytes that is meant: a chunk follows at once. */
static void empty_with_list(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_chunk(b, "data", "", 0);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_end(b);
}

static void junk_behind(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_text(b, "some text that is no chunk");
}

static void id3_behind(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_text(b, "TAGtitle");
    wav_zeros(b, 120);
}

static void zip_behind(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_put(b, "PK\3\4\24\0\0\0\10\0", 10);
}

static void chunk_behind_riff(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_chunk(b, "LIST", "INFOISFTabcd", 12);
}

static void chunks_behind_data(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_chunk(b, "id3 ", "ID3\3\0\0\0\0\0\0", 10);
    wav_end(b);
}

static void pad_missing(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "iXML", 5);
    wav_text(b, "<xml>");
    put_wave_data(b);
    wav_end(b);
}

static void pad_right(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_chunk(b, "iXML", "<xml>", 5);
    put_wave_data(b);
    wav_end(b);
}

/* An unknown chunk of odd size whose pad is missing: only what follows can tell. */
static void pad_missing_unknown(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "abcd", 3);
    wav_text(b, "xyz");
    wav_chunk(b, "efgh", "1234", 4);
    put_wave_data(b);
    wav_end(b);
}

static const struct wav_format odd = {
    .tag = TAG_PCM, .channels = 1, .rate_hz = 44100, .bits = 8};

static void pad_missing_last(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &odd);
    wav_header(b, "data", 99);
    wav_samples(b, &odd, 99);
    wav_end(b);
}

static void pad_not_counted(struct wav_bytes *b)
{
    wav_file(b, &odd, 99);
    wav_patch(b, RIFF_SIZE_AT, b->count - 9, 4);
}

static void pad_counted_not_there(struct wav_bytes *b)
{
    pad_missing_last(b);
    wav_patch(b, RIFF_SIZE_AT, b->count - 7, 4);
}

static void odd_and_right(struct wav_bytes *b)
{
    wav_file(b, &odd, 99);
}

static const struct wave_fault faults[] = {
    {"a right file", put_plain_wave, "", FRAMES, NULL},
    {"no audio at all", empty, "", 0, NULL},
    {"no audio, and a chunk behind it", empty_with_list, "", 0, NULL},
    {"an odd number of bytes, padded", odd_and_right, "", 99, NULL},
    {"an odd chunk, padded", pad_right, "", FRAMES, NULL},
    {"chunks behind data", chunks_behind_data, "", FRAMES, NULL},
    {"truncated in the audio", cut, "truncated riff-size", FRAMES - 11, NULL},
    {"truncated where audio begins", cut_at_data, "truncated riff-size", 0, NULL},
    {"truncated in fmt", cut_in_fmt, NULL, 0,
     "'fmt ' at byte 12 declares 16 bytes, 10 are there"},
    {"truncated between chunks", cut_between, NULL, 0, "no data chunk"},
    {"data longer than the file", data_long, "truncated", FRAMES, NULL},
    {"data of 4 GB", data_huge, "truncated", FRAMES, NULL},
    {"data of 0 bytes, audio follows", data_zero, "data-size", FRAMES, NULL},
    {"data of 0xFFFFFFFF", data_ones, "data-size", FRAMES, NULL},
    {"data of 0x80000000", data_half, "data-size", FRAMES, NULL},
    {"data of 0x7FFFFFFF", data_signed, "data-size", FRAMES, NULL},
    {"data as SoX leaves it", data_sox, "data-size", FRAMES, NULL},
    {"data shorter than its audio", data_short, "trailing-junk", FRAMES - 10, NULL},
    {"half a frame at the end", data_partial, "partial-frame trailing-junk", FRAMES - 1,
     NULL},
    {"RIFF size too small", riff_small, "riff-size", FRAMES, NULL},
    {"RIFF size too large", riff_large, "riff-size", FRAMES, NULL},
    {"RIFF size of the whole file", riff_whole, "riff-size", FRAMES, NULL},
    {"RIFF size 0", riff_zero, "riff-size", FRAMES, NULL},
    {"RIFF size 0xFFFFFFFF", riff_ones, "riff-size", FRAMES, NULL},
    {"text behind the RIFF", junk_behind, "trailing-junk", FRAMES, NULL},
    {"ID3v1 behind the RIFF", id3_behind, "trailing-junk", FRAMES, NULL},
    {"a ZIP archive behind the RIFF", zip_behind, "trailing-junk", FRAMES, NULL},
    {"a chunk behind the RIFF", chunk_behind_riff, "riff-size", FRAMES, NULL},
    {"pad byte missing", pad_missing, "missing-pad", FRAMES, NULL},
    {"pad byte missing, unknown ids", pad_missing_unknown, "missing-pad", FRAMES, NULL},
    {"pad byte missing at the end", pad_missing_last, "missing-pad", 99, NULL},
    {"the same, RIFF counts it", pad_counted_not_there, "missing-pad", 99, NULL},
    {"pad byte not counted by RIFF", pad_not_counted, "riff-size-pad", 99, NULL},
    {"empty file", nothing, NULL, 0, "empty"},
    {"one byte", one_byte, NULL, 0, "1 bytes"},
    {"eleven bytes", eleven_bytes, NULL, 0, "cut short at byte 11"},
    {"a header alone", header_only, NULL, 0, "no fmt chunk from byte 12"},
    {"AVI", form_avi, NULL, 0, "form 'AVI '"},
};

static void test_wave_faults_of_sizes(void **unused)
{
    (void)unused;
    check_wave_faults(faults, COUNT(faults));
}

/* The number a shorter song would hide. */
static void test_truncated_file_says_how_much_is_missing(void **unused)
{
    struct reading reading = read_wave_fault(cut);

    (void)unused;
    assert_string_equal(problem_of(reading.doc, "truncated"),
                        "truncated: the data chunk declares 600 bytes at byte 36, 539 "
                        "are there");
    assert_near(value_of(reading.doc, "file.frames"), 89, 0);
    assert_near(value_of(reading.doc, "file.frames_declared"), 100, 0);
    reading_fini(&reading);
}

static void test_open_ended_data_declares_no_frames(void **unused)
{
    struct reading reading = read_wave_fault(data_ones);

    (void)unused;
    assert_string_equal(reason_of(reading.doc, "file.frames_declared"),
                        "the header does not tell");
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "fmt  12 16 | data 36 600");
    reading_fini(&reading);
}

static void test_chunks_after_data_are_told(void **unused)
{
    struct reading reading = read_wave_fault(chunks_behind_data);

    (void)unused;
    assert_true(lo_doc_fact(reading.doc, "file.chunks_after_data")->flag);
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "fmt  12 16 | data 36 600 | LIST 644 4 | id3  656 10");
    reading_fini(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wave_faults_of_sizes),
        cmocka_unit_test(test_truncated_file_says_how_much_is_missing),
        cmocka_unit_test(test_open_ended_data_declares_no_frames),
        cmocka_unit_test(test_chunks_after_data_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
