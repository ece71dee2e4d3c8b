/* The reader, as reader.c and the files of its containers (reader_*.c) share it. */
#ifndef LO_AUDIO_READER_PRIVATE_H
#define LO_AUDIO_READER_PRIVATE_H

#include "analyzer/audio/aiff.h"
#include "analyzer/audio/caf.h"
#include "analyzer/audio/coded.h"
#include "analyzer/audio/flac_stream.h"
#include "analyzer/audio/mp4.h"
#include "analyzer/audio/not_finite.h"
#include "analyzer/audio/reader.h"
#include "analyzer/audio/sniff.h"
#include "analyzer/audio/tags.h"
#include "analyzer/audio/wave.h"

#include <time.h>

/* Stored PCM. */
struct lo_pcm_place {
    int64_t at; /* of the first frame */
    enum lo_sample sample;
    unsigned frame_bytes;
    bool is_big_endian;
};

struct lo_decoder;

/* What comes from leadout-aac. */
struct lo_decoded {
    int fd; /* 0: nothing does */
    struct lo_mp4_cut cut;
    int64_t seen;  /* frames read from it, with those that are cut off */
    uint32_t left; /* frames of the present block */
    uint32_t lost; /* packets that could not be decoded */
    bool is_ended;
};

struct lo_reader {
    struct lo_source source;
    struct lo_file_hash hash;
    struct lo_audio_md5 md5;    /* context NULL: not made */
    struct lo_audio_md5 stored; /* of the bytes as they lie in the file; as md5 */
    struct lo_tags tags;
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
    struct lo_riff riff; /* WAVE and W64 */
    struct lo_wave wave;
    struct lo_aiff aiff;
    struct lo_caf caf;
    struct lo_pcm_place pcm; /* all of these */
    struct lo_flac_walk flac;
    struct lo_flac_stream *stream;
    struct lo_coded coded; /* Ogg and MPEG */
    struct lo_decoder *decoder;
    struct lo_mp4 mp4;
    struct lo_decoded decoded;

    size_t block_frames;
    unsigned char *bytes; /* [block_frames] stored frames, and as MD5 wants them */
    int32_t *raw;
    float *interleaved;
    float *channel[LO_MAX_CHANNELS];
};

/* LO_ELIMIT when so many bytes of the file are no audio: they cost time too. */
int lo_reader_check_extra(const struct lo_reader *reader, int64_t bytes,
                          struct lo_err *err);

/* LO_ELIMIT when so many frames are longer than allowed. */
int lo_reader_check_length(const struct lo_reader *reader, int64_t frames,
                           struct lo_err *err);

/* LO_EFORMAT when the audio that the chunk `data` holds is no PCM as the chunk `format`
 * declares, but a coded stream. */
int lo_reader_check_pcm(struct lo_reader *reader, const char *data, const char *format,
                        struct lo_err *err);

/* By container: open fills in the format; read gives the next frames as raw, or as finite
 * interleaved floats; check compares what was read with what was declared. */
int lo_reader_open_wave(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_w64(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_aiff(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_caf(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_ogg(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_mpeg(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_mp4(struct lo_reader *reader, int64_t at, struct lo_err *err);
int lo_reader_open_flac(struct lo_reader *reader, int64_t at, struct lo_err *err);
int64_t lo_reader_read_pcm(struct lo_reader *reader, struct lo_err *err);
int64_t lo_reader_read_flac(struct lo_reader *reader, struct lo_err *err);
int64_t lo_reader_read_coded(struct lo_reader *reader, struct lo_err *err);
int64_t lo_reader_read_mp4(struct lo_reader *reader, struct lo_err *err);
int lo_reader_check_flac(struct lo_reader *reader, struct lo_err *err);
int lo_reader_check_coded(struct lo_reader *reader, struct lo_err *err);
int lo_reader_check_mp4(struct lo_reader *reader, struct lo_err *err);
void lo_decoder_close(struct lo_decoder *decoder); /* NULL is fine */

#endif
