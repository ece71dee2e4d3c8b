/* What a parser has to say about a file that it could read: problems (damage; what lies)
 * and notes (allowed, but worth knowing). docs/header-problems.md lists them.
 *
 * Each text starts with its id and a colon, so that a spec can match it, and names the
 * byte. At most LO_REMARKS_KEPT of a list are kept; the rest is counted.
 */
#ifndef LO_AUDIO_REMARKS_H
#define LO_AUDIO_REMARKS_H

#include "analyzer/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LO_REMARKS_KEPT = 100 };

struct lo_remark_list {
    char *items[LO_REMARKS_KEPT];
    size_t count;
    int64_t dropped;
    bool failed; /* out of memory: something is missing */
};

/* Zero it before use. */
struct lo_remarks {
    struct lo_remark_list problems, notes;
};

void lo_remarks_fini(struct lo_remarks *remarks);

/* Adds one text, "truncated: the data chunk …". */
void lo_remark(struct lo_remark_list *list, const char *fmt, ...) LO_PRINTF(2, 3);

/* True when a text of that id is in the list. */
bool lo_remarked(const struct lo_remark_list *list, const char *id);

#endif
