/* The grammar of a spec as one table; rules/spec.rng says the same. */
#include "rules/loading.h"
#include "rules/text.h"

#include <string.h>

#define NAMESPACE "urn:leadout:spec:1"

enum { ATTRIBUTES_MAX = 8, CHILDREN_MAX = 14 };

struct element {
    const char *name;
    bool has_text;
    const char *required[ATTRIBUTES_MAX];
    const char *optional[ATTRIBUTES_MAX];
    const char *children[CHILDREN_MAX];
};

#define CONDITIONS "limit", "fact", "events", "assert", "all", "any", "not"

static const struct element elements[] = {
    {"spec",
     false,
     {"id"},
     {"title", "version", "scope", "extends"},
     {"summary", "source", "set", "drop", "rule", "for-each"}},
    {"summary", true, {0}, {0}, {0}},
    {"source", false, {"id", "title", "confidence"}, {"publisher", "url", "seen"}, {0}},
    {"set", false, {"name", "value"}, {0}, {0}},
    {"drop", false, {"rule"}, {0}, {0}},
    {"for-each", false, {"scope", "spec"}, {0}, {0}},
    {"rule",
     false,
     {"id", "severity"},
     {"source", "if-not-measured", "at"},
     {"title", "when", CONDITIONS, "why", "advice", "correct"}},
    {"title", true, {0}, {0}, {0}},
    {"why", true, {0}, {0}, {0}},
    {"advice", true, {0}, {0}, {0}},
    {"when", false, {0}, {0}, {CONDITIONS}},
    {"all", false, {0}, {0}, {CONDITIONS}},
    {"any", false, {0}, {0}, {CONDITIONS}},
    {"not", false, {0}, {0}, {CONDITIONS}},
    {"limit", false, {"quantity"}, {"min", "max", "unit"}, {0}},
    {"fact", false, {"name"}, {"is", "one-of", "matches", "present", "absent"}, {0}},
    {"events", false, {"kind"}, {"at-most", "longer-than", "between"}, {0}},
    {"assert", false, {"test"}, {0}, {0}},
    {"correct", false, {"with"}, {"to", "at-most"}, {0}},
};

static const struct element *find_element(const char *name)
{
    for (size_t i = 0; i < LO_COUNT(elements); i++)
        if (strcmp(elements[i].name, name) == 0)
            return &elements[i];
    return NULL;
}

static bool is_among(const char *const *list, size_t size, const char *name)
{
    for (size_t i = 0; i < size && list[i]; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

static void offer_all(struct lo_nearest *nearest, const char *const *list, size_t size)
{
    for (size_t i = 0; i < size && list[i]; i++)
        lo_nearest_offer(nearest, list[i]);
}

static void check_attributes(struct lo_loading *loading, struct lo_at at,
                             const struct lo_xml_node *node,
                             const struct element *element)
{
    struct lo_arena scratch = {0};
    const struct lo_xml_attribute *list = lo_xml_attributes(node, &scratch);

    loading->problems->failed |= list == NULL;
    for (const struct lo_xml_attribute *a = list; a && a->name; a++) {
        struct lo_nearest nearest = {.written = a->name};

        /* Editors put these two on any element; they say nothing about a spec. */
        if (strncmp(a->name, "xml:", 4) == 0 || strncmp(a->name, "xsi:", 4) == 0 ||
            is_among(element->required, ATTRIBUTES_MAX, a->name) ||
            is_among(element->optional, ATTRIBUTES_MAX, a->name))
            continue;
        offer_all(&nearest, element->required, ATTRIBUTES_MAX);
        offer_all(&nearest, element->optional, ATTRIBUTES_MAX);
        lo_diagnose(loading->problems, (struct lo_at){at.file, a->line},
                    "<%s> has no attribute '%s'%s", element->name, a->name,
                    lo_nearest_hint(&nearest, &scratch));
    }
    for (size_t i = 0; list && i < ATTRIBUTES_MAX && element->required[i]; i++) {
        const struct lo_xml_attribute *a = list;

        while (a->name && strcmp(a->name, element->required[i]) != 0)
            a++;
        if (!a->name)
            lo_diagnose(loading->problems, at, "<%s> needs the attribute '%s'",
                        element->name, element->required[i]);
    }
    lo_arena_fini(&scratch);
}

/* The element that a child is, or NULL after having said why it cannot be there. */
static const struct element *check_child(struct lo_loading *loading, struct lo_at at,
                                         const struct lo_xml_node *child,
                                         const struct element *parent)
{
    const char *name = lo_xml_name(child);
    struct lo_nearest nearest = {.written = name};
    struct lo_arena scratch = {0};

    if (strcmp(lo_xml_namespace(child), NAMESPACE) == 0 &&
        is_among(parent->children, CHILDREN_MAX, name))
        return find_element(name);
    if (strcmp(lo_xml_namespace(child), NAMESPACE) != 0) {
        lo_diagnose(loading->problems, at, "<%s> is not in the namespace %s", name,
                    NAMESPACE);
    } else if (find_element(name)) {
        lo_diagnose(loading->problems, at, "<%s> cannot stand inside <%s>", name,
                    parent->name);
    } else {
        offer_all(&nearest, parent->children, CHILDREN_MAX);
        lo_diagnose(loading->problems, at, "there is no element <%s> inside <%s>%s",
                    name, parent->name, lo_nearest_hint(&nearest, &scratch));
    }
    lo_arena_fini(&scratch);
    return NULL;
}

static void check_element(struct lo_loading *loading, const struct lo_spec_file *file,
                          const struct lo_xml_node *node, const struct element *element)
{
    struct lo_at at = lo_place_of(file, node);

    check_attributes(loading, at, node, element);
    if (!element->has_text && lo_xml_has_text(node))
        lo_diagnose(loading->problems, at, "text cannot stand inside <%s>",
                    element->name);
    for (const struct lo_xml_node *child = lo_xml_first(node); child;
         child = lo_xml_next(child)) {
        const struct element *inner;

        if (lo_diagnosis_full(loading->problems))
            return;
        inner = check_child(loading, lo_place_of(file, child), child, element);
        if (inner)
            check_element(loading, file, child, inner);
    }
}

void lo_grammar_check(struct lo_loading *loading, const struct lo_spec_file *file)
{
    struct lo_at at = lo_place_of(file, file->root);

    if (strcmp(lo_xml_name(file->root), "spec") != 0 ||
        strcmp(lo_xml_namespace(file->root), NAMESPACE) != 0) {
        lo_diagnose(loading->problems, at,
                    "a spec starts with <spec xmlns=\"" NAMESPACE "\" id=\"…\" …>, not "
                    "with <%s>",
                    lo_xml_name(file->root));
        return;
    }
    check_element(loading, file, file->root, &elements[0]);
}
