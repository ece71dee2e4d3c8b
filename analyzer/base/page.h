/* Pages of text: paragraphs of 78 columns, and fields whose texts stand under each other. */
#ifndef LO_BASE_PAGE_H
#define LO_BASE_PAGE_H

#include "analyzer/base/buf.h"

/* text (UTF-8, of ours) in lines, each indented, with a newline at the end; the first line
 * starts at column used. */
void lo_page_wrap_at(struct lo_buf *out, const char *text, size_t indent, size_t used);

/* "  name      text"; nothing when there is no text. */
void lo_page_field(struct lo_buf *out, const char *name, const char *text);

#endif
