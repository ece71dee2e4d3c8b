/* leadout-aac: decodes the first ALAC or AAC track of an MP4 file by libavcodec, for leadout.
 *
 * The file is standard input, which must be seekable; the audio goes to standard output as
 * analyzer/audio/decoded.h says, without anything cut off: leadout knows the edits. Before a
 * byte is read the program locks itself in as a measuring child does.
 */
#include "analyzer/audio/decoded.h"
#include "cli/sandbox.h"

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { IO_BYTES = 65536, CHANNELS_MAX = 8 };

struct decoding {
    AVFormatContext *file;
    AVIOContext *io;
    AVCodecContext *codec;
    AVPacket *packet;
    AVFrame *frame;
    struct lo_decoded_header header; /* magic 0: not sent yet */
    uint32_t lost;
    char *samples; /* [LO_DECODED_BLOCK_FRAMES * channels] interleaved */
};

/* All of it, or the end of the program: nobody listens any more. */
static void put(const void *bytes, size_t count)
{
    const char *at = bytes;

    while (count > 0) {
        ssize_t done = write(LO_CHILD_REPLY, at, count);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            exit(1);
        at += done;
        count -= (size_t)done;
    }
}

LO_PRINTF(1, 2) _Noreturn static void fail(const char *fmt, ...)
{
    uint32_t mark = LO_DECODED_FAILED;
    char text[LO_DECODED_TEXT_BYTES] = "";
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    put(&mark, sizeof mark);
    put(text, sizeof text);
    exit(1);
}

_Noreturn static void fail_av(const char *what, int code)
{
    char reason[AV_ERROR_MAX_STRING_SIZE] = "";

    av_strerror(code, reason, sizeof reason);
    fail("%s: %s", what, reason);
}

static int read_input(void *unused, uint8_t *to, int count)
{
    ssize_t got;

    (void)unused;
    do
        got = read(LO_CHILD_INPUT, to, (size_t)count);
    while (got < 0 && errno == EINTR);
    return got < 0 ? AVERROR(EIO) : got == 0 ? AVERROR_EOF : (int)got;
}

static int64_t seek_input(void *size, int64_t offset, int whence)
{
    return whence & AVSEEK_SIZE ? *(int64_t *)size
                                : lseek(LO_CHILD_INPUT, offset, whence & ~AVSEEK_FORCE);
}

static void open_file(struct decoding *d)
{
    static int64_t size;
    AVDictionary *options = NULL;
    unsigned char *buffer = av_malloc(IO_BYTES);
    int code;

    size = lseek(LO_CHILD_INPUT, 0, SEEK_END);
    lseek(LO_CHILD_INPUT, 0, SEEK_SET);
    d->io = buffer ? avio_alloc_context(buffer, IO_BYTES, 0, &size, read_input, NULL,
                                        seek_input)
                   : NULL;
    d->file = avformat_alloc_context();
    if (!d->io || !d->file)
        fail("out of memory");
    d->file->pb = d->io;
    d->file->flags |= AVFMT_FLAG_CUSTOM_IO;
    /* All that is stored, since leadout does the cutting. */
    av_dict_set(&options, "ignore_editlist", "1", 0);
    av_dict_set(&options, "advanced_editlist", "0", 0);
    code = avformat_open_input(&d->file, "", av_find_input_format("mov"), &options);
    av_dict_free(&options);
    if (code < 0)
        fail_av("the file cannot be opened", code);
}

/* The first track of audio; everything else is left out. */
static AVStream *choose_stream(struct decoding *d)
{
    AVStream *chosen = NULL;

    for (unsigned i = 0; i < d->file->nb_streams; i++) {
        AVStream *stream = d->file->streams[i];

        if (!chosen && stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
            chosen = stream;
        else
            stream->discard = AVDISCARD_ALL;
    }
    if (!chosen)
        fail("no track of audio");
    return chosen;
}

static void open_codec(struct decoding *d, const AVStream *stream)
{
    enum AVCodecID id = stream->codecpar->codec_id;
    const AVCodec *codec = avcodec_find_decoder(id);
    int code;

    if (!codec || (id != AV_CODEC_ID_ALAC && id != AV_CODEC_ID_AAC))
        fail("neither ALAC nor AAC");
    d->codec = avcodec_alloc_context3(codec);
    d->packet = av_packet_alloc();
    d->frame = av_frame_alloc();
    if (!d->codec || !d->packet || !d->frame ||
        avcodec_parameters_to_context(d->codec, stream->codecpar) < 0)
        fail("out of memory");
    d->codec->thread_count = 1;
    d->codec->flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL;
    code = avcodec_open2(d->codec, codec, NULL);
    if (code < 0)
        fail_av("the decoder does not start", code);
}

/* With the first frame all is known. */
static void put_header(struct decoding *d)
{
    bool is_float = d->frame->format == AV_SAMPLE_FMT_FLTP;
    int bits = d->frame->format == AV_SAMPLE_FMT_S16P ? 16
               : is_float                             ? 0
                                                      : d->codec->bits_per_raw_sample;

    if (d->frame->ch_layout.nb_channels < 1 ||
        d->frame->ch_layout.nb_channels > CHANNELS_MAX)
        fail("%d channels", d->frame->ch_layout.nb_channels);
    d->header = (struct lo_decoded_header){
        .magic = LO_DECODED_MAGIC,
        .channels = (uint32_t)d->frame->ch_layout.nb_channels,
        .rate_hz = (uint32_t)d->frame->sample_rate,
        .bits = (uint32_t)bits,
        .version = avcodec_version(),
    };
    d->samples = malloc((size_t)LO_DECODED_BLOCK_FRAMES * 4 * d->header.channels);
    if (!d->samples)
        fail("out of memory");
    put(&d->header, sizeof d->header);
}

/* Frames first .. first + count, planes to interleaved, 16 bits to the upper half of 32. */
static void interleave(struct decoding *d, int first, int count)
{
    int channels = (int)d->header.channels;
    uint32_t *to = (uint32_t *)(void *)d->samples;

    for (int ch = 0; ch < channels; ch++) {
        const void *plane = d->frame->extended_data[ch];

        for (int i = 0; i < count; i++)
            to[i * channels + ch] = d->frame->format == AV_SAMPLE_FMT_S16P
                                        ? (uint32_t)((const uint16_t *)plane)[first + i]
                                              << 16
                                        : ((const uint32_t *)plane)[first + i];
    }
}

static void put_frame(struct decoding *d)
{
    const AVFrame *frame = d->frame;

    if (frame->format != AV_SAMPLE_FMT_S16P && frame->format != AV_SAMPLE_FMT_S32P &&
        frame->format != AV_SAMPLE_FMT_FLTP)
        fail("samples of another format than expected");
    if (!d->header.magic)
        put_header(d);
    if ((uint32_t)frame->ch_layout.nb_channels != d->header.channels ||
        (uint32_t)frame->sample_rate != d->header.rate_hz)
        fail("rate or channels change in the middle");
    for (int first = 0; first < frame->nb_samples; first += LO_DECODED_BLOCK_FRAMES) {
        int left = frame->nb_samples - first;
        uint32_t count =
            (uint32_t)(left < LO_DECODED_BLOCK_FRAMES ? left : LO_DECODED_BLOCK_FRAMES);

        interleave(d, first, (int)count);
        put(&count, sizeof count);
        put(d->samples, (size_t)count * 4 * d->header.channels);
    }
}

/* packet NULL: there are no more. */
static void decode(struct decoding *d, const AVPacket *packet)
{
    int code = avcodec_send_packet(d->codec, packet);

    if (code < 0 && packet)
        d->lost++;
    while ((code = avcodec_receive_frame(d->codec, d->frame)) >= 0)
        put_frame(d);
    if (code != AVERROR(EAGAIN) && code != AVERROR_EOF && packet)
        d->lost++;
}

static void run(struct decoding *d)
{
    static const uint32_t end = LO_DECODED_END;
    const AVStream *stream;
    int code;

    open_file(d);
    stream = choose_stream(d);
    open_codec(d, stream);
    while ((code = av_read_frame(d->file, d->packet)) >= 0) {
        if (d->packet->stream_index == stream->index)
            decode(d, d->packet);
        av_packet_unref(d->packet);
    }
    if (code != AVERROR_EOF)
        d->lost++;
    decode(d, NULL);
    if (!d->header.magic)
        fail("%s", d->lost ? "no packet can be decoded" : "no packet is there");
    put(&end, sizeof end);
    put(&d->lost, sizeof d->lost);
}

int main(int argc, char **argv)
{
    static struct decoding d;
    static const int descriptors[LO_CHILD_DESCRIPTORS] = {STDIN_FILENO, STDOUT_FILENO,
                                                          -1};
    struct lo_sandbox *sandbox = NULL;
    struct lo_err err = {0};
    double cpu_s = argc == 2 ? strtod(argv[1], NULL) : 0.0;

    if (cpu_s <= 0.0 || isatty(STDOUT_FILENO)) {
        fputs("leadout-aac decodes ALAC and AAC for leadout, which starts it when it "
              "meets an .m4a file.\n",
              stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_DFL);
    av_log_set_level(AV_LOG_QUIET);
    if (lo_sandbox_new(&sandbox, &err) ||
        lo_sandbox_enter(sandbox, descriptors, getppid(), cpu_s, &err))
        fail("%s", err.text);
    run(&d);
    lo_sandbox_free(sandbox);
    return 0;
}
