/* Regular expressions of XML Schema. References: [XSD2] Appendix F. */
#include "analyzer/base/alloc.h"
#include "analyzer/xml/private.h"

#include <libxml/xmlregexp.h>
#include <stdlib.h>
#include <string.h>

/* Compiling unrolls nested repetitions, so both length and repetition are bounded. */
enum { PATTERN_MAX = 500, REPEAT_MAX = 1000, COUNTED_GROUPS_MAX = 3 };

struct lo_pattern {
    xmlRegexpPtr regexp;
};

/* What libxml2 would take although it is wrong: it closes brackets by itself. */
static bool is_closed(const char *pattern)
{
    int classes = 0, groups = 0;

    for (const char *at = pattern; *at; at++) {
        if (*at == '\\') {
            if (!*++at)
                return false;
        } else if (*at == '[') {
            classes++;
        } else if (*at == ']') {
            classes--;
        } else if (classes == 0) {
            groups += (*at == '(') - (*at == ')');
        }
        if (classes < 0 || groups < 0)
            return false;
    }
    return classes == 0 && groups == 0;
}

/* What is wrong with the counts {n} and {n,m}; NULL: nothing. A counted group inside
 * another counted group makes the automaton explode; so do large counts. All counted groups
 * are held for nested, which errs on the refusing side. */
static const char *refused_count(const char *pattern)
{
    int groups = 0;

    for (const char *at = pattern; *at; at++) {
        if (*at == '\\' && at[1]) {
            at++;
        } else if (*at == '{') {
            char *end;
            unsigned long low = strtoul(at + 1, &end, 10);
            bool has_high = *end == ',' && end[1] >= '0' && end[1] <= '9';
            unsigned long high = has_high ? strtoul(end + 1, &end, 10) : low;

            if (high < low)
                return "a {count} ends before it starts";
            if (high > REPEAT_MAX)
                return "a {count} is over 1000";
            groups += at > pattern && at[-1] == ')';
        }
    }
    return groups > COUNTED_GROUPS_MAX ? "more than 3 groups have a {count}" : NULL;
}

/* What we refuse before libxml2 sees it; NULL: nothing. */
static const char *refusal(const char *pattern)
{
    if (strlen(pattern) > PATTERN_MAX)
        return "longer than 500 characters";
    if (!is_closed(pattern))
        return "a bracket is not closed, or not opened";
    return refused_count(pattern);
}

struct lo_pattern *lo_pattern_new(const char *pattern, char reason[LO_XML_REASON_MAX])
{
    struct lo_pattern *made;
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;

    reason[0] = '\0';
    lo_xml_reason(reason, refusal(pattern));
    if (reason[0])
        return NULL;
    made = lo_alloc(1, sizeof *made);
    if (!made)
        return NULL;
    xmlSetStructuredErrorFunc(reason, lo_xml_keep_reason);
    made->regexp = xmlRegexpCompile((const xmlChar *)pattern);
    xmlSetStructuredErrorFunc(context, handler);
    if (!made->regexp || reason[0]) {
        lo_pattern_free(made);
        return NULL;
    }
    return made;
}

void lo_pattern_free(struct lo_pattern *pattern)
{
    if (!pattern)
        return;
    xmlRegFreeRegexp(pattern->regexp);
    free(pattern);
}

int lo_pattern_match(const struct lo_pattern *pattern, const char *text)
{
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    char reason[LO_XML_REASON_MAX] = "";
    int result;

    xmlSetStructuredErrorFunc(reason, lo_xml_keep_reason);
    result = xmlRegexpExec(pattern->regexp, (const xmlChar *)text);
    xmlSetStructuredErrorFunc(context, handler);
    return result < 0 ? -1 : result;
}
