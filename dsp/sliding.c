#include "dsp/sliding.h"

#include "dsp/clones.h"

#include <stdlib.h>
#include <string.h>

enum {
    GROUP = 64, /* frames: bounds are within two of them of the window */
    RUN = 1024, /* frames written at a time: they stay in the first cache */
    LANES = DSP_LANES,
};

/* A window of whole groups and a rest of frames. Sums over the last whole groups are the
 * tail of a finished round of groups and the head of the current one. */
struct window {
    size_t frames, whole, rest;
    double *round; /* [whole] sums of the current round, then of the last one */
    double *tail;  /* [whole + 1] sums of the last round from a place to its end */
    double head;   /* sum of the current round so far */
    double before; /* the group just before those */
    size_t at;     /* place of the next group in the round */
    struct dsp_sliding_max max;
};

struct dsp_sliding {
    size_t size;    /* of the ring, a multiple of GROUP */
    double *ring;   /* [size] */
    int64_t frames; /* written so far */
    int64_t looked; /* of them, looked at: whole groups */
    size_t count;
    struct window windows[DSP_SLIDING_WINDOWS];
};

static int make_window(struct window *window, size_t frames)
{
    window->frames = frames;
    window->whole = frames / GROUP;
    window->rest = frames % GROUP;
    if (window->whole == 0)
        return -1;
    window->round = calloc(window->whole, sizeof(double));
    window->tail = calloc(window->whole + 1, sizeof(double));
    return window->round && window->tail ? 0 : -1;
}

struct dsp_sliding *dsp_sliding_new(const size_t *windows, size_t count)
{
    struct dsp_sliding *sliding = calloc(1, sizeof *sliding);
    size_t longest = 0;
    int failed = count < 1 || count > DSP_SLIDING_WINDOWS;

    if (!sliding)
        return NULL;
    for (size_t i = 0; i < count && !failed; i++) {
        failed = make_window(&sliding->windows[i], windows[i]);
        longest = windows[i] > longest ? windows[i] : longest;
    }
    sliding->count = count;
    /* A window that starts in the rest before the last group but one, and a run. */
    sliding->size = (longest / GROUP + 3) * GROUP + RUN;
    sliding->ring = failed ? NULL : calloc(sliding->size, sizeof(double));
    if (!sliding->ring) {
        dsp_sliding_free(sliding);
        return NULL;
    }
    return sliding;
}

void dsp_sliding_free(struct dsp_sliding *sliding)
{
    if (!sliding)
        return;
    for (size_t i = 0; i < DSP_SLIDING_WINDOWS; i++) {
        free(sliding->windows[i].round);
        free(sliding->windows[i].tail);
    }
    free(sliding->ring);
    free(sliding);
}

double *dsp_sliding_room(struct dsp_sliding *sliding, size_t *frames)
{
    size_t at = (size_t)sliding->frames % sliding->size;

    *frames = sliding->size - at < RUN ? sliding->size - at : RUN;
    return sliding->ring + at;
}

DSP_CLONES
static double sum_of(const double *x, size_t count)
{
    double lanes[LANES] = {0};
    size_t i = 0;

    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            lanes[lane] += x[i + lane];
    for (size_t lane = 0; i < count; i++, lane++)
        lanes[lane] += x[i];
    for (size_t half = LANES / 2; half; half /= 2)
        for (size_t lane = 0; lane < half; lane++)
            lanes[lane] += lanes[lane + half];
    return lanes[0];
}

double dsp_sliding_sum(const struct dsp_sliding *sliding, int64_t from, int64_t to)
{
    size_t at = (size_t)from % sliding->size, count = (size_t)(to - from);
    size_t first = sliding->size - at < count ? sliding->size - at : count;

    return sum_of(sliding->ring + at, first) + sum_of(sliding->ring, count - first);
}

/* Copies count frames, at most a group, from position from on; 0 for those before the
 * first, whose places in the ring are still empty or not needed any more. */
static void copy(const struct dsp_sliding *sliding, int64_t from, size_t count,
                 double *to)
{
    size_t missing = from < 0 ? (size_t)-from : 0, at, first;

    if (missing > count)
        missing = count;
    memset(to, 0, missing * sizeof *to);
    to += missing;
    count -= missing;
    at = (size_t)(from + (int64_t)missing) % sliding->size;
    first = sliding->size - at < count ? sliding->size - at : count;
    memcpy(to, sliding->ring + at, first * sizeof *to);
    memcpy(to + first, sliding->ring, (count - first) * sizeof *to);
}

/* Moves the window through the frames [looked, looked + count), one by one. */
static void scan(const struct dsp_sliding *sliding, struct window *window, double whole,
                 size_t count)
{
    int64_t start = sliding->looked - (int64_t)window->frames;
    const double *in = sliding->ring + (size_t)sliding->looked % sliding->size;
    double out[GROUP], rest[GROUP], sum = whole;

    copy(sliding, start, window->rest, rest);
    copy(sliding, start, count, out);
    for (size_t i = 0; i < window->rest; i++)
        sum += rest[i];
    for (size_t i = 0; i < count; i++) {
        sum += in[i] - out[i];
        if (sum > window->max.sum && start + (int64_t)i >= -1)
            window->max =
                (struct dsp_sliding_max){.sum = sum, .start = start + (int64_t)i + 1};
    }
}

/* The group [looked, looked + count) with that sum has been written. */
static void look(const struct dsp_sliding *sliding, struct window *window, double sum,
                 size_t count)
{
    double whole = window->tail[window->at] + window->head;

    if (sliding->looked + (int64_t)count >= (int64_t)window->frames &&
        whole + window->before + sum > window->max.sum)
        scan(sliding, window, whole, count);
}

/* Adds the group to the rounds; its place is taken from the group one round before. */
static void keep(struct window *window, double sum)
{
    window->before = window->round[window->at];
    window->round[window->at] = sum;
    window->head += sum;
    if (++window->at < window->whole)
        return;
    for (size_t i = window->whole; i-- > 0;)
        window->tail[i] = window->tail[i + 1] + window->round[i];
    window->head = 0;
    window->at = 0;
}

void dsp_sliding_advance(struct dsp_sliding *sliding, size_t frames)
{
    sliding->frames += (int64_t)frames;
    while (sliding->frames - sliding->looked >= GROUP) {
        double sum =
            sum_of(sliding->ring + (size_t)sliding->looked % sliding->size, GROUP);

        for (size_t i = 0; i < sliding->count; i++) {
            look(sliding, &sliding->windows[i], sum, GROUP);
            keep(&sliding->windows[i], sum);
        }
        sliding->looked += GROUP;
    }
}

struct dsp_sliding_max dsp_sliding_get(struct dsp_sliding *sliding, size_t window)
{
    size_t count = (size_t)(sliding->frames - sliding->looked);

    /* The last, short group: looked at, but not kept, so that more may follow. */
    if (count)
        look(sliding, &sliding->windows[window],
             dsp_sliding_sum(sliding, sliding->looked, sliding->frames), count);
    return sliding->windows[window].max;
}
