#include "dsp/flats.h"

#include <math.h>
#include <stdlib.h>

enum {
    LEVELS = 32768, /* classes of level, one step of 16 bits each */
    REACH = 2,      /* classes to both sides that are one level: dither moves it */
    AROUND = 64,    /* classes to both sides that it is compared with */
    KEPT = 4096,
    FALLS = 4,
};

/* All [leadout:clip]. */
static const double LEVEL_SHARE = 0.5;  /* of the peak: lower flats are music */
static const double OVER_AROUND = 4.0;  /* times as many as at the levels around */
static const float COARSE_STEPS = 8.0F; /* a coarser grid makes flats by rounding */
static const float GRID_SLACK = 1.01F;  /* steps by which a fall may be off the grid */
static const float GRID_DRIFT = 0.5F;   /* and more for each step of the grid */
static const float GRID_SHARE = 0.125F; /* but no more than this of one */
static const double ON_GRID = 0.9;      /* share of falls on it: it is one */

struct dsp_flats {
    uint32_t count[2][LEVELS + 1]; /* by polarity and level */
    struct dsp_plateau kept[KEPT];
    size_t kept_count;
};

struct dsp_flats *dsp_flats_new(void)
{
    return calloc(1, sizeof(struct dsp_flats));
}

void dsp_flats_free(struct dsp_flats *flats)
{
    free(flats);
}

/* The longest first; earlier ones before later ones, so that there is one order only. */
static int by_length(const void *left, const void *right)
{
    const struct dsp_plateau *a = left, *b = right;

    if (a->length != b->length)
        return a->length < b->length ? 1 : -1;
    return (a->start > b->start) - (a->start < b->start);
}

static int class_of(double level)
{
    return level < 1 ? (int)lrint(level * LEVELS) : LEVELS;
}

void dsp_flats_add(struct dsp_flats *flats, const struct dsp_plateau *plateau)
{
    flats->count[plateau->is_negative][class_of((double)plateau->level)]++;
    if (flats->kept_count == KEPT) {
        qsort(flats->kept, KEPT, sizeof *flats->kept, by_length);
        flats->kept_count = KEPT / 2;
    }
    flats->kept[flats->kept_count++] = *plateau;
}

static int64_t sum(const uint32_t *count, int first, int last)
{
    int64_t result = 0;

    for (int class = first > 0 ? first : 0; class <= last && class <= LEVELS; class ++)
        result += count[class];
    return result;
}

static bool is_of(const struct dsp_plateau *flat, int polarity, int class)
{
    return (int)flat->is_negative == polarity &&
           abs(class_of((double)flat->level) - class) <= REACH;
}

/* Whether a fall is a multiple of the grid, which is itself known to a step only. */
static bool is_multiple(float fall, float grid)
{
    float multiple = rintf(fall / grid);
    float slack = GRID_SLACK + GRID_DRIFT * fabsf(multiple);

    return fabsf(fall - grid * multiple) <= fminf(slack, GRID_SHARE * grid);
}

/* Whether the flats come from rounding on a grid much coarser than 16 bits, as in the
 * sound of old samplers: then all falls are multiples of the smallest. */
static bool is_coarse(const struct dsp_flats *flats, int polarity, int class)
{
    float grid = INFINITY;
    int64_t falls = 0, on_grid = 0;

    for (size_t i = 0; i < flats->kept_count; i++)
        if (is_of(&flats->kept[i], polarity, class))
            grid = fminf(grid, fminf(flats->kept[i].falls[0], flats->kept[i].falls[2]));
    if (grid < COARSE_STEPS)
        return false;
    for (size_t i = 0; i < flats->kept_count; i++) {
        if (!is_of(&flats->kept[i], polarity, class))
            continue;
        for (int n = 0; n < FALLS; n++)
            on_grid += is_multiple(flats->kept[i].falls[n], grid);
        falls += FALLS;
    }
    return (double)on_grid >= ON_GRID * (double)falls;
}

/* Mean level of the flats within reach of a class. */
static double mean_level(const uint32_t *count, int class)
{
    double weighted = 0, total = 0;

    for (int c = class - REACH; c <= class + REACH && c <= LEVELS; c++) {
        if (c < 0)
            continue;
        weighted += (double)count[c] * c;
        total += count[c];
    }
    return weighted / total / LEVELS;
}

struct dsp_flats_level dsp_flats_find(const struct dsp_flats *flats, int polarity,
                                      double peak, int64_t needed)
{
    const struct dsp_flats_level none = {0};
    const uint32_t *count = flats->count[polarity];
    int best = -1;
    int64_t most = 0;
    double around;

    for (int class = class_of(LEVEL_SHARE * peak); class <= LEVELS; class ++) {
        int64_t here = count[class] ? sum(count, class - REACH, class + REACH) : 0;

        if (here > most) {
            most = here;
            best = class;
        }
    }
    if (most < needed || best < 0)
        return none;
    around = (double)(sum(count, best - AROUND, best + AROUND) - most) *
             (2 * REACH + 1) / (2 * (AROUND - REACH));
    if ((double)most < OVER_AROUND * around || is_coarse(flats, polarity, best))
        return none;
    return (struct dsp_flats_level){most, mean_level(count, best)};
}

void dsp_flats_each(const struct dsp_flats *flats, int polarity,
                    struct dsp_flats_level level, dsp_plateau_take *take, void *context)
{
    for (size_t i = 0; i < flats->kept_count; i++)
        if (is_of(&flats->kept[i], polarity, class_of(level.level)))
            take(context, &flats->kept[i]);
}
