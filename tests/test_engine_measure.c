#include "analyzer/base/alloc.h"
#include "analyzer/engine/engine.h"
#include "fixtures/wav.h"
#include "tests/support/same.h"
#include "tests/support/unit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct wav_format cd = {
    .tag = 1, .channels = 2, .rate_hz = 44100, .bits = 16};

static struct lo_doc *measure_bytes(const struct wav_bytes *bytes,
                                    const struct lo_measure_options *options,
                                    struct lo_err *err)
{
    struct lo_doc *doc;
    int fd = wav_open(bytes);

    if (lo_engine_measure(&doc, fd, "test.wav", options, err))
        assert_null(doc);
    close(fd);
    return doc;
}

/* A right file of that format. */
static struct lo_doc *measure_file(const struct wav_format *format, int64_t frames,
                                   const struct lo_measure_options *options)
{
    struct wav_bytes bytes = {0};
    struct lo_err err = {0};
    struct lo_doc *doc;

    wav_file(&bytes, format, frames);
    doc = measure_bytes(&bytes, options, &err);
    if (!doc)
        fail_msg("%s", err.text);
    wav_fini(&bytes);
    return doc;
}

static void test_engine_vocabulary_knows_reader_and_meters(void **unused)
{
    const struct lo_vocab *vocab = lo_engine_vocab();

    (void)unused;
    assert_ptr_equal(vocab, lo_engine_vocab());
    assert_ptr_equal(vocab->groups[0], lo_audio_terms);
    for (size_t i = 0; lo_meters[i]; i++)
        for (const struct lo_term *term = lo_meters[i]->terms; term->id; term++)
            if (lo_vocab_find(vocab, term->kind, term->id) != term)
                fail_msg("%s is not the term of %s", term->id, lo_meters[i]->name);
}

/* Whatever a file is: nothing crashes, and what a meter says is set or explained. */
static void test_engine_measures_every_format_and_length(void **unused)
{
    static const struct wav_format formats[] = {
        {.tag = 1, .channels = 1, .rate_hz = 8000, .bits = 8},
        {.tag = 1, .channels = 2, .rate_hz = 44100, .bits = 16},
        {.tag = 1, .channels = 8, .rate_hz = 48000, .bits = 24},
        {.tag = 3, .channels = 2, .rate_hz = 192000, .bits = 32},
        {.tag = 1, .channels = 2, .rate_hz = 384000, .bits = 32},
    };
    static const int64_t lengths[] = {1, 2, 441, 30000};
    struct lo_measure_options options = {0};

    (void)unused;
    for (size_t f = 0; f < COUNT(formats); f++)
        for (size_t n = 0; n < COUNT(lengths); n++) {
            struct lo_doc *doc = measure_file(&formats[f], lengths[n], &options);
            const struct lo_quantity *list;
            size_t count = lo_doc_quantities(doc, &list);

            assert_true(count > 0);
            assert_int_equal(lo_doc_rate(doc), formats[f].rate_hz);
            for (size_t i = 0; i < count; i++) {
                if (list[i].state == LO_MEASURED)
                    assert_true(isfinite(list[i].value));
                if (list[i].state == LO_NOT_MEASURABLE)
                    assert_true(strlen(list[i].reason) > 0);
            }
            lo_doc_free(doc);
        }
}

static void test_engine_results_do_not_depend_on_the_block(void **unused)
{
    static const size_t blocks[] = {7, 441, 4096, 100000};
    struct lo_measure_options options = {0};
    struct lo_doc *expected;

    (void)unused;
    expected = measure_file(&cd, 50000, &options);
    for (size_t i = 0; i < COUNT(blocks); i++) {
        struct lo_doc *doc;

        options.read.block_frames = blocks[i];
        doc = measure_file(&cd, 50000, &options);
        assert_same_docs(expected, doc);
        lo_doc_free(doc);
    }
    lo_doc_free(expected);
}

/* One term of a meter on request is enough to run it; without it, it does not. */
static void test_engine_runs_meters_on_request_when_asked(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++) {
        const char *needed[] = {lo_meters[i]->terms[0].id, NULL};
        struct lo_measure_options with = {.needed = needed}, without = {0};
        bool is_there = false;
        struct lo_doc *doc;

        /* One that compares what the file says has nothing to say of a file that is mute. */
        if (!lo_meters[i]->start)
            continue;
        doc = measure_file(&cd, 50000, &without);
        for (const struct lo_term *term = lo_meters[i]->terms; term->id; term++)
            is_there |=
                term->kind == LO_TERM_QUANTITY && lo_doc_quantity(doc, term->id);
        if (lo_meters[i]->on_request)
            assert_false(is_there);
        lo_doc_free(doc);
        doc = measure_file(&cd, 50000, &with);
        is_there = lo_doc_quantity(doc, needed[0]) || lo_doc_fact(doc, needed[0]) ||
                   lo_doc_series(doc, needed[0]) || lo_doc_table(doc, needed[0]) ||
                   lo_doc_distribution(doc, needed[0]);
        if (lo_meters[i]->terms[0].kind != LO_TERM_EVENT && !is_there)
            fail_msg("%s asked for, and %s did not set it", needed[0],
                     lo_meters[i]->name);
        lo_doc_free(doc);
    }
}

/* What a meter reads comes from earlier lines, and the engine finds those by name. */
static void test_engine_knows_every_meter_that_another_needs(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++)
        for (size_t n = 0; lo_meters[i]->needs && lo_meters[i]->needs[n]; n++) {
            bool is_earlier = false;

            for (size_t j = 0; j < i; j++)
                is_earlier |= strcmp(lo_meters[j]->name, lo_meters[i]->needs[n]) == 0;
            if (!is_earlier)
                fail_msg("%s needs %s, which is no earlier line", lo_meters[i]->name,
                         lo_meters[i]->needs[n]);
        }
}

/* A parameter that a meter must feel: the shortest run of clip. */
static void test_engine_gives_parameters_to_their_meter(void **unused)
{
    struct lo_set set;
    struct lo_err err = {0};
    struct lo_measure_options options = {.sets = &set, .set_count = 1};
    struct wav_bytes bytes = {0};
    struct lo_doc *usual, *changed;

    (void)unused;
    assert_int_equal(lo_engine_parse_set("clip.run=100", &set, &err), 0);
    wav_begin(&bytes, "RIFF");
    wav_fmt(&bytes, &cd);
    wav_header(&bytes, "data", 44100 * 4);
    for (int i = 0; i < 44100; i++)
        for (int ch = 0; ch < 2; ch++)
            wav_le(&bytes, (uint64_t)(i % 100 < 50 ? 32767 : (i * 37) % 1000), 2);
    wav_end(&bytes);
    usual = measure_bytes(&bytes, &(struct lo_measure_options){0}, &err);
    changed = measure_bytes(&bytes, &options, &err);
    assert_non_null(usual);
    assert_non_null(changed);
    assert_near(lo_doc_quantity(usual, "clip.runs")->value, 882, 0);
    assert_near(lo_doc_quantity(changed, "clip.runs")->value, 0, 0);
    lo_doc_free(usual);
    lo_doc_free(changed);
    wav_fini(&bytes);
}

struct told {
    int calls;
    int64_t done, expected;
    bool goes_back;
};

static void tell(void *context, int64_t done, int64_t expected)
{
    struct told *told = context;

    told->goes_back |= done <= told->done;
    *told = (struct told){told->calls + 1, done, expected, told->goes_back};
}

static void test_engine_tells_its_progress(void **unused)
{
    struct told told = {0};
    struct lo_measure_options options = {.progress = tell, .progress_context = &told};

    (void)unused;
    lo_doc_free(measure_file(&cd, 50000, &options));
    assert_true(told.calls > 1);
    assert_false(told.goes_back);
    assert_int_equal(told.done, 50000);
    assert_int_equal(told.expected, 50000);
}

static void test_engine_refuses_what_is_not_audio(void **unused)
{
    struct lo_measure_options options = {.read.longest_s = 1.0};
    struct wav_bytes text = {0}, empty = {0}, long_file = {0};
    struct lo_err err = {0};

    (void)unused;
    assert_null(measure_bytes(&empty, &options, &err));
    assert_int_equal(err.status, LO_EFORMAT);
    assert_ptr_equal(strstr(err.text, "test.wav"), err.text);

    err = (struct lo_err){0};
    wav_text(&text, "<!DOCTYPE html><title>404</title>");
    assert_null(measure_bytes(&text, &options, &err));
    assert_int_equal(err.status, LO_EFORMAT);

    err = (struct lo_err){0};
    wav_file(&long_file, &cd, 44100 * 2);
    assert_null(measure_bytes(&long_file, &options, &err));
    assert_int_equal(err.status, LO_ELIMIT);
    wav_fini(&text);
    wav_fini(&long_file);
}

static void test_engine_survives_every_failed_allocation(void **unused)
{
    struct lo_measure_options options = {0};
    struct wav_bytes bytes = {0};
    unsigned long nth = 0;
    bool has_failed = true;

    (void)unused;
    wav_file(&bytes, &cd, 2000);
    while (has_failed) {
        struct lo_err err = {0};
        struct lo_doc *doc;

        lo_alloc_fail(++nth);
        doc = measure_bytes(&bytes, &options, &err);
        has_failed = lo_alloc_failed();
        lo_alloc_fail(0);
        if (has_failed && doc)
            fail_msg("allocation %lu failed and nobody noticed", nth);
        if (has_failed)
            assert_int_equal(err.status, LO_ENOMEM);
        lo_doc_free(doc);
    }
    assert_true(nth > 10);
    wav_fini(&bytes);
}

struct worker {
    pthread_t thread;
    int fd;
    int result;
    struct lo_doc *doc;
    struct lo_err err;
};

static void *work(void *context)
{
    struct worker *worker = context;
    struct lo_measure_options options = {0};

    worker->result =
        lo_engine_measure(&worker->doc, worker->fd, "test.wav", &options, &worker->err);
    return NULL;
}

/* No meter keeps anything outside its state; ThreadSanitizer watches this one. */
static void test_engine_measures_in_several_threads_at_once(void **unused)
{
    struct worker workers[4] = {0};
    struct wav_bytes bytes = {0};

    (void)unused;
    wav_file(&bytes, &cd, 100000);
    for (size_t i = 0; i < COUNT(workers); i++) {
        workers[i].fd = wav_open(&bytes);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]),
                         0);
    }
    for (size_t i = 0; i < COUNT(workers); i++) {
        pthread_join(workers[i].thread, NULL);
        if (workers[i].result)
            fail_msg("%s", workers[i].err.text);
        assert_same_docs(workers[0].doc, workers[i].doc);
        close(workers[i].fd);
    }
    for (size_t i = 0; i < COUNT(workers); i++)
        lo_doc_free(workers[i].doc);
    wav_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_vocabulary_knows_reader_and_meters),
        cmocka_unit_test(test_engine_measures_every_format_and_length),
        cmocka_unit_test(test_engine_results_do_not_depend_on_the_block),
        cmocka_unit_test(test_engine_runs_meters_on_request_when_asked),
        cmocka_unit_test(test_engine_knows_every_meter_that_another_needs),
        cmocka_unit_test(test_engine_gives_parameters_to_their_meter),
        cmocka_unit_test(test_engine_tells_its_progress),
        cmocka_unit_test(test_engine_refuses_what_is_not_audio),
        cmocka_unit_test(test_engine_survives_every_failed_allocation),
        cmocka_unit_test(test_engine_measures_in_several_threads_at_once),
    };

    return cmocka_run_group_tests_name("engine_measure", tests, NULL, NULL);
}
