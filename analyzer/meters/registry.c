#include "analyzer/meters/meter.h"

/* One line a meter, in the order of reports. */
#define METERS(X) X(waveform)

#define X(name) extern const struct lo_meter lo_meter_##name;
METERS(X)
#undef X

const struct lo_meter *const lo_meters[] = {
#define X(name) &lo_meter_##name,
    METERS(X)
#undef X
        NULL,
};
