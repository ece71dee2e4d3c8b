/* The parts of the command line that need no process: order of names, what is shown of
 * them, and what a child may say. */
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/reply.h"
#include "tests/support/unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_natural_order_is_that_of_people(void **unused)
{
    static const char *const sorted[] = {"",
                                         "01 First.wav",
                                         "1 first.wav",
                                         "2 b.wav",
                                         "10 a.wav",
                                         "A1",
                                         "a1b",
                                         "a2",
                                         "A10",
                                         "a10b",
                                         "a10c",
                                         "a99999999999999999999999999998",
                                         "a99999999999999999999999999999",
                                         "b",
                                         "B1",
                                         "disc 1/9",
                                         "disc 1/10",
                                         "disc 2/1",
                                         "\xc3\xa9"};

    (void)unused;
    for (size_t i = 0; i < COUNT(sorted); i++)
        for (size_t j = 0; j < COUNT(sorted); j++) {
            int order = lo_natural_order(sorted[i], sorted[j]);

            if ((order < 0) != (i < j) || (order > 0) != (i > j))
                fail_msg("'%s' and '%s': %d", sorted[i], sorted[j], order);
        }
}

static void test_shown_text_cannot_command_a_terminal(void **unused)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"01 First.wav", "01 First.wav"},
        {"\x1b]0;pwn\x07", "\\x1b]0;pwn\\x07"},
        {"a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f"},
        {"Bj\xc3\xb6rk \xe2\x80\x94 \xe6\xad\x8c",
         "Bj\xc3\xb6rk \xe2\x80\x94 \xe6\xad\x8c"},
        {"\xc2\x9b", "\\xc2\\x9b"},
        {"\xc2\xa0", "\xc2\xa0"},
        {"a\xe2\x80\xae"
         "b",
         "a\\xe2\\x80\\xae"
         "b"},
        {"\xe2\x80\x8e\xe2\x80\xa8\xe2\x81\xa6",
         "\\xe2\\x80\\x8e\\xe2\\x80\\xa8\\xe2\\x81\\xa6"},
        {"\xef\xbb\xbf", "\\xef\\xbb\\xbf"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xc3", "\\xc3"},
        {"%n%s", "%n%s"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_buf out = {0};

        lo_show(&out, cases[i].text);
        assert_string_equal(out.text, cases[i].shown);
        lo_buf_fini(&out);
    }
}

/* A frame as a child sends it. */
static void frame(struct lo_buf *bytes, unsigned type, unsigned length,
                  const void *body, size_t count)
{
    uint32_t head[2] = {type, length};

    lo_buf_add(bytes, (const char *)head, sizeof head);
    lo_buf_add(bytes, body, count);
}

/* The reply after the bytes came in pieces of at most part. */
static struct lo_reply *take(const struct lo_buf *bytes, size_t part)
{
    struct lo_reply *reply = calloc(1, sizeof *reply);
    int ends[2];

    assert_non_null(reply);
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    for (size_t at = 0; at < bytes->length; at += part) {
        size_t count = bytes->length - at < part ? bytes->length - at : part;

        assert_int_equal(write(ends[1], bytes->text + at, count), (ssize_t)count);
        /* A piece may end one frame and begin the next; more calls find nothing. */
        for (int i = 0; i < 4; i++)
            assert_int_equal(lo_reply_take(reply, ends[0]), 1);
    }
    close(ends[1]);
    assert_int_equal(lo_reply_take(reply, ends[0]), 0);
    close(ends[0]);
    return reply;
}

static void drop(struct lo_reply *reply)
{
    lo_reply_fini(reply);
    free(reply);
}

enum { PROGRESS = 1, PIECE = 2, DONE = 3, FAILED = 4 };

static void test_reply_comes_whole_however_it_is_cut(void **unused)
{
    static const size_t parts[] = {1, 7, 8, 9, 4000};
    static const int64_t progress[2] = {5, 10};
    static char large[LO_REPLY_FRAME_MAX];
    struct lo_buf bytes = {0};

    (void)unused;
    memset(large, ' ', sizeof large);
    frame(&bytes, PROGRESS, sizeof progress, progress, sizeof progress);
    frame(&bytes, PIECE, 3, "{\"a", 3);
    frame(&bytes, PIECE, 0, "", 0);
    frame(&bytes, PIECE, sizeof large, large, sizeof large);
    frame(&bytes, PIECE, 4, "\":1}", 4);
    frame(&bytes, DONE, 0, "", 0);
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct lo_reply *reply = take(&bytes, parts[i]);

        assert_int_equal(reply->end, LO_REPLY_DONE);
        assert_int_equal(reply->json.length, 7 + sizeof large);
        assert_memory_equal(reply->json.text, "{\"a ", 4);
        assert_string_equal(reply->json.text + 3 + sizeof large, "\":1}");
        assert_int_equal(reply->done, 5);
        assert_int_equal(reply->expected, 10);
        drop(reply);
    }
    lo_buf_fini(&bytes);
}

static void test_reply_that_is_none_is_found_out(void **unused)
{
    static const int64_t backwards[2] = {11, 10}, negative[2] = {-1, 10};
    static const struct {
        const char *what;
        unsigned type, length;
        const void *body;
        size_t count;
        enum lo_reply_end end;
    } cases[] = {
        {"a type that is none", 9, 0, "", 0, LO_REPLY_BROKEN},
        {"type 0", 0, 0, "", 0, LO_REPLY_BROKEN},
        {"longer than a frame", PIECE, LO_REPLY_FRAME_MAX + 1, "x", 1, LO_REPLY_BROKEN},
        {"as long as can be", PIECE, 0xffffffff, "x", 1, LO_REPLY_BROKEN},
        {"cut in its head", PIECE, 4, "", 0, LO_REPLY_OPEN},
        {"cut in its body", PIECE, 4, "abc", 3, LO_REPLY_OPEN},
        {"progress of a wrong size", PROGRESS, 8, backwards, 8, LO_REPLY_BROKEN},
        {"progress beyond the end", PROGRESS, 16, backwards, 16, LO_REPLY_OPEN},
        {"negative progress", PROGRESS, 16, negative, 16, LO_REPLY_OPEN},
        {"done with a body", DONE, 1, "x", 1, LO_REPLY_BROKEN},
        {"something after the end", DONE, 0, "x", 1, LO_REPLY_BROKEN},
        {"a failure of a wrong size", FAILED, 3, "bad", 3, LO_REPLY_BROKEN},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t part = 1; part < 4096; part += 4094) {
            struct lo_buf bytes = {0};
            struct lo_reply *reply;

            print_message("  %s\n", cases[i].what);
            frame(&bytes, cases[i].type, cases[i].length, cases[i].body,
                  cases[i].count);
            reply = take(&bytes, part);
            assert_int_equal(reply->end, cases[i].end);
            assert_int_equal(reply->done, 0);
            drop(reply);
            lo_buf_fini(&bytes);
        }
}

/* A child that never stops talking does not fill the parent's memory. */
static void test_reply_has_an_end(void **unused)
{
    static char large[LO_REPLY_FRAME_MAX];
    struct lo_reply *reply = calloc(1, sizeof *reply);
    struct lo_buf bytes = {0};
    int ends[2];

    (void)unused;
    assert_non_null(reply);
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    frame(&bytes, PIECE, sizeof large, large, sizeof large);
    for (size_t sent = 0; sent <= LO_REPLY_BYTES_MAX; sent += sizeof large) {
        assert_int_equal(reply->end, LO_REPLY_OPEN);
        assert_int_equal(write(ends[1], bytes.text, bytes.length),
                         (ssize_t)bytes.length);
        assert_int_equal(lo_reply_take(reply, ends[0]), 1);
    }
    assert_int_equal(reply->end, LO_REPLY_BROKEN);
    assert_true(reply->json.length <= LO_REPLY_BYTES_MAX);
    close(ends[0]);
    close(ends[1]);
    lo_buf_fini(&bytes);
    drop(reply);
}

static void test_reply_keeps_a_failure_and_its_end(void **unused)
{
    struct lo_err failure = {LO_ELIMIT, "a.wav: too long"}, nonsense;
    struct lo_buf bytes = {0};
    struct lo_reply *reply;

    (void)unused;
    frame(&bytes, FAILED, sizeof failure, &failure, sizeof failure);
    reply = take(&bytes, 100);
    assert_int_equal(reply->end, LO_REPLY_FAILED);
    assert_int_equal(reply->failure.status, LO_ELIMIT);
    assert_string_equal(reply->failure.text, "a.wav: too long");
    drop(reply);
    lo_buf_fini(&bytes);

    /* No status of ours, and a text without an end. */
    memset(&nonsense, 'x', sizeof nonsense);
    frame(&bytes, FAILED, sizeof nonsense, &nonsense, sizeof nonsense);
    reply = take(&bytes, 4000);
    assert_int_equal(reply->end, LO_REPLY_FAILED);
    assert_int_equal(reply->failure.status, LO_EFORMAT);
    assert_int_equal(strlen(reply->failure.text), sizeof nonsense.text - 1);
    drop(reply);
    lo_buf_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_natural_order_is_that_of_people),
        cmocka_unit_test(test_shown_text_cannot_command_a_terminal),
        cmocka_unit_test(test_reply_comes_whole_however_it_is_cut),
        cmocka_unit_test(test_reply_that_is_none_is_found_out),
        cmocka_unit_test(test_reply_has_an_end),
        cmocka_unit_test(test_reply_keeps_a_failure_and_its_end),
    };

    return cmocka_run_group_tests_name("cli_parts", tests, NULL, NULL);
}
