/* A release: what belongs together and what was meant, as release.xml says it. Plain records;
 * texts live as long as the release. */
#ifndef LO_DOC_RELEASE_H
#define LO_DOC_RELEASE_H

#include "analyzer/doc/doc.h"

/* How a track is meant to begin or end. */
enum lo_edge {
    LO_EDGE_OPEN,  /* nobody said */
    LO_EDGE_COLD,  /* at once, without a fade */
    LO_EDGE_FADE,  /* out of or into silence */
    LO_EDGE_SEGUE, /* into the neighbouring track */
};

/* "cold"; NULL for LO_EDGE_OPEN. */
const char *lo_edge_name(enum lo_edge edge);

struct lo_release_track {
    unsigned number; /* 1 .. 99, each once */
    const char *title,
        *artist;      /* artist: NULL when it is that of the release; title: NULL */
    const char *isrc; /* bare; NULL: none */
    enum lo_edge start, end;
    bool is_joined; /* to the track before: join="segue" */
    bool has_gap;
    double gap_s;                 /* pause before it; beside the silence in the files */
    double fade_in_s, fade_out_s; /* 0: none is meant */
    int line;
};

struct lo_release_file {
    unsigned track;
    const char *path; /* below the folder of the release */
    int line;
};

struct lo_release_assets {
    const char *id;
    struct lo_release_file *files; /* [count] in the order of tracks */
    size_t count;
    int line;
};

struct lo_release_start {
    unsigned track;
    double at_s;
};

struct lo_release_side {
    const char *name, *format, *file;
    struct lo_release_start *starts; /* [count] in the order of time */
    size_t count;
    int line;
};

struct lo_release_delivery {
    const char *const *specs; /* ends with NULL */
    const char *assets;       /* id */
    int line;
};

struct lo_release_waiver {
    const char *spec, *rule;
    unsigned track; /* 0: every subject */
    const char *by, *reason;
    int line;
};

struct lo_release {
    const char *name;   /* of the manifest, for messages; of the folder without one */
    const char *folder; /* "" or with a slash at its end: files lie below it */
    const char *title, *artist, *upc, *catalogue, *label; /* NULL: not said */
    struct lo_release_track *tracks;                      /* in the order of numbers */
    size_t track_count;
    struct lo_release_assets *assets;
    size_t assets_count;
    struct lo_release_side *sides;
    size_t side_count;
    struct lo_release_delivery *deliveries;
    size_t delivery_count;
    struct lo_release_waiver *waivers;
    size_t waiver_count;
};

/* NULL when there is none. */
const struct lo_release_track *lo_release_track_of(const struct lo_release *release,
                                                   unsigned number);

/* What was meant with a track, as facts and quantities of its document: intent.*. */
extern const struct lo_term lo_intent_terms[]; /* ends with {0} */
void lo_intent_set(struct lo_doc *doc, const struct lo_release_track *track);

#endif
