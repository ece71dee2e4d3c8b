#include "rules/shipped.h"

#include "rules/loading.h"

#include <string.h>

size_t lo_spec_shipped(const struct lo_shipped **list)
{
    *list = lo_shipped_specs;
    return lo_shipped_count;
}

const struct lo_shipped *lo_shipped_find(const char *id)
{
    for (size_t i = 0; i < lo_shipped_count; i++)
        if (strcmp(lo_shipped_specs[i].id, id) == 0)
            return &lo_shipped_specs[i];
    return NULL;
}
