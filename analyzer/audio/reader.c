#include "analyzer/audio/reader.h"

#include "analyzer/audio/facts.h"
#include "analyzer/audio/flac_stream.h"
#include "analyzer/audio/not_finite.h"
#include "analyzer/audio/sniff.h"
#include "analyzer/base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* 4096 stereo frames as bytes, integers and floats stay in a core's second cache. */
enum { BLOCK_FRAMES = 4096 };

static const double LONGEST_S = 12.0 * 3600.0;  /* [leadout:limits] */
static const int64_t EXTRA_BYTES_MAX = 1 << 30; /* besides the audio [leadout:limits] */

struct lo_reader {
    struct lo_source source;
    struct lo_file_hash hash;
    struct lo_audio_md5 md5; /* context NULL: not made */
    struct lo_remarks remarks;
    struct lo_not_finite not_finite;
    struct lo_audio_format format;
    struct lo_doc *doc;
    char *name;
    struct timespec modified; /* as it was opened */
    double longest_s;
    int64_t frames; /* read so far */
    bool is_ended;

    enum lo_content content;
    struct lo_riff riff; /* WAVE */
    struct lo_wave wave;
    struct lo_flac_walk flac;
    struct lo_flac_stream *stream;

    size_t block_frames;
    unsigned char *bytes; /* [block_frames] stored frames, and as MD5 wants them */
    int32_t *raw;
    float *interleaved;
    float *channel[LO_MAX_CHANNELS];
};

static int check_file(struct lo_reader *r, int fd, struct lo_err *err)
{
    struct stat status;
    char reason[128];

    if (fstat(fd, &status))
        return lo_error(err, LO_EIO, (struct lo_at){r->name, 0}, "cannot be read: %s",
                        strerror_r(errno, reason, sizeof reason));
    if (!S_ISREG(status.st_mode))
        return lo_error(err, LO_EUSAGE, (struct lo_at){r->name, 0},
                        "is not a regular file");
    r->modified = status.st_mtim;
    lo_source_init_fd(&r->source, fd, status.st_size);
    /* A hint; where it is not taken nothing is lost. */
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return 0;
}

/* Bytes besides the audio cost time too, for hashing. */
static int check_extra(const struct lo_reader *r, int64_t bytes, struct lo_err *err)
{
    if (bytes <= EXTRA_BYTES_MAX)
        return 0;
    return lo_error(err, LO_ELIMIT, (struct lo_at){r->name, 0},
                    "%" PRId64 " bytes of the file are no audio; at most %" PRId64
                    " are read",
                    bytes, EXTRA_BYTES_MAX);
}

static int check_length(const struct lo_reader *r, int64_t frames, struct lo_err *err)
{
    double duration_s = (double)frames / r->format.rate_hz;

    if (duration_s <= r->longest_s)
        return 0;
    return lo_error(err, LO_ELIMIT, (struct lo_at){r->name, 0},
                    "longer than the limit of %.0f s", r->longest_s);
}

static void check_wave_length(struct lo_reader *r)
{
    unsigned frame_bytes = r->wave.frame_bytes;
    int64_t bytes = r->riff.data_bytes, rest = bytes % frame_bytes;
    int64_t samples = (int64_t)r->riff.ds64_samples;

    if (rest && r->riff.data_declared == (uint64_t)bytes)
        lo_remark(&r->remarks.problems,
                  "partial-frame: the data chunk at byte %" PRId64 " has %" PRId64
                  " bytes, no whole number of frames of %u; the last %" PRId64
                  " are left out",
                  r->riff.data_at - 8, bytes, frame_bytes, rest);
    if (r->riff.has_ds64 && samples && samples != r->format.frames &&
        r->riff.data_declared == (uint64_t)bytes)
        lo_remark(&r->remarks.problems,
                  "ds64: declares %" PRIu64 " frames, the data chunk has %" PRId64,
                  r->riff.ds64_samples, r->format.frames);
}

static int open_wave(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    const char *stream;
    uint64_t declared;

    if (lo_riff_walk(&r->riff, &r->source, at, r->name, &r->remarks, err) ||
        lo_wave_read(&r->wave, &r->format, &r->riff, &r->source, r->name, &r->remarks,
                     err))
        return -1;
    stream = lo_sniff_stream(&r->source, r->riff.data_at, r->riff.data_bytes);
    if (stream)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "not accepted: the data chunk holds %s at byte %" PRId64
                        ", not the PCM that fmt declares",
                        stream, r->riff.data_at);
    r->format.frames = r->riff.data_bytes / r->wave.frame_bytes;
    check_wave_length(r);
    declared = r->riff.data_declared;
    lo_facts_wave(r->doc, &r->riff, &r->wave,
                  declared == UINT64_MAX ? -1
                                         : (int64_t)(declared / r->wave.frame_bytes));
    return check_length(r, r->format.frames, err) ||
                   check_extra(r, r->source.size - r->riff.data_bytes, err)
               ? -1
               : 0;
}

static int open_flac(struct lo_reader *r, int64_t at, struct lo_err *err)
{
    if (lo_flac_walk(&r->flac, &r->source, at, r->name, &r->remarks, err))
        return -1;
    r->format = (struct lo_audio_format){
        .channels = r->flac.channels,
        .rate_hz = r->flac.rate_hz,
        .bits = r->flac.bits,
        .valid_bits = r->flac.bits,
        .frames = r->flac.frames ? r->flac.frames : -1,
    };
    if (lo_check_range(&r->format, at + 18, r->name, err))
        return -1;
    if (r->flac.bits < 8)
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "samples of %u bits, declared at byte %" PRId64
                        "; 8 to 32 can be measured",
                        r->flac.bits, at + 20);
    lo_facts_flac(r->doc, &r->flac);
    if (check_extra(r, r->flac.audio_at, err))
        return -1;
    return lo_flac_stream_open(&r->stream, &r->flac, &r->source, &r->hash, r->name,
                               &r->remarks, err);
}

static int make_buffers(struct lo_reader *r, struct lo_err *err)
{
    size_t samples = r->block_frames * r->format.channels;
    size_t sample_bytes = r->format.is_float && r->format.bits == 64 ? 8 : 4;

    r->bytes = lo_alloc(samples, sample_bytes);
    r->interleaved = lo_alloc(samples, sizeof *r->interleaved);
    r->channel[0] = lo_alloc(samples, sizeof *r->channel[0]);
    if (!r->format.is_float)
        r->raw = lo_alloc(samples, sizeof *r->raw);
    if (!r->bytes || !r->interleaved || !r->channel[0] ||
        (!r->raw && !r->format.is_float))
        return lo_error_nomem(err);
    for (unsigned ch = 1; ch < r->format.channels; ch++)
        r->channel[ch] = r->channel[0] + ch * r->block_frames;
    return 0;
}

static int open_reader(struct lo_reader *r, int fd,
                       const struct lo_read_options *options, struct lo_err *err)
{
    int64_t at;

    r->longest_s = options->longest_s > 0.0 ? options->longest_s : LONGEST_S;
    r->block_frames = options->block_frames ? options->block_frames : BLOCK_FRAMES;
    if (check_file(r, fd, err) || lo_file_hash_init(&r->hash, &r->source, err) ||
        lo_sniff(&r->source, r->name, &r->content, &at, &r->remarks, err))
        return -1;
    if (r->content == LO_CONTENT_WAVE ? open_wave(r, at, err) : open_flac(r, at, err))
        return -1;
    if ((options->audio_md5 || r->content == LO_CONTENT_FLAC) &&
        lo_audio_md5_init(&r->md5, err))
        return -1;
    if (make_buffers(r, err))
        return -1;
    lo_facts_format(r->doc, &r->format, r->name, r->source.size);
    return 0;
}

int lo_reader_open(struct lo_reader **reader, int fd, const char *name,
                   const struct lo_read_options *options, struct lo_doc *doc,
                   struct lo_err *err)
{
    struct lo_reader *r = lo_alloc(1, sizeof *r);

    *reader = NULL;
    if (!r)
        return lo_error_nomem(err);
    r->doc = doc;
    r->name = lo_strdup(name);
    if (!r->name)
        lo_error_nomem(err);
    else if (open_reader(r, fd, options, err) == 0)
        *reader = r;
    /* What a parser refuses may be what a failing disk left out. */
    if (!*reader && r->source.error_number && err)
        *err = (struct lo_err){0};
    if (r->name && lo_source_check(&r->source, r->name, err))
        *reader = NULL;
    if (!*reader)
        lo_reader_close(r);
    return *reader ? 0 : -1;
}

void lo_reader_close(struct lo_reader *r)
{
    if (!r)
        return;
    lo_flac_stream_close(r->stream);
    lo_audio_md5_fini(&r->md5);
    lo_file_hash_fini(&r->hash);
    lo_remarks_fini(&r->remarks);
    free(r->bytes);
    free(r->raw);
    free(r->interleaved);
    free(r->channel[0]);
    free(r->name);
    free(r);
}

const struct lo_audio_format *lo_reader_format(const struct lo_reader *r)
{
    return &r->format;
}

/* The next stored frames, to bytes and from there to raw or floats. */
static int64_t read_wave(struct lo_reader *r, struct lo_err *err)
{
    int64_t left = r->format.frames - r->frames;
    size_t frames = left < (int64_t)r->block_frames ? (size_t)left : r->block_frames;
    size_t wanted = frames * r->wave.frame_bytes, samples = frames * r->format.channels;
    int64_t at = r->riff.data_at + r->frames * r->wave.frame_bytes;

    if (lo_source_read(&r->source, at, r->bytes, wanted) != wanted) {
        if (lo_source_check(&r->source, r->name, err))
            return -1;
        return lo_error(err, LO_EIO, (struct lo_at){r->name, 0},
                        "the file shrank while it was read, before byte %" PRId64,
                        at + (int64_t)wanted);
    }
    lo_file_hash_feed(&r->hash, at, r->bytes, wanted);
    if (!r->format.is_float) {
        lo_pcm_unpack(r->wave.sample, r->bytes, samples, r->raw);
        return (int64_t)frames;
    }
    if (r->md5.context)
        lo_audio_md5_feed(&r->md5, r->bytes, wanted);
    lo_pcm_copy_float(r->wave.sample, r->bytes, samples, r->interleaved);
    lo_not_finite_replace(&r->not_finite, r->interleaved, frames, r->format.channels,
                          r->frames, r->doc);
    return (int64_t)frames;
}

/* 1 when the audio so far has the MD5 that the file declares, 0 when not. */
static int matches_md5(const struct lo_reader *r, struct lo_err *err)
{
    unsigned char digest[LO_MD5_BYTES];

    if (!r->flac.has_md5)
        return 0;
    if (lo_audio_md5_peek(&r->md5, digest, err))
        return -1;
    return memcmp(digest, r->flac.md5, sizeof digest) == 0;
}

static int64_t read_flac(struct lo_reader *r, struct lo_err *err)
{
    size_t frames = r->block_frames;
    int64_t left = r->flac.frames - r->frames, got;

    /* A block ends where the declared audio does: what comes after may be junk. */
    if (left > 0 && left < (int64_t)frames)
        frames = (size_t)left;
    if (r->frames > 0 && left == 0) {
        int is_all = matches_md5(r, err);

        if (is_all)
            return is_all < 0 ? -1 : 0;
    }
    got = lo_flac_stream_read(r->stream, r->raw, frames, err);
    if (got < 0 || lo_source_check(&r->source, r->name, err) ||
        check_length(r, r->frames + got, err))
        return -1;
    if (got == 0 && r->frames == 0 &&
        (r->flac.frames || r->flac.audio_at < r->source.size))
        return lo_error(err, LO_EFORMAT, (struct lo_at){r->name, 0},
                        "nothing could be decoded from byte %" PRId64
                        " to byte %" PRId64,
                        r->flac.audio_at, r->source.size);
    return got;
}

int64_t lo_reader_read(struct lo_reader *r, struct lo_audio_block *block,
                       struct lo_err *err)
{
    int64_t frames = 0;
    size_t samples;

    if (!r->is_ended)
        frames = r->content == LO_CONTENT_WAVE ? read_wave(r, err) : read_flac(r, err);
    r->is_ended = frames <= 0;
    if (frames <= 0)
        return frames;
    samples = (size_t)frames * r->format.channels;
    if (!r->format.is_float) {
        lo_pcm_to_float(r->raw, samples, r->interleaved);
        if (r->md5.context)
            lo_audio_md5_feed(
                &r->md5, r->bytes,
                lo_pcm_pack(r->raw, samples, r->format.valid_bits, r->bytes));
    }
    lo_pcm_deinterleave(r->interleaved, (size_t)frames, r->format.channels, r->channel);
    *block = (struct lo_audio_block){
        .channel = (const float *const *)r->channel,
        .interleaved = r->interleaved,
        .raw = r->raw,
        .frames = (size_t)frames,
        .start_frames = r->frames,
    };
    r->frames += frames;
    return frames;
}

/* What was decoded against what STREAMINFO declares. */
static int check_flac(struct lo_reader *r, struct lo_err *err)
{
    const struct lo_flac_walk *flac = &r->flac;
    struct lo_remark_list *problems = &r->remarks.problems;
    int is_match = matches_md5(r, err);
    bool is_damaged = lo_flac_stream_damaged(r->stream);

    if (is_match < 0)
        return -1;
    lo_flac_stream_finish(r->stream,
                          is_match || (!flac->has_md5 && !is_damaged &&
                                       flac->frames == r->frames && flac->frames > 0));
    if (!flac->has_md5)
        lo_remark(&r->remarks.notes,
                  "md5-absent: STREAMINFO at byte %" PRId64
                  " declares no MD5 of the audio",
                  flac->at + 4);
    else if (!is_match)
        lo_remark(problems,
                  "md5-mismatch: the decoded audio has not the MD5 that STREAMINFO "
                  "declares at byte %" PRId64,
                  flac->at + 26);
    if (flac->frames == 0)
        lo_remark(&r->remarks.notes,
                  "total-unknown: STREAMINFO at byte %" PRId64 " declares no length",
                  flac->at + 4);
    else if (r->frames < flac->frames && !is_match)
        lo_remark(problems,
                  "truncated: STREAMINFO declares %" PRId64 " frames at byte %" PRId64
                  ", %" PRId64 " could be decoded",
                  flac->frames, flac->at + 21, r->frames);
    else if (r->frames != flac->frames)
        lo_remark(problems,
                  "total-samples: STREAMINFO declares %" PRId64
                  " frames at byte %" PRId64 ", the stream has %" PRId64,
                  flac->frames, flac->at + 21, r->frames);
    return 0;
}

static int check_unchanged(const struct lo_reader *r, struct lo_err *err)
{
    struct stat status;

    if (fstat(r->source.fd, &status) == 0 && status.st_size == r->source.size &&
        status.st_mtim.tv_sec == r->modified.tv_sec &&
        status.st_mtim.tv_nsec == r->modified.tv_nsec)
        return 0;
    return lo_error(err, LO_EIO, (struct lo_at){r->name, 0},
                    "the file was changed while it was read");
}

static int finish_hashes(struct lo_reader *r, struct lo_err *err)
{
    char hex[LO_HEX_BYTES];
    unsigned char digest[LO_MD5_BYTES];

    if (check_extra(r, r->source.size - r->hash.at, err))
        return -1;
    lo_file_hash_finish(&r->hash, hex);
    lo_doc_fact_text(r->doc, "file.sha256", hex);
    if (!r->md5.context)
        return 0;
    if (lo_audio_md5_peek(&r->md5, digest, err))
        return -1;
    lo_hex(digest, sizeof digest, hex);
    lo_doc_fact_text(r->doc, "file.audio_md5", hex);
    return 0;
}

int lo_reader_finish(struct lo_reader *r, struct lo_err *err)
{
    if ((r->stream && check_flac(r, err)) || finish_hashes(r, err) ||
        lo_source_check(&r->source, r->name, err) || check_unchanged(r, err))
        return -1;
    if (r->remarks.problems.failed || r->remarks.notes.failed)
        return lo_error_nomem(err);
    lo_facts_length(r->doc, r->frames, r->format.rate_hz);
    lo_not_finite_finish(&r->not_finite, r->format.channels, r->doc);
    lo_facts_remarks(r->doc, &r->remarks);
    return 0;
}
