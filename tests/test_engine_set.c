#include "analyzer/base/buf.h"
#include "analyzer/engine/engine.h"
#include "tests/support/unit.h"

#include <string.h>

/* The first parameter that there is: tests must not know which meters have some. */
static const struct lo_param *some_param(const struct lo_meter **meter)
{
    for (size_t i = 0; lo_meters[i]; i++)
        if (lo_meters[i]->params && lo_meters[i]->params[0].name) {
            *meter = lo_meters[i];
            return lo_meters[i]->params;
        }
    fail_msg("no meter has a parameter");
    return NULL;
}

static void test_set_takes_every_parameter_at_both_ends(void **unused)
{
    (void)unused;
    for (size_t i = 0; lo_meters[i]; i++)
        for (const struct lo_param *param = lo_meters[i]->params; param && param->name;
             param++) {
            const double values[] = {param->min, param->initial, param->max};

            for (size_t v = 0; v < COUNT(values); v++) {
                struct lo_buf text = {0};
                struct lo_err err = {0};
                struct lo_set set;

                lo_buf_printf(&text, "%s.%s=%.17g", lo_meters[i]->name, param->name,
                              values[v]);
                if (lo_engine_parse_set(text.text, &set, &err))
                    fail_msg("%s", err.text);
                assert_ptr_equal(set.meter, lo_meters[i]->name);
                assert_ptr_equal(set.param, param->name);
                assert_near(set.value, values[v], 0);
                lo_buf_fini(&text);
            }
        }
}

static void test_set_says_what_would_be_right(void **unused)
{
    const struct lo_meter *meter = NULL;
    const struct lo_param *param = some_param(&meter);
    static const struct {
        const char *what, *format, *expected;
    } cases[] = {
        {"nothing", "", "wants meter.parameter=value"},
        {"no value", "%s.%s", "wants meter.parameter=value"},
        {"no point", "%s%s=1", "wants meter.parameter=value"},
        {"no meter", "x%s.%s=1", "no such parameter; there are: "},
        {"no parameter", "%s.x%s=1", "no such parameter; there are: "},
        {"empty", "%s.%s=", "is not a number"},
        {"a word", "%s.%s=loud", "is not a number"},
        {"a unit", "%s.%s=1dB", "is not a number"},
        {"a comma", "%s.%s=0,5", "is not a number"},
        {"too much", "%s.%s=1e300", " takes "},
        {"too little", "%s.%s=-1e300", " takes "},
        {"infinite", "%s.%s=inf", " takes "},
        {"no number at all", "%s.%s=nan", " takes "},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lo_buf text = {0};
        struct lo_err err = {0};
        struct lo_set set;
        const char *rest = cases[i].format;

        /* The first %s is the meter, the second the parameter. */
        for (int n = 0; *rest; rest++) {
            if (rest[0] != '%') {
                lo_buf_putc(&text, *rest);
                continue;
            }
            lo_buf_puts(&text, n++ == 0 ? meter->name : param->name);
            rest++;
        }
        lo_buf_puts(&text, "");
        assert_int_equal(lo_engine_parse_set(text.text, &set, &err), -1);
        assert_int_equal(err.status, LO_EUSAGE);
        if (!strstr(err.text, cases[i].expected))
            fail_msg("%s: %s", cases[i].what, err.text);
        lo_buf_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_takes_every_parameter_at_both_ends),
        cmocka_unit_test(test_set_says_what_would_be_right),
    };

    return cmocka_run_group_tests_name("engine_set", tests, NULL, NULL);
}
