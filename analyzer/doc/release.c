#include "analyzer/doc/release.h"

const char *lo_edge_name(enum lo_edge edge)
{
    static const char *const names[] = {NULL, "cold", "fade", "segue"};

    return names[edge];
}

const struct lo_release_track *lo_release_track_of(const struct lo_release *release,
                                                   unsigned number)
{
    for (size_t i = 0; i < release->track_count; i++)
        if (release->tracks[i].number == number)
            return &release->tracks[i];
    return NULL;
}

const struct lo_term lo_intent_terms[] = {
    {LO_TERM_TEXT, "intent.title", LO_UNIT_NONE, "title, as the release has it", 0},
    {LO_TERM_TEXT, "intent.isrc", LO_UNIT_NONE, "ISRC, as the release has it", 0},
    {LO_TERM_TEXT, "intent.start", LO_UNIT_NONE,
     "how the track is meant to begin: cold, fade or segue", 0},
    {LO_TERM_TEXT, "intent.end", LO_UNIT_NONE,
     "how the track is meant to end: cold, fade or segue", 0},
    {LO_TERM_QUANTITY, "intent.track", LO_UNIT_COUNT, "number of the track", 0},
    {LO_TERM_QUANTITY, "intent.gap", LO_UNIT_S, "pause that is given before the track",
     0},
    {LO_TERM_QUANTITY, "intent.fade_in", LO_UNIT_S, "fade-in that is meant", 0},
    {LO_TERM_QUANTITY, "intent.fade_out", LO_UNIT_S, "fade-out that is meant", 0},
    {0},
};

void lo_intent_set(struct lo_doc *doc, const struct lo_release_track *track)
{
    lo_doc_set(doc, "intent.track", track->number);
    if (track->title)
        lo_doc_fact_text(doc, "intent.title", track->title);
    if (track->isrc)
        lo_doc_fact_text(doc, "intent.isrc", track->isrc);
    if (track->start)
        lo_doc_fact_text(doc, "intent.start", lo_edge_name(track->start));
    if (track->end)
        lo_doc_fact_text(doc, "intent.end", lo_edge_name(track->end));
    if (track->has_gap)
        lo_doc_set(doc, "intent.gap", track->gap_s);
    if (track->fade_in_s > 0)
        lo_doc_set(doc, "intent.fade_in", track->fade_in_s);
    if (track->fade_out_s > 0)
        lo_doc_set(doc, "intent.fade_out", track->fade_out_s);
}
