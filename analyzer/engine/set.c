/* --set meter.parameter=value */
#include "analyzer/base/buf.h"
#include "analyzer/engine/engine.h"

#include <stdlib.h>
#include <string.h>

static const struct lo_meter *find_meter(const char *name, size_t length)
{
    for (size_t i = 0; lo_meters[i]; i++)
        if (strlen(lo_meters[i]->name) == length &&
            memcmp(lo_meters[i]->name, name, length) == 0)
            return lo_meters[i];
    return NULL;
}

static const struct lo_param *find_param(const struct lo_meter *meter, const char *name,
                                         size_t length)
{
    for (size_t p = 0; meter->params && meter->params[p].name; p++)
        if (strlen(meter->params[p].name) == length &&
            memcmp(meter->params[p].name, name, length) == 0)
            return &meter->params[p];
    return NULL;
}

/* "--set X: …; there are clip.run, clip.level": the error that lists what there is. */
static int unknown(const char *text, const struct lo_meter *meter, struct lo_err *err)
{
    struct lo_buf list = {0};

    for (size_t i = 0; lo_meters[i]; i++)
        for (size_t p = 0; lo_meters[i]->params && lo_meters[i]->params[p].name; p++)
            if (!meter || meter == lo_meters[i])
                lo_buf_printf(&list, "%s%s.%s", list.length ? ", " : "",
                              lo_meters[i]->name, lo_meters[i]->params[p].name);
    lo_error(err, LO_EUSAGE, LO_NOWHERE, "--set %s: no such parameter; there are: %s",
             text, list.length ? list.text : "none");
    lo_buf_fini(&list);
    return -1;
}

int lo_engine_parse_set(const char *text, struct lo_set *set, struct lo_err *err)
{
    const char *dot = strchr(text, '.');
    const char *equals = dot ? strchr(dot, '=') : NULL;
    const struct lo_meter *meter = dot ? find_meter(text, (size_t)(dot - text)) : NULL;
    const struct lo_param *param;
    char *end;

    if (!equals)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "--set %s: wants meter.parameter=value, as in clip.run=5",
                        text);
    param = meter ? find_param(meter, dot + 1, (size_t)(equals - dot - 1)) : NULL;
    if (!param)
        return unknown(text, meter, err);
    set->meter = meter->name;
    set->param = param->name;
    /* The program never calls setlocale for numbers, so the point is a point. */
    set->value = strtod(equals + 1, &end);
    if (end == equals + 1 || *end)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "--set %s: '%s' is not a number",
                        text, equals + 1);
    if (!(set->value >= param->min && set->value <= param->max))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "--set %s: %s.%s takes %g to %g%s%s", text, meter->name,
                        param->name, param->min, param->max, param->unit ? " " : "",
                        lo_unit_name(param->unit));
    return 0;
}
