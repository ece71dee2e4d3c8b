/* report.json read back. Everything is copied, so that the JSON can go. */
#include "reports/report.h"

#include "analyzer/base/alloc.h"
#include "reports/saved_private.h"

#include <stdlib.h>
#include <string.h>

struct lo_saved {
    struct lo_arena arena;
    struct lo_report report;
    struct lo_doc **docs; /* [subjects] NULL where none was made */
};

/* A report of more bytes is not read: the tree of JSON takes some ten times as much. */
enum { TEXT_MAX = 256 << 20 };

/* More than any run has. */
enum { SUBJECTS_MAX = 1000000, LIST_MAX = 10000 };

int lo_saved_text(struct lo_arena *arena, const struct lo_json *object, const char *key,
                  const char **text, struct lo_err *err)
{
    struct lo_json json = lo_json_member(object, key);

    if (lo_json_get_text(&json, text, err))
        return -1;
    *text = lo_arena_strdup(arena, *text);
    return *text ? 0 : lo_error_nomem(err);
}

int lo_saved_text_optional(struct lo_arena *arena, const struct lo_json *object,
                           const char *key, const char **text, struct lo_err *err)
{
    *text = NULL;
    if (!json_object_get(object->value, key))
        return 0;
    return lo_saved_text(arena, object, key, text, err);
}

int lo_saved_acceptance(const struct lo_json *object, enum lo_acceptance *acceptance,
                        struct lo_err *err)
{
    static const enum lo_acceptance all[] = {LO_ACCEPTED, LO_ACCEPTED_WITH_WARNINGS,
                                             LO_REJECTED, LO_NOT_ANALYSED};
    const char *names[LO_COUNT(all)];
    struct lo_json json = lo_json_member(object, "outcome");
    int choice;

    for (size_t i = 0; i < LO_COUNT(all); i++)
        names[i] = lo_acceptance_name(all[i]);
    if (lo_json_get_choice(&json, names, LO_COUNT(all), &choice, err))
        return -1;
    *acceptance = all[choice];
    return 0;
}

static int read_tool(struct lo_saved *saved, const struct lo_json *tool,
                     struct lo_err *err)
{
    static const char *const keys[] = {"name", "version", "libraries", NULL};
    struct lo_json libraries = lo_json_member(tool, "libraries");
    struct lo_spec_info *list;
    const char *name, *key;
    json_t *value;
    size_t count = 0;

    if (lo_json_want_object(tool, err) || lo_json_only(tool, keys, err) ||
        lo_saved_text(&saved->arena, tool, "name", &name, err) ||
        lo_saved_text(&saved->arena, tool, "version", &saved->report.version, err) ||
        lo_json_want_object(&libraries, err))
        return -1;
    list =
        lo_arena_alloc(&saved->arena, json_object_size(libraries.value), sizeof *list);
    if (!list)
        return lo_error_nomem(err);
    json_object_foreach((json_t *)libraries.value, key, value)
    {
        if (lo_saved_text(&saved->arena, &libraries, key, &list[count].version, err))
            return -1;
        list[count].id = lo_arena_strdup(&saved->arena, key);
        if (!list[count++].id)
            return lo_error_nomem(err);
    }
    saved->report.libraries = list;
    saved->report.library_count = count;
    return 0;
}

static int read_specs(struct lo_saved *saved, const struct lo_json *specs,
                      struct lo_err *err)
{
    static const char *const keys[] = {"id", "title", "version", NULL};
    struct lo_spec_info *list;
    size_t count = json_array_size(specs->value);

    if (!specs->value)
        return 0;
    if (lo_json_want_array(specs, LIST_MAX, err))
        return -1;
    list = lo_arena_alloc(&saved->arena, count, sizeof *list);
    if (!list)
        return lo_error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        struct lo_json item = lo_json_item(specs, i);

        if (lo_json_want_object(&item, err) || lo_json_only(&item, keys, err) ||
            lo_saved_text(&saved->arena, &item, "id", &list[i].id, err) ||
            lo_saved_text_optional(&saved->arena, &item, "title", &list[i].title,
                                   err) ||
            lo_saved_text_optional(&saved->arena, &item, "version", &list[i].version,
                                   err))
            return -1;
    }
    saved->report.specs = list;
    saved->report.spec_count = count;
    return 0;
}

static int read_settings(struct lo_saved *saved, const struct lo_json *settings,
                         struct lo_err *err)
{
    const char **list;
    size_t count = json_array_size(settings->value);

    if (!settings->value)
        return 0;
    if (lo_json_want_array(settings, LIST_MAX, err))
        return -1;
    list = lo_arena_alloc(&saved->arena, count, sizeof *list);
    if (!list)
        return lo_error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        struct lo_json item = lo_json_item(settings, i);

        if (lo_json_get_text(&item, &list[i], err))
            return -1;
        list[i] = lo_arena_strdup(&saved->arena, list[i]);
        if (!list[i])
            return lo_error_nomem(err);
    }
    saved->report.settings = list;
    saved->report.setting_count = count;
    return 0;
}

static int read_subject(struct lo_saved *saved, const struct lo_json *object, size_t i,
                        struct lo_judged *subject, const struct lo_vocab *vocab,
                        struct lo_err *err)
{
    static const char *const keys[] = {
        "kind",       "name",   "path",           "path_bytes", "rate_hz",
        "facts",      "events", "events_dropped", "series",     "distributions",
        "quantities", "tables", "outcome",        "verdicts",   NULL};
    struct lo_json verdicts = lo_json_member(object, "verdicts");

    if (lo_wire_read_at(&saved->docs[i], object, vocab, err) ||
        lo_json_only(object, keys, err))
        return -1;
    subject->doc = saved->docs[i];
    if (lo_saved_text_optional(&saved->arena, object, "path", &subject->path, err) ||
        lo_saved_text_optional(&saved->arena, object, "path_bytes",
                               &subject->path_bytes, err))
        return -1;
    if (!verdicts.value && !json_object_get(object->value, "outcome"))
        return 0;
    if (lo_saved_acceptance(object, &subject->acceptance, err))
        return -1;
    return lo_saved_verdicts(&saved->arena, &verdicts, &saved->report, subject, err);
}

static int read_subjects(struct lo_saved *saved, const struct lo_json *subjects,
                         const struct lo_vocab *vocab, struct lo_err *err)
{
    struct lo_judged *list;
    size_t count = json_array_size(subjects->value);

    if (lo_json_want_array(subjects, SUBJECTS_MAX, err))
        return -1;
    list = lo_arena_alloc(&saved->arena, count, sizeof *list);
    saved->docs = lo_arena_alloc(&saved->arena, count, sizeof *saved->docs);
    if (!list || !saved->docs)
        return lo_error_nomem(err);
    saved->report.subjects = list;
    saved->report.subject_count = count;
    for (size_t i = 0; i < count; i++) {
        struct lo_json item = lo_json_item(subjects, i);

        if (read_subject(saved, &item, i, &list[i], vocab, err))
            return -1;
    }
    return 0;
}

static int read_report(struct lo_saved *saved, const struct lo_json *root,
                       const struct lo_vocab *vocab, struct lo_err *err)
{
    static const char *const keys[] = {"schema",   "tool",     "outcome", "specs",
                                       "settings", "subjects", NULL};
    static const char *const schemas[] = {LO_REPORT_SCHEMA};
    struct lo_json schema = lo_json_member(root, "schema");
    struct lo_json tool = lo_json_member(root, "tool");
    struct lo_json specs = lo_json_member(root, "specs");
    struct lo_json settings = lo_json_member(root, "settings");
    struct lo_json subjects = lo_json_member(root, "subjects");
    int only;

    if (lo_json_want_object(root, err) ||
        lo_json_get_choice(&schema, schemas, LO_COUNT(schemas), &only, err) ||
        lo_json_only(root, keys, err) || read_tool(saved, &tool, err) ||
        lo_saved_acceptance(root, &saved->report.acceptance, err) ||
        read_specs(saved, &specs, err) || read_settings(saved, &settings, err))
        return -1;
    return read_subjects(saved, &subjects, vocab, err);
}

int lo_saved_read(struct lo_saved **saved, const char *text, size_t length,
                  const char *name, const struct lo_vocab *vocab, struct lo_err *err)
{
    struct lo_json root = {.key = name};
    json_t *tree;
    int result;

    *saved = NULL;
    if (length > TEXT_MAX)
        return lo_error(err, LO_ELIMIT, (struct lo_at){name, 0}, "longer than %d MiB",
                        TEXT_MAX >> 20);
    tree = lo_json_parse(text, length, name, err);
    if (!tree)
        return -1;
    *saved = lo_alloc(1, sizeof **saved);
    root.value = tree;
    result = *saved ? read_report(*saved, &root, vocab, err) : lo_error_nomem(err);
    json_decref(tree);
    if (result) {
        lo_saved_free(*saved);
        *saved = NULL;
    }
    return result;
}

void lo_saved_free(struct lo_saved *saved)
{
    if (!saved)
        return;
    for (size_t i = 0; saved->docs && i < saved->report.subject_count; i++)
        lo_doc_free(saved->docs[i]);
    lo_arena_fini(&saved->arena);
    free(saved);
}

const struct lo_report *lo_saved_report(const struct lo_saved *saved)
{
    return &saved->report;
}
