/* What doc.c and series.c share. */
#ifndef LO_DOC_DOC_PRIVATE_H
#define LO_DOC_DOC_PRIVATE_H

#include "analyzer/base/arena.h"
#include "analyzer/doc/doc.h"

/* Events of one kind: a heap with the least bad on top while the document is built. */
struct event_heap {
    const char *kind;
    enum lo_unit unit;
    int64_t total;
    size_t count;
    size_t size;
    struct lo_event *events;
};

/* A growing array. */
#define LO_LIST(type)                                                                  \
    struct {                                                                           \
        type *items;                                                                   \
        size_t count, size;                                                            \
    }

struct lo_doc {
    struct lo_arena arena;
    const struct lo_vocab *vocab;
    enum lo_subject subject;
    const char *name;
    unsigned rate_hz;
    bool failed; /* out of memory */
    LO_LIST(struct lo_quantity) quantities;
    LO_LIST(struct lo_fact) facts;
    LO_LIST(struct event_heap) heaps;
    LO_LIST(struct lo_series *) series;
    LO_LIST(struct lo_distribution *) distributions;
    LO_LIST(struct lo_table *) tables;
    /* Made by the seal. */
    struct lo_event *events;
    size_t event_count;
    struct lo_event_kind *kinds;
};

/* Room for one more item; false, and doc->failed, when out of memory. */
bool lo_doc_grow(struct lo_doc *doc, void **items, size_t *size, size_t count,
                 size_t bytes);
#define LO_GROW(doc, list)                                                             \
    lo_doc_grow(doc, (void **)&(list)->items, &(list)->size, (list)->count,            \
                sizeof *(list)->items)

/* result, marking the document failed when it is NULL. */
void *lo_doc_checked(struct lo_doc *doc, void *result);

/* Counts events of a kind that were dropped before they came here. */
void lo_doc_events_dropped(struct lo_doc *doc, const char *kind, int64_t count);

#endif
