/* What the two halves of the reader share. */
#ifndef LO_DOC_WIRE_PRIVATE_H
#define LO_DOC_WIRE_PRIVATE_H

#include "analyzer/doc/json.h"
#include "analyzer/doc/wire.h"

/* The term of that kind under the key of json; NULL, with an error, when there is none. */
const struct lo_term *lo_wire_term(const struct lo_doc *doc, const struct lo_json *json,
                                   enum lo_term_kind kind, struct lo_err *err);

/* The object's "unit" must be that of the term. */
LO_MUST_USE int lo_wire_unit(const struct lo_json *object, enum lo_unit unit,
                             struct lo_err *err);

/* Series, distributions and tables of the subject; each may be missing. */
LO_MUST_USE int lo_wire_read_arrays(struct lo_doc *doc, const struct lo_json *subject,
                                    struct lo_err *err);

#endif
