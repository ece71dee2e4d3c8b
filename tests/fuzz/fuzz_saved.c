/* Bytes as report.json: read, and when that works, written and read again, which must give
 * the same text. */
#include "reports/report.h"
#include "tests/support/report.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text of the report in text[length]; NULL when it is refused. */
static char *again(const char *text, size_t length)
{
    struct lo_buf out = {0};
    struct lo_err err = {0};
    struct lo_saved *saved;

    if (lo_saved_read(&saved, text, length, "fuzz", sample_vocab(), &err)) {
        if (err.status != LO_EFORMAT || !err.text[0])
            abort();
        return NULL;
    }
    lo_report_json(&out, lo_saved_report(saved), LO_WIRE_WHOLE);
    lo_saved_free(saved);
    return lo_buf_detach(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *first = again((const char *)data, size), *second;

    if (!first)
        return 0;
    second = again(first, strlen(first));
    if (!second || strcmp(first, second) != 0)
        abort();
    free(first);
    free(second);
    return 0;
}
