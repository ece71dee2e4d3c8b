#include "reports/svg.h"

#include "analyzer/base/number.h"

#include <math.h>

enum { MOST_DECIMALS = 6 };

/* Above this a double has no decimals worth printing, and would not fit an integer after
 * scaling. */
static const double LARGEST_SCALED = 9e15;

static const double powers[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

void lo_put_number(struct lo_buf *out, double value, int decimals)
{
    char text[LO_NUMBER_SIZE];

    if (isfinite(value))
        lo_buf_puts(out, lo_number_fixed(text, value, decimals));
    else
        lo_buf_puts(out, value > 0 ? "inf" : value < 0 ? "-inf" : "nan");
}

void lo_put_time(struct lo_buf *out, double time_s, int decimals)
{
    double scaled = time_s > 0 ? time_s * powers[decimals] : 0;
    long long unit = (long long)powers[decimals];
    long long ticks = scaled < LARGEST_SCALED ? llround(scaled) : 0;
    long long seconds = ticks / unit;

    if (seconds >= 3600)
        lo_buf_printf(out, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
                      seconds % 60);
    else
        lo_buf_printf(out, "%lld:%02lld", seconds / 60, seconds % 60);
    if (decimals > 0)
        lo_buf_printf(out, ".%0*lld", decimals, ticks % unit);
}

/* Decimals that a step of 1, 2 or 5 times a power of ten needs. */
static int decimals_of(double step)
{
    int decimals = 0;

    while (decimals < MOST_DECIMALS && step * powers[decimals] < 0.999)
        decimals++;
    return decimals;
}

static struct lo_ticks ticks(double low, double high, double step)
{
    /* A millionth of a step forgives what division leaves over. */
    double first = ceil(low / step - 1e-6) * step;
    double count = floor((high - first) / step + 1e-6) + 1;

    return (struct lo_ticks){
        .first = first + 0.0,
        .step = step,
        .count = count > 0 && count < 1000 ? (unsigned)count : 0,
        .decimals = decimals_of(step),
    };
}

struct lo_ticks lo_ticks_number(double low, double high, unsigned most)
{
    static const double steps[] = {1, 2, 5, 10};
    double rough, power;

    if (!(high > low) || !isfinite(high - low))
        return (struct lo_ticks){0};
    rough = (high - low) / most;
    power = pow(10, floor(log10(rough)));
    for (unsigned i = 0; i < LO_COUNT(steps); i++) {
        struct lo_ticks found = ticks(low, high, steps[i] * power);

        if (found.count > 0 && found.count <= most)
            return found;
    }
    return ticks(low, high, 20 * power);
}

struct lo_ticks lo_ticks_time(double length_s, unsigned most)
{
    static const double steps_s[] = {0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                     0.02,   0.05,   0.1,    0.2,   0.5,   1,     2,
                                     5,      10,     15,     30,    60,    120,   300,
                                     600,    900,    1800,   3600,  7200,  14400};

    if (!(length_s > 0) || !isfinite(length_s))
        return (struct lo_ticks){0};
    for (unsigned i = 0; length_s >= 4 * steps_s[0] && i < LO_COUNT(steps_s); i++)
        if (length_s / steps_s[i] + 1 <= most)
            return ticks(0, length_s, steps_s[i]);
    return lo_ticks_number(0, length_s, most);
}
