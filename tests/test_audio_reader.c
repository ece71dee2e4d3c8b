#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Block sizes: one frame, a prime, one less than the file, its length, the reader's own. */
static const size_t blocks[] = {1, 7, 999, 1000, 0};
enum { FRAMES = 1000, TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE };

static double expected_sample(const struct wav_format *format, int64_t frame,
                              unsigned ch)
{
    unsigned bits = format->tag == TAG_EXTENSIBLE ? format->valid_bits : format->bits;
    bool is_float = format->tag == TAG_FLOAT || format->subtag == TAG_FLOAT;

    if (is_float)
        bits = 24;
    return ldexp(wav_pattern(frame, ch, bits), 1 - (int)bits);
}

/* Every sample, with no tolerance: to 24 bits a float is exact, beyond it is the nearest. */
static void check_samples(const struct reading *reading,
                          const struct wav_format *format)
{
    for (int64_t i = 0; i < reading->frames; i++)
        for (unsigned ch = 0; ch < format->channels; ch++) {
            size_t at = (size_t)i * format->channels + ch;
            double expected = expected_sample(format, i, ch);

            if (reading->x[at] != (float)expected)
                fail_msg("frame %d channel %u: %.9g, not %.9g", (int)i, ch,
                         (double)reading->x[at], expected);
            if (reading->raw && ldexp(reading->raw[at], -31) != expected)
                fail_msg("frame %d channel %u: raw %d", (int)i, ch, reading->raw[at]);
        }
}

static void test_reader_gives_every_format_bit_for_bit(void **unused)
{
    static const struct wav_format cases[] = {
        {.tag = TAG_PCM, .channels = 1, .rate_hz = 8000, .bits = 8},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 8},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 12},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 16},
        {.tag = TAG_PCM, .channels = 1, .rate_hz = 44100, .bits = 16},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 48000, .bits = 20},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 96000, .bits = 24},
        {.tag = TAG_PCM, .channels = 1, .rate_hz = 96000, .bits = 24},
        {.tag = TAG_PCM, .channels = 3, .rate_hz = 88200, .bits = 24},
        {.tag = TAG_PCM, .channels = 2, .rate_hz = 384000, .bits = 32},
        {.tag = TAG_PCM, .channels = 8, .rate_hz = 192000, .bits = 24},
        {.tag = TAG_FLOAT, .channels = 2, .rate_hz = 44100, .bits = 32},
        {.tag = TAG_FLOAT, .channels = 6, .rate_hz = 48000, .bits = 32},
        {.tag = TAG_FLOAT, .channels = 2, .rate_hz = 44100, .bits = 64},
        {TAG_EXTENSIBLE, 2, 44100, 24, 24, TAG_PCM, 3},
        {TAG_EXTENSIBLE, 2, 44100, 24, 20, TAG_PCM, 3},
        {TAG_EXTENSIBLE, 2, 44100, 16, 12, TAG_PCM, 3},
        {TAG_EXTENSIBLE, 2, 44100, 32, 24, TAG_PCM, 3},
        {TAG_EXTENSIBLE, 6, 48000, 32, 32, TAG_FLOAT, 0x3F},
        {TAG_EXTENSIBLE, 7, 48000, 16, 16, TAG_PCM, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases) * COUNT(blocks); i++) {
        const struct wav_format *format = &cases[i / COUNT(blocks)];
        struct wav_bytes bytes = {0};
        struct reading reading;

        wav_file(&bytes, format, FRAMES);
        reading = read_bytes(&bytes, blocks[i % COUNT(blocks)]);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_int_equal(reading.frames, FRAMES);
        check_samples(&reading, format);
        assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
        assert_near(value_of(reading.doc, "file.bits"), (format->bits + 7) / 8 * 8, 0);
        assert_near(value_of(reading.doc, "file.sample_rate"), format->rate_hz, 0);
        assert_near(value_of(reading.doc, "file.channels"), format->channels, 0);
        assert_near(value_of(reading.doc, "file.frames"), FRAMES, 0);
        assert_near(value_of(reading.doc, "file.frames_declared"), FRAMES, 0);
        assert_near(value_of(reading.doc, "file.size"), (double)bytes.count, 0);
        assert_near(value_of(reading.doc, "file.not_finite"), 0, 0);
        /* Seconds are kept to a millionth. */
        assert_near(value_of(reading.doc, "file.duration"),
                    (double)FRAMES / format->rate_hz, 0.5e-6);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static void test_reader_names_what_the_file_is(void **unused)
{
    struct wav_format format = {
        .tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 24};
    struct wav_bytes bytes = {0};
    struct reading reading;

    (void)unused;
    wav_file(&bytes, &format, 10);
    reading = read_bytes(&bytes, 0);
    assert_non_null(reading.doc);
    assert_string_equal(text_of(reading.doc, "file.name"), "test.wav");
    assert_string_equal(text_of(reading.doc, "file.container"), "wav");
    assert_string_equal(text_of(reading.doc, "file.codec"), "pcm");
    assert_string_equal(text_of(reading.doc, "file.sample_format"), "integer");
    assert_string_equal(text_of(reading.doc, "file.wave_format_tag"), "0x0001");
    assert_string_equal(list_of(reading.doc, "file.chunks"), "fmt  12 16 | data 36 60");
    assert_false(lo_doc_fact(reading.doc, "file.chunks_after_data")->flag);
    assert_null(lo_doc_fact(reading.doc, "file.audio_md5"));
    reading_fini(&reading);
    wav_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_gives_every_format_bit_for_bit),
        cmocka_unit_test(test_reader_names_what_the_file_is),
    };

    return cmocka_run_group_tests_name("audio_reader", tests, NULL, NULL);
}
