/* Bit depth: how many bits of the container carry anything, which never move, and whether
 * quiet passages show dither.
 *
 * Integer files are looked at as stored; floating-point files on the fixed-point grid that
 * their values lie on, if they all lie on one.
 *
 * References:
 *   [leadout:dither] The two statistics, their limits and what they cannot tell:
 *       docs/decisions.md#dither.
 */
#include "analyzer/meters/meter.h"
#include "dsp/bitscan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 1024,       /* frames of a dither block */
    QUIET_LSB = 8,      /* RMS of a block that can show dither, in steps of the grid */
    BLOCKS_NEEDED = 20, /* fewer prove nothing */
    GRIDS = 2,          /* looked at: 16 bits, and what the file declares */
    CODES = 1024,       /* places in the table of codes seen */
    CODES_NEEDED = 256, /* of them taken, before a still bit is called stuck */
    CODE_FRAMES = 4,    /* from one code that is noted to the next */
    FLOAT_BITS = 32,    /* grid on which a float's value is scanned */
};

static const double DITHERED_D = 0.8;  /* mean |second difference| of TPDF, at least */
static const double DITHERED_Z = 0.60; /* share of equal neighbours, at most */
static const double BARE_Z = 0.61;     /* share of equal neighbours without dither */

/* Sums over the quiet blocks on one grid. */
struct grid {
    unsigned bits;
    int64_t blocks, samples, equal;
    double bends; /* Σ |x[n+1] - 2·x[n] + x[n-1]|, in steps */
};

struct channel {
    struct dsp_bitscan scan;
    bool is_off_grid;           /* a float value finer than FLOAT_BITS */
    uint64_t codes[CODES / 64]; /* a bit per hashed code */
    unsigned codes_seen;        /* their number */
    int32_t block[BLOCK];       /* complete only while it may be quiet */
    uint32_t size;              /* OR of the block's magnitudes */
};

struct bits {
    unsigned channels, container, declared;
    bool is_lossy;
    bool is_float;
    size_t filled; /* of each channel's block */
    struct grid grids[GRIDS];
    struct channel channel[LO_MAX_CHANNELS];
};

static const struct lo_term terms[] = {
    {LO_TERM_QUANTITY, "bits.effective", LO_UNIT_BITS,
     "bits that carry anything, from the top", LO_FOLD_MAX},
    {LO_TERM_FLAG, "bits.padded", LO_UNIT_NONE,
     "the lowest bits of the container are always zero", LO_FOLD_MAX},
    {LO_TERM_LIST, "bits.stuck", LO_UNIT_NONE,
     "bits that never move although others do, counted from the top", LO_FOLD_MAX},
    {LO_TERM_TEXT, "bits.dither", LO_UNIT_NONE,
     "dither in quiet passages: none, plausible or undetermined", LO_FOLD_MAX},
    {0},
};

static int start(void *state, const struct lo_setup *setup, struct lo_err *err)
{
    struct bits *s = state;

    (void)err;
    s->channels = setup->channels;
    s->is_float = setup->is_float;
    s->container = setup->bits;
    s->declared = setup->is_float ? setup->bits : setup->valid_bits;
    s->is_lossy = setup->is_lossy;
    for (unsigned ch = 0; ch < s->channels; ch++)
        s->channel[ch].scan.all = UINT32_MAX;
    s->grids[0].bits = 16;
    s->grids[1].bits =
        setup->is_float || setup->valid_bits > 24 ? 24 : setup->valid_bits;
    return 0;
}

/* Adds a full block of one channel, whose magnitudes all lie under limit, to a grid. */
static void add_quiet(struct grid *grid, const int32_t *x)
{
    int shift = (int)(32 - grid->bits);
    double power = 0, bends = 0;
    int64_t equal = 0;

    for (size_t i = 0; i < BLOCK; i++) {
        double code = x[i] >> shift;

        power += code * code;
    }
    if (!(power > 0 && power < (double)QUIET_LSB * QUIET_LSB * BLOCK))
        return;
    for (size_t i = 1; i + 1 < BLOCK; i++) {
        int32_t a = x[i - 1] >> shift, b = x[i] >> shift, c = x[i + 1] >> shift;

        bends += abs(c - 2 * b + a);
        equal += c == b;
    }
    grid->blocks++;
    grid->samples += BLOCK - 2;
    grid->bends += bends;
    grid->equal += equal;
}

/* Notes which codes occur, every few frames, until enough have; x[0] is the frame at of
 * its block. */
static void note_codes(struct channel *channel, const int32_t *x, size_t frames,
                       size_t stride, size_t at)
{
    size_t first = (CODE_FRAMES - at % CODE_FRAMES) % CODE_FRAMES;

    for (size_t i = first; i < frames && channel->codes_seen < CODES_NEEDED;
         i += CODE_FRAMES) {
        uint32_t hash = (uint32_t)x[i * stride] * 2654435769u >> 22;
        uint64_t bit = UINT64_C(1) << hash % 64;

        channel->codes_seen += !(channel->codes[hash / 64] & bit);
        channel->codes[hash / 64] |= bit;
    }
}

/* Whether a block of that size can be quiet on a grid: a peak of 8 times the limit of the
 * RMS rules it out. */
static bool may_be_quiet(uint32_t size, const struct grid *grid)
{
    return size < 8u * QUIET_LSB << (32 - grid->bits);
}

static void end_block(struct bits *s)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        for (size_t g = 0; g < GRIDS; g++)
            if (channel->size && may_be_quiet(channel->size, &s->grids[g]))
                add_quiet(&s->grids[g], channel->block);
        channel->size = 0;
    }
    s->filled = 0;
}

/* Copies frames of one channel into its block when that may be quiet: most are not. */
static void copy_quiet(struct bits *s, struct channel *channel, const int32_t *x,
                       size_t frames, size_t stride)
{
    int32_t *to = channel->block + s->filled;

    if (!may_be_quiet(channel->size, &s->grids[0]) &&
        !may_be_quiet(channel->size, &s->grids[1]))
        return;
    for (size_t i = 0; i < frames; i++)
        to[i] = x[i * stride];
}

/* Adds frames of integers, which lie within one block. */
static void add_integers(struct bits *s, const int32_t *raw, size_t frames)
{
    struct dsp_bitscan scan[LO_MAX_CHANNELS];

    for (unsigned ch = 0; ch < s->channels; ch++)
        scan[ch] = (struct dsp_bitscan){.all = UINT32_MAX};
    dsp_bitscan_add(scan, raw, frames, s->channels);
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        channel->scan.any |= scan[ch].any;
        channel->scan.all &= scan[ch].all;
        channel->size |= scan[ch].size;
        copy_quiet(s, channel, raw + ch, frames, s->channels);
        if (scan[ch].size)
            note_codes(channel, raw + ch, frames, s->channels, s->filled);
    }
}

/* The same for floats. A channel that is once off the grid has nothing to be found. */
static void add_floats(struct bits *s, const struct lo_block *block, size_t from,
                       size_t frames)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];
        struct dsp_bitscan scan = {.all = UINT32_MAX};
        int32_t codes[BLOCK];

        if (channel->is_off_grid)
            continue;
        channel->is_off_grid =
            !dsp_bitscan_codes(block->channel[ch] + from, codes, frames);
        dsp_bitscan_add(&scan, codes, frames, 1);
        channel->scan.any |= scan.any;
        channel->scan.all &= scan.all;
        channel->size |= scan.size;
        copy_quiet(s, channel, codes, frames, 1);
        if (scan.size)
            note_codes(channel, codes, frames, 1, s->filled);
    }
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct bits *s = state;

    (void)doc;
    for (size_t at = 0; at < block->frames;) {
        size_t frames = BLOCK - s->filled;

        if (frames > block->frames - at)
            frames = block->frames - at;
        if (block->raw)
            add_integers(s, block->raw + at * s->channels, frames);
        else
            add_floats(s, block, at, frames);
        s->filled += frames;
        at += frames;
        if (s->filled == BLOCK)
            end_block(s);
    }
}

/* Bits from the top down to the lowest that was ever set; 0 when none was. */
static unsigned effective_bits(const struct bits *s, const struct channel *channel)
{
    uint32_t any = channel->scan.any;

    if (channel->is_off_grid)
        return s->container;
    return any ? 32 - (unsigned)__builtin_ctz(any) : 0;
}

/* Adds the bits above the lowest live one that never moved. Both signs must have occurred
 * (else the bits above the signal are still by nature) and enough different codes. */
static void add_stuck(const struct bits *s, unsigned ch, struct lo_doc *doc)
{
    const struct channel *channel = &s->channel[ch];
    uint32_t moving = channel->scan.any & ~channel->scan.all;

    if (channel->is_off_grid || channel->codes_seen < CODES_NEEDED || !(moving >> 31))
        return;
    for (unsigned bit = 1; bit < effective_bits(s, channel); bit++) {
        uint32_t mask = UINT32_C(1) << (31 - bit);
        char text[64];

        if (moving & mask)
            continue;
        snprintf(text, sizeof text, "channel %u: bit %u is always %d", ch + 1, bit + 1,
                 channel->scan.any & mask ? 1 : 0);
        lo_doc_fact_add(doc, "bits.stuck", text);
    }
}

static const char *dither(const struct bits *s, unsigned effective)
{
    const struct grid *grid = NULL;
    double bends, equal;

    for (size_t g = 0; g < GRIDS; g++)
        if (s->grids[g].bits == effective)
            grid = &s->grids[g];
    if (!grid || grid->blocks < BLOCKS_NEEDED)
        return "undetermined";
    bends = grid->bends / (double)grid->samples;
    equal = (double)grid->equal / (double)grid->samples;
    if (bends >= DITHERED_D && equal <= DITHERED_Z)
        return "plausible";
    return equal >= BARE_Z ? "none" : "undetermined";
}

static void finish(void *state, struct lo_doc *doc)
{
    struct bits *s = state;
    double channel[LO_MAX_CHANNELS];
    unsigned most = 0;

    if (s->is_lossy) {
        lo_doc_set_unmeasurable(doc, "bits.effective", "lossy audio has none");
        return;
    }
    for (unsigned ch = 0; ch < s->channels; ch++) {
        unsigned bits = effective_bits(s, &s->channel[ch]);

        channel[ch] = bits;
        most = bits > most ? bits : most;
    }
    lo_doc_fact_list(doc, "bits.stuck");
    lo_doc_fact_text(doc, "bits.dither", dither(s, most));
    if (most == 0) {
        lo_doc_set_unmeasurable(doc, "bits.effective", "digital silence");
        return;
    }
    lo_doc_set_channels(doc, "bits.effective", most, channel, s->channels);
    lo_doc_fact_flag(doc, "bits.padded", most < s->declared);
    for (unsigned ch = 0; ch < s->channels; ch++)
        add_stuck(s, ch, doc);
}

const struct lo_meter lo_meter_bits = {
    .name = "bits",
    .summary = "effective bit depth, stuck bits, dither",
    .source = "leadout",
    .terms = terms,
    .state_size = sizeof(struct bits),
    .start = start,
    .feed = feed,
    .finish = finish,
};
