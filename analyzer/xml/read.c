#include "analyzer/base/alloc.h"
#include "analyzer/xml/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Up to size bytes into text; the number read, or -1 with errno. */
static ssize_t read_all(int fd, char *text, size_t size)
{
    size_t used = 0;

    while (used < size) {
        ssize_t got = read(fd, text + used, size - used);

        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        used += (size_t)got;
    }
    return (ssize_t)used;
}

static int read_open_file(struct lo_xml_file *file, int fd, struct lo_at at,
                          enum lo_status fault, struct lo_err *err)
{
    struct stat status;
    ssize_t got;

    if (fstat(fd, &status) != 0)
        return lo_error(err, LO_EIO, at, "%s", strerror(errno));
    if (!S_ISREG(status.st_mode))
        return lo_error(err, LO_EUSAGE, at, "not a file");
    /* One byte more than allowed, so that a file that grew meanwhile is seen too. */
    file->text = lo_alloc(LO_XML_BYTES_MAX + 2, 1);
    if (!file->text)
        return lo_error_nomem(err);
    got = read_all(fd, file->text, LO_XML_BYTES_MAX + 1);
    if (got < 0)
        return lo_error(err, LO_EIO, at, "%s", strerror(errno));
    if (got > LO_XML_BYTES_MAX)
        return lo_error(err, fault, at, "larger than %d bytes", LO_XML_BYTES_MAX);
    file->bytes = (size_t)got;
    file->device = (uint64_t)status.st_dev;
    file->inode = (uint64_t)status.st_ino;
    return 0;
}

int lo_xml_read(struct lo_xml_file *file, const char *path, enum lo_status fault,
                struct lo_err *err)
{
    struct lo_at at = {.file = path};
    /* Not blocking, because opening a pipe that nobody writes to would wait for ever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int result;

    *file = (struct lo_xml_file){0};
    if (fd < 0) {
        bool is_missing = errno == ENOENT || errno == ENOTDIR || errno == ELOOP ||
                          errno == ENAMETOOLONG || errno == ENXIO;

        return lo_error(err, is_missing ? LO_EUSAGE : LO_EIO, at, "%s",
                        strerror(errno));
    }
    result = read_open_file(file, fd, at, fault, err);
    close(fd);
    if (result != 0) {
        free(file->text);
        file->text = NULL;
    }
    return result;
}
