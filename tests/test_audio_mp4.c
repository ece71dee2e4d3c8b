/* MP4 files of other programs: ALAC decodes bit by bit to what went in, AAC as FFmpeg's own
 * tool does, with the coder's delay and padding cut off; damage and other codecs are told. */
#include "analyzer/audio/decoded.h"
#include "analyzer/audio/mp4.h"
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 1024, FRAMES = 100003 }; /* a prime: no packet ends there */

static char folder[] = "/tmp/leadout-mp4-XXXXXX";

/* Each writes $f from the noise $n (24 bits, stereo, 48 kHz). */
static const struct {
    const char *what, *command, *codec;
    unsigned bits; /* 0: lossy */
    const char *title;
} made[] = {
    {"ALAC, 24 bits",
     "ffmpeg -v error -y -i $n -c:a alac -metadata title=K\xC3\xA4se $f", "alac", 24,
     "K\xC3\xA4se"},
    {"ALAC, 16 bits, moov in front",
     "ffmpeg -v error -y -i $n -c:a alac -sample_fmt s16p -movflags +faststart $f",
     "alac", 16, NULL},
    {"ALAC as QuickTime", "ffmpeg -v error -y -i $n -c:a alac -f mov $f", "alac", 24,
     NULL},
    {"ALAC, 5.1 at 96 kHz",
     "ffmpeg -v error -y -i $n -ac 6 -af asetrate=96000 -c:a alac $f", "alac", 24,
     NULL},
    {"AAC", "ffmpeg -v error -y -i $n -c:a aac -b:a 192k -metadata title=Title $f",
     "aac", 0, "Title"},
    {"AAC, moov in front",
     "ffmpeg -v error -y -i $n -c:a aac -b:a 192k -movflags +faststart $f", "aac", 0,
     NULL},
    {"AAC, mono", "ffmpeg -v error -y -i $n -ac 1 -c:a aac $f", "aac", 0, NULL},
};

static int run(const char *command, const char *file)
{
    char line[8 * TEXT_BYTES];

    snprintf(line, sizeof line,
             "n=%s/noise.wav f=%s a=%s/0.m4a; export n f a; { %s; } >&2", folder, file,
             folder, command);
    return system(line);
}

static void path_of(char path[TEXT_BYTES], size_t i)
{
    snprintf(path, TEXT_BYTES, "%s/%zu.m4a", folder, i);
}

static int make_files(void **unused)
{
    char path[TEXT_BYTES];

    (void)unused;
    if (!mkdtemp(folder) ||
        run("sox -n -r 48000 -b 24 -c 2 $n synth 100003s pinknoise gain -12", "x"))
        return -1;
    for (size_t i = 0; i < COUNT(made); i++) {
        path_of(path, i);
        if (run(made[i].command, path))
            return -1;
    }
    return 0;
}

static int remove_folder(void **unused)
{
    char line[TEXT_BYTES];

    (void)unused;
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line);
}

/* Reads with what the program, or another command, writes; NULL: with nothing. */
static struct reading read_with(const char *path, const char *command)
{
    struct lo_read_options options = {.audio_md5 = true};
    FILE *pipe = command ? popen(command, "r") : NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct reading reading;

    assert_true(fd >= 0);
    if (pipe)
        options.decoded = fileno(pipe);
    reading = read_fd(fd, path, 1000, &options);
    close(fd);
    if (pipe)
        pclose(pipe);
    return reading;
}

static struct reading read_path(const char *path)
{
    char command[2 * TEXT_BYTES];

    snprintf(command, sizeof command, "%s 60 <%s", LEADOUT_AAC, path);
    return read_with(path, command);
}

/* Samples that FFmpeg's tool decodes: as many as there are, at most count. Free them. */
static void *decode(const char *path, const char *format, size_t count, size_t *got)
{
    char command[2 * TEXT_BYTES];
    void *samples = malloc(count * 4);
    FILE *pipe;

    snprintf(command, sizeof command, "ffmpeg -v error -i %s -f %s -", path, format);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(samples);
    *got = fread(samples, 4, count, pipe);
    pclose(pipe);
    return samples;
}

static void test_mp4_of_other_programs_decodes_to_what_went_in(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(made); i++) {
        char path[TEXT_BYTES];
        struct reading reading;
        size_t samples, got;
        void *theirs;

        print_message("  %s\n", made[i].what);
        path_of(path, i);
        reading = read_path(path);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_int_equal(reading.frames, FRAMES);
        assert_near(value_of(reading.doc, "file.frames_declared"), FRAMES, 0);
        assert_string_equal(text_of(reading.doc, "file.container"), "m4a");
        assert_string_equal(text_of(reading.doc, "file.codec"), made[i].codec);
        assert_string_equal(list_of(reading.doc, "file.header_problems"), "");
        assert_non_null(strstr(text_of(reading.doc, "file.decoder"), "libavcodec "));
        if (made[i].title)
            assert_string_equal(text_of(reading.doc, "tag.title"), made[i].title);
        samples = FRAMES * (size_t)reading.format.channels;
        theirs = decode(path, made[i].bits ? "s32le" : "f32le", samples, &got);
        assert_int_equal(got, samples);
        /* The same library, so to the bit; what is tested is the way through our pipe, and
         * where the audio begins and ends. */
        assert_memory_equal(theirs, made[i].bits ? (void *)reading.raw : reading.x,
                            samples * 4);
        free(theirs);
        if (made[i].bits)
            assert_near(value_of(reading.doc, "file.bits"), made[i].bits, 0);
        else
            assert_string_equal(reason_of(reading.doc, "file.bits"),
                                "lossy audio has none");
        assert_true(value_of(reading.doc, "file.bit_rate") > 60);
        reading_fini(&reading);
    }
}

/* Against the file that was encoded, which no FFmpeg has read again. */
static void test_mp4_alac_is_bit_exact(void **unused)
{
    char path[TEXT_BYTES], wav[TEXT_BYTES];
    struct reading alac, source;

    (void)unused;
    path_of(path, 0);
    snprintf(wav, sizeof wav, "%s/noise.wav", folder);
    alac = read_path(path);
    source = read_with(wav, NULL);
    assert_non_null(alac.doc);
    assert_non_null(source.doc);
    assert_string_equal(text_of(alac.doc, "file.audio_md5"),
                        text_of(source.doc, "file.audio_md5"));
    reading_fini(&alac);
    reading_fini(&source);
}

/* A fragmented file does not say how long it is; nor where its audio begins. */
static void test_mp4_in_fragments_is_read_to_its_end(void **unused)
{
    char path[TEXT_BYTES];
    struct reading reading;

    (void)unused;
    snprintf(path, sizeof path, "%s/fragments.m4a", folder);
    assert_int_equal(run("ffmpeg -v error -y -i $n -c:a alac -movflags "
                         "+frag_keyframe+empty_moov $f",
                         path),
                     0);
    reading = read_path(path);
    assert_non_null(reading.doc);
    assert_int_equal(reading.frames, FRAMES);
    assert_string_equal(reason_of(reading.doc, "file.frames_declared"),
                        "the header does not tell");
    assert_true(value_of(reading.doc, "file.bit_rate") > 500);
    reading_fini(&reading);
}

static void test_mp4_damage_is_found(void **unused)
{
    static const struct {
        const char *what, *command, *problem, *error;
    } cases[] = {
        {"cut in the audio", "head -c 100000 $d/1.m4a >$f", "truncated", NULL},
        {"cut before moov", "head -c 300000 $d/0.m4a >$f", NULL, "no moov box"},
        {"zeros in the audio",
         "cp $d/5.m4a $f; dd if=/dev/zero of=$f bs=1 seek=20000 count=900 conv=notrunc",
         "decode-error", NULL},
        {"protected", "sed s/alac/drms/g $d/0.m4a >$f", NULL,
         "protected audio (FairPlay) in an MP4 file"},
        {"MP3", "ffmpeg -v error -y -i $d/noise.wav -c:a libmp3lame -f mp4 $f", NULL,
         "MPEG audio (MP3) in an MP4 file"},
        {"Opus", "ffmpeg -v error -y -i $d/noise.wav -c:a libopus -f mp4 $f", NULL,
         "Opus in an MP4 file"},
        {"FLAC", "ffmpeg -v error -y -i $d/noise.wav -c:a flac -strict -2 -f mp4 $f",
         NULL, "FLAC in an MP4 file"},
        {"AC-3", "ffmpeg -v error -y -i $d/noise.wav -c:a ac3 -f mp4 $f", NULL,
         "AC-3 in an MP4 file"},
        {"PCM", "ffmpeg -v error -y -i $d/noise.wav -c:a pcm_s24le -f mov $f", NULL,
         "PCM in an MP4 file"},
        {"a picture that moves",
         "ffmpeg -v error -y -f lavfi -i testsrc=d=1 -c:v mpeg4 -f mp4 $f", NULL,
         "no track of audio"},
        {"only its first bytes", "head -c 12 $d/0.m4a >$f", NULL, "no moov box"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[TEXT_BYTES], line[2 * TEXT_BYTES];
        struct reading reading;

        print_message("  %s\n", cases[i].what);
        snprintf(path, sizeof path, "%s/damaged.m4a", folder);
        snprintf(line, sizeof line, "d=%s; { %s; } 2>/dev/null", folder,
                 cases[i].command);
        assert_int_equal(run(line, path), 0);
        reading = read_path(path);
        if (cases[i].error) {
            assert_null(reading.doc);
            assert_int_equal(reading.err.status, LO_EFORMAT);
            if (!strstr(reading.err.text, cases[i].error))
                fail_msg("%s", reading.err.text);
        } else {
            if (!reading.doc)
                fail_msg("%s", reading.err.text);
            if (!problem_of(reading.doc, cases[i].problem))
                fail_msg("no %s in: %s", cases[i].problem,
                         list_of(reading.doc, "file.header_problems"));
        }
        reading_fini(&reading);
    }
}

/* Whatever comes in place of decoded audio ends as an error that says whose fault it is. */
static void test_mp4_decoder_that_fails_is_told(void **unused)
{
    static const struct {
        const char *command; /* NULL: there is no program */
        enum lo_status status;
        const char *error;
    } cases[] = {
        {NULL, LO_EIO, "leadout-aac, which does it, is not beside leadout"},
        {"true", LO_EIO, "ended without a word after 0 frames"},
        {"head -c 1000 /dev/zero", LO_EIO, "ended without a word"},
        {"python3 -c \"import sys; sys.stdout.buffer.write(b'\\xff' * 4 + b'no luck' + "
         "bytes(193))\"",
         LO_EFORMAT, "cannot be decoded: no luck"},
        /* Another depth than the file declares. */
        {"python3 -c \"import struct, sys; sys.stdout.buffer.write(struct.pack('<6I', "
         "0x31414F4C, 2, 48000, 16, 0, 0))\"",
         LO_EFORMAT, "decodes to 2 channels of 16 bits at 48000 Hz; 2 of 24 bits"},
        /* A block longer than is allowed. */
        {"python3 -c \"import struct, sys; sys.stdout.buffer.write(struct.pack('<6I', "
         "0x31414F4C, 2, 48000, 24, 0, 8193) + bytes(70000))\"",
         LO_EIO, "ended without a word"},
        /* A block that stops in the middle. */
        {"python3 -c \"import struct, sys; sys.stdout.buffer.write(struct.pack('<6I', "
         "0x31414F4C, 2, 48000, 24, 0, 100) + bytes(700))\"",
         LO_EIO, "ended without a word"},
        /* No audio at all. */
        {"python3 -c \"import struct, sys; sys.stdout.buffer.write(struct.pack('<7I', "
         "0x31414F4C, 2, 48000, 24, 0, 0, 0))\"",
         LO_EFORMAT, "no audio could be decoded"},
    };
    char path[TEXT_BYTES];

    (void)unused;
    path_of(path, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading reading = read_with(path, cases[i].command);

        assert_null(reading.doc);
        if (!strstr(reading.err.text, cases[i].error))
            fail_msg("%zu: %s", i, reading.err.text);
        assert_int_equal(reading.err.status, cases[i].status);
        reading_fini(&reading);
    }
}

/* Closed form: delay, padding and coarse clocks. */
static void test_mp4_cut_is_where_the_edit_says(void **unused)
{
    static const struct {
        struct lo_mp4 mp4;
        unsigned rate_hz;
        struct lo_mp4_cut cut;
    } cases[] = {
        /* No edits: all. */
        {{.ticks_hz = 44100, .duration = 10240, .edit = {0, -1, 0, 0}},
         44100,
         {0, 10240}},
        /* The delay of the coder, the end by the last sample's own length. */
        {{.ticks_hz = 44100, .duration = 11264, .edit = {1024, -1, 0, 1}},
         44100,
         {1024, 10240}},
        /* As afconvert writes: 2112 in front, whole packets, the edit ends before. */
        {{.ticks_hz = 44100, .duration = 12288, .edit = {2112, 9000, 1, 1}},
         44100,
         {2112, 9000}},
        /* The edit is rounded to milliseconds: the last sample is right. */
        {{.ticks_hz = 44100, .duration = 11024, .edit = {1024, 9967, 44.1, 1}},
         44100,
         {1024, 10000}},
        /* Spectral band replication: the clock is that of the core. */
        {{.ticks_hz = 24000, .duration = 10240, .edit = {1024, -1, 0, 1}},
         48000,
         {2048, 18432}},
        /* Fragments: nothing is known of the end. */
        {{.ticks_hz = 44100, .duration = -1, .edit = {1024, -1, 0, 1}},
         44100,
         {1024, -1}},
        /* An edit that begins behind the media is no edit. */
        {{.ticks_hz = 44100, .duration = 1000, .edit = {5000, -1, 0, 1}},
         44100,
         {0, -1}},
        {{.ticks_hz = 0, .duration = 1000}, 44100, {0, -1}},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_mp4_cut cut = lo_mp4_cut_of(&cases[i].mp4, cases[i].rate_hz);

        assert_int_equal(cut.skip, cases[i].cut.skip);
        assert_int_equal(cut.take, cases[i].cut.take);
    }
}

/* The text of iTunes, written by Kid3 into a file without an edit list. */
static void test_mp4_gaps_of_itunes_are_cut(void **unused)
{
    char path[TEXT_BYTES];
    struct reading before, after;

    (void)unused;
    snprintf(path, sizeof path, "%s/gaps.m4a", folder);
    assert_int_equal(run("ffmpeg -v error -y -i $n -c:a aac -use_editlist 0 $f", path),
                     0);
    before = read_path(path);
    assert_non_null(before.doc);
    assert_int_equal(before.frames, FRAMES + 1024);
    assert_int_equal(run("kid3-cli -c 'set iTunSMPB \" 00000000 00000400 0000005D "
                         "00000000000186A0\"' $f",
                         path),
                     0);
    after = read_path(path);
    if (!after.doc)
        fail_msg("%s", after.err.text);
    assert_int_equal(after.frames, 0x186A0);
    assert_memory_equal(after.x, before.x + 2 * 1024, 0x186A0 * 2 * sizeof *after.x);
    reading_fini(&before);
    reading_fini(&after);
}

/* All fields, written by Kid3. */
static void test_mp4_tags_of_other_programs_are_read(void **unused)
{
    static const struct {
        const char *id, *text;
    } expected[] = {
        {"tag.title", "Bj\xC3\xB6rk"},  {"tag.artist", "An Artist"},
        {"tag.album", "An Album"},      {"tag.album_artist", "Many"},
        {"tag.track_number", "3/9"},    {"tag.date", "2024-05-06"},
        {"tag.genre", "Ambient"},       {"tag.copyright", "2024 A Label"},
        {"tag.composer", "A Composer"}, {"tag.isrc", "GBAYE0601498"},
        {"tag.upc", "036000291452"},    {"tag.label", "A Label"},
        {"tag.catalogue", "CAT 1"},
    };
    char path[TEXT_BYTES];
    struct reading reading;

    (void)unused;
    snprintf(path, sizeof path, "%s/tags.m4a", folder);
    assert_int_equal(
        run("cp $a $f; kid3-cli -c 'set title Bj\xC3\xB6rk' -c 'set artist \"An "
            "Artist\"'"
            " -c 'set album \"An Album\"' -c 'set albumartist Many' -c 'set track 3/9'"
            " -c 'set date 2024-05-06' -c 'set genre Ambient'"
            " -c 'set copyright \"2024 A Label\"' -c 'set composer \"A Composer\"'"
            " -c 'set ISRC GB-AYE-06-01498' -c 'set BARCODE 036000291452'"
            " -c 'set LABEL \"A Label\"' -c 'set CATALOGNUMBER \"CAT 1\"' $f",
            path),
        0);
    reading = read_path(path);
    if (!reading.doc)
        fail_msg("%s", reading.err.text);
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_string_equal(text_of(reading.doc, expected[i].id), expected[i].text);
    assert_string_equal(list_of(reading.doc, "tag.problems"), "");
    assert_string_equal(list_of(reading.doc, "tag.conflicts"), "");
    reading_fini(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mp4_of_other_programs_decodes_to_what_went_in),
        cmocka_unit_test(test_mp4_alac_is_bit_exact),
        cmocka_unit_test(test_mp4_in_fragments_is_read_to_its_end),
        cmocka_unit_test(test_mp4_damage_is_found),
        cmocka_unit_test(test_mp4_decoder_that_fails_is_told),
        cmocka_unit_test(test_mp4_cut_is_where_the_edit_says),
        cmocka_unit_test(test_mp4_gaps_of_itunes_are_cut),
        cmocka_unit_test(test_mp4_tags_of_other_programs_are_read),
    };

    return cmocka_run_group_tests_name("audio_mp4", tests, make_files, remove_folder);
}
