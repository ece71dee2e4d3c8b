/* Rules from XML: those of the bases first, then what the spec adds, replaces and drops. */
#include "rules/loading.h"
#include "rules/text.h"

#include <string.h>

static const struct lo_xml_node *child_named(const struct lo_xml_node *node,
                                             const char *name)
{
    for (node = lo_xml_first(node); node; node = lo_xml_next(node))
        if (strcmp(lo_xml_name(node), name) == 0)
            return node;
    return NULL;
}

/* The text of the only child of that name; NULL when there is none, or it is empty. */
static const char *child_text(struct lo_loading *loading,
                              const struct lo_spec_file *file,
                              const struct lo_xml_node *node, const char *name)
{
    const struct lo_xml_node *child = child_named(node, name);
    const char *text = child ? lo_value_text(loading, file, child) : NULL;

    for (const struct lo_xml_node *next = child ? lo_xml_next(child) : NULL; next;
         next = lo_xml_next(next))
        if (strcmp(lo_xml_name(next), name) == 0)
            lo_diagnose(loading->problems, lo_place_of(file, next),
                        "<%s> stands here twice", name);
    return text && *text ? text : NULL;
}

/* The index of text among names, which end with NULL; -1 when diagnosed. */
static int choose(struct lo_loading *loading, struct lo_at at, const char *what,
                  const char *text, const char *const *names)
{
    struct lo_nearest nearest = {.written = text};

    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
        lo_nearest_offer(&nearest, names[i]);
    }
    lo_diagnose(loading->problems, at, "%s=\"%.40s\" is none of %s, %s%s%s%s", what,
                text, names[0], names[1], names[2] ? ", " : "",
                names[2] ? names[2] : "", lo_nearest_hint(&nearest, loading->arena));
    return -1;
}

static void add_source(struct lo_loading *loading, const struct lo_spec_file *file,
                       const struct lo_xml_node *node)
{
    static const char *const names[] = {"primary", "secondary", "unverified", NULL};
    struct lo_spec *spec = loading->spec;
    struct lo_at at = lo_place_of(file, node);
    const char *confidence = lo_value(loading, file, node, "confidence");
    struct lo_named_source made = {
        .id = lo_value(loading, file, node, "id"),
        .source = {.title = lo_value(loading, file, node, "title"),
                   .publisher = lo_value(loading, file, node, "publisher"),
                   .url = lo_value(loading, file, node, "url"),
                   .seen = lo_value(loading, file, node, "seen")}};
    int chosen = confidence ? choose(loading, at, "confidence", confidence, names) : -1;

    made.source.confidence = chosen < 0 ? LO_UNVERIFIED : (enum lo_confidence)chosen;
    if (made.id)
        spec->sources[spec->source_count++] = made;
    if (!made.source.seen)
        lo_diagnose_note(loading->problems, at,
                         "source '%s' has no date on which it was seen",
                         made.id ? made.id : "");
}

/* The last definition before now wins: that of the same file, else the nearest base's. */
static const struct lo_source *find_source(struct lo_loading *loading, struct lo_at at,
                                           const char *id)
{
    const struct lo_spec *spec = loading->spec;
    struct lo_nearest nearest = {.written = id};

    for (size_t i = spec->source_count; i-- > 0;) {
        if (strcmp(spec->sources[i].id, id) == 0)
            return &spec->sources[i].source;
        lo_nearest_offer(&nearest, spec->sources[i].id);
    }
    lo_diagnose(loading->problems, at, "there is no <source id=\"%.40s\">%s", id,
                lo_nearest_hint(&nearest, loading->arena));
    return NULL;
}

static void check_places(struct lo_loading *loading, struct lo_at at,
                         const char *const *kinds)
{
    for (const char *const *first = kinds; kinds && *kinds; kinds++) {
        struct lo_nearest nearest = {.written = *kinds};

        for (const char *const *other = first; other < kinds; other++)
            if (strcmp(*other, *kinds) == 0)
                lo_diagnose(loading->problems, at, "at: '%.60s' stands twice", *kinds);
        if (lo_vocab_find(loading->vocab, LO_TERM_EVENT, *kinds)) {
            lo_need(loading, *kinds);
            continue;
        }
        for (size_t g = 0; g < loading->vocab->count; g++)
            for (const struct lo_term *t = loading->vocab->groups[g]; t->id; t++)
                if (t->kind == LO_TERM_EVENT)
                    lo_nearest_offer(&nearest, t->id);
        lo_diagnose(loading->problems, at, "at: there are no events of kind '%.60s'%s",
                    *kinds, lo_nearest_hint(&nearest, loading->arena));
    }
}

/* The attributes of a rule beside its id. */
static void make_attributes(struct lo_loading *loading, const struct lo_spec_file *file,
                            const struct lo_xml_node *node, struct lo_rule *rule)
{
    static const char *const severities[] = {"note", "warning", "error", NULL};
    static const char *const reject_or_pass[] = {"reject", "pass", NULL};
    const char *severity = lo_value(loading, file, node, "severity");
    const char *unmeasured = lo_value(loading, file, node, "if-not-measured");
    const char *at = lo_value(loading, file, node, "at");
    size_t count;
    int chosen =
        severity ? choose(loading, rule->at, "severity", severity, severities) : -1;

    rule->severity = chosen < 0 ? LO_ERROR : (enum lo_severity)chosen;
    if (unmeasured)
        rule->passes_unmeasured = choose(loading, rule->at, "if-not-measured",
                                         unmeasured, reject_or_pass) == 1;
    rule->source_id = lo_value(loading, file, node, "source");
    if (rule->source_id)
        rule->source = find_source(loading, rule->at, rule->source_id);
    if (at)
        rule->places = lo_text_words(loading->arena, at, &count);
    loading->problems->failed |= at && !rule->places;
    check_places(loading, rule->at, rule->places);
}

/* Habits, not errors: what helps the person who reads the report. */
static void note_habits(struct lo_loading *loading, const struct lo_rule *rule)
{
    struct lo_diagnosis *problems = loading->problems;

    if (!rule->source_id)
        lo_diagnose_note(problems, rule->at, "rule '%s' names no source", rule->id);
    if (!rule->why)
        lo_diagnose_note(problems, rule->at, "rule '%s' does not say why", rule->id);
    if (!rule->advice)
        lo_diagnose_note(problems, rule->at, "rule '%s' gives no advice", rule->id);
}

static struct lo_rule make_rule(struct lo_loading *loading,
                                const struct lo_spec_file *file,
                                const struct lo_xml_node *node, const char *id)
{
    const struct lo_xml_node *when = child_named(node, "when");
    const struct lo_xml_node *correct = child_named(node, "correct");
    struct lo_rule rule = {.id = id,
                           .at = lo_place_of(file, node),
                           .from = file->id,
                           .is_shipped = file->is_shipped};

    make_attributes(loading, file, node, &rule);
    rule.title = child_text(loading, file, node, "title");
    rule.why = child_text(loading, file, node, "why");
    rule.advice = child_text(loading, file, node, "advice");
    if (!rule.title)
        rule.title = id;
    if (when) {
        rule.when = lo_conditions_make(loading, file, when);
        if (rule.when.count == 0)
            lo_diagnose(loading->problems, lo_place_of(file, when),
                        "<when> has no condition in it");
    }
    rule.must = lo_conditions_make(loading, file, node);
    if (rule.must.count == 0)
        lo_diagnose(loading->problems, rule.at, "rule '%s' has no condition", id);
    if (correct)
        rule.correct = lo_correct_make(loading, file, correct);
    note_habits(loading, &rule);
    return rule;
}

static struct lo_rule *find_rule(struct lo_spec *spec, const char *id)
{
    for (size_t i = 0; i < spec->rule_count; i++)
        if (strcmp(spec->rules[i].id, id) == 0)
            return &spec->rules[i];
    return NULL;
}

static void add_rule(struct lo_loading *loading, const struct lo_spec_file *file,
                     const struct lo_xml_node *node)
{
    struct lo_spec *spec = loading->spec;
    const char *id = lo_value(loading, file, node, "id");
    struct lo_rule *same = id ? find_rule(spec, id) : NULL;
    struct lo_at at = lo_place_of(file, node);

    if (!id)
        return;
    if (!*id || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(id))
        lo_diagnose(loading->problems, at,
                    "the id '%.40s' must be a word of a-z, 0-9, - and _", id);
    if (same && same->at.file == file->name)
        lo_diagnose(loading->problems, at, "rule '%s' stands twice; first at line %d",
                    id, same->at.line);
    else if (!same && spec->rule_count == LO_RULES_MAX)
        lo_diagnose(loading->problems, at, "more than %d rules", LO_RULES_MAX);
    else if (same)
        *same = make_rule(loading, file, node, id);
    else
        spec->rules[spec->rule_count++] = make_rule(loading, file, node, id);
}

static void drop_rule(struct lo_loading *loading, const struct lo_spec_file *file,
                      const struct lo_xml_node *node)
{
    struct lo_spec *spec = loading->spec;
    const char *id = lo_value(loading, file, node, "rule");
    struct lo_rule *rule = id ? find_rule(spec, id) : NULL;
    struct lo_nearest nearest = {.written = id};

    if (rule) {
        size_t after = spec->rule_count - (size_t)(rule - spec->rules) - 1;

        memmove(rule, rule + 1, after * sizeof *rule);
        spec->rule_count--;
    } else if (id) {
        for (size_t i = 0; i < spec->rule_count; i++)
            lo_nearest_offer(&nearest, spec->rules[i].id);
        lo_diagnose(loading->problems, lo_place_of(file, node),
                    "drop: the spec inherits no rule '%.60s'%s", id,
                    lo_nearest_hint(&nearest, loading->arena));
    }
}

/* The spec that each track or side is judged by: an id, or a path beside the spec's own. */
static void add_for_each(struct lo_loading *loading, const struct lo_spec_file *file,
                         const struct lo_xml_node *node)
{
    struct lo_spec *spec = loading->spec;
    const char *name = lo_value(loading, file, node, "spec");
    bool is_path = name && (strchr(name, '/') || strstr(name, ".xml"));
    const char *slash = file->path ? strrchr(file->path, '/') : NULL;
    struct lo_nearest nearest = {.written = name};
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    if (!name)
        return;
    if (!is_path && !lo_shipped_find(name)) {
        for (size_t i = 0; i < count; i++)
            lo_nearest_offer(&nearest, list[i].id);
        lo_diagnose(loading->problems, lo_place_of(file, node),
                    "for-each: there is no spec '%.60s'%s", name,
                    lo_nearest_hint(&nearest, loading->arena));
        return;
    }
    if (spec->each_count == LO_EACH_MAX) {
        lo_diagnose(loading->problems, lo_place_of(file, node),
                    "for-each: more than %d", LO_EACH_MAX);
        return;
    }
    if (is_path && *name != '/' && slash)
        name = lo_text_format(loading->arena, "%.*s/%s", (int)(slash - file->path),
                              file->path, name);
    loading->problems->failed |= name == NULL;
    spec->each[spec->each_count++] = name;
}

/* What is inherited can be dropped; so drops come before a file's own rules. */
static void take_file(struct lo_loading *loading, const struct lo_spec_file *file)
{
    static const struct {
        const char *name;
        void (*take)(struct lo_loading *, const struct lo_spec_file *,
                     const struct lo_xml_node *);
    } passes[] = {{"source", add_source},
                  {"drop", drop_rule},
                  {"rule", add_rule},
                  {"for-each", add_for_each}};

    for (size_t i = 0; i < LO_COUNT(passes); i++)
        for (const struct lo_xml_node *node = lo_xml_first(file->root); node;
             node = lo_xml_next(node))
            if (strcmp(lo_xml_name(node), passes[i].name) == 0 &&
                !lo_diagnosis_full(loading->problems))
                passes[i].take(loading, file, node);
}

/* What <spec> itself says; the last file of the order is the spec asked for. */
static void take_head(struct lo_loading *loading, const struct lo_spec_file *file)
{
    static const char *const scopes[] = {"track", "release", "side", "disc",
                                         "stems", "pair",    NULL};
    struct lo_spec *spec = loading->spec;
    const char *scope = lo_value(loading, file, file->root, "scope");
    const char *title = lo_value(loading, file, file->root, "title");
    const char *version = lo_value(loading, file, file->root, "version");

    spec->info.id = file->id;
    spec->info.title = title && *title ? title : file->id;
    spec->info.version = version ? version : "";
    spec->extends = lo_value(loading, file, file->root, "extends");
    spec->summary = child_text(loading, file, file->root, "summary");
    for (int i = 0; scope && scopes[i]; i++)
        if (strcmp(scopes[i], scope) == 0) {
            spec->scope = (enum lo_subject)i;
            scope = NULL;
        }
    if (scope)
        lo_diagnose(
            loading->problems, lo_place_of(file, file->root),
            "scope=\"%.40s\" is none of track, release, side, disc, stems, pair",
            scope);
    if (strspn(file->id, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(file->id))
        lo_diagnose(loading->problems, lo_place_of(file, file->root),
                    "the id '%.40s' must be a word of a-z, 0-9, - and _", file->id);
}

/* How many elements of that name there are in all files. */
static size_t count_named(const struct lo_loading *loading, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < loading->order_count; i++)
        for (const struct lo_xml_node *node = lo_xml_first(loading->order[i]->root);
             node; node = lo_xml_next(node))
            count += strcmp(lo_xml_name(node), name) == 0;
    return count;
}

void lo_rules_make(struct lo_loading *loading)
{
    struct lo_spec *spec = loading->spec;

    spec->sources = lo_arena_alloc(loading->arena, count_named(loading, "source") + 1,
                                   sizeof *spec->sources);
    spec->rules = lo_arena_alloc(loading->arena, count_named(loading, "rule") + 1,
                                 sizeof *spec->rules);
    if (!spec->sources || !spec->rules) {
        loading->problems->failed = true;
        return;
    }
    take_head(loading, loading->order[loading->order_count - 1]);
    for (size_t i = 0; i < loading->order_count; i++)
        take_file(loading, loading->order[i]);
    if (spec->rule_count == 0 && loading->problems->errors == 0)
        lo_diagnose(loading->problems,
                    lo_place_of(loading->order[loading->order_count - 1],
                                loading->order[loading->order_count - 1]->root),
                    "the spec has no rules");
}
