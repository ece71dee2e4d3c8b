#include "analyzer/base/alloc.h"
#include "analyzer/base/buf.h"
#include "rules/spec_private.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT "<limit quantity='clip.runs' max='3' unit='count'/>"

/* A folder of specs that the test writes. */
struct folder {
    char path[64];
};

static void write_file(const struct folder *folder, const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct lo_spec *load_file(const struct folder *folder, const char *name,
                                 struct lo_err *err)
{
    char path[128];
    struct lo_spec *spec;

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    if (lo_spec_load(&spec, path, &test_vocab, err))
        assert_null(spec);
    return spec;
}

static void make_folder(struct folder *folder)
{
    strcpy(folder->path, "/tmp/lo-specs-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static void remove_folder(const struct folder *folder, const char *const *names)
{
    char path[128];

    for (; *names; names++) {
        snprintf(path, sizeof path, "%s/%s", folder->path, *names);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(folder->path), 0);
}

static const struct lo_rule *rule_of(const struct lo_spec *spec, const char *id)
{
    for (size_t i = 0; i < spec->rule_count; i++)
        if (strcmp(spec->rules[i].id, id) == 0)
            return &spec->rules[i];
    return NULL;
}

#define HEAD(id, extends)                                                              \
    "<spec xmlns='urn:leadout:spec:1' id='" id "' extends='" extends "'>\n"

static void test_load_merges_bases(void **unused)
{
    static const char *const names[] = {"base.xml", "left.xml", "right.xml", "top.xml",
                                        NULL};
    struct folder folder;
    struct lo_err err = {0};
    struct lo_spec *spec;

    (void)unused;
    make_folder(&folder);
    write_file(&folder, "base.xml",
               HEAD("base",
                    "") "<set name='most' value='5'/>"
                        "<rule id='one' severity='note'><title>{most} is enough</title>"
                        "<limit quantity='clip.runs' max='{most}' unit='count'/></rule>"
                        "<rule id='two' severity='note'>" LIMIT "</rule>"
                        "<rule id='three' severity='note'>" LIMIT "</rule></spec>");
    write_file(&folder, "left.xml",
               HEAD("left", "base.xml") "<rule id='two' severity='error'>" LIMIT
                                        "</rule></spec>");
    write_file(&folder, "right.xml",
               HEAD("right", "./base.xml") "<drop rule='three'/></spec>");
    write_file(&folder, "top.xml",
               HEAD("top", "left.xml right.xml") "<set name='most' value='7'/></spec>");
    spec = load_file(&folder, "top.xml", &err);
    if (!spec)
        fail_msg("%s", err.text);
    assert_int_equal(spec->rule_count, 2);
    assert_string_equal(lo_spec_info(spec)->id, "top");
    assert_near(rule_of(spec, "one")->must.children[0].max.value, 7, 0);
    assert_string_equal(rule_of(spec, "one")->title, "7 is enough");
    /* The base stands once, before left and right: right does not undo left's rule. */
    assert_int_equal(rule_of(spec, "two")->severity, LO_ERROR);
    assert_string_equal(rule_of(spec, "two")->from, "left");
    assert_null(rule_of(spec, "three"));
    assert_string_equal(lo_spec_needed(spec)[0], "clip.runs");
    assert_null(lo_spec_needed(spec)[1]);
    lo_spec_free(spec);
    remove_folder(&folder, names);
}

static void test_load_finds_cycles(void **unused)
{
    static const char *const names[] = {"a.xml", "b.xml", "self.xml", NULL};
    struct folder folder;
    struct lo_err err = {0};

    (void)unused;
    make_folder(&folder);
    write_file(&folder, "a.xml", HEAD("a", "b.xml") "</spec>");
    write_file(&folder, "b.xml", HEAD("b", "streaming\n./a.xml") "</spec>");
    write_file(&folder, "self.xml", HEAD("self", "self.xml") "</spec>");
    assert_null(load_file(&folder, "a.xml", &err));
    assert_int_equal(err.status, LO_ESPEC);
    if (!strstr(err.text, "/b.xml:1: extends: './a.xml' extends this spec in turn"))
        fail_msg("%s", err.text);
    err = (struct lo_err){0};
    assert_null(load_file(&folder, "self.xml", &err));
    assert_non_null(strstr(err.text, "/self.xml:1: extends: 'self.xml' extends this"));
    remove_folder(&folder, names);
}

/* An error in a base is told at its own file and line. */
static void test_load_places_errors_of_bases(void **unused)
{
    static const char *const names[] = {"base.xml", "top.xml", NULL};
    struct folder folder;
    struct lo_err err = {0};

    (void)unused;
    make_folder(&folder);
    write_file(&folder, "base.xml", HEAD("base", "") "\n<rule id='a'/></spec>");
    write_file(&folder, "top.xml", HEAD("top", "base.xml") "</spec>");
    assert_null(load_file(&folder, "top.xml", &err));
    assert_non_null(strstr(err.text, "/base.xml:3: <rule> needs the attribute"));
    remove_folder(&folder, names);
}

static void test_load_tells_a_missing_spec_from_a_broken_one(void **unused)
{
    static const struct {
        const char *name;
        enum lo_status status;
        const char *says;
    } cases[] = {
        {"spotfy", LO_EUSAGE, "there is no spec 'spotfy'; did you mean 'spotify'?"},
        {"no/such.xml", LO_EUSAGE, "no/such.xml: No such file or directory"},
        {"such.xml", LO_EUSAGE, "such.xml: No such file or directory"},
        {"/tmp/", LO_EUSAGE, "/tmp/: not a file"},
        {"", LO_EUSAGE, "there is no spec ''"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_err err = {0};
        struct lo_spec *spec;
        struct lo_problems problems;

        assert_int_equal(lo_spec_load(&spec, cases[i].name, &test_vocab, &err), -1);
        assert_int_equal(err.status, cases[i].status);
        if (strncmp(err.text, cases[i].says, strlen(cases[i].says)) != 0)
            fail_msg("%s", err.text);
        err = (struct lo_err){0};
        assert_int_equal(lo_spec_lint(cases[i].name, &test_vocab, &problems, &err), -1);
        assert_int_equal(err.status, cases[i].status);
        assert_null(problems.list);
    }
}

/* Every allocation of ours that can fail does so once; nothing leaks and nothing is taken
 * for an error of the spec. */
static void test_load_survives_running_out_of_memory(void **unused)
{
    (void)unused;
    for (unsigned long n = 1;; n++) {
        struct lo_err err = {0};
        struct lo_spec *spec;
        struct lo_buf page = {0};
        int result;

        lo_alloc_fail(n);
        result = lo_spec_load(&spec, "spotify", &test_vocab, &err);
        if (result == 0 && !lo_alloc_failed()) {
            lo_alloc_fail(0);
            lo_spec_free(spec);
            assert_true(n > 20);
            return;
        }
        if (result == 0)
            lo_spec_show(spec, &page);
        lo_alloc_fail(0);
        assert_int_equal(result == 0 ? LO_OK : LO_ENOMEM, err.status);
        lo_buf_fini(&page);
        lo_spec_free(spec);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load_merges_bases),
        cmocka_unit_test(test_load_finds_cycles),
        cmocka_unit_test(test_load_places_errors_of_bases),
        cmocka_unit_test(test_load_tells_a_missing_spec_from_a_broken_one),
        cmocka_unit_test(test_load_survives_running_out_of_memory),
    };

    return cmocka_run_group_tests_name("rules_load", tests, NULL, NULL);
}
