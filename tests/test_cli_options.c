#include "cli/command.h"
#include "cli/options.h"
#include "cli/suggest.h"
#include "tests/support/unit.h"

#include <stdbool.h>
#include <string.h>

struct fields {
    bool quiet, loud;
    const char *out;
    struct lo_words specs, sets;
    double jobs;
    int format;
};

static const char *const formats[] = {"text", "json", "html", NULL};

#define FIELD(name) offsetof(struct fields, name)
static const struct lo_opt quiet = {
    .letter = 'q', .name = "quiet", .kind = LO_OPT_FLAG, .field = FIELD(quiet)};
static const struct lo_opt loud = {
    .letter = 'l', .name = "loud", .kind = LO_OPT_FLAG, .field = FIELD(loud)};
static const struct lo_opt out = {.letter = 'o',
                                  .name = "out",
                                  .kind = LO_OPT_TEXT,
                                  .field = FIELD(out),
                                  .arg = "FOLDER"};
static const struct lo_opt specs = {
    .name = "for", .kind = LO_OPT_LIST, .field = FIELD(specs), .arg = "SPEC"};
static const struct lo_opt sets = {
    .name = "set", .kind = LO_OPT_WORDS, .field = FIELD(sets), .arg = "M.P=V"};
static const struct lo_opt jobs = {.letter = 'j',
                                   .name = "jobs",
                                   .kind = LO_OPT_NUMBER,
                                   .field = FIELD(jobs),
                                   .arg = "N",
                                   .low = 0,
                                   .high = 1024};
static const struct lo_opt format = {.name = "format",
                                     .kind = LO_OPT_CHOICE,
                                     .field = FIELD(format),
                                     .arg = "FORMAT",
                                     .choices = formats};
static const struct lo_opt *const rows[] = {&quiet, &loud, &out,    &specs,
                                            &sets,  &jobs, &format, NULL};

enum { ARGS_MAX = 8 };

static int parse(const char *const args[], struct fields *fields,
                 struct lo_words *operands, struct lo_arena *arena, struct lo_err *err)
{
    char *argv[ARGS_MAX + 2] = {(char[]){"test"}};
    int argc = 1;

    for (; args[argc - 1]; argc++)
        argv[argc] = lo_arena_strdup(arena, args[argc - 1]);
    return lo_opt_parse(rows, argc, argv, fields, operands, arena, err);
}

static void assert_words(const struct lo_words *words, const char *expected)
{
    char text[200] = "";

    for (size_t i = 0; i < words->count; i++) {
        if (i > 0)
            strcat(text, "|");
        strcat(text, words->items[i]);
    }
    assert_string_equal(text, expected);
}

static void test_options_are_understood(void **unused)
{
    static const struct {
        const char *args[ARGS_MAX];
        struct fields expected;
        const char *specs, *sets, *operands;
    } cases[] = {
        {{"a"}, {0}, "", "", "a"},
        {{"-q", "a"}, {.quiet = true}, "", "", "a"},
        {{"a", "-ql", "b"}, {.quiet = true, .loud = true}, "", "", "a|b"},
        {{"--jobs=4"}, {.jobs = 4}, "", "", ""},
        {{"--jobs", "4"}, {.jobs = 4}, "", "", ""},
        {{"-j4"}, {.jobs = 4}, "", "", ""},
        {{"-j", "4"}, {.jobs = 4}, "", "", ""},
        {{"-qj1024", "a"}, {.quiet = true, .jobs = 1024}, "", "", "a"},
        {{"-j4", "-j8"}, {.jobs = 8}, "", "", ""},
        {{"--out=-x"}, {.out = "-x"}, "", "", ""},
        {{"--out", "-"}, {.out = "-"}, "", "", ""},
        {{"-o=x"}, {.out = "=x"}, "", "", ""},
        {{"--format=html"}, {.format = 2}, "", "", ""},
        {{"--for=a,b", "--for", "c"}, {0}, "a|b|c", "", ""},
        {{"--set=a.b=1,5", "--set", "c.d=2"}, {0}, "", "a.b=1,5|c.d=2", ""},
        {{"a", "--", "-q", "--", "b"}, {0}, "", "", "a|-q|--|b"},
        {{"-"}, {0}, "", "", "-"},
        {{""}, {0}, "", "", ""},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fields *expected = &cases[i].expected;
        struct fields fields = {0};
        struct lo_words operands = {0};
        struct lo_arena arena = {0};
        struct lo_err err = {0};

        print_message("  %s\n", cases[i].args[0]);
        if (parse(cases[i].args, &fields, &operands, &arena, &err))
            fail_msg("%s", err.text);
        assert_int_equal(fields.quiet, expected->quiet);
        assert_int_equal(fields.loud, expected->loud);
        assert_int_equal(fields.format, expected->format);
        assert_near(fields.jobs, expected->jobs, 0);
        assert_string_equal(fields.out ? fields.out : "(none)",
                            expected->out ? expected->out : "(none)");
        assert_words(&fields.specs, cases[i].specs);
        assert_words(&fields.sets, cases[i].sets);
        assert_words(&operands, cases[i].operands);
        lo_arena_fini(&arena);
    }
}

static void test_options_say_what_would_be_right(void **unused)
{
    static const struct {
        const char *args[ARGS_MAX];
        const char *expected;
    } cases[] = {
        {{"--quite"}, "unknown option --quite; did you mean --quiet?"},
        {{"--form=json"}, "unknown option --form; did you mean --for?"},
        {{"--zebra"}, "unknown option --zebra"},
        {{"-x"}, "unknown option -x in '-x'; a file of that name is written ./-x"},
        {{"-qx"}, "unknown option -x in '-qx'; a file of that name is written ./-qx"},
        {{"--quiet=1"}, "--quiet takes no value, as in 'quiet=1'"},
        {{"--jobs"}, "--jobs wants a value: --jobs=N"},
        {{"-j"}, "--jobs wants a value: --jobs=N"},
        {{"--jobs="}, "--jobs wants N, not nothing"},
        {{"--jobs=x"}, "--jobs wants a whole number from 0 to 1024, not 'x'"},
        {{"--jobs=-1"}, "--jobs wants a whole number from 0 to 1024, not '-1'"},
        {{"--jobs=1025"}, "--jobs wants a whole number from 0 to 1024, not '1025'"},
        {{"--jobs=1e2"}, "--jobs wants a whole number from 0 to 1024, not '1e2'"},
        {{"--jobs= 1"}, "--jobs wants a whole number from 0 to 1024, not ' 1'"},
        {{"--jobs=99999999999999999999"},
         "--jobs wants a whole number from 0 to 1024, not '99999999999999999999'"},
        {{"--format=pdf"}, "--format takes text, json or html, not 'pdf'"},
        {{"--out", "--quiet"},
         "--out wants a value, but '--quiet' follows; if that is the value, write "
         "--out=--quiet"},
        {{"--out="}, "--out wants FOLDER, not nothing"},
        {{"--for=a,,b"}, "--for has an empty name in 'a,,b'"},
        {{"--for=a,"}, "--for has an empty name in 'a,'"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fields fields = {0};
        struct lo_words operands = {0};
        struct lo_arena arena = {0};
        struct lo_err err = {0};

        assert_int_equal(parse(cases[i].args, &fields, &operands, &arena, &err), -1);
        assert_int_equal(err.status, LO_EUSAGE);
        assert_string_equal(err.text, cases[i].expected);
        lo_arena_fini(&arena);
    }
}

static void test_options_keep_thousands_of_operands(void **unused)
{
    struct lo_words words = {0};
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    static const char *const names[] = {"a", "b", "c"};

    (void)unused;
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(lo_words_add(&words, names[i % 3], &arena, &err), 0);
    assert_int_equal(words.count, 5000);
    for (size_t i = 0; i < 5000; i++)
        assert_ptr_equal(words.items[i], names[i % 3]);
    lo_arena_fini(&arena);
}

/* A row that nobody can reach, or that help cannot explain, is a bug. */
static void test_every_command_has_sound_rows(void **unused)
{
    (void)unused;
    for (size_t c = 0; lo_commands[c]; c++) {
        const struct lo_command *command = lo_commands[c];

        assert_true(strlen(command->summary) > 0 && strlen(command->about) > 0);
        assert_true(command->summary[strlen(command->summary) - 1] != '.');
        assert_non_null(command->examples[0]);
        assert_true(command->least <= command->most);
        for (size_t i = 0; command->options[i]; i++) {
            const struct lo_opt *opt = command->options[i];

            assert_true(strlen(opt->help) > 0);
            assert_true(opt->help[strlen(opt->help) - 1] != '.');
            assert_int_equal(opt->kind == LO_OPT_FLAG, opt->arg == NULL);
            assert_int_equal(opt->kind == LO_OPT_CHOICE, opt->choices != NULL);
            if (opt->kind == LO_OPT_NUMBER)
                assert_true(opt->low < opt->high);
            for (size_t j = 0; j < i; j++) {
                assert_string_not_equal(opt->name, command->options[j]->name);
                if (opt->letter)
                    assert_int_not_equal(opt->letter, command->options[j]->letter);
            }
        }
    }
}

static void test_suggestions_are_near(void **unused)
{
    static const struct {
        const char *word, *candidate;
        size_t distance;
        int is_near;
    } cases[] = {
        {"check", "check", 0, 1},   {"chekc", "check", 1, 1},
        {"chek", "check", 1, 1},    {"meter", "meters", 1, 1},
        {"zebra", "check", 5, 0},   {"", "check", 5, 0},
        {"spot", "spotify", 3, 1},  {"a", "b", 1, 0},
        {"Check", "check", 0, 1},   {"masure", "measure", 1, 1},
        {"reprot", "report", 1, 1}, {"ca", "abc", 3, 0},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        print_message("  %s %s\n", cases[i].word, cases[i].candidate);
        assert_int_equal(lo_edit_distance(cases[i].word, cases[i].candidate),
                         cases[i].distance);
        assert_int_equal(lo_edit_distance(cases[i].candidate, cases[i].word),
                         cases[i].distance);
        assert_int_equal(lo_is_near(cases[i].word, cases[i].candidate),
                         cases[i].is_near);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_are_understood),
        cmocka_unit_test(test_options_say_what_would_be_right),
        cmocka_unit_test(test_options_keep_thousands_of_operands),
        cmocka_unit_test(test_every_command_has_sound_rows),
        cmocka_unit_test(test_suggestions_are_near),
    };

    return cmocka_run_group_tests_name("cli_options", tests, NULL, NULL);
}
