/* A growing text. Keeps the first failure to get memory and is asked once, at the end. */
#ifndef LO_BASE_BUF_H
#define LO_BASE_BUF_H

#include "analyzer/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero it before use. text is never NULL after the first call that adds, ends with NUL,
 * and is owned by the buf; after a failure it keeps what was there before. */
struct lo_buf {
    char *text;
    size_t length;
    size_t size;
    bool failed; /* out of memory: something is missing */
};

void lo_buf_fini(struct lo_buf *buf);

void lo_buf_add(struct lo_buf *buf, const char *text, size_t length);
void lo_buf_puts(struct lo_buf *buf, const char *text);
void lo_buf_putc(struct lo_buf *buf, char c);
void lo_buf_printf(struct lo_buf *buf, const char *fmt, ...) LO_PRINTF(2, 3);

/* Takes the text out (free() it); NULL when a call had failed. The buf is empty then. */
char *lo_buf_detach(struct lo_buf *buf);

#endif
