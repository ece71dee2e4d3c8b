/* The door to libxml2 by itself: text, and the first attribute as pattern and as XPath. */
#include "analyzer/xml/xml.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct lo_xml *xml, const struct lo_xml_node *node)
{
    struct lo_arena arena = {0};
    char reason[LO_XML_REASON_MAX];

    lo_xml_text(node, &arena);
    lo_xml_has_text(node);
    if (lo_xml_line(node) < 1)
        abort();
    for (struct lo_xml_attribute *a = lo_xml_attributes(node, &arena); a && a->name;
         a++) {
        struct lo_pattern *pattern = lo_pattern_new(a->value, reason);
        struct lo_xpath *xpath = lo_xpath_new(a->value, reason);

        if (a->line < 1)
            abort();
        if (pattern && lo_pattern_match(pattern, "AA6Q72000047") > 1)
            abort();
        if (xpath && lo_xpath_test(xpath, xml, reason) > 1)
            abort();
        lo_pattern_free(pattern);
        lo_xpath_free(xpath);
    }
    lo_arena_fini(&arena);
    for (node = lo_xml_first(node); node; node = lo_xml_next(node))
        walk(xml, node);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lo_xml *xml;
    struct lo_err err = {0};

    if (lo_xml_parse(&xml, size ? (const char *)data : "", size, "fuzz.xml", LO_EFORMAT,
                     &err)) {
        if (err.status != LO_EFORMAT && err.status != LO_ENOMEM)
            abort();
        return 0;
    }
    walk(xml, lo_xml_root(xml));
    lo_xml_free(xml);
    return 0;
}
