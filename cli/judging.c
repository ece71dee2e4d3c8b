#include "cli/judging.h"

#include <stdbool.h>
#include <string.h>

static const char *const usual[] = {"streaming"};

/* The names, or streaming for none. */
static size_t names_of(const struct lo_words *words, const char *const **names)
{
    *names = words->count ? words->items : usual;
    return words->count ? words->count : LO_COUNT(usual);
}

static int make_room(struct lo_specs *specs, struct lo_arena *arena, struct lo_err *err)
{
    size_t size = specs->size ? 2 * specs->size : 8;
    struct lo_spec **list;
    struct lo_spec_info *infos;

    if (specs->count < specs->size)
        return 0;
    list = lo_arena_alloc(arena, size, sizeof(struct lo_spec *));
    infos = lo_arena_alloc(arena, size, sizeof *infos);
    if (!list || !infos)
        return lo_error_nomem(err);
    if (specs->count) {
        memcpy(list, specs->list, specs->count * sizeof(struct lo_spec *));
        memcpy(infos, specs->infos, specs->count * sizeof *infos);
    }
    specs->list = list;
    specs->infos = infos;
    specs->size = size;
    return 0;
}

static int add(struct lo_specs *specs, struct lo_spec *spec, struct lo_arena *arena,
               struct lo_err *err)
{
    if (make_room(specs, arena, err))
        return -1;
    specs->infos[specs->count] = *lo_spec_info(spec);
    specs->list[specs->count++] = spec;
    return 0;
}

/* The loaded spec of that name: an id, or a path that was loaded by it. */
static struct lo_spec *find(const struct lo_specs *specs, const char *name)
{
    for (size_t i = 0; i < specs->count; i++)
        if (strcmp(lo_spec_name(specs->list[i]), name) == 0)
            return specs->list[i];
    return NULL;
}

static int load(struct lo_specs *specs, const char *name, const struct lo_vocab *vocab,
                struct lo_arena *arena, struct lo_err *err)
{
    struct lo_spec *spec;

    if (find(specs, name))
        return 0;
    if (lo_spec_load(&spec, name, vocab, err))
        return -1;
    if (add(specs, spec, arena, err)) {
        lo_spec_free(spec);
        return -1;
    }
    return 0;
}

int lo_specs_load(struct lo_specs *specs, const struct lo_words *names,
                  const struct lo_vocab *vocab, struct lo_arena *arena,
                  struct lo_err *err)
{
    const char *const *items;
    size_t count = names_of(names, &items);

    for (size_t i = 0; i < count; i++)
        if (load(specs, items[i], vocab, arena, err))
            return -1;
    /* Those that are loaded meanwhile may want others in turn. */
    for (size_t i = 0; i < specs->count; i++)
        for (const char *const *each = lo_spec_each(specs->list[i]); *each; each++)
            if (load(specs, *each, vocab, arena, err))
                return -1;
    return 0;
}

static bool judges_files(const struct lo_spec *spec)
{
    enum lo_subject scope = lo_spec_scope(spec);

    return scope == LO_TRACK || scope == LO_SIDE || scope == LO_DISC;
}

/* Adds the spec to the choice when it judges that, once. */
static int choose(struct lo_specs *chosen, struct lo_spec *spec, enum lo_choice choice,
                  struct lo_arena *arena, struct lo_err *err)
{
    bool fits = choice == LO_CHOOSE_FILES ? judges_files(spec)
                                          : lo_spec_scope(spec) == LO_RELEASE;

    for (size_t i = 0; i < chosen->count; i++)
        fits = fits && chosen->list[i] != spec;
    return fits ? add(chosen, spec, arena, err) : 0;
}

int lo_specs_choose(struct lo_specs *chosen, const struct lo_specs *specs,
                    const struct lo_words *names, enum lo_choice choice,
                    bool is_release, struct lo_arena *arena, struct lo_err *err)
{
    const char *const *items;
    size_t count = names_of(names, &items);

    for (size_t i = 0; i < count; i++) {
        struct lo_spec *spec = find(specs, items[i]);

        if (!judges_files(spec) && !(is_release && lo_spec_scope(spec) == LO_RELEASE))
            return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                            "the spec %s judges a %s as a whole%s", items[i],
                            lo_subject_name(lo_spec_scope(spec)),
                            lo_spec_scope(spec) == LO_RELEASE
                                ? "; give a release.xml, or a folder with --release"
                                : ", and files are judged one by one");
        if (choose(chosen, spec, choice, arena, err))
            return -1;
        for (const char *const *each = lo_spec_each(spec); *each; each++)
            if (choose(chosen, find(specs, *each), choice, arena, err))
                return -1;
    }
    return 0;
}

void lo_specs_fini(struct lo_specs *specs)
{
    for (size_t i = 0; i < specs->count; i++)
        lo_spec_free(specs->list[i]);
    specs->count = 0;
}

/* Room for one verdict a spec. */
static struct lo_verdict *verdicts_new(const struct lo_specs *specs,
                                       struct lo_judged *judged, struct lo_arena *arena,
                                       struct lo_err *err)
{
    struct lo_verdict *verdicts = lo_arena_alloc(arena, specs->count, sizeof *verdicts);

    if (!verdicts)
        lo_error_nomem(err);
    judged->verdicts = verdicts;
    judged->count = specs->count;
    return verdicts;
}

int lo_specs_judge(const struct lo_specs *specs, const struct lo_doc *doc,
                   struct lo_judged *judged, struct lo_arena *arena, struct lo_err *err)
{
    struct lo_verdict *verdicts = verdicts_new(specs, judged, arena, err);

    if (!verdicts)
        return -1;
    for (size_t i = 0; i < specs->count; i++)
        if (lo_judge(specs->list[i], doc, &verdicts[i], arena, err))
            return -1;
    judged->doc = doc;
    judged->acceptance = lo_worst(verdicts, specs->count);
    return 0;
}

int lo_specs_refuse(const struct lo_specs *specs, const char *reason,
                    enum lo_acceptance acceptance, struct lo_judged *judged,
                    struct lo_arena *arena, struct lo_err *err)
{
    struct lo_verdict *verdicts = verdicts_new(specs, judged, arena, err);

    if (!verdicts)
        return -1;
    for (size_t i = 0; i < specs->count; i++)
        if (lo_judge_unreadable(specs->list[i], reason, acceptance, &verdicts[i], arena,
                                err))
            return -1;
    judged->acceptance = acceptance;
    return 0;
}

/* Copies what a verdict borrows from the document. The rest is the spec's or the arena's. */
static int keep_verdict(struct lo_verdict *verdict, struct lo_arena *arena,
                        struct lo_err *err)
{
    struct lo_finding *findings =
        lo_arena_copy(arena, verdict->findings, verdict->count, sizeof *findings);

    if (!findings)
        return lo_error_nomem(err);
    for (size_t i = 0; i < verdict->count; i++) {
        const char **texts[] = {&findings[i].term, &findings[i].detail,
                                &findings[i].correction.to,
                                &findings[i].correction.refused};

        for (size_t t = 0; t < LO_COUNT(texts); t++)
            if (*texts[t] && !(*texts[t] = lo_arena_strdup(arena, *texts[t])))
                return lo_error_nomem(err);
    }
    verdict->findings = findings;
    return 0;
}

int lo_keep(struct lo_doc **doc, struct lo_judged *judged, enum lo_wire_detail detail,
            struct lo_arena *arena, struct lo_err *err)
{
    struct lo_verdict *verdicts;
    struct lo_doc *small = NULL;
    json_t *json;

    if (detail == LO_WIRE_WHOLE)
        return 0;
    verdicts = lo_arena_copy(arena, judged->verdicts, judged->count, sizeof *verdicts);
    if (!verdicts)
        return lo_error_nomem(err);
    for (size_t i = 0; i < judged->count; i++)
        if (keep_verdict(&verdicts[i], arena, err))
            return -1;
    json = lo_wire_write(*doc, detail);
    if (!json)
        return lo_error_nomem(err);
    if (lo_wire_read(&small, json, lo_doc_vocab(*doc), err)) {
        json_decref(json);
        return -1;
    }
    json_decref(json);
    lo_doc_free(*doc);
    *doc = small;
    judged->doc = small;
    judged->verdicts = verdicts;
    return 0;
}
