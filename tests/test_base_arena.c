#include "analyzer/base/alloc.h"
#include "analyzer/base/arena.h"
#include "tests/support/unit.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

static void test_arena_keeps_what_it_gave_when_it_grows(void **unused)
{
    struct lo_arena arena = {0};
    char *first = lo_arena_strdup(&arena, "first");

    (void)unused;
    for (size_t bytes = 1; bytes < 200000; bytes = bytes * 3 + 1) {
        unsigned char *item = lo_arena_alloc(&arena, bytes, 1);

        assert_non_null(item);
        assert_int_equal((uintptr_t)item % alignof(max_align_t), 0);
        for (size_t i = 0; i < bytes; i++)
            assert_int_equal(item[i], 0);
        memset(item, 0xFF, bytes);
    }
    assert_string_equal(first, "first");
    lo_arena_fini(&arena);
}

static void test_arena_refuses_a_product_that_overflows(void **unused)
{
    struct lo_arena arena = {0};

    (void)unused;
    assert_null(lo_arena_alloc(&arena, SIZE_MAX / 2, 3));
    assert_null(lo_arena_alloc(&arena, SIZE_MAX, 1));
    lo_arena_fini(&arena);
}

static void test_arena_says_when_memory_is_out(void **unused)
{
    struct lo_arena arena = {0};

    (void)unused;
    lo_alloc_fail(1);
    assert_null(lo_arena_strdup(&arena, "text"));
    assert_true(lo_alloc_failed());
    lo_alloc_fail(0);
    assert_non_null(lo_arena_strdup(&arena, "text"));
    lo_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_keeps_what_it_gave_when_it_grows),
        cmocka_unit_test(test_arena_refuses_a_product_that_overflows),
        cmocka_unit_test(test_arena_says_when_memory_is_out),
    };

    return cmocka_run_group_tests_name("base_arena", tests, NULL, NULL);
}
