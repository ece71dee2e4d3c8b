#include "tests/support/wave_fault.h"

#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>

const struct wav_format plain_wave_format = {
    .tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 24};

void put_plain_wave(struct wav_bytes *bytes)
{
    wav_file(bytes, &plain_wave_format, FRAMES);
}

void put_wave_data(struct wav_bytes *bytes)
{
    wav_header(bytes, "data", DATA_BYTES);
    wav_samples(bytes, &plain_wave_format, FRAMES);
}

static size_t count_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);

    return fact ? fact->count : 0;
}

/* All the ids that are expected, and no more texts than those. */
static void check_problems(const struct wave_fault *fault, const struct lo_doc *doc)
{
    char ids[128];
    size_t expected = 0;

    snprintf(ids, sizeof ids, "%s", fault->problems);
    for (char *id = strtok(ids, " "); id; id = strtok(NULL, " ")) {
        expected++;
        if (!problem_of(doc, id))
            fail_msg("no %s in: %s", id, list_of(doc, "file.header_problems"));
    }
    if (count_of(doc, "file.header_problems") + count_of(doc, "file.header_notes") !=
        expected)
        fail_msg("more than %s in: %s", fault->problems,
                 list_of(doc, "file.header_problems"));
}

static void check_samples(const struct reading *reading)
{
    unsigned bits = reading->format.valid_bits;

    for (int64_t i = 0; i < reading->frames; i++)
        for (unsigned ch = 0; ch < reading->format.channels; ch++)
            assert_true(reading->raw[i * reading->format.channels + ch] ==
                        (int32_t)((uint32_t)wav_pattern(i, ch, bits) << (32 - bits)));
}

static void check_fault(const struct wave_fault *fault, struct reading *reading)
{
    if (fault->error) {
        assert_null(reading->doc);
        assert_int_equal(reading->err.status, LO_EFORMAT);
        assert_int_equal(strncmp(reading->err.text, "test.wav: ", 10), 0);
        if (!strstr(reading->err.text, fault->error))
            fail_msg("%s", reading->err.text);
        return;
    }
    if (!reading->doc)
        fail_msg("%s", reading->err.text);
    assert_int_equal(reading->frames, fault->frames);
    check_samples(reading);
    check_problems(fault, reading->doc);
}

void check_wave_faults(const struct wave_fault *faults, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s\n", faults[i].what);
        faults[i].make(&bytes);
        reading = read_bytes(&bytes, 7);
        check_fault(&faults[i], &reading);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

struct reading read_wave_fault(void (*make)(struct wav_bytes *))
{
    struct wav_bytes bytes = {0};
    struct reading reading;

    make(&bytes);
    reading = read_bytes(&bytes, 0);
    wav_fini(&bytes);
    if (!reading.doc)
        fail_msg("%s", reading.err.text);
    return reading;
}
