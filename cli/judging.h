/* From documents to the subjects of a report: specs loaded, verdicts made, and only as much
 * of each document kept as the report will show. */
#ifndef LO_CLI_JUDGING_H
#define LO_CLI_JUDGING_H

#include "analyzer/base/arena.h"
#include "analyzer/doc/wire.h"
#include "cli/options.h"
#include "rules/judge.h"

/* Zero it before use. What was loaded is given back by lo_specs_fini; a choice of those
 * (lo_specs_choose) owns nothing. */
struct lo_specs {
    struct lo_spec **list; /* [count] */
    struct lo_spec_info *infos;
    size_t count, size;
};

/* Which specs are meant. */
enum lo_choice {
    LO_CHOOSE_FILES,    /* that judge a file by itself: of a track, a side, a disc */
    LO_CHOOSE_RELEASES, /* that judge a release as a whole */
};

/* Loads the specs named, and those that they want tracks judged by, each once; streaming when
 * none is named. LO_EUSAGE, LO_ESPEC, LO_EIO. */
LO_MUST_USE int lo_specs_load(struct lo_specs *specs, const struct lo_words *names,
                              const struct lo_vocab *vocab, struct lo_arena *arena,
                              struct lo_err *err);
void lo_specs_fini(struct lo_specs *specs);

/* Those of the specs named (streaming when none is) that judge what choice says. LO_EUSAGE
 * when one judges something else: a release where is_release is false, stems, a pair. */
LO_MUST_USE int lo_specs_choose(struct lo_specs *chosen, const struct lo_specs *specs,
                                const struct lo_words *names, enum lo_choice choice,
                                bool is_release, struct lo_arena *arena,
                                struct lo_err *err);

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
