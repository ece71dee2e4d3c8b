/* The codes that identify recordings and products: is one well formed?
 *
 * Each check takes what people write (with hyphens, blanks and labels), gives the bare code
 * as registries store it, and says in words what is wrong. Nobody can tell from the code
 * alone that it was ever assigned.
 *
 * References:
 *   [ISRC] ISO 3901:2019, International Standard Recording Code; International ISRC
 *       Agency, bulletin 2015/01: how codes get corrupted.
 *   [GTIN] GS1 General Specifications, section 7.9: the check digit.
 *   [ISWC] ISO 15707, International Standard Musical Work Code: the check digit.
 */
#ifndef LO_DOC_IDENTIFIERS_H
#define LO_DOC_IDENTIFIERS_H

enum { LO_CODE_BYTES = 16, LO_CODE_REASON_BYTES = 200 };

enum lo_code_state {
    LO_CODE_GOOD,
    LO_CODE_ODD, /* it can be read, but reason says what is unusual about it */
    LO_CODE_BAD, /* reason says why it is none */
};

struct lo_code {
    enum lo_code_state state;
    char text[LO_CODE_BYTES];          /* bare; "" when bad */
    char reason[LO_CODE_REASON_BYTES]; /* "" when good */
};

/* text: UTF-8. "AA-6Q7-20-00047" and "ISRC aa6q72000047" become AA6Q72000047. */
struct lo_code lo_isrc_check(const char *text);

/* GTIN-8, UPC-A (12 digits), EAN-13 or GTIN-14. Leading zeros are part of it. */
struct lo_code lo_upc_check(const char *text);

/* "T-034.524.680-1" becomes T0345246801. */
struct lo_code lo_iswc_check(const char *text);

/* "LC 01234" becomes LC01234. Four or five digits. */
struct lo_code lo_label_code_check(const char *text);

#endif
