#include "analyzer/audio/wave.h"

#include <inttypes.h>
#include <string.h>

enum {
    FMT_BYTES = 16,        /* what every fmt chunk has */
    FMT_SIZED_BYTES = 18,  /* with an empty extension */
    EXTENSIBLE_BYTES = 40, /* [WAVEX] */
    TAG_PCM = 1,
    TAG_FLOAT = 3,
    TAG_EXTENSIBLE = 0xFFFE,
    RATE_MIN_HZ = 8000,
    RATE_MAX_HZ = 384000,
    BITS_MIN = 8,
    BITS_MAX = 32, /* of integers */
};

/* KSDATAFORMAT_SUBTYPE: the tag, then these bytes [WAVEX]. */
static const unsigned char guid_tail[] = {0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
                                          0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71};

static const struct {
    uint16_t tag;
    const char *name;
} tags[] = {
    {0x0001, "PCM"},
    {0x0002, "Microsoft ADPCM"},
    {0x0003, "IEEE float"},
    {0x0005, "IBM CVSD"},
    {0x0006, "A-law"},
    {0x0007, "mu-law"},
    {0x0008, "DTS"},
    {0x0010, "OKI ADPCM"},
    {0x0011, "IMA ADPCM"},
    {0x0014, "G.723 ADPCM"},
    {0x0016, "G.723 ADPCM"},
    {0x0017, "Dialogic ADPCM"},
    {0x0020, "Yamaha ADPCM"},
    {0x0022, "TrueSpeech"},
    {0x0031, "GSM 6.10"},
    {0x0040, "G.721 ADPCM"},
    {0x0045, "G.726 ADPCM"},
    {0x0050, "MPEG layer 1 or 2"},
    {0x0055, "MPEG layer 3"},
    {0x0064, "G.726 ADPCM"},
    {0x0092, "AC-3 over S/PDIF"},
    {0x00FF, "AAC"},
    {0x0160, "Windows Media Audio 1"},
    {0x0161, "Windows Media Audio 2"},
    {0x0162, "Windows Media Audio Pro"},
    {0x0163, "Windows Media Audio Lossless"},
    {0x0164, "Windows Media Audio over S/PDIF"},
    {0x0240, "Raw Sport"},
    {0x0270, "ATRAC3"},
    {0x0401, "Intel Music Coder"},
    {0x1600, "AAC in ADTS"},
    {0x1602, "AAC in LOAS"},
    {0x1610, "HE-AAC"},
    {0x2000, "AC-3"},
    {0x2001, "DTS"},
    {0x566F, "Vorbis"},
    {0x674F, "Ogg Vorbis, mode 1"},
    {0x6750, "Ogg Vorbis, mode 2"},
    {0x6751, "Ogg Vorbis, mode 3"},
    {0x676F, "Ogg Vorbis, mode 1+"},
    {0x6770, "Ogg Vorbis, mode 2+"},
    {0x6771, "Ogg Vorbis, mode 3+"},
    {0x704F, "Opus"},
    {0xA106, "AAC"},
    {0xF1AC, "FLAC"},
};

const char *lo_wave_tag_name(uint16_t tag)
{
    for (size_t i = 0; i < LO_COUNT(tags); i++)
        if (tags[i].tag == tag)
            return tags[i].name;
    return NULL;
}

const char *lo_wave_tag_row(size_t i, uint16_t *tag)
{
    if (i >= LO_COUNT(tags))
        return NULL;
    *tag = tags[i].tag;
    return tags[i].name;
}

/* What fmt says, before anything is believed. */
struct fmt {
    int64_t at; /* of its body */
    size_t bytes;
    uint16_t tag, subtag, channels, block_align, bits, valid_bits;
    uint32_t rate, byte_rate, channel_mask;
};

static int not_accepted(const struct fmt *fmt, uint16_t tag, const char *name,
                        struct lo_err *err)
{
    const char *codec = lo_wave_tag_name(tag);

    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: the fmt chunk at byte %" PRId64
                    " declares %s (tag 0x%04X)%s",
                    fmt->at, codec ? codec : "an unknown codec", tag,
                    tag == TAG_EXTENSIBLE ? " and not what it stands for" : "");
}

static int read_extension(struct fmt *fmt, const unsigned char *body, const char *name,
                          struct lo_err *err)
{
    if (fmt->bytes < EXTENSIBLE_BYTES)
        return not_accepted(fmt, TAG_EXTENSIBLE, name, err);
    fmt->valid_bits = lo_le16(body + 18);
    fmt->channel_mask = lo_le32(body + 20);
    fmt->subtag = lo_le16(body + 24);
    if (memcmp(body + 26, guid_tail, sizeof guid_tail) != 0)
        return not_accepted(fmt, TAG_EXTENSIBLE, name, err);
    return 0;
}

static int parse(struct fmt *fmt, const struct lo_riff *riff, struct lo_source *source,
                 const char *name, struct lo_err *err)
{
    size_t wanted =
        riff->fmt_bytes < EXTENSIBLE_BYTES ? riff->fmt_bytes : EXTENSIBLE_BYTES;
    const unsigned char *body = lo_source_peek(source, riff->fmt_at, wanted);

    fmt->at = riff->fmt_at;
    fmt->bytes = riff->fmt_bytes;
    if (wanted < FMT_BYTES || !body)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the fmt chunk at byte %" PRId64 " has %zu bytes, not %d",
                        riff->fmt_at, wanted, FMT_BYTES);
    fmt->tag = lo_le16(body);
    fmt->subtag = fmt->tag;
    fmt->channels = lo_le16(body + 2);
    fmt->rate = lo_le32(body + 4);
    fmt->byte_rate = lo_le32(body + 8);
    fmt->block_align = lo_le16(body + 12);
    fmt->bits = lo_le16(body + 14);
    fmt->valid_bits = fmt->bits;
    if (fmt->tag == TAG_EXTENSIBLE && read_extension(fmt, body, name, err))
        return -1;
    if (fmt->subtag != TAG_PCM && fmt->subtag != TAG_FLOAT)
        return not_accepted(fmt, fmt->subtag, name, err);
    return 0;
}

int lo_check_range(const struct lo_audio_format *format, int64_t at, const char *name,
                   struct lo_err *err)
{
    struct lo_at where = {name, 0};

    if (format->channels < 1 || format->channels > LO_MAX_CHANNELS)
        return lo_error(err, LO_EFORMAT, where,
                        "%u channels, declared at byte %" PRId64
                        "; 1 to %d can be measured",
                        format->channels, at, LO_MAX_CHANNELS);
    if (format->rate_hz < RATE_MIN_HZ || format->rate_hz > RATE_MAX_HZ)
        return lo_error(err, LO_EFORMAT, where,
                        "a rate of %u Hz, declared at byte %" PRId64
                        "; %d to %d Hz can be measured",
                        format->rate_hz, at, RATE_MIN_HZ, RATE_MAX_HZ);
    return 0;
}

static int choose_sample(struct lo_wave *wave, const struct fmt *fmt, const char *name,
                         struct lo_err *err)
{
    static const enum lo_sample integers[] = {LO_SAMPLE_U8, LO_SAMPLE_S16,
                                              LO_SAMPLE_S24, LO_SAMPLE_S32};
    bool is_float = fmt->subtag == TAG_FLOAT;

    if (is_float ? fmt->bits != 32 && fmt->bits != 64
                 : fmt->bits < BITS_MIN || fmt->bits > BITS_MAX)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "%s samples of %u bits, declared at byte %" PRId64 "; %s",
                        is_float ? "float" : "integer", fmt->bits, fmt->at + 14,
                        is_float ? "floats have 32 or 64"
                                 : "integers of 8 to 32 can be measured");
    if (is_float)
        wave->sample = fmt->bits == 32 ? LO_SAMPLE_F32 : LO_SAMPLE_F64;
    else
        wave->sample = integers[(fmt->bits + 7) / 8 - 1];
    wave->frame_bytes = lo_sample_bytes(wave->sample) * fmt->channels;
    return 0;
}

/* The bytes of a frame that fmt declares against those its depth needs. Where block align
 * and byte rate agree on larger frames it cannot be told how samples are stored, and a
 * guess would measure noise. */
static int check_align(const struct lo_wave *wave, const struct fmt *fmt,
                       const char *name, struct lo_remarks *remarks, struct lo_err *err)
{
    uint64_t rate = fmt->rate;

    if (fmt->block_align > wave->frame_bytes &&
        fmt->byte_rate == rate * fmt->block_align &&
        fmt->block_align % fmt->channels == 0)
        return lo_error(
            err, LO_EFORMAT, (struct lo_at){name, 0},
            "the fmt chunk at byte %" PRId64
            " declares frames of %u bytes, but %u channels of %u bits need %u",
            fmt->at, fmt->block_align, fmt->channels, fmt->bits, wave->frame_bytes);
    if (fmt->block_align != wave->frame_bytes)
        lo_remark(
            &remarks->problems,
            "block-align: the fmt chunk declares frames of %u bytes at byte %" PRId64
            ", %u channels of %u bits need %u",
            fmt->block_align, fmt->at + 12, fmt->channels, fmt->bits,
            wave->frame_bytes);
    if (fmt->byte_rate != rate * wave->frame_bytes)
        lo_remark(&remarks->problems,
                  "byte-rate: the fmt chunk declares %" PRIu32
                  " bytes a second at byte %" PRId64
                  ", its rate and depth need %" PRIu64,
                  fmt->byte_rate, fmt->at + 8, rate * wave->frame_bytes);
    return 0;
}

static void check_valid_bits(struct lo_audio_format *format, const struct fmt *fmt,
                             struct lo_remarks *remarks)
{
    unsigned container = format->bits;

    format->valid_bits = fmt->valid_bits;
    if (format->is_float || fmt->valid_bits == 0 || fmt->valid_bits > container) {
        format->valid_bits = container;
        if (fmt->valid_bits != container)
            lo_remark(&remarks->problems,
                      "valid-bits: the fmt chunk declares %u valid bits of %u at byte "
                      "%" PRId64,
                      fmt->valid_bits, container, fmt->at + 18);
    } else if (fmt->valid_bits < container) {
        lo_remark(&remarks->notes,
                  "valid-bits: %u bits in a container of %u, declared at byte %" PRId64
                  "; some players refuse it or read it wrongly",
                  fmt->valid_bits, container, fmt->at);
    }
}

int lo_wave_read(struct lo_wave *wave, struct lo_audio_format *format,
                 const struct lo_riff *riff, struct lo_source *source, const char *name,
                 struct lo_remarks *remarks, struct lo_err *err)
{
    struct fmt fmt = {0};

    if (parse(&fmt, riff, source, name, err))
        return -1;
    format->channels = fmt.channels;
    format->rate_hz = fmt.rate;
    if (lo_check_range(format, fmt.at + 2, name, err) ||
        choose_sample(wave, &fmt, name, err) ||
        check_align(wave, &fmt, name, remarks, err))
        return -1;
    wave->tag = fmt.tag;
    wave->subtag = fmt.subtag;
    wave->block_align = fmt.block_align;
    wave->bits = fmt.bits;
    format->bits = 8 * lo_sample_bytes(wave->sample);
    format->is_float = fmt.subtag == TAG_FLOAT;
    format->channel_mask = fmt.channel_mask;
    check_valid_bits(format, &fmt, remarks);
    if (fmt.bytes != FMT_BYTES && fmt.bytes != FMT_SIZED_BYTES &&
        !(fmt.tag == TAG_EXTENSIBLE && fmt.bytes == EXTENSIBLE_BYTES))
        lo_remark(&remarks->notes,
                  "fmt-size: the fmt chunk at byte %" PRId64 " has %zu bytes",
                  fmt.at - 8, fmt.bytes);
    return 0;
}
