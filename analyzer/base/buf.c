#include "analyzer/base/buf.h"

#include "analyzer/base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lo_buf_fini(struct lo_buf *buf)
{
    free(buf->text);
    *buf = (struct lo_buf){0};
}

/* Room for more bytes and the NUL; false when out of memory. */
static bool reserve(struct lo_buf *buf, size_t more)
{
    size_t size = buf->size ? buf->size : 256;
    char *text;

    if (buf->failed)
        return false;
    if (more >= SIZE_MAX / 2 - buf->length) {
        buf->failed = true;
        return false;
    }
    while (size < buf->length + more + 1)
        size *= 2;
    if (size == buf->size)
        return true;
    text = lo_realloc(buf->text, size, 1);
    if (!text) {
        buf->failed = true;
        return false;
    }
    buf->text = text;
    buf->size = size;
    return true;
}

void lo_buf_add(struct lo_buf *buf, const char *text, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length)
        memcpy(buf->text + buf->length, text, length);
    buf->length += length;
    buf->text[buf->length] = '\0';
}

void lo_buf_puts(struct lo_buf *buf, const char *text)
{
    lo_buf_add(buf, text, strlen(text));
}

void lo_buf_putc(struct lo_buf *buf, char c)
{
    lo_buf_add(buf, &c, 1);
}

void lo_buf_printf(struct lo_buf *buf, const char *fmt, ...)
{
    va_list args;
    int length;

    va_start(args, fmt);
    length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (length < 0 || !reserve(buf, (size_t)length))
        return;
    va_start(args, fmt);
    vsnprintf(buf->text + buf->length, (size_t)length + 1, fmt, args);
    va_end(args);
    buf->length += (size_t)length;
}

char *lo_buf_detach(struct lo_buf *buf)
{
    char *text = NULL;

    if (!buf->failed && reserve(buf, 0)) {
        text = buf->text;
        text[buf->length] = '\0';
        buf->text = NULL;
    }
    lo_buf_fini(buf);
    return text;
}
