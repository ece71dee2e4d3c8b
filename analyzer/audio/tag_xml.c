/* Chunks that hold XML: iXML [IXML] and axml [TECH3285], which may hold anything. */
#include "analyzer/audio/tags_private.h"
#include "analyzer/base/alloc.h"
#include "analyzer/xml/xml.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NODES_MAX = 20000 /* that are looked at */, DEPTH_MAX = 64 };

/* Where a walk over the tree is, and what it looks for. */
struct walk {
    struct lo_tags *tags;
    const struct lo_tag_part *part;
    int nodes;
    bool is_adm;
};

/* The XML of a part; NULL when there is none that can be read, which is remarked on. Some
 * programs fill the chunk up with NULs or blanks. */
static struct lo_xml *parse(struct lo_tags *tags, struct lo_source *source,
                            const struct lo_tag_part *part, const char *name)
{
    struct lo_err err = {0};
    struct lo_xml *xml = NULL;
    size_t count = part->bytes > LO_XML_BYTES_MAX ? 0 : (size_t)part->bytes;
    char *text = lo_alloc(count + 1, 1);

    if (!text) {
        tags->failed = true;
        return NULL;
    }
    count = lo_source_read(source, part->body, text, count);
    while (count > 0 && (text[count - 1] == '\0' || text[count - 1] == ' '))
        count--;
    if (part->bytes > LO_XML_BYTES_MAX)
        lo_remark(&tags->remarks.notes,
                  "xml-long: the %s chunk at byte %" PRId64
                  " is over %d bytes, and was "
                  "not read",
                  name, part->at, LO_XML_BYTES_MAX);
    else if (lo_xml_parse(&xml, text, count, name, LO_EFORMAT, &err) &&
             err.status != LO_ENOMEM)
        lo_remark(&tags->remarks.problems, "xml: the chunk at byte %" PRId64 ": %.200s",
                  part->at, err.text);
    tags->failed = tags->failed || err.status == LO_ENOMEM;
    free(text);
    return xml;
}

static const struct lo_xml_node *child(const struct lo_xml_node *node, const char *name)
{
    if (!node)
        return NULL;
    for (node = lo_xml_first(node); node; node = lo_xml_next(node))
        if (strcasecmp(lo_xml_name(node), name) == 0)
            return node;
    return NULL;
}

static const char *text_of(struct lo_tags *tags, const struct lo_xml_node *node)
{
    const char *text = node ? lo_xml_text(node, &tags->arena) : "";

    tags->failed = tags->failed || !text;
    return text ? text : "";
}

static struct lo_tag_place place_of(const struct walk *walk, enum lo_tag_format format,
                                    const char *key)
{
    return lo_tag_place_of(format, key, strlen(key), walk->part->at);
}

static void take_ixml_facts(struct lo_tags *tags, const struct lo_xml_node *root)
{
    static const struct {
        const char *name, *fact;
    } facts[] = {
        {"PROJECT", "tag.ixml_project"}, {"SCENE", "tag.ixml_scene"},
        {"TAKE", "tag.ixml_take"},       {"TAPE", "tag.ixml_tape"},
        {"NOTE", "tag.ixml_note"},
    };

    for (size_t i = 0; i < LO_COUNT(facts); i++) {
        const char *text = text_of(tags, child(root, facts[i].name));

        if (*text)
            lo_doc_fact_text(tags->doc, facts[i].fact, text);
    }
}

/* A number in iXML that speaks of the file itself. */
static void check_number(const struct walk *walk, const struct lo_xml_node *node,
                         unsigned actual, const char *what)
{
    const char *text = text_of(walk->tags, node);
    unsigned long declared = strtoul(text, NULL, 10);

    if (!node || !*text || declared == actual)
        return;
    lo_remark(&walk->tags->remarks.problems,
              "ixml-format: %s in the iXML chunk at byte %" PRId64
              " is %.20s, of the file %u (%s)",
              lo_xml_name(node), walk->part->at, text, actual, what);
}

void lo_tag_ixml(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    struct lo_xml *xml = parse(tags, source, part, "iXML");
    struct walk walk = {.tags = tags, .part = part};
    const struct lo_xml_node *root, *speed;

    if (!xml)
        return;
    root = lo_xml_root(xml);
    if (strcmp(lo_xml_name(root), "BWFXML") != 0) {
        lo_remark(&tags->remarks.problems,
                  "ixml-root: the iXML chunk at byte %" PRId64
                  " holds another document than BWFXML",
                  part->at);
    } else {
        take_ixml_facts(tags, root);
        speed = child(root, "SPEED");
        check_number(&walk, child(speed, "FILE_SAMPLE_RATE"), tags->format->rate_hz,
                     "sample rate");
        check_number(&walk, child(speed, "AUDIO_BIT_DEPTH"), tags->format->valid_bits,
                     "bits");
        check_number(&walk, child(child(root, "TRACK_LIST"), "TRACK_COUNT"),
                     tags->format->channels, "channels");
    }
    lo_xml_free(xml);
}

/* An identifier of EBU Core: its formatLabel or typeLabel says of what kind. */
static void take_identifier(const struct walk *walk, const struct lo_xml_node *node)
{
    struct lo_tag_place place = place_of(walk, LO_TAGS_AXML, "identifier");
    const struct lo_xml_attribute *attributes =
        lo_xml_attributes(node, &walk->tags->arena);
    const char *text = text_of(walk->tags, node);
    bool is_isrc = strncasecmp(text, "ISRC:", 5) == 0;

    walk->tags->failed = walk->tags->failed || !attributes;
    for (size_t i = 0; attributes && attributes[i].name; i++)
        if (strcasecmp(attributes[i].name, "formatLabel") == 0 ||
            strcasecmp(attributes[i].name, "typeLabel") == 0)
            is_isrc = is_isrc || strcasecmp(attributes[i].value, "ISRC") == 0;
    if (!is_isrc)
        return;
    /* The label and colon are part of the form, not of the code [TECH3285]. */
    text += strncasecmp(text, "ISRC:", 5) == 0 ? 5 : 0;
    lo_tags_add(walk->tags, LO_TAG_ISRC, &place, text);
}

static void take_node(struct walk *walk, const struct lo_xml_node *node,
                      const char *parent)
{
    const char *name = lo_xml_name(node);

    if (strcmp(name, "identifier") == 0)
        take_identifier(walk, node);
    else if (strcmp(name, "title") == 0 && strcmp(parent, "title") == 0) {
        struct lo_tag_place place = place_of(walk, LO_TAGS_AXML, "title");

        lo_tags_add(walk->tags, LO_TAG_TITLE, &place, text_of(walk->tags, node));
    } else if (strcmp(name, "audioFormatExtended") == 0) {
        walk->is_adm = true;
    }
}

/* Depth is bounded by libxml2 already; DEPTH_MAX bounds our stack. */
static void walk_nodes(struct walk *walk, const struct lo_xml_node *parent, int depth)
{
    for (const struct lo_xml_node *node = lo_xml_first(parent);
         node && walk->nodes < NODES_MAX && depth < DEPTH_MAX;
         node = lo_xml_next(node)) {
        walk->nodes++;
        take_node(walk, node, lo_xml_name(parent));
        walk_nodes(walk, node, depth + 1);
    }
}

void lo_tag_axml(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    struct lo_xml *xml = parse(tags, source, part, "axml");
    struct walk walk = {.tags = tags, .part = part};

    if (!xml)
        return;
    walk_nodes(&walk, lo_xml_root(xml), 0);
    lo_doc_fact_flag(tags->doc, "tag.adm", walk.is_adm);
    lo_xml_free(xml);
}
