#include "analyzer/disc/release_compare.h"

#include "analyzer/base/buf.h"
#include "analyzer/base/number.h"

#include <math.h>
#include <string.h>

/* Less silence than this between joined tracks is none [leadout:release]. */
static const double JOIN_S = 0.05;

/* Adds the text to a list, and takes it. */
static void add_line(struct lo_doc *doc, const char *list, struct lo_buf *line)
{
    if (line->failed)
        lo_doc_fail(doc);
    else
        lo_doc_fact_add(doc, list, line->text);
    lo_buf_fini(line);
}

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* "tracks 1, 3": those whose text (at offset field) is that of part i; 0 when i is not the
 * first of them. Returns how many there are. */
static size_t put_tracks(struct lo_buf *line, const struct lo_release_part *parts,
                         size_t count, size_t i,
                         const char *(*text_of)(const struct lo_release_part *))
{
    size_t found = 0;

    for (size_t k = 0; k < i; k++)
        if (is_same(text_of(&parts[k]), text_of(&parts[i])))
            return 0;
    for (size_t k = i; k < count; k++)
        if (is_same(text_of(&parts[k]), text_of(&parts[i])))
            lo_buf_printf(line, "%s%u", found++ ? ", " : "", parts[k].track);
    return found;
}

static const char *format_of(const struct lo_release_part *part)
{
    return part->format;
}

static const char *md5_of(const struct lo_release_part *part)
{
    return part->md5;
}

static void set_formats(struct lo_doc *doc, const struct lo_release_part *parts,
                        size_t count)
{
    size_t formats = 0;

    lo_doc_fact_list(doc, "release.formats");
    for (size_t i = 0; i < count; i++) {
        struct lo_buf tracks = {0}, line = {0};
        size_t found = put_tracks(&tracks, parts, count, i, format_of);

        if (found) {
            formats++;
            lo_buf_printf(&line, "%s: track%s %s", parts[i].format,
                          found > 1 ? "s" : "", tracks.failed ? "" : tracks.text);
            add_line(doc, "release.formats", &line);
        }
        lo_buf_fini(&tracks);
    }
    lo_doc_fact_flag(doc, "release.mixed_formats", formats > 1);
}

/* The format that most tracks have, the first of those that are as many. */
static const struct lo_release_part *usual(const struct lo_release_part *parts,
                                           size_t count)
{
    const struct lo_release_part *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < count; i++) {
        struct lo_buf tracks = {0};
        size_t found = put_tracks(&tracks, parts, count, i, format_of);

        if (found > most) {
            most = found;
            best = &parts[i];
        }
        lo_buf_fini(&tracks);
    }
    return best;
}

/* Tracks that are not as most are. */
static void set_others(struct lo_doc *doc, const struct lo_release_part *parts,
                       size_t count)
{
    const struct lo_release_part *most = usual(parts, count);

    lo_doc_fact_list(doc, "release.other_formats");
    for (size_t i = 0; most && i < count; i++) {
        struct lo_buf line = {0};

        if (!parts[i].format || is_same(parts[i].format, most->format))
            continue;
        lo_buf_printf(&line, "track %u is %s; track %u is %s", parts[i].track,
                      parts[i].format, most->track, most->format);
        add_line(doc, "release.other_formats", &line);
    }
}

static void set_duplicates(struct lo_doc *doc, const struct lo_release_part *parts,
                           size_t count)
{
    lo_doc_fact_list(doc, "release.duplicate_audio");
    for (size_t i = 0; i < count; i++) {
        struct lo_buf tracks = {0}, line = {0};

        if (put_tracks(&tracks, parts, count, i, md5_of) > 1) {
            lo_buf_printf(&line, "tracks %s are the same audio",
                          tracks.failed ? "" : tracks.text);
            add_line(doc, "release.duplicate_audio", &line);
        }
        lo_buf_fini(&tracks);
    }
}

/* The code that counts: of the manifest, else of the file. */
static const char *isrc_of(const struct lo_release *release,
                           const struct lo_release_part *part)
{
    const struct lo_release_track *track = lo_release_track_of(release, part->track);

    return track && track->isrc ? track->isrc : part->isrc;
}

static void set_codes(struct lo_doc *doc, const struct lo_release *release,
                      const struct lo_release_part *parts, size_t count)
{
    lo_doc_fact_list(doc, "release.missing_isrc");
    lo_doc_fact_list(doc, "release.duplicate_isrc");
    for (size_t i = 0; i < count; i++) {
        const char *isrc = isrc_of(release, &parts[i]);
        struct lo_buf line = {0};

        if (!isrc) {
            lo_buf_printf(&line, "track %u", parts[i].track);
            add_line(doc, "release.missing_isrc", &line);
        }
        for (size_t k = 0; isrc && k < i; k++)
            if (is_same(isrc, isrc_of(release, &parts[k]))) {
                lo_buf_printf(&line, "%s: tracks %u and %u", isrc, parts[k].track,
                              parts[i].track);
                add_line(doc, "release.duplicate_isrc", &line);
                break;
            }
    }
}

static void add_mismatch(struct lo_doc *doc, unsigned track, const char *what,
                         const char *meant, const char *found)
{
    struct lo_buf line = {0};

    if (!meant || !found || strcmp(meant, found) == 0)
        return;
    lo_buf_printf(&line, "track %u: %s is '%s' in the manifest, '%s' in the file",
                  track, what, meant, found);
    add_line(doc, "release.mismatches", &line);
}

static void add_missing(struct lo_doc *doc, unsigned track, const char *what,
                        const char *found)
{
    struct lo_buf line = {0};

    if (found)
        return;
    lo_buf_printf(&line, "track %u: %s", track, what);
    add_line(doc, "release.missing_tags", &line);
}

/* A code without the zeros in front that an EAN has and a UPC has not. */
static const char *bare(const char *code)
{
    return code ? code + strspn(code, "0") : NULL;
}

static void set_tags(struct lo_doc *doc, const struct lo_release *release,
                     const struct lo_release_part *parts, size_t count)
{
    lo_doc_fact_list(doc, "release.missing_tags");
    lo_doc_fact_list(doc, "release.mismatches");
    for (size_t i = 0; i < count; i++) {
        const struct lo_release_part *part = &parts[i];
        const struct lo_release_track *track =
            lo_release_track_of(release, part->track);

        if (!part->is_read || !track)
            continue;
        add_missing(doc, part->track, "title", part->title);
        add_missing(doc, part->track, "artist", part->artist);
        add_missing(doc, part->track, "ISRC", part->isrc);
        add_mismatch(doc, part->track, "the title", track->title, part->title);
        add_mismatch(doc, part->track, "the artist",
                     track->artist ? track->artist : release->artist, part->artist);
        add_mismatch(doc, part->track, "the ISRC", track->isrc, part->isrc);
        add_mismatch(doc, part->track, "the album", release->title, part->album);
        add_mismatch(doc, part->track, "the UPC", bare(release->upc), bare(part->upc));
    }
}

static void set_joins(struct lo_doc *doc, const struct lo_release *release,
                      const struct lo_release_part *parts, size_t count)
{
    lo_doc_fact_list(doc, "release.broken_joins");
    for (size_t i = 1; i < count; i++) {
        const struct lo_release_track *track =
            lo_release_track_of(release, parts[i].track);
        double pause_s = track && track->has_gap ? track->gap_s : 0;
        double gap_s = parts[i - 1].tail_s + pause_s + parts[i].head_s;
        char number[LO_NUMBER_SIZE];
        struct lo_buf line = {0};

        if (!track || !track->is_joined || !parts[i].is_read || !parts[i - 1].is_read ||
            !isfinite(gap_s) || gap_s <= JOIN_S)
            continue;
        lo_buf_printf(&line,
                      "track %u is meant to follow track %u without a gap, and %s s of "
                      "silence lie between",
                      parts[i].track, parts[i - 1].track,
                      lo_number_fixed(number, gap_s, 3));
        add_line(doc, "release.broken_joins", &line);
    }
}

void lo_release_compare(struct lo_doc *doc, const struct lo_release *release,
                        const struct lo_release_part *parts, size_t count)
{
    set_formats(doc, parts, count);
    set_others(doc, parts, count);
    set_duplicates(doc, parts, count);
    set_codes(doc, release, parts, count);
    set_tags(doc, release, parts, count);
    set_joins(doc, release, parts, count);
}
