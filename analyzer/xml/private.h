/* What the files of the door share. */
#ifndef LO_XML_PRIVATE_H
#define LO_XML_PRIVATE_H

#include "analyzer/xml/xml.h"

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

struct lo_xml {
    xmlDocPtr doc;
    bool failed; /* out of memory while building */
};

/* libxml2's message as text that may be printed: one line, no bytes of the input other
 * than printable ASCII. */
void lo_xml_reason(char reason[LO_XML_REASON_MAX], const char *message);

/* A structured error handler: context is a char[LO_XML_REASON_MAX] that keeps the first
 * message. */
void lo_xml_keep_reason(void *context, xmlErrorPtr error);

#endif
