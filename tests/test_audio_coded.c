/* Ogg and MPEG streams, read as suspects: what other programs write is told by name and
 * decoded as FFmpeg does, and damage is found. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 1024 };

/* Each writes $f from the tone $t. */
static const struct {
    const char *what, *end, *command;
    const char *container, *codec, *title;
    bool has_length; /* the stream declares it */
} made[] = {
    {"LAME by ffmpeg", "mp3",
     "ffmpeg -v error -i $t -c:a libmp3lame -b:a 256k -metadata title=K\xC3\xA4se $f",
     "mp3", "mp3", "K\xC3\xA4se", false},
    {"LAME by SoX", "mp3", "sox $t -C 192 $f", "mp3", "mp3", NULL, false},
    {"ID3v1", "mp3",
     "ffmpeg -v error -i $t -c:a libmp3lame -id3v2_version 0 $f; "
     "{ printf TAGTitle; head -c 120 /dev/zero; } >>$f",
     "mp3", "mp3", "Title", false},
    {"MP2", "mp2", "ffmpeg -v error -i $t -c:a mp2 $f", "mp3", "mp2", NULL, false},
    {"Vorbis by ffmpeg", "ogg",
     "ffmpeg -v error -i $t -c:a libvorbis -q:a 6 -metadata title=K\xC3\xA4se $f",
     "ogg", "vorbis", "K\xC3\xA4se", true},
    {"Vorbis by SoX", "ogg", "sox $t $f", "ogg", "vorbis", NULL, true},
    {"Opus", "opus",
     "ffmpeg -v error -i $t -c:a libopus -b:a 128k -metadata title=Title $f", "ogg",
     "opus", "Title", true},
};

static char folder[] = "/tmp/leadout-coded-XXXXXX";

static int run(const char *command, const char *file)
{
    char line[3 * TEXT_BYTES];

    snprintf(line, sizeof line, "t=%s/tone.wav f=%s; export t f; { %s; } >/dev/null",
             folder, file, command);
    return system(line);
}

static int make_tone(void **unused)
{
    char line[TEXT_BYTES];

    (void)unused;
    if (!mkdtemp(folder))
        return -1;
    snprintf(line, sizeof line,
             "sox -n -r 48000 -b 16 -c 2 %s/tone.wav synth 2 pinknoise gain -12",
             folder);
    return system(line);
}

static int remove_folder(void **unused)
{
    char line[TEXT_BYTES];

    (void)unused;
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line);
}

static void path_of(char path[TEXT_BYTES], size_t i)
{
    snprintf(path, TEXT_BYTES, "%s/%zu.%s", folder, i, made[i].end);
}

static struct reading read_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct reading reading;

    assert_true(fd >= 0);
    reading = read_fd(fd, path, 0, NULL);
    close(fd);
    return reading;
}

/* The level of the difference against that of the music, in dB. */
static double difference_db(const struct reading *reading, const char *path)
{
    size_t samples = (size_t)reading->frames * reading->format.channels;
    float *theirs = malloc((samples + 1) * sizeof *theirs);
    double sum = 0, error = 0;
    char command[2 * TEXT_BYTES];
    FILE *pipe;

    snprintf(command, sizeof command, "ffmpeg -v error -i %s -f f32le -", path);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(fread(theirs, sizeof *theirs, samples + 1, pipe), samples);
    assert_int_equal(pclose(pipe), 0);
    for (size_t i = 0; i < samples; i++) {
        double d = (double)theirs[i] - (double)reading->x[i];

        sum += (double)reading->x[i] * (double)reading->x[i];
        error += d * d;
    }
    free(theirs);
    return 10 * log10(error / sum + 1e-20);
}

static void test_coded_files_of_other_programs_are_decoded(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(made); i++) {
        char path[TEXT_BYTES];
        struct reading reading;

        print_message("  %s\n", made[i].what);
        path_of(path, i);
        assert_int_equal(run(made[i].command, path), 0);
        reading = read_path(path);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_string_equal(text_of(reading.doc, "file.container"), made[i].container);
        assert_string_equal(text_of(reading.doc, "file.codec"), made[i].codec);
        assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
        assert_string_equal(reason_of(reading.doc, "file.bits"),
                            "lossy audio has none");
        assert_non_null(strstr(text_of(reading.doc, "file.decoder"), "libsndfile"));
        assert_true(value_of(reading.doc, "file.bit_rate") > 64);
        if (made[i].title)
            assert_string_equal(text_of(reading.doc, "tag.title"), made[i].title);
        assert_int_equal(lo_doc_quantity(reading.doc, "file.frames_declared")->state ==
                             LO_MEASURED,
                         made[i].has_length);
        if (made[i].has_length)
            assert_near(value_of(reading.doc, "file.frames_declared"),
                        (double)reading.frames, 0);
        /* Decoders differ by rounding; FFmpeg's of MP2 gives 16 bits. */
        assert_true(difference_db(&reading, path) < -70);
        reading_fini(&reading);
    }
}

/* Cuts bytes off the end, or damages one in the middle. */
static void test_coded_damage_is_found(void **unused)
{
    static const struct {
        const char *what, *command;
        size_t row;
        const char *problem;
    } cases[] = {
        {"MP3 cut", "head -c 20000 $t >$f", 0, "truncated"},
        {"MP3 with zeros inside",
         "cp $t $f && dd if=/dev/zero of=$f bs=1 seek=20000 count=3000 conv=notrunc "
         "2>/dev/null",
         0, "decode-error"},
        {"MP3 with junk behind", "{ cat $t; head -c 100000 /dev/zero; } >$f", 0,
         "trailing-junk"},
        {"Vorbis cut", "head -c 20000 $t >$f", 4, "truncated"},
        {"Vorbis with zeros inside",
         "cp $t $f && dd if=/dev/zero of=$f bs=1 seek=20000 count=30 conv=notrunc "
         "2>/dev/null",
         4, "decode-error"},
        /* libsndfile refuses a stream without its last page. */
        {"Opus cut", "head -c 10000 $t >$f", 6, NULL},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char from[TEXT_BYTES], to[TEXT_BYTES], line[4 * TEXT_BYTES];
        struct reading reading;

        print_message("  %s\n", cases[i].what);
        path_of(from, cases[i].row);
        snprintf(to, sizeof to, "%s/damaged.%s", folder, made[cases[i].row].end);
        snprintf(line, sizeof line, "t=%s f=%s; { %s; }", from, to, cases[i].command);
        assert_int_equal(system(line), 0);
        reading = read_path(to);
        if (!cases[i].problem) {
            assert_null(reading.doc);
            assert_int_equal(reading.err.status, LO_EFORMAT);
            reading_fini(&reading);
            continue;
        }
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        if (!problem_of(reading.doc, cases[i].problem))
            fail_msg("no %s in: %s", cases[i].problem,
                     list_of(reading.doc, "file.header_problems"));
        reading_fini(&reading);
    }
}

static void test_coded_streams_of_other_codecs_are_refused_by_name(void **unused)
{
    static const struct {
        const char *command, *error;
    } cases[] = {
        {"ffmpeg -v error -y -i $t -c:a flac -f ogg $f", "FLAC in an Ogg stream"},
        {"ffmpeg -v error -y -i $t -c:a libspeex -ar 32000 -ac 1 -f ogg $f",
         "Speex in an Ogg stream"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[TEXT_BYTES];
        struct reading reading;

        snprintf(path, sizeof path, "%s/other.ogg", folder);
        assert_int_equal(run(cases[i].command, path), 0);
        reading = read_path(path);
        assert_null(reading.doc);
        if (!strstr(reading.err.text, cases[i].error))
            fail_msg("%s", reading.err.text);
        reading_fini(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coded_files_of_other_programs_are_decoded),
        cmocka_unit_test(test_coded_damage_is_found),
        cmocka_unit_test(test_coded_streams_of_other_codecs_are_refused_by_name),
    };

    return cmocka_run_group_tests_name("audio_coded", tests, make_tone, remove_folder);
}
