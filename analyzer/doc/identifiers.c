#include "analyzer/doc/identifiers.h"

#include "analyzer/base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    ISRC_CHARACTERS = 12,
    ISRC_PREFIX = 5, /* letters and digits before the year */
    ISWC_DIGITS = 10,
    UPC_DIGITS = 12,
};

/* The sample of the standard's own documents, which was never assigned [ISRC]. */
static const char ISRC_SAMPLE[] = "AA6Q72000047";

/* First two letters that the International ISRC Agency has given out, and those of former
 * countries whose codes live on (list of valid characters, December 2024). */
static const char isrc_prefixes[] =
    "AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BC BD BE BF BG BH BI BJ BK BM BN BO "
    "BP "
    "BR BS BW BX BY BZ CA CB CD CF CG CH CI CL CM CN CO CP CR CS CU CV CW CY CZ DE DG "
    "DJ "
    "DK DM DO DZ EC EE EG ES ET FI FJ FO FR FX GA GB GD GE GG GH GI GL GM GN GQ GR GT "
    "GW "
    "GX GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KM KN KR KS "
    "KW "
    "KY KZ LA LB LC LI LK LR LS LT LU LV MA MC MD ME MF MG MK ML MM MN MO MP MR MS MT "
    "MU "
    "MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PF PG PH PK PL PR PS PT PY QA QM "
    "QN "
    "QT QZ RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS SV SX SY SZ TC TD TG "
    "TH "
    "TL TN TO TR TT TW TZ UA UG UK US UY UZ VC VE VG VN VU XK YE YU ZA ZB ZM ZW ZZ ";

static void set_reason(struct lo_code *code, enum lo_code_state state, const char *fmt,
                       ...) LO_PRINTF(3, 4);

static void set_reason(struct lo_code *code, enum lo_code_state state, const char *fmt,
                       ...)
{
    va_list args;

    code->state = state;
    va_start(args, fmt);
    vsnprintf(code->reason, sizeof code->reason, fmt, args);
    va_end(args);
    if (state == LO_CODE_BAD)
        code->text[0] = '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Letters and digits of text in capitals, at most size - 1; *strange: another character
 * than those and separators, NUL when there is none. Returns how many there were in all. */
static size_t bare(const char *text, char *to, size_t size, char *strange)
{
    size_t count = 0;

    *strange = '\0';
    for (; *text; text++) {
        char c = upper(*text);

        if (is_letter(c) || is_digit(c)) {
            if (count + 1 < size)
                to[count] = c;
            count++;
        } else if (!strchr("-. /_:\t", c) && !*strange) {
            *strange = '?';
            if (c >= ' ' && c <= '~')
                *strange = c;
        }
    }
    to[count < size ? count : size - 1] = '\0';
    return count;
}

static const char *skip_label(const char *text, const char *label)
{
    size_t length = strlen(label);

    while (*text == ' ')
        text++;
    return strncasecmp(text, label, length) == 0 ? text + length : text;
}

/* What stands where a digit must, when it looks like one: O for 0, I for 1 [ISRC]. */
static const char *lookalike(char c)
{
    if (c == 'O')
        return "; a letter O in place of a zero?";
    return c == 'I' ? "; a letter I in place of a one?" : "";
}

static void check_isrc_shape(struct lo_code *code)
{
    const char *text = code->text;

    for (int i = 0; i < ISRC_CHARACTERS; i++) {
        bool fits = i < 2             ? is_letter(text[i])
                    : i < ISRC_PREFIX ? is_letter(text[i]) || is_digit(text[i])
                                      : is_digit(text[i]);

        if (fits)
            continue;
        set_reason(code, LO_CODE_BAD, "character %d is '%c', and must be a %s%s", i + 1,
                   text[i], i < 2 ? "letter" : "digit",
                   i < 2 ? "" : lookalike(text[i]));
        return;
    }
}

static bool is_known_prefix(const char *text)
{
    const char prefix[] = {text[0], text[1], ' ', '\0'};

    return strstr(isrc_prefixes, prefix) != NULL;
}

struct lo_code lo_isrc_check(const char *text)
{
    struct lo_code code = {0};
    char strange;
    size_t count =
        bare(skip_label(text, "ISRC"), code.text, sizeof code.text, &strange);

    if (strange)
        set_reason(&code, LO_CODE_BAD, "holds the character '%c'", strange);
    else if (count != ISRC_CHARACTERS)
        set_reason(&code, LO_CODE_BAD,
                   "an ISRC has 12 letters and digits, this has %zu", count);
    else
        check_isrc_shape(&code);
    if (code.state == LO_CODE_BAD)
        return code;
    if (strcmp(code.text, ISRC_SAMPLE) == 0)
        set_reason(&code, LO_CODE_BAD,
                   "is the sample code of the standard, which belongs to no recording");
    else if (!is_known_prefix(code.text))
        set_reason(&code, LO_CODE_ODD, "no known registrant's code begins with %.2s",
                   code.text);
    else if (strcmp(code.text, text) != 0)
        set_reason(&code, LO_CODE_ODD,
                   "is stored with separators, small letters or a label; bare it is %s",
                   code.text);
    return code;
}

/* The check digit of the digits before it: weights 3, 1, 3, … from the right [GTIN]. */
static char gtin_check(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += (digits[count - 1 - i] - '0') * (i % 2 ? 1 : 3);
    return (char)('0' + (10 - sum % 10) % 10);
}

struct lo_code lo_upc_check(const char *text)
{
    struct lo_code code = {0};
    char strange, wanted;
    size_t count = bare(text, code.text, sizeof code.text, &strange);

    for (size_t i = 0; code.text[i]; i++)
        if (!strange && !is_digit(code.text[i]))
            strange = code.text[i];
    if (strange) {
        set_reason(&code, LO_CODE_BAD, "holds '%c', and has digits only", strange);
        return code;
    }
    if (count == UPC_DIGITS - 1 &&
        gtin_check(code.text, count - 1) == code.text[count - 1]) {
        set_reason(&code, LO_CODE_BAD,
                   "has 11 digits; a UPC has 12, and with a 0 in front the check digit "
                   "is right: was a leading zero lost?");
        return code;
    }
    if (count != 8 && (count < UPC_DIGITS || count > 14)) {
        set_reason(&code, LO_CODE_BAD, "has %zu digits; a UPC has 12, an EAN 13",
                   count);
        return code;
    }
    wanted = gtin_check(code.text, count - 1);
    if (wanted != code.text[count - 1])
        set_reason(&code, LO_CODE_BAD, "the check digit is %c, and must be %c",
                   code.text[count - 1], wanted);
    else if (strcmp(code.text, text) != 0)
        set_reason(&code, LO_CODE_ODD, "is stored with separators; bare it is %s",
                   code.text);
    return code;
}

struct lo_code lo_iswc_check(const char *text)
{
    struct lo_code code = {0};
    char strange, wanted;
    int sum = 1;
    size_t count =
        bare(skip_label(text, "ISWC"), code.text, sizeof code.text, &strange);

    if (strange || count != ISWC_DIGITS + 1 || code.text[0] != 'T') {
        set_reason(&code, LO_CODE_BAD, "an ISWC is the letter T and 10 digits");
        return code;
    }
    for (int i = 1; i <= ISWC_DIGITS; i++)
        if (!is_digit(code.text[i])) {
            set_reason(&code, LO_CODE_BAD,
                       "character %d is '%c', and must be a digit%s", i + 1,
                       code.text[i], lookalike(code.text[i]));
            return code;
        }
    for (int i = 1; i < ISWC_DIGITS; i++)
        sum += i * (code.text[i] - '0');
    wanted = (char)('0' + (10 - sum % 10) % 10);
    if (wanted != code.text[ISWC_DIGITS])
        set_reason(&code, LO_CODE_BAD, "the check digit is %c, and must be %c",
                   code.text[ISWC_DIGITS], wanted);
    return code;
}

struct lo_code lo_label_code_check(const char *text)
{
    struct lo_code code = {0};
    char digits[8], strange;
    size_t count = bare(skip_label(text, "LC"), digits, sizeof digits, &strange);

    for (size_t i = 0; digits[i]; i++)
        if (!is_digit(digits[i]))
            strange = digits[i];
    if (strange || count < 4 || count > 5) {
        set_reason(&code, LO_CODE_BAD, "a label code is LC and 4 or 5 digits");
        return code;
    }
    snprintf(code.text, sizeof code.text, "LC%.5s", digits);
    return code;
}
