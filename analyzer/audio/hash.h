/* Hashes made while reading: SHA-256 of the file, MD5 of the audio. */
#ifndef LO_AUDIO_HASH_H
#define LO_AUDIO_HASH_H

#include "analyzer/audio/source.h"

enum { LO_SHA256_BYTES = 32, LO_MD5_BYTES = 16, LO_HEX_BYTES = 2 * 32 + 1 };

/* SHA-256 of a file that is read mostly in order. Each byte of the file is hashed once,
 * whatever is read twice or left out: gaps are fetched from the source. */
struct lo_file_hash {
    struct evp_md_ctx_st *context;
    struct lo_source *source;
    int64_t at; /* everything before is hashed */
};

/* source is kept. LO_ENOMEM when libcrypto cannot give the algorithm. fini takes a zeroed
 * one. */
LO_MUST_USE int lo_file_hash_init(struct lo_file_hash *hash, struct lo_source *source,
                                  struct lo_err *err);
void lo_file_hash_fini(struct lo_file_hash *hash);

/* bytes[count] were read from offset at, which is not before an earlier call's. */
void lo_file_hash_feed(struct lo_file_hash *hash, int64_t at, const void *bytes,
                       size_t count);

/* Hashes what is left and gives lower-case hex. */
void lo_file_hash_finish(struct lo_file_hash *hash, char hex[LO_HEX_BYTES]);

/* MD5 of decoded audio as FLAC defines it: interleaved, signed, little-endian, in the
 * fewest whole bytes of the depth [FLAC_FORMAT]. */
struct lo_audio_md5 {
    struct evp_md_ctx_st *context;
};

LO_MUST_USE int lo_audio_md5_init(struct lo_audio_md5 *md5, struct lo_err *err);
void lo_audio_md5_fini(struct lo_audio_md5 *md5);
void lo_audio_md5_feed(struct lo_audio_md5 *md5, const void *bytes, size_t count);

/* digest[LO_MD5_BYTES] of what was fed so far; feeding may go on. LO_ENOMEM. */
LO_MUST_USE int lo_audio_md5_peek(const struct lo_audio_md5 *md5,
                                  unsigned char digest[], struct lo_err *err);

/* hex gets 2 * count characters and a NUL. */
void lo_hex(const unsigned char *bytes, size_t count, char *hex);

#endif
