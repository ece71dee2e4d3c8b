#include "analyzer/audio/remarks.h"

#include "analyzer/base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 320 };

static void fini_list(struct lo_remark_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    *list = (struct lo_remark_list){0};
}

void lo_remarks_fini(struct lo_remarks *remarks)
{
    fini_list(&remarks->problems);
    fini_list(&remarks->notes);
}

void lo_remark(struct lo_remark_list *list, const char *fmt, ...)
{
    char text[TEXT_BYTES];
    va_list args;

    if (list->count == LO_REMARKS_KEPT) {
        list->dropped++;
        return;
    }
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    list->items[list->count] = lo_strdup(text);
    if (list->items[list->count])
        list->count++;
    else
        list->failed = true;
}

bool lo_remarked(const struct lo_remark_list *list, const char *id)
{
    size_t length = strlen(id);

    for (size_t i = 0; i < list->count; i++)
        if (strncmp(list->items[i], id, length) == 0 && list->items[i][length] == ':')
            return true;
    return false;
}
