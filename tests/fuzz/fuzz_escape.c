/* Any bytes through every escaper: what comes out cannot leave the place it stands in. */
#include "analyzer/doc/utf8.h"
#include "reports/escape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(void (*escape)(struct lo_buf *, const char *), const char *text,
                  const char *never)
{
    struct lo_buf out = {0};

    escape(&out, text);
    if (out.failed)
        abort();
    if (out.text && (strpbrk(out.text, never) || !lo_utf8_valid(out.text, out.length)))
        abort();
    if (out.text && strstr(out.text, "\xE2\x80\xAE"))
        abort();
    /* Every reference ends. */
    for (const char *at = out.text; at && (at = strchr(at, '&')); at++)
        if (strcspn(at, ";") > strlen("&quot"))
            abort();
    lo_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    check(lo_escape_html, text, "<>\"'\n\r\t\x1b\x7f");
    check(lo_escape_svg, text, "<>\"'\n\r\t\x1b\x7f");
    check(lo_escape_attr, text, "<>\"'\n\r\t\x1b\x7f");
    check(lo_escape_json, text, "<>\"'&\n\r\t\x1b\x7f");
    lo_text_deceives(text);
    free(text);
    return 0;
}
