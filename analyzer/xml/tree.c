#include "analyzer/base/alloc.h"
#include "analyzer/xml/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The public type is libxml2's element under a name of ours; these two are the only places
 * where one becomes the other. */
static xmlNodePtr node_of(const struct lo_xml_node *node)
{
    return (xmlNodePtr)(uintptr_t)node;
}

static struct lo_xml_node *public_of(xmlNodePtr node)
{
    return (struct lo_xml_node *)node;
}

struct lo_xml *lo_xml_new(const char *root)
{
    struct lo_xml *xml = lo_alloc(1, sizeof *xml);
    xmlNodePtr node;

    if (!xml)
        return NULL;
    xml->doc = xmlNewDoc((const xmlChar *)"1.0");
    node = xml->doc ? xmlNewDocNode(xml->doc, NULL, (const xmlChar *)root, NULL) : NULL;
    if (!node) {
        lo_xml_free(xml);
        return NULL;
    }
    xmlDocSetRootElement(xml->doc, node);
    return xml;
}

void lo_xml_free(struct lo_xml *xml)
{
    if (!xml)
        return;
    xmlFreeDoc(xml->doc);
    free(xml);
}

const struct lo_xml_node *lo_xml_root(const struct lo_xml *xml)
{
    return public_of(xmlDocGetRootElement(xml->doc));
}

const struct lo_xml_node *lo_xml_first(const struct lo_xml_node *node)
{
    return public_of(xmlFirstElementChild(node_of(node)));
}

const struct lo_xml_node *lo_xml_next(const struct lo_xml_node *node)
{
    return public_of(xmlNextElementSibling(node_of(node)));
}

const char *lo_xml_name(const struct lo_xml_node *node)
{
    return (const char *)node_of(node)->name;
}

const char *lo_xml_namespace(const struct lo_xml_node *node)
{
    xmlNsPtr ns = node_of(node)->ns;

    return ns && ns->href ? (const char *)ns->href : "";
}

int lo_xml_line(const struct lo_xml_node *node)
{
    long line = xmlGetLineNo(node_of(node));

    return line > 0 && line < LO_XML_BYTES_MAX ? (int)line : 1;
}

bool lo_xml_has_text(const struct lo_xml_node *node)
{
    for (xmlNodePtr n = node_of(node)->children; n; n = n->next)
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) &&
            !xmlIsBlankNode(n))
            return true;
    return false;
}

static void collapse(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        bool is_space = strchr(" \t\r\n", *from) != NULL;

        if (!is_space)
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    if (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

char *lo_xml_text(const struct lo_xml_node *node, struct lo_arena *arena)
{
    xmlChar *content = xmlNodeGetContent(node_of(node));
    char *copy = lo_arena_strdup(arena, content ? (const char *)content : "");

    xmlFree(content);
    if (copy)
        collapse(copy);
    return copy;
}

static const char *attribute_name(xmlAttrPtr attribute, struct lo_arena *arena)
{
    const char *name = (const char *)attribute->name;
    const char *prefix = attribute->ns ? (const char *)attribute->ns->prefix : NULL;
    size_t size;
    char *whole;

    if (!prefix)
        return lo_arena_strdup(arena, name);
    size = strlen(prefix) + strlen(":") + strlen(name) + 1;
    whole = lo_arena_alloc(arena, size, 1);
    if (whole)
        snprintf(whole, size, "%s:%s", prefix, name);
    return whole;
}

struct lo_xml_attribute *lo_xml_attributes(const struct lo_xml_node *node,
                                           struct lo_arena *arena)
{
    struct lo_xml_attribute *list;
    size_t count = 0;

    for (xmlAttrPtr a = node_of(node)->properties; a; a = a->next)
        count++;
    list = lo_arena_alloc(arena, count + 1, sizeof *list);
    if (!list)
        return NULL;
    count = 0;
    for (xmlAttrPtr a = node_of(node)->properties; a; a = a->next) {
        xmlChar *value = xmlNodeListGetString(a->doc, a->children, 1);

        list[count].name = attribute_name(a, arena);
        list[count].value = lo_arena_strdup(arena, value ? (const char *)value : "");
        xmlFree(value);
        list[count].line = (int)(intptr_t)a->psvi;
        if (!list[count].name || !list[count].value)
            return NULL;
        count++;
    }
    return list;
}

struct lo_xml_node *lo_xml_add(struct lo_xml *xml, struct lo_xml_node *parent,
                               const char *name)
{
    xmlNodePtr node = NULL;

    if (!xml->failed) {
        xmlNodePtr above = parent ? node_of(parent) : xmlDocGetRootElement(xml->doc);

        node = xmlNewDocNode(xml->doc, NULL, (const xmlChar *)name, NULL);
        if (node)
            xmlAddChild(above, node);
    }
    xml->failed = node == NULL;
    return public_of(node);
}

void lo_xml_set(struct lo_xml *xml, struct lo_xml_node *node, const char *name,
                const char *value)
{
    if (!node && !xml->failed)
        node = public_of(xmlDocGetRootElement(xml->doc));
    if (!node ||
        !xmlNewProp(node_of(node), (const xmlChar *)name, (const xmlChar *)value))
        xml->failed = true;
}

void lo_xml_set_text(struct lo_xml *xml, struct lo_xml_node *node, const char *text)
{
    xmlNodePtr made =
        node && !xml->failed ? xmlNewDocText(xml->doc, (const xmlChar *)text) : NULL;

    if (made)
        xmlAddChild(node_of(node), made);
    else
        xml->failed = true;
}

bool lo_xml_failed(const struct lo_xml *xml)
{
    return xml->failed;
}
