#include "cli/run.h"

#include "analyzer/doc/utf8.h"
#include "cli/album.h"
#include "cli/command.h"
#include "cli/emit.h"
#include "cli/jobs.h"
#include "cli/judging.h"
#include "cli/output.h"
#include "cli/versions.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run {
    const struct lo_settings *settings;
    bool with_specs;
    struct lo_specs specs;     /* all that were loaded */
    struct lo_specs strangers; /* of them, those that judge files of no release */
    struct lo_inputs inputs;
    struct lo_albums albums;
    struct lo_judged *subjects; /* inputs, then albums */
    struct lo_doc **docs;       /* those of the subjects, owned */
    size_t subject_count;
    enum lo_wire_detail detail; /* what of a document is kept */
};

/* The terms that somebody asks for: those that rules look at, and the second opinion. */
static const char *const *needed(const struct run *run, struct lo_err *err)
{
    const struct lo_vocab *vocab = lo_engine_vocab();
    struct lo_words words = {0};
    struct lo_arena *arena = run->settings->arena;
    int failed = 0;

    for (size_t i = 0; i < run->specs.count; i++)
        for (const char *const *id = lo_spec_needed(run->specs.list[i]); *id; id++)
            failed |= lo_words_add(&words, *id, arena, err);
    for (size_t i = 0; run->settings->verify && i < vocab->count; i++)
        for (const struct lo_term *term = vocab->groups[i]; term->id; term++)
            if (strncmp(term->id, "verify.", 7) == 0)
                failed |= lo_words_add(&words, term->id, arena, err);
    failed |= lo_words_add(&words, NULL, arena, err);
    return failed ? NULL : words.items;
}

static int parse_sets(const struct lo_settings *settings, struct lo_set **sets,
                      struct lo_err *err)
{
    *sets = lo_arena_alloc(settings->arena, settings->sets.count, sizeof **sets);
    if (!*sets)
        return lo_error_nomem(err);
    for (size_t i = 0; i < settings->sets.count; i++)
        if (lo_engine_parse_set(settings->sets.items[i], &(*sets)[i], err))
            return -1;
    return 0;
}

/* The specs that judge an input. */
static const struct lo_specs *specs_of(const struct run *run, size_t index)
{
    size_t part;
    const struct lo_album *album = lo_album_of(&run->albums, index, &part);

    return album ? &album->tracks : &run->strangers;
}

/* A subject of which nothing was measured: a name, and why. */
static int refuse(struct run *run, size_t index, const struct lo_measured *measured,
                  struct lo_err *err)
{
    bool is_fault =
        measured->why.status == LO_EFORMAT || measured->why.status == LO_ELIMIT;
    enum lo_acceptance acceptance = is_fault ? LO_REJECTED : LO_NOT_ANALYSED;
    struct lo_arena *arena = run->settings->arena;
    const char *reason =
        lo_utf8_clean(arena, measured->why.text, strlen(measured->why.text));
    struct lo_doc *doc =
        lo_doc_new(LO_TRACK, run->inputs.list[index].name, lo_engine_vocab());

    run->docs[index] = doc;
    if (!doc || !reason)
        return lo_error_nomem(err);
    if (lo_doc_seal(doc, err))
        return -1;
    run->subjects[index].doc = doc;
    run->subjects[index].acceptance = acceptance;
    if (run->with_specs)
        return lo_specs_refuse(specs_of(run, index), reason, acceptance,
                               &run->subjects[index], arena, err);
    /* Without specs there is no rule `readable` that could say it. */
    lo_say("%s", measured->why.text);
    return 0;
}

/* The verdicts on one input, waived as its release says; and what the release needs of it. */
static int judge(struct run *run, size_t index, struct lo_judged *judged,
                 struct lo_err *err)
{
    struct lo_arena *arena = run->settings->arena;
    size_t part;
    struct lo_album *album = lo_album_of(&run->albums, index, &part);

    if (album && lo_release_part_take(&album->parts[part], judged->doc, arena, err))
        return -1;
    if (!run->with_specs)
        return 0;
    if (lo_specs_judge(specs_of(run, index), judged->doc, judged, arena, err))
        return -1;
    return album ? lo_album_waive(album, album->parts[part].track, judged, arena, err)
                 : 0;
}

/* The release itself, after all its tracks. */
static int judge_album(struct run *run, const struct lo_album *album, size_t index,
                       struct lo_err *err)
{
    struct lo_judged *judged = &run->subjects[index];
    struct lo_arena *arena = run->settings->arena;

    if (lo_release_document(&run->docs[index], album->name, album->release,
                            album->parts, album->assets->count, lo_engine_vocab(), err))
        return -1;
    judged->doc = run->docs[index];
    judged->path = lo_utf8_clean(arena, album->path, strlen(album->path));
    if (!judged->path)
        return lo_error_nomem(err);
    if (!run->with_specs)
        return 0;
    return lo_specs_judge(&album->whole, judged->doc, judged, arena, err) ||
                   lo_album_waive(album, 0, judged, arena, err)
               ? -1
               : 0;
}

/* What becomes of one input that was measured; called by lo_jobs_run. */
static int take(void *context, size_t index, struct lo_measured *measured,
                struct lo_err *err)
{
    struct run *run = context;
    struct lo_judged *judged = &run->subjects[index];
    struct lo_arena *arena = run->settings->arena;
    const char *path = run->inputs.list[index].path;

    judged->path = lo_utf8_clean(arena, path, strlen(path));
    if (!lo_utf8_valid(path, strlen(path)))
        judged->path_bytes = lo_utf8_percent(arena, path, strlen(path));
    if (!judged->path || (!judged->path_bytes && !lo_utf8_valid(path, strlen(path)))) {
        lo_doc_free(measured->doc);
        return lo_error_nomem(err);
    }
    if (!measured->doc)
        return refuse(run, index, measured, err);
    run->docs[index] = measured->doc;
    judged->doc = measured->doc;
    if (judge(run, index, judged, err))
        return -1;
    return lo_keep(&run->docs[index], judged, run->detail, arena, err);
}

static void say_skipped(const struct lo_skipped *skipped)
{
    const struct {
        size_t count;
        const char *one, *many;
    } rows[] = {
        {skipped->other, "file that is not audio", "files that are not audio"},
        {skipped->special, "pipe, socket or device", "pipes, sockets or devices"},
        {skipped->linked, "link to a folder", "links to folders"},
    };

    for (size_t i = 0; i < LO_COUNT(rows); i++)
        if (rows[i].count)
            lo_say("left out %zu %s", rows[i].count,
                   rows[i].count == 1 ? rows[i].one : rows[i].many);
}

static int find_inputs(struct run *run, struct lo_err *err)
{
    const struct lo_settings *settings = run->settings;

    for (size_t i = 0; i < settings->operands.count; i++) {
        const char *path = settings->operands.items[i];

        if (lo_album_is(path, settings->release)
                ? lo_albums_add(&run->albums, &run->inputs, path, &settings->specs,
                                settings->arena, err)
                : lo_inputs_find(&run->inputs, &path, 1, settings->arena, err))
            return -1;
    }
    return 0;
}

/* Are there inputs that belong to no release? */
static bool has_strangers(const struct run *run)
{
    size_t tracks = 0;

    for (size_t i = 0; i < run->albums.count; i++)
        tracks += run->albums.list[i].assets->count;
    return tracks < run->inputs.count;
}

static int load_specs(struct run *run, struct lo_err *err)
{
    const struct lo_settings *settings = run->settings;
    struct lo_arena *arena = settings->arena;

    if (has_strangers(run) &&
        (lo_specs_load(&run->specs, &settings->specs, lo_engine_vocab(), arena, err) ||
         lo_specs_choose(&run->strangers, &run->specs, &settings->specs,
                         LO_CHOOSE_FILES, false, arena, err)))
        return -1;
    return lo_albums_load(&run->albums, &run->specs, lo_engine_vocab(), arena, err);
}

/* Everything that can be wrong with the question is found here, before hours of work. */
static int look_first(struct run *run, struct lo_set **sets, struct lo_err *err)
{
    const struct lo_settings *settings = run->settings;

    if (find_inputs(run, err) || (run->with_specs && load_specs(run, err)) ||
        parse_sets(settings, sets, err))
        return -1;
    if (lo_emit_prepare(settings, err))
        return -1;
    run->subject_count = run->inputs.count + run->albums.count;
    run->subjects =
        lo_arena_alloc(settings->arena, run->subject_count, sizeof *run->subjects);
    run->docs =
        lo_arena_alloc(settings->arena, run->subject_count, sizeof(struct lo_doc *));
    return run->subjects && run->docs ? 0 : lo_error_nomem(err);
}

static int measure(struct run *run, const struct lo_set *sets, struct lo_err *err)
{
    const struct lo_settings *settings = run->settings;
    struct lo_measure_options options = {
        .read = {.longest_s = settings->max_duration_s,
                 .audio_md5 = settings->hash || run->albums.count > 0},
        .needed = needed(run, err),
        .sets = sets,
        .set_count = settings->sets.count,
    };
    struct lo_batch batch = {
        .inputs = run->inputs.list,
        .count = run->inputs.count,
        .jobs = (unsigned)settings->jobs,
        .progress = !settings->quiet && !settings->no_progress &&
                    lo_output_is_smart(STDERR_FILENO),
        .limits = {settings->max_cpu_s, settings->timeout_s},
        .measure = &options,
        .done = take,
        .context = run,
    };

    if (!options.needed)
        return -1;
    if (!settings->quiet)
        say_skipped(&run->inputs.skipped);
    return lo_jobs_run(&batch, err);
}

static int judge_albums(struct run *run, struct lo_err *err)
{
    for (size_t i = 0; i < run->albums.count; i++)
        if (judge_album(run, &run->albums.list[i], run->inputs.count + i, err))
            return -1;
    return 0;
}

static int report(struct run *run, struct lo_err *err)
{
    const struct lo_settings *settings = run->settings;
    struct lo_spec_info libraries[LO_LIBRARIES];
    struct lo_report report = {
        .version = LEADOUT_VERSION,
        .libraries = libraries,
        .library_count = LO_LIBRARIES,
        .specs = run->specs.infos,
        .spec_count = run->specs.count,
        .settings = settings->sets.items,
        .setting_count = settings->sets.count,
        .subjects = run->subjects,
        .subject_count = run->subject_count,
    };

    lo_versions(libraries);
    for (size_t i = 0; i < run->subject_count; i++)
        if (run->subjects[i].acceptance > report.acceptance)
            report.acceptance = run->subjects[i].acceptance;
    if (lo_emit(&report, settings, err))
        return -1;
    return lo_emit_exit(&report, settings->fail_on);
}

int lo_run(struct lo_settings *settings, bool with_specs, struct lo_err *err)
{
    struct run run = {.settings = settings, .with_specs = with_specs};
    struct lo_set *sets;
    int result = look_first(&run, &sets, err);

    run.detail = settings->series ? LO_WIRE_WHOLE
                 : settings->out || settings->format == LO_FORMAT_HTML
                     ? LO_WIRE_DRAWABLE
                     : LO_WIRE_NUMBERS;
    if (!result) {
        result = measure(&run, sets, err);
        if (result > 0)
            result += LO_EXIT_SIGNAL;
        else if (result == 0)
            result = judge_albums(&run, err) ? -1 : report(&run, err);
    }
    for (size_t i = 0; run.docs && i < run.subject_count; i++)
        lo_doc_free(run.docs[i]);
    lo_specs_fini(&run.specs);
    return result;
}
