/* The reader against other tools: what they decode from real music, the hashes they find,
 * and files as they write them, in which nothing is wrong. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const music[] = {
    "blupi-mix-24-44100", "blupi-mix-24-96000",
    "knalgan_theme",      "ninesix",
    "nunc_dimittis",      "stairs",
    "the_king_is_dead",   "traveling_minstrels",
};

enum { TEXT_BYTES = 1024 };

/* A path in the folder of shared music; skips the test when there is none. */
static void path_of(char path[TEXT_BYTES], const char *name)
{
    const char *shared = getenv("LEADOUT_SHARED"), *is_ci = getenv("LEADOUT_CI");

    snprintf(path, TEXT_BYTES, "%s/music/%s.flac", shared ? shared : "", name);
    if (access(path, R_OK) == 0)
        return;
    if (is_ci && strcmp(is_ci, "1") == 0)
        fail_msg("%s is not there", path);
    print_message("skipped: no shared music\n");
    skip();
}

/* The first word that a command prints. */
static void word_of(char word[TEXT_BYTES], const char *command)
{
    FILE *pipe = popen(command, "r");

    assert_non_null(pipe);
    if (!fgets(word, TEXT_BYTES, pipe))
        fail_msg("%s prints nothing", command);
    assert_int_equal(pclose(pipe), 0);
    word[strcspn(word, " \n")] = '\0';
}

static struct reading read_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct reading reading;

    if (fd < 0)
        fail_msg("%s cannot be opened", path);
    reading = read_fd(fd, path, 0, NULL);
    close(fd);
    if (!reading.doc)
        fail_msg("%s", reading.err.text);
    return reading;
}

/* Every sample as 32-bit integers from SoX. */
static void compare_with_sox(const struct reading *reading, const char *path)
{
    char command[2 * TEXT_BYTES];
    size_t samples = (size_t)reading->frames * reading->format.channels;
    int32_t *theirs = malloc((samples + 1) * sizeof *theirs);
    FILE *pipe;

    assert_non_null(theirs);
    snprintf(command, sizeof command, "sox '%s' -t s32 -", path);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(fread(theirs, sizeof *theirs, samples + 1, pipe), samples);
    assert_int_equal(pclose(pipe), 0);
    assert_memory_equal(theirs, reading->raw, samples * sizeof *theirs);
    free(theirs);
}

static void test_music_is_what_other_tools_decode(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(music); i++) {
        char path[TEXT_BYTES], command[2 * TEXT_BYTES], word[TEXT_BYTES];
        struct reading reading;

        path_of(path, music[i]);
        reading = read_path(path);
        assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
        compare_with_sox(&reading, path);
        snprintf(command, sizeof command, "metaflac --show-md5sum '%s'", path);
        word_of(word, command);
        assert_string_equal(text_of(reading.doc, "file.audio_md5"), word);
        snprintf(command, sizeof command, "sha256sum '%s'", path);
        word_of(word, command);
        assert_string_equal(text_of(reading.doc, "file.sha256"), word);
        snprintf(command, sizeof command, "metaflac --show-total-samples '%s'", path);
        word_of(word, command);
        assert_near(value_of(reading.doc, "file.frames"), atof(word), 0);
        reading_fini(&reading);
    }
}

/* Commands that write a file from music, and what may be said about it. */
static const struct {
    const char *what, *command; /* %s: the music, then the file */
    const char *end;
    const char *problems, *notes;
    bool is_exact; /* SoX reads the same integers from it */
} made[] = {
    {"SoX 24 bits", "sox '%s' '%s'", "wav", "", "", true},
    {"SoX 16 bits", "sox -D '%s' -b 16 '%s'", "wav", "", "", true},
    {"SoX 8 bits", "sox -D '%s' -b 8 '%s'", "wav", "", "", true},
    {"SoX 32 bits", "sox '%s' -b 32 '%s'", "wav", "", "", true},
    {"SoX floats", "sox '%s' -e float -b 32 '%s'", "wav", "", "", false},
    {"SoX doubles", "sox '%s' -e float -b 64 '%s'", "wav", "", "", false},
    {"SoX 6 channels", "sox -M '%1$s' '%1$s' '%1$s' '%2$s'", "wav", "", "", true},
    {"SoX 8 bits mono, odd", "sox -D '%s' -b 8 -c 1 '%s' trim 0 1001s", "wav", "", "",
     true},
    {"ffmpeg 24 bits", "ffmpeg -v error -i '%s' -c:a pcm_s24le '%s'", "wav", "", "",
     true},
    {"ffmpeg floats", "ffmpeg -v error -i '%s' -c:a pcm_f32le '%s'", "wav", "", "",
     false},
    {"ffmpeg BWF", "ffmpeg -v error -i '%s' -c:a pcm_s24le -write_bext 1 '%s'", "wav",
     "", "", true},
    {"ffmpeg RF64", "ffmpeg -v error -i '%s' -c:a pcm_s24le -rf64 always '%s'", "wav",
     "", "", true},
    {"flac -d", "flac -s -d '%s' -o '%s'", "wav", "", "", true},
    {"flac RF64", "flac -s -d --force-rf64-format '%s' -o '%s'", "wav", "", "", true},
    {"SoX AIFF 8 bits", "sox -D '%s' -b 8 '%s'", "aiff", "", "", true},
    {"SoX AIFF 8 bits mono, odd", "sox -D '%s' -b 8 -c 1 '%s' trim 0 1001s", "aiff", "",
     "riff-size-pad", true},
    {"SoX AIFF 24 bits", "sox '%s' '%s'", "aiff", "", "", true},
    {"SoX AIFF 32 bits", "sox '%s' -b 32 '%s'", "aiff", "", "", true},
    {"SoX AIFC 24 bits", "sox '%s' '%s'", "aifc", "", "", true},
    {"ffmpeg AIFF", "ffmpeg -v error -i '%s' -c:a pcm_s24be '%s'", "aiff", "", "",
     true},
    {"ffmpeg AIFC sowt", "ffmpeg -v error -i '%s' -c:a pcm_s16le -f aiff '%s'", "aifc",
     "", "", true},
    {"ffmpeg AIFC floats", "ffmpeg -v error -i '%s' -c:a pcm_f32be -f aiff '%s'",
     "aifc", "", "", false},
    {"flac AIFF", "flac -s -d --force-aiff-format '%s' -o '%s'", "aiff", "", "", true},
    {"ffmpeg AIFF through a pipe", "ffmpeg -v error -i '%s' -f aiff - | cat >'%s'",
     "aiff", "riff-size data-size", "", false},
    {"SoX W64 24 bits", "sox '%s' '%s'", "w64", "", "", true},
    {"SoX W64 8 bits mono, odd", "sox -D '%s' -b 8 -c 1 '%s' trim 0 1001s", "w64", "",
     "", true},
    {"ffmpeg W64", "ffmpeg -v error -i '%s' -c:a pcm_s24le '%s'", "w64", "", "", true},
    {"ffmpeg W64 floats", "ffmpeg -v error -i '%s' -c:a pcm_f32le '%s'", "w64", "", "",
     false},
    {"ffmpeg W64 through a pipe", "ffmpeg -v error -i '%s' -f w64 - | cat >'%s'", "w64",
     "riff-size data-size", "", false},
    {"SoX CAF 24 bits", "sox '%s' '%s'", "caf", "", "", true},
    {"SoX CAF floats", "sox '%s' -e float -b 32 '%s'", "caf", "", "", false},
    {"ffmpeg CAF big-endian", "ffmpeg -v error -i '%s' -c:a pcm_s24be '%s'", "caf", "",
     "", true},
    {"ffmpeg CAF little-endian", "ffmpeg -v error -i '%s' -c:a pcm_s16le '%s'", "caf",
     "", "", true},
    {"flac -8", "flac -s -8 '%s' -o '%s'", "flac", "", "", true},
    {"ffmpeg FLAC", "ffmpeg -v error -i '%s' -c:a flac '%s'", "flac", "", "", true},
    /* It knows the length from the FLAC header. */
    {"SoX through a pipe", "sox '%s' -t wav - | cat >'%s'", "wav", "", "", true},
    {"ffmpeg through a pipe", "ffmpeg -v error -i '%s' -f wav - | cat >'%s'", "wav",
     "riff-size data-size", "", false},
    {"ffmpeg FLAC through a pipe", "ffmpeg -v error -i '%s' -f flac - | cat >'%s'",
     "flac", "", "md5-absent total-unknown", true},
};

static void check_ids(const struct lo_doc *doc, const char *list, const char *expected)
{
    const struct lo_fact *fact = lo_doc_fact(doc, list);
    char ids[128];
    size_t count = 0;

    snprintf(ids, sizeof ids, "%s", expected);
    for (char *id = strtok(ids, " "); id; id = strtok(NULL, " ")) {
        count++;
        if (!problem_of(doc, id))
            fail_msg("no %s in: %s", id, list_of(doc, list));
    }
    if (fact->count != count)
        fail_msg("more than '%s': %s", expected, list_of(doc, list));
}

static void test_files_of_other_tools_have_nothing_wrong(void **unused)
{
    char source[TEXT_BYTES], folder[] = "/tmp/leadout-test-XXXXXX";

    (void)unused;
    path_of(source, "blupi-mix-24-44100");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < COUNT(made); i++) {
        char path[TEXT_BYTES], command[3 * TEXT_BYTES];
        struct reading reading;

        print_message("  %s\n", made[i].what);
        snprintf(path, sizeof path, "%s/a.%s", folder, made[i].end);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(command, sizeof command, made[i].command, source, path);
#pragma GCC diagnostic pop
        assert_int_equal(system(command), 0);
        reading = read_path(path);
        check_ids(reading.doc, "file.header_problems", made[i].problems);
        check_ids(reading.doc, "file.header_notes", made[i].notes);
        if (made[i].is_exact)
            compare_with_sox(&reading, path);
        reading_fini(&reading);
        unlink(path);
    }
    rmdir(folder);
}

/* Floats hold the same music as the integers they were made from. */
static void test_floats_are_the_music_they_were_made_from(void **unused)
{
    static const struct {
        int bits;
        const char *form;
    } forms[] = {{32, "wav"},
                 {64, "wav"},
                 {32, "aifc"},
                 {64, "aifc"},
                 /* SoX 14.4.2 writes doubles into these without scaling them to 1.0. */
                 {32, "w64"},
                 {32, "caf"}};
    char source[TEXT_BYTES];

    (void)unused;
    path_of(source, "blupi-mix-24-44100");
    for (size_t i = 0; i < COUNT(forms); i++) {
        char path[] = "/tmp/leadout-test-XXXXXX", command[2 * TEXT_BYTES];
        struct reading integers = read_path(source), floats;
        int fd = mkstemp(path);

        assert_true(fd >= 0);
        snprintf(command, sizeof command, "sox '%s' -e float -b %d -t %s '%s'", source,
                 forms[i].bits, forms[i].form, path);
        assert_int_equal(system(command), 0);
        floats = read_path(path);
        assert_int_equal(floats.frames, integers.frames);
        assert_memory_equal(floats.x, integers.x,
                            (size_t)floats.frames * 2 * sizeof *floats.x);
        reading_fini(&integers);
        reading_fini(&floats);
        close(fd);
        unlink(path);
    }
}

/* A WAVE file over which libsndfile never returns. */
static void test_hanging_file_is_answered_at_once(void **unused)
{
    const char *shared = getenv("LEADOUT_SHARED");
    char path[TEXT_BYTES];
    struct reading reading;
    int fd;

    (void)unused;
    snprintf(path, sizeof path, "%s/oracles/hostile/hang_146B.wav",
             shared ? shared : "");
    fd = open(path, O_RDONLY);
    if (fd < 0)
        skip();
    reading = read_fd(fd, "hang.wav", 0, NULL);
    assert_null(reading.doc);
    assert_int_equal(reading.err.status, LO_EFORMAT);
    assert_string_equal(reading.err.text,
                        "hang.wav: no data chunk from byte 12 to byte 146: the chunk "
                        "'LIST' at byte 36 declares 4278190116 bytes, 102 are there");
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_music_is_what_other_tools_decode),
        cmocka_unit_test(test_files_of_other_tools_have_nothing_wrong),
        cmocka_unit_test(test_floats_are_the_music_they_were_made_from),
        cmocka_unit_test(test_hanging_file_is_answered_at_once),
    };

    return cmocka_run_group_tests_name("audio_tools", tests, NULL, NULL);
}
