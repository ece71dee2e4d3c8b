#include "cli/output.h"

#include "analyzer/doc/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

void lo_output_guard(void)
{
    int fd;

    /* Read-only, so that writing to a closed standard output is still an error. */
    do
        fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static int write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        text += written;
        length -= (size_t)written;
    }
    return 0;
}

int lo_output_text(const struct lo_buf *text, struct lo_err *err)
{
    if (text->failed)
        return lo_error_nomem(err);
    if (write_all(STDOUT_FILENO, text->text, text->length) && errno != EPIPE)
        return lo_error(err, LO_EIO, LO_NOWHERE, "cannot write to standard output: %s",
                        strerror(errno));
    return 0;
}

/* Makes each folder of the path in turn; those that are there are fine. */
static int make_folders(const char *folder)
{
    char *path = strdup(folder);
    int result = path ? 0 : -1;

    for (char *slash = path; path && (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        /* What cannot be made shows when the last one is made. */
        mkdir(path, 0777);
        *slash = '/';
    }
    if (path && mkdir(path, 0777) && errno != EEXIST)
        result = -1;
    free(path);
    return result;
}

int lo_output_prepare(const char *folder, struct lo_err *err)
{
    struct stat status;

    if (make_folders(folder))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "cannot make the folder %s: %s",
                        folder, strerror(errno));
    if (stat(folder, &status))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "--out %s: %s", folder,
                        strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "--out %s: is a file; --out wants a folder", folder);
    if (access(folder, W_OK | X_OK))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "--out %s: cannot write into this folder: %s", folder,
                        strerror(errno));
    return 0;
}

/* The text into the temporary file, which others may then read as far as umask says. */
static int fill(int fd, const struct lo_buf *text)
{
    mode_t mask = umask(0);

    umask(mask);
    return fchmod(fd, 0666 & ~mask) || write_all(fd, text->text, text->length) ||
                   fsync(fd)
               ? -1
               : 0;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return;
    /* The file is whole either way; some file systems cannot sync a folder. */
    (void)fsync(fd);
    close(fd);
}

static int replace(const char *folder, const char *temporary, const char *path,
                   const struct lo_buf *text, int fd)
{
    int failed = fill(fd, text);
    int reason = errno;

    if (close(fd) && !failed) {
        failed = -1;
        reason = errno;
    }
    if (!failed && rename(temporary, path)) {
        failed = -1;
        reason = errno;
    }
    if (failed)
        unlink(temporary);
    else
        sync_folder(folder);
    errno = reason;
    return failed;
}

int lo_output_file(const char *folder, const char *name, const struct lo_buf *text,
                   struct lo_err *err)
{
    struct lo_buf path = {0}, temporary = {0};
    sigset_t all, before;
    int fd = -1, result = 0;

    lo_buf_printf(&path, "%s/%s", folder, name);
    lo_buf_printf(&temporary, "%s/.%s.XXXXXX", folder, name);
    if (text->failed || path.failed || temporary.failed) {
        result = lo_error_nomem(err);
    } else {
        /* A temporary file must not stay behind when the user stops us just now. */
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, &before);
        fd = mkostemp(temporary.text, O_CLOEXEC);
        if (fd < 0 || replace(folder, temporary.text, path.text, text, fd))
            result = lo_error(err, LO_EIO, LO_NOWHERE, "cannot write %s: %s", path.text,
                              strerror(errno));
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    lo_buf_fini(&path);
    lo_buf_fini(&temporary);
    return result;
}

/* C0, DEL, C1 and the marks that turn the direction of text. */
static bool is_printable(const unsigned char *text, int length)
{
    if (length == 1)
        return text[0] >= 0x20 && text[0] != 0x7f;
    if (length == 2)
        return text[0] != 0xc2 || text[1] >= 0xa0;
    if (length == 3 && text[0] == 0xe2 && text[1] == 0x80)
        return text[2] < 0x8b || (text[2] > 0x8f && text[2] < 0xa8) || text[2] > 0xae;
    if (length == 3 && text[0] == 0xe2 && text[1] == 0x81)
        return text[2] < 0xa6 || text[2] > 0xa9;
    return !(length == 3 && text[0] == 0xef && text[1] == 0xbb && text[2] == 0xbf);
}

void lo_show(struct lo_buf *out, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        int length = lo_utf8_length(text, left);
        int step = length ? length : 1;

        if (length && is_printable((const unsigned char *)text, length))
            lo_buf_add(out, text, (size_t)length);
        else
            for (int i = 0; i < step; i++)
                lo_buf_printf(out, "\\x%02x", (unsigned)(unsigned char)text[i]);
        text += step;
        left -= (size_t)step;
    }
}

void lo_say(const char *fmt, ...)
{
    struct lo_buf line = {0};
    char *text = NULL;
    va_list args;

    va_start(args, fmt);
    if (vasprintf(&text, fmt, args) < 0)
        text = NULL;
    va_end(args);
    lo_buf_puts(&line, "leadout: ");
    lo_show(&line, text ? text : "out of memory");
    lo_buf_putc(&line, '\n');
    /* Nobody is left to be told when this fails. */
    if (!line.failed)
        (void)!write_all(STDERR_FILENO, line.text, line.length);
    lo_buf_fini(&line);
    free(text);
}

bool lo_output_is_smart(int fd)
{
    const char *term = getenv("TERM");

    return isatty(fd) && (!term || strcmp(term, "dumb") != 0);
}

bool lo_output_has_color(int fd)
{
    const char *no_color = getenv("NO_COLOR");

    return lo_output_is_smart(fd) && !(no_color && *no_color);
}

unsigned lo_output_columns(int fd)
{
    struct winsize size;

    if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size))
        return 0;
    return size.ws_col;
}
