#include "analyzer/disc/release_read.h"

#include "analyzer/disc/release_values.h"
#include "analyzer/doc/identifiers.h"

#include <stdlib.h>
#include <string.h>

static int read_track(struct lo_release_reading *reading, const struct lo_xml_node *xml)
{
    struct lo_release *release = reading->release;
    struct lo_release_track track = {0};
    struct lo_node node;

    if (release->track_count == LO_TRACKS_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d tracks",
                                LO_TRACKS_MAX);
    if (lo_node_open(&node, reading, xml) || lo_node_track(&node, "n", &track.number) ||
        lo_node_code(&node, "isrc", lo_isrc_check, &track.isrc) ||
        lo_node_edge(&node, "start", &track.start) ||
        lo_node_edge(&node, "end", &track.end) ||
        lo_node_join(&node, &track.is_joined) ||
        lo_node_seconds(&node, "gap", &track.gap_s, &track.has_gap) ||
        lo_node_seconds(&node, "fade-in", &track.fade_in_s, NULL) ||
        lo_node_seconds(&node, "fade-out", &track.fade_out_s, NULL))
        return -1;
    track.title = lo_node_text(&node, "title");
    track.artist = lo_node_text(&node, "artist");
    track.line = node.line;
    release->tracks[release->track_count++] = track;
    return 0;
}

static int read_file(struct lo_release_reading *reading, const struct lo_xml_node *xml,
                     struct lo_release_assets *assets)
{
    struct lo_release_file file = {0};
    struct lo_node node;

    if (assets->count == LO_TRACKS_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d files",
                                LO_TRACKS_MAX);
    if (lo_node_open(&node, reading, xml) || lo_node_track(&node, "track", &file.track))
        return -1;
    file.line = node.line;
    file.path = lo_xml_text(xml, reading->arena);
    if (!file.path)
        return lo_error_nomem(reading->err);
    if (lo_release_check_path(reading, file.path, node.line))
        return -1;
    assets->files[assets->count++] = file;
    return 0;
}

static int read_assets(struct lo_release_reading *reading,
                       const struct lo_xml_node *xml)
{
    struct lo_release *release = reading->release;
    struct lo_release_assets *assets = &release->assets[release->assets_count];
    struct lo_node node;

    if (release->assets_count == LO_ASSETS_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d <assets>",
                                LO_ASSETS_MAX);
    if (lo_node_open(&node, reading, xml))
        return -1;
    *assets =
        (struct lo_release_assets){.id = lo_node_text(&node, "id"), .line = node.line};
    if (!assets->id)
        return lo_release_error(reading, node.line, "the id of <assets> is empty");
    assets->files =
        lo_arena_alloc(reading->arena, LO_TRACKS_MAX, sizeof *assets->files);
    if (!assets->files)
        return lo_error_nomem(reading->err);
    release->assets_count++;
    for (const struct lo_xml_node *file = lo_xml_first(xml); file;
         file = lo_xml_next(file))
        if (read_file(reading, file, assets))
            return -1;
    return 0;
}

static int read_side(struct lo_release_reading *reading, const struct lo_xml_node *xml)
{
    struct lo_release *release = reading->release;
    struct lo_release_side *side = &release->sides[release->side_count];
    struct lo_node node;

    if (release->side_count == LO_SIDES_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d sides",
                                LO_SIDES_MAX);
    if (lo_node_open(&node, reading, xml))
        return -1;
    *side = (struct lo_release_side){lo_node_text(&node, "name"),
                                     lo_node_text(&node, "format"),
                                     lo_node_text(&node, "file"),
                                     NULL,
                                     0,
                                     node.line};
    side->starts = lo_arena_alloc(reading->arena, LO_TRACKS_MAX, sizeof *side->starts);
    if (!side->starts)
        return lo_error_nomem(reading->err);
    if (!side->name || !side->format)
        return lo_release_error(reading, node.line, "a side needs a name and a format");
    if (lo_release_check_path(reading, side->file ? side->file : "",
                              lo_node_line(&node, "file")))
        return -1;
    release->side_count++;
    for (const struct lo_xml_node *start = lo_xml_first(xml); start;
         start = lo_xml_next(start)) {
        struct lo_release_start *to = &side->starts[side->count];
        struct lo_node inner;

        if (side->count == LO_TRACKS_MAX)
            return lo_release_error(reading, lo_xml_line(start), "more than %d starts",
                                    LO_TRACKS_MAX);
        if (lo_node_open(&inner, reading, start) ||
            lo_node_track(&inner, "track", &to->track) ||
            lo_node_seconds(&inner, "at", &to->at_s, NULL))
            return -1;
        side->count++;
    }
    return 0;
}

static int read_delivery(struct lo_release_reading *reading,
                         const struct lo_xml_node *xml)
{
    struct lo_release *release = reading->release;
    struct lo_release_delivery delivery = {0};
    struct lo_node node;
    const char *specs;

    if (release->delivery_count == LO_DELIVERIES_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d deliveries",
                                LO_DELIVERIES_MAX);
    if (lo_node_open(&node, reading, xml))
        return -1;
    specs = lo_node_text(&node, "spec");
    delivery.assets = lo_node_text(&node, "assets");
    delivery.line = node.line;
    if (!specs || !delivery.assets)
        return lo_release_error(reading, node.line,
                                "<deliver> names at least one spec and its assets");
    delivery.specs = lo_release_words(reading, specs);
    if (!delivery.specs)
        return lo_error_nomem(reading->err);
    release->deliveries[release->delivery_count++] = delivery;
    return 0;
}

static int read_waiver(struct lo_release_reading *reading,
                       const struct lo_xml_node *xml)
{
    struct lo_release *release = reading->release;
    struct lo_release_waiver waiver = {0};
    const char *rule, *slash;
    struct lo_node node;

    if (release->waiver_count == LO_WAIVERS_MAX)
        return lo_release_error(reading, lo_xml_line(xml), "more than %d waivers",
                                LO_WAIVERS_MAX);
    if (lo_node_open(&node, reading, xml) ||
        lo_node_track(&node, "track", &waiver.track))
        return -1;
    rule = lo_node_text(&node, "rule");
    slash = rule ? strrchr(rule, '/') : NULL;
    if (!slash || slash == rule || !slash[1])
        return lo_release_error(reading, lo_node_line(&node, "rule"),
                                "rule is SPEC/RULE, such as spotify/clipping");
    waiver.by = lo_node_text(&node, "by");
    waiver.reason = lo_node_text(&node, "reason");
    if (!waiver.by || !waiver.reason)
        return lo_release_error(reading, node.line,
                                "a waiver says by whom and for what reason");
    waiver.spec = lo_arena_strndup(reading->arena, rule, (size_t)(slash - rule));
    waiver.rule = slash + 1;
    waiver.line = node.line;
    if (!waiver.spec)
        return lo_error_nomem(reading->err);
    release->waivers[release->waiver_count++] = waiver;
    return 0;
}

static int read_root(struct lo_release_reading *reading, const struct lo_xml_node *root)
{
    struct lo_release *release = reading->release;
    struct lo_node node;

    if (lo_node_open(&node, reading, root) ||
        lo_node_code(&node, "upc", lo_upc_check, &release->upc))
        return -1;
    release->title = lo_node_text(&node, "title");
    release->artist = lo_node_text(&node, "artist");
    release->catalogue = lo_node_text(&node, "catalogue");
    release->label = lo_node_text(&node, "label");
    if (!release->title)
        return lo_release_error(reading, node.line,
                                "the title of the release is empty");
    return 0;
}

static int read_children(struct lo_release_reading *reading,
                         const struct lo_xml_node *root)
{
    static const struct {
        const char *name;
        int (*read)(struct lo_release_reading *, const struct lo_xml_node *);
    } readers[] = {
        {"track", read_track},      {"assets", read_assets}, {"side", read_side},
        {"deliver", read_delivery}, {"waive", read_waiver},
    };

    for (const struct lo_xml_node *child = lo_xml_first(root); child;
         child = lo_xml_next(child))
        for (size_t i = 0; i < LO_COUNT(readers); i++)
            if (strcmp(lo_xml_name(child), readers[i].name) == 0 &&
                readers[i].read(reading, child))
                return -1;
    return 0;
}

static int make_room(struct lo_release_reading *reading, const char *path)
{
    struct lo_arena *arena = reading->arena;
    struct lo_release *r = lo_arena_alloc(arena, 1, sizeof *r);
    const char *slash = strrchr(path, '/');

    if (!r)
        return lo_error_nomem(reading->err);
    reading->release = r;
    r->name = lo_arena_strdup(arena, slash ? slash + 1 : path);
    r->folder = lo_arena_strndup(arena, path, slash ? (size_t)(slash + 1 - path) : 0);
    r->tracks = lo_arena_alloc(arena, LO_TRACKS_MAX, sizeof *r->tracks);
    r->assets = lo_arena_alloc(arena, LO_ASSETS_MAX, sizeof *r->assets);
    r->sides = lo_arena_alloc(arena, LO_SIDES_MAX, sizeof *r->sides);
    r->deliveries = lo_arena_alloc(arena, LO_DELIVERIES_MAX, sizeof *r->deliveries);
    r->waivers = lo_arena_alloc(arena, LO_WAIVERS_MAX, sizeof *r->waivers);
    return r->name && r->folder && r->tracks && r->assets && r->sides &&
                   r->deliveries && r->waivers
               ? 0
               : lo_error_nomem(reading->err);
}

int lo_release_read_text(struct lo_release **release, const char *text, size_t bytes,
                         const char *path, struct lo_arena *arena, struct lo_err *err)
{
    struct lo_release_reading reading = {.arena = arena, .name = path, .err = err};
    struct lo_xml *xml;
    int result;

    *release = NULL;
    if (lo_xml_parse(&xml, text, bytes, path, LO_ESPEC, err))
        return -1;
    result = make_room(&reading, path) ||
             lo_release_check_grammar(&reading, lo_xml_root(xml)) ||
             read_root(&reading, lo_xml_root(xml)) ||
             read_children(&reading, lo_xml_root(xml)) ||
             lo_release_check_sense(&reading);
    lo_xml_free(xml);
    if (result)
        return -1;
    *release = reading.release;
    return 0;
}

int lo_release_read(struct lo_release **release, const char *path,
                    struct lo_arena *arena, struct lo_err *err)
{
    struct lo_xml_file file;
    int result;

    *release = NULL;
    if (lo_xml_read(&file, path, LO_ESPEC, err))
        return -1;
    result = lo_release_read_text(release, file.text, file.bytes, path, arena, err);
    free(file.text);
    return result;
}

/* The name of the first element: after the declaration, comments and blanks. */
bool lo_release_is(const char *text, size_t bytes)
{
    const char *end = text + bytes;

    while (text < end && (text = memchr(text, '<', (size_t)(end - text)))) {
        text++;
        if (text < end && (*text == '?' || *text == '!'))
            continue;
        if ((size_t)(end - text) < sizeof "release" ||
            memcmp(text, "release", sizeof "release" - 1) != 0)
            return false;
        return strchr(" \t\r\n>/", text[sizeof "release" - 1]) != NULL;
    }
    return false;
}
