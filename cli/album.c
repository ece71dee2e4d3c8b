#include "cli/album.h"

#include "analyzer/disc/release_read.h"
#include "analyzer/engine/engine.h"
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_BYTES = 4096 };

/* The spec of a release as a whole that every release is judged by. */
static const char CORE[] = "release";

static bool starts_like_release(const char *path)
{
    char head[HEAD_BYTES];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, head, sizeof head);

    if (fd >= 0)
        close(fd);
    return got > 0 && lo_release_is(head, (size_t)got);
}

bool lo_album_is(const char *path, bool folders_are_releases)
{
    const char *dot = strrchr(path, '.');
    struct stat status;

    if (stat(path, &status))
        return false;
    if (S_ISDIR(status.st_mode))
        return folders_are_releases;
    return S_ISREG(status.st_mode) && dot && strcasecmp(dot, ".xml") == 0 &&
           starts_like_release(path);
}

static struct lo_album *new_album(struct lo_albums *albums, struct lo_arena *arena,
                                  struct lo_err *err)
{
    if (albums->count == albums->size) {
        size_t size = albums->size ? 2 * albums->size : 4;
        struct lo_album *list = lo_arena_alloc(arena, size, sizeof *list);

        if (!list) {
            lo_error_nomem(err);
            return NULL;
        }
        if (albums->count)
            memcpy(list, albums->list, albums->count * sizeof *list);
        albums->list = list;
        albums->size = size;
    }
    return &albums->list[albums->count];
}

/* "Title", or "Title – hires" where there are several. */
static const char *name_of(const struct lo_release *release,
                           const struct lo_release_assets *assets, bool is_only,
                           struct lo_arena *arena)
{
    static const char dash[] = " \xE2\x80\x93 ";
    size_t size = strlen(release->title) + sizeof dash + strlen(assets->id);
    char *name = lo_arena_alloc(arena, size, 1);

    if (name)
        snprintf(name, size, "%s%s%s", release->title, is_only ? "" : dash,
                 is_only ? "" : assets->id);
    return name;
}

/* The file of the set as an input. It must be there: nothing is judged otherwise. */
static int add_file(struct lo_inputs *inputs, const struct lo_release *release,
                    const struct lo_release_file *file, struct lo_arena *arena,
                    struct lo_err *err)
{
    size_t size = strlen(release->folder) + strlen(file->path) + 1;
    char *path = lo_arena_alloc(arena, size, 1);
    struct stat status;

    if (!path)
        return lo_error_nomem(err);
    snprintf(path, size, "%s%s", release->folder, file->path);
    if (stat(path, &status))
        return lo_error(err, LO_EUSAGE, (struct lo_at){release->name, file->line},
                        "%s: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return lo_error(err, LO_EUSAGE, (struct lo_at){release->name, file->line},
                        "%s: is not a file", path);
    return lo_inputs_add(inputs, path, status.st_size,
                         lo_release_track_of(release, file->track), arena, err);
}

static int add_set(struct lo_albums *albums, struct lo_inputs *inputs,
                   const struct lo_album *proto, bool is_only, struct lo_arena *arena,
                   struct lo_err *err)
{
    struct lo_album *album = new_album(albums, arena, err);

    if (!album)
        return -1;
    *album = *proto;
    album->first = inputs->count;
    album->name = name_of(album->release, album->assets, is_only, arena);
    album->parts = lo_arena_alloc(arena, album->assets->count, sizeof *album->parts);
    if (!album->name || !album->parts)
        return lo_error_nomem(err);
    for (size_t i = 0; i < album->assets->count; i++) {
        album->parts[i].track = album->assets->files[i].track;
        if (add_file(inputs, album->release, &album->assets->files[i], arena, err))
            return -1;
    }
    albums->count++;
    return 0;
}

/* What is delivered from the set, each spec once. */
static int specs_of(struct lo_words *specs, const struct lo_release *release,
                    const struct lo_release_assets *assets, struct lo_arena *arena,
                    struct lo_err *err)
{
    for (size_t d = 0; d < release->delivery_count; d++) {
        const struct lo_release_delivery *delivery = &release->deliveries[d];

        if (strcmp(delivery->assets, assets->id) != 0)
            continue;
        for (const char *const *spec = delivery->specs; *spec; spec++) {
            bool is_new = true;

            for (size_t i = 0; i < specs->count; i++)
                is_new = is_new && strcmp(specs->items[i], *spec) != 0;
            if (is_new && lo_words_add(specs, *spec, arena, err))
                return -1;
        }
    }
    return 0;
}

static int add_release(struct lo_albums *albums, struct lo_inputs *inputs,
                       const struct lo_release *release, const char *path,
                       const struct lo_words *named, struct lo_arena *arena,
                       struct lo_err *err)
{
    bool is_only = release->assets_count == 1;

    for (size_t i = 0; i < release->assets_count; i++) {
        struct lo_album proto = {
            .release = release, .assets = &release->assets[i], .path = path};

        if (named->count)
            proto.specs = *named;
        else if (specs_of(&proto.specs, release, proto.assets, arena, err))
            return -1;
        /* A set that nobody delivers is not what is asked about. */
        if (!proto.specs.count && release->delivery_count)
            continue;
        if (add_set(albums, inputs, &proto, is_only, arena, err))
            return -1;
    }
    if (release->side_count)
        lo_say("%s: the sides are not judged; this version has no specs of vinyl",
               release->name);
    return 0;
}

/* A folder as a release: its files in natural order, one set. */
static struct lo_release *make_release(const struct lo_inputs *found, const char *path,
                                       struct lo_arena *arena, struct lo_err *err)
{
    struct lo_release *r = lo_arena_alloc(arena, 1, sizeof *r);
    size_t length = strlen(path);
    const char *name;

    while (length > 1 && path[length - 1] == '/')
        length--;
    name = memrchr(path, '/', length);
    name = name && length > 1 ? name + 1 : path;
    if (!r) {
        lo_error_nomem(err);
        return NULL;
    }
    if (found->count > LO_TRACKS_MAX) {
        lo_error(err, LO_EUSAGE, LO_NOWHERE,
                 "%s: a release has at most %d tracks, this folder has %zu "
                 "audio files",
                 path, LO_TRACKS_MAX, found->count);
        return NULL;
    }
    r->folder = "";
    r->title = lo_arena_strndup(arena, name, length - (size_t)(name - path));
    r->name = r->title;
    r->tracks = lo_arena_alloc(arena, found->count, sizeof *r->tracks);
    r->assets = lo_arena_alloc(arena, 1, sizeof *r->assets);
    if (r->assets)
        r->assets[0].files =
            lo_arena_alloc(arena, found->count, sizeof *r->assets[0].files);
    if (!r->title || !r->tracks || !r->assets || !r->assets[0].files) {
        lo_error_nomem(err);
        return NULL;
    }
    r->assets[0].id = r->title;
    r->assets_count = 1;
    for (size_t i = 0; i < found->count; i++) {
        r->tracks[i].number = (unsigned)i + 1;
        r->assets[0].files[i] =
            (struct lo_release_file){(unsigned)i + 1, found->list[i].path, 0};
    }
    r->track_count = r->assets[0].count = found->count;
    return r;
}

int lo_albums_add(struct lo_albums *albums, struct lo_inputs *inputs, const char *path,
                  const struct lo_words *named, struct lo_arena *arena,
                  struct lo_err *err)
{
    struct lo_release *release = NULL;
    struct lo_inputs found = {0};
    struct stat status;

    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        if (lo_inputs_find(&found, &path, 1, arena, err))
            return -1;
        release = make_release(&found, path, arena, err);
        if (!release)
            return -1;
        inputs->skipped.other += found.skipped.other;
        inputs->skipped.special += found.skipped.special;
        inputs->skipped.linked += found.skipped.linked;
    } else if (lo_release_read(&release, path, arena, err)) {
        return -1;
    }
    return add_release(albums, inputs, release, path, named, arena, err);
}

/* A waiver of a rule that a loaded spec does not have would never do anything. */
static int check_waivers(const struct lo_album *album, const struct lo_specs *specs,
                         struct lo_err *err)
{
    const struct lo_release *release = album->release;

    for (size_t w = 0; w < release->waiver_count; w++) {
        const struct lo_release_waiver *waiver = &release->waivers[w];

        for (size_t i = 0; i < specs->count; i++)
            if (strcmp(specs->infos[i].id, waiver->spec) == 0 &&
                !lo_spec_has_rule(specs->list[i], waiver->rule))
                return lo_error(
                    err, LO_ESPEC, (struct lo_at){release->name, waiver->line},
                    "the spec %s has no rule '%.60s'", waiver->spec, waiver->rule);
    }
    return 0;
}

int lo_albums_load(struct lo_albums *albums, struct lo_specs *specs,
                   const struct lo_vocab *vocab, struct lo_arena *arena,
                   struct lo_err *err)
{
    for (size_t i = 0; i < albums->count; i++) {
        struct lo_album *album = &albums->list[i];
        const char *core[] = {CORE};
        struct lo_words always = {core, LO_COUNT(core)};

        if (lo_specs_load(specs, &album->specs, vocab, arena, err) ||
            lo_specs_load(specs, &always, vocab, arena, err) ||
            lo_specs_choose(&album->tracks, specs, &album->specs, LO_CHOOSE_FILES, true,
                            arena, err) ||
            lo_specs_choose(&album->whole, specs, &always, LO_CHOOSE_RELEASES, true,
                            arena, err) ||
            lo_specs_choose(&album->whole, specs, &album->specs, LO_CHOOSE_RELEASES,
                            true, arena, err) ||
            check_waivers(album, specs, err))
            return -1;
    }
    return 0;
}

struct lo_album *lo_album_of(const struct lo_albums *albums, size_t input, size_t *part)
{
    for (size_t i = 0; i < albums->count; i++) {
        struct lo_album *album = &albums->list[i];

        if (input >= album->first && input - album->first < album->assets->count) {
            *part = input - album->first;
            return album;
        }
    }
    return NULL;
}

int lo_album_waive(const struct lo_album *album, unsigned track,
                   struct lo_judged *judged, struct lo_arena *arena, struct lo_err *err)
{
    const struct lo_release *release = album->release;
    struct lo_verdict *verdicts =
        lo_arena_copy(arena, judged->verdicts, judged->count, sizeof *verdicts);

    if (judged->count && !verdicts)
        return lo_error_nomem(err);
    for (size_t w = 0; w < release->waiver_count; w++) {
        const struct lo_release_waiver *waiver = &release->waivers[w];

        for (size_t v = 0; v < judged->count; v++)
            if (strcmp(verdicts[v].spec.id, waiver->spec) == 0 &&
                (waiver->track == 0 || waiver->track == track) &&
                lo_waive(&verdicts[v], waiver->rule, waiver->by, waiver->reason,
                         arena) < 0)
                return lo_error_nomem(err);
    }
    judged->verdicts = verdicts;
    judged->acceptance = lo_worst(verdicts, judged->count);
    return 0;
}
