/* Verdicts: what a spec says of a document; and the report: documents with their verdicts.
 *
 * Plain records between rules (which fill them) and reports (which print them). Texts are
 * borrowed from the spec or from the arena of whoever filled the record.
 */
#ifndef LO_DOC_VERDICT_H
#define LO_DOC_VERDICT_H

#include "analyzer/doc/doc.h"

enum lo_severity { LO_NOTE, LO_WARNING, LO_ERROR };

enum lo_outcome { LO_PASSED, LO_FAILED, LO_NOT_APPLICABLE, LO_NOT_MEASURED, LO_WAIVED };

enum lo_confidence { LO_PRIMARY, LO_SECONDARY, LO_UNVERIFIED };

/* In order of gravity: the worst of several is their maximum. */
enum lo_acceptance {
    LO_ACCEPTED,
    LO_ACCEPTED_WITH_WARNINGS,
    LO_REJECTED,
    LO_NOT_ANALYSED
};

const char *lo_severity_name(enum lo_severity severity);       /* "warning" */
const char *lo_outcome_name(enum lo_outcome outcome);          /* "not-applicable" */
const char *lo_confidence_name(enum lo_confidence confidence); /* "primary" */
const char *lo_acceptance_name(enum lo_acceptance acceptance); /* "rejected" */

/* Where a spec has its limit from. */
struct lo_source {
    const char *title, *publisher, *url;
    const char *seen; /* "2026-11-22" */
    enum lo_confidence confidence;
};

/* A place where a rule is broken. channel -1: none, or all. */
struct lo_place {
    double start_s, length_s;
    int channel;
    bool has_value;
    double value; /* in the unit of the event or series it comes from */
    enum lo_unit unit;
};

/* The correction that the rule allows, if any. */
struct lo_correction {
    const char *with;    /* "trim"; NULL: the rule allows none */
    const char *to;      /* the target as the spec says it; NULL: it says none */
    const char *at_most; /* the bound as the spec says it, "6 dB"; NULL: none */
    bool allowed;        /* what is needed lies within the bound */
    const char *refused; /* why not, when it does not; else NULL */
};

/* One rule of one spec against one document. */
struct lo_finding {
    const char *id;    /* "true-peak" */
    const char *title; /* a line */
    enum lo_severity severity;
    enum lo_outcome outcome;

    const char
        *term; /* the quantity, fact or event that decided; NULL: a combination */
    const char
        *detail; /* in words, where numbers are not enough: "wav is not one of …" */
    bool has_measured; /* measured is meant */
    double measured;
    bool is_below; /* the quantity is below: nothing there */
    bool has_min, has_max;
    double min, max;
    bool has_excess;
    double excess; /* by how much the limit is broken, > 0 */
    enum lo_unit unit;

    const struct lo_place *places; /* worst first; at most LO_PLACES_MAX */
    size_t place_count;
    int64_t place_total; /* all there were */

    const char *why, *advice;       /* NULL when the spec has none */
    const struct lo_source *source; /* NULL when the spec names none */
    struct lo_correction correction;
    const char *waived_by, *waived_reason; /* LO_WAIVED only */
};

enum { LO_PLACES_MAX = 20 };

struct lo_spec_info {
    const char *id, *title, *version;
};

/* One spec against one document. */
struct lo_verdict {
    struct lo_spec_info spec;
    enum lo_acceptance acceptance;
    const struct lo_finding *findings; /* in the spec's order */
    size_t count;
};

/* A document with its verdicts. */
struct lo_judged {
    const struct lo_doc *doc;
    const char *path; /* as given; UTF-8 with U+FFFD where it is not; NULL: none */
    const char *path_bytes; /* its very bytes, %XX by lo_utf8_percent, where path has
                               U+FFFD for some; else NULL */
    const struct lo_verdict *verdicts;
    size_t count;
    enum lo_acceptance acceptance; /* the worst of the verdicts */
};

/* A whole run. */
struct lo_report {
    const char *version; /* of leadout */
    /* Name (id) and version of each library that measured or decoded; title unused. */
    const struct lo_spec_info *libraries;
    size_t library_count;
    const struct lo_spec_info *specs;
    size_t spec_count;
    const char *const *settings; /* "clip.run=5": what --set changed */
    size_t setting_count;
    const struct lo_judged *subjects;
    size_t subject_count;
    enum lo_acceptance acceptance; /* the worst of the subjects */
};

#endif
