/* What the files of the HTML report share. The page is written front to back, once; nothing
 * is substituted afterwards, so that no text can pass for a mark of ours.
 *
 *   html.c        the page: head, policy, index of subjects, foot
 *   html_subject  one subject: facts, headline numbers, and the sections in order
 *   html_band     the band of the verdict
 *   html_rows     findings of all specs as rows, equal ones as one row
 *   html_rules    the tables of rules
 *   html_pins     numbered places of findings
 *   html_charts   what each chart shows; html_plots draws it, html_data hands it to the script
 *   html_histogram  how often each true peak occurs
 *   html_tech     every quantity, fact, chunk
 *   html_words    numbers, units, outcomes in words
 */
#ifndef LO_REPORTS_HTML_PRIVATE_H
#define LO_REPORTS_HTML_PRIVATE_H

#include "reports/escape.h"
#include "reports/report.h"
#include "reports/svg.h"

/* How a finding is to be taken, gravest first: the order of rows. */
enum lo_grade {
    LO_GRADE_FAIL,    /* an error rule failed */
    LO_GRADE_UNKNOWN, /* an error rule could not be measured: rejects */
    LO_GRADE_WARN,
    LO_GRADE_NOTE,
    LO_GRADE_WAIVED,
    LO_GRADE_OPEN, /* a rule that is not an error could not be measured */
    LO_GRADE_PASS,
    LO_GRADE_NONE, /* does not apply */
    LO_GRADE_TOTAL
};

enum lo_grade lo_finding_grade(const struct lo_finding *finding);

/* A finding that several specs share word for word is one row. */
struct lo_row {
    const struct lo_finding *finding;
    enum lo_grade grade;
    const struct lo_spec_info **specs; /* [spec_count] */
    size_t spec_count;
};

/* Numbered places: each place of a finding that needs attention, in time order, one number
 * for one place whatever rules name it. */
struct lo_pin {
    double start_s, length_s;
    int channel;
    enum lo_grade grade; /* the gravest of its findings */
    size_t row;          /* the first row that names it */
    unsigned lane;       /* where its flag stands; LO_PIN_LANES: no room for it */
};
enum { LO_PINS_MAX = 200, LO_PIN_LANES = 3 };

struct lo_subject_page {
    struct lo_buf *out;
    const struct lo_report *report;
    const struct lo_judged *judged;
    const struct lo_doc *doc;
    unsigned number;   /* from 1, in ids */
    double length_s;   /* 0: not known, no charts */
    unsigned channels; /* 0: not known */
    unsigned columns;  /* of a curve; 0: no charts */
    struct lo_arena arena;
    struct lo_row *rows;
    size_t row_count;
    struct lo_pin *pins; /* number i + 1 */
    size_t pin_count;
};

/* html_rows.c, html_pins.c: fill rows and pins; false when out of memory. */
bool lo_page_make_rows(struct lo_subject_page *page);
bool lo_page_make_pins(struct lo_subject_page *page);
/* The number of the pin of a place; 0: it has none. */
unsigned lo_page_pin_of(const struct lo_subject_page *page,
                        const struct lo_place *place);
size_t lo_page_count_rows(const struct lo_subject_page *page, enum lo_grade from,
                          enum lo_grade to);

/* Sections of a subject. */
void lo_page_subject(struct lo_subject_page *page);
void lo_page_band(struct lo_subject_page *page);
void lo_page_rules(struct lo_subject_page *page);
void lo_page_flags(struct lo_subject_page *page);
void lo_page_plots(struct lo_subject_page *page);
void lo_page_data(struct lo_subject_page *page);
void lo_page_technical(struct lo_subject_page *page);

/* Parts of a row that the band shows as well: what was measured, the limit, one place with
 * its number. */
void lo_page_measured(const struct lo_subject_page *page,
                      const struct lo_finding *finding);
void lo_page_limit(struct lo_buf *out, const struct lo_finding *finding);
void lo_page_place(const struct lo_subject_page *page, const struct lo_place *place);

/* Words. class names are those of assets/report.css. */
struct lo_badge {
    const char *symbol, *word, *class;
};
struct lo_badge lo_grade_badge(enum lo_grade grade);
struct lo_badge lo_acceptance_badge(enum lo_acceptance acceptance);
void lo_put_badge(struct lo_buf *out, struct lo_badge badge);

/* A stranger's text as HTML inside <bdi>; cut, and it says so, when absurdly long. */
void lo_put_untrusted(struct lo_buf *out, const char *text);
/* Text of a spec: runs of white space are one space. */
void lo_put_prose(struct lo_buf *out, const char *text);
/* As lo_put_number, with a real minus sign; HTML, SVG and JSON may all hold it. */
void lo_put_value(struct lo_buf *out, double value, int decimals);
/* The value with its unit, "−14.0 LUFS"; decimals -1: one at least, and as many as are not 0. */
void lo_put_measure(struct lo_buf *out, double value, enum lo_unit unit, int decimals);
int lo_usual_decimals(enum lo_unit unit);
/* Decimals that show the value as it is stored, with one at least where there are any, but
 * for Hz. */
int lo_enough_decimals(double value, enum lo_unit unit);
/* The unit of a difference of two such values: dB for dBTP, LU for LUFS. */
const char *lo_difference_unit(enum lo_unit unit);
/* "true peak" for peak.true; NULL for terms without a common name. */
const char *lo_common_name(const char *term);
/* "left", "channel 3", … */
void lo_put_channel(struct lo_buf *out, int channel, unsigned channels);
/* The measured quantity, or NULL when there is no number. */
const struct lo_quantity *lo_measured(const struct lo_doc *doc, const char *id);
const char *lo_fact_text(const struct lo_doc *doc, const char *id);

#endif
