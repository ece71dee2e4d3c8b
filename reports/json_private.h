/* What json.c and json_verdict.c share. */
#ifndef LO_REPORTS_JSON_PRIVATE_H
#define LO_REPORTS_JSON_PRIVATE_H

#include "analyzer/doc/json.h"
#include "analyzer/doc/verdict.h"

/* Puts text under key, or nothing when it is NULL. */
void lo_report_put_text(json_t *object, const char *key, const char *text,
                        bool *failed);

/* One verdict of a subject as a new object; *failed when out of memory. */
json_t *lo_report_verdict(const struct lo_verdict *verdict, bool *failed);

#endif
