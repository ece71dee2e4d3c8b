/* References:
 *   [BS1770] Recommendation ITU-R BS.1770-5, Annex 1: the gates.
 */
#include "analyzer/disc/release_document.h"

#include "analyzer/base/buf.h"
#include "analyzer/base/number.h"
#include "analyzer/disc/release_compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    RATE_HZ = 48000, /* that times of events are counted in; tracks may differ */
    SHORT_S = 45,    /* [leadout:release] */
};

static const double RELATIVE_GATE = 0.1;      /* -10 LU as a ratio of powers [BS1770] */
static const double LOUDNESS_OFFSET = -0.691; /* [BS1770] */

static double value_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    if (!quantity || quantity->state == LO_NOT_MEASURABLE)
        return NAN;
    return quantity->state == LO_BELOW ? -INFINITY : quantity->value;
}

/* A copy of a fact's text; NULL: there is none. */
static const char *text_of(const struct lo_doc *doc, const char *id,
                           struct lo_arena *arena, bool *failed)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);
    char *copy = fact ? lo_arena_strdup(arena, fact->text) : NULL;

    *failed = *failed || (fact && !copy);
    return copy;
}

static const char *format_of(const struct lo_doc *doc, struct lo_arena *arena)
{
    const struct lo_fact *container = lo_doc_fact(doc, "file.container");
    const struct lo_fact *sample = lo_doc_fact(doc, "file.sample_format");
    struct lo_buf text = {0};
    char *copy;

    lo_buf_printf(&text, "%s, %.0f bits%s, %.0f Hz, %.0f channels",
                  container ? container->text : "?", value_of(doc, "file.bits"),
                  sample && strcmp(sample->text, "float") == 0 ? " float" : "",
                  value_of(doc, "file.sample_rate"), value_of(doc, "file.channels"));
    copy = text.failed ? NULL : lo_arena_strdup(arena, text.text);
    lo_buf_fini(&text);
    return copy;
}

int lo_release_part_take(struct lo_release_part *part, const struct lo_doc *doc,
                         struct lo_arena *arena, struct lo_err *err)
{
    const struct lo_distribution *blocks = lo_doc_distribution(doc, "loudness.blocks");
    bool failed = false;

    part->is_read = true;
    part->duration_s = value_of(doc, "file.duration");
    part->loudness_lufs = value_of(doc, "loudness.integrated");
    part->true_peak_dbtp = value_of(doc, "peak.true");
    part->head_s = value_of(doc, "silence.head");
    part->tail_s = value_of(doc, "silence.tail");
    part->format = format_of(doc, arena);
    part->md5 = text_of(doc, "file.audio_md5", arena, &failed);
    part->title = text_of(doc, "tag.title", arena, &failed);
    part->artist = text_of(doc, "tag.artist", arena, &failed);
    part->album = text_of(doc, "tag.album", arena, &failed);
    part->isrc = text_of(doc, "tag.isrc", arena, &failed);
    part->upc = text_of(doc, "tag.upc", arena, &failed);
    if (blocks) {
        part->blocks = *blocks;
        part->blocks.count =
            lo_arena_copy(arena, blocks->count, blocks->bins, sizeof *blocks->count);
        part->blocks.power =
            lo_arena_copy(arena, blocks->power, blocks->bins, sizeof *blocks->power);
        failed = failed || !part->blocks.count || !part->blocks.power;
    }
    return failed || !part->format ? lo_error_nomem(err) : 0;
}

/* Powers and number of the blocks of all parts, each of which is over the gate. */
static void add_blocks(const struct lo_release_part *parts, size_t count, double gate,
                       double *power, double *blocks)
{
    *power = *blocks = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t bin = 0; bin < parts[i].blocks.bins; bin++) {
            double n = parts[i].blocks.count[bin], sum = parts[i].blocks.power[bin];

            if (n > 0 && sum / n >= gate) {
                *power += sum;
                *blocks += n;
            }
        }
}

static void set_album_loudness(struct lo_doc *doc, const struct lo_release_part *parts,
                               size_t count)
{
    double power, blocks;

    /* What is in the bins is over the absolute gate. */
    add_blocks(parts, count, 0, &power, &blocks);
    if (blocks > 0)
        add_blocks(parts, count, RELATIVE_GATE * power / blocks, &power, &blocks);
    if (blocks > 0)
        lo_doc_set(doc, "release.album_loudness",
                   LOUDNESS_OFFSET + 10 * log10(power / blocks));
    else
        lo_doc_set(doc, "release.album_loudness", -INFINITY);
}

/* Loudest, quietest and highest, of the tracks that have one. */
static void set_levels(struct lo_doc *doc, const struct lo_release_part *parts,
                       size_t count)
{
    double loudest = -INFINITY, quietest = INFINITY, peak = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        if (isfinite(parts[i].loudness_lufs) && parts[i].is_read) {
            loudest = fmax(loudest, parts[i].loudness_lufs);
            quietest = fmin(quietest, parts[i].loudness_lufs);
        }
        if (parts[i].is_read && isfinite(parts[i].true_peak_dbtp))
            peak = fmax(peak, parts[i].true_peak_dbtp);
    }
    lo_doc_set(doc, "release.loudest_track", loudest);
    lo_doc_set(doc, "release.true_peak", peak);
    if (isfinite(loudest))
        lo_doc_set(doc, "release.loudness_spread", loudest - quietest);
    else
        lo_doc_set_unmeasurable(doc, "release.loudness_spread",
                                "no track has a loudness");
}

static void set_durations(struct lo_doc *doc, const struct lo_release *release,
                          const struct lo_release_part *parts, size_t count)
{
    double sum_s = 0, gaps_s = 0, over = 0;
    size_t read = 0;

    for (size_t i = 0; i < count; i++) {
        const struct lo_release_track *track =
            lo_release_track_of(release, parts[i].track);

        if (i > 0 && track && track->has_gap)
            gaps_s += track->gap_s;
        if (!parts[i].is_read || !isfinite(parts[i].duration_s))
            continue;
        read++;
        sum_s += parts[i].duration_s;
        over += parts[i].duration_s > SHORT_S;
    }
    lo_doc_set(doc, "release.tracks", (double)count);
    lo_doc_set(doc, "release.unread", (double)(count - read));
    lo_doc_set(doc, "release.duration", sum_s + gaps_s);
    if (read == 0)
        return;
    lo_doc_set(doc, "release.mean_duration", sum_s / (double)read);
    lo_doc_set(doc, "release.over_45_s", 100 * over / (double)read);
}

/* Where one track ends and the next begins, on the time of the whole. */
static void set_gaps(struct lo_doc *doc, const struct lo_release *release,
                     const struct lo_release_part *parts, size_t count)
{
    double at_s = 0;

    for (size_t i = 0; i + 1 < count; i++) {
        const struct lo_release_part *a = &parts[i], *b = &parts[i + 1];
        const struct lo_release_track *next = lo_release_track_of(release, b->track);
        double pause_s = next && next->has_gap ? next->gap_s : 0;
        double gap_s = a->tail_s + pause_s + b->head_s;
        struct lo_event event = {.kind = "release.gap", .channel = -1, .value = gap_s};

        if (!a->is_read || !b->is_read || !isfinite(gap_s))
            return;
        at_s += a->duration_s;
        event.start_frames = (int64_t)llround((at_s - a->tail_s) * RATE_HZ);
        event.length_frames = (int64_t)llround(gap_s * RATE_HZ);
        event.rank = gap_s;
        lo_doc_event(doc, &event);
        at_s += pause_s;
    }
}

static void set_text(struct lo_doc *doc, const char *id, const char *text)
{
    if (text)
        lo_doc_fact_text(doc, id, text);
}

int lo_release_document(struct lo_doc **doc, const char *name,
                        const struct lo_release *release,
                        const struct lo_release_part *parts, size_t count,
                        const struct lo_vocab *vocab, struct lo_err *err)
{
    struct lo_doc *d = lo_doc_new(LO_RELEASE, name, vocab);

    *doc = NULL;
    if (!d)
        return lo_error_nomem(err);
    lo_doc_set_rate(d, RATE_HZ);
    set_text(d, "release.title", release->title);
    set_text(d, "release.artist", release->artist);
    set_text(d, "release.upc", release->upc);
    set_text(d, "release.catalogue", release->catalogue);
    set_text(d, "release.label", release->label);
    set_durations(d, release, parts, count);
    set_album_loudness(d, parts, count);
    set_levels(d, parts, count);
    set_gaps(d, release, parts, count);
    lo_release_compare(d, release, parts, count);
    if (lo_doc_seal(d, err)) {
        lo_doc_free(d);
        return -1;
    }
    *doc = d;
    return 0;
}
