/* Writes the pages that the browser looks at:  pages FOLDER
 *
 *   one.html      a track with every kind of finding and a hostile name
 *   several.html  the whole sample: tracks, a side, a release, one that cannot be read
 *   many.html     sixty subjects
 *   wide.html     eight channels
 */
#include "reports/report.h"
#include "tests/support/report.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { MANY = 60 };

static void write_page(const char *folder, const char *name,
                       const struct lo_report *report)
{
    struct lo_buf page = {0};
    char path[4096];
    FILE *file;

    lo_report_html(&page, report);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (page.failed || !file ||
        fwrite(page.text, 1, page.length, file) != page.length || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
    printf("%s: %zu bytes\n", name, page.length);
    lo_buf_fini(&page);
}

static void write_one(const char *folder, struct sample *sample)
{
    struct lo_report report = sample->report;

    report.subjects = &sample->subjects[SAMPLE_FAILING];
    report.subject_count = 1;
    write_page(folder, "one.html", &report);
}

static void write_many(const char *folder, struct sample *sample)
{
    struct lo_judged subjects[MANY];
    struct lo_report report = sample->report;

    for (size_t i = 0; i < MANY; i++)
        subjects[i] = sample->subjects[i % 5 ? SAMPLE_PASSING : SAMPLE_FAILING];
    report.subjects = subjects;
    report.subject_count = MANY;
    write_page(folder, "many.html", &report);
}

static void write_wide(const char *folder, struct sample *sample)
{
    enum { CHANNELS = LO_MAX_CHANNELS, ROWS = 3000 };
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "surround.wav", sample_vocab());
    struct lo_judged judged = {.doc = doc};
    struct lo_report report = sample->report;
    const char *named[3 * CHANNELS];
    struct lo_table *table;

    for (size_t i = 0; i < COUNT(named); i++)
        named[i] = "part";
    lo_doc_set(doc, "file.duration", 7200);
    lo_doc_set(doc, "file.channels", CHANNELS);
    table = lo_doc_table_new(doc, "waveform", ROWS, COUNT(named), named);
    table->step_s = 7200.0 / ROWS;
    for (size_t i = 0; i < (size_t)ROWS * CHANNELS; i++) {
        float level = 0.1F + 0.8F * (float)(i * 7919 % 1000) / 1000;

        table->values[3 * i] = -level;
        table->values[3 * i + 1] = level;
        table->values[3 * i + 2] = level / 3;
    }
    if (lo_doc_seal(doc, NULL))
        exit(1);
    report.subjects = &judged;
    report.subject_count = 1;
    report.spec_count = 0;
    write_page(folder, "wide.html", &report);
    lo_doc_free(doc);
}

int main(int argc, char **argv)
{
    struct sample *sample;

    if (argc != 2)
        return 2;
    sample = sample_new();
    write_one(argv[1], sample);
    write_page(argv[1], "several.html", &sample->report);
    write_many(argv[1], sample);
    write_wide(argv[1], sample);
    sample_free(sample);
    return 0;
}
