/* What a release says against itself. */
#include "analyzer/base/nearest.h"
#include "analyzer/disc/release_private.h"

#include <stdlib.h>
#include <string.h>

static int compare_tracks(const void *a, const void *b)
{
    const struct lo_release_track *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

static int compare_files(const void *a, const void *b)
{
    const struct lo_release_file *x = a, *y = b;

    return (x->track > y->track) - (x->track < y->track);
}

static int check_tracks(struct lo_release_reading *reading)
{
    struct lo_release *release = reading->release;
    struct lo_release_track *tracks = release->tracks;

    if (release->track_count == 0)
        return lo_release_error(reading, 1, "a release has at least one <track>");
    qsort(tracks, release->track_count, sizeof *tracks, compare_tracks);
    for (size_t i = 1; i < release->track_count; i++)
        if (tracks[i].number == tracks[i - 1].number)
            return lo_release_error(reading,
                                    tracks[i].line > tracks[i - 1].line
                                        ? tracks[i].line
                                        : tracks[i - 1].line,
                                    "there are two tracks %u", tracks[i].number);
    if (tracks[0].is_joined)
        return lo_release_error(
            reading, tracks[0].line,
            "track %u is the first, and has nothing to be joined to", tracks[0].number);
    for (size_t i = 0; i < release->track_count; i++)
        if (tracks[i].is_joined) {
            tracks[i].start = LO_EDGE_SEGUE;
            tracks[i - 1].end = LO_EDGE_SEGUE;
        }
    return 0;
}

static int check_track(struct lo_release_reading *reading, unsigned number, int line)
{
    if (lo_release_track_of(reading->release, number))
        return 0;
    return lo_release_error(reading, line, "there is no track %u", number);
}

static int check_assets(struct lo_release_reading *reading)
{
    struct lo_release *release = reading->release;

    for (size_t i = 0; i < release->assets_count; i++) {
        struct lo_release_assets *assets = &release->assets[i];

        for (size_t before = 0; before < i; before++)
            if (strcmp(release->assets[before].id, assets->id) == 0)
                return lo_release_error(reading, assets->line,
                                        "there are two <assets> with the id '%.60s'",
                                        assets->id);
        if (assets->count == 0)
            return lo_release_error(reading, assets->line,
                                    "the assets '%.60s' name no file", assets->id);
        qsort(assets->files, assets->count, sizeof *assets->files, compare_files);
        for (size_t f = 0; f < assets->count; f++) {
            const struct lo_release_file *file = &assets->files[f];

            if (check_track(reading, file->track, file->line))
                return -1;
            if (f > 0 && assets->files[f - 1].track == file->track)
                return lo_release_error(reading, file->line,
                                        "the assets '%.60s' have two files of track %u",
                                        assets->id, file->track);
        }
    }
    return 0;
}

static int check_sides(struct lo_release_reading *reading)
{
    const struct lo_release *release = reading->release;

    for (size_t i = 0; i < release->side_count; i++) {
        const struct lo_release_side *side = &release->sides[i];

        for (size_t before = 0; before < i; before++)
            if (strcmp(release->sides[before].name, side->name) == 0)
                return lo_release_error(reading, side->line,
                                        "there are two sides '%.20s'", side->name);
        for (size_t s = 0; s < side->count; s++) {
            if (check_track(reading, side->starts[s].track, side->line))
                return -1;
            if (s > 0 && side->starts[s].at_s <= side->starts[s - 1].at_s)
                return lo_release_error(reading, side->line,
                                        "on side '%.20s', track %u starts before the "
                                        "one in front of it",
                                        side->name, side->starts[s].track);
        }
    }
    return 0;
}

static int check_deliveries(struct lo_release_reading *reading)
{
    const struct lo_release *release = reading->release;

    for (size_t i = 0; i < release->delivery_count; i++) {
        const struct lo_release_delivery *delivery = &release->deliveries[i];
        struct lo_nearest nearest = {.written = delivery->assets};
        bool is_there = false;

        for (size_t a = 0; a < release->assets_count; a++) {
            lo_nearest_offer(&nearest, release->assets[a].id);
            is_there = is_there || strcmp(release->assets[a].id, delivery->assets) == 0;
        }
        if (!is_there)
            return lo_release_error(
                reading, delivery->line, "there are no <assets> with the id '%.60s'%s",
                delivery->assets, lo_nearest_hint(&nearest, reading->arena));
    }
    return 0;
}

int lo_release_check_sense(struct lo_release_reading *reading)
{
    const struct lo_release *release = reading->release;

    if (check_tracks(reading) || check_assets(reading) || check_sides(reading) ||
        check_deliveries(reading))
        return -1;
    if (release->assets_count == 0 && release->side_count == 0)
        return lo_release_error(reading, 1,
                                "a release names its files in <assets>, or its sides");
    for (size_t i = 0; i < release->waiver_count; i++)
        if (release->waivers[i].track &&
            check_track(reading, release->waivers[i].track, release->waivers[i].line))
            return -1;
    return 0;
}
