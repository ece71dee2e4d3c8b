/* Values of tags against what they should be, and against one another. */
#include "analyzer/audio/tags_private.h"
#include "analyzer/doc/identifiers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct lo_tag_place lo_tag_place_of(enum lo_tag_format format, const void *key,
                                    size_t key_bytes, int64_t at)
{
    struct lo_tag_place place = {.format = format, .at = at};
    const unsigned char *bytes = key;

    if (key_bytes > sizeof place.key - 1)
        key_bytes = sizeof place.key - 1;
    for (size_t i = 0; i < key_bytes; i++)
        place.key[i] = bytes[i] >= ' ' && bytes[i] <= '~' ? (char)bytes[i] : '?';
    return place;
}

static const struct {
    enum lo_tag tag;
    const char *problem, *note;
    struct lo_code (*check)(const char *text);
} codes[] = {
    {LO_TAG_ISRC, "bad-isrc", "odd-isrc", lo_isrc_check},
    {LO_TAG_UPC, "bad-upc", "odd-upc", lo_upc_check},
    {LO_TAG_ISWC, "bad-iswc", NULL, lo_iswc_check},
    {LO_TAG_LABEL_CODE, "bad-label-code", NULL, lo_label_code_check},
};

static void check_code(struct lo_tags *tags, struct lo_tag_value *value, size_t row)
{
    struct lo_code code = codes[row].check(value->text);
    char where[LO_TAG_WHERE_BYTES];

    lo_tag_where(&value->place, where);
    if (code.state == LO_CODE_BAD) {
        lo_remark(&tags->remarks.problems, "%s: '%.40s' in %s: %s", codes[row].problem,
                  value->text, where, code.reason);
        return;
    }
    if (code.state == LO_CODE_ODD && codes[row].note)
        lo_remark(&tags->remarks.notes, "%s: '%.40s' in %s: %s", codes[row].note,
                  value->text, where, code.reason);
    value->text = lo_arena_strdup(&tags->arena, code.text);
    tags->failed = tags->failed || !value->text;
}

static bool take_digits(const char **text, int count, int low, int high)
{
    int number = 0;

    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        number = number * 10 + (**text - '0');
    }
    return number >= low && number <= high;
}

/* A date as ISO 8601 has it, as far as it goes: year, month, day; a time may follow. */
static bool is_date(const char *text)
{
    if (!take_digits(&text, 4, 1, 9999))
        return false;
    if (!*text)
        return true;
    if (*text++ != '-' || !take_digits(&text, 2, 1, 12))
        return false;
    if (!*text)
        return true;
    return *text++ == '-' && take_digits(&text, 2, 1, 31) &&
           (!*text || *text == 'T' || *text == ' ');
}

void lo_tags_check(struct lo_tags *tags)
{
    char where[LO_TAG_WHERE_BYTES];

    for (size_t i = 0; i < tags->count; i++) {
        struct lo_tag_value *value = &tags->values[i];

        for (size_t row = 0; row < LO_COUNT(codes) && !tags->failed; row++)
            if (codes[row].tag == value->tag)
                check_code(tags, value, row);
        if (value->tag == LO_TAG_DATE && !is_date(value->text))
            lo_remark(&tags->remarks.notes,
                      "date: '%.40s' in %s is not written year-month-day", value->text,
                      lo_tag_where(&value->place, where));
    }
}

/* Are two texts the same but for blanks? */
static bool same_words(const char *a, const char *b)
{
    for (;;) {
        size_t a_blanks = strspn(a, " \t\r\n"), b_blanks = strspn(b, " \t\r\n");

        a += a_blanks;
        b += b_blanks;
        if (*a != *b || (*a && !a_blanks != !b_blanks))
            return false;
        if (!*a)
            return true;
        a++;
        b++;
    }
}

/* Does the longer one begin with the shorter? */
static bool is_start_of_other(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);

    return strncmp(a, b, a_length < b_length ? a_length : b_length) == 0;
}

static const char *without_zeros(const char *text)
{
    return text + strspn(text, "0");
}

/* "3", "03" and "3/12" are the same number. */
static bool same_number(const char *a, const char *b)
{
    char *a_end, *b_end;
    long a_number = strtol(a, &a_end, 10), b_number = strtol(b, &b_end, 10);

    return a_end != a && b_end != b ? a_number == b_number : strcmp(a, b) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Can both be true? */
static bool agree(const struct lo_tag_value *a, const struct lo_tag_value *b)
{
    bool is_cut = a->place.is_fixed || b->place.is_fixed;

    switch (a->tag) {
    case LO_TAG_COMMENT:
    case LO_TAG_SOFTWARE:
        return true; /* each program says its own */
    case LO_TAG_TRACK_NUMBER:
    case LO_TAG_DISC_NUMBER:
        return same_number(a->text, b->text);
    case LO_TAG_DATE:
        return is_start_of_other(a->text, b->text);
    case LO_TAG_UPC:
        return strcmp(without_zeros(a->text), without_zeros(b->text)) == 0;
    case LO_TAG_GENRE:
        /* A number of ID3v1's list. */
        if (is_digit(*a->text) || is_digit(*b->text) || *a->text == '(' ||
            *b->text == '(')
            return true;
        return strcasecmp(a->text, b->text) == 0;
    default:
        return same_words(a->text, b->text) ||
               (is_cut && is_start_of_other(a->text, b->text));
    }
}

/* A recording has one code; of artists, labels and the like one format may list several. */
static bool is_single(enum lo_tag tag)
{
    return tag == LO_TAG_ISRC || tag == LO_TAG_UPC || tag == LO_TAG_TITLE ||
           tag == LO_TAG_ALBUM || tag == LO_TAG_TRACK_NUMBER ||
           tag == LO_TAG_DISC_NUMBER;
}

/* Has another value of b's format the text of a? Then nothing is contradicted. */
static bool is_listed(const struct lo_tags *tags, const struct lo_tag_value *a,
                      const struct lo_tag_value *b)
{
    for (size_t i = 0; i < tags->count; i++) {
        const struct lo_tag_value *other = &tags->values[i];

        if (other->tag == b->tag && other->place.format == b->place.format &&
            agree(a, other))
            return true;
    }
    return false;
}

bool lo_tags_differ(const struct lo_tags *tags, enum lo_tag tag,
                    const struct lo_tag_value **a, const struct lo_tag_value **b)
{
    for (size_t i = 0; i < tags->count; i++) {
        *a = &tags->values[i];
        if ((*a)->tag != tag)
            continue;
        for (size_t other = i + 1; other < tags->count; other++) {
            bool is_same_format =
                tags->values[other].place.format == (*a)->place.format;

            *b = &tags->values[other];
            if ((*b)->tag != tag || agree(*a, *b))
                continue;
            if (is_same_format ? is_single(tag) : !is_listed(tags, *a, *b))
                return true;
        }
    }
    return false;
}
