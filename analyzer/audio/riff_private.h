/* What riff.c (one chunk) and riff_walk.c (the whole file) share. */
#ifndef LO_AUDIO_RIFF_PRIVATE_H
#define LO_AUDIO_RIFF_PRIVATE_H

#include "analyzer/audio/riff.h"

struct walk {
    struct lo_riff *riff;
    struct lo_source *source;
    struct lo_remarks *remarks;
    uint32_t riff_size;          /* in the header */
    uint64_t keys[LO_RIFF_KEPT]; /* id and form of the chunks kept */
    int64_t table_at;            /* of the entries of ds64 */
    uint32_t table_count;
    bool data_again, fmt_again;
    bool is_cut; /* the audio runs to the end of the file, short of its declared size */
    bool is_padded; /* the last chunk was odd and had its pad byte */
};

bool lo_riff_known(const unsigned char *id);
uint64_t lo_riff_take(struct walk *walk, int64_t at);
int64_t lo_riff_next(struct walk *walk, int64_t at, int64_t end);

/* Lists the chunk, and counts it as one more of an id that is there already. */
void lo_riff_keep(struct walk *walk, const unsigned char *id, int64_t at,
                  uint64_t bytes);

#endif
