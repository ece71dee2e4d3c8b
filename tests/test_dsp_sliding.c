#include "dsp/sliding.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* The largest sum by trying every window, in long double. */
static struct dsp_sliding_max by_hand(const double *x, size_t frames, size_t window)
{
    struct dsp_sliding_max max = {0};

    for (size_t start = 0; start + window <= frames; start++) {
        long double sum = 0;

        for (size_t i = start; i < start + window; i++)
            sum += x[i];
        if ((double)sum > max.sum)
            max = (struct dsp_sliding_max){(double)sum, (int64_t)start};
    }
    return max;
}

static void put(struct dsp_sliding *sliding, const double *x, size_t frames, size_t cut)
{
    for (size_t at = 0; at < frames;) {
        size_t room;
        double *to = dsp_sliding_room(sliding, &room);

        room = room < cut ? room : cut;
        room = room < frames - at ? room : frames - at;
        memcpy(to, x + at, room * sizeof *x);
        dsp_sliding_advance(sliding, room);
        at += room;
    }
}

static void expect(const double *x, size_t frames, const size_t *windows, size_t cut)
{
    struct dsp_sliding *sliding = dsp_sliding_new(windows, 2);

    assert_non_null(sliding);
    put(sliding, x, frames, cut);
    for (size_t i = 0; i < 2; i++) {
        struct dsp_sliding_max got = dsp_sliding_get(sliding, i);
        struct dsp_sliding_max wanted = by_hand(x, frames, windows[i]);

        /* Doubles of a few hundred terms. */
        assert_near(got.sum, wanted.sum, 1e-12 * wanted.sum);
        assert_int_equal(got.start, wanted.start);
    }
    dsp_sliding_free(sliding);
}

/* Noise that swells, bursts and stops, at windows of whole groups and not. */
static void test_sliding_finds_the_largest_window_to_the_sample(void **unused)
{
    enum { FRAMES = 6000, TRIES = 40 };
    static const size_t windows[][2] = {{64, 700}, {65, 640}, {100, 1023}, {441, 127}};
    double *x = calloc(FRAMES, sizeof *x);
    uint64_t seed = 7;

    (void)unused;
    assert_non_null(x);
    for (int try = 0; try < TRIES; try++) {
        size_t from = (size_t)(uniform(&seed) * FRAMES);
        size_t length = (size_t)(uniform(&seed) * 900);
        size_t frames = FRAMES - (size_t)(uniform(&seed) * 3000);

        for (size_t i = 0; i < FRAMES; i++)
            x[i] = uniform(&seed) * (i >= from && i < from + length ? 5 : 0.1) *
                   (try % 3 ? 1 : (double)i / FRAMES);
        expect(x, frames, windows[try % 4], try % 2 ? 4096 : 37);
    }
    free(x);
}

static void test_sliding_forgets_what_was_loud(void **unused)
{
    enum { LOUD = 3000, QUIET = 200000, WINDOW = 1000 };
    const size_t windows[] = {WINDOW};
    struct dsp_sliding *sliding = dsp_sliding_new(windows, 1);
    double *x = calloc(LOUD + QUIET, sizeof *x);

    (void)unused;
    assert_non_null(x);
    assert_non_null(sliding);
    for (size_t i = 0; i < LOUD + QUIET; i++)
        x[i] = i < LOUD ? 1e12 : 0x1p-40;
    put(sliding, x, LOUD + QUIET, 4096);
    /* Powers of two add up without any error. */
    assert_near(dsp_sliding_sum(sliding, LOUD + QUIET - WINDOW, LOUD + QUIET),
                WINDOW * 0x1p-40, 0);
    assert_near(dsp_sliding_get(sliding, 0).sum, 1e12 * WINDOW, 1);
    free(x);
    dsp_sliding_free(sliding);
}

static void test_sliding_has_nothing_before_a_whole_window(void **unused)
{
    const size_t windows[] = {100};
    struct dsp_sliding *sliding = dsp_sliding_new(windows, 1);
    double x[100];

    (void)unused;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = 1;
    assert_near(dsp_sliding_get(sliding, 0).sum, 0, 0);
    put(sliding, x, 99, 99);
    assert_near(dsp_sliding_get(sliding, 0).sum, 0, 0);
    put(sliding, x, 1, 1);
    assert_near(dsp_sliding_get(sliding, 0).sum, 100, 0);
    assert_int_equal(dsp_sliding_get(sliding, 0).start, 0);
    dsp_sliding_free(sliding);
}

static void test_sliding_refuses_what_it_cannot_do(void **unused)
{
    (void)unused;
    assert_null(dsp_sliding_new((const size_t[]){63}, 1));
    assert_null(dsp_sliding_new((const size_t[]){64}, 0));
    assert_null(dsp_sliding_new((const size_t[]){64, 64, 64}, 3));
    dsp_sliding_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sliding_finds_the_largest_window_to_the_sample),
        cmocka_unit_test(test_sliding_forgets_what_was_loud),
        cmocka_unit_test(test_sliding_has_nothing_before_a_whole_window),
        cmocka_unit_test(test_sliding_refuses_what_it_cannot_do),
    };

    return cmocka_run_group_tests_name("dsp_sliding", tests, NULL, NULL);
}
