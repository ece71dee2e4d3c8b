/* What a child that was taken over may say. The first byte cuts the rest into pieces; a
 * reply that ends properly is read as the parent reads it. */
#include "analyzer/engine/engine.h"
#include "cli/reply.h"

#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

/* A pipe of the usual size takes this without anybody reading. */
enum { LONGEST = 60000 };

static void read_document(const struct lo_reply *reply)
{
    struct lo_err err = {0};
    struct lo_doc *doc = NULL;
    json_t *json;

    if (reply->end != LO_REPLY_DONE || !reply->json.text)
        return;
    json = lo_json_parse(reply->json.text, reply->json.length, "reply", &err);
    if (json && !lo_wire_read(&doc, json, lo_engine_vocab(), &err))
        lo_doc_free(doc);
    json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lo_reply *reply;
    size_t part;
    int ends[2];

    if (size < 1 || size > LONGEST || pipe2(ends, O_NONBLOCK))
        return 0;
    reply = calloc(1, sizeof *reply);
    part = (size_t)data[0] * 16 + 1;
    for (size_t at = 1; reply && at < size; at += part) {
        size_t count = size - at < part ? size - at : part;

        if (write(ends[1], data + at, count) != (ssize_t)count)
            break;
        (void)lo_reply_take(reply, ends[0]);
    }
    close(ends[1]);
    while (reply && lo_reply_take(reply, ends[0]) > 0)
        ;
    close(ends[0]);
    if (reply) {
        assert(reply->json.length <= LO_REPLY_BYTES_MAX);
        assert(reply->done >= 0 && reply->done <= reply->expected);
        read_document(reply);
        lo_reply_fini(reply);
    }
    free(reply);
    return 0;
}
