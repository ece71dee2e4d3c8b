#include "analyzer/doc/unit.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    int decimals;
} units[] = {
#define X(constant, name, decimals) {name, decimals},
    LO_UNITS(X)
#undef X
};

const char *lo_unit_name(enum lo_unit unit)
{
    return units[unit].name;
}

int lo_unit_decimals(enum lo_unit unit)
{
    return units[unit].decimals;
}

enum lo_unit lo_unit_find(const char *name)
{
    if (strcmp(name, "1") == 0 || strcmp(name, "ratio") == 0)
        return LO_UNIT_NONE;
    for (int i = 0; i < LO_UNIT_TOTAL; i++)
        if (strcmp(units[i].name, name) == 0)
            return (enum lo_unit)i;
    return LO_UNIT_TOTAL;
}

double lo_unit_round(enum lo_unit unit, double value)
{
    static const double scales[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    double scale = scales[units[unit].decimals];

    /* Above 2^52 a double has no decimals left to round. */
    if (!isfinite(value) || fabs(value) * scale > 4503599627370496.0)
        return value;
    return round(value * scale) / scale + 0.0;
}
