#include "analyzer/xml/private.h"

#include <string.h>

void lo_xml_reason(char reason[LO_XML_REASON_MAX], const char *message)
{
    size_t used = 0;

    for (; message && *message && used + 1 < LO_XML_REASON_MAX; message++) {
        char c = *message;

        if (c == '\n' || c == '\t' || c == '\r')
            c = ' ';
        if (c == ' ' && (used == 0 || reason[used - 1] == ' '))
            continue;
        reason[used++] = c >= ' ' && c <= '~' ? c : '?';
    }
    while (used > 0 && reason[used - 1] == ' ')
        used--;
    reason[used] = '\0';
}

void lo_xml_keep_reason(void *context, xmlErrorPtr error)
{
    char *reason = context;

    if (reason[0] == '\0' && error->code != XML_ERR_NO_MEMORY)
        lo_xml_reason(reason, error->message);
}
