#include "analyzer/meters/meter.h"

/* clang-format off */
/* One line a meter, in the order in which they run and are reported. */
#define METERS(X) \
    X(loudness)   \
    X(peak)       \
    X(dynamics)   \
    X(clip)       \
    X(silence)    \
    X(edge)       \
    X(dc)         \
    X(stereo)     \
    X(bits)       \
    X(waveform)   \
    X(stored)     \
    X(verify)
/* clang-format on */

#define X(name) extern const struct lo_meter lo_meter_##name;
METERS(X)
#undef X

#define X(name) &lo_meter_##name,
const struct lo_meter *const lo_meters[] = {METERS(X) NULL};
#undef X
