/* Text on a terminal: wrapped, measured in columns, and never obeyed.
 *
 * Names and tags come from files, files come from strangers: control characters and
 * bidirectional controls are shown as what they are (\x1B, \u202E), and bytes that are not
 * UTF-8 as U+FFFD.
 *
 * References:
 *   [UAX9] section 2: the bidirectional formatting characters.
 *   [UAX11] wide characters take two columns.
 */
#ifndef LO_REPORTS_TERMINAL_H
#define LO_REPORTS_TERMINAL_H

#include "analyzer/base/buf.h"

/* What a text is for; decides its colour. */
enum lo_ink {
    LO_INK_PLAIN,
    LO_INK_STRONG,
    LO_INK_FAINT,
    LO_INK_GOOD,
    LO_INK_WARNING,
    LO_INK_BAD,
};

struct lo_page {
    struct lo_buf *out;
    unsigned columns; /* 40 .. 100: longer lines are hard to read */
    bool color;
};

/* Appends text[length] so that a terminal shows it and does not obey it. */
void lo_terminal_put(struct lo_buf *out, const char *text, size_t length);

/* Columns that a text takes which lo_terminal_put has been over. */
unsigned lo_terminal_columns(const char *text, size_t length);

void lo_page_ink(struct lo_page *page, enum lo_ink ink);
void lo_page_plain(struct lo_page *page);

/* A text of ours in that ink; nothing of a file may be in it. */
void lo_page_put(struct lo_page *page, enum lo_ink ink, const char *text);
void lo_page_spaces(struct lo_page *page, unsigned count);

/* A space at which lo_page_wrap does not break. */
#define LO_KEPT_SPACE "\xC2\xA0" /* U+00A0 */

/* A paragraph and its newline. Its first line goes on where column columns are filled, the
 * others start at indent. Runs of white space are one space; no control character of the text
 * gets through. */
void lo_page_wrap(struct lo_page *page, const char *text, unsigned column,
                  unsigned indent);

/* The same for a text in which white space matters, such as a name: line breaks and tabs are
 * shown as what they are. */
void lo_page_wrap_name(struct lo_page *page, const char *text, unsigned column,
                       unsigned indent);

/* A name on one line, cut with "…" when it takes more than columns. */
void lo_page_name(struct lo_page *page, const char *text, unsigned columns);

#endif
