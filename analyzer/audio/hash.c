#include "analyzer/audio/hash.h"

#include <openssl/evp.h>
#include <stdio.h>

enum { GAP_BYTES = 65536 };

static EVP_MD_CTX *start(const EVP_MD *algorithm)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    if (context && EVP_DigestInit_ex(context, algorithm, NULL) == 1)
        return context;
    EVP_MD_CTX_free(context);
    return NULL;
}

int lo_file_hash_init(struct lo_file_hash *hash, struct lo_source *source,
                      struct lo_err *err)
{
    hash->context = start(EVP_sha256());
    hash->source = source;
    hash->at = 0;
    if (!hash->context)
        return lo_error(err, LO_ENOMEM, LO_NOWHERE, "libcrypto gives no SHA-256");
    return 0;
}

void lo_file_hash_fini(struct lo_file_hash *hash)
{
    EVP_MD_CTX_free(hash->context);
    hash->context = NULL;
}

/* Reads and hashes everything before offset to. */
static void fill(struct lo_file_hash *hash, int64_t to)
{
    unsigned char gap[GAP_BYTES];

    while (hash->at < to) {
        size_t wanted = to - hash->at < GAP_BYTES ? (size_t)(to - hash->at) : GAP_BYTES;
        size_t got = lo_source_read(hash->source, hash->at, gap, wanted);

        if (got == 0)
            return;
        EVP_DigestUpdate(hash->context, gap, got);
        hash->at += (int64_t)got;
    }
}

void lo_file_hash_feed(struct lo_file_hash *hash, int64_t at, const void *bytes,
                       size_t count)
{
    int64_t end = at + (int64_t)count;

    fill(hash, at);
    /* Part of it may be known already, or the gap could not be read. */
    if (end <= hash->at || at > hash->at)
        return;
    EVP_DigestUpdate(hash->context, (const unsigned char *)bytes + (hash->at - at),
                     (size_t)(end - hash->at));
    hash->at = end;
}

void lo_file_hash_finish(struct lo_file_hash *hash, char hex[LO_HEX_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE] = {0};

    fill(hash, hash->source->size);
    EVP_DigestFinal_ex(hash->context, digest, NULL);
    lo_hex(digest, LO_SHA256_BYTES, hex);
}

int lo_audio_md5_init(struct lo_audio_md5 *md5, struct lo_err *err)
{
    md5->context = start(EVP_md5());
    if (!md5->context)
        return lo_error(err, LO_ENOMEM, LO_NOWHERE, "libcrypto gives no MD5");
    return 0;
}

void lo_audio_md5_fini(struct lo_audio_md5 *md5)
{
    EVP_MD_CTX_free(md5->context);
    md5->context = NULL;
}

void lo_audio_md5_feed(struct lo_audio_md5 *md5, const void *bytes, size_t count)
{
    EVP_DigestUpdate(md5->context, bytes, count);
}

int lo_audio_md5_peek(const struct lo_audio_md5 *md5, unsigned char digest[],
                      struct lo_err *err)
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    int done = copy && EVP_MD_CTX_copy_ex(copy, md5->context) == 1 &&
               EVP_DigestFinal_ex(copy, digest, NULL) == 1;

    EVP_MD_CTX_free(copy);
    return done ? 0 : lo_error_nomem(err);
}

void lo_hex(const unsigned char *bytes, size_t count, char *hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < count; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * count] = '\0';
}
