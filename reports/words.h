/* The words of reports: verdicts, limits, values and times as people read them. Shared by
 * every format that is not JSON. UTF-8; nothing here comes from a file that was judged.
 */
#ifndef LO_REPORTS_WORDS_H
#define LO_REPORTS_WORDS_H

#include "analyzer/base/buf.h"
#include "analyzer/doc/verdict.h"

/* Never a colour alone: a symbol and a word. */
struct lo_mark {
    const char *symbol, *word; /* "✗", "FAIL" */
};

struct lo_mark lo_mark_acceptance(enum lo_acceptance acceptance);

/* A failed warning is WARN, a failed note NOTE, a not-measured rule NOT MEASURED. */
struct lo_mark lo_mark_finding(const struct lo_finding *finding);

/* In the order in which findings are listed. */
enum lo_finding_group {
    LO_GROUP_ERRORS, /* failed, or an error rule that was not measured: what rejects */
    LO_GROUP_WARNINGS,
    LO_GROUP_NOTES,
    LO_GROUP_NOT_MEASURED,
    LO_GROUP_WAIVED,
    LO_GROUP_NOT_APPLICABLE,
    LO_GROUP_PASSED,
    LO_GROUPS
};

enum lo_finding_group lo_finding_group(const struct lo_finding *finding);

/* "3:05.200", "1:02:03.004"; seconds to the millisecond. */
void lo_words_time(struct lo_buf *out, double seconds);

/* A limit: "-14.0 LUFS", "1,200", "44.1 kHz": no more decimals than people use for the unit,
 * and none that say nothing. */
void lo_words_value(struct lo_buf *out, double value, enum lo_unit unit);

/* "dBTP", "channels"; "channel" of one; nothing of a count. */
void lo_words_unit(struct lo_buf *out, double value, enum lo_unit unit);

/* The same of what was measured: levels have both their decimals, "-8.80 dBTP". */
void lo_words_reading(struct lo_buf *out, double value, enum lo_unit unit);

/* "at most -1.0 dBTP", "at least 24 bits", "-16.0 to -12.0 LUFS"; nothing when the finding
 * has no limit. */
void lo_words_limit(struct lo_buf *out, const struct lo_finding *finding);

/* What was measured: "0.68 dBTP", "nothing there", else nothing. */
void lo_words_measured(struct lo_buf *out, const struct lo_finding *finding);

/* "L", "R", "ch 3" (from 1); "" for -1 and for a mono subject. channels 0: not known. */
const char *lo_words_channel(int channel, unsigned channels);

/* What a subject is: "wav, 24-bit, 44.1 kHz, stereo, 3:05.2"; what is not known is left
 * out. Has text of the document in it: escape it. */
void lo_words_format(struct lo_buf *out, const struct lo_doc *doc);

/* The subject's channels; 0 when not known. */
unsigned lo_words_channels(const struct lo_doc *doc);

/* The ids that stand for the loudness and the peak of a subject: of a track its own, of a
 * release those of the whole. */
const char *lo_words_loudness(const struct lo_doc *doc);
const char *lo_words_peak(const struct lo_doc *doc);

/* "0.68 dBTP; at most -1.0 dBTP: 1.68 dB too much"; nothing where no number decided. */
void lo_words_found(struct lo_buf *out, const struct lo_finding *finding);

/* "1:23.456–1:28.700 L (0.68 dBTP)". */
void lo_words_place(struct lo_buf *out, const struct lo_place *place,
                    unsigned channels);

#endif
