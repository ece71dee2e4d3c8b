/* The places of what fails, as markers for a workstation.
 *
 * REAPER: a table as its region and marker manager exports it. Audacity: a label track. CSV:
 * times in seconds, for whatever else. A rule that fails in several specs at one place is one
 * marker.
 */
#include "analyzer/base/number.h"
#include "reports/csv.h"
#include "reports/report.h"
#include "reports/words.h"

#include <string.h>

/* Shorter places are points: a region of a few samples cannot be seen. */
static const double REGION_S = 0.1;

struct marker {
    const struct lo_verdict *verdict;
    const struct lo_finding *finding;
    const struct lo_place *place;
};

struct writing {
    struct lo_buf *out;
    enum lo_markers kind;
    const struct lo_judged *subject;
    size_t markers, regions; /* written so far */
};

static bool is_told(const struct lo_finding *finding)
{
    return lo_finding_group(finding) <= LO_GROUP_NOTES;
}

/* Was the same rule at the same place in a verdict before? */
static bool is_repeated(const struct lo_judged *subject, size_t verdict,
                        const struct lo_finding *finding, const struct lo_place *place)
{
    for (size_t v = 0; v < verdict; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++) {
            const struct lo_finding *other = &subject->verdicts[v].findings[f];

            if (strcmp(other->id, finding->id) != 0 || !is_told(other))
                continue;
            for (size_t p = 0; p < other->place_count; p++)
                if (other->places[p].start_s == place->start_s &&
                    other->places[p].channel == place->channel)
                    return true;
        }
    return false;
}

/* "WARN true-peak 0.68 dBTP R" */
static void put_label(struct lo_buf *out, const struct lo_judged *subject,
                      const struct marker *marker)
{
    const struct lo_place *place = marker->place;
    const char *channel =
        lo_words_channel(place->channel, lo_words_channels(subject->doc));

    lo_buf_printf(out, "%s %s", lo_mark_finding(marker->finding).word,
                  marker->finding->id);
    if (place->has_value) {
        lo_buf_putc(out, ' ');
        lo_words_reading(out, place->value, place->unit);
    }
    if (channel[0])
        lo_buf_printf(out, " %s", channel);
}

static void put_reaper(struct writing *w, const struct marker *marker,
                       const char *label)
{
    double end_s = marker->place->start_s + marker->place->length_s;
    bool is_region = marker->place->length_s >= REGION_S;

    lo_buf_printf(w->out, "%c%zu,", is_region ? 'R' : 'M',
                  is_region ? ++w->regions : ++w->markers);
    lo_csv_text(w->out, label);
    lo_buf_putc(w->out, ',');
    lo_words_time(w->out, marker->place->start_s);
    lo_buf_putc(w->out, ',');
    if (is_region)
        lo_words_time(w->out, end_s);
    lo_buf_putc(w->out, ',');
    if (is_region)
        lo_words_time(w->out, marker->place->length_s);
    lo_buf_puts(w->out, "\n");
}

static void put_audacity(struct writing *w, const struct marker *marker,
                         const char *label)
{
    char start[LO_NUMBER_SIZE], end[LO_NUMBER_SIZE];

    lo_buf_printf(
        w->out, "%s\t%s\t%s\n", lo_number_fixed(start, marker->place->start_s, 6),
        lo_number_fixed(end, marker->place->start_s + marker->place->length_s, 6),
        label);
}

static void put_csv(struct writing *w, const struct marker *marker, const char *label)
{
    lo_csv_number(w->out, marker->place->start_s);
    lo_buf_putc(w->out, ',');
    lo_csv_number(w->out, marker->place->length_s);
    lo_buf_putc(w->out, ',');
    lo_csv_text(w->out, label);
    lo_buf_putc(w->out, ',');
    lo_csv_text(w->out, marker->finding->title);
    lo_buf_puts(w->out, "\r\n");
}

static void put_marker(struct writing *w, const struct marker *marker)
{
    struct lo_buf label = {0};

    put_label(&label, w->subject, marker);
    if (label.failed)
        w->out->failed = true;
    else if (w->kind == LO_MARKERS_REAPER)
        put_reaper(w, marker, label.text);
    else if (w->kind == LO_MARKERS_AUDACITY)
        put_audacity(w, marker, label.text);
    else
        put_csv(w, marker, label.text);
    lo_buf_fini(&label);
}

size_t lo_report_markers(struct lo_buf *out, const struct lo_judged *subject,
                         enum lo_markers kind)
{
    static const char *const heads[] = {
        [LO_MARKERS_REAPER] = "#,Name,Start,End,Length\n",
        [LO_MARKERS_AUDACITY] = "",
        [LO_MARKERS_CSV] = "start_s,length_s,label,title\r\n",
    };
    struct writing w = {.out = out, .kind = kind, .subject = subject};
    size_t written = 0;

    lo_buf_puts(out, heads[kind]);
    for (size_t v = 0; v < subject->count; v++)
        for (size_t f = 0; f < subject->verdicts[v].count; f++) {
            const struct lo_finding *finding = &subject->verdicts[v].findings[f];

            for (size_t p = 0; is_told(finding) && p < finding->place_count; p++) {
                struct marker marker = {&subject->verdicts[v], finding,
                                        &finding->places[p]};

                if (is_repeated(subject, v, finding, marker.place))
                    continue;
                put_marker(&w, &marker);
                written++;
            }
        }
    return written;
}
