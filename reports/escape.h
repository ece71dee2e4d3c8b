/* Escapers: the only way for text to get into a page.
 *
 * Names and tags come from files, files come from strangers. Each sink has its own escaper;
 * what they give can neither end the place it stands in nor hide what it says: control
 * characters are shown as pictures, bidirectional controls as [U+202E], and bytes that are
 * not UTF-8 as U+FFFD. text ends with NUL and need not be UTF-8.
 *
 * References:
 *   [HTML] sections 13.1.2.3 (attribute values) and 13.1.3 (text).
 *   [XML] section 2.2: the characters that a document may hold.
 *   [UAX9] section 2: the bidirectional formatting characters.
 */
#ifndef LO_REPORTS_ESCAPE_H
#define LO_REPORTS_ESCAPE_H

#include "analyzer/base/buf.h"

/* Between tags. Lines are not kept: a line break in a name is shown as a picture. */
void lo_escape_html(struct lo_buf *out, const char *text);

/* Between the double quotes of an attribute; line breaks and tabs are kept. */
void lo_escape_attr(struct lo_buf *out, const char *text);

/* Between the double quotes of a JSON string, in a <script> of a page. The text arrives
 * unchanged at whoever parses the JSON, except for bytes that were not UTF-8. */
void lo_escape_json(struct lo_buf *out, const char *text);

/* Between tags and in attributes of SVG, which must also parse as XML by itself. */
void lo_escape_svg(struct lo_buf *out, const char *text);

/* True when what is seen of the text differs from what it is: it has control or
 * bidirectional control characters. */
bool lo_text_deceives(const char *text);

#endif
