/* What a meter is.
 *
 * A meter turns audio into values, events and series of one document. Each lives in one
 * file of this folder, exports one descriptor, and has one line in registry.c.
 *
 * The engine calls start, then feed once per block in order, then finish, then stop.
 * State arrives zeroed. Only start can fail: values and events go to the document, which
 * keeps the first failure itself (see lo_doc_seal). stop always runs, also after a start
 * that failed, so start just returns on an error and cleans nothing up. finish may read
 * from the document what earlier lines of the registry set.
 */
#ifndef LO_METERS_METER_H
#define LO_METERS_METER_H

#include "analyzer/base/err.h"
#include "analyzer/doc/doc.h"

/* One block of audio, full scale = ±1.0. Blocks have any length; a result must not depend
 * on how the audio is cut into them. Samples are finite: the reader puts 0 for NaN and
 * infinity, and reports where. Larger values than ±1.0 are kept. */
struct lo_block {
    const float *const *channel; /* [channels][frames] */
    const float *interleaved;    /* [frames * channels], the same samples */
    const int32_t
        *raw; /* [frames * channels] left-justified integers; NULL: not integer */
    size_t frames;
    int64_t start_frames; /* position of the first frame in the file */
};

/* A number the user can set: --set clip.run=5. */
struct lo_param {
    const char *name;         /* without the meter's name */
    double initial, min, max; /* min and max are allowed values */
    enum lo_unit unit;
    const char *summary;
};

/* Known before the first block. */
struct lo_setup {
    unsigned channels; /* 1 .. LO_MAX_CHANNELS */
    unsigned rate_hz;  /* 8000 .. 384000 */
    unsigned bits;     /* of one stored sample, as declared: 8 .. 64 */
    unsigned
        valid_bits; /* of those, the ones that are meant: 24 in a 32-bit container */
    bool is_float;  /* stored as floating point */
    bool is_lossy;  /* decoded from a lossy stream: bits mean nothing */
    uint32_t channel_mask; /* WAVE_FORMAT_EXTENSIBLE speaker positions; 0: not given */
    const double *params;  /* in the order of lo_meter.params, each within min .. max */
};

struct lo_meter {
    const char *name;            /* "clip": its name in --set */
    const char *summary;         /* one line for `leadout meters` and docs/meters.md */
    const char *source;          /* the standard or paper, or "leadout" */
    const struct lo_term *terms; /* everything it may set; ends with {0} */
    const struct lo_param *params; /* ends with {0}; NULL when there are none */
    const char *const
        *needs;      /* meters whose results finish reads; ends with NULL; or NULL */
    bool on_request; /* runs only when a rule or an option asks for one of its terms */
    size_t state_size;

    /* Both NULL when all that finish needs stands in the document; state is NULL then. */
    int (*start)(void *state, const struct lo_setup *setup, struct lo_err *err);
    void (*feed)(void *state, const struct lo_block *block, struct lo_doc *doc);
    void (*finish)(void *state, struct lo_doc *doc);
    void (*stop)(void *state); /* NULL when the state owns nothing */
};

/* All meters, in the order of reports; ends with NULL. */
extern const struct lo_meter *const lo_meters[];

#endif
