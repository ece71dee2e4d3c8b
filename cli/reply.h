/* What a measuring child says to its parent through a pipe, from both ends.
 *
 * Frames of a type and at most REPLY_FRAME_MAX bytes: progress, pieces of the document's
 * JSON, and one last frame (done, or failed with status and text). The parent takes it as a
 * stranger's words: lengths are capped, the document goes through lo_wire_read, and a reply
 * without a proper last frame is none.
 */
#ifndef LO_CLI_REPLY_H
#define LO_CLI_REPLY_H

#include "analyzer/base/buf.h"
#include "analyzer/doc/wire.h"

#include <stdint.h>

enum {
    LO_REPLY_FRAME_MAX = 16384,
    /* A document of the longest series, every event kept, and 8 channels has less. */
    LO_REPLY_BYTES_MAX = 16 << 20,
};

/* The child's end. A write that fails ends the process: the parent is gone. */
void lo_send_progress(int fd, int64_t done, int64_t expected);

/* Sends the document and that it is whole; or, when memory runs out, that it failed. */
void lo_send_doc(int fd, const struct lo_doc *doc);

void lo_send_failure(int fd, const struct lo_err *failure);

enum lo_reply_end {
    LO_REPLY_OPEN,   /* nothing final yet */
    LO_REPLY_DONE,   /* json is whole */
    LO_REPLY_FAILED, /* failure says why */
    LO_REPLY_BROKEN, /* against the protocol, or longer than the cap */
};

/* The parent's end. Zero it before use; lo_reply_fini after. */
struct lo_reply {
    enum lo_reply_end end;
    struct lo_buf json;
    struct lo_err failure;  /* LO_REPLY_FAILED: any bytes, but it ends */
    int64_t done, expected; /* of the last progress; 0 <= done <= expected, or both 0 */
    size_t used;            /* of pending */
    char pending[LO_REPLY_FRAME_MAX + 8]; /* room for one whole frame */
};

/* Takes what can be read from fd without waiting. Returns 1 when there may be more later, 0
 * at the end of the pipe, -1 (errno) when it cannot be read. */
int lo_reply_take(struct lo_reply *reply, int fd);

void lo_reply_fini(struct lo_reply *reply);

#endif
