/* The wire: a document as JSON, both ways. One writer, one reader.
 *
 * It carries documents from the child that measured to the parent that judges, and into and
 * out of report.json; the shape of one subject is that of DESIGN's report: kind, name,
 * facts, quantities, events, series, distributions, tables (docs/json.md). What is read may
 * come from a stranger: everything is checked, nothing is trusted.
 */
#ifndef LO_DOC_WIRE_H
#define LO_DOC_WIRE_H

#include "analyzer/doc/doc.h"
#include "analyzer/doc/json.h"

enum lo_wire_detail {
    LO_WIRE_NUMBERS,  /* no series, distributions or tables */
    LO_WIRE_DRAWABLE, /* series and tables of at most LO_WIRE_POINTS points, thinned as
                         a long series is; events as kept. A longer table whose rows
                         are not times is left out */
    LO_WIRE_WHOLE, /* all that the document holds: reading it back gives an equal one */
};

enum { LO_WIRE_POINTS = 2000 };

/* The sealed document as a new JSON object (json_decref it); NULL when out of memory. Keys
 * are in a fixed order; numbers are finite. */
json_t *lo_wire_write(const struct lo_doc *doc, enum lo_wire_detail detail);

/* A new sealed document (lo_doc_free it) from the JSON of one subject. Terms that vocab does
 * not know are errors, as is anything of a wrong type, size or range: LO_EFORMAT, and the
 * text names the key. Unknown keys of the subject itself (verdicts, path) are left alone. On
 * failure *doc is NULL. */
LO_MUST_USE int lo_wire_read(struct lo_doc **doc, const json_t *subject,
                             const struct lo_vocab *vocab, struct lo_err *err);

/* The same for a subject inside a larger text: messages start with its place there. */
LO_MUST_USE int lo_wire_read_at(struct lo_doc **doc, const struct lo_json *subject,
                                const struct lo_vocab *vocab, struct lo_err *err);

#endif
