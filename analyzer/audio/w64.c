#include "analyzer/audio/w64.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_BYTES = 24, FILE_HEADER_BYTES = 40, ALIGNMENT = 8 };

/* What follows the four letters: of "riff" and "list", and of all others. */
#define TAIL_OF_LISTS                                                                  \
    0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00
#define TAIL 0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A

const unsigned char lo_w64_guid[LO_W64_GUID_BYTES] = {'r', 'i', 'f', 'f',
                                                      TAIL_OF_LISTS};
static const unsigned char wave[LO_W64_GUID_BYTES] = {'w', 'a', 'v', 'e', TAIL};
static const unsigned char tail[LO_W64_GUID_BYTES - 4] = {TAIL};

struct walk {
    struct lo_riff *riff;
    struct lo_source *source;
    struct lo_remarks *remarks;
    uint64_t file_bytes; /* in the header */
    bool is_cut;         /* the audio runs to the end of the file */
};

/* Four letters and the known tail; or the GUIDs of lists and markers, which have others. */
static bool is_guid(const unsigned char *guid)
{
    for (int i = 0; i < 4; i++)
        if (guid[i] < ' ' || guid[i] > '~')
            return false;
    return memcmp(guid + 4, tail, sizeof tail) == 0 || memcmp(guid, "list", 4) == 0;
}

static void keep(struct walk *walk, const unsigned char *guid, int64_t at,
                 uint64_t bytes)
{
    struct lo_riff *riff = walk->riff;
    struct lo_riff_chunk chunk = {.at = at, .bytes = bytes, .times = 1};

    memcpy(chunk.id, guid, sizeof chunk.id);
    if (riff->kept < LO_RIFF_KEPT)
        riff->chunks[riff->kept++] = chunk;
}

/* Bytes of the first data chunk that are there. */
static int64_t take_data(struct walk *walk, int64_t at, uint64_t size)
{
    struct lo_riff *riff = walk->riff;
    int64_t there = walk->source->size - at - HEADER_BYTES;
    /* A stream that was never closed declares nothing, the header alone, all ones, or the
     * largest signed number. */
    bool is_open = size <= HEADER_BYTES ? there > 0 : size >= INT64_MAX;

    riff->data_at = at + HEADER_BYTES;
    riff->data_declared = is_open ? UINT64_MAX : size - HEADER_BYTES;
    riff->data_bytes = there;
    walk->is_cut = true;
    if (is_open) {
        lo_remark(&walk->remarks->problems,
                  "data-size: the data chunk at byte %" PRId64 " declares %" PRIu64
                  " bytes, as a stream that was never closed does; %" PRId64
                  " follow and are measured to the end of the file",
                  at, size, there);
    } else if (riff->data_declared > (uint64_t)there) {
        lo_remark(&walk->remarks->problems,
                  "truncated: the data chunk declares %" PRIu64
                  " bytes at byte %" PRId64 ", %" PRId64 " are there",
                  riff->data_declared, at, there);
    } else {
        riff->data_bytes = (int64_t)riff->data_declared;
        walk->is_cut = false;
    }
    return riff->data_bytes;
}

static void take_fmt(struct walk *walk, int64_t at, uint64_t bytes)
{
    struct lo_riff *riff = walk->riff;
    int64_t there = walk->source->size - at - HEADER_BYTES;

    if (riff->fmt_at) {
        lo_remark(&walk->remarks->problems,
                  "duplicate-fmt: a second fmt chunk at byte %" PRId64
                  "; the first, at byte %" PRId64 ", counts",
                  at, riff->fmt_at - HEADER_BYTES);
        return;
    }
    riff->fmt_at = at + HEADER_BYTES;
    riff->fmt_bytes = (size_t)((uint64_t)there < bytes ? (uint64_t)there : bytes);
    if (riff->data_at)
        lo_remark(&walk->remarks->problems,
                  "data-before-fmt: the data chunk at byte %" PRId64
                  " stands before the fmt chunk at byte %" PRId64
                  "; some players refuse the file",
                  riff->data_at - HEADER_BYTES, at);
}

/* The chunk at offset at: lists it, takes from it what counts, and returns where the next
 * begins; -1: nothing can follow. */
static int64_t take(struct walk *walk, int64_t at)
{
    struct lo_source *source = walk->source;
    const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
    unsigned char guid[LO_W64_GUID_BYTES];
    uint64_t size = lo_le64(header + LO_W64_GUID_BYTES), bytes = size - HEADER_BYTES;
    int64_t there = source->size - at - HEADER_BYTES, end;

    memcpy(guid, header, sizeof guid);
    walk->riff->total++;
    walk->riff->after_data = walk->riff->after_data || walk->riff->data_at;
    if (memcmp(guid, "data", 4) == 0 && !walk->riff->data_at) {
        bytes = (uint64_t)take_data(walk, at, size);
        keep(walk, guid, at,
             walk->riff->data_declared == UINT64_MAX ? bytes
                                                     : walk->riff->data_declared);
        if (walk->is_cut)
            return -1;
    } else {
        if (size < HEADER_BYTES || bytes > (uint64_t)there) {
            snprintf(walk->riff->stopped, sizeof walk->riff->stopped,
                     "the chunk '%.4s' at byte %" PRId64 " declares %" PRIu64
                     " bytes with its header, %" PRId64 " are there",
                     (const char *)guid, at, size, there + HEADER_BYTES);
            lo_remark(&walk->remarks->problems, "chunk-size: %s", walk->riff->stopped);
            return -1;
        }
        if (memcmp(guid, "data", 4) == 0)
            lo_remark(&walk->remarks->problems,
                      "duplicate-data: a second data chunk at byte %" PRId64
                      "; the first, at byte %" PRId64 ", is measured",
                      at, walk->riff->data_at - HEADER_BYTES);
        if (memcmp(guid, "fmt ", 4) == 0)
            take_fmt(walk, at, bytes);
        keep(walk, guid, at, bytes);
    }
    end = at + HEADER_BYTES + (int64_t)bytes;
    return end + (ALIGNMENT - (end - walk->riff->at) % ALIGNMENT) % ALIGNMENT;
}

static int64_t walk_chunks(struct walk *walk, int64_t at)
{
    struct lo_source *source = walk->source;

    while (at < source->size) {
        const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);
        int64_t next;

        if (!header || !is_guid(header)) {
            lo_remark(&walk->remarks->problems,
                      "trailing-junk: %" PRId64 " bytes at byte %" PRId64
                      " are in no chunk",
                      source->size - at, at);
            snprintf(walk->riff->stopped, sizeof walk->riff->stopped,
                     "no chunk at byte %" PRId64, at);
            return at;
        }
        if (walk->riff->total == LO_RIFF_WALKED) {
            lo_remark(&walk->remarks->problems,
                      "too-many-chunks: more than %d chunks; those from byte %" PRId64
                      " on were not looked at",
                      LO_RIFF_WALKED, at);
            return at;
        }
        next = take(walk, at);
        if (next < 0)
            return source->size;
        at = next;
    }
    return at;
}

/* The size in the header, of the whole file, against where the chunks end. The room to the
 * next multiple of 8 may be counted or not. */
static void check_size(const struct walk *walk, int64_t end)
{
    const struct lo_riff *riff = walk->riff;
    uint64_t there = (uint64_t)(walk->source->size - riff->at);
    uint64_t used = (uint64_t)(end - riff->at);

    if (walk->file_bytes > there + ALIGNMENT - 1)
        lo_remark(&walk->remarks->problems,
                  "riff-size: the header at byte %" PRId64 " declares %" PRIu64
                  " bytes, %" PRIu64 " are there",
                  riff->at, walk->file_bytes, there);
    else if (walk->file_bytes + ALIGNMENT - 1 < used &&
             walk->file_bytes + ALIGNMENT - 1 < there)
        lo_remark(&walk->remarks->problems,
                  "riff-size: the header at byte %" PRId64 " declares %" PRIu64
                  " bytes, chunks go on to byte %" PRId64,
                  riff->at, walk->file_bytes, end);
}

int lo_w64_walk(struct lo_riff *riff, struct lo_source *source, int64_t at,
                const char *name, struct lo_remarks *remarks, struct lo_err *err)
{
    struct walk walk = {.riff = riff, .source = source, .remarks = remarks};
    const unsigned char *header = lo_source_peek(source, at, FILE_HEADER_BYTES);
    const char *missing;

    riff->at = at;
    riff->kind = LO_W64;
    riff->header_bytes = HEADER_BYTES;
    if (!header || memcmp(header, lo_w64_guid, sizeof lo_w64_guid) != 0 ||
        memcmp(header + HEADER_BYTES, wave, sizeof wave) != 0)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no Wave64 header at byte %" PRId64, at);
    walk.file_bytes = lo_le64(header + LO_W64_GUID_BYTES);
    riff->stopped_at = walk_chunks(&walk, at + FILE_HEADER_BYTES);
    missing = !riff->fmt_at ? "fmt" : !riff->data_at ? "data" : NULL;
    if (missing)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no %s chunk from byte %" PRId64 " to byte %" PRId64 "%s%s",
                        missing, at + FILE_HEADER_BYTES, riff->stopped_at,
                        riff->stopped[0] ? ": " : "", riff->stopped);
    check_size(&walk, riff->stopped_at);
    return 0;
}
