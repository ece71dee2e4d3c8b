#include "analyzer/doc/utf8.h"
#include "reports/report.h"
#include "reports/terminal.h"
#include "reports/words.h"
#include "tests/support/report.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

/* The text of the subjects first .. first + count of the sample. */
static char *text_of(const struct sample *sample, size_t first, size_t count,
                     struct lo_text_style style)
{
    struct lo_report report = sample->report;
    struct lo_buf out = {0};

    report.subjects += first;
    report.subject_count = count;
    if (count == 1)
        report.acceptance = report.subjects->acceptance;
    lo_report_text(&out, &report, &style);
    assert_false(out.failed);
    return lo_buf_detach(&out);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("the text has no '%s':\n%s", part, text);
}

static void assert_in_order(const char *text, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(text, parts[i]);

        if (!at)
            fail_msg("'%s' is missing or comes too early", parts[i]);
        text = at + strlen(parts[i]);
    }
}

/* What a person asks of a failure, in the order in which they ask it. */
static void test_text_explains_a_failure(void **unused)
{
    static const char *const parts[] = {
        "FAIL  masters/02",
        "wav, 16-bit, 44.1 kHz, stereo",
        "True peak leaves room for the encoder [true-peak]",
        "measured  0.68 dBTP; at most -1.0 dBTP: 1.68 dB too much",
        "where     1:23.456 L (0.68 dBTP)",
        " more",
        "why       Ogg and AAC encoders raise peaks",
        "advice    Lower the limiter's ceiling",
        "source    Spotify: Audio file formats",
        "primary",
        "cure      trim to -1.0, by at most 6 dB: allowed",
        "cure      declip: refused, clipping cannot be undone",
    };
    struct sample *sample = sample_new();
    char *text = text_of(sample, SAMPLE_FAILING, 1, (struct lo_text_style){0});

    (void)unused;
    assert_in_order(text, parts, COUNT(parts));
    free(text);
    sample_free(sample);
}

static void test_text_puts_failures_first(void **unused)
{
    static const char *const parts[] = {
        "FAIL  The header tells the truth",
        "WARN  True peak leaves room",
        "WARN  No runs of clipped samples",
        "NOTE  A loud master stays",
        "1 rule passed",
        "FAIL  24 bits or more",
        "NOT MEASURED Survives AAC",
        "WAIVED The file carries its ISRC",
        "waived by kj",
    };
    struct sample *sample = sample_new();
    char *text = text_of(sample, SAMPLE_FAILING, 1, (struct lo_text_style){0});

    (void)unused;
    assert_in_order(text, parts, COUNT(parts));
    free(text);
    sample_free(sample);
}

/* The last line is the verdict of the whole, and says how many of what. */
static void test_text_ends_with_the_verdict(void **unused)
{
    struct sample *sample = sample_new();
    char *text = text_of(sample, 0, SAMPLE_SUBJECTS, (struct lo_text_style){0});
    char *last = strrchr(text, '\n');

    (void)unused;
    assert_non_null(last);
    assert_string_equal(last, "\n");
    *last = '\0';
    last = strrchr(text, '\n');
    assert_non_null(last);
    assert_holds(last, "FAIL  2 accepted, 1 accepted with warnings, 2 rejected");
    free(text);
    sample_free(sample);
}

/* The next character of a text in UTF-8; fails on bytes that are none. */
static unsigned next_code(const char **at)
{
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    int bytes = lo_utf8_length(*at, strlen(*at));
    unsigned code;

    assert_true(bytes > 0);
    code = (unsigned char)**at & lead[bytes];
    for (int i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)(*at)[i] & 0x3F);
    *at += bytes;
    return code;
}

/* Names of the sample hold escape sequences, a change of direction, line ends and bytes
 * that are no text. */
static void test_text_gives_a_terminal_nothing_to_obey(void **unused)
{
    struct sample *sample = sample_new();
    char *text = text_of(sample, 0, SAMPLE_SUBJECTS, (struct lo_text_style){0});

    (void)unused;
    for (const char *at = text; *at;) {
        unsigned code = next_code(&at);

        assert_true(code == '\n' || code >= 0x20);
        assert_false(code >= 0x7F && code < 0xA0);
        assert_false(code >= 0x202A && code <= 0x202E);
        assert_false(code >= 0x2066 && code <= 0x2069);
    }
    assert_holds(text, "\\x1B[31m\\u202Egnp\\x07.wav");
    free(text);
    sample_free(sample);
}

static void test_text_keeps_to_its_columns(void **unused)
{
    static const unsigned widths[] = {40, 53, 80, 100};
    struct sample *sample = sample_new();

    (void)unused;
    for (size_t i = 0; i < COUNT(widths); i++) {
        char *text = text_of(sample, 0, SAMPLE_SUBJECTS,
                             (struct lo_text_style){.columns = widths[i]});

        for (char *line = text; *line;) {
            size_t length = strcspn(line, "\n");

            if (lo_terminal_columns(line, length) > widths[i])
                fail_msg("over %u columns: %.*s", widths[i], (int)length, line);
            line += length + 1;
        }
        free(text);
    }
    sample_free(sample);
}

/* Colours are the only difference, and each is taken back on its line. */
static void test_text_in_colour_says_the_same(void **unused)
{
    struct sample *sample = sample_new();
    char *plain = text_of(sample, 0, SAMPLE_SUBJECTS, (struct lo_text_style){0});
    char *color =
        text_of(sample, 0, SAMPLE_SUBJECTS, (struct lo_text_style){.color = true});
    char *to = color;
    bool is_inked = false;

    (void)unused;
    assert_true(strlen(color) > strlen(plain));
    for (const char *from = color; *from;) {
        size_t length = 0;

        if (strncmp(from, "\x1B[", 2) == 0) {
            length = strcspn(from, "m") + 1;
            is_inked = strncmp(from, "\x1B[0m", 4) != 0;
        }
        from += length;
        if (length == 0)
            *to++ = *from++;
    }
    *to = '\0';
    assert_false(is_inked);
    assert_string_equal(color, plain);
    free(color);
    free(plain);
    sample_free(sample);
}

static void test_text_is_quiet_about_what_is_right(void **unused)
{
    const struct lo_text_style quiet = {.quiet = true};
    struct sample *sample = sample_new();
    char *text = text_of(sample, SAMPLE_PASSING, 1, quiet);

    (void)unused;
    assert_string_equal(text, "");
    free(text);
    text = text_of(sample, 0, SAMPLE_SUBJECTS, quiet);
    assert_null(strstr(text, "01 First.wav"));
    assert_null(strstr(text, "NOTE"));
    assert_null(strstr(text, "passed"));
    assert_holds(text, "WARN  True peak leaves room");
    free(text);
    sample_free(sample);
}

static void test_words_of_numbers(void **unused)
{
    static const struct {
        double value;
        enum lo_unit unit;
        const char *limit, *reading;
    } cases[] = {
        {-1, LO_UNIT_DBTP, "-1.0 dBTP", "-1.00 dBTP"},
        {-8.8, LO_UNIT_DBTP, "-8.8 dBTP", "-8.80 dBTP"},
        {-14.213, LO_UNIT_LUFS, "-14.21 LUFS", "-14.21 LUFS"},
        /* Halves go away from zero, whatever a double makes of them. */
        {1.085, LO_UNIT_DB, "1.09 dB", "1.09 dB"},
        {0.085, LO_UNIT_DB, "0.09 dB", "0.09 dB"},
        {-1.005, LO_UNIT_DB, "-1.01 dB", "-1.01 dB"},
        {0, LO_UNIT_DBFS, "0.0 dBFS", "0.00 dBFS"},
        {0.001, LO_UNIT_DBFS, "0.001 dBFS", "0.001 dBFS"},
        {1200, LO_UNIT_COUNT, "1,200", "1,200"},
        {44100, LO_UNIT_HZ, "44.1 kHz", "44.1 kHz"},
        {0.5, LO_UNIT_S, "0.5 s", "0.5 s"},
        {0.0000226, LO_UNIT_S, "0.00002 s", "0.00002 s"},
        {24, LO_UNIT_BITS, "24 bits", "24 bits"},
        {1, LO_UNIT_CHANNELS, "1 channel", "1 channel"},
        {-1, LO_UNIT_SAMPLES, "-1 sample", "-1 sample"},
        {0, LO_UNIT_FRAMES, "0 frames", "0 frames"},
        {0.39512, LO_UNIT_NONE, "0.395", "0.395"},
        {-INFINITY, LO_UNIT_LUFS, "nothing there", "nothing there"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_buf limit = {0}, reading = {0};

        lo_words_value(&limit, cases[i].value, cases[i].unit);
        lo_words_reading(&reading, cases[i].value, cases[i].unit);
        assert_string_equal(limit.text, cases[i].limit);
        assert_string_equal(reading.text, cases[i].reading);
        lo_buf_fini(&limit);
        lo_buf_fini(&reading);
    }
}

/* A batch: what passes takes two lines, and the table ends where nobody reads on. */
static void test_text_of_many_subjects(void **unused)
{
    enum { MANY = 700 };
    static struct lo_judged many[MANY];
    struct sample *sample = sample_new();
    struct lo_report report = sample->report;
    struct lo_buf out = {0};
    size_t lines = 0;

    (void)unused;
    for (size_t i = 0; i < MANY; i++)
        many[i] = sample->subjects[SAMPLE_PASSING];
    report.subjects = many;
    report.subject_count = MANY;
    report.acceptance = LO_ACCEPTED;
    lo_report_text(&out, &report, &(struct lo_text_style){0});
    for (const char *at = out.text; *at; at++)
        lines += *at == '\n';
    assert_true(lines < 2 * MANY + 10);
    assert_holds(out.text, "700 accepted");
    lo_buf_fini(&out);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_explains_a_failure),
        cmocka_unit_test(test_text_puts_failures_first),
        cmocka_unit_test(test_text_ends_with_the_verdict),
        cmocka_unit_test(test_text_gives_a_terminal_nothing_to_obey),
        cmocka_unit_test(test_text_keeps_to_its_columns),
        cmocka_unit_test(test_text_in_colour_says_the_same),
        cmocka_unit_test(test_text_is_quiet_about_what_is_right),
        cmocka_unit_test(test_words_of_numbers),
        cmocka_unit_test(test_text_of_many_subjects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
