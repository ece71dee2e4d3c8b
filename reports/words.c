#include "reports/words.h"

#include "analyzer/base/number.h"

#include <math.h>
#include <string.h>

struct lo_mark lo_mark_acceptance(enum lo_acceptance acceptance)
{
    static const struct lo_mark marks[] = {
        [LO_ACCEPTED] = {"✓", "PASS"},
        [LO_ACCEPTED_WITH_WARNINGS] = {"▲", "WARN"},
        [LO_REJECTED] = {"✗", "FAIL"},
        [LO_NOT_ANALYSED] = {"?", "NOT ANALYSED"},
    };

    return marks[acceptance];
}

enum lo_finding_group lo_finding_group(const struct lo_finding *finding)
{
    static const enum lo_finding_group failed[] = {
        [LO_NOTE] = LO_GROUP_NOTES,
        [LO_WARNING] = LO_GROUP_WARNINGS,
        [LO_ERROR] = LO_GROUP_ERRORS,
    };

    switch (finding->outcome) {
    case LO_FAILED:
        return failed[finding->severity];
    case LO_NOT_MEASURED:
        return finding->severity == LO_ERROR ? LO_GROUP_ERRORS : LO_GROUP_NOT_MEASURED;
    case LO_WAIVED:
        return LO_GROUP_WAIVED;
    case LO_NOT_APPLICABLE:
        return LO_GROUP_NOT_APPLICABLE;
    case LO_PASSED:
        break;
    }
    return LO_GROUP_PASSED;
}

struct lo_mark lo_mark_finding(const struct lo_finding *finding)
{
    static const struct lo_mark marks[LO_GROUPS] = {
        [LO_GROUP_ERRORS] = {"✗", "FAIL"},
        [LO_GROUP_WARNINGS] = {"▲", "WARN"},
        [LO_GROUP_NOTES] = {"●", "NOTE"},
        [LO_GROUP_NOT_MEASURED] = {"?", "NOT MEASURED"},
        [LO_GROUP_WAIVED] = {"◇", "WAIVED"},
        [LO_GROUP_NOT_APPLICABLE] = {"○", "N/A"},
        [LO_GROUP_PASSED] = {"✓", "PASS"},
    };

    if (finding->outcome == LO_NOT_MEASURED)
        return marks[LO_GROUP_NOT_MEASURED];
    return marks[lo_finding_group(finding)];
}

void lo_words_time(struct lo_buf *out, double seconds)
{
    /* Beyond 10^12 s, thirty thousand years, there is no such time. */
    long long ms = llround(fmin(fmax(fabs(seconds), 0), 1e12) * 1000);
    long long s = ms / 1000;

    if (seconds < 0 && ms > 0)
        lo_buf_putc(out, '-');
    if (s >= 3600)
        lo_buf_printf(out, "%lld:%02lld:%02lld.%03lld", s / 3600, s / 60 % 60, s % 60,
                      ms % 1000);
    else
        lo_buf_printf(out, "%lld:%02lld.%03lld", s / 60, s % 60, ms % 1000);
}

/* text with zeros cut from its end until least decimals are left. */
static void trim_zeros(char *text, size_t least)
{
    char *point = strchr(text, '.');
    size_t length = strlen(text);

    if (!point)
        return;
    while (strlen(point + 1) > least && text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[length - 1] = '\0';
}

/* Levels keep decimals, "-1.0 dBTP", as meters show them. */
static bool is_level(enum lo_unit unit)
{
    return unit == LO_UNIT_DB || unit == LO_UNIT_DBFS || unit == LO_UNIT_DBTP ||
           unit == LO_UNIT_LUFS || unit == LO_UNIT_LU;
}

/* Decimals that people use: two, or three for ratios and seconds. */
static int decimals_of(enum lo_unit unit)
{
    int most = unit == LO_UNIT_NONE || unit == LO_UNIT_S ? 3 : 2;
    int decimals = lo_unit_decimals(unit);

    return decimals < most ? decimals : most;
}

enum { ROUNDING_DECIMALS = 9 };

/* least_level: decimals that a level keeps. Halves go away from zero, as on paper: values
 * have three decimals, and 1.085 may be held as a little less. */
static void put_number(struct lo_buf *out, double value, enum lo_unit unit,
                       size_t least_level)
{
    char text[LO_NUMBER_SIZE];
    double shown = fabs(value);
    int decimals = decimals_of(unit);

    /* A value that is not nothing is not shown as nothing. */
    while (shown > 0 && shown < 0.5 * pow(10, -decimals) &&
           decimals < ROUNDING_DECIMALS)
        decimals++;
    if (value == floor(value) && shown >= 1000 && shown < 1e15) {
        lo_buf_puts(out, lo_number_grouped(text, (long long)value));
        return;
    }
    lo_number_fixed(text, value + copysign(pow(10, -ROUNDING_DECIMALS - 1), value),
                    decimals);
    trim_zeros(text, is_level(unit) ? least_level : 0);
    lo_buf_puts(out, text);
}

static bool is_plural(enum lo_unit unit)
{
    return unit == LO_UNIT_FRAMES || unit == LO_UNIT_SAMPLES ||
           unit == LO_UNIT_CHANNELS || unit == LO_UNIT_BITS || unit == LO_UNIT_BYTES;
}

void lo_words_unit(struct lo_buf *out, double value, enum lo_unit unit)
{
    const char *name = unit == LO_UNIT_COUNT ? "" : lo_unit_name(unit);
    bool is_one = fabs(value) == 1 && is_plural(unit);

    lo_buf_add(out, name, strlen(name) - is_one);
}

static void put_value(struct lo_buf *out, double value, enum lo_unit unit,
                      size_t least_level)
{
    if (!isfinite(value)) {
        lo_buf_puts(out, value < 0 ? "nothing there" : "no number");
        return;
    }
    if (unit == LO_UNIT_HZ && fabs(value) >= 1000) {
        put_number(out, value / 1000, LO_UNIT_NONE, 0);
        lo_buf_puts(out, " kHz");
        return;
    }
    put_number(out, value, unit, least_level);
    if (unit == LO_UNIT_COUNT || !lo_unit_name(unit)[0])
        return;
    lo_buf_putc(out, ' ');
    lo_words_unit(out, value, unit);
}

void lo_words_value(struct lo_buf *out, double value, enum lo_unit unit)
{
    put_value(out, value, unit, 1);
}

void lo_words_reading(struct lo_buf *out, double value, enum lo_unit unit)
{
    put_value(out, value, unit, 2);
}

void lo_words_measured(struct lo_buf *out, const struct lo_finding *finding)
{
    if (finding->is_below)
        lo_buf_puts(out, "nothing there");
    else if (finding->has_measured)
        lo_words_reading(out, finding->measured, finding->unit);
}

void lo_words_limit(struct lo_buf *out, const struct lo_finding *finding)
{
    if (finding->has_min && finding->has_max && finding->min == finding->max) {
        lo_buf_puts(out, "exactly ");
        lo_words_value(out, finding->max, finding->unit);
    } else if (finding->has_min && finding->has_max) {
        lo_words_value(out, finding->min, finding->unit);
        lo_buf_puts(out, " to ");
        lo_words_value(out, finding->max, finding->unit);
    } else if (finding->has_min || finding->has_max) {
        lo_buf_puts(out, finding->has_max ? "at most " : "at least ");
        lo_words_value(out, finding->has_max ? finding->max : finding->min,
                       finding->unit);
    }
}

const char *lo_words_channel(int channel, unsigned channels)
{
    static const char *const numbered[LO_MAX_CHANNELS] = {
        "ch 1", "ch 2", "ch 3", "ch 4", "ch 5", "ch 6", "ch 7", "ch 8"};

    if (channel < 0 || channel >= LO_MAX_CHANNELS || channels == 1)
        return "";
    if (channel < 2 && channels <= 2)
        return channel == 0 ? "L" : "R";
    return numbered[channel];
}

/* The measured value of a quantity, or 0. */
static double number_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_quantity *quantity = lo_doc_quantity(doc, id);

    return quantity && quantity->state == LO_MEASURED ? quantity->value : 0;
}

unsigned lo_words_channels(const struct lo_doc *doc)
{
    double channels = number_of(doc, "file.channels");

    return channels >= 1 && channels <= 65535 ? (unsigned)channels : 0;
}

static void add_part(struct lo_buf *out, size_t start, const char *text)
{
    if (out->length > start)
        lo_buf_puts(out, ", ");
    lo_buf_puts(out, text);
}

void lo_words_format(struct lo_buf *out, const struct lo_doc *doc)
{
    const struct lo_fact *container = lo_doc_fact(doc, "file.container");
    const struct lo_fact *format = lo_doc_fact(doc, "file.sample_format");
    double bits = number_of(doc, "file.bits"),
           rate_hz = number_of(doc, "file.sample_rate");
    double duration_s = number_of(doc, "file.duration");
    unsigned channels = lo_words_channels(doc);
    size_t start = out->length;

    if (container && container->type == LO_FACT_TEXT)
        add_part(out, start, container->text);
    if (bits > 0) {
        add_part(out, start, "");
        lo_buf_printf(out, "%d-bit", (int)fmin(bits, 1e6));
        if (format && format->type == LO_FACT_TEXT && strstr(format->text, "float"))
            lo_buf_puts(out, " float");
    }
    if (rate_hz > 0) {
        add_part(out, start, "");
        lo_words_value(out, rate_hz, LO_UNIT_HZ);
    }
    if (channels == 1 || channels == 2)
        add_part(out, start, channels == 1 ? "mono" : "stereo");
    else if (channels > 2) {
        add_part(out, start, "");
        lo_buf_printf(out, "%u channels", channels);
    }
    if (duration_s > 0) {
        add_part(out, start, "");
        lo_words_time(out, duration_s);
    }
}

const char *lo_words_loudness(const struct lo_doc *doc)
{
    return lo_doc_subject(doc) == LO_RELEASE ? "release.album_loudness"
                                             : "loudness.integrated";
}

const char *lo_words_peak(const struct lo_doc *doc)
{
    return lo_doc_subject(doc) == LO_RELEASE ? "release.true_peak" : "peak.true";
}

/* Levels differ by dB, loudness by LU. */
static enum lo_unit difference_unit(enum lo_unit unit)
{
    if (unit == LO_UNIT_DBFS || unit == LO_UNIT_DBTP)
        return LO_UNIT_DB;
    return unit == LO_UNIT_LUFS ? LO_UNIT_LU : unit;
}

static bool is_over(const struct lo_finding *finding)
{
    return finding->has_max && !finding->is_below && finding->measured > finding->max;
}

/* A place that lasts is printed as a span. */
#define SPAN_LEAST_S 0.1

void lo_words_found(struct lo_buf *out, const struct lo_finding *finding)
{
    size_t before = out->length;

    lo_words_measured(out, finding);
    if (finding->has_min || finding->has_max) {
        lo_buf_puts(out, out->length > before ? "; " : "");
        lo_words_limit(out, finding);
    }
    if (finding->outcome == LO_FAILED && finding->has_excess &&
        finding->excess != finding->measured) {
        lo_buf_puts(out, ": ");
        lo_words_reading(out, finding->excess, difference_unit(finding->unit));
        lo_buf_puts(out, is_over(finding) ? " too much" : " too little");
    }
}

void lo_words_place(struct lo_buf *out, const struct lo_place *place, unsigned channels)
{
    const char *channel = lo_words_channel(place->channel, channels);

    lo_words_time(out, place->start_s);
    if (place->length_s >= SPAN_LEAST_S) {
        lo_buf_puts(out, "–");
        lo_words_time(out, place->start_s + place->length_s);
    }
    if (channel[0])
        lo_buf_printf(out, " %s", channel);
    if (place->has_value) {
        lo_buf_puts(out, " (");
        lo_words_reading(out, place->value, place->unit);
        lo_buf_puts(out, ")");
    }
}
