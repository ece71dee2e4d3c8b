#include "reports/html_private.h"
#include "reports/words.h"

#include <math.h>
#include <string.h>

/* Longer texts of strangers are cut: a tag of a megabyte must not make the page one. */
enum { UNTRUSTED_BYTES = 1500 };

struct lo_badge lo_grade_badge(enum lo_grade grade)
{
    static const struct lo_badge badges[] = {
        [LO_GRADE_FAIL] = {"✗", "fail", "fail"},
        [LO_GRADE_UNKNOWN] = {"?", "not measured", "fail"},
        [LO_GRADE_WARN] = {"▲", "warning", "warn"},
        [LO_GRADE_NOTE] = {"●", "note", "note"},
        [LO_GRADE_WAIVED] = {"◇", "waived", "note"},
        [LO_GRADE_OPEN] = {"?", "not measured", "none"},
        [LO_GRADE_PASS] = {"✓", "pass", "pass"},
        [LO_GRADE_NONE] = {"○", "not applicable", "none"},
    };

    return badges[grade];
}

struct lo_badge lo_acceptance_badge(enum lo_acceptance acceptance)
{
    static const struct lo_badge badges[] = {
        [LO_ACCEPTED] = {"✓", "Accepted", "pass"},
        [LO_ACCEPTED_WITH_WARNINGS] = {"▲", "Accepted with warnings", "warn"},
        [LO_REJECTED] = {"✗", "Rejected", "fail"},
        [LO_NOT_ANALYSED] = {"?", "Not analysed", "unknown"},
    };

    return badges[acceptance];
}

void lo_put_badge(struct lo_buf *out, struct lo_badge badge)
{
    lo_buf_printf(out,
                  "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> "
                  "%s</span>",
                  badge.class, badge.symbol, badge.word);
}

void lo_put_untrusted(struct lo_buf *out, const char *text)
{
    char cut[UNTRUSTED_BYTES + 1];
    size_t length = strlen(text);

    lo_buf_puts(out, "<bdi>");
    if (length <= UNTRUSTED_BYTES) {
        lo_escape_html(out, text);
    } else {
        size_t kept = UNTRUSTED_BYTES;

        while (kept > 0 && (text[kept] & 0xC0) == 0x80)
            kept--; /* not in the middle of a character */
        memcpy(cut, text, kept);
        cut[kept] = '\0';
        lo_escape_html(out, cut);
        lo_buf_printf(out, "…</bdi> (%zu bytes more)", length - kept);
        return;
    }
    lo_buf_puts(out, "</bdi>");
}

void lo_put_prose(struct lo_buf *out, const char *text)
{
    static const char space[] = " \t\r\n";

    text += strspn(text, space);
    while (*text) {
        char word[256];
        size_t length = strcspn(text, space);
        size_t taken = length < sizeof word ? length : sizeof word - 1;

        while (taken < length && taken > 0 && (text[taken] & 0xC0) == 0x80)
            taken--;
        if (taken == 0) /* not UTF-8 at all: the escaper will say so */
            taken = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, taken);
        word[taken] = '\0';
        lo_escape_html(out, word);
        text += taken;
        if (text[0] && strchr(space, text[0])) {
            text += strspn(text, space);
            if (*text)
                lo_buf_putc(out, ' ');
        }
    }
}

void lo_put_value(struct lo_buf *out, double value, int decimals)
{
    static const double halves[] = {0.5, 0.05, 0.005, 5e-4, 5e-5, 5e-6, 5e-7};

    if (value <= -halves[decimals] || (value < 0 && !isfinite(value))) {
        lo_buf_puts(out, "−");
        value = -value;
    }
    if (isinf(value))
        lo_buf_puts(out, "∞");
    else
        lo_put_number(out, value, decimals);
}

int lo_usual_decimals(enum lo_unit unit)
{
    switch (unit) {
    case LO_UNIT_DBTP:
    case LO_UNIT_DBFS:
    case LO_UNIT_NONE:
    case LO_UNIT_MIN:
        return 2;
    case LO_UNIT_S:
        return 3;
    case LO_UNIT_SAMPLES:
        return 0;
    default:
        return lo_unit_decimals(unit) > 0 ? 1 : 0;
    }
}

int lo_enough_decimals(double value, enum lo_unit unit)
{
    int decimals = lo_usual_decimals(unit) > 0 && unit != LO_UNIT_HZ ? 1 : 0;
    double scale = pow(10, decimals);

    while (decimals < lo_unit_decimals(unit) &&
           fabs(round(value * scale) / scale - value) > 1e-9) {
        decimals++;
        scale *= 10;
    }
    return decimals;
}

void lo_put_measure(struct lo_buf *out, double value, enum lo_unit unit, int decimals)
{
    struct lo_buf name = {0};

    lo_put_value(out, value, decimals < 0 ? lo_enough_decimals(value, unit) : decimals);
    if (unit == LO_UNIT_NONE || unit == LO_UNIT_COUNT)
        return;
    lo_buf_puts(out, "\xC2\xA0"); /* the unit stays on the line of its number */
    lo_words_unit(&name, value, unit);
    lo_escape_html(out, name.text ? name.text : "");
    out->failed = out->failed || name.failed;
    lo_buf_fini(&name);
}

const char *lo_difference_unit(enum lo_unit unit)
{
    switch (unit) {
    case LO_UNIT_DBFS:
    case LO_UNIT_DBTP:
        return lo_unit_name(LO_UNIT_DB);
    case LO_UNIT_LUFS:
        return lo_unit_name(LO_UNIT_LU);
    case LO_UNIT_COUNT:
        return "";
    default:
        return lo_unit_name(unit);
    }
}

const char *lo_common_name(const char *term)
{
    static const struct {
        const char *term, *name;
    } names[] = {
        {"loudness.integrated", "integrated loudness"},
        {"loudness.range", "loudness range"},
        {"loudness.momentary_max", "momentary loudness"},
        {"loudness.short_term_max", "short-term loudness"},
        {"peak.true", "true peak"},
        {"peak.sample", "sample peak"},
        {"peak.overs", "inter-sample overs"},
        {"dynamics.plr", "peak-to-loudness ratio"},
        {"dynamics.psr_min", "peak-to-short-term ratio"},
        {"dynamics.dr", "DR"},
        {"clip.runs", "clipped runs"},
        {"click.count", "clicks"},
        {"dropout.count", "dropouts"},
        {"dc.offset", "DC offset"},
        {"stereo.correlation", "correlation"},
        {"stereo.correlation_min", "lowest correlation"},
        {"file.sample_rate", "sample rate"},
        {"file.bits", "bit depth"},
        {"file.container", "container"},
        {"file.channels", "channels"},
        {"file.duration", "duration"},
        {"silence.head", "silence at the head"},
        {"silence.tail", "silence at the tail"},
    };

    for (size_t i = 0; term && i < LO_COUNT(names); i++)
        if (strcmp(term, names[i].term) == 0)
            return names[i].name;
    return NULL;
}

void lo_put_channel(struct lo_buf *out, int channel, unsigned channels)
{
    if (channels == 2 && channel <= 1)
        lo_buf_puts(out, channel == 0 ? "left" : "right");
    else if (channels == 1)
        lo_buf_puts(out, "mono");
    else
        lo_buf_printf(out, "channel %d", channel + 1);
}

const struct lo_quantity *lo_measured(const struct lo_doc *doc, const char *id)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    return quantity && quantity->state == LO_MEASURED ? quantity : NULL;
}

const char *lo_fact_text(const struct lo_doc *doc, const char *id)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);

    return fact && fact->type == LO_FACT_TEXT && fact->text[0] ? fact->text : NULL;
}
