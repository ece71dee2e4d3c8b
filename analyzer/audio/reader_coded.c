/* Ogg and MPEG streams, decoded by libsndfile after our own walk. It sees the file through
 * our source alone, so that every byte is hashed and nothing else is opened. */
#include "analyzer/audio/reader_private.h"

#include "analyzer/audio/decoder.h"
#include "analyzer/audio/decoder_private.h"
#include "analyzer/audio/facts.h"
#include "analyzer/base/alloc.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* After a failed sf_open the reason is in a variable of the library. */
static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;

struct lo_decoder {
    SNDFILE *file;
    struct lo_reader *reader;
    int64_t at; /* where the decoder reads next */
};

static sf_count_t get_size(void *context)
{
    const struct lo_decoder *decoder = context;

    return decoder->reader->source.size;
}

static sf_count_t seek(sf_count_t offset, int whence, void *context)
{
    struct lo_decoder *decoder = context;
    int64_t base = whence == SEEK_CUR   ? decoder->at
                   : whence == SEEK_END ? decoder->reader->source.size
                                        : 0;

    /* The decoder asks for what the stream says; a place outside the file is its end. */
    decoder->at = base + offset;
    if (decoder->at < 0 || decoder->at > decoder->reader->source.size)
        decoder->at = decoder->reader->source.size;
    return decoder->at;
}

static sf_count_t read_bytes(void *to, sf_count_t count, void *context)
{
    struct lo_decoder *decoder = context;
    size_t got = count <= 0 ? 0
                            : lo_source_read(&decoder->reader->source, decoder->at, to,
                                             (size_t)count);

    decoder->at += (int64_t)got;
    return (sf_count_t)got;
}

static sf_count_t write_bytes(const void *from, sf_count_t count, void *context)
{
    (void)from;
    (void)count;
    (void)context;
    return 0;
}

static sf_count_t tell(void *context)
{
    const struct lo_decoder *decoder = context;

    return decoder->at;
}

static int open_decoder(struct lo_reader *r, struct lo_err *err)
{
    static SF_VIRTUAL_IO io = {get_size, seek, read_bytes, write_bytes, tell};
    struct lo_decoder *decoder = lo_alloc(1, sizeof *decoder);
    SF_INFO info = {0};
    char reason[160] = "";

    if (!decoder)
        return lo_error_nomem(err);
    r->decoder = decoder;
    if (lo_decoder_load(err))
        return -1;
    decoder->reader = r;
    pthread_mutex_lock(&open_lock);
    decoder->file = lo_sndfile()->open_virtual(&io, SFM_READ, &info, decoder);
    if (!decoder->file)
        snprintf(reason, sizeof reason, "%s", lo_sndfile()->strerror(NULL));
    pthread_mutex_unlock(&open_lock);
    if (!decoder->file)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "the %s stream at byte %" PRId64 " cannot be decoded: %s",
                        r->coded.codec, r->coded.audio_at, reason);
    lo_doc_fact_text(r->doc, "file.decoder", lo_sndfile()->version_string());
    /* The walk has looked at the very headers that the decoder reads. */
    if ((unsigned)info.channels != r->format.channels ||
        (unsigned)info.samplerate != r->format.rate_hz)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "the %s stream at byte %" PRId64
                        " decodes to %d channels at %d Hz, and declares %u at %u",
                        r->coded.codec, r->coded.audio_at, info.channels,
                        info.samplerate, r->format.channels, r->format.rate_hz);
    return 0;
}

static int open_coded(struct lo_reader *r, struct lo_err *err)
{
    r->format.bits = r->format.valid_bits = 32;
    r->format.is_float = true;
    r->format.is_lossy = true;
    r->format.frames = r->coded.frames;
    lo_facts_coded(r->doc, &r->coded);
    if (r->coded.frames > 0 && lo_reader_check_length(r, r->coded.frames, err))
        return -1;
    return open_decoder(r, err);
}

int lo_reader_open_ogg(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    return lo_ogg_walk(&r->coded, &r->format, &r->source, at, r->name, &r->remarks, err)
               ? -1
               : open_coded(r, err);
}

int lo_reader_open_mpeg(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    return lo_mpeg_walk(&r->coded, &r->format, &r->source, at, r->name, &r->remarks,
                        err)
               ? -1
               : open_coded(r, err);
}

int64_t lo_reader_read_coded(struct lo_reader *r, struct lo_err *err)
{
    sf_count_t got = lo_sndfile()->readf_float(r->decoder->file, r->interleaved,
                                               (sf_count_t)r->block_frames);

    if (lo_source_check(&r->source, r->name, err) ||
        lo_reader_check_length(r, r->frames + got, err))
        return -1;
    if (got <= 0 && r->frames == 0 && r->coded.units > 3)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "nothing could be decoded from byte %" PRId64
                        " to byte %" PRId64,
                        r->coded.audio_at, r->coded.audio_at + r->coded.audio_bytes);
    if (got <= 0)
        return 0;
    lo_not_finite_replace(&r->not_finite, r->interleaved, (size_t)got,
                          r->format.channels, r->frames, r->doc);
    return got;
}

int lo_reader_check_coded(struct lo_reader *r, struct lo_err *err)
{
    (void)err;
    if (lo_sndfile()->error(r->decoder->file))
        lo_remark(&r->remarks.problems,
                  "decode-error: the decoder stopped after %" PRId64 " frames: %s",
                  r->frames, lo_sndfile()->strerror(r->decoder->file));
    if (r->coded.frames >= 0 && r->frames < r->coded.frames)
        lo_remark(&r->remarks.problems,
                  "truncated: the stream declares %" PRId64 " frames, %" PRId64
                  " could be decoded",
                  r->coded.frames, r->frames);
    lo_facts_bit_rate(r->doc, r->coded.audio_bytes, r->frames, r->format.rate_hz);
    return 0;
}

void lo_decoder_close(struct lo_decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->file)
        lo_sndfile()->close(decoder->file);
    free(decoder);
}
