#include "tests/support/judged.h"

#include "rules/spec_private.h"
#include "tests/support/document.h"
#include "tests/support/unit.h"
#include "tests/support/vocab.h"

#include <stdio.h>
#include <string.h>

void judge(struct judged *judged, const char *attributes, const char *rule,
           const char *doc)
{
    char text[2000];
    struct lo_err err = {0};

    *judged = (struct judged){.doc = document(doc, &test_vocab)};
    snprintf(text, sizeof text,
             "<spec xmlns='urn:leadout:spec:1' id='t'><rule id='a' severity='error' "
             "%s>%s</rule></spec>",
             attributes, rule);
    if (lo_spec_load_text(&judged->spec, text, strlen(text), "t.xml", &test_vocab,
                          &err) ||
        lo_judge(judged->spec, judged->doc, &judged->verdict, &judged->arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(judged->verdict.count, 1);
    judged->finding = &judged->verdict.findings[0];
}

void end(struct judged *judged)
{
    lo_arena_fini(&judged->arena);
    lo_doc_free(judged->doc);
    lo_spec_free(judged->spec);
}
