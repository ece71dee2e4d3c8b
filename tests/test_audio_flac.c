#include "tests/support/flac_file.h"
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256, FRAMES = 10 * BLOCK + 100 };

static const struct flac_shape shape = {
    .channels = 2, .rate_hz = 44100, .bits = 24, .block = BLOCK, .frames = FRAMES};

static struct reading read_flac(const struct wav_bytes *bytes, size_t block_frames)
{
    int fd = wav_open(bytes);
    struct reading reading = read_fd(fd, "folder/test.flac", block_frames, NULL);

    close(fd);
    return reading;
}

/* Frames first .. end - 1 are the pattern. */
static void check_pattern(const struct reading *reading, int64_t first, int64_t end)
{
    unsigned bits = reading->format.bits, channels = reading->format.channels;

    for (int64_t i = first; i < end; i++)
        for (unsigned ch = 0; ch < channels; ch++) {
            int32_t pattern = wav_pattern(i, ch, bits);
            size_t at = (size_t)i * channels + ch;

            if (reading->raw[at] != (int32_t)((uint32_t)pattern << (32 - bits)))
                fail_msg("frame %d: %d, not %d", (int)i, reading->raw[at], pattern);
            /* The nearest float; exact to 24 bits. */
            assert_true(reading->x[at] == (float)ldexp(pattern, 1 - (int)bits));
        }
}

static void check_silence(const struct reading *reading, int64_t first, int64_t end)
{
    for (int64_t i = first * reading->format.channels;
         i < end * reading->format.channels; i++)
        assert_true(reading->raw[i] == 0);
}

static void test_flac_gives_every_depth_bit_for_bit(void **unused)
{
    static const struct flac_shape cases[] = {
        {1, 8000, 8, 0, 5000, 0},      {2, 44100, 12, 0, 5000, 0},
        {2, 44100, 16, 0, 5000, 0},    {2, 48000, 20, 192, 5000, 0},
        {2, 96000, 24, 4608, 5000, 0}, {2, 192000, 32, 0, 5000, 0},
        {8, 48000, 24, 16, 100, 0},    {1, 384000, 24, 65535, 70000, 0},
        {3, 44100, 16, 0, 1, 0},       {2, 44100, 24, 0, 4096, 0},
    };
    static const size_t blocks[] = {7, 1000, 0};

    (void)unused;
    for (size_t i = 0; i < COUNT(cases) * COUNT(blocks); i++) {
        const struct flac_shape *made = &cases[i / COUNT(blocks)];
        struct wav_bytes bytes = {0};
        struct reading reading;

        flac_file(&bytes, made);
        reading = read_flac(&bytes, blocks[i % COUNT(blocks)]);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_int_equal(reading.frames, made->frames);
        check_pattern(&reading, 0, made->frames);
        assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
        assert_string_equal(list_of(reading.doc, "file.header_notes"), "");
        assert_string_equal(text_of(reading.doc, "file.audio_md5"),
                            text_of(reading.doc, "file.audio_md5_declared"));
        assert_near(value_of(reading.doc, "file.bits"), made->bits, 0);
        assert_near(value_of(reading.doc, "file.frames_declared"), (double)made->frames,
                    0);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_flac_names_what_the_file_is(void **unused)
{
    struct wav_bytes bytes = {0};
    struct reading reading;

    (void)unused;
    flac_file(&bytes, &shape);
    reading = read_flac(&bytes, 0);
    assert_non_null(reading.doc);
    assert_string_equal(text_of(reading.doc, "file.name"), "test.flac");
    assert_string_equal(text_of(reading.doc, "file.container"), "flac");
    assert_string_equal(text_of(reading.doc, "file.codec"), "flac");
    assert_string_equal(text_of(reading.doc, "file.sample_format"), "integer");
    assert_null(lo_doc_fact(reading.doc, "file.wave_format_tag"));
    assert_int_equal(
        strncmp(list_of(reading.doc, "file.chunks"), "STREAMINFO 4 34 | VORBIS_", 25),
        0);
    reading_fini(&reading);
    wav_fini(&bytes);
}

static void total_unknown(struct wav_bytes *b)
{
    flac_set_total(b, 0);
}

static void total_huge(struct wav_bytes *b)
{
    flac_set_total(b, (UINT64_C(1) << 36) - 1);
}

static void total_small(struct wav_bytes *b)
{
    flac_set_total(b, 1000);
}

static void md5_wrong(struct wav_bytes *b)
{
    b->data[FLAC_MD5_AT] ^= 1;
}

static void md5_absent(struct wav_bytes *b)
{
    memset(b->data + FLAC_MD5_AT, 0, 16);
}

static void md5_absent_junk(struct wav_bytes *b)
{
    md5_absent(b);
    wav_text(b, "TAG and so on");
}

static void both_unknown(struct wav_bytes *b)
{
    md5_absent(b);
    total_unknown(b);
}

static void blocks_wrong(struct wav_bytes *b)
{
    wav_patch(b, FLAC_STREAMINFO_AT, 0x00100010, 4); /* 4096 and 4096, big-endian */
}

static void blocks_small(struct wav_bytes *b)
{
    wav_patch(b, FLAC_STREAMINFO_AT, 0x80008000, 4); /* 128 and 128 */
}

static void blocks_mixed(struct wav_bytes *b)
{
    wav_patch(b, FLAC_STREAMINFO_AT, 0x00100010 & 0xFFFF, 2);
}

static void cut_frame(struct wav_bytes *b)
{
    b->count -= 200;
}

static void junk_behind(struct wav_bytes *b)
{
    wav_text(b, "TAG");
    wav_zeros(b, 125);
}

static void id3_before(struct wav_bytes *b)
{
    struct wav_bytes result = {0};

    wav_put(&result, "ID3\4\0\0\0\0\0\3abc", 13);
    wav_put(&result, b->data, b->count);
    wav_fini(b);
    *b = result;
}

/* The frame in the middle of the audio, by its share of the bytes. */
static size_t middle(const struct wav_bytes *b)
{
    return (flac_audio_at(b) + b->count) / 2;
}

static void bit_flip(struct wav_bytes *b)
{
    b->data[middle(b)] ^= 0x10;
}

static void zeros_inside(struct wav_bytes *b)
{
    memset(b->data + middle(b), 0, 3000);
}

static void comment_lies(struct wav_bytes *b)
{
    flac_insert(b, 4, "\3\0\0\0abc\1\0\0\0\xFF\xFF\xFF\xFF", 15);
}

static void comment_count_lies(struct wav_bytes *b)
{
    flac_insert(b, 4, "\3\0\0\0abc\xFF\xFF\xFF\xFF", 11);
}

static void picture_lies(struct wav_bytes *b)
{
    flac_insert(b, 6, "\0\0\0\3\0\0\0\x10image", 13);
}

static void pictures_1000(struct wav_bytes *b)
{
    static const unsigned char picture[32] = {0, 0, 0, 3};

    for (int i = 0; i < 1000; i++)
        flac_insert(b, 6, picture, sizeof picture);
}

static void tag_of_5_mb(struct wav_bytes *b)
{
    enum { LENGTH = 5000000 };
    struct wav_bytes body = {0};

    wav_le(&body, 0, 4);
    wav_le(&body, 1, 4);
    wav_le(&body, LENGTH, 4);
    wav_zeros(&body, LENGTH);
    flac_insert(b, 4, body.data, body.count);
    wav_fini(&body);
}

static void streaminfo_twice(struct wav_bytes *b)
{
    flac_insert(b, 0, b->data + FLAC_STREAMINFO_AT, 34);
}

static void block_127(struct wav_bytes *b)
{
    flac_insert(b, 127, "", 0);
}

static void padding_too_long(struct wav_bytes *b)
{
    flac_insert(b, 1, "", 0);
    b->data[43] = 0xFF;
}

static void first_is_padding(struct wav_bytes *b)
{
    b->data[4] = 1;
}

static void header_only(struct wav_bytes *b)
{
    b->count = flac_audio_at(b);
}

static void cut_in_metadata(struct wav_bytes *b)
{
    b->count = 50;
}

static void marker_only(struct wav_bytes *b)
{
    b->count = 4;
}

static void audio_is_noise(struct wav_bytes *b)
{
    for (size_t i = flac_audio_at(b); i < b->count; i++)
        b->data[i] = (unsigned char)(i * 37 % 251);
}

static void rate_0(struct wav_bytes *b)
{
    b->data[18] = b->data[19] = 0;
    b->data[20] &= 0x0F;
}

static void bits_4(struct wav_bytes *b)
{
    b->data[20] &= 0xFE;
    b->data[21] = (unsigned char)((b->data[21] & 0x0F) | 0x30);
}

/* STREAMINFO says mono, the frames are stereo. */
static void channels_lie(struct wav_bytes *b)
{
    b->data[20] &= 0xF1;
}

static const struct fault {
    const char *what;
    void (*change)(struct wav_bytes *bytes);
    const char *problems; /* ids, by blanks */
    int64_t frames;
    const char *error;
} faults[] = {
    {"total not known", total_unknown, "total-unknown", FRAMES, NULL},
    {"total 2^36 - 1", total_huge, "total-samples", FRAMES, NULL},
    {"total too small", total_small, "total-samples", FRAMES, NULL},
    {"MD5 wrong", md5_wrong, "md5-mismatch", FRAMES, NULL},
    {"no MD5", md5_absent, "md5-absent", FRAMES, NULL},
    {"no MD5, junk behind", md5_absent_junk, "md5-absent trailing-junk", FRAMES, NULL},
    {"no MD5, no total", both_unknown, "md5-absent total-unknown", FRAMES, NULL},
    {"block sizes too large", blocks_wrong, "block-size", FRAMES, NULL},
    {"block sizes too small", blocks_small, "block-size", FRAMES, NULL},
    {"smallest block larger than the largest", blocks_mixed, "block-size", FRAMES,
     NULL},
    {"the last frame cut", cut_frame, "truncated md5-mismatch decode-error",
     FRAMES - 100, NULL},
    {"ID3v1 behind", junk_behind, "trailing-junk", FRAMES, NULL},
    {"ID3v2 before", id3_before, "leading-tag", FRAMES, NULL},
    {"a bit flipped", bit_flip, "decode-error md5-mismatch", FRAMES, NULL},
    {"frames overwritten", zeros_inside, "decode-error md5-mismatch", FRAMES, NULL},
    {"a comment longer than its block", comment_lies, "chunk-size", FRAMES, NULL},
    {"4 billion comments", comment_count_lies, "chunk-size", FRAMES, NULL},
    {"a picture longer than its block", picture_lies, "chunk-size", FRAMES, NULL},
    {"1,000 pictures", pictures_1000, "", FRAMES, NULL},
    {"a tag of 5 MB", tag_of_5_mb, "", FRAMES, NULL},
    {"two STREAMINFO", streaminfo_twice, "duplicate-chunk", FRAMES, NULL},
    {"a block of type 127", block_127, NULL, 0, "type 127 at byte 42"},
    {"a block longer than the file", padding_too_long, NULL, 0,
     "PADDING block at byte 42"},
    {"PADDING first", first_is_padding, NULL, 0, "is PADDING, not STREAMINFO"},
    {"metadata alone", header_only, NULL, 0, "nothing could be decoded from byte"},
    {"cut in the metadata", cut_in_metadata, NULL, 0, "declares"},
    {"the marker alone", marker_only, NULL, 0, "cut short at byte 4"},
    {"noise for audio", audio_is_noise, NULL, 0, "nothing could be decoded from byte"},
    {"rate 0", rate_0, NULL, 0, "a rate of 0 Hz, declared at byte 18"},
    {"4 bits", bits_4, NULL, 0, "samples of 4 bits, declared at byte 20"},
    {"channels lie", channels_lie, NULL, 0, "nothing could be decoded from byte"},
};

static void check_problems(const struct fault *fault, const struct lo_doc *doc)
{
    char ids[128];
    size_t expected = 0;
    size_t found = lo_doc_fact(doc, "file.header_problems")->count +
                   lo_doc_fact(doc, "file.header_notes")->count;

    snprintf(ids, sizeof ids, "%s", fault->problems);
    for (char *id = strtok(ids, " "); id; id = strtok(NULL, " ")) {
        expected++;
        if (!problem_of(doc, id))
            fail_msg("no %s in: %s", id, list_of(doc, "file.header_problems"));
    }
    if (found != expected)
        fail_msg("more than %s in: %s", fault->problems,
                 list_of(doc, "file.header_problems"));
}

static void test_flac_fault_is_named_and_measured_as_far_as_it_goes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s\n", faults[i].what);
        flac_file(&bytes, &shape);
        faults[i].change(&bytes);
        reading = read_flac(&bytes, 0);
        if (faults[i].error) {
            assert_null(reading.doc);
            assert_int_equal(reading.err.status, LO_EFORMAT);
            assert_int_equal(strncmp(reading.err.text, "folder/test.flac: ", 18), 0);
            if (!strstr(reading.err.text, faults[i].error))
                fail_msg("%s", reading.err.text);
        } else {
            if (!reading.doc)
                fail_msg("%s", reading.err.text);
            assert_int_equal(reading.frames, faults[i].frames);
            check_problems(&faults[i], reading.doc);
        }
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

/* Silence takes the place of the damaged frame alone, so that times after it stay true. */
static void test_flac_damage_is_silence_of_its_length(void **unused)
{
    static void (*const changes[])(struct wav_bytes *) = {bit_flip, zeros_inside};

    (void)unused;
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        flac_file(&bytes, &shape);
        changes[i](&bytes);
        reading = read_flac(&bytes, 7);
        assert_non_null(reading.doc);
        assert_int_equal(reading.frames, FRAMES);
        check_pattern(&reading, 0, 4 * BLOCK);
        check_silence(&reading, 5 * BLOCK, 6 * BLOCK);
        check_pattern(&reading, 9 * BLOCK, FRAMES);
        print_message("  %s\n", problem_of(reading.doc, "decode-error"));
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flac_gives_every_depth_bit_for_bit),
        cmocka_unit_test(test_flac_names_what_the_file_is),
        cmocka_unit_test(test_flac_fault_is_named_and_measured_as_far_as_it_goes),
        cmocka_unit_test(test_flac_damage_is_silence_of_its_length),
    };

    return cmocka_run_group_tests_name("audio_flac", tests, NULL, NULL);
}
