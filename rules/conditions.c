/* Conditions from XML: the tree of all, any and not, with leaves at its ends. */
#include "rules/loading.h"

#include <string.h>

static const struct {
    const char *name;
    enum lo_condition_kind kind;
    void (*make)(struct lo_loading *, const struct lo_spec_file *,
                 const struct lo_xml_node *, struct lo_condition *);
} kinds[] = {
    {"all", LO_ALL, NULL},
    {"any", LO_ANY, NULL},
    {"not", LO_NOT, NULL},
    {"limit", LO_LIMIT, lo_limit_make},
    {"fact", LO_FACT, lo_fact_make},
    {"events", LO_EVENTS, lo_events_make},
    {"assert", LO_ASSERT, lo_assert_make},
};

/* Index into kinds, or -1: title, why and the like. */
static int kind_of(const struct lo_xml_node *node)
{
    for (size_t i = 0; i < LO_COUNT(kinds); i++)
        if (strcmp(kinds[i].name, lo_xml_name(node)) == 0)
            return (int)i;
    return -1;
}

static size_t count_conditions(const struct lo_xml_node *node)
{
    size_t count = 0;

    for (node = lo_xml_first(node); node; node = lo_xml_next(node))
        count += kind_of(node) >= 0;
    return count;
}

static void make_children(struct lo_loading *loading, const struct lo_spec_file *file,
                          const struct lo_xml_node *node, struct lo_condition *parent);

static void make_one(struct lo_loading *loading, const struct lo_spec_file *file,
                     const struct lo_xml_node *node, struct lo_condition *condition)
{
    int kind = kind_of(node);

    condition->kind = kinds[kind].kind;
    condition->at = lo_place_of(file, node);
    if (kinds[kind].make) {
        kinds[kind].make(loading, file, node, condition);
        return;
    }
    make_children(loading, file, node, condition);
    if (condition->count == 0)
        lo_diagnose(loading->problems, condition->at, "<%s> has no condition in it",
                    kinds[kind].name);
    if (condition->kind == LO_NOT && condition->count > 1)
        lo_diagnose(loading->problems, condition->at,
                    "<not> takes one condition; put several into <any> or <all>");
}

static void make_children(struct lo_loading *loading, const struct lo_spec_file *file,
                          const struct lo_xml_node *node, struct lo_condition *parent)
{
    size_t count = count_conditions(node);

    parent->children =
        lo_arena_alloc(loading->arena, count + 1, sizeof *parent->children);
    if (!parent->children) {
        loading->problems->failed = true;
        return;
    }
    for (node = lo_xml_first(node); node; node = lo_xml_next(node))
        if (kind_of(node) >= 0 && !lo_diagnosis_full(loading->problems))
            make_one(loading, file, node, &parent->children[parent->count++]);
}

struct lo_condition lo_conditions_make(struct lo_loading *loading,
                                       const struct lo_spec_file *file,
                                       const struct lo_xml_node *node)
{
    struct lo_condition all = {.kind = LO_ALL, .at = lo_place_of(file, node)};

    make_children(loading, file, node, &all);
    return all;
}
