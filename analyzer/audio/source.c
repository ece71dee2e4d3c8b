#include "analyzer/audio/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void lo_source_init_fd(struct lo_source *source, int fd, int64_t size)
{
    source->fd = fd;
    source->memory = NULL;
    source->size = size;
    source->error_number = 0;
    source->window_at = 0;
    source->window_bytes = 0;
}

void lo_source_init_memory(struct lo_source *source, const void *data, size_t size)
{
    lo_source_init_fd(source, -1, (int64_t)size);
    source->memory = data;
}

static size_t read_fd(struct lo_source *source, int64_t at, unsigned char *to,
                      size_t bytes)
{
    size_t done = 0;

    while (done < bytes) {
        ssize_t got = pread(source->fd, to + done, bytes - done, at + (int64_t)done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && !source->error_number)
            source->error_number = errno;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

size_t lo_source_read(struct lo_source *source, int64_t at, void *to, size_t bytes)
{
    if (at < 0 || at >= source->size || bytes == 0)
        return 0;
    if ((uint64_t)(source->size - at) < bytes)
        bytes = (size_t)(source->size - at);
    if (source->fd >= 0)
        return read_fd(source, at, to, bytes);
    memcpy(to, source->memory + at, bytes);
    return bytes;
}

const unsigned char *lo_source_peek(struct lo_source *source, int64_t at, size_t bytes)
{
    int64_t end = source->window_at + (int64_t)source->window_bytes;

    if (at < 0 || bytes > LO_WINDOW_BYTES || at > source->size - (int64_t)bytes)
        return NULL;
    if (at < source->window_at || at + (int64_t)bytes > end) {
        source->window_at = at;
        source->window_bytes =
            lo_source_read(source, at, source->window, LO_WINDOW_BYTES);
        if (source->window_bytes < bytes)
            return NULL;
    }
    return source->window + (at - source->window_at);
}

int lo_source_check(const struct lo_source *source, const char *name,
                    struct lo_err *err)
{
    char reason[128];

    if (!source->error_number)
        return 0;
    return lo_error(err, LO_EIO, (struct lo_at){name, 0}, "cannot be read: %s",
                    strerror_r(source->error_number, reason, sizeof reason));
}

uint16_t lo_le16(const unsigned char *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

uint32_t lo_le32(const unsigned char *bytes)
{
    return lo_le16(bytes) | (uint32_t)lo_le16(bytes + 2) << 16;
}

uint64_t lo_le64(const unsigned char *bytes)
{
    return lo_le32(bytes) | (uint64_t)lo_le32(bytes + 4) << 32;
}

uint32_t lo_be24(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
}

uint32_t lo_be32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | lo_be24(bytes + 1);
}
