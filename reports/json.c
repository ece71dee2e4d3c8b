/* report.json: the head, the specs, and one subject after the other, so that memory is that
 * of one subject. The shape is described in docs/json.md. */
#include "reports/report.h"

#include "reports/json_private.h"

#include <string.h>

void lo_report_put_text(json_t *object, const char *key, const char *text, bool *failed)
{
    if (text)
        lo_json_put(object, key, lo_json_text(text), failed);
}

static json_t *tool_of(const struct lo_report *report, bool *failed)
{
    json_t *tool = json_object(), *libraries = json_object();

    lo_json_put(tool, "name", lo_json_text("leadout"), failed);
    lo_report_put_text(tool, "version", report->version, failed);
    for (size_t i = 0; i < report->library_count; i++)
        lo_report_put_text(libraries, report->libraries[i].id,
                           report->libraries[i].version, failed);
    lo_json_put(tool, "libraries", libraries, failed);
    return tool;
}

static json_t *specs_of(const struct lo_report *report, bool *failed)
{
    json_t *array = json_array();

    for (size_t i = 0; i < report->spec_count; i++) {
        json_t *spec = json_object();

        lo_report_put_text(spec, "id", report->specs[i].id, failed);
        lo_report_put_text(spec, "title", report->specs[i].title, failed);
        lo_report_put_text(spec, "version", report->specs[i].version, failed);
        lo_json_append(array, spec, failed);
    }
    return array;
}

/* Everything but the subjects. */
static json_t *head_of(const struct lo_report *report, bool *failed)
{
    json_t *head = json_object(), *settings;

    lo_json_put(head, "schema", lo_json_text(LO_REPORT_SCHEMA), failed);
    lo_json_put(head, "tool", tool_of(report, failed), failed);
    lo_json_put(head, "outcome", lo_json_text(lo_acceptance_name(report->acceptance)),
                failed);
    if (report->spec_count)
        lo_json_put(head, "specs", specs_of(report, failed), failed);
    if (report->setting_count) {
        settings = json_array();
        for (size_t i = 0; i < report->setting_count; i++)
            lo_json_append(settings, lo_json_text(report->settings[i]), failed);
        lo_json_put(head, "settings", settings, failed);
    }
    return head;
}

/* The verdicts, and the worst of them. */
static void put_verdicts(json_t *object, const struct lo_judged *subject, bool *failed)
{
    json_t *array;

    if (subject->count == 0 && subject->acceptance == LO_ACCEPTED)
        return;
    lo_json_put(object, "outcome",
                lo_json_text(lo_acceptance_name(subject->acceptance)), failed);
    array = json_array();
    for (size_t i = 0; i < subject->count; i++)
        lo_json_append(array, lo_report_verdict(&subject->verdicts[i], failed), failed);
    lo_json_put(object, "verdicts", array, failed);
}

/* A subject: what the wire says of it, with its path after its name and its verdicts last.
 * NULL when out of memory. */
static json_t *subject_of(const struct lo_judged *subject, enum lo_wire_detail detail)
{
    json_t *wire = lo_wire_write(subject->doc, detail), *object, *value;
    const char *key;
    bool failed = false;

    if (!wire)
        return NULL;
    object = json_object();
    json_object_foreach(wire, key, value)
    {
        lo_json_put(object, key, json_incref(value), &failed);
        if (strcmp(key, "name") != 0)
            continue;
        lo_report_put_text(object, "path", subject->path, &failed);
        lo_report_put_text(object, "path_bytes", subject->path_bytes, &failed);
    }
    json_decref(wire);
    put_verdicts(object, subject, &failed);
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* Prints the head without its closing brace. */
static void print_head(struct lo_buf *out, const struct lo_report *report)
{
    bool failed = false;
    json_t *head = head_of(report, &failed), *value;
    const char *key, *comma = "{";

    json_object_foreach(head, key, value)
    {
        lo_buf_printf(out, "%s\n  \"%s\": ", comma, key);
        lo_json_print(out, value, LO_JSON_PRETTY, 1);
        comma = ",";
    }
    json_decref(head);
    out->failed = out->failed || failed;
}

void lo_report_json(struct lo_buf *out, const struct lo_report *report,
                    enum lo_wire_detail detail)
{
    print_head(out, report);
    lo_buf_puts(out, ",\n  \"subjects\": [");
    for (size_t i = 0; i < report->subject_count && !out->failed; i++) {
        json_t *subject = subject_of(&report->subjects[i], detail);

        lo_buf_puts(out, i ? ",\n    " : "\n    ");
        if (subject)
            lo_json_print(out, subject, LO_JSON_PRETTY, 2);
        else
            out->failed = true;
        json_decref(subject);
    }
    lo_buf_puts(out, report->subject_count ? "\n  ]\n}\n" : "]\n}\n");
}

void lo_report_json_line(struct lo_buf *out, const struct lo_judged *subject,
                         enum lo_wire_detail detail)
{
    json_t *object = subject_of(subject, detail);

    if (object)
        lo_json_print(out, object, LO_JSON_LINE, 0);
    else
        out->failed = true;
    json_decref(object);
    lo_buf_putc(out, '\n');
}

void lo_report_json_summary(struct lo_buf *out, const struct lo_report *report)
{
    bool failed = false;
    json_t *head = head_of(report, &failed);

    if (head && !failed)
        lo_json_print(out, head, LO_JSON_LINE, 0);
    else
        out->failed = true;
    json_decref(head);
    lo_buf_putc(out, '\n');
}
