#include "cli/judging.h"

#include <string.h>

static int load(struct lo_specs *specs, const char *name, const struct lo_vocab *vocab,
                struct lo_err *err)
{
    struct lo_spec **spec = &specs->list[specs->count];
    enum lo_subject scope;

    if (lo_spec_load(spec, name, vocab, err))
        return -1;
    specs->infos[specs->count] = *lo_spec_info(*spec);
    specs->count++;
    scope = lo_spec_scope(*spec);
    if (scope == LO_TRACK || scope == LO_SIDE || scope == LO_DISC)
        return 0;
    return lo_error(
        err, LO_EUSAGE, LO_NOWHERE,
        "the spec %s judges a %s as a whole, and files are judged one by one", name,
        lo_subject_name(scope));
}

int lo_specs_load(struct lo_specs *specs, const struct lo_words *names,
                  const struct lo_vocab *vocab, struct lo_arena *arena,
                  struct lo_err *err)
{
    static const char *const usual[] = {"streaming"};
    const char *const *items = names->count ? names->items : usual;
    size_t count = names->count ? names->count : LO_COUNT(usual);

    specs->list = lo_arena_alloc(arena, count, sizeof(struct lo_spec *));
    specs->infos = lo_arena_alloc(arena, count, sizeof *specs->infos);
    if (!specs->list || !specs->infos)
        return lo_error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        bool is_new = true;

        for (size_t before = 0; before < i; before++)
            is_new &= strcmp(items[before], items[i]) != 0;
        if (is_new && load(specs, items[i], vocab, err))
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
