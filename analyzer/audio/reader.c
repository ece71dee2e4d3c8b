#include "analyzer/audio/reader.h"

#include "analyzer/audio/facts.h"
#include "analyzer/audio/reader_private.h"
#include "analyzer/base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* 4096 stereo frames as bytes, integers and floats stay in a core's second cache. */
enum { BLOCK_FRAMES = 4096 };

static const double LONGEST_S = 12.0 * 3600.0; /* [leadout:limits] */

static const int64_t EXTRA_BYTES_MAX = 1 << 30; /* besides the audio [leadout:limits] */

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
int lo_reader_check_extra(const struct lo_reader *r, int64_t bytes, struct lo_err *err)
{
    if (bytes <= EXTRA_BYTES_MAX)
        return 0;
    return lo_error(err, LO_ELIMIT, (struct lo_at){r->name, 0},
                    "%" PRId64 " bytes of the file are no audio; at most %" PRId64
                    " are read",
                    bytes, EXTRA_BYTES_MAX);
}

int lo_reader_check_length(const struct lo_reader *r, int64_t frames,
                           struct lo_err *err)
{
    double duration_s = (double)frames / r->format.rate_hz;

    if (duration_s <= r->longest_s)
        return 0;
    return lo_error(err, LO_ELIMIT, (struct lo_at){r->name, 0},
                    "longer than the limit of %.0f s", r->longest_s);
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

/* What a container needs to be read, by enum lo_content. */
struct container {
    int (*open)(struct lo_reader *reader, int64_t at, struct lo_err *err);
    int64_t (*read)(struct lo_reader *reader, struct lo_err *err);
    int (*check)(struct lo_reader *reader,
                 struct lo_err *err); /* NULL: nothing is left */
    void (*tags)(struct lo_reader *reader);
    bool declares_md5; /* of the audio, always */
};

static void take_riff_tags(struct lo_reader *r)
{
    lo_tags_riff(&r->tags, &r->source, &r->riff);
}

static void take_aiff_tags(struct lo_reader *r)
{
    lo_tags_aiff(&r->tags, &r->source, &r->aiff);
}

static void take_caf_tags(struct lo_reader *r)
{
    lo_tags_caf(&r->tags, &r->source, &r->caf);
}

static void take_flac_tags(struct lo_reader *r)
{
    lo_tags_flac(&r->tags, &r->source, &r->flac);
}

static void take_coded_tags(struct lo_reader *r)
{
    lo_tags_coded(&r->tags, &r->source, &r->coded);
}

static void take_mp4_tags(struct lo_reader *r)
{
    lo_tags_mp4(&r->tags, &r->source, &r->mp4);
}

static const struct container containers[] = {
    [LO_CONTENT_WAVE] = {lo_reader_open_wave, lo_reader_read_pcm, NULL, take_riff_tags,
                         false},
    [LO_CONTENT_W64] = {lo_reader_open_w64, lo_reader_read_pcm, NULL, take_riff_tags,
                        false},
    [LO_CONTENT_AIFF] = {lo_reader_open_aiff, lo_reader_read_pcm, NULL, take_aiff_tags,
                         false},
    [LO_CONTENT_CAF] = {lo_reader_open_caf, lo_reader_read_pcm, NULL, take_caf_tags,
                        false},
    [LO_CONTENT_OGG] = {lo_reader_open_ogg, lo_reader_read_coded, lo_reader_check_coded,
                        take_coded_tags, false},
    [LO_CONTENT_MPEG] = {lo_reader_open_mpeg, lo_reader_read_coded,
                         lo_reader_check_coded, take_coded_tags, false},
    [LO_CONTENT_MP4] = {lo_reader_open_mp4, lo_reader_read_mp4, lo_reader_check_mp4,
                        take_mp4_tags, false},
    [LO_CONTENT_FLAC] = {lo_reader_open_flac, lo_reader_read_flac, lo_reader_check_flac,
                         take_flac_tags, true},
};

/* start: where what the name promises begins; a tag may stand before it. */
static int read_tags(struct lo_reader *r, int64_t start, struct lo_err *err)
{
    struct lo_tag_part leading = {.bytes = start};

    r->tags.doc = r->doc;
    r->tags.format = &r->format;
    if (start > 0)
        lo_tag_id3(&r->tags, &r->source, &leading);
    containers[r->content].tags(r);
    if (r->tags.has_md5 && lo_audio_md5_init(&r->stored, err))
        return -1;
    return lo_tags_finish(&r->tags, err);
}

static int open_reader(struct lo_reader *r, int fd,
                       const struct lo_read_options *options, struct lo_err *err)
{
    int64_t at;

    r->longest_s = options->longest_s > 0.0 ? options->longest_s : LONGEST_S;
    r->decoded.fd = options->decoded;
    r->block_frames = options->block_frames ? options->block_frames : BLOCK_FRAMES;
    if (check_file(r, fd, err) || lo_file_hash_init(&r->hash, &r->source, err) ||
        lo_sniff(&r->source, r->name, &r->content, &at, &r->remarks, err))
        return -1;
    if (containers[r->content].open(r, at, err))
        return -1;
    if ((options->audio_md5 || containers[r->content].declares_md5) &&
        lo_audio_md5_init(&r->md5, err))
        return -1;
    if (make_buffers(r, err))
        return -1;
    lo_facts_format(r->doc, &r->format, r->name, r->source.size);
    if (r->format.is_lossy)
        lo_facts_no_bits(r->doc);
    return read_tags(r, at, err);
}

void lo_audio_prepare(void)
{
    struct lo_source source;
    struct lo_file_hash hash = {0};
    struct lo_audio_md5 md5 = {0};

    lo_source_init_memory(&source, "", 0);
    if (lo_file_hash_init(&hash, &source, NULL) == 0 &&
        lo_audio_md5_init(&md5, NULL) == 0)
        lo_audio_md5_feed(&md5, "", 0);
    lo_audio_md5_fini(&md5);
    lo_file_hash_fini(&hash);
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
    lo_decoder_close(r->decoder);
    lo_audio_md5_fini(&r->md5);
    lo_audio_md5_fini(&r->stored);
    lo_tags_fini(&r->tags);
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

int64_t lo_reader_read(struct lo_reader *r, struct lo_audio_block *block,
                       struct lo_err *err)
{
    int64_t frames = 0;
    size_t samples;

    if (!r->is_ended)
        frames = containers[r->content].read(r, err);
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

    if (lo_reader_check_extra(
            r, r->source.size - r->hash.at - r->coded.audio_bytes - r->mp4.audio_bytes,
            err))
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

/* The MD5 of an "MD5 " chunk against that of the stored audio. Programs write it as a
 * little-endian number, last byte first (BWF MetaEdit), or as it is. */
static int check_stored_md5(struct lo_reader *r, struct lo_err *err)
{
    unsigned char digest[LO_MD5_BYTES];
    bool is_same = true, is_turned = true;

    if (!r->stored.context)
        return 0;
    if (lo_audio_md5_peek(&r->stored, digest, err))
        return -1;
    for (int i = 0; i < LO_MD5_BYTES; i++) {
        is_same = is_same && digest[i] == r->tags.md5[i];
        is_turned = is_turned && digest[i] == r->tags.md5[LO_MD5_BYTES - 1 - i];
    }
    if (!is_same && !is_turned)
        lo_remark(
            &r->remarks.problems,
            "md5-mismatch: the stored audio has not the MD5 that the chunk at byte "
            "%" PRId64 " declares",
            r->tags.md5_at);
    return 0;
}

int lo_reader_finish(struct lo_reader *r, struct lo_err *err)
{
    if ((containers[r->content].check && containers[r->content].check(r, err)) ||
        check_stored_md5(r, err) || finish_hashes(r, err) ||
        lo_source_check(&r->source, r->name, err) || check_unchanged(r, err))
        return -1;
    if (r->remarks.problems.failed || r->remarks.notes.failed)
        return lo_error_nomem(err);
    lo_facts_length(r->doc, r->frames, r->format.rate_hz);
    lo_not_finite_finish(&r->not_finite, r->format.channels, r->doc);
    lo_facts_remarks(r->doc, &r->remarks);
    return 0;
}
