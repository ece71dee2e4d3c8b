/* A spec: rules from XML, checked against the grammar and the vocabulary when it loads.
 *
 * The language is described in docs/specs.md; rules/spec.rng says the same for editors. Every
 * error is `file:line: what, and what would be right`. A loaded spec is read-only and may be
 * shared; its bases are merged in (extends, drop, set), so that its list of rules is whole.
 */
#ifndef LO_RULES_SPEC_H
#define LO_RULES_SPEC_H

#include "analyzer/base/err.h"
#include "analyzer/doc/verdict.h"

struct lo_spec;

/* Loads a spec and its bases. name: the id of a shipped spec, or a path (it has a '/' or
 * ends in ".xml"). vocab is kept. LO_EUSAGE when there is no such spec (with the nearest id
 * as a proposal), LO_ESPEC when it is wrong, LO_EIO when it cannot be read. On failure *spec
 * is NULL. */
LO_MUST_USE int lo_spec_load(struct lo_spec **spec, const char *name,
                             const struct lo_vocab *vocab, struct lo_err *err);
void lo_spec_free(struct lo_spec *spec); /* NULL is fine */

/* What it was loaded by: an id or a path. */
const char *lo_spec_name(const struct lo_spec *spec);

/* Lives as long as the spec. */
const struct lo_spec_info *lo_spec_info(const struct lo_spec *spec);
enum lo_subject lo_spec_scope(const struct lo_spec *spec);

/* The ids of all terms that its rules look at, each once; ends with NULL. */
const char *const *lo_spec_needed(const struct lo_spec *spec);

/* The specs that a spec of a release wants each of its tracks judged by: ids or paths; ends
 * with NULL. */
const char *const *lo_spec_each(const struct lo_spec *spec);

/* Has it a rule of that id? */
bool lo_spec_has_rule(const struct lo_spec *spec, const char *rule);

/* What ships: sorted by id; the texts are static. summary is the spec's <summary>. */
struct lo_shipped {
    const char *id, *title, *version, *summary;
    enum lo_subject scope;
    const char *xml; /* [xml_bytes], the file itself */
    size_t xml_bytes;
};
size_t lo_spec_shipped(const struct lo_shipped **list);

/* One thing that lint found. */
struct lo_problem {
    const char *file;
    int line;
    bool is_note; /* a habit (no source, no advice), not an error */
    const char *text;
};

/* Everything that is wrong with a spec, not only the first thing. problems[count] lives until
 * lo_problems_free. Returns -1 only when the file cannot be looked at (LO_EIO, LO_EUSAGE,
 * LO_ENOMEM). */
struct lo_problems {
    struct lo_problem *list;
    size_t count, errors; /* errors: those that are not notes */
    void *owned;          /* private */
};
LO_MUST_USE int lo_spec_lint(const char *name, const struct lo_vocab *vocab,
                             struct lo_problems *problems, struct lo_err *err);
void lo_problems_fini(struct lo_problems *problems);

/* The spec as a page of text that a person can read or send (spec show): title, version,
 * sources, each rule with its severity, limit, reason, advice, source and date. */
struct lo_buf;
void lo_spec_show(const struct lo_spec *spec, struct lo_buf *out);

/* One rule of it, in the same words; false when it has none of that id. */
bool lo_spec_show_rule(const struct lo_spec *spec, const char *rule,
                       struct lo_buf *out);

/* A line for each rule of the spec itself (not of its bases) that looks at the term. */
void lo_spec_show_uses(const struct lo_spec *spec, const char *term,
                       struct lo_buf *out);

/* Calls show for each rule of the spec itself. */
void lo_spec_show_own(const struct lo_spec *spec,
                      void (*show)(void *context, const char *rule), void *context);

#endif
