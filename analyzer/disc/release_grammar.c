/* The grammar of a release as one table. */
#include "analyzer/base/nearest.h"
#include "analyzer/disc/release_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 10 };

static const struct element {
    const char *name, *parent;
    bool has_text;
    const char *required[NAMES_MAX], *optional[NAMES_MAX];
} elements[] = {
    {"release", "", false, {"title"}, {"artist", "upc", "catalogue", "label"}},
    {"track",
     "release",
     false,
     {"n"},
     {"title", "artist", "isrc", "start", "end", "gap", "join", "fade-in", "fade-out"}},
    {"assets", "release", false, {"id"}, {0}},
    {"file", "assets", true, {"track"}, {0}},
    {"side", "release", false, {"name", "format", "file"}, {0}},
    {"start", "side", false, {"track", "at"}, {0}},
    {"deliver", "release", false, {"spec", "assets"}, {0}},
    {"waive", "release", false, {"rule", "by", "reason"}, {"track"}},
};

int lo_release_error(struct lo_release_reading *reading, int line, const char *fmt, ...)
{
    char text[400];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return lo_error(reading->err, LO_ESPEC, (struct lo_at){reading->name, line}, "%s",
                    text);
}

static bool is_among(const char *const *names, const char *name)
{
    for (size_t i = 0; i < NAMES_MAX && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static const char *hint(struct lo_release_reading *reading, const char *written,
                        const struct element *element)
{
    struct lo_nearest nearest = {.written = written};

    for (size_t i = 0; i < NAMES_MAX && element->required[i]; i++)
        lo_nearest_offer(&nearest, element->required[i]);
    for (size_t i = 0; i < NAMES_MAX && element->optional[i]; i++)
        lo_nearest_offer(&nearest, element->optional[i]);
    return lo_nearest_hint(&nearest, reading->arena);
}

static int check_attributes(struct lo_release_reading *reading,
                            const struct lo_xml_node *node,
                            const struct element *element)
{
    const struct lo_xml_attribute *list = lo_xml_attributes(node, reading->arena);

    if (!list)
        return lo_error_nomem(reading->err);
    for (const struct lo_xml_attribute *a = list; a->name; a++)
        /* Editors put these two on any element; they say nothing about a release. */
        if (strncmp(a->name, "xml:", 4) != 0 && strncmp(a->name, "xsi:", 4) != 0 &&
            !is_among(element->required, a->name) &&
            !is_among(element->optional, a->name))
            return lo_release_error(reading, a->line, "<%s> has no attribute '%.60s'%s",
                                    element->name, a->name,
                                    hint(reading, a->name, element));
    for (size_t i = 0; i < NAMES_MAX && element->required[i]; i++) {
        const struct lo_xml_attribute *a = list;

        while (a->name && strcmp(a->name, element->required[i]) != 0)
            a++;
        if (!a->name)
            return lo_release_error(reading, lo_xml_line(node),
                                    "<%s> needs the attribute '%s'", element->name,
                                    element->required[i]);
    }
    return 0;
}

static const struct element *find(const char *name, const char *parent)
{
    for (size_t i = 0; i < LO_COUNT(elements); i++)
        if (strcmp(elements[i].name, name) == 0 &&
            strcmp(elements[i].parent, parent) == 0)
            return &elements[i];
    return NULL;
}

static int refuse_child(struct lo_release_reading *reading,
                        const struct lo_xml_node *child, const char *parent)
{
    struct lo_nearest nearest = {.written = lo_xml_name(child)};

    if (strcmp(lo_xml_namespace(child), LO_RELEASE_NAMESPACE) != 0)
        return lo_release_error(reading, lo_xml_line(child),
                                "<%.60s> is not in the namespace " LO_RELEASE_NAMESPACE,
                                lo_xml_name(child));
    for (size_t i = 0; i < LO_COUNT(elements); i++)
        if (strcmp(elements[i].parent, parent) == 0)
            lo_nearest_offer(&nearest, elements[i].name);
    return lo_release_error(
        reading, lo_xml_line(child), "there is no element <%.60s> inside <%s>%s",
        lo_xml_name(child), parent, lo_nearest_hint(&nearest, reading->arena));
}

/* Two levels below the root at most, as the table has them. */
static int check_element(struct lo_release_reading *reading,
                         const struct lo_xml_node *node, const struct element *element)
{
    if (check_attributes(reading, node, element))
        return -1;
    if (!element->has_text && lo_xml_has_text(node))
        return lo_release_error(reading, lo_xml_line(node),
                                "text cannot stand inside <%s>", element->name);
    for (const struct lo_xml_node *child = lo_xml_first(node); child;
         child = lo_xml_next(child)) {
        const struct element *inner = find(lo_xml_name(child), element->name);

        if (!inner || strcmp(lo_xml_namespace(child), LO_RELEASE_NAMESPACE) != 0)
            return refuse_child(reading, child, element->name);
        if (check_element(reading, child, inner))
            return -1;
    }
    return 0;
}

int lo_release_check_grammar(struct lo_release_reading *reading,
                             const struct lo_xml_node *root)
{
    if (strcmp(lo_xml_name(root), "release") != 0 ||
        strcmp(lo_xml_namespace(root), LO_RELEASE_NAMESPACE) != 0)
        return lo_release_error(reading, lo_xml_line(root),
                                "a release starts with <release "
                                "xmlns=\"" LO_RELEASE_NAMESPACE
                                "\" title=\"…\">, not with <%.60s>",
                                lo_xml_name(root));
    return check_element(reading, root, &elements[0]);
}
