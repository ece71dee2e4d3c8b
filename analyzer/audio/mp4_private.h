/* What the walk of an MP4 file (mp4.c) and the tables of its tracks (mp4_track.c) share. */
#ifndef LO_AUDIO_MP4_PRIVATE_H
#define LO_AUDIO_MP4_PRIVATE_H

#include "analyzer/audio/mp4.h"

/* A box that was found: header and body. */
struct lo_mp4_place {
    unsigned char id[4];
    int64_t at, body, end;
};

/* What is known of the track that is being walked. */
struct lo_mp4_track {
    bool is_sound;
    struct lo_mp4 found; /* what it would mean for the file */
    const char *refused; /* the name of its codec, when that is not read; NULL */
    char other[16];      /* what refused may point to */
    int64_t edit_length; /* in ticks of the movie; -1: none */
};

/* The tables, each from the body of its box. */
void lo_mp4_mdhd(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
void lo_mp4_hdlr(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
void lo_mp4_stsd(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
void lo_mp4_stts(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
void lo_mp4_stsz(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);
void lo_mp4_elst(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box);

/* The box at offset at, which must end before end; false when none is there. A size of 0 means
 * up to end. */
bool lo_mp4_box_at(struct lo_source *source, int64_t at, int64_t end,
                   struct lo_mp4_place *box);

int64_t lo_be64_or_less(const unsigned char *bytes); /* at most INT64_MAX */

#endif
