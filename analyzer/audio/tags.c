#include "analyzer/audio/tags.h"

#include "analyzer/base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/audio/tags_private.h"

static const struct {
    const char *name, *fact;
} names[] = {
#define X(constant, name, summary) {name, "tag." name},
    LO_TAGS(X)
#undef X
};

static const char *const formats[] = {
    [LO_TAGS_VORBIS] = "Vorbis comment",
    [LO_TAGS_ID3] = "ID3",
    [LO_TAGS_MP4] = "MP4",
    [LO_TAGS_AXML] = "axml",
    [LO_TAGS_CAF] = "CAF",
    [LO_TAGS_CART] = "cart",
    [LO_TAGS_INFO] = "INFO",
    [LO_TAGS_AIFF] = "AIFF",
    [LO_TAGS_IXML] = "iXML",
    [LO_TAGS_BEXT] = "bext",
    [LO_TAGS_ID3V1] = "ID3v1",
};

void lo_tags_fini(struct lo_tags *tags)
{
    lo_remarks_fini(&tags->remarks);
    lo_arena_fini(&tags->arena);
}

const char *lo_tag_name(enum lo_tag tag)
{
    return names[tag].name;
}

const char *lo_tag_where(const struct lo_tag_place *place,
                         char where[LO_TAG_WHERE_BYTES])
{
    snprintf(where, LO_TAG_WHERE_BYTES, "%s %s at byte %" PRId64,
             formats[place->format], place->key, place->at);
    return where;
}

/* text without blanks at its ends, in the arena; NULL: nothing is left. */
static const char *trim(struct lo_tags *tags, enum lo_tag tag,
                        const struct lo_tag_place *place, const char *text)
{
    static const char blanks[] = " \t\r\n";
    size_t start = strspn(text, blanks), end = strlen(text);
    char where[LO_TAG_WHERE_BYTES];
    char *trimmed;

    while (end > start && strchr(blanks, text[end - 1]))
        end--;
    if (end == start) {
        if (!place->is_fixed)
            lo_remark(&tags->remarks.notes, "empty: %s is there and holds nothing",
                      lo_tag_where(place, where));
        return NULL;
    }
    if (!place->is_fixed && tag != LO_TAG_COMMENT && (start || text[end]))
        lo_remark(&tags->remarks.notes, "blanks: %s has blanks at its ends",
                  lo_tag_where(place, where));
    trimmed = lo_arena_strndup(&tags->arena, text + start, end - start);
    tags->failed = tags->failed || !trimmed;
    return trimmed;
}

void lo_tags_add(struct lo_tags *tags, enum lo_tag tag,
                 const struct lo_tag_place *place, const char *text)
{
    const char *trimmed = trim(tags, tag, place, text);

    if (!trimmed)
        return;
    if (tags->count == LO_TAGS_KEPT) {
        tags->dropped++;
        return;
    }
    tags->values[tags->count++] = (struct lo_tag_value){tag, *place, trimmed};
}

/* What of a tag its fact shows: the values of the format that is believed first, each once,
 * in the order of the file. */
static void set_fact(struct lo_tags *tags, enum lo_tag tag)
{
    const struct lo_tag_value *best = NULL;
    struct lo_buf text = {0};

    for (size_t i = 0; i < tags->count; i++) {
        const struct lo_tag_value *value = &tags->values[i];

        if (value->tag == tag && (!best || value->place.format < best->place.format))
            best = value;
    }
    if (!best)
        return;
    for (size_t i = 0; i < tags->count; i++) {
        const struct lo_tag_value *value = &tags->values[i];
        bool is_new = value->tag == tag && value->place.format == best->place.format;

        for (size_t before = 0; is_new && before < i; before++)
            is_new = tags->values[before].tag != tag ||
                     tags->values[before].place.format != best->place.format ||
                     strcmp(tags->values[before].text, value->text) != 0;
        if (!is_new)
            continue;
        if (text.length)
            lo_buf_puts(&text, "; ");
        lo_buf_puts(&text, value->text);
    }
    if (text.failed)
        tags->failed = true;
    else
        lo_doc_fact_text(tags->doc, names[tag].fact, text.text);
    lo_buf_fini(&text);
}

static void add_line(struct lo_tags *tags, const char *list, struct lo_buf *line)
{
    if (line->failed)
        tags->failed = true;
    else
        lo_doc_fact_add(tags->doc, list, line->text);
    lo_buf_fini(line);
}

static void set_found(struct lo_tags *tags)
{
    char where[LO_TAG_WHERE_BYTES];

    lo_doc_fact_list(tags->doc, "tag.found");
    for (size_t i = 0; i < tags->count; i++) {
        const struct lo_tag_value *value = &tags->values[i];
        struct lo_buf line = {0};

        lo_buf_printf(&line, "%s: %s: %s", names[value->tag].name,
                      lo_tag_where(&value->place, where), value->text);
        add_line(tags, "tag.found", &line);
    }
    if (tags->dropped) {
        struct lo_buf line = {0};

        lo_buf_printf(&line, "more: %" PRId64 " further values", tags->dropped);
        add_line(tags, "tag.found", &line);
    }
}

static void set_conflicts(struct lo_tags *tags)
{
    lo_doc_fact_list(tags->doc, "tag.conflicts");
    for (int tag = 0; tag < LO_TAG_TOTAL; tag++) {
        const struct lo_tag_value *a, *b;
        char here[LO_TAG_WHERE_BYTES], there[LO_TAG_WHERE_BYTES];
        struct lo_buf line = {0};

        if (!lo_tags_differ(tags, (enum lo_tag)tag, &a, &b))
            continue;
        lo_buf_printf(&line, "%s: '%s' in %s, '%s' in %s", names[tag].name, a->text,
                      lo_tag_where(&a->place, here), b->text,
                      lo_tag_where(&b->place, there));
        add_line(tags, "tag.conflicts", &line);
    }
}

static void set_remarks(struct lo_doc *doc, const char *id,
                        const struct lo_remark_list *list)
{
    char more[64];

    lo_doc_fact_list(doc, id);
    for (size_t i = 0; i < list->count; i++)
        lo_doc_fact_add(doc, id, list->items[i]);
    if (list->dropped) {
        snprintf(more, sizeof more, "more: %" PRId64 " further texts", list->dropped);
        lo_doc_fact_add(doc, id, more);
    }
}

int lo_tags_finish(struct lo_tags *tags, struct lo_err *err)
{
    lo_tags_check(tags);
    for (int tag = 0; tag < LO_TAG_TOTAL; tag++)
        set_fact(tags, (enum lo_tag)tag);
    set_found(tags);
    set_conflicts(tags);
    set_remarks(tags->doc, "tag.problems", &tags->remarks.problems);
    set_remarks(tags->doc, "tag.notes", &tags->remarks.notes);
    if (tags->failed || tags->remarks.problems.failed || tags->remarks.notes.failed)
        return lo_error_nomem(err);
    return 0;
}
