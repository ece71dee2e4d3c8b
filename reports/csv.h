/* Fields of comma-separated values, as spreadsheets read them.
 *
 * References:
 *   [CSV] RFC 4180, Common Format and MIME Type for CSV Files.
 *   [ASVS] OWASP Application Security Verification Standard 5.0, 1.2.10: formulas.
 */
#ifndef LO_REPORTS_CSV_H
#define LO_REPORTS_CSV_H

#include "analyzer/base/buf.h"

/* A field of text that may come from a stranger: quoted where need be, and with an apostrophe
 * in front where a spreadsheet would take it for a formula. NULL is an empty field. */
void lo_csv_text(struct lo_buf *out, const char *text);

/* A number of ours, as short as it is exact. */
void lo_csv_number(struct lo_buf *out, double value);

#endif
