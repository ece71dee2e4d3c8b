/* XPath expressions over a tree of ours. References: [XPATH]. */
#include "analyzer/base/alloc.h"
#include "analyzer/xml/private.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXPRESSION_MAX = 2000,
    STEPS_MAX = 5000000, /* some seconds at the very most */
};

struct lo_xpath {
    xmlXPathCompExprPtr compiled;
};

/* What may stand before a parenthesis: [XPATH] sections 3.7 and 4. libxml2 would find an
 * unknown function only when, and if, it gets to call it. */
static const char *const callable[] = {
    "and",
    "boolean",
    "ceiling",
    "comment",
    "concat",
    "contains",
    "count",
    "div",
    "false",
    "floor",
    "id",
    "lang",
    "last",
    "local-name",
    "mod",
    "name",
    "namespace-uri",
    "node",
    "normalize-space",
    "not",
    "number",
    "or",
    "position",
    "processing-instruction",
    "round",
    "starts-with",
    "string",
    "string-length",
    "substring",
    "substring-after",
    "substring-before",
    "sum",
    "text",
    "translate",
    "true",
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
}

static bool is_callable(const char *name, size_t length)
{
    for (size_t i = 0; i < LO_COUNT(callable); i++)
        if (strlen(callable[i]) == length && memcmp(callable[i], name, length) == 0)
            return true;
    return false;
}

/* Looks at the name that starts at text; returns its length, or 0 with the reason. */
static size_t check_name(const char *text, char reason[LO_XML_REASON_MAX])
{
    char message[LO_XML_REASON_MAX];
    size_t length = 0, after;

    while (is_name_char(text[length]))
        length++;
    after = length + strspn(text + length, " \t\r\n");
    if (text[after] == '(' && !is_callable(text, length)) {
        snprintf(message, sizeof message, "there is no function %.*s()",
                 length > 60 ? 60 : (int)length, text);
        lo_xml_reason(reason, message);
        return 0;
    }
    if (text[after] == ':' && text[after + 1] != ':') {
        lo_xml_reason(reason, "the document has no namespace prefixes");
        return 0;
    }
    return length;
}

/* Names, functions and variables, outside of literals. */
static bool check_names(const char *expression, char reason[LO_XML_REASON_MAX])
{
    for (const char *at = expression; *at;) {
        if (*at == '"' || *at == '\'') {
            const char *end = strchr(at + 1, *at);

            if (!end)
                return true; /* the compiler says it better */
            at = end + 1;
        } else if (*at == '$') {
            lo_xml_reason(reason, "there are no variables");
            return false;
        } else if (is_name_char(*at) && *at != '.' && *at != '-') {
            size_t length = check_name(at, reason);

            if (length == 0)
                return false;
            at += length;
        } else {
            at++;
        }
    }
    return true;
}

static xmlXPathContextPtr new_context(xmlDocPtr doc, char reason[LO_XML_REASON_MAX])
{
    xmlXPathContextPtr context = xmlXPathNewContext(doc);

    if (context) {
        context->error = lo_xml_keep_reason;
        context->userData = reason;
        context->opLimit = STEPS_MAX;
    }
    return context;
}

struct lo_xpath *lo_xpath_new(const char *expression, char reason[LO_XML_REASON_MAX])
{
    struct lo_xpath *xpath;
    xmlXPathContextPtr context;
    bool has_context;

    reason[0] = '\0';
    if (strlen(expression) > EXPRESSION_MAX)
        lo_xml_reason(reason, "longer than 2000 characters");
    if (reason[0] || !check_names(expression, reason))
        return NULL;
    xpath = lo_alloc(1, sizeof *xpath);
    context = xpath ? new_context(NULL, reason) : NULL;
    if (context)
        xpath->compiled = xmlXPathCtxtCompile(context, (const xmlChar *)expression);
    has_context = context != NULL;
    xmlXPathFreeContext(context);
    if (xpath && !xpath->compiled) {
        if (has_context && !reason[0])
            lo_xml_reason(reason, "Invalid expression");
        lo_xpath_free(xpath);
        return NULL;
    }
    return xpath;
}

void lo_xpath_free(struct lo_xpath *xpath)
{
    if (!xpath)
        return;
    xmlXPathFreeCompExpr(xpath->compiled);
    free(xpath);
}

int lo_xpath_test(const struct lo_xpath *xpath, const struct lo_xml *xml,
                  char reason[LO_XML_REASON_MAX])
{
    xmlXPathContextPtr context = new_context(xml->doc, reason);
    int result = -1;

    reason[0] = '\0';
    if (context) {
        context->node = xmlDocGetRootElement(xml->doc);
        result = xmlXPathCompiledEvalToBoolean(xpath->compiled, context);
    }
    xmlXPathFreeContext(context);
    return result;
}
