#include "analyzer/audio/riff.h"

#include "analyzer/audio/riff_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { RIFF_HEADER_BYTES = 12, HEADER_BYTES = 8 };

/* Chunks that may occur any number of times: they are room for others. */
static const char fillers[][5] = {"FILR", "FLLR", "PAD_", "PAD ", "JUNK",
                                  "junk", "JUNQ", "data", "fmt ", "Fake"};

static bool may_repeat(const struct lo_riff_chunk *chunk)
{
    for (size_t i = 0; i < LO_COUNT(fillers); i++)
        if (memcmp(fillers[i], chunk->id, 4) == 0)
            return true;
    return false;
}

void lo_riff_keep(struct walk *walk, const unsigned char *id, int64_t at,
                  uint64_t bytes)
{
    struct lo_riff *riff = walk->riff;
    struct lo_riff_chunk chunk = {.at = at, .bytes = bytes, .times = 1};
    const unsigned char *form;
    size_t first = 0;
    uint64_t key;

    memcpy(chunk.id, id, sizeof chunk.id);
    if (memcmp(id, "LIST", 4) == 0 &&
        (form = lo_source_peek(walk->source, at + HEADER_BYTES, 4)))
        memcpy(chunk.form, form, sizeof chunk.form);
    key = lo_le32(chunk.id) | (uint64_t)lo_le32(chunk.form) << 32;
    while (first < riff->kept && walk->keys[first] != key)
        first++;
    if (first < riff->kept) {
        if (!riff->chunks[first].again)
            riff->chunks[first].again = at;
        riff->chunks[first].times++;
    }
    if (riff->kept < LO_RIFF_KEPT) {
        walk->keys[riff->kept] = key;
        riff->chunks[riff->kept++] = chunk;
    }
}

static void report_duplicates(struct walk *walk)
{
    const struct lo_riff *riff = walk->riff;

    for (size_t i = 0; i < riff->kept; i++) {
        const struct lo_riff_chunk *chunk = &riff->chunks[i];
        char text[5];

        if (!chunk->again || may_repeat(chunk))
            continue;
        lo_riff_id_text(chunk->id, text);
        lo_remark(&walk->remarks->problems,
                  "duplicate-chunk: '%s' occurs %" PRId64
                  " times, first at byte %" PRId64 ", again at byte %" PRId64,
                  text, chunk->times, chunk->at, chunk->again);
    }
}

/* What commonly stands behind the last chunk. */
static const char *name_junk(struct lo_source *source, int64_t at)
{
    static const struct {
        const char *magic, *name;
    } tails[] = {
        {"TAG", " (an ID3v1 tag)"},       {"ID3", " (an ID3v2 tag)"},
        {"APETAGEX", " (an APE tag)"},    {"PK\3\4", " (a ZIP archive)"},
        {"RIFF", " (another RIFF file)"},
    };

    for (size_t i = 0; i < LO_COUNT(tails); i++) {
        size_t length = strlen(tails[i].magic);
        const unsigned char *bytes = lo_source_peek(source, at, length);

        if (bytes && memcmp(bytes, tails[i].magic, length) == 0)
            return tails[i].name;
    }
    return "";
}

static void stop_at_junk(struct walk *walk, int64_t at)
{
    int64_t bytes = walk->source->size - at;

    snprintf(walk->riff->stopped, sizeof walk->riff->stopped,
             "%" PRId64 " bytes at byte %" PRId64 " are no chunk", bytes, at);
    lo_remark(&walk->remarks->problems,
              "trailing-junk: %" PRId64 " bytes at byte %" PRId64 " are in no chunk%s",
              bytes, at, name_junk(walk->source, at));
}

/* The size that the header, or ds64 for it, declares; false when it declares none. */
static bool declared_size(const struct walk *walk, uint64_t *size)
{
    const struct lo_riff *riff = walk->riff;

    *size = walk->riff_size;
    if (riff->kind != LO_RIFF && *size == UINT32_MAX && riff->has_ds64)
        *size = riff->ds64_riff;
    else if (*size == UINT32_MAX)
        return false;
    return *size != 0;
}

/* The end of the file as declared; -1: it is not. */
static int64_t declared_end(const struct walk *walk)
{
    uint64_t size;

    if (!declared_size(walk, &size))
        return -1;
    if (size > INT64_MAX / 2)
        return INT64_MAX;
    return walk->riff->at + HEADER_BYTES + (int64_t)size;
}

/* True when what stands at offset at is to be taken for a chunk. */
static bool is_chunk(struct walk *walk, int64_t at)
{
    const unsigned char *id = lo_source_peek(walk->source, at, HEADER_BYTES);
    int64_t end = declared_end(walk);

    if (!id)
        return false;
    if (lo_riff_known(id))
        return true;
    /* Behind the declared end only what is known counts: a tag of another kind may well
     * begin with four letters. */
    if (end > 0 && at >= end)
        return false;
    for (int i = 0; i < 4; i++)
        if (id[i] < ' ' || id[i] > '~')
            return false;
    return true;
}

/* A body longer than the file: nothing can follow. */
static void stop_at_long(struct walk *walk, int64_t at, uint64_t bytes)
{
    const unsigned char *header = lo_source_peek(walk->source, at, HEADER_BYTES);
    int64_t there = walk->source->size - at - HEADER_BYTES;
    char text[5] = "?";

    if (header)
        lo_riff_id_text(header, text);
    snprintf(walk->riff->stopped, sizeof walk->riff->stopped,
             "the chunk '%s' at byte %" PRId64 " declares %" PRIu64 " bytes, %" PRId64
             " are there",
             text, at, bytes, there);
    lo_remark(&walk->remarks->problems, "chunk-size: %s", walk->riff->stopped);
}

/* Walks chunk by chunk; returns where the last ended. */
static int64_t walk_chunks(struct walk *walk, int64_t at)
{
    struct lo_source *source = walk->source;

    while (at < source->size) {
        uint64_t bytes;

        if (!is_chunk(walk, at)) {
            stop_at_junk(walk, at);
            break;
        }
        if (walk->riff->total == LO_RIFF_WALKED) {
            lo_remark(&walk->remarks->problems,
                      "too-many-chunks: more than %d chunks; those from byte %" PRId64
                      " on were not looked at",
                      LO_RIFF_WALKED, at);
            snprintf(walk->riff->stopped, sizeof walk->riff->stopped,
                     "more than %d chunks before byte %" PRId64, LO_RIFF_WALKED, at);
            break;
        }
        bytes = lo_riff_take(walk, at);
        if (bytes > (uint64_t)(source->size - at - HEADER_BYTES)) {
            stop_at_long(walk, at, bytes);
            return source->size;
        }
        at = lo_riff_next(walk, at, at + HEADER_BYTES + (int64_t)bytes);
    }
    return at;
}

/* The size in the RIFF header against where the chunks end. */
static void check_riff_size(struct walk *walk, int64_t end)
{
    const struct lo_riff *riff = walk->riff;
    int64_t declared = declared_end(walk), size = walk->source->size;
    struct lo_remark_list *problems = &walk->remarks->problems;
    uint64_t bytes;

    (void)declared_size(walk, &bytes);
    if (declared < 0)
        lo_remark(problems,
                  "riff-size: the header at byte %" PRId64
                  " declares no size, as a stream that was never closed does",
                  riff->at);
    else if (declared == end + 1 && declared > size &&
             lo_remarked(problems, "missing-pad"))
        return;
    else if (declared > size)
        lo_remark(problems,
                  "riff-size: the header at byte %" PRId64 " declares %" PRIu64
                  " bytes, %" PRId64 " are there",
                  riff->at, bytes, size - riff->at - HEADER_BYTES);
    else if (declared == end - 1 && walk->is_padded)
        lo_remark(&walk->remarks->notes,
                  "riff-size-pad: the size in the header at byte %" PRId64
                  " leaves out the last byte, %" PRId64,
                  riff->at, declared);
    else if (declared < end)
        lo_remark(problems,
                  "riff-size: the header at byte %" PRId64
                  " declares an end at byte %" PRId64 ", chunks go on to byte %" PRId64,
                  riff->at, declared, end);
}

static int check_found(const struct walk *walk, const char *name, struct lo_err *err)
{
    const struct lo_riff *riff = walk->riff;
    const char *missing = riff->fmt_at ? "data" : "fmt";

    if (riff->fmt_at && riff->data_at)
        return 0;
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "no %s chunk from byte %" PRId64 " to byte %" PRId64 "%s%s",
                    missing, riff->at + RIFF_HEADER_BYTES, riff->stopped_at,
                    riff->stopped[0] ? ": " : "", riff->stopped);
}

int lo_riff_walk(struct lo_riff *riff, struct lo_source *source, int64_t at,
                 const char *name, struct lo_remarks *remarks, struct lo_err *err)
{
    struct walk walk = {.riff = riff, .source = source, .remarks = remarks};
    const unsigned char *header = lo_source_peek(source, at, RIFF_HEADER_BYTES);
    char form[5];

    riff->at = at;
    riff->header_bytes = HEADER_BYTES;
    if (!header) /* not even a form */
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the RIFF header is cut short at byte %" PRId64, source->size);
    walk.riff_size = lo_le32(header + 4);
    riff->kind = memcmp(header, "RF64", 4) == 0   ? LO_RF64
                 : memcmp(header, "BW64", 4) == 0 ? LO_BW64
                                                  : LO_RIFF;
    if (memcmp(header + 8, "WAVE", 4) != 0) {
        lo_riff_id_text(header + 8, form);
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "a RIFF file of form '%s' at byte %" PRId64 ", not WAVE", form,
                        at + 8);
    }
    riff->stopped_at = walk_chunks(&walk, at + RIFF_HEADER_BYTES);
    if (check_found(&walk, name, err))
        return -1;
    report_duplicates(&walk);
    check_riff_size(&walk, riff->stopped_at);
    return 0;
}
