/* MP4 files: walked by us, decoded by leadout-aac, whose samples come through a pipe. What
 * comes is taken as a stranger's word too, since that program may have been taken over. */
#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/decoded.h"
#include "analyzer/audio/facts.h"
#include "analyzer/doc/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool lo_decoded_is_wanted(int fd)
{
    unsigned char head[8];

    return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
           memcmp(head + 4, "ftyp", 4) == 0;
}

/* Fills to[bytes] from the pipe; false when it ends before. */
static bool get(struct lo_reader *r, void *to, size_t bytes)
{
    char *at = to;

    while (bytes > 0) {
        ssize_t got = read(r->decoded.fd, at, bytes);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        bytes -= (size_t)got;
    }
    return true;
}

static int silent(const struct lo_reader *r, struct lo_err *err)
{
    return lo_error(err, LO_EIO, (struct lo_at){r->name, 0},
                    "the decoder leadout-aac ended without a word after %" PRId64
                    " frames",
                    r->decoded.seen);
}

/* The failure that the decoder tells. */
static int failed(struct lo_reader *r, struct lo_err *err)
{
    char text[LO_DECODED_TEXT_BYTES];

    if (!get(r, text, sizeof text))
        return silent(r, err);
    text[sizeof text - 1] = '\0';
    for (char *at = text; *at; at++)
        if (*at < 0x20 || *at > 0x7E)
            *at = '?';
    return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                    "the %s audio described at byte %" PRId64 " cannot be decoded: %s",
                    r->mp4.codec, r->mp4.entry_at, text);
}

static int contradiction(const struct lo_reader *r,
                         const struct lo_decoded_header *header, struct lo_err *err)
{
    return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                    "the %s audio decodes to %" PRIu32 " channels of %" PRIu32
                    " bits at %" PRIu32 " Hz; %u of %u bits at %u Hz are declared at "
                    "byte %" PRId64,
                    r->mp4.codec, header->channels, header->bits, header->rate_hz,
                    r->mp4.channels, r->mp4.bits, r->mp4.rate_hz, r->mp4.entry_at);
}

static int take_header(struct lo_reader *r, struct lo_err *err)
{
    struct lo_decoded_header header;
    char decoder[48];
    bool is_alac = strcmp(r->mp4.codec, "alac") == 0;

    if (!get(r, &header.magic, sizeof header.magic))
        return silent(r, err);
    if (header.magic == LO_DECODED_FAILED)
        return failed(r, err);
    if (header.magic != LO_DECODED_MAGIC ||
        !get(r, &header.channels, sizeof header - sizeof header.magic))
        return silent(r, err);
    if (is_alac &&
        (header.bits != r->mp4.bits || header.channels != r->mp4.channels ||
         header.rate_hz != r->mp4.rate_hz || header.bits < 8 || header.bits > 32))
        return contradiction(r, &header, err);
    r->format = (struct lo_audio_format){
        .channels = header.channels,
        .rate_hz = header.rate_hz,
        .bits = is_alac ? header.bits : 32,
        .valid_bits = is_alac ? header.bits : 32,
        .is_float = !is_alac,
        .is_lossy = !is_alac,
    };
    snprintf(decoder, sizeof decoder, "libavcodec %u.%u.%u", header.version >> 16,
             header.version >> 8 & 0xFF, header.version & 0xFF);
    lo_doc_fact_text(r->doc, "file.decoder", decoder);
    return lo_check_range(&r->format, r->mp4.entry_at, r->name, err);
}

int lo_reader_open_mp4(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    (void)at;
    if (lo_mp4_walk(&r->mp4, &r->source, r->name, &r->remarks, err))
        return -1;
    lo_mp4_find_gaps(&r->mp4, &r->source);
    if (r->decoded.fd <= 0)
        return lo_error(err, LO_EIO, (struct lo_at){r->name, 0},
                        "cannot be decoded: the program leadout-aac, which does it, is "
                        "not beside leadout");
    if (take_header(r, err))
        return -1;
    r->decoded.cut = lo_mp4_cut_of(&r->mp4, r->format.rate_hz);
    r->format.frames = r->decoded.cut.take;
    lo_facts_mp4(r->doc, &r->mp4, r->format.frames);
    return r->format.frames > 0 ? lo_reader_check_length(r, r->format.frames, err) : 0;
}

/* The next block of the pipe: left becomes its frames, 0 at the end. */
static int next_block(struct lo_reader *r, struct lo_err *err)
{
    uint32_t mark;

    if (r->decoded.is_ended)
        return 0;
    if (!get(r, &mark, sizeof mark))
        return silent(r, err);
    if (mark == LO_DECODED_FAILED)
        return failed(r, err);
    if (mark > LO_DECODED_BLOCK_FRAMES)
        return silent(r, err);
    r->decoded.left = mark;
    if (mark == LO_DECODED_END) {
        r->decoded.is_ended = true;
        if (!get(r, &r->decoded.lost, sizeof r->decoded.lost))
            return silent(r, err);
    }
    return 0;
}

/* Up to count frames into bytes of the reader, fewer at the end of a block; 0: it has ended. */
static int64_t get_frames(struct lo_reader *r, int64_t count, struct lo_err *err)
{
    if (r->decoded.left == 0 && next_block(r, err))
        return -1;
    if (count > r->decoded.left)
        count = r->decoded.left;
    if (count > 0 && !get(r, r->bytes, (size_t)count * r->format.channels * 4))
        return silent(r, err);
    r->decoded.left -= (uint32_t)count;
    r->decoded.seen += count;
    return lo_reader_check_length(r, r->decoded.seen, err) ? -1 : count;
}

int64_t lo_reader_read_mp4(struct lo_reader *r, struct lo_err *err)
{
    struct lo_decoded *decoded = &r->decoded;
    int64_t want = (int64_t)r->block_frames, got = 0;

    if (decoded->cut.take >= 0 && want > decoded->cut.take - r->frames)
        want = decoded->cut.take - r->frames;
    while (got < want) {
        int64_t skip = decoded->cut.skip - decoded->seen;
        int64_t count = skip > 0 ? skip : want - got;
        size_t bytes;

        if (count > (int64_t)r->block_frames)
            count = (int64_t)r->block_frames;
        count = get_frames(r, count, err);
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        if (skip > 0)
            continue;
        bytes = (size_t)count * r->format.channels * 4;
        memcpy(r->format.is_float
                   ? (void *)(r->interleaved + (size_t)got * r->format.channels)
                   : (void *)(r->raw + (size_t)got * r->format.channels),
               r->bytes, bytes);
        got += count;
    }
    if (r->format.is_float && got > 0)
        lo_not_finite_replace(&r->not_finite, r->interleaved, (size_t)got,
                              r->format.channels, r->frames, r->doc);
    return got;
}

/* What the coder added behind the end is read too, for what the decoder says last. */
int lo_reader_check_mp4(struct lo_reader *r, struct lo_err *err)
{
    int64_t more = 1;

    while (more > 0)
        more = get_frames(r, (int64_t)r->block_frames, err);
    if (more < 0)
        return -1;
    if (r->decoded.lost > 0)
        lo_remark(&r->remarks.problems,
                  "decode-error: %" PRIu32 " packets could not be decoded",
                  r->decoded.lost);
    if (r->frames == 0 && r->mp4.duration > 0)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "no audio could be decoded, though the description at byte "
                        "%" PRId64 " promises some",
                        r->mp4.entry_at);
    if (r->frames < r->decoded.cut.take)
        lo_remark(&r->remarks.problems,
                  "truncated: %" PRId64 " frames are declared, %" PRId64
                  " could be decoded",
                  r->decoded.cut.take, r->frames);
    lo_facts_bit_rate(r->doc, r->mp4.audio_bytes, r->frames, r->format.rate_hz);
    return 0;
}
