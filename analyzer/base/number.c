#include "analyzer/base/number.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* snprintf writes the locale's decimal point, which may be any text but digits, signs and
 * exponents: a point takes its place. */
static const char *with_point(char *text)
{
    size_t start = strspn(text, "-+0123456789eE");
    size_t length = strcspn(text + start, "-+0123456789eE");

    if (length > 0) {
        text[start] = '.';
        memmove(text + start + 1, text + start + length,
                strlen(text + start + length) + 1);
    }
    return text;
}

const char *lo_number_fixed(char text[LO_NUMBER_SIZE], double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals <= 20);
    snprintf(text, LO_NUMBER_SIZE, "%.*f", decimals, value);
    with_point(text);
    if (text[0] == '-' && !text[strspn(text, "-0.")])
        memmove(text, text + 1, strlen(text));
    return text;
}

/* A small value without an exponent, with the fewest decimals that read back; false when
 * that takes too many. */
static bool print_small(char text[LO_NUMBER_SIZE], double value)
{
    enum { DECIMALS_MAX = 24 };

    for (int decimals = 5; decimals <= DECIMALS_MAX; decimals++) {
        snprintf(text, LO_NUMBER_SIZE, "%.*f", decimals, value);
        if (strtod(text, NULL) == value)
            return true;
    }
    return false;
}

const char *lo_number_exact(char text[LO_NUMBER_SIZE], double value)
{
    assert(isfinite(value));
    if (fabs(value) < 1e-4 && fabs(value) >= 1e-9 && print_small(text, value))
        return with_point(text);
    /* 15 digits survive any double, 17 tell all of them apart (IEC 60559). */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, LO_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return with_point(text);
}

const char *lo_number_grouped(char text[LO_NUMBER_SIZE], long long value)
{
    char plain[32];
    size_t length, to = 0;

    snprintf(plain, sizeof plain, "%lld", value);
    length = strlen(plain);
    for (size_t i = 0; i < length; i++) {
        size_t left = length - i;

        if (i > 0 && left % 3 == 0 && plain[i - 1] != '-')
            text[to++] = ',';
        text[to++] = plain[i];
    }
    text[to] = '\0';
    return text;
}
