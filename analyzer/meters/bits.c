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
    int32_t block[BLOCK];
    uint32_t size; /* OR of the block's magnitudes */
};

struct bits {
    unsigned channels, container, declared;
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

/* Notes which codes occur; a few blocks settle it, so it costs nothing later. */
static void note_codes(struct channel *channel)
{
    for (size_t i = 0; i < BLOCK; i += 4) {
        uint32_t hash = (uint32_t)channel->block[i] * 2654435769u >> 22;

        channel->codes[hash / 64] |= UINT64_C(1) << hash % 64;
    }
}

static void end_block(struct bits *s)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];

        for (size_t g = 0; g < GRIDS; g++)
            /* A peak of 8 times the RMS limit rules a block out at once. */
            if (channel->size && channel->size < 8u * QUIET_LSB
                                                     << (32 - s->grids[g].bits))
                add_quiet(&s->grids[g], channel->block);
        note_codes(channel);
        channel->size = 0;
    }
    s->filled = 0;
}

/* A float as a left-justified integer; marks the channel when that loses something. */
static int32_t on_grid(struct channel *channel, float x)
{
    double scaled = (double)x * 2147483648.0;

    if (scaled >= 2147483648.0 || scaled < -2147483648.0) {
        channel->is_off_grid = true;
        return scaled > 0 ? INT32_MAX : INT32_MIN;
    }
    if (scaled != trunc(scaled))
        channel->is_off_grid = true;
    return (int32_t)scaled;
}

/* Copies frames into the blocks of the channels, from raw integers or floats. */
static void fill(struct bits *s, const struct lo_block *block, size_t from,
                 size_t frames)
{
    for (unsigned ch = 0; ch < s->channels; ch++) {
        struct channel *channel = &s->channel[ch];
        int32_t *to = channel->block + s->filled;
        uint32_t size = 0;

        if (block->raw) {
            const int32_t *x = block->raw + from * s->channels + ch;

            for (size_t i = 0; i < frames; i++) {
                to[i] = x[i * s->channels];
                size |= (uint32_t)(to[i] ^ to[i] >> 31);
            }
        } else {
            for (size_t i = 0; i < frames; i++) {
                to[i] = on_grid(channel, block->channel[ch][from + i]);
                size |= (uint32_t)(to[i] ^ to[i] >> 31);
            }
            dsp_bitscan_add(&channel->scan, to, frames, 1);
        }
        channel->size |= size;
    }
    s->filled += frames;
}

static void feed(void *state, const struct lo_block *block, struct lo_doc *doc)
{
    struct bits *s = state;

    (void)doc;
    if (block->raw) {
        struct dsp_bitscan scan[LO_MAX_CHANNELS];

        for (unsigned ch = 0; ch < s->channels; ch++)
            scan[ch] = s->channel[ch].scan;
        dsp_bitscan_add(scan, block->raw, block->frames, s->channels);
        for (unsigned ch = 0; ch < s->channels; ch++)
            s->channel[ch].scan = scan[ch];
    }
    for (size_t at = 0; at < block->frames;) {
        size_t frames = BLOCK - s->filled;

        if (frames > block->frames - at)
            frames = block->frames - at;
        fill(s, block, at, frames);
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
    unsigned codes = 0;

    for (size_t i = 0; i < LO_COUNT(channel->codes); i++)
        codes += (unsigned)__builtin_popcountll(channel->codes[i]);
    if (channel->is_off_grid || codes < CODES_NEEDED || !(moving >> 31))
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
