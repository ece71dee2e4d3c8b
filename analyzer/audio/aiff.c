/* The chunks of an AIFF file. What its COMM chunk means is in aiff_comm.c. */
#include "analyzer/audio/aiff_private.h"
#include "analyzer/audio/riff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER_BYTES = 8,       /* id and size of a chunk */
    FORM_HEADER_BYTES = 12, /* that of the file: with the form */
    SSND_HEADER_BYTES = 8,  /* offset and block size, before the audio */
};

/* A size from here on is that of a stream which was never closed. */
static const uint32_t OPEN_END = 0x7FFFFF00;

struct walk {
    struct lo_aiff *aiff;
    struct lo_source *source;
    struct lo_remarks *remarks;
    uint32_t form_bytes; /* in the header */
    bool is_cut;         /* a chunk runs past the end of the file */
    bool is_padded;      /* the last chunk was odd and had its pad byte */
};

static const char *const ids[] = {
    "COMM", "SSND", "FVER", "MARK", "INST", "MIDI", "AESD", "APPL", "COMT",
    "NAME", "AUTH", "(c) ", "ANNO", "ID3 ", "CHAN", "basc", "trns", "cate",
    "PEAK", "SAXL", "LGWV", "bext", "iXML", "JUNK", "FLLR",
};

static bool is_known(const unsigned char *id)
{
    for (size_t i = 0; i < LO_COUNT(ids); i++)
        if (memcmp(ids[i], id, 4) == 0)
            return true;
    return false;
}

static bool is_printable(const unsigned char *id)
{
    for (int i = 0; i < 4; i++)
        if (id[i] < 0x20 || id[i] > 0x7E)
            return false;
    return true;
}

/* Does a chunk that is known, or that fits into the file, begin at offset at? */
static bool is_chunk_at(struct walk *walk, int64_t at, bool only_known)
{
    const unsigned char *header = lo_source_peek(walk->source, at, HEADER_BYTES);

    if (!header)
        return false;
    return is_known(header) || (!only_known && is_printable(header));
}

/* The first of its kind counts. */
static bool is_first(struct walk *walk, const char *id, int64_t known_at, int64_t at)
{
    if (!known_at)
        return true;
    lo_remark(&walk->remarks->problems,
              "duplicate-chunk: a second %s chunk at byte %" PRId64
              "; the first, at byte %" PRId64 ", counts, and players differ",
              id, at, known_at - HEADER_BYTES);
    return false;
}

/* Where the audio of SSND lies. Its size is that of the chunk, or what is left of the file
 * where that says nothing. */
static void take_ssnd(struct walk *walk, int64_t body, uint32_t bytes)
{
    struct lo_aiff *aiff = walk->aiff;
    const unsigned char *header = lo_source_peek(walk->source, body, SSND_HEADER_BYTES);
    int64_t there = walk->source->size - body, used = bytes;
    uint32_t offset = header ? lo_be32(header) : 0;
    bool is_open = bytes >= OPEN_END && used > there;

    if (bytes < SSND_HEADER_BYTES && !is_chunk_at(walk, body + bytes, true))
        is_open = there > SSND_HEADER_BYTES;
    if (is_open) {
        lo_remark(&walk->remarks->problems,
                  "data-size: the SSND chunk at byte %" PRId64 " declares %" PRIu32
                  " bytes, as a stream that was never closed does; it is measured to "
                  "the end of the file",
                  body - HEADER_BYTES, bytes);
        used = there;
    } else if (used > there) {
        lo_remark(&walk->remarks->problems,
                  "truncated: the SSND chunk declares %" PRIu32
                  " bytes at byte %" PRId64 ", %" PRId64 " are there",
                  bytes, body - HEADER_BYTES, there);
        used = there;
    }
    aiff->ssnd_at = body;
    aiff->ssnd_bytes = is_open ? UINT32_MAX : bytes;
    aiff->data_at = body + SSND_HEADER_BYTES + offset;
    aiff->data_bytes = used - SSND_HEADER_BYTES - (int64_t)offset;
    walk->is_cut = walk->is_cut || is_open;
}

/* Lists the chunk at offset at and takes from it what counts. Returns its body's size. */
static uint32_t take(struct walk *walk, int64_t at)
{
    struct lo_aiff *aiff = walk->aiff;
    struct lo_aiff_chunk chunk = {.at = at};
    const unsigned char *header = lo_source_peek(walk->source, at, HEADER_BYTES);
    int64_t body = at + HEADER_BYTES;

    memcpy(chunk.id, header, sizeof chunk.id);
    chunk.bytes = lo_be32(header + 4);
    if (aiff->kept < LO_AIFF_KEPT)
        aiff->chunks[aiff->kept++] = chunk;
    aiff->total++;
    aiff->after_data = aiff->after_data || aiff->ssnd_at;
    if (memcmp(chunk.id, "COMM", 4) == 0 && is_first(walk, "COMM", aiff->comm_at, at)) {
        aiff->comm_at = body;
        aiff->comm_bytes = chunk.bytes;
    } else if (memcmp(chunk.id, "SSND", 4) == 0 &&
               is_first(walk, "SSND", aiff->ssnd_at, at)) {
        take_ssnd(walk, body, chunk.bytes);
    }
    return chunk.bytes;
}

/* After a body of odd size comes a pad byte, which some programs forget. */
static int64_t next(struct walk *walk, int64_t at, int64_t end)
{
    char id[5];

    walk->is_padded = false;
    if (!((end - at) & 1))
        return end;
    if (end == walk->source->size ||
        (is_chunk_at(walk, end, true) && !is_chunk_at(walk, end + 1, true))) {
        lo_riff_id_text(lo_source_peek(walk->source, at, 4), id);
        lo_remark(&walk->remarks->problems,
                  "missing-pad: the chunk '%s' at byte %" PRId64
                  " has an odd size and no pad byte at byte %" PRId64,
                  id, at, end);
        return end;
    }
    walk->is_padded = true;
    return end + 1;
}

static void stop_at_junk(struct walk *walk, int64_t at)
{
    lo_remark(&walk->remarks->problems,
              "trailing-junk: %" PRId64 " bytes at byte %" PRId64 " are in no chunk",
              walk->source->size - at, at);
    snprintf(walk->aiff->stopped, sizeof walk->aiff->stopped,
             "no chunk at byte %" PRId64, at);
}

static void stop_at_long(struct walk *walk, int64_t at, uint32_t bytes)
{
    struct lo_aiff *aiff = walk->aiff;
    char id[5];

    lo_riff_id_text(lo_source_peek(walk->source, at, 4), id);
    snprintf(aiff->stopped, sizeof aiff->stopped,
             "the chunk '%s' at byte %" PRId64 " declares %" PRIu32 " bytes, %" PRId64
             " are there",
             id, at, bytes, walk->source->size - at - HEADER_BYTES);
    /* Of SSND it has been said. */
    if (aiff->ssnd_at != at + HEADER_BYTES)
        lo_remark(&walk->remarks->problems, "chunk-size: %s", aiff->stopped);
    walk->is_cut = true;
}

static int64_t walk_chunks(struct walk *walk, int64_t at)
{
    struct lo_source *source = walk->source;

    while (at < source->size && !walk->is_cut) {
        uint32_t bytes;

        if (!is_chunk_at(walk, at, false)) {
            stop_at_junk(walk, at);
            break;
        }
        if (walk->aiff->total == LO_AIFF_WALKED) {
            lo_remark(&walk->remarks->problems,
                      "too-many-chunks: more than %d chunks; those from byte %" PRId64
                      " on were not looked at",
                      LO_AIFF_WALKED, at);
            break;
        }
        bytes = take(walk, at);
        if (walk->is_cut)
            return source->size;
        if (bytes > (uint64_t)(source->size - at - HEADER_BYTES)) {
            stop_at_long(walk, at, bytes);
            return source->size;
        }
        at = next(walk, at, at + HEADER_BYTES + (int64_t)bytes);
    }
    return at;
}

/* The size in the header of the file against where the chunks end. */
static void check_form_size(const struct walk *walk, int64_t end)
{
    int64_t declared = walk->aiff->at + HEADER_BYTES + (int64_t)walk->form_bytes;

    if (declared == end || (declared == end + 1 && end == walk->source->size &&
                            lo_remarked(&walk->remarks->problems, "missing-pad")))
        return;
    if (declared > walk->source->size)
        lo_remark(&walk->remarks->problems,
                  "riff-size: the header at byte %" PRId64 " declares %" PRIu32
                  " bytes, %" PRId64 " are there",
                  walk->aiff->at, walk->form_bytes,
                  walk->source->size - walk->aiff->at - HEADER_BYTES);
    else if (declared == end - 1 && walk->is_padded)
        lo_remark(&walk->remarks->notes,
                  "riff-size-pad: the size in the header at byte %" PRId64
                  " leaves out the last byte, %" PRId64,
                  walk->aiff->at, declared);
    else if (declared < end)
        lo_remark(&walk->remarks->problems,
                  "riff-size: the header at byte %" PRId64
                  " declares an end at byte %" PRId64 ", chunks go on to byte %" PRId64,
                  walk->aiff->at, declared, end);
}

static int check_found(const struct lo_aiff *aiff, const char *name, struct lo_err *err)
{
    if (!aiff->comm_at || !aiff->ssnd_at)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no %s chunk from byte %" PRId64 " to byte %" PRId64 "%s%s",
                        aiff->comm_at ? "SSND" : "COMM", aiff->at + FORM_HEADER_BYTES,
                        aiff->stopped_at, aiff->stopped[0] ? ": " : "", aiff->stopped);
    if (aiff->data_bytes < 0 && aiff->ssnd_bytes >= SSND_HEADER_BYTES)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the SSND chunk at byte %" PRId64
                        " puts the audio at byte %" PRId64 ", past its end",
                        aiff->ssnd_at - HEADER_BYTES, aiff->data_at);
    return 0;
}

int lo_aiff_walk(struct lo_aiff *aiff, struct lo_audio_format *format,
                 struct lo_source *source, int64_t at, const char *name,
                 struct lo_remarks *remarks, struct lo_err *err)
{
    struct walk walk = {.aiff = aiff, .source = source, .remarks = remarks};
    const unsigned char *header = lo_source_peek(source, at, FORM_HEADER_BYTES);

    aiff->at = at;
    if (!header)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the FORM header is cut short at byte %" PRId64, source->size);
    walk.form_bytes = lo_be32(header + 4);
    aiff->is_aifc = memcmp(header + 8, "AIFC", 4) == 0;
    aiff->stopped_at = walk_chunks(&walk, at + FORM_HEADER_BYTES);
    if (check_found(aiff, name, err))
        return -1;
    if (aiff->data_bytes < 0)
        aiff->data_bytes = 0;
    check_form_size(&walk, aiff->stopped_at);
    return lo_aiff_read_comm(aiff, format, source, name, remarks, err);
}
