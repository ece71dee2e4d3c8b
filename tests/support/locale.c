#include "tests/support/locale.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool use_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8"};
    const char *folder = getenv("LEADOUT_BINARY");
    char command[2000];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_ALL, names[i]) &&
            strcmp(localeconv()->decimal_point, ",") == 0)
            return true;
    if (!folder || strlen(folder) > 500 || strchr(folder, '\''))
        return false;
    snprintf(command, sizeof command,
             "mkdir -p '%s/locales' && { test -e '%s/locales/de_DE.UTF-8' || "
             "localedef -i de_DE -f UTF-8 '%s/locales/de_DE.UTF-8'; } >&2",
             folder, folder, folder);
    if (system(command) != 0)
        return false;
    snprintf(command, sizeof command, "%s/locales", folder);
    setenv("LOCPATH", command, 1);
    return setlocale(LC_ALL, "de_DE.UTF-8") &&
           strcmp(localeconv()->decimal_point, ",") == 0;
}
