/* Parsing what may be hostile. References: [XML] sections 2.3, 2.8, 4.3.3. */
#include "analyzer/base/alloc.h"
#include "analyzer/xml/private.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where parsing stands; hangs on the parser's _private. */
struct parse {
    struct lo_at at;
    enum lo_status fault;
    struct lo_err *err;
    bool is_bad;
};

static bool starts(const char *text, size_t bytes, const char *with)
{
    size_t length = strlen(with);

    return bytes >= length && memcmp(text, with, length) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Is there `= "` or `='` at text[i]? Every attribute has one. */
static bool is_attribute(const char *text, size_t bytes, size_t i)
{
    if (text[i] != '=')
        return false;
    do
        i++;
    while (i < bytes && is_space(text[i]));
    return i < bytes && (text[i] == '"' || text[i] == '\'');
}

/* Counts before the parser sees the text. A '<' cannot stand inside a tag, so what looks
 * like attributes between two of them bounds the attributes of one element, whatever
 * quotes, comments and errors lie between. */
static int guard_counts(const char *text, size_t bytes, struct parse *parse)
{
    int attributes = 0, namespaces = 0;

    parse->at.line = 1;
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '\n')
            parse->at.line++;
        if (text[i] == '<')
            attributes = 0;
        if (is_attribute(text, bytes, i) && ++attributes > LO_XML_ATTRIBUTES_MAX)
            return lo_error(parse->err, parse->fault, parse->at,
                            "more than %d attributes on one element",
                            LO_XML_ATTRIBUTES_MAX);
        if (text[i] == 'x' && starts(text + i, bytes - i, "xmlns") &&
            ++namespaces > LO_XML_NAMESPACES_MAX)
            return lo_error(parse->err, parse->fault, parse->at,
                            "more than %d namespaces", LO_XML_NAMESPACES_MAX);
    }
    return 0;
}

/* The encoding that the XML declaration names, of at most size - 1 characters; "" when it
 * names none. */
static void declared_encoding(const char *text, size_t bytes, char *name, size_t size)
{
    const char *end, *at;
    size_t used = 0;

    name[0] = '\0';
    if (starts(text, bytes, "\xEF\xBB\xBF"))
        text += 3, bytes -= 3;
    if (!starts(text, bytes, "<?xml") || !(end = memchr(text, '>', bytes)))
        return;
    at = memmem(text, (size_t)(end - text), "encoding", 8);
    for (at = at ? at + 8 : end; at < end && (is_space(*at) || *at == '=');)
        at++;
    if (at >= end || (*at != '"' && *at != '\''))
        return;
    for (at++; at < end && *at != '"' && *at != '\'' && used + 1 < size; at++)
        name[used++] = *at >= ' ' && *at <= '~' ? *at : '?';
    name[used] = '\0';
}

/* One encoding only: what the guards see is then what the parser sees. A text that is pure
 * ASCII means the same in any declared encoding that metadata come in. */
static int guard_encoding(const char *text, size_t bytes, struct parse *parse)
{
    char name[32];
    bool is_ascii = true;

    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '\0')
            return lo_error(parse->err, parse->fault, parse->at,
                            "not UTF-8: save the file as UTF-8");
        is_ascii = is_ascii && (unsigned char)text[i] < 0x80;
    }
    declared_encoding(text, bytes, name, sizeof name);
    if (!is_ascii && name[0] && strcasecmp(name, "UTF-8") != 0 &&
        strcasecmp(name, "US-ASCII") != 0)
        return lo_error(parse->err, parse->fault, parse->at,
                        "encoding %s: save the file as UTF-8", name);
    return 0;
}

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    xmlParserCtxtPtr parser = context;
    struct parse *parse = parser->_private;

    (void)name, (void)external, (void)system;
    parse->at.line = xmlSAX2GetLineNumber(context);
    parse->is_bad = true;
    lo_error(parse->err, parse->fault, parse->at,
             "DOCTYPE and entities are not allowed: delete the declaration");
    xmlStopParser(parser);
}

static void on_error(void *context, xmlErrorPtr error)
{
    xmlParserCtxtPtr parser = context;
    struct parse *parse = parser->_private;
    char reason[LO_XML_REASON_MAX] = "";

    /* Warnings, such as a relative namespace, change nothing. */
    if (parse->is_bad || error->level < XML_ERR_ERROR)
        return;
    parse->is_bad = true;
    if (error->code == XML_ERR_NO_MEMORY) {
        lo_error_nomem(parse->err);
        return;
    }
    lo_xml_reason(reason, error->message);
    parse->at.line = error->line > 0 ? error->line : 1;
    lo_error(parse->err, parse->fault, parse->at, "not well-formed XML: %s", reason);
}

static int lines_between(const xmlChar *from, const xmlChar *to)
{
    int lines = 0;

    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

/* libxml2 gives an element the line on which its tag ends, and an attribute none. Seen from
 * there, a '<' is where the tag started: it can stand nowhere else in a tag. The line of an
 * attribute is kept in its psvi, which is for applications. */
static void place_element(xmlParserCtxtPtr parser, const xmlChar **attributes,
                          int count)
{
    const xmlChar *end = parser->input->cur, *start = end;
    xmlNodePtr node = parser->node;
    xmlAttrPtr attribute = node ? node->properties : NULL;
    int line = parser->input->line;

    while (start > parser->input->base && *start != '<')
        start--;
    line -= lines_between(start, end);
    if (!node)
        return;
    node->line = (unsigned short)(line < USHRT_MAX ? line : USHRT_MAX);
    for (int i = 0; i < count && attribute; i++, attribute = attribute->next) {
        const xmlChar *value = attributes[5 * i + 3];
        /* A value that had to be changed is a copy somewhere else. */
        int below = value > start && value < end ? lines_between(start, value) : 0;

        attribute->psvi = (void *)(intptr_t)(line + below);
    }
}

/* Its parameters are libxml2's. NOLINTNEXTLINE(readability-function-size) */
static void start_element(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespaces, const xmlChar **declared,
                          int attributes, int defaulted, const xmlChar **list)
{
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, declared, attributes,
                          defaulted, list);
    place_element(context, list, attributes);
}

static xmlDocPtr run_parser(const char *text, size_t bytes, struct parse *parse)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    xmlDocPtr doc;

    if (!parser) {
        lo_error_nomem(parse->err);
        return NULL;
    }
    parser->_private = parse;
    parser->sax->internalSubset = refuse_doctype;
    parser->sax->startElementNs = start_element;
    parser->sax->serror = on_error;
    parser->sax->initialized = XML_SAX2_MAGIC;
    doc = xmlCtxtReadMemory(parser, text, (int)bytes, NULL, "UTF-8",
                            XML_PARSE_NONET | XML_PARSE_BIG_LINES |
                                XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA);
    xmlFreeParserCtxt(parser);
    if (doc && parse->is_bad) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    if (!doc && !parse->is_bad)
        lo_error(parse->err, parse->fault, parse->at, "not XML");
    return doc;
}

int lo_xml_parse(struct lo_xml **xml, const char *text, size_t bytes, const char *name,
                 enum lo_status fault, struct lo_err *err)
{
    struct parse parse = {.at = {name, 1}, .fault = fault, .err = err};
    struct lo_at whole = {.file = name};

    *xml = NULL;
    if (bytes == 0)
        return lo_error(err, fault, whole, "empty");
    if (bytes > LO_XML_BYTES_MAX)
        return lo_error(err, fault, whole, "larger than %d bytes", LO_XML_BYTES_MAX);
    if (guard_encoding(text, bytes, &parse) || guard_counts(text, bytes, &parse))
        return -1;
    parse.at.line = 1;
    struct lo_xml *made = lo_alloc(1, sizeof *made);
    if (!made)
        return lo_error_nomem(err);
    made->doc = run_parser(text, bytes, &parse);
    if (!made->doc) {
        free(made);
        return -1;
    }
    *xml = made;
    return 0;
}
