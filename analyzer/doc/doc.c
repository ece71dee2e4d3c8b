#include "analyzer/doc/doc.h"

#include "analyzer/base/alloc.h"
#include "analyzer/doc/doc_private.h"
#include "analyzer/doc/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *lo_subject_name(enum lo_subject subject)
{
    static const char *const names[] = {
        [LO_TRACK] = "track", [LO_RELEASE] = "release", [LO_SIDE] = "side",
        [LO_DISC] = "disc",   [LO_STEMS] = "stems",     [LO_PAIR] = "pair",
    };

    return names[subject];
}

struct lo_doc *lo_doc_new(enum lo_subject subject, const char *name,
                          const struct lo_vocab *vocab)
{
    struct lo_doc *doc = lo_alloc(1, sizeof *doc);

    if (!doc)
        return NULL;
    doc->vocab = vocab;
    doc->subject = subject;
    doc->name = lo_utf8_clean(&doc->arena, name, strlen(name));
    if (!doc->name) {
        lo_doc_free(doc);
        return NULL;
    }
    return doc;
}

void lo_doc_free(struct lo_doc *doc)
{
    if (!doc)
        return;
    for (size_t i = 0; i < doc->series.count; i++)
        free(doc->series.items[i]->values);
    for (size_t i = 0; i < doc->heaps.count; i++)
        free(doc->heaps.items[i].events);
    free(doc->quantities.items);
    free(doc->facts.items);
    free(doc->heaps.items);
    free(doc->series.items);
    free(doc->distributions.items);
    free(doc->tables.items);
    lo_arena_fini(&doc->arena);
    free(doc);
}

bool lo_doc_grow(struct lo_doc *doc, void **items, size_t *size, size_t count,
                 size_t bytes)
{
    size_t grown = *size ? *size * 2 : 16;
    void *result;

    if (count < *size)
        return true;
    result = lo_realloc(*items, grown, bytes);
    if (!result) {
        doc->failed = true;
        return false;
    }
    *items = result;
    *size = grown;
    return true;
}

void *lo_doc_checked(struct lo_doc *doc, void *result)
{
    if (!result)
        doc->failed = true;
    return result;
}

void lo_doc_fail(struct lo_doc *doc)
{
    doc->failed = true;
}

void lo_doc_set_rate(struct lo_doc *doc, unsigned rate_hz)
{
    doc->rate_hz = rate_hz;
}

const struct lo_quantity *lo_doc_quantity(const struct lo_doc *doc, const char *id)
{
    for (size_t i = 0; i < doc->quantities.count; i++)
        if (strcmp(doc->quantities.items[i].id, id) == 0)
            return &doc->quantities.items[i];
    return NULL;
}

/* The quantity of that id, made when it is not there; NULL when out of memory. */
static struct lo_quantity *quantity_at(struct lo_doc *doc, const char *id)
{
    const struct lo_term *term = lo_vocab_find(doc->vocab, LO_TERM_QUANTITY, id);
    struct lo_quantity *quantity = (struct lo_quantity *)lo_doc_quantity(doc, id);

    assert(term);
    if (!quantity && term && LO_GROW(doc, &doc->quantities))
        quantity = &doc->quantities.items[doc->quantities.count++];
    if (quantity)
        *quantity = (struct lo_quantity){.id = term->id, .unit = term->unit};
    return quantity;
}

void lo_doc_set_channels(struct lo_doc *doc, const char *id, double value,
                         const double *channel, unsigned channels)
{
    struct lo_quantity *quantity = quantity_at(doc, id);

    assert(isfinite(value) || value == -INFINITY);
    assert(channels <= LO_MAX_CHANNELS);
    if (!quantity)
        return;
    if (!isfinite(value) && value != -INFINITY) {
        /* A bug, but never a number: below would pass every maximum. */
        quantity->state = LO_NOT_MEASURABLE;
        quantity->reason = "not a number";
        return;
    }
    quantity->state = isfinite(value) ? LO_MEASURED : LO_BELOW;
    if (isfinite(value))
        quantity->value = lo_unit_round(quantity->unit, value);
    quantity->channels = channels < LO_MAX_CHANNELS ? channels : LO_MAX_CHANNELS;
    for (unsigned ch = 0; ch < quantity->channels; ch++)
        quantity->channel[ch] = channel[ch] == INFINITY
                                    ? (double)NAN
                                    : lo_unit_round(quantity->unit, channel[ch]);
}

void lo_doc_set(struct lo_doc *doc, const char *id, double value)
{
    lo_doc_set_channels(doc, id, value, NULL, 0);
}

void lo_doc_set_unmeasurable(struct lo_doc *doc, const char *id, const char *reason)
{
    struct lo_quantity *quantity = quantity_at(doc, id);

    if (!quantity)
        return;
    quantity->state = LO_NOT_MEASURABLE;
    quantity->reason =
        lo_doc_checked(doc, lo_utf8_clean(&doc->arena, reason, strlen(reason)));
    if (!quantity->reason)
        quantity->reason = "";
}

const struct lo_fact *lo_doc_fact(const struct lo_doc *doc, const char *id)
{
    for (size_t i = 0; i < doc->facts.count; i++)
        if (strcmp(doc->facts.items[i].id, id) == 0)
            return &doc->facts.items[i];
    return NULL;
}

static struct lo_fact *fact_at(struct lo_doc *doc, const char *id,
                               enum lo_fact_type type)
{
    const struct lo_term *term = lo_vocab_fact(doc->vocab, id);
    struct lo_fact *fact = (struct lo_fact *)lo_doc_fact(doc, id);

    assert(term && (int)term->kind == (int)LO_TERM_TEXT + (int)type);
    if (!fact && term && LO_GROW(doc, &doc->facts)) {
        fact = &doc->facts.items[doc->facts.count++];
        *fact = (struct lo_fact){.id = term->id, .type = type};
    }
    return fact;
}

void lo_doc_fact_text(struct lo_doc *doc, const char *id, const char *text)
{
    const char *copy =
        lo_doc_checked(doc, lo_utf8_clean(&doc->arena, text, strlen(text)));
    struct lo_fact *fact = copy ? fact_at(doc, id, LO_FACT_TEXT) : NULL;

    if (fact)
        fact->text = copy;
}

void lo_doc_fact_flag(struct lo_doc *doc, const char *id, bool flag)
{
    struct lo_fact *fact = fact_at(doc, id, LO_FACT_FLAG);

    if (fact)
        fact->flag = flag;
}

void lo_doc_fact_list(struct lo_doc *doc, const char *id)
{
    (void)fact_at(doc, id, LO_FACT_LIST);
}

void lo_doc_fact_add(struct lo_doc *doc, const char *id, const char *item)
{
    struct lo_fact *fact = fact_at(doc, id, LO_FACT_LIST);
    const char **items;
    size_t count;

    if (!fact)
        return;
    /* The room doubles at each power of two, which the count alone tells. */
    count = fact->count;
    items = (const char **)fact->items;
    if ((count & (count - 1)) == 0) {
        items = lo_doc_checked(
            doc, lo_arena_alloc(&doc->arena, count ? count * 2 : 1, sizeof *items));
        if (!items)
            return;
        if (count)
            memcpy(items, fact->items, count * sizeof *items);
        fact->items = items;
    }
    items[count] = lo_doc_checked(doc, lo_utf8_clean(&doc->arena, item, strlen(item)));
    if (items[count])
        fact->count++;
}

enum lo_subject lo_doc_subject(const struct lo_doc *doc)
{
    return doc->subject;
}

const char *lo_doc_name(const struct lo_doc *doc)
{
    return doc->name;
}

unsigned lo_doc_rate(const struct lo_doc *doc)
{
    return doc->rate_hz;
}

const struct lo_vocab *lo_doc_vocab(const struct lo_doc *doc)
{
    return doc->vocab;
}

size_t lo_doc_quantities(const struct lo_doc *doc, const struct lo_quantity **list)
{
    *list = doc->quantities.items;
    return doc->quantities.count;
}

size_t lo_doc_facts(const struct lo_doc *doc, const struct lo_fact **list)
{
    *list = doc->facts.items;
    return doc->facts.count;
}
