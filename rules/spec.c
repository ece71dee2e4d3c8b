/* Loading, linting and what a loaded spec tells of itself. */
#include "rules/spec.h"

#include "analyzer/base/alloc.h"
#include "rules/loading.h"
#include "rules/text.h"

#include <stdlib.h>
#include <string.h>

enum { NEEDED_MAX = 2000 };

void lo_own(struct lo_loading *loading, struct lo_pattern *pattern,
            struct lo_xpath *xpath)
{
    struct lo_owned *owned = lo_arena_alloc(loading->arena, 1, sizeof *owned);

    if (!owned) {
        loading->problems->failed = true;
        lo_pattern_free(pattern);
        lo_xpath_free(xpath);
        return;
    }
    *owned = (struct lo_owned){pattern, xpath, loading->spec->owned};
    loading->spec->owned = owned;
}

void lo_need(struct lo_loading *loading, const char *id)
{
    struct lo_spec *spec = loading->spec;

    for (size_t i = 0; i < spec->needed_count; i++)
        if (strcmp(spec->needed[i], id) == 0)
            return;
    if (spec->needed_count < NEEDED_MAX)
        spec->needed[spec->needed_count++] = id;
}

void lo_spec_free(struct lo_spec *spec)
{
    if (!spec)
        return;
    for (struct lo_owned *owned = spec->owned; owned; owned = owned->next) {
        lo_pattern_free(owned->pattern);
        lo_xpath_free(owned->xpath);
    }
    lo_arena_fini(&spec->arena);
    free(spec);
}

/* One loading, from a name or, when text is not NULL, from memory. */
struct request {
    const char *name;
    const char *text;
    size_t bytes;
    const struct lo_vocab *vocab;
};

/* 0: the spec's XML could be looked at; the diagnosis says how good it is. */
static int run(struct lo_loading *loading, const struct request *request,
               struct lo_err *err)
{
    struct lo_spec *spec = loading->spec;

    spec->vocab = request->vocab;
    spec->name = lo_arena_strdup(&spec->arena, request->name);
    spec->needed = lo_arena_alloc(&spec->arena, NEEDED_MAX + 1, sizeof *spec->needed);
    if (!spec->needed || !spec->name)
        return lo_error_nomem(err);
    if (request->text ? lo_files_load_text(loading, request->text, request->bytes,
                                           request->name, err)
                      : lo_files_load(loading, request->name, err))
        return -1;
    if (loading->problems->errors == 0) {
        lo_values_gather(loading);
        lo_rules_make(loading);
    }
    if (loading->problems->errors == 0 && !loading->problems->failed) {
        lo_values_check_used(loading);
        lo_logic_check(loading);
    }
    return loading->problems->failed ? lo_error_nomem(err) : 0;
}

/* Fills in the diagnosis; *spec is what was loaded, and may only be used when it is free
 * of errors. NULL on failure. */
static int load(struct lo_spec **spec, const struct request *request,
                struct lo_diagnosis *problems, struct lo_err *err)
{
    struct lo_loading *loading = lo_alloc(1, sizeof *loading);
    int result = -1;

    *spec = lo_alloc(1, sizeof **spec);
    if (!loading || !*spec) {
        lo_error_nomem(err);
    } else {
        loading->spec = *spec;
        loading->arena = &(*spec)->arena;
        loading->vocab = request->vocab;
        loading->problems = problems;
        result = run(loading, request, err);
        lo_files_fini(loading);
    }
    free(loading);
    if (result != 0) {
        lo_spec_free(*spec);
        *spec = NULL;
    }
    return result;
}

static int load_right(struct lo_spec **spec, const struct request *request,
                      struct lo_err *err)
{
    struct lo_diagnosis *problems = lo_alloc(1, sizeof *problems);
    int result = -1;

    *spec = NULL;
    if (!problems)
        return lo_error_nomem(err);
    if (load(spec, request, problems, err) == 0)
        result = lo_diagnosis_first(problems, err);
    if (result != 0) {
        lo_spec_free(*spec);
        *spec = NULL;
    }
    lo_diagnosis_fini(problems);
    free(problems);
    return result;
}

int lo_spec_load(struct lo_spec **spec, const char *name, const struct lo_vocab *vocab,
                 struct lo_err *err)
{
    return load_right(spec, &(struct request){.name = name, .vocab = vocab}, err);
}

int lo_spec_load_text(struct lo_spec **spec, const char *text, size_t bytes,
                      const char *name, const struct lo_vocab *vocab,
                      struct lo_err *err)
{
    return load_right(spec, &(struct request){name, text, bytes, vocab}, err);
}

/* Text that is not even XML stops the loader with one error; lint shows that as a problem
 * like any other. The text of such an error starts with `file:line: `. */
static void add_fatal(struct lo_diagnosis *problems, const char *name, const char *text)
{
    size_t length = strlen(name);
    struct lo_at at = {.file = name};

    if (strncmp(text, name, length) == 0 && text[length] == ':') {
        char *end;
        long line = strtol(text + length + 1, &end, 10);

        if (line > 0 && *end == ':') {
            at.line = (int)line;
            text = end + 1;
        } else {
            text += length + 1;
        }
        text += *text == ' ';
    }
    lo_diagnose(problems, at, "%s", text);
}

static int compare_problems(const void *a, const void *b)
{
    const struct lo_problem *x = a, *y = b;
    int files = strcmp(x->file, y->file);

    if (files != 0)
        return files;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return strcmp(x->text, y->text);
}

static int lint(const struct request *request, const char *shown,
                struct lo_problems *problems, struct lo_err *err)
{
    struct lo_diagnosis *found = lo_alloc(1, sizeof *found);
    struct lo_err own = {0};
    struct lo_spec *spec = NULL;

    *problems = (struct lo_problems){0};
    if (!found)
        return lo_error_nomem(err);
    if (load(&spec, request, found, &own)) {
        if (own.status == LO_ESPEC)
            add_fatal(found, shown, own.text);
        else
            lo_error(err, own.status, LO_NOWHERE, "%s", own.text);
    }
    lo_spec_free(spec);
    if (found->failed)
        lo_error_nomem(err);
    if (found->failed || (own.status != LO_OK && own.status != LO_ESPEC)) {
        lo_diagnosis_fini(found);
        free(found);
        return -1;
    }
    qsort(found->list, found->count, sizeof *found->list, compare_problems);
    *problems = (struct lo_problems){found->list, found->count, found->errors, found};
    return 0;
}

int lo_spec_lint(const char *name, const struct lo_vocab *vocab,
                 struct lo_problems *problems, struct lo_err *err)
{
    return lint(&(struct request){.name = name, .vocab = vocab}, name, problems, err);
}

int lo_spec_lint_text(const char *text, size_t bytes, const char *name,
                      const struct lo_vocab *vocab, struct lo_problems *problems,
                      struct lo_err *err)
{
    return lint(&(struct request){name, text, bytes, vocab}, name, problems, err);
}

void lo_problems_fini(struct lo_problems *problems)
{
    struct lo_diagnosis *found = problems->owned;

    if (found)
        lo_diagnosis_fini(found);
    free(found);
    *problems = (struct lo_problems){0};
}

const char *lo_spec_name(const struct lo_spec *spec)
{
    return spec->name;
}

const struct lo_spec_info *lo_spec_info(const struct lo_spec *spec)
{
    return &spec->info;
}

enum lo_subject lo_spec_scope(const struct lo_spec *spec)
{
    return spec->scope;
}

const char *const *lo_spec_each(const struct lo_spec *spec)
{
    return spec->each;
}

bool lo_spec_has_rule(const struct lo_spec *spec, const char *rule)
{
    for (size_t i = 0; i < spec->rule_count; i++)
        if (strcmp(spec->rules[i].id, rule) == 0)
            return true;
    return false;
}

const char *const *lo_spec_needed(const struct lo_spec *spec)
{
    return spec->needed;
}
