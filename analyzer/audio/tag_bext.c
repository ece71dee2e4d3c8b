/* The bext chunk of Broadcast Wave files, versions 0 to 2 [TECH3285].
 *
 * Loudness stands in it from version 2 on; before, those bytes are reserved and mean
 * nothing, whatever they hold. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"
#include "analyzer/base/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BEXT_BYTES = 602, /* before the coding history */
    DATE_AT = 320,
    TIME_AT = 330,
    REFERENCE_AT = 338,
    VERSION_AT = 346,
    UMID_AT = 348,
    UMID_BYTES = 64,
    LOUDNESS_AT = 412,
    LOUDNESS_FIELDS = 5,
    NOT_SET = 0x7FFF,
    VERSION_MAX = 2,
};

static const struct {
    int at, bytes;
    const char *name, *fact;
} texts[] = {
    {0, 256, "Description", "tag.bext_description"},
    {256, 32, "Originator", "tag.bext_originator"},
    {288, 32, "OriginatorReference", "tag.bext_originator_reference"},
    {DATE_AT, 10, "OriginationDate", "tag.bext_date"},
    {TIME_AT, 8, "OriginationTime", "tag.bext_time"},
};

static const char *const loudness[LOUDNESS_FIELDS] = {
    "tag.bext_loudness", "tag.bext_range", "tag.bext_true_peak",
    "tag.bext_momentary_max", "tag.bext_short_term_max"};

struct bext {
    struct lo_tags *tags;
    int64_t body; /* of the chunk */
    unsigned char bytes[BEXT_BYTES];
};

static void take_texts(struct bext *b)
{
    for (size_t i = 0; i < LO_COUNT(texts); i++) {
        struct lo_tag_place place = lo_tag_place_of(
            LO_TAGS_BEXT, texts[i].name, strlen(texts[i].name), b->body + texts[i].at);
        const char *text;

        place.is_fixed = true;
        text = lo_tag_decode(b->tags, &place, b->bytes + texts[i].at,
                             (size_t)texts[i].bytes, LO_CODING_ASCII);
        if (text && *text)
            lo_doc_fact_text(b->tags->doc, texts[i].fact, text);
    }
}

/* Digits where the pattern has '0', one of the separators where it has another. */
static bool fits(const unsigned char *bytes, const char *pattern)
{
    for (; *pattern; pattern++, bytes++) {
        bool is_digit = *bytes >= '0' && *bytes <= '9';

        if (*pattern == '0' ? !is_digit : !*bytes || !strchr("-_: ./", *bytes))
            return false;
    }
    return true;
}

static int two_digits(const unsigned char *bytes)
{
    return (bytes[0] - '0') * 10 + (bytes[1] - '0');
}

/* A date or time that was left out is no fault. */
static void check_date(struct bext *b)
{
    const unsigned char *date = b->bytes + DATE_AT, *time = b->bytes + TIME_AT;

    if (*date && (!fits(date, "0000-00-00") || two_digits(date + 5) < 1 ||
                  two_digits(date + 5) > 12 || two_digits(date + 8) < 1 ||
                  two_digits(date + 8) > 31))
        lo_remark(&b->tags->remarks.problems,
                  "bext-date: OriginationDate at byte %" PRId64
                  " is not written yyyy-mm-dd",
                  b->body + DATE_AT);
    if (*time && (!fits(time, "00-00-00") || two_digits(time) > 23 ||
                  two_digits(time + 3) > 59 || two_digits(time + 6) > 59))
        lo_remark(&b->tags->remarks.problems,
                  "bext-time: OriginationTime at byte %" PRId64
                  " is not written hh-mm-ss",
                  b->body + TIME_AT);
}

static void take_umid(struct bext *b)
{
    char hex[2 * UMID_BYTES + 1] = "";
    bool is_set = false;

    for (int i = 0; i < UMID_BYTES; i++) {
        is_set = is_set || b->bytes[UMID_AT + i];
        snprintf(hex + 2 * i, 3, "%02X", b->bytes[UMID_AT + i]);
    }
    if (is_set)
        lo_doc_fact_text(b->tags->doc, "tag.bext_umid", hex);
}

/* A hundredth of a unit each; those that are not set are left out. */
static void take_loudness(struct bext *b)
{
    char number[LO_NUMBER_SIZE];
    bool is_zero = true;

    for (int i = 0; i < LOUDNESS_FIELDS; i++)
        is_zero = is_zero && lo_le16(b->bytes + LOUDNESS_AT + 2 * i) == 0;
    if (is_zero) {
        lo_remark(&b->tags->remarks.notes,
                  "bext-loudness: all loudness fields at byte %" PRId64
                  " are 0.00, as a program leaves them that fills none in",
                  b->body + LOUDNESS_AT);
        return;
    }
    for (int i = 0; i < LOUDNESS_FIELDS; i++) {
        int16_t value = (int16_t)lo_le16(b->bytes + LOUDNESS_AT + 2 * i);

        if (value == NOT_SET)
            continue;
        lo_doc_set(b->tags->doc, loudness[i], value / 100.0);
        if (i == 1 && value < 0)
            lo_remark(&b->tags->remarks.problems,
                      "bext-loudness: a loudness range of %s LU at byte %" PRId64
                      "; it is never negative",
                      lo_number_fixed(number, value / 100.0, 2),
                      b->body + LOUDNESS_AT + 2);
    }
}

/* What is reserved in a version before 2 and yet holds something. */
static void check_early(struct bext *b, unsigned version)
{
    for (int i = 0; i < LOUDNESS_FIELDS; i++)
        if (lo_le16(b->bytes + LOUDNESS_AT + 2 * i)) {
            lo_remark(&b->tags->remarks.notes,
                      "bext-loudness: version %u has no loudness, and the bytes at "
                      "%" PRId64 " hold some; it is left out",
                      version, b->body + LOUDNESS_AT);
            return;
        }
}

static void take_version(struct bext *b)
{
    unsigned version = lo_le16(b->bytes + VERSION_AT);
    uint64_t reference = lo_le64(b->bytes + REFERENCE_AT);
    char text[8];

    snprintf(text, sizeof text, "%u", version);
    lo_doc_fact_text(b->tags->doc, "tag.bext_version", text);
    lo_doc_set(b->tags->doc, "tag.bext_time_reference", (double)reference);
    if (version > VERSION_MAX)
        lo_remark(&b->tags->remarks.problems,
                  "bext-version: version %u at byte %" PRId64 "; 0 to 2 are defined",
                  version, b->body + VERSION_AT);
    if (version >= 1)
        take_umid(b);
    if (version >= VERSION_MAX)
        take_loudness(b);
    else
        check_early(b, version);
}

/* The number after "F=" in a line; 0: there is none. */
static unsigned long number_of(const char *line, const char *key)
{
    const char *at = line;

    while ((at = strstr(at, key)) && at != line && at[-1] != ',')
        at++;
    return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

/* The last line speaks of this very file: does it? */
static void check_history(struct bext *b, const char *text)
{
    const struct lo_audio_format *format = b->tags->format;
    const char *line = text, *end = text + strlen(text);
    unsigned long rate, bits;

    while (end > text && strchr("\r\n ", end[-1]))
        end--;
    for (const char *at = text; at < end; at++)
        if (*at == '\n' || *at == '\r')
            line = at + 1;
    rate = number_of(line, "F=");
    bits = number_of(line, "W=");
    if (rate && rate != format->rate_hz)
        lo_remark(&b->tags->remarks.notes,
                  "bext-history: the last line of the coding history at byte %" PRId64
                  " says %lu Hz, the file has %u",
                  b->body + BEXT_BYTES, rate, format->rate_hz);
    if (bits && bits != format->valid_bits && bits != format->bits)
        lo_remark(&b->tags->remarks.notes,
                  "bext-history: the last line of the coding history at byte %" PRId64
                  " says %lu bits, the file has %u",
                  b->body + BEXT_BYTES, bits, format->valid_bits);
}

static void take_history(struct bext *b, struct lo_source *source, int64_t count)
{
    unsigned char bytes[LO_TAG_TEXT_BYTES + 1];
    struct lo_tag_place place =
        lo_tag_place_of(LO_TAGS_BEXT, "CodingHistory", 13, b->body + BEXT_BYTES);
    size_t there = lo_tag_read(source, b->body + BEXT_BYTES, count, bytes);
    const char *text = lo_tag_decode(b->tags, &place, bytes, there, LO_CODING_ASCII);

    if (!text || !*text)
        return;
    lo_doc_fact_text(b->tags->doc, "tag.bext_coding_history", text);
    check_history(b, text);
}

void lo_tag_bext(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    struct bext b = {.tags = tags, .body = part->body};

    if (part->bytes < BEXT_BYTES) {
        lo_remark(&tags->remarks.problems,
                  "bext-size: the bext chunk at byte %" PRId64 " has %" PRId64
                  " bytes, and needs %d",
                  part->at, part->bytes, BEXT_BYTES);
        return;
    }
    if (lo_source_read(source, part->body, b.bytes, BEXT_BYTES) < BEXT_BYTES)
        return;
    take_texts(&b);
    check_date(&b);
    take_version(&b);
    take_history(&b, source, part->bytes - BEXT_BYTES);
}
