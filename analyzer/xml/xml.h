/* XML: the one hardened door to libxml2. Nobody else includes its headers.
 *
 * What is parsed may come from a stranger, so the door refuses what no format of ours
 * needs and what makes libxml2 slow or dangerous: any DOCTYPE (and with it every entity
 * but the five of XML), encodings other than UTF-8, texts over a size, hundreds of
 * attributes on one element (its time grows with their cube) and hundreds of namespaces.
 * It never looks at the network or at another file, and prints nothing. Each refusal is
 * `name:line: what`.
 *
 * A tree is read-only once parsed; a node lives as long as its tree. Texts that a function
 * gives are copies in the caller's arena, NULL when out of memory.
 *
 * References:
 *   [XML] Extensible Markup Language (XML) 1.0, fifth edition.
 *   [XPATH] XML Path Language (XPath) 1.0.
 *   [XSD2] XML Schema Part 2: Datatypes, second edition, Appendix F: regular expressions.
 */
#ifndef LO_XML_XML_H
#define LO_XML_XML_H

#include "analyzer/base/arena.h"
#include "analyzer/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LO_XML_BYTES_MAX = 1 << 20,  /* no spec, release or chunk of metadata needs 1 MiB */
    LO_XML_ATTRIBUTES_MAX = 200, /* on one element */
    LO_XML_NAMESPACES_MAX = 100, /* declared in one text */
    LO_XML_REASON_MAX = 200,
};

struct lo_xml;
struct lo_xml_node; /* an element */

/* A text that was read, with what tells the file apart from others. */
struct lo_xml_file {
    char *text; /* [bytes] and a NUL; free() it */
    size_t bytes;
    uint64_t device, inode;
};

/* Reads a regular file of at most LO_XML_BYTES_MAX. LO_EUSAGE when there is no such file or
 * it is none, LO_EIO when it cannot be read, fault when it is too large. */
LO_MUST_USE int lo_xml_read(struct lo_xml_file *file, const char *path,
                            enum lo_status fault, struct lo_err *err);

/* Parses text[bytes]; name is for messages. What is wrong with the text is the status
 * fault: LO_ESPEC for what the user wrote, LO_EFORMAT for what a file brought along.
 * On failure *xml is NULL. */
LO_MUST_USE int lo_xml_parse(struct lo_xml **xml, const char *text, size_t bytes,
                             const char *name, enum lo_status fault,
                             struct lo_err *err);

/* An empty tree with a root element, to be filled by lo_xml_add. NULL when out of memory. */
struct lo_xml *lo_xml_new(const char *root);
void lo_xml_free(struct lo_xml *xml); /* NULL is fine */

const struct lo_xml_node *lo_xml_root(const struct lo_xml *xml);

/* The first element inside; the next one beside. NULL when there is none. */
const struct lo_xml_node *lo_xml_first(const struct lo_xml_node *node);
const struct lo_xml_node *lo_xml_next(const struct lo_xml_node *node);

/* Name without prefix; namespace, "" for none. */
const char *lo_xml_name(const struct lo_xml_node *node);
const char *lo_xml_namespace(const struct lo_xml_node *node);
int lo_xml_line(const struct lo_xml_node *node); /* where its tag starts */

/* Is there text directly inside that is not blank? */
bool lo_xml_has_text(const struct lo_xml_node *node);

/* All text inside, with each run of white space as one space and none at the ends. */
char *lo_xml_text(const struct lo_xml_node *node, struct lo_arena *arena);

/* One attribute. name has its prefix, as in "xml:lang". */
struct lo_xml_attribute {
    const char *name, *value;
    int line; /* 0 in a tree that was built */
};

/* The attributes in the order of the text, without namespace declarations; the list ends
 * with {0}. NULL when out of memory. */
struct lo_xml_attribute *lo_xml_attributes(const struct lo_xml_node *node,
                                           struct lo_arena *arena);

/* Building. A failure (memory) is kept; lo_xml_failed tells. parent NULL: the root. Each
 * returns NULL after a failure, and takes NULL as a node that does not matter any more. */
struct lo_xml_node *lo_xml_add(struct lo_xml *xml, struct lo_xml_node *parent,
                               const char *name);
void lo_xml_set(struct lo_xml *xml, struct lo_xml_node *node, const char *name,
                const char *value);
void lo_xml_set_text(struct lo_xml *xml, struct lo_xml_node *node, const char *text);
bool lo_xml_failed(const struct lo_xml *xml);

/* An XPath expression without variables and prefixes. On failure NULL, and reason says why
 * in words, or is empty when out of memory. */
struct lo_xpath *lo_xpath_new(const char *expression, char reason[LO_XML_REASON_MAX]);
void lo_xpath_free(struct lo_xpath *xpath);

/* Is it true, as boolean() says, of the tree? 1, 0, or -1 with the reason when it cannot
 * be evaluated within a bounded number of steps. */
LO_MUST_USE int lo_xpath_test(const struct lo_xpath *xpath, const struct lo_xml *xml,
                              char reason[LO_XML_REASON_MAX]);

/* A regular expression as XML Schema has them: it matches the whole text. On failure NULL,
 * and reason says why in words, or is empty when out of memory. */
struct lo_pattern *lo_pattern_new(const char *pattern, char reason[LO_XML_REASON_MAX]);
void lo_pattern_free(struct lo_pattern *pattern);

/* 1: text (UTF-8) matches; 0: it does not; -1: too many steps, or out of memory. */
LO_MUST_USE int lo_pattern_match(const struct lo_pattern *pattern, const char *text);

#endif
