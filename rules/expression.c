/* The leaf <assert>: an XPath expression over the document as XML (docs/specs.md). */
#include "rules/loading.h"
#include "rules/text.h"

#include <string.h>

/* Does a literal look like the id of a term: "peak.true"? */
static bool looks_like_id(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.");
    const char *dot = strchr(text, '.');

    return text[length] == '\0' && dot && dot > text && dot[1] && text[0] >= 'a' &&
           text[0] <= 'z';
}

/* The term of that id of whatever kind; same_group: is there any of its group? */
static const struct lo_term *any_term(const struct lo_vocab *vocab, const char *id,
                                      struct lo_nearest *nearest, bool *same_group)
{
    size_t group = strcspn(id, ".") + 1;

    for (size_t g = 0; g < vocab->count; g++)
        for (const struct lo_term *term = vocab->groups[g]; term->id; term++) {
            if (strcmp(term->id, id) == 0)
                return term;
            *same_group |= strncmp(term->id, id, group) == 0;
            lo_nearest_offer(nearest, term->id);
        }
    return NULL;
}

/* A literal of the expression. Those that name terms are needed, and must exist. */
static const char *take_literal(struct lo_loading *loading, struct lo_at at,
                                const char *text)
{
    struct lo_nearest nearest = {.written = text};
    const struct lo_term *term;
    bool same_group = false;

    if (!looks_like_id(text))
        return NULL;
    term = any_term(loading->vocab, text, &nearest, &same_group);
    if (term) {
        lo_need(loading, term->id);
        return term->id;
    }
    if (same_group)
        lo_diagnose(loading->problems, at, "there is no '%.80s'%s", text,
                    lo_nearest_hint(&nearest, loading->arena));
    return NULL;
}

static void take_literals(struct lo_loading *loading, struct lo_condition *condition)
{
    size_t room = strlen(condition->id) / 2 + 2, count = 0;
    const char **mention = lo_arena_alloc(loading->arena, room, sizeof *mention);
    const char *at = condition->id, *end;

    while (mention && (at = strpbrk(at, "'\"")) && (end = strchr(at + 1, *at))) {
        const char *text =
            lo_arena_strndup(loading->arena, at + 1, (size_t)(end - at - 1));
        const char *id = text ? take_literal(loading, condition->at, text) : NULL;

        loading->problems->failed |= text == NULL;
        if (id)
            mention[count++] = id;
        at = end + 1;
    }
    loading->problems->failed |= mention == NULL;
    condition->mention = mention;
}

void lo_assert_make(struct lo_loading *loading, const struct lo_spec_file *file,
                    const struct lo_xml_node *node, struct lo_condition *condition)
{
    char reason[LO_XML_REASON_MAX];

    condition->id = lo_value(loading, file, node, "test");
    if (!condition->id)
        return;
    condition->xpath = lo_xpath_new(condition->id, reason);
    if (!condition->xpath && reason[0]) {
        lo_diagnose(loading->problems, condition->at, "test: bad XPath: %s", reason);
        return;
    }
    if (!condition->xpath) {
        loading->problems->failed = true;
        return;
    }
    lo_own(loading, NULL, condition->xpath);
    condition->asks_state = strstr(condition->id, "@state") != NULL ||
                            strstr(condition->id, "@reason") != NULL;
    take_literals(loading, condition);
}
