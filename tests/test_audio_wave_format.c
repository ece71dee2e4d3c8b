/* WAVE files with every description of audio that there is, and some that there is not; and
 * the 64-bit forms. */
#include "tests/support/measure.h"
#include "tests/support/unit.h"
#include "tests/support/wave_fault.h"

#include <string.h>

PATCH(tag_adpcm, FMT_AT, 0x0002, 2)
PATCH(tag_alaw, FMT_AT, 0x0006, 2)
PATCH(tag_mulaw, FMT_AT, 0x0007, 2)
PATCH(tag_ima, FMT_AT, 0x0011, 2)
PATCH(tag_gsm, FMT_AT, 0x0031, 2)
PATCH(tag_mp3, FMT_AT, 0x0055, 2)
PATCH(tag_unknown, FMT_AT, 0x1234, 2)
PATCH(tag_extensible, FMT_AT, 0xFFFE, 2)
PATCH(channels_0, FMT_AT + 2, 0, 2)
PATCH(channels_9, FMT_AT + 2, 9, 2)
PATCH(channels_all, FMT_AT + 2, 65535, 2)
PATCH(rate_0, FMT_AT + 4, 0, 4)
PATCH(rate_1, FMT_AT + 4, 1, 4)
PATCH(rate_all, FMT_AT + 4, 0xFFFFFFFF, 4)
PATCH(rate_low, FMT_AT + 4, 7999, 4)
PATCH(rate_high, FMT_AT + 4, 384001, 4)
PATCH(byte_rate, FMT_AT + 8, 1234, 4)
PATCH(align_small, FMT_AT + 12, 4, 2)
PATCH(align_large, FMT_AT + 12, 8, 2)
PATCH(align_zero, FMT_AT + 12, 0, 2)
PATCH(bits_0, FMT_AT + 14, 0, 2)
PATCH(bits_7, FMT_AT + 14, 7, 2)
PATCH(bits_33, FMT_AT + 14, 33, 2)
PATCH(bits_64, FMT_AT + 14, 64, 2)
PATCH(bits_all, FMT_AT + 14, 65535, 2)

static void float_24(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_patch(b, FMT_AT, 3, 2);
}

/* Block align and byte rate agree on 8 bytes, 24 bits need 6. */
static void align_agrees(struct wav_bytes *b)
{
    put_plain_wave(b);
    wav_patch(b, FMT_AT + 8, 44100 * 8, 4);
    wav_patch(b, FMT_AT + 12, 8, 2);
}

static void extensible(struct wav_bytes *b, uint16_t bits, uint16_t valid)
{
    struct wav_format wide = {TAG_EXTENSIBLE, 2, 44100, bits, valid, TAG_PCM, 3};

    wav_file(b, &wide, FRAMES);
}

static void valid_24_of_32(struct wav_bytes *b)
{
    extensible(b, 32, 24);
}

static void valid_0(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 18, 0, 2);
}

static void valid_too_many(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 18, 32, 2);
}

static void extensible_mp3(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 24, 0x55, 2);
}

static void extensible_guid(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 30, 0x1234, 2);
}

static void fmt_of_20(struct wav_bytes *b)
{
    unsigned char body[20] = {0};
    struct wav_bytes file = {0};

    put_plain_wave(&file);
    memcpy(body, file.data + FMT_AT, 16);
    wav_fini(&file);
    wav_begin(b, "RIFF");
    wav_chunk(b, "fmt ", body, sizeof body);
    put_wave_data(b);
    wav_end(b);
}

static void rf64(struct wav_bytes *b, const char *id, uint64_t riff, uint64_t data,
                 uint64_t frames, uint32_t data32)
{
    wav_begin(b, id);
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_ds64(b, riff, data, frames);
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "data", data32);
    wav_samples(b, &plain_wave_format, FRAMES);
}

enum { RF64_RIFF = 4 + 36 + 24 + 8 + DATA_BYTES };

static void rf64_right(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES, FRAMES, 0xFFFFFFFF);
}

static void bw64_right(struct wav_bytes *b)
{
    rf64(b, "BW64", RF64_RIFF, DATA_BYTES, 0, 0xFFFFFFFF);
}

static void rf64_data_long(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF + 60, DATA_BYTES + 60, FRAMES + 10, 0xFFFFFFFF);
}

static void rf64_exabytes(struct wav_bytes *b)
{
    rf64(b, "RF64", UINT64_MAX / 2, (UINT64_MAX >> 1) - 7, 0, 0xFFFFFFFF);
}

static void rf64_past_2_63(struct wav_bytes *b)
{
    rf64(b, "RF64", UINT64_MAX - 1, UINT64_MAX - 100, 0, 0xFFFFFFFF);
}

static void rf64_zero(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, 0, 0, 0xFFFFFFFF);
}

static void rf64_two_sizes(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES - 60, FRAMES, DATA_BYTES);
}

static void rf64_frames_lie(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES, FRAMES + 1, 0xFFFFFFFF);
}

static void rf64_without_ds64(struct wav_bytes *b)
{
    wav_begin(b, "RF64");
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "data", 0xFFFFFFFF);
    wav_samples(b, &plain_wave_format, FRAMES);
}

static void ds64_short(struct wav_bytes *b)
{
    wav_begin(b, "RF64");
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_chunk(b, "ds64", "12345678", 8);
    wav_fmt(b, &plain_wave_format);
    wav_header(b, "data", 0xFFFFFFFF);
    wav_samples(b, &plain_wave_format, FRAMES);
}

static const struct wave_fault faults[] = {
    {"byte rate wrong", byte_rate, "byte-rate", FRAMES, NULL},
    {"block align too small", align_small, "block-align", FRAMES, NULL},
    {"block align too large", align_large, "block-align", FRAMES, NULL},
    {"block align 0", align_zero, "block-align", FRAMES, NULL},
    {"frames of 8 bytes for 6", align_agrees, NULL, 0, "declares frames of 8 bytes"},
    {"24 bits valid of 32", valid_24_of_32, "valid-bits", FRAMES, NULL},
    {"0 bits valid", valid_0, "valid-bits", FRAMES, NULL},
    {"32 bits valid of 24", valid_too_many, "valid-bits", FRAMES, NULL},
    {"fmt of 20 bytes", fmt_of_20, "fmt-size", FRAMES, NULL},
    {"RF64", rf64_right, "", FRAMES, NULL},
    {"BW64 without a count", bw64_right, "", FRAMES, NULL},
    {"RF64, data longer than the file", rf64_data_long, "truncated riff-size", FRAMES,
     NULL},
    {"RF64 of exabytes", rf64_exabytes, "truncated riff-size", FRAMES, NULL},
    {"RF64 past 2^63", rf64_past_2_63, "truncated riff-size", FRAMES, NULL},
    {"RF64, data of 0 bytes", rf64_zero, "data-size", FRAMES, NULL},
    {"RF64, two sizes", rf64_two_sizes, "ds64", FRAMES, NULL},
    {"RF64, frames lie", rf64_frames_lie, "ds64", FRAMES, NULL},
    {"RF64 without ds64", rf64_without_ds64, "ds64 data-size riff-size", FRAMES, NULL},
    {"RF64, ds64 too short", ds64_short, "ds64 ds64 data-size riff-size", FRAMES, NULL},
    {"Microsoft ADPCM", tag_adpcm, NULL, 0, "not accepted: the fmt chunk at byte 20"},
    {"A-law", tag_alaw, NULL, 0, "A-law (tag 0x0006)"},
    {"mu-law", tag_mulaw, NULL, 0, "mu-law (tag 0x0007)"},
    {"IMA ADPCM", tag_ima, NULL, 0, "IMA ADPCM (tag 0x0011)"},
    {"GSM", tag_gsm, NULL, 0, "GSM 6.10 (tag 0x0031)"},
    {"MP3 by its tag", tag_mp3, NULL, 0, "MPEG layer 3 (tag 0x0055)"},
    {"a tag that is not known", tag_unknown, NULL, 0, "unknown codec (tag 0x1234)"},
    {"extensible without its extension", tag_extensible, NULL, 0, "0xFFFE"},
    {"extensible MP3", extensible_mp3, NULL, 0, "MPEG layer 3 (tag 0x0055)"},
    {"extensible with another GUID", extensible_guid, NULL, 0, "0xFFFE"},
    {"no channels", channels_0, NULL, 0, "0 channels, declared at byte 22"},
    {"9 channels", channels_9, NULL, 0, "9 channels"},
    {"65535 channels", channels_all, NULL, 0, "65535 channels"},
    {"rate 0", rate_0, NULL, 0, "a rate of 0 Hz"},
    {"rate 1", rate_1, NULL, 0, "a rate of 1 Hz"},
    {"rate 2^32 - 1", rate_all, NULL, 0, "a rate of 4294967295 Hz"},
    {"rate just too low", rate_low, NULL, 0, "a rate of 7999 Hz"},
    {"rate just too high", rate_high, NULL, 0, "a rate of 384001 Hz"},
    {"0 bits", bits_0, NULL, 0, "integer samples of 0 bits, declared at byte 34"},
    {"7 bits", bits_7, NULL, 0, "integer samples of 7 bits"},
    {"33 bits", bits_33, NULL, 0, "integer samples of 33 bits"},
    {"64 bits", bits_64, NULL, 0, "integer samples of 64 bits"},
    {"65535 bits", bits_all, NULL, 0, "integer samples of 65535 bits"},
    {"floats of 24 bits", float_24, NULL, 0, "float samples of 24 bits"},
};

static void test_wave_faults_of_format(void **unused)
{
    (void)unused;
    check_wave_faults(faults, COUNT(faults));
}

static void test_container_and_form_of_the_header_are_told(void **unused)
{
    struct reading reading = read_wave_fault(rf64_right);

    (void)unused;
    assert_string_equal(text_of(reading.doc, "file.container"), "rf64");
    reading_fini(&reading);
    reading = read_wave_fault(bw64_right);
    assert_string_equal(text_of(reading.doc, "file.container"), "bw64");
    reading_fini(&reading);
    reading = read_wave_fault(valid_24_of_32);
    assert_string_equal(text_of(reading.doc, "file.wave_format_tag"), "0xFFFE");
    assert_string_equal(text_of(reading.doc, "file.wave_subformat"), "0x0001");
    assert_near(value_of(reading.doc, "file.bits"), 32, 0);
    assert_near(value_of(reading.doc, "file.valid_bits"), 24, 0);
    reading_fini(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wave_faults_of_format),
        cmocka_unit_test(test_container_and_form_of_the_header_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
