/* What every meter must keep to, whichever there are. */
#include "analyzer/base/alloc.h"
#include "analyzer/meters/meter.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

static void test_registry_names_are_unique(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(lo_meters[i]->name, lo_meters[j]->name);
}

static void test_registry_terms_are_unique_and_explained(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++) {
        assert_true(strlen(lo_meters[i]->summary) > 0);
        for (const struct lo_term *term = lo_meters[i]->terms; term->id; term++) {
            assert_true(strlen(term->summary) > 0);
            assert_true(term->summary[strlen(term->summary) - 1] != '.');
            for (size_t j = 0; j <= i; j++)
                for (const struct lo_term *other = lo_meters[j]->terms;
                     other->id && other != term; other++)
                    if (other->kind == term->kind && strcmp(other->id, term->id) == 0)
                        fail_msg("%s is declared twice", term->id);
        }
    }
}

static void test_registry_parameters_begin_within_their_range(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++)
        for (const struct lo_param *param = lo_meters[i]->params; param && param->name;
             param++) {
            assert_true(param->min <= param->initial && param->initial <= param->max);
            assert_true(strlen(param->summary) > 0);
        }
}

/* Starts a meter with the nth allocation failing; returns what start does. */
static int start_failing(const struct lo_meter *meter, unsigned long nth)
{
    double params[64] = {0};
    struct lo_setup setup = {.channels = 2,
                             .rate_hz = 48000,
                             .bits = 24,
                             .valid_bits = 24,
                             .params = params};
    struct lo_err err = {0};
    void *state = calloc(1, meter->state_size);
    int result;

    assert_non_null(state);
    for (size_t p = 0; meter->params && meter->params[p].name; p++)
        params[p] = meter->params[p].initial;
    lo_alloc_fail(nth);
    result = meter->start(state, &setup, &err);
    lo_alloc_fail(0);
    if (result)
        assert_int_equal(err.status, LO_ENOMEM);
    if (meter->stop)
        meter->stop(state);
    free(state);
    return result;
}

static void test_registry_meters_survive_a_failed_allocation(void **unused)
{
    enum { MOST = 1000 };

    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++) {
        unsigned long nth = 1;

        if (!lo_meters[i]->start)
            continue;
        while (nth < MOST && start_failing(lo_meters[i], nth))
            nth++;
        print_message("  %s: %lu allocations\n", lo_meters[i]->name, nth - 1);
        assert_true(nth < MOST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registry_names_are_unique),
        cmocka_unit_test(test_registry_terms_are_unique_and_explained),
        cmocka_unit_test(test_registry_parameters_begin_within_their_range),
        cmocka_unit_test(test_registry_meters_survive_a_failed_allocation),
    };

    return cmocka_run_group_tests_name("meter_registry", tests, NULL, NULL);
}
