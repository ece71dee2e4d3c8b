#include "tests/support/document.h"

#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, ITEMS_MAX = 200, ITEM_BYTES_MAX = 400 };

struct items {
    char text[ITEMS_MAX][ITEM_BYTES_MAX];
    size_t count;
};

static size_t id_length(const char *item)
{
    return strcspn(item, "=");
}

/* A later item of the same id takes the place of the earlier one. */
static void add_item(struct items *items, const char *text, size_t length)
{
    size_t id = id_length(text) + 1, slot = items->count;

    if (length == 0)
        return;
    assert_true(length < ITEM_BYTES_MAX && items->count < ITEMS_MAX);
    for (size_t i = 0; i < items->count && text[0] != '@' && text[0] != '~'; i++)
        if (strncmp(items->text[i], text, id) == 0)
            slot = i;
    memcpy(items->text[slot], text, length);
    items->text[slot][length] = '\0';
    items->count += slot == items->count;
}

static void split(struct items *items, const char *text)
{
    while (*text) {
        size_t length;

        text += strspn(text, "; \n");
        length = strcspn(text, ";\n");
        add_item(items, text, length);
        text += length;
    }
}

static void set_list(struct lo_doc *doc, const char *id, char *value)
{
    char *end = strrchr(value, ']'), *save = NULL;

    assert_non_null(end);
    *end = '\0';
    lo_doc_fact_list(doc, id);
    for (char *item = strtok_r(value + 1, "|", &save); item;
         item = strtok_r(NULL, "|", &save))
        lo_doc_fact_add(doc, id, item);
}

static void set_event(struct lo_doc *doc, const char *item)
{
    char kind[64];
    double start_s, length_s, value;
    int channel;

    assert_int_equal(sscanf(item, "@%63s %lf %lf %d %lf", kind, &start_s, &length_s,
                            &channel, &value),
                     5);
    lo_doc_event(doc, &(struct lo_event){.kind = kind,
                                         .start_frames = (int64_t)(start_s * RATE),
                                         .length_frames = (int64_t)(length_s * RATE),
                                         .channel = channel,
                                         .value = value,
                                         .rank = value});
}

static void set_series(struct lo_doc *doc, const char *item)
{
    char id[64];
    int used;
    struct lo_series *series;

    assert_int_equal(sscanf(item, "~%63s%n", id, &used), 1);
    series = lo_doc_series_new(doc, id, 0.0, 0.1);
    for (item += used; *item;) {
        char *end;

        lo_doc_push(doc, series, strtod(item, &end));
        assert_true(end > item);
        item = end + strspn(end, " ");
    }
}

static void set_item(struct lo_doc *doc, char *item)
{
    char *value = item + id_length(item);

    if (*item == '@' || *item == '~') {
        *item == '@' ? set_event(doc, item) : set_series(doc, item);
        return;
    }
    assert_int_equal(*value, '=');
    *value++ = '\0';
    if (*value == '\0')
        return;
    if (*value == '\'') {
        value[strlen(value) - 1] = '\0';
        lo_doc_fact_text(doc, item, value + 1);
    } else if (*value == '[') {
        set_list(doc, item, value);
    } else if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0) {
        lo_doc_fact_flag(doc, item, *value == 't');
    } else if (strcmp(value, "below") == 0) {
        lo_doc_set(doc, item, -INFINITY);
    } else if (*value == '?') {
        lo_doc_set_unmeasurable(doc, item, value + 1);
    } else {
        char *end;

        lo_doc_set(doc, item, strtod(value, &end));
        assert_int_equal(*end, '\0');
    }
}

static struct lo_doc *build(struct items *items, const struct lo_vocab *vocab)
{
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "a test", vocab);
    struct lo_err err = {0};

    assert_non_null(doc);
    lo_doc_set_rate(doc, RATE);
    for (size_t i = 0; i < items->count; i++)
        set_item(doc, items->text[i]);
    if (lo_doc_seal(doc, &err))
        fail_msg("%s", err.text);
    return doc;
}

struct lo_doc *document(const char *text, const struct lo_vocab *vocab)
{
    return document_of(vocab, text, NULL);
}

struct lo_doc *document_of(const struct lo_vocab *vocab, const char *first, ...)
{
    struct items *items = calloc(1, sizeof *items);
    struct lo_doc *doc;
    va_list args;

    assert_non_null(items);
    va_start(args, first);
    for (const char *text = first; text; text = va_arg(args, const char *))
        split(items, text);
    va_end(args);
    doc = build(items, vocab);
    free(items);
    return doc;
}
