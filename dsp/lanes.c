/* Replaced by the first kernel. */
#include "dsp/clones.h"
typedef int dsp_lanes;
