/* From documents to the subjects of a report: specs loaded, verdicts made, and only as much
 * of each document kept as the report will show. */
#ifndef LO_CLI_JUDGING_H
#define LO_CLI_JUDGING_H

#include "analyzer/base/arena.h"
#include "analyzer/doc/wire.h"
#include "cli/options.h"
#include "rules/judge.h"

/* Zero it before use; lo_specs_fini after. */
struct lo_specs {
    struct lo_spec **list; /* [count] */
    struct lo_spec_info *infos;
    size_t count;
};

/* Loads the specs named, each once; streaming when none is. LO_EUSAGE, LO_ESPEC, LO_EIO. */
LO_MUST_USE int lo_specs_load(struct lo_specs *specs, const struct lo_words *names,
                              const struct lo_vocab *vocab, struct lo_arena *arena,
                              struct lo_err *err);
void lo_specs_fini(struct lo_specs *specs);

/* Judges by every spec. What judged points to lives in the arena, in specs and in doc. */
LO_MUST_USE int lo_specs_judge(const struct lo_specs *specs, const struct lo_doc *doc,
                               struct lo_judged *judged, struct lo_arena *arena,
                               struct lo_err *err);

/* The same for an input of which there is no document, as lo_judge_unreadable. */
LO_MUST_USE int lo_specs_refuse(const struct lo_specs *specs, const char *reason,
                                enum lo_acceptance acceptance, struct lo_judged *judged,
                                struct lo_arena *arena, struct lo_err *err);

/* Replaces *doc, which judged speaks of, by one that has only that detail, so that a batch of
 * thousands fits into memory. */
LO_MUST_USE int lo_keep(struct lo_doc **doc, struct lo_judged *judged,
                        enum lo_wire_detail detail, struct lo_arena *arena,
                        struct lo_err *err);

#endif
