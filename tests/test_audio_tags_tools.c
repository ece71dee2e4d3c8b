/* Tags that other programs wrote: what they were asked to write is what is read, and MediaInfo
 * reads the same titles. */
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
    const char *title, *artist, *isrc, *track; /* NULL: not written */
    const char *remarks;                       /* that may be there, by blanks */
    bool differs;                              /* MediaInfo reads another title */
} made[] = {
    {"ffmpeg INFO", "wav",
     "ffmpeg -v error -i $t -metadata title='Käse – Ö' -metadata artist=Anna "
     "-metadata ISRC=USABC2600001 -metadata track=3 $f",
     "Käse – Ö", "Anna", "USABC2600001", "3", "encoding", true},
    {"ffmpeg bext", "wav",
     "ffmpeg -v error -i $t -write_bext 1 -metadata description=Take "
     "-metadata origination_date=2026-11-25 -metadata origination_time=10:11:12 $f",
     NULL, NULL, NULL, NULL, "", false},
    {"ffmpeg AIFF, ID3v2.3", "aiff",
     "ffmpeg -v error -i $t -write_id3v2 1 -id3v2_version 3 -metadata title='日本 🙋' "
     "-metadata artist=Anna -metadata track=3 $f",
     "日本 🙋", "Anna", NULL, "3", "encoding", true},
    {"ffmpeg AIFF, ID3v2.4", "aiff",
     "ffmpeg -v error -i $t -write_id3v2 1 -id3v2_version 4 -metadata title='Käse' "
     "-metadata artist=Anna -metadata TSRC=USABC2600001 $f",
     "Käse", "Anna", "USABC2600001", NULL, "encoding", true},
    {"ffmpeg FLAC", "flac",
     "ffmpeg -v error -i $t -metadata title='Käse' -metadata artist=Anna "
     "-metadata isrc=USABC2600001 -metadata track=3 $f",
     "Käse", "Anna", "USABC2600001", "3", "", false},
    {"metaflac", "flac",
     "flac -s $t -o $f && metaflac --set-tag=title=Käse --set-tag=ARTIST=Anna "
     "--set-tag=ARTIST=Ben --set-tag=ISRC=USABC2600001 --set-tag=TRACKNUMBER=03 $f",
     "Käse", "Anna; Ben", "USABC2600001", "03", "", false},
    {"flac with a picture", "flac", "flac -s $t -T TITLE=Title --picture=$p -o $f",
     "Title", NULL, NULL, NULL, "", false},
    {"kid3 WAV", "wav",
     "cp $t $f && kid3-cli -c \"set title 'Käse 日本'\" -c 'set artist Anna' "
     "-c 'set isrc USABC2600001' -c 'set track 3' $f",
     "Käse 日本", "Anna", "USABC2600001", "3", "", false},
    {"kid3 WAV, ID3v2.3", "wav",
     "cp $t $f && kid3-cli -c \"set title 'Käse 日本'\" -c 'set artist Anna' -c to23 "
     "$f",
     "Käse 日本", "Anna", NULL, NULL, "", false},
    {"kid3 AIFF", "aiff",
     "sox $t $f && kid3-cli -c \"set title Käse\" -c 'set isrc USABC2600001' $f",
     "Käse", NULL, "USABC2600001", NULL, "", false},
    {"kid3 FLAC", "flac",
     "flac -s $t -o $f && kid3-cli -c \"set title Käse\" -c 'set artist Anna' $f",
     "Käse", "Anna", NULL, NULL, "", false},
    {"SoX WAV comment", "wav", "sox $t --comment 'made with SoX' $f", NULL, NULL, NULL,
     NULL, "", false},
    {"SoX FLAC tags", "flac",
     "sox $t --comment 'Title=Title' --add-comment 'Artist=Anna' $f", "Title", "Anna",
     NULL, NULL, "", false},
    {"SoX AIFF comment", "aiff", "sox $t --comment 'a comment' $f", NULL, NULL, NULL,
     NULL, "", false},
};

static char folder[] = "/tmp/leadout-tags-XXXXXX";

/* Runs a command with $t the tone, $f the file and $p a picture. */
static int run(const char *command, const char *file)
{
    char line[3 * TEXT_BYTES];

    snprintf(line, sizeof line,
             "t=%s/tone.wav p=%s/picture.png f=%s; export t p f; { %s; } >/dev/null",
             folder, folder, file, command);
    return system(line);
}

static int make_tone(void **unused)
{
    char line[2 * TEXT_BYTES];

    (void)unused;
    if (!mkdtemp(folder))
        return -1;
    snprintf(line, sizeof line,
             "sox -n -r 44100 -b 16 -c 2 %s/tone.wav synth 0.5 sine 440 gain -6 && "
             "ffmpeg -v error -f lavfi -i color=red:s=16x16 -frames:v 1 %s/picture.png",
             folder, folder);
    return system(line);
}

static int remove_folder(void **unused)
{
    char line[TEXT_BYTES];

    (void)unused;
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line);
}

static void assert_tag(const struct lo_doc *doc, const char *what, const char *id,
                       const char *expected)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);
    const char *text = fact ? fact->text : "(none)";

    if (strcmp(text, expected ? expected : "(none)") != 0)
        fail_msg("%s: %s is %s, and not %s; found: %s", what, id, text,
                 expected ? expected : "(none)", list_of(doc, "tag.found"));
}

static void assert_no_other_remarks(const struct lo_doc *doc, const char *what,
                                    const char *allowed)
{
    static const char *const lists[] = {"tag.problems", "tag.notes", "tag.conflicts",
                                        "file.header_problems"};

    for (size_t l = 0; l < COUNT(lists); l++) {
        const struct lo_fact *fact = lo_doc_fact(doc, lists[l]);

        for (size_t i = 0; i < fact->count; i++) {
            char id[40];

            snprintf(id, sizeof id, "%.*s", (int)strcspn(fact->items[i], ":"),
                     fact->items[i]);
            if (!strstr(allowed, id))
                fail_msg("%s: %s: %s", what, lists[l], fact->items[i]);
        }
    }
}

/* The title as MediaInfo reads it. Where we say that programs differ, it does. */
static void assert_same_title(const char *file, const char *what, const char *title,
                              bool differs)
{
    char command[2 * TEXT_BYTES], theirs[TEXT_BYTES] = "";
    FILE *pipe;

    snprintf(command, sizeof command, "mediainfo --Inform='General;%%Title%%' %s",
             file);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    if (!fgets(theirs, sizeof theirs, pipe))
        theirs[0] = '\0';
    assert_int_equal(pclose(pipe), 0);
    theirs[strcspn(theirs, "\n")] = '\0';
    if ((strcmp(theirs, title) != 0) != differs)
        fail_msg("%s: MediaInfo reads the title '%s'", what, theirs);
}

static void test_tags_of_other_programs_are_read(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(made); i++) {
        char file[TEXT_BYTES];
        struct reading reading;
        int fd;

        print_message("  %s\n", made[i].what);
        snprintf(file, sizeof file, "%s/%zu.%s", folder, i, made[i].end);
        assert_int_equal(run(made[i].command, file), 0);
        fd = open(file, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        reading = read_fd(fd, file, 0, NULL);
        close(fd);
        if (!reading.doc)
            fail_msg("%s", reading.err.text);
        assert_tag(reading.doc, made[i].what, "tag.title", made[i].title);
        assert_tag(reading.doc, made[i].what, "tag.artist", made[i].artist);
        assert_tag(reading.doc, made[i].what, "tag.isrc", made[i].isrc);
        assert_tag(reading.doc, made[i].what, "tag.track_number", made[i].track);
        assert_no_other_remarks(reading.doc, made[i].what, made[i].remarks);
        if (made[i].title)
            assert_same_title(file, made[i].what, made[i].title, made[i].differs);
        reading_fini(&reading);
    }
}

/* What the command wrote into fields that only some chunks have. */
static void test_special_fields_of_other_programs_are_read(void **unused)
{
    static const struct {
        size_t row;
        const char *id, *text;
    } cases[] = {
        {1, "tag.bext_description", "Take"},
        {1, "tag.bext_date", "2026-11-25"},
        {13, "tag.comment", "a comment"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char file[TEXT_BYTES];
        struct reading reading;
        int fd;

        snprintf(file, sizeof file, "%s/%zu.%s", folder, cases[i].row,
                 made[cases[i].row].end);
        fd = open(file, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        reading = read_fd(fd, file, 0, NULL);
        close(fd);
        assert_tag(reading.doc, made[cases[i].row].what, cases[i].id, cases[i].text);
        reading_fini(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_of_other_programs_are_read),
        cmocka_unit_test(test_special_fields_of_other_programs_are_read),
    };

    return cmocka_run_group_tests_name("audio_tags_tools", tests, make_tone,
                                       remove_folder);
}
