/* Prints the sample report, for scripts that look at it and for people who want to.
 *
 *   sample_report whole|drawable|numbers|lines|measure|example
 *   sample_report junit|junit-warning|csv|reply
 *   sample_report reaper|audacity|marker-table     of the track that fails
 *   sample_report text|color|quiet [COLUMNS]     text1: the subject of that number alone
 */
#include "reports/report.h"
#include "tests/support/report.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The report of docs/json.md. */
static void print_example(struct lo_buf *out)
{
    static const struct lo_source source = {
        .title = "Audio file formats",
        .publisher = "Spotify",
        .url = "https://support.spotify.com/article/audio-file-formats/",
        .seen = "2026-11-22",
        .confidence = LO_PRIMARY,
    };
    static const struct lo_place place = {83.456, 0.000045, 0,
                                          true,   0.13,     LO_UNIT_DBTP};
    static const struct lo_finding rule = {
        .id = "true-peak",
        .title = "True peak leaves room for the encoder",
        .severity = LO_WARNING,
        .outcome = LO_FAILED,
        .term = "peak.true",
        .has_measured = true,
        .measured = 0.13,
        .has_max = true,
        .max = -1,
        .has_excess = true,
        .excess = 0.13 - -1.0,
        .unit = LO_UNIT_DBTP,
        .places = &place,
        .place_count = 1,
        .place_total = 1,
        .why = "Encoders raise peaks.",
        .advice = "Lower the limiter's ceiling.",
        .source = &source,
        .correction = {.with = "trim",
                       .to = "-1.0",
                       .at_most = "6 dB",
                       .allowed = true},
    };
    const struct lo_spec_info spec = {"spotify", "Spotify", "2026.11"};
    const struct lo_spec_info library = {"libsndfile", NULL, "1.2.0"};
    struct lo_verdict verdict = {spec, LO_ACCEPTED_WITH_WARNINGS, &rule, 1};
    struct lo_doc *doc = lo_doc_new(LO_TRACK, "01 First.wav", sample_vocab());
    struct lo_judged subject = {.doc = doc,
                                .path = "masters/01 First.wav",
                                .verdicts = &verdict,
                                .count = 1,
                                .acceptance = LO_ACCEPTED_WITH_WARNINGS};
    struct lo_report report = {.version = "0.1.0",
                               .libraries = &library,
                               .library_count = 1,
                               .specs = &spec,
                               .spec_count = 1,
                               .subjects = &subject,
                               .subject_count = 1,
                               .acceptance = LO_ACCEPTED_WITH_WARNINGS};
    struct lo_series *series;
    struct lo_err err = {0};

    lo_doc_set_rate(doc, 44100);
    lo_doc_set(doc, "file.sample_rate", 44100);
    lo_doc_fact_text(doc, "file.container", "wav");
    lo_doc_fact_flag(doc, "stereo.dual_mono", false);
    lo_doc_fact_list(doc, "file.chunks");
    lo_doc_fact_add(doc, "file.chunks", "fmt");
    lo_doc_fact_add(doc, "file.chunks", "data");
    lo_doc_set_channels(doc, "peak.true", 0.13, (double[]){0.13, 0.05}, 2);
    lo_doc_set_channels(doc, "dc.offset", -INFINITY, (double[]){-INFINITY, -INFINITY},
                        2);
    lo_doc_set_unmeasurable(doc, "loudness.range", "shorter than 3 s");
    lo_doc_event(doc, &(struct lo_event){"clip.run", 3680410, 11, 0, 11, 11});
    series = lo_doc_series_new(doc, "loudness.momentary", 0.4, 0.1);
    lo_doc_push(doc, series, -INFINITY);
    lo_doc_push(doc, series, -14.25);
    assert_int_equal(lo_doc_seal(doc, &err), 0);
    lo_report_json(out, &report, LO_WIRE_WHOLE);
    lo_doc_free(doc);
}

/* The report as measure gives it: nothing is judged. */
static void print_measured(struct lo_buf *out, const struct sample *sample)
{
    struct lo_judged subjects[SAMPLE_SUBJECTS];
    struct lo_report report = sample->report;

    for (int i = 0; i < SAMPLE_SUBJECTS; i++)
        subjects[i] = (struct lo_judged){.doc = sample->docs[i],
                                         .path = sample->subjects[i].path};
    report.spec_count = 0;
    report.setting_count = 0;
    report.acceptance = LO_ACCEPTED;
    report.subjects = subjects;
    lo_report_json(out, &report, LO_WIRE_NUMBERS);
}

static void print_lines(struct lo_buf *out, const struct lo_report *report)
{
    for (size_t i = 0; i < report->subject_count; i++)
        lo_report_json_line(out, &report->subjects[i], LO_WIRE_NUMBERS);
    lo_report_json_summary(out, report);
}

/* The whole, or one subject by its number: "text", "color", "quiet", "text1". */
static void print_text(struct lo_buf *out, const struct lo_report *report,
                       const char *what, unsigned columns)
{
    struct lo_text_style style = {
        .color = strncmp(what, "color", 5) == 0,
        .quiet = strncmp(what, "quiet", 5) == 0,
        .columns = columns,
    };
    struct lo_report one = *report;
    const char *digit = what + strcspn(what, "0123456789");

    if (*digit && *digit - '0' < SAMPLE_SUBJECTS) {
        one.subjects += *digit - '0';
        one.subject_count = 1;
        one.acceptance = one.subjects->acceptance;
    }
    lo_report_text(out, &one, &style);
}

/* The formats for other programs; false when it is none of them. */
static bool print_other(struct lo_buf *out, const struct lo_report *report,
                        const char *what)
{
    static const char *const markers[] = {
        [LO_MARKERS_NONE] = "",
        [LO_MARKERS_REAPER] = "reaper",
        [LO_MARKERS_AUDACITY] = "audacity",
        [LO_MARKERS_CSV] = "marker-table",
    };

    for (int i = LO_MARKERS_REAPER; i <= LO_MARKERS_CSV; i++)
        if (strcmp(what, markers[i]) == 0)
            return lo_report_markers(out, &report->subjects[SAMPLE_FAILING],
                                     (enum lo_markers)i) > 0;
    if (strncmp(what, "junit", 5) == 0)
        lo_report_junit(out, report, what[5] ? LO_WARNING : LO_ERROR);
    else if (strcmp(what, "csv") == 0)
        lo_report_csv(out, report);
    else if (strcmp(what, "reply") == 0)
        lo_report_letter(out, report);
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    static const char *const details[] = {"numbers", "drawable", "whole"};
    const char *what = argc > 1 ? argv[1] : "text";
    unsigned columns = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    bool is_detail = false;
    struct sample *sample = sample_new();
    struct lo_buf out = {0};

    for (size_t i = 0; i < COUNT(details); i++)
        if (strcmp(what, details[i]) == 0) {
            lo_report_json(&out, &sample->report, (enum lo_wire_detail)i);
            is_detail = true;
        }
    if (is_detail || print_other(&out, &sample->report, what))
        ;
    else if (strcmp(what, "lines") == 0)
        print_lines(&out, &sample->report);
    else if (strcmp(what, "measure") == 0)
        print_measured(&out, sample);
    else if (strcmp(what, "example") == 0)
        print_example(&out);
    else
        print_text(&out, &sample->report, what, columns);
    sample_free(sample);
    if (out.failed || !out.text)
        return 1;
    fwrite(out.text, 1, out.length, stdout);
    lo_buf_fini(&out);
    return 0;
}
