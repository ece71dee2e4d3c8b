#include "analyzer/doc/verdict.h"

const char *lo_severity_name(enum lo_severity severity)
{
    static const char *const names[] = {
        [LO_NOTE] = "note", [LO_WARNING] = "warning", [LO_ERROR] = "error"};

    return names[severity];
}

const char *lo_outcome_name(enum lo_outcome outcome)
{
    static const char *const names[] = {
        [LO_PASSED] = "passed",
        [LO_FAILED] = "failed",
        [LO_NOT_APPLICABLE] = "not-applicable",
        [LO_NOT_MEASURED] = "not-measured",
        [LO_WAIVED] = "waived",
    };

    return names[outcome];
}

const char *lo_confidence_name(enum lo_confidence confidence)
{
    static const char *const names[] = {[LO_PRIMARY] = "primary",
                                        [LO_SECONDARY] = "secondary",
                                        [LO_UNVERIFIED] = "unverified"};

    return names[confidence];
}

const char *lo_acceptance_name(enum lo_acceptance acceptance)
{
    static const char *const names[] = {
        [LO_ACCEPTED] = "accepted",
        [LO_ACCEPTED_WITH_WARNINGS] = "accepted-with-warnings",
        [LO_REJECTED] = "rejected",
        [LO_NOT_ANALYSED] = "not-analysed",
    };

    return names[acceptance];
}
