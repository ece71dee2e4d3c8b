/* A spec while it loads: the files it is made of, and what substitutes what.
 *
 * Order of work: every file is parsed and checked against the grammar, bases first, each
 * once (files.c); the values of <set> are gathered, the last definition wins (values.c);
 * then rules are made of all files in that order (rules.c, conditions.c) and the whole is
 * checked for sense (logic.c).
 */
#ifndef LO_RULES_LOADING_H
#define LO_RULES_LOADING_H

#include "rules/diagnosis.h"
#include "rules/spec_private.h"

enum { LO_FILES_MAX = 32, LO_RULES_MAX = 1000, LO_SETS_MAX = 200 };

struct lo_spec_file {
    const char *name; /* for messages */
    const char *path; /* NULL: shipped, or from memory */
    const char *id;   /* the spec's id; "" when it has none */
    bool is_shipped;
    uint64_t device, inode;
    struct lo_xml *xml;
    const struct lo_xml_node *root;
    bool is_loading; /* its bases are being looked at: seeing it again is a cycle */
};

/* A <set>: the last definition of a name. */
struct lo_set_value {
    const char *name, *value;
    struct lo_at at;
    const struct lo_spec_file *file;
    bool is_used;
    bool is_override; /* an earlier file defines it too */
};

struct lo_loading {
    struct lo_spec *spec;
    struct lo_arena *arena; /* of the spec */
    const struct lo_vocab *vocab;
    struct lo_diagnosis *problems;

    struct lo_spec_file *files[LO_FILES_MAX]; /* in the order of first seeing */
    size_t file_count;
    const struct lo_spec_file *order[LO_FILES_MAX]; /* bases first */
    size_t order_count;

    struct lo_set_value sets[LO_SETS_MAX];
    size_t set_count;
};

/* grammar.c: unknown and missing elements and attributes, text where none belongs. */
void lo_grammar_check(struct lo_loading *loading, const struct lo_spec_file *file);

/* files.c: the spec of that name and its bases. -1: the first file cannot be looked at, or
 * no memory; whatever is wrong inside is diagnosed. */
LO_MUST_USE int lo_files_load(struct lo_loading *loading, const char *name,
                              struct lo_err *err);
LO_MUST_USE int lo_files_load_text(struct lo_loading *loading, const char *text,
                                   size_t bytes, const char *name, struct lo_err *err);
void lo_files_fini(struct lo_loading *loading);

/* The shipped spec of that id, or NULL. */
const struct lo_shipped *lo_shipped_find(const char *id);

/* values.c: the <set>s of all files; what none of them used. */
void lo_values_gather(struct lo_loading *loading);
void lo_values_check_used(struct lo_loading *loading);

/* The attribute of that name with {names} replaced, or NULL when it is not there (or no
 * memory, or an unknown name, both diagnosed). */
const char *lo_value(struct lo_loading *loading, const struct lo_spec_file *file,
                     const struct lo_xml_node *node, const char *attribute);

/* The text of an element, with {names} replaced. NULL as above. */
const char *lo_value_text(struct lo_loading *loading, const struct lo_spec_file *file,
                          const struct lo_xml_node *node);

/* Where a node stands. */
struct lo_at lo_place_of(const struct lo_spec_file *file,
                         const struct lo_xml_node *node);

/* rules.c: sources and rules of all files into the spec. */
void lo_rules_make(struct lo_loading *loading);

/* conditions.c: the conditions inside node, as one of kind LO_ALL. */
struct lo_condition lo_conditions_make(struct lo_loading *loading,
                                       const struct lo_spec_file *file,
                                       const struct lo_xml_node *node);

/* leaves.c: fill in a condition whose kind and at are set; problems are diagnosed. */
void lo_limit_make(struct lo_loading *loading, const struct lo_spec_file *file,
                   const struct lo_xml_node *node, struct lo_condition *condition);
void lo_fact_make(struct lo_loading *loading, const struct lo_spec_file *file,
                  const struct lo_xml_node *node, struct lo_condition *condition);
void lo_events_make(struct lo_loading *loading, const struct lo_spec_file *file,
                    const struct lo_xml_node *node, struct lo_condition *condition);
void lo_assert_make(struct lo_loading *loading, const struct lo_spec_file *file,
                    const struct lo_xml_node *node, struct lo_condition *condition);

/* correct.c */
struct lo_correct lo_correct_make(struct lo_loading *loading,
                                  const struct lo_spec_file *file,
                                  const struct lo_xml_node *node);

/* "6 dB": a number, a space and the name of a unit. */
bool lo_amount_parse(const char *text, struct lo_amount *amount);

/* A time in seconds: "0.5 s", "20 ms", "1.5 min". */
bool lo_seconds_parse(const char *text, double *seconds);

/* logic.c: limits and facts that can never, or always hold. */
void lo_logic_check(struct lo_loading *loading);

/* Keeps what libxml2 made until the spec is freed; frees it when out of memory. */
void lo_own(struct lo_loading *loading, struct lo_pattern *pattern,
            struct lo_xpath *xpath);

/* Notes that a rule looks at a term; id is kept. */
void lo_need(struct lo_loading *loading, const char *id);

#endif
