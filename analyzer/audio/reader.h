/* The reader: audio from an open file, in blocks, with what the file says of itself.
 *
 * Our own walk of the headers comes first and decides what may be decoded at all. PCM
 * containers (RIFF/WAVE, RF64, BW64, AIFF, AIFC) are read by us; FLAC by libFLAC, which gets the audio
 * alone, after our walk of its metadata [leadout:flac]. Everything a stranger can put into a
 * file is expected: a damaged file is measured as far as it goes, and what is wrong with
 * it stands in the facts (file.header_problems); only what cannot be decoded at all is an
 * error (LO_EFORMAT, text starts with the name and has the byte offset).
 *
 * One reader, one thread.
 */
#ifndef LO_AUDIO_READER_H
#define LO_AUDIO_READER_H

#include "analyzer/base/err.h"
#include "analyzer/doc/doc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Everything that the reader sets: file.* with the events file.not_finite, and tag.*. Each
 * ends with {0}. */
extern const struct lo_term lo_audio_terms[];
extern const struct lo_term lo_tag_terms[];

struct lo_audio_format {
    unsigned channels;   /* 1 .. LO_MAX_CHANNELS */
    unsigned rate_hz;    /* 8000 .. 384000 */
    unsigned bits;       /* of one stored sample: 8 .. 64 */
    unsigned valid_bits; /* of those, the ones that are meant */
    bool is_float;
    bool is_lossy;         /* decoded from a lossy stream: bits mean nothing */
    uint32_t channel_mask; /* WAVE_FORMAT_EXTENSIBLE; 0: not given */
    int64_t frames;        /* declared, as far as bytes are there; -1: not known */
};

struct lo_read_options {
    double longest_s; /* a longer programme is LO_ELIMIT; 0: 12 hours */
    bool audio_md5;   /* always made for FLAC, which declares one */
    int decoded; /* pipe from leadout-aac, which decodes MP4 (decoded.h); 0: none */
    size_t block_frames; /* frames of a block, the last may be shorter; 0: 4096 */
};

struct lo_reader;

/* Makes the libraries beneath ready, once: libcrypto reads its configuration at the first
 * hash, which a sandbox may forbid and each child would do again. Call it before forking or
 * entering a sandbox; nothing else needs it. While reading, the reader calls pread, fstat,
 * posix_fadvise and the heap, no more. */
void lo_audio_prepare(void);

/* fd: a regular file (LO_EUSAGE: it is not), open for reading; stays the caller's. name is for messages. The
 * reader writes the file's facts into doc (kept until close) as it learns them: format
 * facts now, the rest in lo_reader_finish. On failure *reader is NULL. */
LO_MUST_USE int lo_reader_open(struct lo_reader **reader, int fd, const char *name,
                               const struct lo_read_options *options,
                               struct lo_doc *doc, struct lo_err *err);

const struct lo_audio_format *lo_reader_format(const struct lo_reader *reader);

/* The next block: planar and interleaved floats, and the raw integers where the file is
 * integer PCM. Pointers are good until the next call. Returns the frames read, 0 at the
 * end, -1 on an error that ends reading: LO_EIO (also when the file shrinks meanwhile),
 * LO_ELIMIT, and LO_EFORMAT when nothing at all could be decoded. Other damage is no
 * error. */
struct lo_audio_block {
    const float *const *channel; /* [channels][frames] */
    const float *interleaved;
    const int32_t *raw; /* interleaved, left-justified; NULL when not integer PCM */
    size_t frames;
    int64_t start_frames;
};
LO_MUST_USE int64_t lo_reader_read(struct lo_reader *reader,
                                   struct lo_audio_block *block, struct lo_err *err);

/* After the last block: hashes, MD5 check, declared against read frames, and the list of
 * problems. LO_EIO when the file was changed while it was read: then nothing that was
 * measured belongs to one state of it. */
LO_MUST_USE int lo_reader_finish(struct lo_reader *reader, struct lo_err *err);

void lo_reader_close(struct lo_reader *reader); /* NULL is fine */

#endif
