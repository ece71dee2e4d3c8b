/* A locale with a decimal comma, to see that nobody sees it. */
#ifndef LO_TEST_LOCALE_H
#define LO_TEST_LOCALE_H

#include <stdbool.h>

/* Switches to one, made by localedef in the build folder when none is installed. False when
 * there is neither. Switch back with setlocale(LC_ALL, "C"). */
bool use_comma_locale(void);

#endif
