#include "analyzer/audio/coded.h"

#include "analyzer/audio/wave.h"

#include <inttypes.h>
#include <string.h>

enum { ID3V1_BYTES = 128, LOST_BYTES_MAX = 1 << 16 };

struct lo_mpeg_frame lo_mpeg_frame_of(const unsigned char header[4])
{
    static const unsigned short kbits[2][3][16] = {
        {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
         {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
         {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}},
        {{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}},
    };
    static const unsigned rates[3] = {44100, 48000, 32000};
    unsigned version = header[1] >> 3 & 3, layer = 4 - (header[1] >> 1 & 3);
    unsigned rate = header[2] >> 2 & 3, padding = header[2] >> 1 & 1;
    bool is_half = layer == 3 && version != 3; /* MPEG 2: half as many samples */
    struct lo_mpeg_frame frame = {.layer = layer};
    unsigned kbit;

    if (header[0] != 0xFF || (header[1] & 0xE0) != 0xE0 || version == 1 || layer == 4 ||
        rate == 3)
        return frame;
    kbit = kbits[version != 3][layer - 1][header[2] >> 4];
    if (kbit == 0)
        return frame;
    frame.rate_hz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    frame.channels = header[3] >> 6 == 3 ? 1 : 2;
    frame.samples = layer == 1 ? 384 : is_half ? 576 : 1152;
    frame.bytes = layer == 1
                      ? 4 * (12000 * kbit / frame.rate_hz + padding)
                      : (is_half ? 72000 : 144000) * kbit / frame.rate_hz + padding;
    return frame;
}

static bool is_alike(const struct lo_mpeg_frame *a, const struct lo_mpeg_frame *b)
{
    return b->bytes && a->layer == b->layer && a->rate_hz == b->rate_hz;
}

/* Where the next frame of the same kind begins; -1: nowhere within reach. */
static int64_t find_frame(struct lo_source *source, int64_t at,
                          const struct lo_mpeg_frame *first)
{
    for (int64_t end = at + LOST_BYTES_MAX; at < end; at++) {
        const unsigned char *header = lo_source_peek(source, at, 4);
        struct lo_mpeg_frame frame;

        if (!header)
            return -1;
        frame = lo_mpeg_frame_of(header);
        if (is_alike(first, &frame))
            return at;
    }
    return -1;
}

/* What stands at the end of the stream: an ID3v1 or APE tag is usual. */
static void end_at(struct lo_coded *coded, struct lo_source *source, int64_t at,
                   struct lo_remarks *remarks)
{
    const unsigned char *bytes = lo_source_peek(source, at, 3);

    coded->audio_bytes = at - coded->audio_at;
    if (bytes && memcmp(bytes, "TAG", 3) == 0 && source->size - at == ID3V1_BYTES) {
        coded->id3v1_at = at;
        return;
    }
    bytes = lo_source_peek(source, at, 8);
    if (at < source->size && !(bytes && memcmp(bytes, "APETAGEX", 8) == 0))
        lo_remark(&remarks->problems,
                  "trailing-junk: %" PRId64 " bytes at byte %" PRId64
                  " are in no frame",
                  source->size - at, at);
}

int lo_mpeg_walk(struct lo_coded *coded, struct lo_audio_format *format,
                 struct lo_source *source, int64_t at, const char *name,
                 struct lo_remarks *remarks, struct lo_err *err)
{
    static const char *const codecs[] = {"", "mp1", "mp2", "mp3"};
    const unsigned char *header = lo_source_peek(source, at, 4);
    struct lo_mpeg_frame first = {0};

    if (header)
        first = lo_mpeg_frame_of(header);
    if (!first.bytes)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "no MPEG audio frame at byte %" PRId64, at);
    *coded = (struct lo_coded){
        .container = "mp3", .codec = codecs[first.layer], .audio_at = at, .frames = -1};
    format->channels = first.channels;
    format->rate_hz = first.rate_hz;
    if (lo_check_range(format, at, name, err))
        return -1;
    while (at < source->size && (header = lo_source_peek(source, at, 4))) {
        struct lo_mpeg_frame frame = lo_mpeg_frame_of(header);
        int64_t next;

        if (is_alike(&first, &frame)) {
            if (frame.bytes > source->size - at) {
                lo_remark(&remarks->problems,
                          "truncated: the last frame, at byte %" PRId64
                          ", ends after the file",
                          at);
                at = source->size;
                break;
            }
            coded->units++;
            at += frame.bytes;
            continue;
        }
        if (memcmp(header, "TAG", 3) == 0 || memcmp(header, "APET", 4) == 0)
            break;
        next = find_frame(source, at + 1, &first);
        if (next < 0)
            break;
        lo_remark(&remarks->problems, "decode-error: no frame at byte %" PRId64, at);
        at = next;
    }
    if (coded->units == 0)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "the first MPEG audio frame at byte %" PRId64 " is cut short",
                        coded->audio_at);
    end_at(coded, source, at, remarks);
    return 0;
}
