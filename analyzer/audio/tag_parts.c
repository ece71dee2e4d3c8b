/* Which chunks of a file hold tags, and who reads them. */
#include "analyzer/audio/aiff.h"
#include "analyzer/audio/caf.h"
#include "analyzer/audio/coded.h"
#include "analyzer/audio/flac_walk.h"
#include "analyzer/audio/riff.h"
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <string.h>

/* Of chunks with one id no more than these are read: one is right, two are a finding. */
enum {
    PARTS_OF_A_KIND = 4,
    RIFF_HEADER = 8,
    CAF_HEADER = 12,
    MD5_BYTES = 16,
    ID3V1_BYTES = 128
};

enum { FLAC_HEADER = 4, FLAC_VORBIS_COMMENT = 4, FLAC_PICTURE = 6 };

typedef void parser(struct lo_tags *tags, struct lo_source *source,
                    const struct lo_tag_part *part);

static void take_md5(struct lo_tags *tags, struct lo_source *source,
                     const struct lo_tag_part *part)
{
    if (part->bytes < MD5_BYTES || tags->has_md5)
        return;
    tags->has_md5 =
        lo_source_read(source, part->body, tags->md5, MD5_BYTES) == MD5_BYTES;
    tags->md5_at = part->at;
}

/* Labels of cue points: kept for when these are read. */
static void keep_labels(struct lo_tags *tags, struct lo_source *source,
                        const struct lo_tag_part *part)
{
    (void)source;
    if (!tags->labels.bytes)
        tags->labels = *part;
}

static const struct kind {
    const char *id, *form;
    parser *read;
} riff_kinds[] = {
    {"LIST", "adtl", keep_labels}, {"id3 ", "", lo_tag_id3},  {"ID3 ", "", lo_tag_id3},
    {"LIST", "INFO", lo_tag_info}, {"bext", "", lo_tag_bext}, {"iXML", "", lo_tag_ixml},
    {"axml", "", lo_tag_axml},     {"cart", "", lo_tag_cart}, {"cue ", "", lo_tag_cue},
    {"MD5 ", "", take_md5},
};

static struct lo_tag_part part_at(struct lo_source *source, int64_t at, int64_t header,
                                  uint64_t bytes)
{
    struct lo_tag_part part = {.at = at, .body = at + header};
    int64_t there = source->size - part.body;

    if (there < 0)
        there = 0;
    part.bytes = bytes < (uint64_t)there ? (int64_t)bytes : there;
    return part;
}

void lo_tags_riff(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_riff *riff)
{
    for (size_t k = 0; k < LO_COUNT(riff_kinds); k++) {
        int count = 0;

        for (size_t i = 0; i < riff->kept && count < PARTS_OF_A_KIND; i++) {
            const struct lo_riff_chunk *chunk = &riff->chunks[i];
            struct lo_tag_part part =
                part_at(source, chunk->at, riff->header_bytes, chunk->bytes);

            if (memcmp(chunk->id, riff_kinds[k].id, 4) != 0 ||
                (*riff_kinds[k].form &&
                 memcmp(chunk->form, riff_kinds[k].form, 4) != 0))
                continue;
            count++;
            riff_kinds[k].read(tags, source, &part);
        }
    }
}

static const struct kind aiff_kinds[] = {
    {"ID3 ", "", lo_tag_id3},       {"id3 ", "", lo_tag_id3},
    {"NAME", "", lo_tag_aiff_text}, {"AUTH", "", lo_tag_aiff_text},
    {"(c) ", "", lo_tag_aiff_text}, {"ANNO", "", lo_tag_aiff_text},
    {"COMT", "", lo_tag_comt},      {"MARK", "", lo_tag_mark},
    {"bext", "", lo_tag_bext},      {"iXML", "", lo_tag_ixml},
};

void lo_tags_aiff(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_aiff *aiff)
{
    for (size_t k = 0; k < LO_COUNT(aiff_kinds); k++) {
        int count = 0;

        for (size_t i = 0; i < aiff->kept && count < PARTS_OF_A_KIND; i++) {
            const struct lo_aiff_chunk *chunk = &aiff->chunks[i];
            struct lo_tag_part part =
                part_at(source, chunk->at, RIFF_HEADER, chunk->bytes);

            if (memcmp(chunk->id, aiff_kinds[k].id, 4) != 0)
                continue;
            count++;
            aiff_kinds[k].read(tags, source, &part);
        }
    }
}

void lo_tags_flac(struct lo_tags *tags, struct lo_source *source,
                  const struct lo_flac_walk *walk)
{
    int count = 0;
    double pictures = 0;

    for (size_t i = 0; i < walk->kept; i++) {
        const struct lo_flac_block *block = &walk->blocks[i];
        struct lo_tag_part part = part_at(source, block->at, FLAC_HEADER, block->bytes);

        pictures += block->type == FLAC_PICTURE;
        if (block->type == FLAC_VORBIS_COMMENT && count++ < PARTS_OF_A_KIND)
            lo_tag_vorbis(tags, source, &part);
    }
    if (pictures > 0)
        lo_doc_set(tags->doc, "tag.pictures", pictures);
}

void lo_tags_caf(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_caf *caf)
{
    int count = 0;

    for (size_t i = 0; i < caf->kept && count < PARTS_OF_A_KIND; i++) {
        const struct lo_caf_chunk *chunk = &caf->chunks[i];
        struct lo_tag_part part =
            part_at(source, chunk->at, CAF_HEADER, (uint64_t)chunk->bytes);

        if (memcmp(chunk->id, "info", 4) != 0)
            continue;
        count++;
        lo_tag_caf(tags, source, &part);
    }
}

/* The 128 bytes behind MPEG audio: fields of fixed length, which cut. */
static void take_id3v1(struct lo_tags *tags, struct lo_source *source, int64_t at)
{
    static const struct {
        int at, bytes;
        const char *name;
        enum lo_tag tag;
    } fields[] = {
        {3, 30, "title", LO_TAG_TITLE},      {33, 30, "artist", LO_TAG_ARTIST},
        {63, 30, "album", LO_TAG_ALBUM},     {93, 4, "year", LO_TAG_DATE},
        {97, 28, "comment", LO_TAG_COMMENT},
    };
    unsigned char bytes[ID3V1_BYTES];

    if (lo_source_read(source, at, bytes, sizeof bytes) < sizeof bytes)
        return;
    for (size_t i = 0; i < LO_COUNT(fields); i++) {
        struct lo_tag_place place = lo_tag_place_of(
            LO_TAGS_ID3V1, fields[i].name, strlen(fields[i].name), at + fields[i].at);

        place.is_fixed = true;
        lo_tag_take(tags, fields[i].tag, &place, bytes + fields[i].at,
                    (size_t)fields[i].bytes, LO_CODING_LOCAL);
    }
}

/* ID3v2 before the audio is read with the file. */
void lo_tags_coded(struct lo_tags *tags, struct lo_source *source,
                   const struct lo_coded *coded)
{
    struct lo_tag_part part = {coded->comment_at, coded->comment_at,
                               coded->comment_bytes};

    if (coded->comment_at)
        lo_tag_vorbis(tags, source, &part);
    if (coded->id3v1_at)
        take_id3v1(tags, source, coded->id3v1_at);
}
