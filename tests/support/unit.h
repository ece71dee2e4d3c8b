/* cmocka with the headers it needs, in the order it needs them. Every test includes this
 * and never cmocka.h: clang-format would sort the includes and break them. */
#ifndef LO_TEST_UNIT_H
#define LO_TEST_UNIT_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */
#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* cmocka 1.1.5 (Debian 12) compares floats only; counts and levels need doubles. The
 * values are printed because a bare "assert_true failed" says nothing. */
#define assert_near(actual, expected, tolerance)                                       \
    do {                                                                               \
        double near_actual_ = (actual), near_expected_ = (expected);                   \
        if (!(fabs(near_actual_ - near_expected_) <= (tolerance)))                     \
            fail_msg("%s is %.9g, expected %.9g +- %g", #actual, near_actual_,         \
                     near_expected_, (double)(tolerance));                             \
    } while (0)

#endif
