/* Bytes as the JSON of one subject: read, and when that works, written and read again, which
 * must give the same text. */
#include "analyzer/doc/wire.h"
#include "tests/support/report.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text of the document in json; NULL when it is refused. */
static char *text_of(const json_t *json, enum lo_wire_detail detail)
{
    struct lo_err err = {0};
    struct lo_buf text = {0};
    struct lo_doc *doc;
    json_t *written;

    if (lo_wire_read(&doc, json, sample_vocab(), &err)) {
        if (err.status != LO_EFORMAT || !err.text[0])
            abort();
        return NULL;
    }
    written = lo_wire_write(doc, detail);
    if (!written)
        abort();
    lo_json_print(&text, written, LO_JSON_PRETTY, 0);
    json_decref(written);
    lo_doc_free(doc);
    return lo_buf_detach(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *json = json_loadb((const char *)data, size,
                              JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    char *first, *second;

    if (!json)
        return 0;
    free(text_of(json, LO_WIRE_DRAWABLE));
    first = text_of(json, LO_WIRE_WHOLE);
    json_decref(json);
    if (!first)
        return 0;
    json = json_loads(first, JSON_REJECT_DUPLICATES, NULL);
    second = json ? text_of(json, LO_WIRE_WHOLE) : NULL;
    if (!second || strcmp(first, second) != 0)
        abort();
    json_decref(json);
    free(first);
    free(second);
    return 0;
}
