/* The text report: the figures that everybody asks for first. */
#include "reports/text_private.h"
#include "reports/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One figure; verify: the second opinion on it, without "verify."; brief: how it is called
 * on a line of many, NULL when it is not there. */
static const struct {
    const char *label, *id, *verify, *brief;
} figures[] = {
    {"Integrated", "loudness.integrated", "integrated", ""},
    {"as dual mono", "loudness.dual_mono", NULL, "dual mono"},
    {"Loudness range", "loudness.range", "range", "LRA"},
    {"Momentary max", "loudness.momentary_max", "momentary_max", NULL},
    {"Short-term max", "loudness.short_term_max", "short_term_max", NULL},
    {"True peak", "peak.true", "true_peak", ""},
    {"Sample peak", "peak.sample", "sample_peak", NULL},
    {"PLR", "dynamics.plr", NULL, "PLR"},
    {"PSR min", "dynamics.psr_min", NULL, NULL},
    {"Dynamic range", "dynamics.dr", NULL, ""},
    {"Correlation", "stereo.correlation", NULL, NULL},
    {"Effective bits", "bits.effective", NULL, NULL},
    {"Cuts at", "vinyl.level_max", NULL, "cuts at"},
    {"Side length", "vinyl.side_length", NULL, "side"},
    {"Disc use", "vinyl.disc_use", NULL, "disc use"},
    {"Tracks", "release.tracks", NULL, "tracks"},
    {"Duration", "release.duration", NULL, "duration"},
    {"Album loudness", "release.album_loudness", NULL, ""},
    {"Loudness spread", "release.loudness_spread", NULL, "spread"},
};

enum { FIGURES = sizeof figures / sizeof *figures };

enum { INDENT = 2, LABEL_COLUMNS = 17, NUMBER_COLUMNS = 7 };

static void put_value(struct lo_buf *out, const struct lo_quantity *quantity)
{
    if (quantity->state == LO_NOT_MEASURABLE)
        lo_buf_printf(out, "not measurable: %s", quantity->reason);
    else if (quantity->state == LO_BELOW)
        lo_buf_puts(out, "nothing there");
    else if (strcmp(quantity->id, "release.duration") == 0)
        lo_words_time(out, quantity->value);
    else
        lo_words_reading(out, quantity->value, quantity->unit);
}

/* The same with its number in a column. */
static void put_aligned(struct lo_buf *out, const struct lo_quantity *quantity)
{
    struct lo_buf value = {0};
    size_t number;

    put_value(&value, quantity);
    number = value.text ? strcspn(value.text, " ") : 0;
    if (quantity->state == LO_MEASURED)
        for (size_t i = number; i < NUMBER_COLUMNS; i++)
            lo_buf_puts(out, LO_KEPT_SPACE);
    lo_buf_add(out, value.text ? value.text : "", value.length);
    out->failed = out->failed || value.failed;
    lo_buf_fini(&value);
}

/* The value alone when its unit has been said. */
static void put_bare(struct lo_buf *out, double value, enum lo_unit unit)
{
    size_t start = out->length;
    char *space;

    lo_words_reading(out, value, unit);
    space = out->failed ? NULL : strchr(out->text + start, ' ');
    if (space && lo_unit_name(unit)[0] && value == value && value > -1e300) {
        *space = '\0';
        out->length = (size_t)(space - out->text);
    }
}

/* " (L -1.3, R -1.5)" when the channels differ. */
static void put_channels(struct lo_buf *out, const struct lo_quantity *quantity)
{
    bool differ = false;

    for (unsigned ch = 0; ch < quantity->channels; ch++)
        differ = differ || quantity->channel[ch] != quantity->channel[0];
    if (!differ || quantity->channels < 2)
        return;
    lo_buf_puts(out, " (");
    for (unsigned ch = 0; ch < quantity->channels; ch++) {
        lo_buf_printf(out, "%s%s ", ch ? ", " : "",
                      lo_words_channel((int)ch, quantity->channels));
        put_bare(out, quantity->channel[ch], quantity->unit);
    }
    lo_buf_puts(out, ")");
}

static const struct lo_quantity *second_opinion(const struct lo_doc *doc,
                                                const char *verify)
{
    char id[64];

    if (!verify)
        return NULL;
    snprintf(id, sizeof id, "verify.%s", verify);
    return lo_doc_quantity(doc, id);
}

static void put_line(struct lo_page *page, const char *label, struct lo_buf *value)
{
    unsigned columns = (unsigned)strlen(label);

    lo_page_spaces(page, INDENT);
    lo_page_put(page, LO_INK_FAINT, label);
    lo_page_spaces(page, columns < LABEL_COLUMNS ? LABEL_COLUMNS - columns : 1);
    lo_page_wrap(page, value->text ? value->text : "", INDENT + LABEL_COLUMNS,
                 INDENT + LABEL_COLUMNS);
    page->out->failed = page->out->failed || value->failed;
    lo_buf_fini(value);
}

static void put_figure(struct lo_page *page, const struct lo_doc *doc, size_t i)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, figures[i].id);
    const struct lo_quantity *second = second_opinion(doc, figures[i].verify);
    const struct lo_fact *limit = NULL;
    struct lo_buf value = {0};

    if (!quantity)
        return;
    put_aligned(&value, quantity);
    put_channels(&value, quantity);
    if (second) {
        lo_buf_puts(&value, "; libebur128: ");
        put_value(&value, second);
    }
    if (strcmp(quantity->id, "vinyl.level_max") == 0) {
        lo_buf_puts(&value, " re 0 VU");
        limit = lo_doc_fact(doc, "vinyl.level_limit");
    }
    if (limit && limit->type == LO_FACT_TEXT)
        lo_buf_printf(&value, ", limited by %s", limit->text);
    put_line(page, figures[i].label, &value);
}

/* Second opinions on what is not among the figures. */
static void put_other_opinions(struct lo_page *page, const struct lo_doc *doc)
{
    const struct lo_quantity *list;
    size_t count = lo_doc_quantities(doc, &list);

    for (size_t i = 0; i < count; i++) {
        struct lo_buf value = {0};
        bool is_shown = false;

        if (strncmp(list[i].id, "verify.", 7) != 0)
            continue;
        for (size_t f = 0; f < FIGURES; f++)
            is_shown =
                is_shown || (figures[f].verify && lo_doc_quantity(doc, figures[f].id) &&
                             strcmp(figures[f].verify, list[i].id + 7) == 0);
        if (is_shown)
            continue;
        put_aligned(&value, &list[i]);
        put_line(page, list[i].id, &value);
    }
}

/* "-14.2 LUFS · LRA 6.8 LU · -1.3 dBTP · PLR 12.9 dB · 9 DR". */
static void put_brief(struct lo_page *page, const struct lo_doc *doc)
{
    struct lo_buf line = {0};

    for (size_t i = 0; i < FIGURES; i++) {
        const struct lo_quantity *quantity = lo_doc_quantity(doc, figures[i].id);

        if (!quantity || !figures[i].brief || quantity->state == LO_NOT_MEASURABLE)
            continue;
        lo_buf_puts(&line, line.length ? " · " : "");
        if (figures[i].brief[0])
            lo_buf_printf(&line, "%s ", figures[i].brief);
        put_value(&line, quantity);
    }
    if (line.length > 0) {
        lo_page_spaces(page, LO_MARK_COLUMNS);
        lo_page_wrap(page, line.text, LO_MARK_COLUMNS, LO_MARK_COLUMNS);
    }
    page->out->failed = page->out->failed || line.failed;
    lo_buf_fini(&line);
}

void lo_text_figures(struct lo_text *text, const struct lo_doc *doc)
{
    if (text->compact) {
        put_brief(&text->page, doc);
        return;
    }
    for (size_t i = 0; i < FIGURES; i++)
        put_figure(&text->page, doc, i);
    put_other_opinions(&text->page, doc);
}
