/* What the COMM chunk of an AIFF file means. */
#include "analyzer/audio/aiff_private.h"
#include "analyzer/audio/riff.h"
#include "analyzer/audio/wave.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    COMM_BYTES = 18, /* of AIFF */
    AIFC_BYTES = 22, /* with the compression type; a name follows */
    RATE_AT = 8,     /* an 80-bit float */
    BITS_MIN = 8,
    BITS_MAX = 32,
};

/* Ways to store PCM. bits: what the type itself fixes; 0: COMM says it. */
static const struct type {
    const char *id;
    bool is_little_endian, is_float;
    unsigned bits;
} types[] = {
    {"NONE", false, false, 0},  {"twos", false, false, 0},  {"sowt", true, false, 0},
    {"in16", false, false, 16}, {"in24", false, false, 24}, {"in32", false, false, 32},
    {"42ni", true, false, 24},  {"23ni", true, false, 32},  {"raw ", false, false, 8},
    {"fl32", false, true, 32},  {"FL32", false, true, 32},  {"fl64", false, true, 64},
    {"FL64", false, true, 64},
};

static const struct {
    const char *id, *name;
} codecs[] = {
    {"ulaw", "mu-law"},    {"ULAW", "mu-law"},    {"alaw", "A-law"},
    {"ALAW", "A-law"},     {"ima4", "IMA ADPCM"}, {"GSM ", "GSM 6.10"},
    {"MAC3", "MACE 3:1"},  {"MAC6", "MACE 6:1"},  {"QDMC", "QDesign"},
    {"QDM2", "QDesign 2"}, {"Qclp", "Qualcomm"},  {"ADP4", "DVI ADPCM"},
    {"dwvw", "DWVW"},      {"DWVW", "DWVW"},      {".mp3", "MPEG layer 3"},
};

/* The value of an 80-bit extended float, big-endian (as the rate is stored). */
static double extended(const unsigned char *bytes)
{
    unsigned exponent = (unsigned)(bytes[0] & 0x7F) << 8 | bytes[1];
    uint64_t mantissa = (uint64_t)lo_be32(bytes + 2) << 32 | lo_be32(bytes + 6);

    if (bytes[0] & 0x80 || exponent == 0x7FFF)
        return -1; /* no rate is negative or infinite */
    return ldexp((double)mantissa, (int)exponent - 16383 - 63);
}

static const struct type *find_type(const unsigned char *id)
{
    for (size_t i = 0; i < LO_COUNT(types); i++)
        if (memcmp(types[i].id, id, 4) == 0)
            return &types[i];
    return NULL;
}

static int refuse_type(const struct lo_aiff *aiff, const char *name, struct lo_err *err)
{
    const char *codec = "an unknown codec";
    char id[5];

    for (size_t i = 0; i < LO_COUNT(codecs); i++)
        if (memcmp(codecs[i].id, aiff->compression, 4) == 0)
            codec = codecs[i].name;
    lo_riff_id_text(aiff->compression, id);
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: the COMM chunk at byte %" PRId64
                    " declares %s (type '%s')",
                    aiff->comm_at - 8, codec, id);
}

static enum lo_sample sample_of(const struct type *type, unsigned bits)
{
    static const enum lo_sample integers[] = {LO_SAMPLE_S8, LO_SAMPLE_S16,
                                              LO_SAMPLE_S24, LO_SAMPLE_S32};

    if (type->is_float)
        return type->bits == 32 ? LO_SAMPLE_F32 : LO_SAMPLE_F64;
    if (memcmp(type->id, "raw ", 4) == 0)
        return LO_SAMPLE_U8;
    return integers[(bits + 7) / 8 - 1];
}

/* Depth and byte order. Where a type and COMM disagree the type tells how samples are
 * stored. */
static int choose_sample(struct lo_aiff *aiff, struct lo_audio_format *format,
                         unsigned bits, const char *name, struct lo_remarks *remarks,
                         struct lo_err *err)
{
    const struct type *type = find_type(aiff->compression);

    if (!type)
        return refuse_type(aiff, name, err);
    if (type->bits && bits != type->bits)
        lo_remark(&remarks->notes,
                  "valid-bits: the COMM chunk declares %u bits at byte %" PRId64
                  ", its type has %u",
                  bits, aiff->comm_at + 6, type->bits);
    if (type->bits)
        bits = type->bits;
    if (!type->is_float && (bits < BITS_MIN || bits > BITS_MAX))
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "integer samples of %u bits, declared at byte %" PRId64
                        "; integers of 8 to 32 can be measured",
                        bits, aiff->comm_at + 6);
    aiff->sample = sample_of(type, bits);
    aiff->is_big_endian = !type->is_little_endian;
    aiff->frame_bytes = lo_sample_bytes(aiff->sample) * format->channels;
    format->bits = 8 * lo_sample_bytes(aiff->sample);
    format->valid_bits = bits;
    format->is_float = type->is_float;
    return 0;
}

static void take_rate(struct lo_audio_format *format, const struct lo_aiff *aiff,
                      const unsigned char *body, struct lo_remarks *remarks)
{
    double rate = extended(body + RATE_AT);

    format->rate_hz = rate >= 0 && rate < 4e9 ? (unsigned)lround(rate) : 0;
    if (format->rate_hz && fabs(rate - format->rate_hz) > 1e-6)
        lo_remark(&remarks->problems,
                  "sample-rate: the COMM chunk declares %.6f Hz at byte %" PRId64
                  ", which is no whole number; measured as %u Hz",
                  rate, aiff->comm_at + RATE_AT, format->rate_hz);
}

/* The frames that COMM declares against the audio that is there. */
static void check_frames(const struct lo_aiff *aiff, int64_t frames,
                         struct lo_remarks *remarks)
{
    int64_t rest = aiff->data_bytes % aiff->frame_bytes;

    /* A stream that was never closed declares nothing. */
    if (lo_remarked(&remarks->problems, "data-size"))
        return;
    if (frames < (int64_t)aiff->frames) {
        if (!lo_remarked(&remarks->problems, "truncated"))
            lo_remark(&remarks->problems,
                      "truncated: the COMM chunk declares %" PRIu32
                      " frames at byte %" PRId64 ", %" PRId64 " are there",
                      aiff->frames, aiff->comm_at + 2, frames);
    } else if (frames > (int64_t)aiff->frames) {
        lo_remark(&remarks->problems,
                  "total-samples: the COMM chunk declares %" PRIu32
                  " frames at byte %" PRId64 ", the SSND chunk has %" PRId64,
                  aiff->frames, aiff->comm_at + 2, frames);
    } else if (rest) {
        lo_remark(&remarks->problems,
                  "partial-frame: the SSND chunk at byte %" PRId64 " has %" PRId64
                  " bytes of audio, no whole number of frames of %u; the last %" PRId64
                  " are left out",
                  aiff->ssnd_at - 8, aiff->data_bytes, aiff->frame_bytes, rest);
    }
}

int lo_aiff_read_comm(struct lo_aiff *aiff, struct lo_audio_format *format,
                      struct lo_source *source, const char *name,
                      struct lo_remarks *remarks, struct lo_err *err)
{
    size_t wanted = aiff->is_aifc ? AIFC_BYTES : COMM_BYTES;
    const unsigned char *body = aiff->comm_bytes < wanted
                                    ? NULL
                                    : lo_source_peek(source, aiff->comm_at, wanted);
    unsigned bits;

    if (!body)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the COMM chunk at byte %" PRId64 " has %zu bytes, not %zu",
                        aiff->comm_at - 8, aiff->comm_bytes, wanted);
    format->channels = (unsigned)body[0] << 8 | body[1];
    aiff->frames = lo_be32(body + 2);
    bits = (unsigned)body[6] << 8 | body[7];
    memcpy(aiff->compression, aiff->is_aifc ? body + COMM_BYTES : (const void *)"NONE",
           sizeof aiff->compression);
    take_rate(format, aiff, body, remarks);
    if (lo_check_range(format, aiff->comm_at, name, err) ||
        choose_sample(aiff, format, bits, name, remarks, err))
        return -1;
    format->frames = aiff->data_bytes / aiff->frame_bytes;
    check_frames(aiff, format->frames, remarks);
    return 0;
}
