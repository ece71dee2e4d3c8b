#include "analyzer/engine/engine.h"

#include "analyzer/base/alloc.h"
#include "analyzer/disc/release_document.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* OTHERS: groups of terms that no meter sets. */
enum { METERS_MAX = 64, PARAMS_MAX = 32, OTHERS = 4 };

static const struct lo_term *groups[METERS_MAX + OTHERS];
static struct lo_vocab vocab = {.groups = groups};
static pthread_once_t vocab_once = PTHREAD_ONCE_INIT;

static void gather_vocab(void)
{
    groups[vocab.count++] = lo_audio_terms;
    groups[vocab.count++] = lo_tag_terms;
    groups[vocab.count++] = lo_intent_terms;
    groups[vocab.count++] = lo_release_terms;
    for (size_t i = 0; lo_meters[i] && vocab.count < METERS_MAX + OTHERS; i++)
        groups[vocab.count++] = lo_meters[i]->terms;
}

const struct lo_vocab *lo_engine_vocab(void)
{
    pthread_once(&vocab_once, gather_vocab);
    return &vocab;
}

/* A meter that runs in this pass. */
struct running {
    const struct lo_meter *meter;
    void *state;
    double params[PARAMS_MAX];
};

struct pass {
    struct lo_reader *reader;
    struct lo_doc *doc;
    struct running running[METERS_MAX];
    size_t count; /* meters whose start was called */
};

static bool is_asked_for(const struct lo_meter *meter, const char *const *needed)
{
    if (!meter->on_request)
        return true;
    for (size_t n = 0; needed && needed[n]; n++)
        for (const struct lo_term *term = meter->terms; term->id; term++)
            if (strcmp(term->id, needed[n]) == 0)
                return true;
    return false;
}

static bool is_needed_by(const struct lo_meter *meter, const struct lo_meter *user)
{
    for (size_t i = 0; user->needs && user->needs[i]; i++)
        if (strcmp(user->needs[i], meter->name) == 0)
            return true;
    return false;
}

/* Marks the meters that run: those asked for, and those whose results they read. A meter
 * reads only from earlier lines of the registry, so one way back finds them all. */
static void choose(bool *is_chosen, const char *const *needed)
{
    size_t count = 0;

    for (; lo_meters[count]; count++)
        is_chosen[count] = is_asked_for(lo_meters[count], needed);
    assert(count <= METERS_MAX);
    for (size_t user = count; user-- > 0;)
        for (size_t i = 0; is_chosen[user] && i < user; i++)
            is_chosen[i] = is_chosen[i] || is_needed_by(lo_meters[i], lo_meters[user]);
}

/* The initial parameters with what --set changed. */
static void set_params(struct running *running,
                       const struct lo_measure_options *options)
{
    const struct lo_param *params = running->meter->params;

    for (size_t p = 0; params && params[p].name && p < PARAMS_MAX; p++) {
        running->params[p] = params[p].initial;
        for (size_t i = 0; i < options->set_count; i++)
            if (strcmp(options->sets[i].meter, running->meter->name) == 0 &&
                strcmp(options->sets[i].param, params[p].name) == 0)
                running->params[p] = options->sets[i].value;
    }
}

static int start_meters(struct pass *pass, const struct lo_measure_options *options,
                        struct lo_err *err)
{
    const struct lo_audio_format *format = lo_reader_format(pass->reader);
    struct lo_setup setup = {
        .channels = format->channels,
        .rate_hz = format->rate_hz,
        .bits = format->bits,
        .valid_bits = format->valid_bits,
        .is_float = format->is_float,
        .is_lossy = format->is_lossy,
        .channel_mask = format->channel_mask,
    };
    bool is_chosen[METERS_MAX] = {false};

    choose(is_chosen, options->needed);
    for (size_t i = 0; lo_meters[i]; i++) {
        struct running *running = &pass->running[pass->count];

        if (!is_chosen[i])
            continue;
        running->meter = lo_meters[i];
        pass->count++;
        if (!lo_meters[i]->start)
            continue;
        running->state = lo_alloc(1, lo_meters[i]->state_size);
        if (!running->state)
            return lo_error_nomem(err);
        set_params(running, options);
        setup.params = running->params;
        if (lo_meters[i]->start(running->state, &setup, err))
            return -1;
    }
    return 0;
}

static int feed_meters(struct pass *pass, const struct lo_measure_options *options,
                       struct lo_err *err)
{
    const struct lo_audio_format *format = lo_reader_format(pass->reader);

    for (;;) {
        struct lo_audio_block read;
        int64_t frames = lo_reader_read(pass->reader, &read, err);

        if (frames < 0)
            return -1;
        if (frames == 0)
            return 0;
        struct lo_block block = {
            .channel = read.channel,
            .interleaved = read.interleaved,
            .raw = read.raw,
            .frames = read.frames,
            .start_frames = read.start_frames,
        };
        for (size_t i = 0; i < pass->count; i++)
            if (pass->running[i].meter->feed)
                pass->running[i].meter->feed(pass->running[i].state, &block, pass->doc);
        if (options->progress)
            options->progress(options->progress_context, read.start_frames + frames,
                              format->frames);
    }
}

static int run(struct pass *pass, const struct lo_measure_options *options,
               struct lo_err *err)
{
    lo_doc_set_rate(pass->doc, lo_reader_format(pass->reader)->rate_hz);
    if (options->intent)
        lo_intent_set(pass->doc, options->intent);
    if (start_meters(pass, options, err) || feed_meters(pass, options, err) ||
        lo_reader_finish(pass->reader, err))
        return -1;
    for (size_t i = 0; i < pass->count; i++)
        pass->running[i].meter->finish(pass->running[i].state, pass->doc);
    return lo_doc_seal(pass->doc, err);
}

int lo_engine_measure(struct lo_doc **doc, int fd, const char *name,
                      const struct lo_measure_options *options, struct lo_err *err)
{
    struct pass *pass = lo_alloc(1, sizeof *pass);
    int result = -1;

    *doc = NULL;
    if (!pass)
        return lo_error_nomem(err);
    pass->doc = lo_doc_new(LO_TRACK, name, lo_engine_vocab());
    if (!pass->doc)
        lo_error_nomem(err);
    else if (!lo_reader_open(&pass->reader, fd, name, &options->read, pass->doc, err))
        result = run(pass, options, err);
    for (size_t i = 0; i < pass->count; i++) {
        if (pass->running[i].meter->stop && pass->running[i].state)
            pass->running[i].meter->stop(pass->running[i].state);
        free(pass->running[i].state);
    }
    lo_reader_close(pass->reader);
    if (result)
        lo_doc_free(pass->doc);
    else
        *doc = pass->doc;
    free(pass);
    return result;
}
