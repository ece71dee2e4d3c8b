/* A spec from memory through everything that looks at one: lint, load, show, judge. A spec
 * that lints without errors must load, and one that loads must be judged. */
#include "analyzer/base/buf.h"
#include "rules/judge.h"
#include "rules/spec_private.h"
#include "tests/support/vocab.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct lo_doc *small_document(void)
{
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "fuzz", &test_vocab);
    struct lo_err err = {0};

    lo_doc_set_rate(doc, 48000);
    lo_doc_set(doc, "peak.true", 0.5);
    lo_doc_set(doc, "clip.runs", 2);
    lo_doc_set(doc, "dc.offset", -INFINITY);
    lo_doc_set(doc, "file.duration", 10);
    lo_doc_set_unmeasurable(doc, "loudness.range", "shorter than 3 s");
    lo_doc_fact_text(doc, "file.container", "wav");
    lo_doc_fact_flag(doc, "stereo.dual_mono", false);
    lo_doc_fact_list(doc, "file.chunks");
    lo_doc_fact_add(doc, "file.chunks", "fmt  12 16");
    for (int i = 0; i < 3; i++)
        lo_doc_event(doc, &(struct lo_event){.kind = "clip.run",
                                             .start_frames = i * 48000,
                                             .length_frames = 4 + i,
                                             .value = 4 + i});
    if (lo_doc_seal(doc, &err))
        abort();
    return doc;
}

static void judge(const struct lo_spec *spec)
{
    struct lo_doc *doc = small_document();
    struct lo_arena arena = {0};
    struct lo_buf page = {0};
    struct lo_verdict verdict;
    struct lo_err err = {0};

    lo_spec_show(spec, &page);
    /* An XPath may take too many steps; the error then says so. */
    if (lo_judge(spec, doc, &verdict, &arena, &err) ? err.text[0] == '\0'
                                                    : verdict.count == 0)
        abort();
    lo_buf_fini(&page);
    lo_arena_fini(&arena);
    lo_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size ? (const char *)data : "";
    struct lo_problems problems;
    struct lo_spec *spec;
    struct lo_err lint_err = {0}, load_err = {0};
    int linted =
        lo_spec_lint_text(text, size, "fuzz.xml", &test_vocab, &problems, &lint_err);
    int loaded =
        lo_spec_load_text(&spec, text, size, "fuzz.xml", &test_vocab, &load_err);

    if (linted == 0 && (problems.errors == 0) != (loaded == 0))
        abort();
    if (loaded == 0)
        judge(spec);
    lo_problems_fini(&problems);
    lo_spec_free(spec);
    return 0;
}
