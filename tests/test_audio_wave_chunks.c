/* WAVE files whose chunks are doubled, out of order, too long or not what they say. */
#include "tests/support/measure.h"
#include "tests/support/unit.h"
#include "tests/support/wave_fault.h"

#include <string.h>

static void fmt_twice(struct wav_bytes *b)
{
    struct wav_format other = plain_wave_format;

    other.bits = 16;
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_fmt(b, &other);
    put_wave_data(b);
    wav_end(b);
}

static void data_twice(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    put_wave_data(b);
    wav_chunk(b, "data", "other sounds", 12);
    wav_end(b);
}

static void data_first(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    put_wave_data(b);
    wav_fmt(b, &plain_wave_format);
    wav_end(b);
}

static void bext_twice(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_chunk(b, "bext", "1234", 4);
    wav_fmt(b, &plain_wave_format);
    wav_chunk(b, "bext", "1234", 4);
    put_wave_data(b);
    wav_end(b);
}

static void junk_and_lists(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_chunk(b, "JUNK", "1234", 4);
    wav_fmt(b, &plain_wave_format);
    wav_chunk(b, "JUNK", "1234", 4);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_chunk(b, "LIST", "adtl", 4);
    put_wave_data(b);
    wav_end(b);
}

static void list_too_long(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "LIST", 0xFFFFFFFF);
    wav_text(b, "INFO");
    put_wave_data(b);
    wav_end(b);
}

static void list_too_long_behind(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_header(b, "LIST", 5000);
    wav_text(b, "INFO");
    wav_end(b);
}

static void chunks_200000(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    for (int i = 0; i < 200000; i++)
        wav_header(b, "tiny", 0);
    put_wave_data(b);
    wav_end(b);
}

static void chunks_200000_ids(struct wav_bytes *b)
{
    char id[5];

    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    for (int i = 0; i < 200000; i++) {
        id[0] = 'a';
        for (int k = 1, n = i; k < 4; k++, n /= 90)
            id[k] = (char)('!' + n % 90);
        wav_header(b, id, 0);
    }
    put_wave_data(b);
    wav_end(b);
}

static void chunks_without_end(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    for (int i = 0; i < 600000; i++)
        wav_header(b, "tiny", 0);
    put_wave_data(b);
    wav_end(b);
}

static void id3_before(struct wav_bytes *b)
{
    wav_put(b, "ID3\3\0\0\0\0\0\12", 10);
    wav_zeros(b, 10);
    struct wav_bytes file = {0};
    put_plain_wave(&file);
    wav_put(b, file.data, file.count);
    wav_fini(&file);
}

static void data_of(struct wav_bytes *b, const void *start, size_t count)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "data", DATA_BYTES);
    wav_put(b, start, count);
    wav_zeros(b, DATA_BYTES - count);
    wav_end(b);
}

static void ogg_inside(struct wav_bytes *b)
{
    data_of(b, "OggS\0\2\0\0", 8);
}

static void flac_inside(struct wav_bytes *b)
{
    data_of(b, "fLaC\0\0\0\x22", 8);
}

static void dts_inside(struct wav_bytes *b)
{
    data_of(b, "\xFE\x7F\x01\x80\0\0\0\0", 8);
}

static void mp3_inside(struct wav_bytes *b)
{
    unsigned char frames[DATA_BYTES] = {0};

    /* MPEG 1 layer 3, 32 kbit/s at 44.1 kHz: 104 bytes a frame. */
    for (int i = 0; i < DATA_BYTES; i += 104)
        memcpy(frames + i, "\xFF\xFB\x10\xC0", 4);
    data_of(b, frames, sizeof frames);
}

static void fact_lies(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &plain_wave_format);
    wav_chunk(b, "fact", "\1\2\0\0", 4);
    put_wave_data(b);
    wav_end(b);
}

static const struct wave_fault faults[] = {
    {"JUNK twice, LIST of two forms", junk_and_lists, "", FRAMES, NULL},
    {"ID3 before the RIFF", id3_before, "leading-tag", FRAMES, NULL},
    {"two fmt", fmt_twice, "duplicate-fmt", FRAMES, NULL},
    {"two data", data_twice, "duplicate-data", FRAMES, NULL},
    {"data before fmt", data_first, "data-before-fmt", FRAMES, NULL},
    {"two bext", bext_twice, "duplicate-chunk", FRAMES, NULL},
    {"LIST of 4 GB before data", list_too_long, NULL, 0, "'LIST' at byte 36 declares"},
    {"LIST too long behind data", list_too_long_behind, "chunk-size", FRAMES, NULL},
    {"200,000 chunks of one id", chunks_200000, "duplicate-chunk", FRAMES, NULL},
    {"200,000 chunks of as many ids", chunks_200000_ids, "", FRAMES, NULL},
    {"more chunks than are walked", chunks_without_end, NULL, 0, "more than 500000"},
    {"fact lies", fact_lies, "fact", FRAMES, NULL},
    {"Ogg in data", ogg_inside, NULL, 0, "holds an Ogg stream at byte 44"},
    {"FLAC in data", flac_inside, NULL, 0, "holds a FLAC stream at byte 44"},
    {"DTS in data", dts_inside, NULL, 0, "holds a DTS stream at byte 44"},
    {"MP3 in data", mp3_inside, NULL, 0, "holds an MPEG audio (MP3) stream at byte 44"},
};

static void test_wave_faults_of_chunks(void **unused)
{
    (void)unused;
    check_wave_faults(faults, COUNT(faults));
}

static void test_many_chunks_are_counted_not_all_listed(void **unused)
{
    struct reading reading = read_wave_fault(chunks_200000);
    const struct lo_fact *chunks = lo_doc_fact(reading.doc, "file.chunks");

    (void)unused;
    assert_int_equal(chunks->count, 1001);
    assert_string_equal(chunks->items[1000], "more: 199002 further chunks");
    assert_non_null(
        strstr(problem_of(reading.doc, "duplicate-chunk"),
               "'tiny' occurs 200000 times, first at byte 36, again at byte "
               "44"));
    reading_fini(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wave_faults_of_chunks),
        cmocka_unit_test(test_many_chunks_are_counted_not_all_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
