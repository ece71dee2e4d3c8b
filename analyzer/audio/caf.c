/* The chunks of a Core Audio file. What its desc chunk means is in caf_desc.c. */
#include "analyzer/audio/caf_private.h"
#include "analyzer/audio/riff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    FILE_HEADER_BYTES = 8, /* "caff", version, flags */
    HEADER_BYTES = 12,     /* id and size of a chunk */
    EDIT_BYTES = 4,        /* edit count, before the audio */
    VERSION = 1,
};

struct walk {
    struct lo_caf *caf;
    struct lo_source *source;
    struct lo_remarks *remarks;
    bool is_cut; /* nothing can follow */
};

static int64_t be64(const unsigned char *bytes)
{
    return (int64_t)((uint64_t)lo_be32(bytes) << 32 | lo_be32(bytes + 4));
}

static bool is_printable(const unsigned char *id)
{
    for (int i = 0; i < 4; i++)
        if (id[i] < 0x20 || id[i] > 0x7E)
            return false;
    return true;
}

/* The audio, after the edit count. -1 means: to the end of the file, which only the last
 * chunk may say; so it is no damage. */
static void take_data(struct walk *walk, int64_t body, int64_t bytes)
{
    struct lo_caf *caf = walk->caf;
    int64_t there = walk->source->size - body - EDIT_BYTES;

    caf->data_at = body + EDIT_BYTES;
    caf->data_declared = bytes < 0 ? -1 : bytes - EDIT_BYTES;
    caf->data_bytes = there < 0 ? 0 : there;
    if (bytes == -1) {
        walk->is_cut = true;
        lo_remark(&walk->remarks->notes,
                  "open-end: the data chunk at byte %" PRId64
                  " declares no size and goes on to the end of the file",
                  body - HEADER_BYTES);
    } else if (bytes < EDIT_BYTES) {
        walk->is_cut = true;
        caf->data_declared = -1;
        lo_remark(&walk->remarks->problems,
                  "data-size: the data chunk at byte %" PRId64 " declares %" PRId64
                  " bytes, as a stream that was never closed does; it is measured to "
                  "the end of the file",
                  body - HEADER_BYTES, bytes);
    } else if (caf->data_declared > there) {
        walk->is_cut = true;
        lo_remark(&walk->remarks->problems,
                  "truncated: the data chunk declares %" PRId64
                  " bytes of audio at byte %" PRId64 ", %" PRId64 " are there",
                  caf->data_declared, body - HEADER_BYTES, caf->data_bytes);
    } else {
        caf->data_bytes = caf->data_declared;
    }
}

static void keep(struct lo_caf *caf, const unsigned char *id, int64_t at, int64_t bytes)
{
    struct lo_caf_chunk chunk = {.at = at, .bytes = bytes};

    memcpy(chunk.id, id, sizeof chunk.id);
    if (caf->kept < LO_CAF_KEPT)
        caf->chunks[caf->kept++] = chunk;
}

/* The first of its kind counts. */
static bool is_first(struct walk *walk, const char *id, int64_t known_at, int64_t at)
{
    if (known_at)
        lo_remark(&walk->remarks->problems,
                  "duplicate-chunk: a second %s chunk at byte %" PRId64
                  "; the first counts, and players differ",
                  id, at);
    return !known_at;
}

/* Takes in the chunk at offset at, and returns where the next begins. */
static int64_t take(struct walk *walk, int64_t at)
{
    struct lo_caf *caf = walk->caf;
    struct lo_source *source = walk->source;
    const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
    unsigned char id[4];
    int64_t bytes = be64(header + 4), body = at + HEADER_BYTES;

    memcpy(id, header, sizeof id);
    caf->total++;
    caf->after_data = caf->after_data || caf->data_at;
    if (memcmp(id, "data", 4) == 0 && is_first(walk, "data", caf->data_at, at)) {
        take_data(walk, body, bytes);
        keep(caf, id, at, walk->is_cut ? source->size - body : bytes);
        return walk->is_cut ? source->size : body + bytes;
    }
    keep(caf, id, at, bytes);
    if (bytes < 0 || bytes > source->size - body) {
        char text[5];

        lo_riff_id_text(id, text);
        snprintf(caf->stopped, sizeof caf->stopped,
                 "the chunk '%s' at byte %" PRId64 " declares %" PRId64
                 " bytes, %" PRId64 " are there",
                 text, at, bytes, source->size - body);
        lo_remark(&walk->remarks->problems, "chunk-size: %s", caf->stopped);
        walk->is_cut = true;
        return source->size;
    }
    if (memcmp(id, "desc", 4) == 0 && is_first(walk, "desc", caf->desc_at, at))
        caf->desc_at = body;
    return body + bytes;
}

static int64_t walk_chunks(struct walk *walk, int64_t at)
{
    struct lo_source *source = walk->source;

    while (at < source->size && !walk->is_cut) {
        const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);

        if (!header || !is_printable(header)) {
            lo_remark(&walk->remarks->problems,
                      "trailing-junk: %" PRId64 " bytes at byte %" PRId64
                      " are in no chunk",
                      source->size - at, at);
            snprintf(walk->caf->stopped, sizeof walk->caf->stopped,
                     "no chunk at byte %" PRId64, at);
            break;
        }
        if (walk->caf->total == LO_CAF_WALKED) {
            lo_remark(&walk->remarks->problems,
                      "too-many-chunks: more than %d chunks; those from byte %" PRId64
                      " on were not looked at",
                      LO_CAF_WALKED, at);
            break;
        }
        at = take(walk, at);
    }
    return at;
}

int lo_caf_walk(struct lo_caf *caf, struct lo_audio_format *format,
                struct lo_source *source, int64_t at, const char *name,
                struct lo_remarks *remarks, struct lo_err *err)
{
    struct walk walk = {.caf = caf, .source = source, .remarks = remarks};
    const unsigned char *header = lo_source_peek(source, at, FILE_HEADER_BYTES);
    unsigned version = header ? (unsigned)header[4] << 8 | header[5] : 0;

    caf->at = at;
    if (version != VERSION)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no Core Audio header of version %d at byte %" PRId64, VERSION,
                        at);
    caf->stopped_at = walk_chunks(&walk, at + FILE_HEADER_BYTES);
    if (!caf->desc_at || !caf->data_at)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no %s chunk from byte %" PRId64 " to byte %" PRId64 "%s%s",
                        caf->desc_at ? "data" : "desc", at + FILE_HEADER_BYTES,
                        caf->stopped_at, caf->stopped[0] ? ": " : "", caf->stopped);
    if (caf->chunks[0].at + HEADER_BYTES != caf->desc_at)
        lo_remark(&remarks->problems,
                  "desc-late: the desc chunk stands at byte %" PRId64
                  ", not first as it must",
                  caf->desc_at - HEADER_BYTES);
    return lo_caf_read_desc(caf, format, source, name, remarks, err);
}
