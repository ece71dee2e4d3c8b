#include "analyzer/base/err.h"

#include <stdarg.h>
#include <stdio.h>

int lo_error(struct lo_err *err, enum lo_status status, struct lo_at at,
             const char *fmt, ...)
{
    int used = 0;
    va_list args;

    if (!err || err->status != LO_OK)
        return -1;
    err->status = status;
    if (at.file && at.line)
        used = snprintf(err->text, sizeof err->text, "%s:%d: ", at.file, at.line);
    else if (at.file)
        used = snprintf(err->text, sizeof err->text, "%s: ", at.file);
    if (used < 0 || used >= (int)sizeof err->text)
        return -1;
    va_start(args, fmt);
    vsnprintf(err->text + used, sizeof err->text - (size_t)used, fmt, args);
    va_end(args);
    return -1;
}

int lo_error_nomem(struct lo_err *err)
{
    return lo_error(err, LO_ENOMEM, LO_NOWHERE, "out of memory");
}
