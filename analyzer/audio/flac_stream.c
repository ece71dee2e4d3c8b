#include "analyzer/audio/flac_stream.h"

#include "analyzer/audio/pcm.h"
#include "analyzer/base/alloc.h"

#include <FLAC/stream_decoder.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHANNELS_MAX = 8,
    /* A whole frame has at most 65535 * 8 samples of 33 bits, 2.2 MB. Where nothing was
     * decoded from this many bytes there is no audio: do not search a disk of zeros. */
    SEARCH_BYTES = 16 << 20,
    GAP_MAX_S = 10, /* a longer jump of frame numbers is a lie, not a loss */
};

/* Errors since the last good frame. */
struct damage {
    FLAC__StreamDecoderErrorStatus first;
    int64_t count;
};

struct lo_flac_stream {
    const struct lo_flac_walk *walk;
    struct lo_source *source;
    struct lo_file_hash *hash;
    struct lo_remarks *remarks;
    FLAC__StreamDecoder *decoder;

    unsigned char head[LO_FLAC_HEAD_BYTES];
    size_t head_at;       /* bytes of it that were given */
    int64_t at;           /* next byte of the file to give */
    int64_t fruitless;    /* bytes given since the last frame */
    int64_t frame_end;    /* byte after the last frame */
    int64_t frames;       /* decoded so far, with silence for what was lost */
    int64_t first_number; /* that the file gives to its first frame */
    bool has_first, is_ended, is_misnumbered, is_misblocked, has_short;

    int32_t *planar[CHANNELS_MAX]; /* [room] the frame that is being handed out */
    size_t room, have, given;
    int64_t silent; /* frames of silence to hand out before it */
    struct damage damage;
    int64_t damages; /* places */
    bool is_out_of_memory;
};

static const char *damage_name(FLAC__StreamDecoderErrorStatus status)
{
    switch (status) {
    case FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC:
        return "lost sync";
    case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER:
        return "a damaged frame header";
    case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH:
        return "a frame whose checksum is wrong";
    default:
        return "a frame that cannot be decoded";
    }
}

/* Reports what went wrong after byte after, at frame at of the audio, where silence
 * stands for so many frames. */
static void report_damage(struct lo_flac_stream *s, int64_t after, int64_t at,
                          int64_t silent)
{
    s->damages++;
    lo_remark(&s->remarks->problems,
              "decode-error: %s after byte %" PRId64 ", at %.3f s; %" PRId64
              " frames are silence",
              s->damage.count ? damage_name(s->damage.first) : "missing frames", after,
              (double)at / s->walk->rate_hz, silent);
    s->damage.count = 0;
}

static FLAC__StreamDecoderReadStatus give(const FLAC__StreamDecoder *decoder,
                                          FLAC__byte buffer[], size_t *bytes,
                                          void *context)
{
    struct lo_flac_stream *s = context;
    size_t got;

    (void)decoder;
    if (s->head_at < LO_FLAC_HEAD_BYTES) {
        got = LO_FLAC_HEAD_BYTES - s->head_at < *bytes ? LO_FLAC_HEAD_BYTES - s->head_at
                                                       : *bytes;
        memcpy(buffer, s->head + s->head_at, got);
        s->head_at += got;
        *bytes = got;
        return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
    }
    got = s->fruitless > SEARCH_BYTES
              ? 0
              : lo_source_read(s->source, s->at, buffer, *bytes);
    lo_file_hash_feed(s->hash, s->at, buffer, got);
    s->at += (int64_t)got;
    s->fruitless += (int64_t)got;
    *bytes = got;
    return got ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
               : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
}

static FLAC__StreamDecoderTellStatus tell(const FLAC__StreamDecoder *decoder,
                                          FLAC__uint64 *offset, void *context)
{
    const struct lo_flac_stream *s = context;

    (void)decoder;
    *offset = s->head_at + (FLAC__uint64)(s->at - s->walk->audio_at);
    return FLAC__STREAM_DECODER_TELL_STATUS_OK;
}

static void note_error(const FLAC__StreamDecoder *decoder,
                       FLAC__StreamDecoderErrorStatus status, void *context)
{
    struct lo_flac_stream *s = context;

    (void)decoder;
    if (s->damage.count++ == 0)
        s->damage.first = status;
}

static bool make_room(struct lo_flac_stream *s, size_t frames)
{
    if (frames <= s->room)
        return true;
    for (unsigned ch = 0; ch < s->walk->channels; ch++) {
        int32_t *grown = lo_realloc(s->planar[ch], frames, sizeof *grown);

        if (!grown) {
            s->is_out_of_memory = true;
            return false;
        }
        s->planar[ch] = grown;
    }
    s->room = frames;
    return true;
}

/* The sizes that STREAMINFO promises; the last frame may be shorter. */
static void check_block(struct lo_flac_stream *s, unsigned frames)
{
    const struct lo_flac_walk *walk = s->walk;

    if (!s->is_misblocked && (frames > walk->max_block || s->has_short)) {
        s->is_misblocked = true;
        lo_remark(
            &s->remarks->problems,
            "block-size: STREAMINFO declares FLAC frames of %u to %u samples at byte "
            "%" PRId64 ", which one before sample %" PRId64 " is not",
            walk->min_block, walk->max_block, walk->at + 8, s->frames);
    }
    s->has_short = frames < walk->min_block;
}

/* Where a frame belongs by its own number: how many frames were lost before it. */
static int64_t lost_before(struct lo_flac_stream *s, int64_t number)
{
    int64_t lost;

    if (!s->has_first) {
        s->has_first = true;
        s->first_number = s->damage.count ? 0 : number;
        if (s->first_number)
            lo_remark(&s->remarks->problems,
                      "frame-numbering: the first frame, at byte %" PRId64
                      ", says it is at sample %" PRId64,
                      s->walk->audio_at, number);
    }
    lost = number - s->first_number - s->frames;
    if (lost == 0)
        return 0;
    if (s->damage.count && lost > 0 && lost <= GAP_MAX_S * (int64_t)s->walk->rate_hz)
        return lost;
    if (!s->is_misnumbered)
        lo_remark(&s->remarks->problems,
                  "frame-numbering: the frame after byte %" PRId64
                  " says it is at sample %" PRId64 ", it is at %" PRId64,
                  s->frame_end, number, s->frames + s->first_number);
    s->is_misnumbered = true;
    s->first_number = number - s->frames;
    return 0;
}

/* False when the frame must not be taken; then *is_over tells whether to stop. */
static bool is_wanted(struct lo_flac_stream *s, const FLAC__FrameHeader *header,
                      bool *is_over)
{
    const struct lo_flac_walk *walk = s->walk;
    bool is_same =
        header->channels == walk->channels && header->bits_per_sample == walk->bits;

    *is_over = false;
    /* A checksum was wrong: what looks like a frame may be chance, of another shape or
     * behind the end. */
    if (s->damage.count)
        return is_same && !(walk->frames > 0 && s->frames >= walk->frames);
    if (is_same)
        return true;
    lo_remark(&s->remarks->problems,
              "decode-error: the frame after byte %" PRId64
              " has %u channels of %u bits, "
              "STREAMINFO declares %u of %u; nothing after it was decoded",
              s->frame_end, header->channels, header->bits_per_sample, walk->channels,
              walk->bits);
    s->damages++;
    *is_over = true;
    return false;
}

/* libFLAC gives silence for frames that are missing, up to 5 s, as frames of their own
 * before the next real one, in one call. They are counted instead of kept. */
static void set_aside(struct lo_flac_stream *s)
{
    s->silent += (int64_t)(s->have - s->given);
    s->given = s->have;
}

static FLAC__StreamDecoderWriteStatus take(const FLAC__StreamDecoder *decoder,
                                           const FLAC__Frame *frame,
                                           const FLAC__int32 *const buffer[],
                                           void *context)
{
    struct lo_flac_stream *s = context;
    const FLAC__FrameHeader *header = &frame->header;
    FLAC__uint64 position;
    bool is_over;
    int64_t lost;

    s->fruitless = 0;
    if (!is_wanted(s, header, &is_over))
        return is_over ? FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
                       : FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
    if (!make_room(s, header->blocksize))
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
    set_aside(s);
    lost = lost_before(s, (int64_t)header->number.sample_number);
    s->silent += lost;
    s->frames += lost + header->blocksize;
    check_block(s, header->blocksize);
    for (unsigned ch = 0; ch < s->walk->channels; ch++)
        memcpy(s->planar[ch], buffer[ch], header->blocksize * sizeof *s->planar[ch]);
    s->have = header->blocksize;
    s->given = 0;
    if (FLAC__stream_decoder_get_decode_position(decoder, &position))
        s->frame_end = s->walk->audio_at + (int64_t)position - LO_FLAC_HEAD_BYTES;
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

int lo_flac_stream_open(struct lo_flac_stream **stream, const struct lo_flac_walk *walk,
                        struct lo_source *source, struct lo_file_hash *hash,
                        const char *name, struct lo_remarks *remarks,
                        struct lo_err *err)
{
    struct lo_flac_stream *s = lo_alloc(1, sizeof *s);

    *stream = s;
    if (!s)
        return lo_error_nomem(err);
    s->walk = walk;
    s->source = source;
    s->hash = hash;
    s->remarks = remarks;
    s->at = walk->audio_at;
    s->frame_end = walk->audio_at;
    lo_flac_make_head(walk, source, s->head);
    s->decoder = FLAC__stream_decoder_new();
    if (!s->decoder)
        return lo_error_nomem(err);
    if (FLAC__stream_decoder_init_stream(s->decoder, give, NULL, tell, NULL, NULL, take,
                                         NULL, note_error,
                                         s) != FLAC__STREAM_DECODER_INIT_STATUS_OK)
        return lo_error(err, LO_ENOMEM, (struct lo_at){name, 0},
                        "the FLAC decoder does not start");
    return 0;
}

void lo_flac_stream_close(struct lo_flac_stream *s)
{
    if (!s)
        return;
    if (s->decoder)
        FLAC__stream_decoder_delete(s->decoder);
    for (unsigned ch = 0; ch < CHANNELS_MAX; ch++)
        free(s->planar[ch]);
    free(s);
}

static bool is_zero(const struct lo_flac_stream *s)
{
    for (unsigned ch = 0; ch < s->walk->channels; ch++)
        for (size_t i = s->given; i < s->have; i++)
            if (s->planar[ch][i])
                return false;
    return true;
}

/* Decodes the next frame, or ends. Called when nothing is left to hand out. */
static int decode(struct lo_flac_stream *s, struct lo_err *err)
{
    int64_t after = s->frame_end, at = s->frames;
    bool is_fine = FLAC__stream_decoder_process_single(s->decoder);
    FLAC__StreamDecoderState state = FLAC__stream_decoder_get_state(s->decoder);

    if (s->is_out_of_memory || state == FLAC__STREAM_DECODER_MEMORY_ALLOCATION_ERROR)
        return lo_error_nomem(err);
    s->is_ended = !is_fine || state == FLAC__STREAM_DECODER_END_OF_STREAM;
    if (s->have > s->given && s->damage.count)
        report_damage(s, after, at,
                      s->silent + (is_zero(s) ? (int64_t)(s->have - s->given) : 0));
    else if (s->silent)
        report_damage(s, after, at, s->silent);
    return 0;
}

/* Hands out up to frames of what is there; 0: nothing is. */
static size_t hand_out(struct lo_flac_stream *s, int32_t *raw, size_t frames)
{
    const int32_t *from[CHANNELS_MAX];
    unsigned channels = s->walk->channels;

    if (s->silent > 0) {
        if (s->silent < (int64_t)frames)
            frames = (size_t)s->silent;
        memset(raw, 0, frames * channels * sizeof *raw);
        s->silent -= (int64_t)frames;
        return frames;
    }
    if (s->have - s->given < frames)
        frames = s->have - s->given;
    if (frames == 0)
        return 0;
    for (unsigned ch = 0; ch < channels; ch++)
        from[ch] = s->planar[ch] + s->given;
    lo_pcm_interleave(from, frames, channels, 32 - s->walk->bits, raw);
    s->given += frames;
    return frames;
}

int64_t lo_flac_stream_read(struct lo_flac_stream *s, int32_t *raw, size_t frames,
                            struct lo_err *err)
{
    size_t done = 0;

    while (done < frames) {
        size_t got = hand_out(s, raw + done * s->walk->channels, frames - done);

        done += got;
        if (got == 0 && s->is_ended)
            break;
        if (got == 0 && decode(s, err))
            return -1;
    }
    return (int64_t)done;
}

void lo_flac_stream_finish(struct lo_flac_stream *s, bool is_whole)
{
    int64_t left = s->source->size - s->frame_end;

    if (is_whole && left > 0)
        lo_remark(&s->remarks->problems,
                  "trailing-junk: %" PRId64 " bytes at byte %" PRId64
                  " are behind the audio",
                  left, s->frame_end);
    else if (s->damage.count)
        report_damage(s, s->frame_end, s->frames, 0);
    else if (left > 0 && !s->damages)
        lo_remark(&s->remarks->problems,
                  "decode-error: the frame at byte %" PRId64
                  " is cut short by the end of the file at byte %" PRId64,
                  s->frame_end, s->source->size);
}

bool lo_flac_stream_damaged(const struct lo_flac_stream *s)
{
    return s->damages > 0;
}
