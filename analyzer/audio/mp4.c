#include "analyzer/audio/mp4.h"

#include "analyzer/audio/mp4_private.h"
#include "analyzer/audio/riff.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER_BYTES = 8,
    LARGE_HEADER_BYTES = 16,
    FULL_BYTES = 4, /* version and flags */
    DEPTH_MAX = 8,
    BOXES_MAX = 100000, /* in the whole file [leadout:limits] */
};

struct walk {
    struct lo_mp4 *mp4;
    struct lo_source *source;
    struct lo_remarks *remarks;
    struct lo_mp4_track track; /* the present one */
    struct lo_mp4_track first; /* the first of sound */
    int sounds, others;
    int boxes;
    uint32_t movie_hz;
    bool has_moov, has_fragments;
    int64_t media_bytes; /* of the boxes mdat */
};

int64_t lo_be64_or_less(const unsigned char *bytes)
{
    uint64_t value = (uint64_t)lo_be32(bytes) << 32 | lo_be32(bytes + 4);

    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

bool lo_mp4_box_at(struct lo_source *source, int64_t at, int64_t end,
                   struct lo_mp4_place *box)
{
    const unsigned char *head =
        end - at < HEADER_BYTES ? NULL : lo_source_peek(source, at, HEADER_BYTES);
    int64_t bytes, header = HEADER_BYTES;

    if (!head)
        return false;
    *box = (struct lo_mp4_place){.at = at};
    memcpy(box->id, head + 4, 4);
    bytes = lo_be32(head);
    if (bytes == 1) {
        header = LARGE_HEADER_BYTES;
        head = end - at < header ? NULL : lo_source_peek(source, at, (size_t)header);
        if (!head)
            return false;
        bytes = lo_be64_or_less(head + 8);
    } else if (bytes == 0) {
        bytes = end - at;
    }
    box->body = at + header;
    box->end = bytes > INT64_MAX - at ? INT64_MAX : at + bytes;
    return bytes >= header;
}

static bool is_id(const struct lo_mp4_place *box, const char *id)
{
    return memcmp(box->id, id, 4) == 0;
}

static void take_mvhd(struct walk *walk, const struct lo_mp4_place *box)
{
    unsigned char bytes[24];

    if (box->end - box->body >= 24 &&
        lo_source_read(walk->source, box->body, bytes, sizeof bytes) == sizeof bytes)
        walk->movie_hz = lo_be32(bytes + (bytes[0] == 1 ? 20 : 12));
}

/* A track ends: the first of sound is kept. */
static void keep_track(struct walk *walk)
{
    if (!walk->track.is_sound)
        walk->others++;
    else if (walk->sounds++ == 0)
        walk->first = walk->track;
}

/* Boxes that hold what is looked for, and how far before the boxes in them begin. */
static const struct {
    const char *id;
    int64_t skip;
} nests[] = {{"moov", 0}, {"trak", 0}, {"mdia", 0}, {"minf", 0},         {"stbl", 0},
             {"edts", 0}, {"udta", 0}, {"mvex", 0}, {"meta", FULL_BYTES}};

static const struct {
    const char *id;
    void (*take)(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
} tables[] = {{"mdhd", lo_mp4_mdhd}, {"hdlr", lo_mp4_hdlr}, {"stsd", lo_mp4_stsd},
              {"stts", lo_mp4_stts}, {"stsz", lo_mp4_stsz}, {"elst", lo_mp4_elst}};

static void walk_boxes(struct walk *walk, int64_t at, int64_t end, int depth);

/* QuickTime has no version in front of the boxes in meta. */
static int64_t skip_of(struct walk *walk, const struct lo_mp4_place *box, int64_t skip)
{
    const unsigned char *bytes = skip && box->end - box->body >= 8
                                     ? lo_source_peek(walk->source, box->body, 8)
                                     : NULL;

    return bytes && memcmp(bytes + 4, "hdlr", 4) == 0 ? 0 : skip;
}

static void take_box(struct walk *walk, struct lo_mp4_place *box, int depth)
{
    for (size_t i = 0; i < LO_COUNT(nests) && depth < DEPTH_MAX; i++) {
        if (!is_id(box, nests[i].id))
            continue;
        if (is_id(box, "trak"))
            walk->track = (struct lo_mp4_track){.edit_length = -1};
        walk_boxes(walk, box->body + skip_of(walk, box, nests[i].skip), box->end,
                   depth + 1);
        if (is_id(box, "trak"))
            keep_track(walk);
        return;
    }
    for (size_t i = 0; i < LO_COUNT(tables); i++)
        if (is_id(box, tables[i].id))
            tables[i].take(&walk->track, walk->source, box);
    if (is_id(box, "mvhd"))
        take_mvhd(walk, box);
    if (is_id(box, "ilst") && !walk->mp4->ilst_at) {
        walk->mp4->ilst_at = box->at;
        walk->mp4->ilst_bytes = box->end - box->body;
    }
}

static void keep_box(struct walk *walk, const struct lo_mp4_place *box)
{
    struct lo_mp4 *mp4 = walk->mp4;

    walk->has_moov = walk->has_moov || is_id(box, "moov");
    walk->has_fragments = walk->has_fragments || is_id(box, "moof");
    if (is_id(box, "mdat"))
        walk->media_bytes += box->end - box->body;
    if (mp4->kept < LO_MP4_BOXES_KEPT) {
        struct lo_mp4_box *kept = &mp4->boxes[mp4->kept++];

        memcpy(kept->id, box->id, 4);
        kept->at = box->at;
        kept->bytes = box->end - box->at;
    }
    mp4->total++;
}

/* Boxes from offset at to end. A size that cannot be ends the walk of this level. */
static void walk_boxes(struct walk *walk, int64_t at, int64_t end, int depth)
{
    while (at < end && walk->boxes++ < BOXES_MAX) {
        struct lo_mp4_place box;
        char id[5];

        if (!lo_mp4_box_at(walk->source, at, end, &box)) {
            /* udta of QuickTime ends with four zero bytes. */
            if (end - at != 4)
                lo_remark(&walk->remarks->problems,
                          "box-size: no box begins at byte %" PRId64 ", where %" PRId64
                          " bytes are left",
                          at, end - at);
            return;
        }
        if (box.end > end) {
            lo_riff_id_text(box.id, id);
            if (end == walk->source->size)
                lo_remark(&walk->remarks->problems,
                          "truncated: the box '%s' at byte %" PRId64
                          " ends after the file",
                          id, at);
            else
                lo_remark(&walk->remarks->problems,
                          "box-size: the box '%s' at byte %" PRId64
                          " reaches past the one around it",
                          id, at);
            box.end = end;
        }
        if (depth == 0)
            keep_box(walk, &box);
        take_box(walk, &box, depth);
        at = box.end;
    }
}

/* The edit in ticks of the media. */
static void convert_edit(struct lo_mp4 *mp4, const struct lo_mp4_track *track,
                         uint32_t movie_hz)
{
    double ticks = movie_hz ? (double)mp4->ticks_hz / movie_hz : 0.0;

    mp4->edit.length = -1;
    if (mp4->edit.count == 1 && track->edit_length > 0 && ticks > 0.0 &&
        (double)track->edit_length * ticks < 1e15)
        mp4->edit.length = (int64_t)llround((double)track->edit_length * ticks);
    mp4->edit.tolerance = ticks;
}

static int refuse(const char *what, int64_t at, const char *name, struct lo_err *err)
{
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: %s in an MP4 file, at byte %" PRId64, what, at);
}

static void add_notes(const struct walk *walk)
{
    struct lo_remark_list *notes = &walk->remarks->notes;

    if (walk->sounds > 1)
        lo_remark(notes, "tracks: %d tracks of audio; the first is measured",
                  walk->sounds);
    if (walk->others > 0)
        lo_remark(notes, "tracks: %d tracks that are no audio", walk->others);
    if (walk->mp4->edit.count > 1)
        lo_remark(
            notes,
            "edit-list: %d edits; measured from the first to the end of the media",
            walk->mp4->edit.count);
}

int lo_mp4_walk(struct lo_mp4 *mp4, struct lo_source *source, const char *name,
                struct lo_remarks *remarks, struct lo_err *err)
{
    struct walk walk = {.mp4 = mp4, .source = source, .remarks = remarks};
    const struct lo_mp4 *found = &walk.first.found;

    walk_boxes(&walk, 0, source->size, 0);
    if (!walk.has_moov)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no moov box before byte %" PRId64
                        ": the file is cut short, or was never finished",
                        source->size);
    if (!walk.sounds)
        return refuse("no track of audio", 0, name, err);
    if (walk.first.refused)
        return refuse(*walk.first.other ? walk.first.other : walk.first.refused,
                      found->entry_at, name, err);
    if (!found->codec)
        return refuse("no description of the audio", 0, name, err);
    mp4->codec = found->codec;
    mp4->entry_at = found->entry_at;
    mp4->channels = found->channels;
    mp4->rate_hz = found->rate_hz;
    mp4->bits = found->bits;
    mp4->ticks_hz = found->ticks_hz;
    mp4->duration = walk.has_fragments || !found->ticks_hz ? -1 : found->duration;
    mp4->edit = found->edit;
    mp4->audio_bytes = walk.has_fragments || found->audio_bytes > walk.media_bytes
                           ? walk.media_bytes
                           : found->audio_bytes;
    convert_edit(mp4, &walk.first, walk.movie_hz);
    add_notes(&walk);
    return 0;
}

static int64_t frames_of(const struct lo_mp4 *mp4, double ticks, unsigned rate_hz)
{
    return (int64_t)llround(ticks * rate_hz / mp4->ticks_hz);
}

struct lo_mp4_cut lo_mp4_cut_of(const struct lo_mp4 *mp4, unsigned rate_hz)
{
    struct lo_mp4_cut cut = {0, -1};
    int64_t end = mp4->duration;

    if (!mp4->ticks_hz || (mp4->duration >= 0 && mp4->edit.start > mp4->duration))
        return cut;
    if (mp4->edit.length >= 0 &&
        (end < 0 ||
         (double)(end - mp4->edit.start - mp4->edit.length) > mp4->edit.tolerance))
        end = mp4->edit.start + mp4->edit.length;
    cut.skip = frames_of(mp4, (double)mp4->edit.start, rate_hz);
    if (end >= 0)
        cut.take = frames_of(mp4, (double)end, rate_hz) - cut.skip;
    return cut;
}
