#include "tests/support/flac_file.h"

#include "tests/support/unit.h"

#include <FLAC/stream_encoder.h>
#include <stdlib.h>
#include <string.h>

enum { MARKER_BYTES = 4, HEADER_BYTES = 4, STREAMINFO_BYTES = 34 };

/* The encoder goes back to STREAMINFO when it knows the rest. */
struct target {
    struct wav_bytes *bytes;
    size_t at;
};

static FLAC__StreamEncoderWriteStatus put(const FLAC__StreamEncoder *encoder,
                                          const FLAC__byte buffer[], size_t count,
                                          uint32_t samples, uint32_t frame,
                                          void *context)
{
    struct target *target = context;
    struct wav_bytes *bytes = target->bytes;

    (void)encoder;
    (void)samples;
    (void)frame;
    if (target->at == bytes->count)
        wav_put(bytes, buffer, count);
    else
        memcpy(bytes->data + target->at, buffer, count);
    target->at += count;
    return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
}

static FLAC__StreamEncoderSeekStatus seek(const FLAC__StreamEncoder *encoder,
                                          FLAC__uint64 offset, void *context)
{
    (void)encoder;
    ((struct target *)context)->at = (size_t)offset;
    return FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

static FLAC__StreamEncoderTellStatus tell(const FLAC__StreamEncoder *encoder,
                                          FLAC__uint64 *offset, void *context)
{
    (void)encoder;
    *offset = ((struct target *)context)->at;
    return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

void flac_file(struct wav_bytes *bytes, const struct flac_shape *shape)
{
    size_t samples = (size_t)shape->frames * shape->channels;
    FLAC__int32 *pattern = calloc(samples + 1, sizeof *pattern);
    FLAC__StreamEncoder *encoder = FLAC__stream_encoder_new();
    struct target target = {.bytes = bytes};

    assert_non_null(pattern);
    assert_non_null(encoder);
    for (size_t i = 0; i < samples && !shape->is_silence; i++)
        pattern[i] = wav_pattern((int64_t)(i / shape->channels),
                                 (unsigned)(i % shape->channels), shape->bits);
    FLAC__stream_encoder_set_channels(encoder, shape->channels);
    FLAC__stream_encoder_set_sample_rate(encoder, shape->rate_hz);
    FLAC__stream_encoder_set_bits_per_sample(encoder, shape->bits);
    FLAC__stream_encoder_set_streamable_subset(encoder, false);
    FLAC__stream_encoder_set_blocksize(encoder, shape->block ? shape->block : 4096);
    assert_int_equal(
        FLAC__stream_encoder_init_stream(encoder, put, seek, tell, NULL, &target),
        FLAC__STREAM_ENCODER_INIT_STATUS_OK);
    assert_true(FLAC__stream_encoder_process_interleaved(encoder, pattern,
                                                         (uint32_t)shape->frames));
    assert_true(FLAC__stream_encoder_finish(encoder));
    FLAC__stream_encoder_delete(encoder);
    free(pattern);
}

void flac_set_total(struct wav_bytes *bytes, uint64_t frames)
{
    unsigned char *total = bytes->data + FLAC_TOTAL_AT;

    total[0] = (unsigned char)((total[0] & 0xF0) | (frames >> 32 & 0x0F));
    for (int i = 0; i < 4; i++)
        total[1 + i] = (unsigned char)(frames >> (24 - 8 * i));
}

void flac_insert(struct wav_bytes *bytes, int type, const void *body, size_t count)
{
    const size_t at = MARKER_BYTES + HEADER_BYTES + STREAMINFO_BYTES;
    struct wav_bytes result = {0};

    wav_put(&result, bytes->data, at);
    wav_le(&result, (uint64_t)type, 1);
    wav_le(&result, count >> 16, 1);
    wav_le(&result, count >> 8 & 0xFF, 1);
    wav_le(&result, count & 0xFF, 1);
    wav_put(&result, body, count);
    wav_put(&result, bytes->data + at, bytes->count - at);
    wav_fini(bytes);
    *bytes = result;
}

size_t flac_audio_at(const struct wav_bytes *bytes)
{
    size_t at = MARKER_BYTES;
    int is_last = 0;

    while (!is_last) {
        const unsigned char *header = bytes->data + at;

        is_last = header[0] & 0x80;
        at += HEADER_BYTES +
              ((size_t)header[1] << 16 | (size_t)header[2] << 8 | header[3]);
    }
    return at;
}
