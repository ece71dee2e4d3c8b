#include "cli/reply.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum frame_type { PROGRESS = 1, JSON_PIECE, DONE, FAILED };

struct head {
    uint32_t type;
    uint32_t length;
};

struct progress {
    int64_t done, expected;
};

static void send_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t written = write(fd, at, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(1);
        at += written;
        length -= (size_t)written;
    }
}

static void send_frame(int fd, enum frame_type type, const void *bytes, size_t length)
{
    struct head head = {(uint32_t)type, (uint32_t)length};

    assert(length <= LO_REPLY_FRAME_MAX);
    send_all(fd, &head, sizeof head);
    send_all(fd, bytes, length);
}

void lo_send_progress(int fd, int64_t done, int64_t expected)
{
    struct progress progress = {done, expected};

    send_frame(fd, PROGRESS, &progress, sizeof progress);
}

void lo_send_doc(int fd, const struct lo_doc *doc)
{
    json_t *json = lo_wire_write(doc, LO_WIRE_WHOLE);
    struct lo_buf text = {0};
    struct lo_err err = {0};

    lo_json_print(&text, json, LO_JSON_LINE, 0);
    json_decref(json);
    if (!json || text.failed) {
        lo_error_nomem(&err);
        lo_send_failure(fd, &err);
        return;
    }
    for (size_t at = 0; at < text.length;) {
        size_t left = text.length - at;
        size_t part = left < LO_REPLY_FRAME_MAX ? left : LO_REPLY_FRAME_MAX;

        send_frame(fd, JSON_PIECE, text.text + at, part);
        at += part;
    }
    send_frame(fd, DONE, "", 0);
    lo_buf_fini(&text);
}

void lo_send_failure(int fd, const struct lo_err *failure)
{
    send_frame(fd, FAILED, failure, sizeof *failure);
}

static void take_progress(struct lo_reply *reply, const char *bytes, size_t length)
{
    struct progress progress;

    if (length != sizeof progress) {
        reply->end = LO_REPLY_BROKEN;
        return;
    }
    memcpy(&progress, bytes, sizeof progress);
    if (progress.done < 0 || progress.expected < progress.done)
        return;
    reply->done = progress.done;
    reply->expected = progress.expected;
}

/* Whoever shows the text escapes it; here it must only end, and the status be one. */
static void take_failure(struct lo_reply *reply, const char *bytes, size_t length)
{
    int status;

    if (length != sizeof reply->failure) {
        reply->end = LO_REPLY_BROKEN;
        return;
    }
    memcpy(&reply->failure, bytes, length);
    memcpy(&status, &reply->failure.status, sizeof status);
    reply->failure.text[sizeof reply->failure.text - 1] = '\0';
    if (status <= LO_OK || status > LO_ELIMIT)
        reply->failure.status = LO_EFORMAT;
    reply->end = LO_REPLY_FAILED;
}

static void take_frame(struct lo_reply *reply, struct head head, const char *bytes)
{
    switch (head.type) {
    case PROGRESS:
        take_progress(reply, bytes, head.length);
        return;
    case JSON_PIECE:
        if (reply->json.length + head.length > LO_REPLY_BYTES_MAX)
            reply->end = LO_REPLY_BROKEN;
        else
            lo_buf_add(&reply->json, bytes, head.length);
        return;
    case DONE:
        reply->end = head.length == 0 ? LO_REPLY_DONE : LO_REPLY_BROKEN;
        return;
    case FAILED:
        take_failure(reply, bytes, head.length);
        return;
    default:
        reply->end = LO_REPLY_BROKEN;
    }
}

/* Takes all whole frames out of pending. */
static void take_frames(struct lo_reply *reply)
{
    size_t at = 0;

    while (reply->end == LO_REPLY_OPEN && reply->used - at >= sizeof(struct head)) {
        struct head head;

        memcpy(&head, reply->pending + at, sizeof head);
        if (head.length > LO_REPLY_FRAME_MAX) {
            reply->end = LO_REPLY_BROKEN;
            break;
        }
        if (reply->used - at - sizeof head < head.length)
            break;
        take_frame(reply, head, reply->pending + at + sizeof head);
        at += sizeof head + head.length;
    }
    /* Nothing may follow the last frame. */
    if ((reply->end == LO_REPLY_DONE || reply->end == LO_REPLY_FAILED) &&
        at < reply->used)
        reply->end = LO_REPLY_BROKEN;
    memmove(reply->pending, reply->pending + at, reply->used - at);
    reply->used -= at;
}

int lo_reply_take(struct lo_reply *reply, int fd)
{
    ssize_t got =
        read(fd, reply->pending + reply->used, sizeof reply->pending - reply->used);

    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? 1 : -1;
    if (got == 0)
        return 0;
    if (reply->end != LO_REPLY_OPEN)
        reply->end = LO_REPLY_BROKEN;
    reply->used += (size_t)got;
    take_frames(reply);
    /* What follows a broken reply is not kept. */
    if (reply->end == LO_REPLY_BROKEN)
        reply->used = 0;
    return 1;
}

void lo_reply_fini(struct lo_reply *reply)
{
    lo_buf_fini(&reply->json);
}
