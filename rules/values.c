/* <set name value> and {name}: values that a spec names once and a derived one changes.
 *
 * {name} is replaced wherever name is a word in lower case; {2,3} in a pattern is not one.
 */
#include "rules/loading.h"
#include "rules/text.h"

#include "analyzer/base/buf.h"

#include <string.h>

enum { VALUE_MAX = 256, EXPANDED_MAX = 8192 };

static bool is_word_start(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_word(char c)
{
    return is_word_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Length of the name at text, 0 when there is none. */
static size_t name_length(const char *text)
{
    size_t length = 0;

    if (is_word_start(*text))
        while (is_word(text[length]))
            length++;
    return length;
}

struct lo_at lo_place_of(const struct lo_spec_file *file,
                         const struct lo_xml_node *node)
{
    return (struct lo_at){file->name, lo_xml_line(node)};
}

static const char *attribute_of(struct lo_loading *loading,
                                const struct lo_xml_node *node, const char *name)
{
    const struct lo_xml_attribute *list = lo_xml_attributes(node, loading->arena);

    if (!list)
        loading->problems->failed = true;
    for (; list && list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list->value;
    return NULL;
}

static struct lo_set_value *find_set(struct lo_loading *loading, const char *name,
                                     size_t length)
{
    for (size_t i = 0; i < loading->set_count; i++)
        if (strlen(loading->sets[i].name) == length &&
            memcmp(loading->sets[i].name, name, length) == 0)
            return &loading->sets[i];
    return NULL;
}

static void add_set(struct lo_loading *loading, const struct lo_spec_file *file,
                    const struct lo_xml_node *node)
{
    struct lo_at at = lo_place_of(file, node);
    const char *name = attribute_of(loading, node, "name");
    const char *value = attribute_of(loading, node, "value");
    struct lo_set_value *set;

    if (!name || !value)
        return;
    if (!*name || name_length(name) != strlen(name)) {
        lo_diagnose(loading->problems, at,
                    "the name '%.40s' must be a word of a-z, 0-9, - and _", name);
        return;
    }
    if (strlen(value) > VALUE_MAX || strchr(value, '{')) {
        lo_diagnose(loading->problems, at,
                    "the value of '%s' must be shorter than %d characters and have no "
                    "{name} in it",
                    name, VALUE_MAX);
        return;
    }
    set = find_set(loading, name, strlen(name));
    if (set && set->file == file)
        lo_diagnose(loading->problems, at, "'%s' is set twice; first at line %d", name,
                    set->at.line);
    if (!set && loading->set_count == LO_SETS_MAX)
        lo_diagnose(loading->problems, at, "more than %d <set>s", LO_SETS_MAX);
    if (!set && loading->set_count < LO_SETS_MAX)
        set = &loading->sets[loading->set_count++];
    if (set)
        *set = (struct lo_set_value){.name = name,
                                     .value = value,
                                     .at = at,
                                     .file = file,
                                     .is_override = set->name != NULL};
}

void lo_values_gather(struct lo_loading *loading)
{
    for (size_t i = 0; i < loading->order_count; i++) {
        const struct lo_spec_file *file = loading->order[i];

        for (const struct lo_xml_node *node = lo_xml_first(file->root); node;
             node = lo_xml_next(node))
            if (strcmp(lo_xml_name(node), "set") == 0 &&
                !lo_diagnosis_full(loading->problems))
                add_set(loading, file, node);
    }
}

/* A name that nothing uses changes nothing, which its author did not want. */
void lo_values_check_used(struct lo_loading *loading)
{
    const struct lo_spec_file *last = loading->order[loading->order_count - 1];

    for (size_t i = 0; i < loading->set_count; i++) {
        const struct lo_set_value *set = &loading->sets[i];
        struct lo_nearest nearest = {.written = set->name};

        if (set->is_used || set->file != last)
            continue;
        for (size_t j = 0; j < loading->set_count; j++)
            if (loading->sets[j].is_used)
                lo_nearest_offer(&nearest, loading->sets[j].name);
        lo_diagnose(loading->problems, set->at, "nothing uses {%s}%s", set->name,
                    lo_nearest_hint(&nearest, loading->arena));
    }
}

static void unknown_name(struct lo_loading *loading, struct lo_at at, const char *name,
                         size_t length)
{
    struct lo_nearest nearest = {.written =
                                     lo_arena_strndup(loading->arena, name, length)};

    if (!nearest.written) {
        loading->problems->failed = true;
        return;
    }
    for (size_t i = 0; i < loading->set_count; i++)
        lo_nearest_offer(&nearest, loading->sets[i].name);
    lo_diagnose(loading->problems, at, "no <set> has the name '%.60s'%s",
                nearest.written, lo_nearest_hint(&nearest, loading->arena));
}

/* text with every {name} replaced, in the arena; NULL when diagnosed. */
static const char *expand(struct lo_loading *loading, struct lo_at at, const char *text)
{
    struct lo_buf buf = {0};
    const char *copy = NULL;

    lo_buf_puts(&buf, "");
    while (*text && buf.length <= EXPANDED_MAX) {
        size_t length = *text == '{' ? name_length(text + 1) : 0;
        struct lo_set_value *set;

        if (length == 0 || text[length + 1] != '}') {
            lo_buf_putc(&buf, *text++);
            continue;
        }
        set = find_set(loading, text + 1, length);
        if (!set) {
            unknown_name(loading, at, text + 1, length);
            lo_buf_fini(&buf);
            return NULL;
        }
        set->is_used = true;
        lo_buf_puts(&buf, set->value);
        text += length + 2;
    }
    if (buf.length > EXPANDED_MAX)
        lo_diagnose(loading->problems, at, "longer than %d characters", EXPANDED_MAX);
    else if (!buf.failed)
        copy = lo_arena_strdup(loading->arena, buf.text);
    if (buf.length <= EXPANDED_MAX && !copy)
        loading->problems->failed = true;
    lo_buf_fini(&buf);
    return copy;
}

const char *lo_value(struct lo_loading *loading, const struct lo_spec_file *file,
                     const struct lo_xml_node *node, const char *attribute)
{
    const char *text = attribute_of(loading, node, attribute);

    return text ? expand(loading, lo_place_of(file, node), text) : NULL;
}

const char *lo_value_text(struct lo_loading *loading, const struct lo_spec_file *file,
                          const struct lo_xml_node *node)
{
    const char *text = lo_xml_text(node, loading->arena);

    if (!text)
        loading->problems->failed = true;
    return text ? expand(loading, lo_place_of(file, node), text) : NULL;
}
