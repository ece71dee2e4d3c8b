/* Where bytes come from: an open file, or memory (fuzz targets and tests).
 *
 * Everything is read at a place, never at a file position, so that whoever else holds the
 * descriptor is not disturbed. What lies past size does not exist, also when the file has
 * grown since; a file that has shrunk gives fewer bytes. An I/O error is kept in
 * error_number and reads as the end, so that parsers need not know of it: whoever drives
 * them asks once (lo_source_check).
 */
#ifndef LO_AUDIO_SOURCE_H
#define LO_AUDIO_SOURCE_H

#include "analyzer/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Parsers look at the file through a window of this many bytes. */
enum { LO_WINDOW_BYTES = 16384 };

struct lo_source {
    int fd; /* -1: memory */
    const unsigned char *memory;
    int64_t size;
    int error_number; /* errno of the first read that failed; 0: none */

    int64_t window_at;
    size_t window_bytes;
    unsigned char window[LO_WINDOW_BYTES];
};

/* fd stays the caller's. size: as fstat gave it. */
void lo_source_init_fd(struct lo_source *source, int fd, int64_t size);

/* data[size] is kept, not copied. */
void lo_source_init_memory(struct lo_source *source, const void *data, size_t size);

/* Copies up to bytes from offset at; fewer only at the end of the file or on an error. */
size_t lo_source_read(struct lo_source *source, int64_t at, void *to, size_t bytes);

/* bytes (1 .. LO_WINDOW_BYTES) at offset at, good until the next call; NULL when the file
 * ends before. */
const unsigned char *lo_source_peek(struct lo_source *source, int64_t at, size_t bytes);

/* LO_EIO, with the name in front, when a read failed. */
LO_MUST_USE int lo_source_check(const struct lo_source *source, const char *name,
                                struct lo_err *err);

/* Numbers as files store them. */
uint16_t lo_le16(const unsigned char *bytes);
uint32_t lo_le32(const unsigned char *bytes);
uint64_t lo_le64(const unsigned char *bytes);
uint32_t lo_be24(const unsigned char *bytes);
uint32_t lo_be32(const unsigned char *bytes);

#endif
