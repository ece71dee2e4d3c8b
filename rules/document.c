/* The document as XML, for assert. Its shape is promised in docs/specs.md. */
#include "analyzer/base/number.h"
#include "rules/eval.h"
#include "rules/text.h"

#include <math.h>
#include <stdio.h>

static void set_number(struct lo_xml *xml, struct lo_xml_node *node, const char *name,
                       double value, enum lo_unit unit)
{
    char text[LO_NUMBER_SIZE];

    lo_xml_set(xml, node, name, lo_number_exact(text, lo_unit_round(unit, value)));
}

static void set_count(struct lo_xml *xml, struct lo_xml_node *node, const char *name,
                      long long value)
{
    char text[LO_NUMBER_SIZE];

    snprintf(text, sizeof text, "%lld", value);
    lo_xml_set(xml, node, name, text);
}

static void add_channels(struct lo_xml *xml, struct lo_xml_node *parent,
                         const struct lo_quantity *quantity)
{
    for (unsigned ch = 0; ch < quantity->channels; ch++) {
        struct lo_xml_node *node = lo_xml_add(xml, parent, "channel");
        double value = quantity->channel[ch];

        set_count(xml, node, "n", ch);
        if (isfinite(value))
            set_number(xml, node, "value", value, quantity->unit);
        lo_xml_set(xml, node, "state",
                   isfinite(value) ? "measured"
                   : isnan(value)  ? "not-measurable"
                                   : "below");
    }
}

static void add_quantities(struct lo_xml *xml, const struct lo_doc *doc)
{
    static const char *const states[] = {
        [LO_MEASURED] = "measured",
        [LO_BELOW] = "below",
        [LO_NOT_MEASURABLE] = "not-measurable",
    };
    const struct lo_quantity *list;
    size_t count = lo_doc_quantities(doc, &list);

    for (size_t i = 0; i < count; i++) {
        struct lo_xml_node *node = lo_xml_add(xml, NULL, "quantity");

        lo_xml_set(xml, node, "id", list[i].id);
        lo_xml_set(xml, node, "unit", lo_unit_name(list[i].unit));
        lo_xml_set(xml, node, "state", states[list[i].state]);
        if (list[i].state == LO_MEASURED)
            set_number(xml, node, "value", list[i].value, list[i].unit);
        if (list[i].state == LO_NOT_MEASURABLE)
            lo_xml_set(xml, node, "reason", list[i].reason);
        add_channels(xml, node, &list[i]);
    }
}

static void add_facts(struct lo_xml *xml, const struct lo_doc *doc)
{
    static const char *const types[] = {
        [LO_FACT_TEXT] = "text", [LO_FACT_FLAG] = "flag", [LO_FACT_LIST] = "list"};
    const struct lo_fact *list;
    size_t count = lo_doc_facts(doc, &list);

    for (size_t i = 0; i < count; i++) {
        struct lo_xml_node *node = lo_xml_add(xml, NULL, "fact");

        lo_xml_set(xml, node, "id", list[i].id);
        lo_xml_set(xml, node, "type", types[list[i].type]);
        if (list[i].type == LO_FACT_TEXT)
            lo_xml_set_text(xml, node, list[i].text);
        if (list[i].type == LO_FACT_FLAG)
            lo_xml_set_text(xml, node, list[i].flag ? "true" : "false");
        for (size_t j = 0; list[i].type == LO_FACT_LIST && j < list[i].count; j++)
            lo_xml_set_text(xml, lo_xml_add(xml, node, "item"), list[i].items[j]);
    }
}

static void add_events(struct lo_xml *xml, const struct lo_doc *doc)
{
    const struct lo_event *list;
    size_t count = lo_doc_events(doc, &list);
    double rate = lo_doc_rate(doc) ? (double)lo_doc_rate(doc) : 1.0;

    for (size_t i = 0; i < count; i++) {
        const struct lo_term *term =
            lo_vocab_find(lo_doc_vocab(doc), LO_TERM_EVENT, list[i].kind);
        struct lo_xml_node *node = lo_xml_add(xml, NULL, "event");

        lo_xml_set(xml, node, "kind", list[i].kind);
        set_number(xml, node, "start", (double)list[i].start_frames / rate, LO_UNIT_S);
        set_number(xml, node, "length", (double)list[i].length_frames / rate,
                   LO_UNIT_S);
        if (list[i].channel >= 0)
            set_count(xml, node, "channel", list[i].channel);
        if (isfinite(list[i].value))
            set_number(xml, node, "value", list[i].value,
                       term ? term->unit : LO_UNIT_NONE);
        lo_xml_set(xml, node, "unit", term ? lo_unit_name(term->unit) : "");
    }
}

static void add_kinds(struct lo_xml *xml, const struct lo_doc *doc)
{
    const struct lo_event_kind *list;
    size_t count = lo_doc_event_kinds(doc, &list);

    for (size_t i = 0; i < count; i++) {
        struct lo_xml_node *node = lo_xml_add(xml, NULL, "events");

        lo_xml_set(xml, node, "kind", list[i].kind);
        set_count(xml, node, "total", list[i].total);
        set_count(xml, node, "kept", list[i].kept);
    }
}

struct lo_xml *lo_document_xml(const struct lo_doc *doc)
{
    struct lo_xml *xml = lo_xml_new("document");

    if (!xml)
        return NULL;
    lo_xml_set(xml, NULL, "kind", lo_subject_name(lo_doc_subject(doc)));
    lo_xml_set(xml, NULL, "name", lo_doc_name(doc));
    set_count(xml, NULL, "rate", lo_doc_rate(doc));
    add_quantities(xml, doc);
    add_facts(xml, doc);
    add_kinds(xml, doc);
    add_events(xml, doc);
    if (lo_xml_failed(xml)) {
        lo_xml_free(xml);
        return NULL;
    }
    return xml;
}
