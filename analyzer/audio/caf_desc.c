/* What the desc chunk of a Core Audio file means. */
#include "analyzer/audio/caf_private.h"
#include "analyzer/audio/wave.h"
#include "analyzer/base/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    DESC_BYTES = 32,
    IS_FLOAT = 1, /* flags of lpcm */
    IS_LITTLE_ENDIAN = 2,
    BITS_MIN = 8,
    BITS_MAX = 32,
};

struct desc {
    double rate;
    unsigned char id[4];
    uint32_t flags, packet_bytes, packet_frames, channels, bits;
};

static const struct {
    const char *id, *name;
} codecs[] = {
    {"alac", "Apple Lossless"}, {"aac ", "AAC"},          {"ima4", "IMA ADPCM"},
    {"ulaw", "mu-law"},         {"alaw", "A-law"},        {".mp3", "MPEG layer 3"},
    {".mp2", "MPEG layer 2"},   {".mp1", "MPEG layer 1"}, {"MAC3", "MACE 3:1"},
    {"MAC6", "MACE 6:1"},       {"opus", "Opus"},         {"flac", "FLAC"},
};

static void parse(struct desc *desc, const unsigned char *body)
{
    uint64_t rate = (uint64_t)lo_be32(body) << 32 | lo_be32(body + 4);

    memcpy(&desc->rate, &rate, sizeof desc->rate);
    memcpy(desc->id, body + 8, sizeof desc->id);
    desc->flags = lo_be32(body + 12);
    desc->packet_bytes = lo_be32(body + 16);
    desc->packet_frames = lo_be32(body + 20);
    desc->channels = lo_be32(body + 24);
    desc->bits = lo_be32(body + 28);
}

static int check_codec(const struct desc *desc, const struct lo_caf *caf,
                       const char *name, struct lo_err *err)
{
    const char *codec = "an unknown codec";
    char id[5];

    if (memcmp(desc->id, "lpcm", 4) == 0)
        return 0;
    for (size_t i = 0; i < LO_COUNT(codecs); i++)
        if (memcmp(codecs[i].id, desc->id, 4) == 0)
            codec = codecs[i].name;
    for (int i = 0; i < 4; i++)
        id[i] = desc->id[i] >= ' ' && desc->id[i] <= '~' ? (char)desc->id[i] : '?';
    id[4] = '\0';
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: the desc chunk at byte %" PRId64
                    " declares %s ('%s')",
                    caf->desc_at - 12, codec, id);
}

static void take_rate(struct lo_audio_format *format, const struct desc *desc,
                      const struct lo_caf *caf, struct lo_remarks *remarks)
{
    char number[LO_NUMBER_SIZE];

    format->rate_hz =
        desc->rate >= 0 && desc->rate < 4e9 ? (unsigned)lround(desc->rate) : 0;
    if (format->rate_hz && fabs(desc->rate - format->rate_hz) > 1e-6)
        lo_remark(&remarks->problems,
                  "sample-rate: the desc chunk declares %s Hz at byte %" PRId64
                  ", which is no whole number; measured as %u Hz",
                  lo_number_fixed(number, desc->rate, 6), caf->desc_at,
                  format->rate_hz);
}

/* Samples lie packed in whole bytes, or in 4 bytes with those of 24 bits on top. */
static int choose_sample(struct lo_caf *caf, struct lo_audio_format *format,
                         const struct desc *desc, const char *name, struct lo_err *err)
{
    static const enum lo_sample integers[] = {LO_SAMPLE_S8, LO_SAMPLE_S16,
                                              LO_SAMPLE_S24, LO_SAMPLE_S32};
    bool is_float = desc->flags & IS_FLOAT;
    uint32_t bytes = desc->packet_bytes / desc->channels;

    if (is_float ? desc->bits != 32 && desc->bits != 64
                 : desc->bits < BITS_MIN || desc->bits > BITS_MAX)
        return lo_error(
            err, LO_EFORMAT, (struct lo_at){name, 0},
            "%s samples of %" PRIu32 " bits, declared at byte %" PRId64 "; %s",
            is_float ? "float" : "integer", desc->bits, caf->desc_at + 28,
            is_float ? "floats have 32 or 64" : "integers of 8 to 32 can be measured");
    if (desc->packet_frames != 1 || desc->packet_bytes % desc->channels || bytes > 8 ||
        (is_float ? bytes != desc->bits / 8 : bytes > 4 || 8 * bytes < desc->bits))
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the desc chunk at byte %" PRId64
                        " declares packets of %" PRIu32 " bytes and %" PRIu32
                        " frames, %" PRIu32 " channels of %" PRIu32 " bits need others",
                        caf->desc_at - 12, desc->packet_bytes, desc->packet_frames,
                        desc->channels, desc->bits);
    if (is_float)
        caf->sample = desc->bits == 32 ? LO_SAMPLE_F32 : LO_SAMPLE_F64;
    else
        caf->sample = integers[bytes - 1];
    caf->is_big_endian = !(desc->flags & IS_LITTLE_ENDIAN);
    caf->frame_bytes = desc->packet_bytes;
    format->bits = 8 * bytes;
    format->valid_bits = desc->bits;
    format->is_float = is_float;
    return 0;
}

int lo_caf_read_desc(struct lo_caf *caf, struct lo_audio_format *format,
                     struct lo_source *source, const char *name,
                     struct lo_remarks *remarks, struct lo_err *err)
{
    const unsigned char *body = lo_source_peek(source, caf->desc_at, DESC_BYTES);
    struct desc desc;
    int64_t rest;

    if (!body)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the desc chunk at byte %" PRId64 " is cut short",
                        caf->desc_at - 12);
    parse(&desc, body);
    if (check_codec(&desc, caf, name, err))
        return -1;
    format->channels = desc.channels > 0xFFFF ? 0xFFFF : desc.channels;
    take_rate(format, &desc, caf, remarks);
    if (lo_check_range(format, caf->desc_at, name, err) ||
        choose_sample(caf, format, &desc, name, err))
        return -1;
    format->frames = caf->data_bytes / caf->frame_bytes;
    rest = caf->data_bytes % caf->frame_bytes;
    if (rest && caf->data_declared == caf->data_bytes)
        lo_remark(&remarks->problems,
                  "partial-frame: the data chunk at byte %" PRId64 " has %" PRId64
                  " bytes of audio, no whole number of frames of %u; the last %" PRId64
                  " are left out",
                  caf->data_at - 16, caf->data_bytes, caf->frame_bytes, rest);
    return 0;
}
