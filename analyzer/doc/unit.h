/* Units of quantities, with the name that specs and reports print. */
#ifndef LO_DOC_UNIT_H
#define LO_DOC_UNIT_H

/* X(constant, name, decimals): a value is rounded to its unit's decimals when it is set,
 * so that judging again from a saved report agrees. */
#define LO_UNITS(X)                                                                    \
    X(NONE, "", 6) /* ratios, correlations */                                          \
    X(DB, "dB", 3)                                                                     \
    X(DBFS, "dBFS", 3)                                                                 \
    X(DBTP, "dBTP", 3)                                                                 \
    X(LUFS, "LUFS", 3)                                                                 \
    X(LU, "LU", 3)                                                                     \
    X(DR, "DR", 0)                                                                     \
    X(HZ, "Hz", 3)                                                                     \
    X(S, "s", 6)                                                                       \
    X(MS, "ms", 3)                                                                     \
    X(MIN, "min", 3)                                                                   \
    X(FRAMES, "frames", 0)                                                             \
    X(SAMPLES, "samples", 3)                                                           \
    X(COUNT, "count", 0)                                                               \
    X(PER_MIN, "events/min", 3)                                                        \
    X(CHANNELS, "channels", 0)                                                         \
    X(BITS, "bits", 0)                                                                 \
    X(BYTES, "bytes", 0)                                                               \
    X(KBITS, "kbit/s", 3)                                                              \
    X(PERCENT, "%", 3)

enum lo_unit {
#define X(constant, name, decimals) LO_UNIT_##constant,
    LO_UNITS(X)
#undef X
        LO_UNIT_TOTAL
};

/* "dBTP"; "" for LO_UNIT_NONE. */
const char *lo_unit_name(enum lo_unit unit);

int lo_unit_decimals(enum lo_unit unit);

/* The unit of that name, or LO_UNIT_TOTAL when there is none. "1" and "ratio" mean
 * LO_UNIT_NONE. */
enum lo_unit lo_unit_find(const char *name);

/* value to the unit's decimals; infinities and NaN unchanged; never -0. */
double lo_unit_round(enum lo_unit unit, double value);

#endif
