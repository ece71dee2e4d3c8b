#include "analyzer/audio/riff.h"

#include "analyzer/audio/riff_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER_BYTES = 8,
    DS64_BYTES = 28,
    DS64_ENTRY_BYTES = 12,
    DS64_ENTRIES_MAX = 64
};

#define UNKNOWN_SIZE 0xFFFFFFFFu /* in RF64: "look into ds64" [TECH3306] */

/* Ids that are taken for a chunk even where none is expected. */
static const char known[][5] = {
    "fmt ", "data", "fact", "LIST", "bext", "iXML", "axml", "aXML", "id3 ", "ID3 ",
    "cue ", "smpl", "inst", "plst", "JUNK", "junk", "JUNQ", "PAD ", "PAD_", "FLLR",
    "FILR", "PEAK", "cart", "ds64", "chna", "levl", "umid", "_PMX", "DISP", "acid",
    "strc", "afsp", "MD5 ", "minf", "elm1", "regn", "SNDM", "link", "dbmd", "ResU",
    "LGWV", "AFAn", "bxml", "sxml", "wavl", "slnt", "Fake", "CDif", "r64m", "ovwf",
};

/* Sizes that writers leave in data when they could not go back to fill it in: none, all
 * ones, the largest signed numbers and SoX's 0x7ffff000. */
static const uint32_t placeholders[] = {0,          0xFFFFFFFF, 0x80000000,
                                        0x7FFFFFFF, 0x7FFFF000, 0xFFFFF000};

void lo_riff_id_text(const unsigned char *id, char *text)
{
    for (int i = 0; i < 4; i++)
        text[i] = id[i] >= ' ' && id[i] <= '~' ? (char)id[i] : '?';
    text[4] = '\0';
}

bool lo_riff_known(const unsigned char *id)
{
    for (size_t i = 0; i < LO_COUNT(known); i++)
        if (memcmp(known[i], id, 4) == 0)
            return true;
    return false;
}

/* Could a chunk begin here? Its id is printable and its body fits into the file. */
static bool is_plausible(struct lo_source *source, int64_t at)
{
    const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);

    if (!header || header[0] == ' ')
        return false;
    for (int i = 0; i < 4; i++)
        if (header[i] < ' ' || header[i] > '~')
            return false;
    return (int64_t)lo_le32(header + 4) <= source->size - at - HEADER_BYTES;
}

static bool is_known_at(struct lo_source *source, int64_t at)
{
    const unsigned char *header = lo_source_peek(source, at, HEADER_BYTES);

    return header && lo_riff_known(header);
}

/* The size of a chunk other than data, which the table of ds64 may hold. */
static uint64_t table_size(struct walk *walk, const unsigned char *id, uint32_t size)
{
    struct lo_source *source = walk->source;

    if (size != UNKNOWN_SIZE || !walk->table_count)
        return size;
    for (uint32_t i = 0; i < walk->table_count; i++) {
        const unsigned char *entry = lo_source_peek(
            source, walk->table_at + (int64_t)i * DS64_ENTRY_BYTES, DS64_ENTRY_BYTES);

        if (entry && memcmp(entry, id, 4) == 0)
            return lo_le64(entry + 4);
    }
    return size;
}

static void read_ds64(struct walk *walk, int64_t body, uint64_t bytes)
{
    struct lo_riff *riff = walk->riff;
    const unsigned char *ds64 = lo_source_peek(walk->source, body, DS64_BYTES);

    if (riff->kind == LO_RIFF) {
        lo_remark(&walk->remarks->notes,
                  "ds64: a RIFF file carries a ds64 chunk at byte %" PRId64
                  ", which only counts in RF64 and BW64",
                  body - HEADER_BYTES);
        return;
    }
    if (riff->has_ds64)
        return;
    if (bytes < DS64_BYTES || !ds64) {
        lo_remark(&walk->remarks->problems,
                  "ds64: the chunk at byte %" PRId64 " has %" PRIu64 " bytes, not %d",
                  body - HEADER_BYTES, bytes, DS64_BYTES);
        return;
    }
    riff->has_ds64 = true;
    riff->ds64_riff = lo_le64(ds64);
    riff->ds64_data = lo_le64(ds64 + 8);
    riff->ds64_samples = lo_le64(ds64 + 16);
    walk->table_at = body + DS64_BYTES;
    walk->table_count = lo_le32(ds64 + 24);
    if (walk->table_count > DS64_ENTRIES_MAX)
        walk->table_count = DS64_ENTRIES_MAX;
    if ((bytes - DS64_BYTES) / DS64_ENTRY_BYTES < walk->table_count)
        walk->table_count = (uint32_t)((bytes - DS64_BYTES) / DS64_ENTRY_BYTES);
    if (riff->total > 1)
        lo_remark(&walk->remarks->problems,
                  "ds64: stands at byte %" PRId64 ", not first as it must",
                  body - HEADER_BYTES);
}

static bool is_placeholder(uint32_t size)
{
    for (size_t i = 0; i < LO_COUNT(placeholders); i++)
        if (placeholders[i] == size)
            return true;
    return false;
}

/* What a size of 0, or one that no one filled in, means: everything to the end of the
 * file, unless chunks follow at once. */
static bool is_open_ended(struct walk *walk, uint32_t size32, uint64_t size,
                          int64_t body)
{
    int64_t there = walk->source->size - body;

    if (size == 0)
        return there > 0 && !is_known_at(walk->source, body) &&
               !is_plausible(walk->source, body);
    if (walk->riff->kind == LO_RIFF && size32 == UNKNOWN_SIZE)
        return true;
    return size > (uint64_t)there && size == size32 && is_placeholder(size32);
}

static uint64_t data_size(struct walk *walk, uint32_t size32, int64_t body)
{
    struct lo_riff *riff = walk->riff;

    if (riff->kind == LO_RIFF)
        return size32;
    if (!riff->has_ds64) {
        lo_remark(&walk->remarks->problems,
                  "ds64: missing before the data chunk at byte %" PRId64,
                  body - HEADER_BYTES);
        return size32;
    }
    if (size32 == UNKNOWN_SIZE)
        return riff->ds64_data;
    if (riff->ds64_data && riff->ds64_data != size32)
        lo_remark(&walk->remarks->problems,
                  "ds64: declares %" PRIu64 " bytes of data, the data chunk at byte "
                  "%" PRId64 " declares %" PRIu32,
                  riff->ds64_data, body - HEADER_BYTES, size32);
    return size32;
}

/* The first data chunk. Returns the bytes of its body that are there. */
static int64_t take_data(struct walk *walk, uint32_t size32, int64_t body)
{
    struct lo_riff *riff = walk->riff;
    struct lo_remark_list *problems = &walk->remarks->problems;
    uint64_t size = data_size(walk, size32, body);
    int64_t there = walk->source->size - body;

    riff->data_at = body;
    riff->data_declared = size;
    riff->data_bytes = there;
    walk->is_cut = true;
    if (is_open_ended(walk, size32, size, body)) {
        riff->data_declared = UINT64_MAX;
        lo_remark(problems,
                  "data-size: the data chunk at byte %" PRId64 " declares %" PRIu64
                  " bytes, as a stream that was never closed does; %" PRId64
                  " follow and are measured to the end of the file",
                  body - HEADER_BYTES, size, there);
    } else if (size > (uint64_t)there) {
        lo_remark(problems,
                  "truncated: the data chunk declares %" PRIu64
                  " bytes at byte %" PRId64 ", %" PRId64 " are there",
                  size, body - HEADER_BYTES, there);
    } else {
        riff->data_bytes = (int64_t)size;
        walk->is_cut = false;
    }
    return riff->data_bytes;
}

static void again_data(struct walk *walk, int64_t at)
{
    if (!walk->data_again)
        lo_remark(&walk->remarks->problems,
                  "duplicate-data: a second data chunk at byte %" PRId64
                  "; the first, at byte %" PRId64
                  ", is measured, and players differ in which they play",
                  at, walk->riff->data_at - HEADER_BYTES);
    walk->data_again = true;
}

static void take_fmt(struct walk *walk, int64_t at, uint64_t bytes)
{
    struct lo_riff *riff = walk->riff;
    int64_t there = walk->source->size - at - HEADER_BYTES;

    if (riff->fmt_at) {
        if (!walk->fmt_again)
            lo_remark(&walk->remarks->problems,
                      "duplicate-fmt: a second fmt chunk at byte %" PRId64
                      "; the first, at byte %" PRId64
                      ", counts, and some players refuse the file",
                      at, riff->fmt_at - HEADER_BYTES);
        walk->fmt_again = true;
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

static void take_fact(struct lo_riff *riff, struct lo_source *source, int64_t body,
                      uint64_t bytes)
{
    const unsigned char *frames = lo_source_peek(source, body, 4);

    if (!frames || bytes < 4 || riff->has_fact)
        return;
    riff->has_fact = true;
    riff->fact_frames = lo_le32(frames);
}

/* Looks at the chunk whose header is at offset at, and returns the bytes of its body as
 * they count for finding the next. */
uint64_t lo_riff_take(struct walk *walk, int64_t at)
{
    const unsigned char *header = lo_source_peek(walk->source, at, HEADER_BYTES);
    unsigned char id[4];
    uint32_t size32 = header ? lo_le32(header + 4) : 0;
    int64_t body = at + HEADER_BYTES;
    uint64_t bytes;

    if (!header)
        return 0;
    memcpy(id, header, sizeof id);
    walk->riff->total++;
    bytes = table_size(walk, id, size32);
    if (memcmp(id, "ds64", 4) == 0)
        read_ds64(walk, body, bytes);
    if (memcmp(id, "fact", 4) == 0)
        take_fact(walk->riff, walk->source, body, bytes);
    if (memcmp(id, "fmt ", 4) == 0)
        take_fmt(walk, at, bytes);
    if (memcmp(id, "data", 4) == 0 && walk->riff->data_at) {
        again_data(walk, at);
    } else if (memcmp(id, "data", 4) == 0) {
        uint64_t there = (uint64_t)take_data(walk, size32, body);

        bytes = walk->riff->data_declared;
        lo_riff_keep(walk, id, at, bytes == UINT64_MAX ? there : bytes);
        return there;
    } else if (walk->riff->data_at) {
        walk->riff->after_data = true;
    }
    lo_riff_keep(walk, id, at, bytes);
    return bytes;
}

/* Where the chunk after one that ends at offset end begins. An odd body is followed by a
 * pad byte; some writers forget it, and what follows tells which is meant. */
int64_t lo_riff_next(struct walk *walk, int64_t at, int64_t end)
{
    struct lo_source *source = walk->source;
    char text[5];
    const unsigned char *header;
    bool is_missing;

    walk->is_padded = false;
    if (((end - at) & 1) == 0 || walk->is_cut)
        return end;
    if (end >= source->size)
        is_missing = true;
    else if (is_known_at(source, end + 1))
        is_missing = false;
    else if (is_known_at(source, end))
        is_missing = true;
    else
        is_missing = !is_plausible(source, end + 1) && is_plausible(source, end);
    if (!is_missing) {
        walk->is_padded = true;
        return end + 1;
    }
    header = lo_source_peek(source, at, HEADER_BYTES);
    if (header) {
        lo_riff_id_text(header, text);
        lo_remark(&walk->remarks->problems,
                  "missing-pad: the chunk '%s' at byte %" PRId64
                  " has an odd size and no pad byte at byte %" PRId64,
                  text, at, end);
    }
    return end;
}
