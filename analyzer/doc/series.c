/* Events, series, distributions and tables of a document, and its seal. */
#include "analyzer/base/alloc.h"
#include "analyzer/doc/doc.h"
#include "analyzer/doc/doc_private.h"
#include "analyzer/doc/thin.h"
#include "analyzer/doc/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* True when a is less bad than b, so that it is dropped first; of equals the later goes. */
static bool is_milder(const struct lo_event *a, const struct lo_event *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank;
    if (a->start_frames != b->start_frames)
        return a->start_frames > b->start_frames;
    return a->channel > b->channel;
}

static void swap_events(struct lo_event *a, struct lo_event *b)
{
    struct lo_event held = *a;

    *a = *b;
    *b = held;
}

static void sift_down(struct lo_event *heap, size_t count, size_t at)
{
    for (;;) {
        size_t least = at;

        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
            if (is_milder(&heap[child], &heap[least]))
                least = child;
        if (least == at)
            return;
        swap_events(&heap[at], &heap[least]);
        at = least;
    }
}

static void sift_up(struct lo_event *heap, size_t at)
{
    while (at > 0 && is_milder(&heap[at], &heap[(at - 1) / 2])) {
        swap_events(&heap[at], &heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static struct event_heap *heap_of(struct lo_doc *doc, const char *kind)
{
    const struct lo_term *term;

    for (size_t i = 0; i < doc->heaps.count; i++)
        if (strcmp(doc->heaps.items[i].kind, kind) == 0)
            return &doc->heaps.items[i];
    term = lo_vocab_find(doc->vocab, LO_TERM_EVENT, kind);
    assert(term);
    if (!term || !LO_GROW(doc, &doc->heaps))
        return NULL;
    doc->heaps.items[doc->heaps.count] =
        (struct event_heap){.kind = term->id, .unit = term->unit};
    return &doc->heaps.items[doc->heaps.count++];
}

void lo_doc_event(struct lo_doc *doc, const struct lo_event *event)
{
    struct event_heap *heap = heap_of(doc, event->kind);
    struct lo_event kept = *event;

    assert(isfinite(event->value) && isfinite(event->rank));
    if (!heap)
        return;
    heap->total++;
    kept.kind = heap->kind;
    kept.value = isfinite(event->value) ? lo_unit_round(heap->unit, event->value) : 0;
    kept.rank = isfinite(event->rank) ? event->rank : kept.value;
    if (heap->count < LO_EVENTS_KEPT) {
        if (!lo_doc_grow(doc, (void **)&heap->events, &heap->size, heap->count,
                         sizeof kept))
            return;
        heap->events[heap->count] = kept;
        sift_up(heap->events, heap->count++);
    } else if (is_milder(&heap->events[0], &kept)) {
        heap->events[0] = kept;
        sift_down(heap->events, heap->count, 0);
    }
}

void lo_doc_events_dropped(struct lo_doc *doc, const char *kind, int64_t count)
{
    struct event_heap *heap = heap_of(doc, kind);

    if (heap)
        heap->total += count;
}

struct lo_series *lo_doc_series_new(struct lo_doc *doc, const char *id, double start_s,
                                    double step_s)
{
    const struct lo_term *term = lo_vocab_find(doc->vocab, LO_TERM_SERIES, id);
    struct lo_series *series;

    assert(term && !lo_doc_series(doc, id));
    if (!term || !LO_GROW(doc, &doc->series))
        return NULL;
    series = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, 1, sizeof *series));
    if (!series)
        return NULL;
    *series = (struct lo_series){
        .id = term->id,
        .unit = term->unit,
        .fold = term->fold,
        .start_s = start_s,
        .step_s = step_s,
    };
    doc->series.items[doc->series.count++] = series;
    return series;
}

void lo_doc_push(struct lo_doc *doc, struct lo_series *series, double value)
{
    assert(!isnan(value));
    if (!series || !lo_doc_grow(doc, (void **)&series->values, &series->size,
                                series->count, sizeof *series->values))
        return;
    series->values[series->count++] = (float)value;
}

struct lo_distribution *lo_doc_distribution_new(struct lo_doc *doc, const char *id,
                                                double low, double width, size_t bins)
{
    const struct lo_term *term = lo_vocab_find(doc->vocab, LO_TERM_DISTRIBUTION, id);
    struct lo_distribution *result;

    assert(term);
    if (!term || !LO_GROW(doc, &doc->distributions))
        return NULL;
    result = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, 1, sizeof *result));
    if (!result)
        return NULL;
    *result = (struct lo_distribution){
        .id = term->id,
        .unit = term->unit,
        .low = low,
        .width = width,
        .bins = bins,
        .count = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, bins, sizeof(double))),
        .power = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, bins, sizeof(double))),
    };
    if (!result->count || !result->power)
        return NULL;
    doc->distributions.items[doc->distributions.count++] = result;
    return result;
}

struct lo_table *lo_doc_table_new(struct lo_doc *doc, const char *id, size_t rows,
                                  size_t columns, const char *const *names)
{
    const struct lo_term *term = lo_vocab_find(doc->vocab, LO_TERM_TABLE, id);
    const char **copies;
    struct lo_table *table;

    assert(term);
    if (!term || !LO_GROW(doc, &doc->tables))
        return NULL;
    table = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, 1, sizeof *table));
    copies = lo_doc_checked(doc, lo_arena_alloc(&doc->arena, columns, sizeof *copies));
    if (!table || !copies)
        return NULL;
    for (size_t i = 0; i < columns; i++) {
        copies[i] =
            lo_doc_checked(doc, lo_utf8_clean(&doc->arena, names[i], strlen(names[i])));
        if (!copies[i])
            return NULL;
    }
    *table = (struct lo_table){
        .id = term->id, .rows = rows, .columns = columns, .names = copies};
    if (columns && rows > SIZE_MAX / sizeof(float) / columns)
        return lo_doc_checked(doc, NULL);
    table->values =
        lo_doc_checked(doc, lo_arena_alloc(&doc->arena, rows * columns, sizeof(float)));
    if (!table->values)
        return NULL;
    doc->tables.items[doc->tables.count++] = table;
    return table;
}

static int by_time(const void *left, const void *right)
{
    const struct lo_event *a = left, *b = right;
    int kinds = strcmp(a->kind, b->kind);

    if (a->start_frames != b->start_frames)
        return a->start_frames < b->start_frames ? -1 : 1;
    if (kinds)
        return kinds;
    if (a->channel != b->channel)
        return a->channel < b->channel ? -1 : 1;
    if (a->length_frames != b->length_frames)
        return a->length_frames < b->length_frames ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* The order of kinds is that of their names, not of who came first: a document that was read
 * back must not differ. */
static int by_kind(const void *left, const void *right)
{
    const struct event_heap *a = left, *b = right;

    return strcmp(a->kind, b->kind);
}

static void gather_events(struct lo_doc *doc)
{
    size_t total = 0;

    for (size_t i = 0; i < doc->heaps.count; i++)
        total += doc->heaps.items[i].count;
    if (doc->heaps.count)
        qsort(doc->heaps.items, doc->heaps.count, sizeof *doc->heaps.items, by_kind);
    doc->event_count = 0;
    doc->events =
        lo_doc_checked(doc, lo_arena_alloc(&doc->arena, total, sizeof *doc->events));
    doc->kinds = lo_doc_checked(
        doc, lo_arena_alloc(&doc->arena, doc->heaps.count, sizeof *doc->kinds));
    if (!doc->events || !doc->kinds)
        return;
    for (size_t i = 0; i < doc->heaps.count; i++) {
        const struct event_heap *heap = &doc->heaps.items[i];

        doc->kinds[i] = (struct lo_event_kind){
            .kind = heap->kind,
            .unit = heap->unit,
            .total = heap->total,
            .kept = (int64_t)heap->count,
        };
        if (heap->count)
            memcpy(doc->events + doc->event_count, heap->events,
                   heap->count * sizeof *doc->events);
        doc->event_count += heap->count;
    }
    if (total)
        qsort(doc->events, total, sizeof *doc->events, by_time);
}

/* Meters begin a series when they have its first value, which depends on how the audio is
 * cut into blocks; their order must not. */
static int by_id(const void *left, const void *right)
{
    const struct lo_series *const *a = left, *const *b = right;

    return strcmp((*a)->id, (*b)->id);
}

/* What is no number becomes "nothing there": a picture can show that, and JSON hold it. */
static void clean_floats(float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(values[i]) || values[i] == INFINITY)
            values[i] = -INFINITY;
}

static void clean_bins(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(values[i] >= 0) || isinf(values[i]))
            values[i] = 0;
}

static void clean_arrays(struct lo_doc *doc)
{
    for (size_t i = 0; i < doc->series.count; i++)
        clean_floats(doc->series.items[i]->values, doc->series.items[i]->count);
    for (size_t i = 0; i < doc->tables.count; i++)
        clean_floats(doc->tables.items[i]->values,
                     doc->tables.items[i]->rows * doc->tables.items[i]->columns);
    for (size_t i = 0; i < doc->distributions.count; i++) {
        clean_bins(doc->distributions.items[i]->count,
                   doc->distributions.items[i]->bins);
        clean_bins(doc->distributions.items[i]->power,
                   doc->distributions.items[i]->bins);
    }
}

int lo_doc_seal(struct lo_doc *doc, struct lo_err *err)
{
    gather_events(doc);
    if (doc->series.count)
        qsort(doc->series.items, doc->series.count, sizeof *doc->series.items, by_id);
    clean_arrays(doc);
    for (size_t i = 0; i < doc->series.count; i++) {
        struct lo_series *series = doc->series.items[i];

        series->count = lo_thin_series(series->values, series->count, series->fold,
                                       LO_SERIES_MAX, &series->step_s);
    }
    return doc->failed ? lo_error_nomem(err) : 0;
}

#define FIND(list, id)                                                                 \
    for (size_t i = 0; i < (list).count; i++)                                          \
        if (strcmp((list).items[i]->id, id) == 0)                                      \
            return (list).items[i];                                                    \
    return NULL

const struct lo_series *lo_doc_series(const struct lo_doc *doc, const char *id)
{
    FIND(doc->series, id);
}

const struct lo_distribution *lo_doc_distribution(const struct lo_doc *doc,
                                                  const char *id)
{
    FIND(doc->distributions, id);
}

const struct lo_table *lo_doc_table(const struct lo_doc *doc, const char *id)
{
    FIND(doc->tables, id);
}

int64_t lo_doc_event_total(const struct lo_doc *doc, const char *kind)
{
    for (size_t i = 0; i < doc->heaps.count; i++)
        if (strcmp(doc->heaps.items[i].kind, kind) == 0)
            return doc->heaps.items[i].total;
    return 0;
}

size_t lo_doc_events(const struct lo_doc *doc, const struct lo_event **list)
{
    *list = doc->events;
    return doc->event_count;
}

size_t lo_doc_event_kinds(const struct lo_doc *doc, const struct lo_event_kind **list)
{
    *list = doc->kinds;
    return doc->kinds ? doc->heaps.count : 0;
}

size_t lo_doc_all_series(const struct lo_doc *doc, struct lo_series *const **list)
{
    *list = doc->series.items;
    return doc->series.count;
}

size_t lo_doc_distributions(const struct lo_doc *doc,
                            struct lo_distribution *const **list)
{
    *list = doc->distributions.items;
    return doc->distributions.count;
}

size_t lo_doc_tables(const struct lo_doc *doc, struct lo_table *const **list)
{
    *list = doc->tables.items;
    return doc->tables.count;
}
