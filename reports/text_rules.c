/* The text report: findings. */
#include "analyzer/base/alloc.h"
#include "reports/text_private.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

/* Columns: the mark of a rule, its title and details, and what stands beside a label. */
enum { RULE_INDENT = 2, DETAIL_INDENT = 4, VALUE_INDENT = 14 };

/* Places that are printed of one rule; the JSON has more. */
enum { PLACES_FULL = 6, PLACES_COMPACT = 3 };

void lo_text_mark(struct lo_page *page, struct lo_mark mark, enum lo_ink ink)
{
    unsigned columns = lo_terminal_columns(mark.symbol, strlen(mark.symbol)) + 1 +
                       lo_terminal_columns(mark.word, strlen(mark.word));

    lo_page_ink(page, ink);
    lo_buf_printf(page->out, "%s %s", mark.symbol, mark.word);
    lo_page_plain(page);
    lo_page_spaces(page, columns < LO_MARK_COLUMNS ? LO_MARK_COLUMNS - columns : 1);
}

static enum lo_ink ink_of(const struct lo_finding *finding)
{
    static const enum lo_ink inks[LO_GROUPS] = {
        [LO_GROUP_ERRORS] = LO_INK_BAD,    [LO_GROUP_WARNINGS] = LO_INK_WARNING,
        [LO_GROUP_NOTES] = LO_INK_STRONG,  [LO_GROUP_NOT_MEASURED] = LO_INK_STRONG,
        [LO_GROUP_WAIVED] = LO_INK_STRONG, [LO_GROUP_NOT_APPLICABLE] = LO_INK_FAINT,
        [LO_GROUP_PASSED] = LO_INK_GOOD,
    };

    return inks[lo_finding_group(finding)];
}

/* "    label     text", wrapped beside the label. */
static void put_row(struct lo_page *page, const char *label, const char *value)
{
    lo_page_spaces(page, DETAIL_INDENT);
    lo_page_put(page, LO_INK_FAINT, label);
    lo_page_spaces(page, VALUE_INDENT - DETAIL_INDENT - (unsigned)strlen(label));
    lo_page_wrap(page, value, VALUE_INDENT, VALUE_INDENT);
}

/* The same from a buf, which is emptied; nothing when it holds nothing. */
static void put_row_of(struct lo_page *page, const char *label, struct lo_buf *value)
{
    if (value->length > 0)
        put_row(page, label, value->text);
    if (value->failed)
        page->out->failed = true;
    lo_buf_fini(value);
}

static void put_measured(struct lo_page *page, const struct lo_finding *finding)
{
    struct lo_buf value = {0};

    lo_words_found(&value, finding);
    put_row_of(page, "measured", &value);
}

/* The same in one piece, whatever the width of the line. */
static void put_place(struct lo_buf *out, const struct lo_place *place,
                      unsigned channels)
{
    struct lo_buf words = {0};

    lo_words_place(&words, place, channels);
    for (size_t i = 0; i < words.length; i++) {
        if (words.text[i] == ' ')
            lo_buf_puts(out, LO_KEPT_SPACE);
        else
            lo_buf_putc(out, words.text[i]);
    }
    out->failed = out->failed || words.failed;
    lo_buf_fini(&words);
}

static void put_places(struct lo_text *text, const struct lo_finding *finding,
                       unsigned channels)
{
    size_t most = text->compact ? PLACES_COMPACT : PLACES_FULL;
    size_t count = finding->place_count < most ? finding->place_count : most;
    int64_t total = finding->place_total;
    struct lo_buf value = {0};

    for (size_t i = 0; i < count; i++) {
        lo_buf_puts(&value, i ? ", " : "");
        put_place(&value, &finding->places[i], channels);
    }
    if (count > 0 && total > (int64_t)count) {
        lo_buf_puts(&value, ", and ");
        lo_words_value(&value, (double)(total - (int64_t)count), LO_UNIT_COUNT);
        lo_buf_puts(&value, " more");
    }
    put_row_of(&text->page, "where", &value);
}

static void add_part(struct lo_buf *out, const char *before, const char *part)
{
    if (part && part[0])
        lo_buf_printf(out, "%s%s", out->length ? before : "", part);
}

/* "Spotify: Audio file formats, https://…, read 2026-11-22, primary". */
static void put_source(struct lo_page *page, const struct lo_source *source)
{
    struct lo_buf value = {0};

    add_part(&value, "", source->publisher);
    add_part(&value, ": ", source->title);
    add_part(&value, ", ", source->url);
    add_part(&value, ", read ", source->seen);
    add_part(&value, ", ", lo_confidence_name(source->confidence));
    put_row_of(page, "source", &value);
}

static void put_correction(struct lo_page *page, const struct lo_finding *finding)
{
    const struct lo_correction *correction = &finding->correction;
    struct lo_buf value = {0};

    if (!correction->with || finding->outcome != LO_FAILED)
        return;
    lo_buf_puts(&value, correction->with);
    add_part(&value, " to ", correction->to);
    if (correction->at_most)
        lo_buf_printf(&value, ", by at most %s", correction->at_most);
    if (correction->allowed)
        lo_buf_puts(&value, ": allowed");
    else
        lo_buf_printf(&value, ": refused, %s",
                      correction->refused ? correction->refused
                                          : "not within the bound");
    put_row_of(page, "cure", &value);
}

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* True when the rule was explained before; remembers it. */
static bool is_explained(struct lo_explained *explained,
                         const struct lo_finding *finding)
{
    const struct lo_finding **grown;

    for (size_t i = 0; i < explained->count; i++) {
        const struct lo_finding *known = explained->list[i];

        if (strcmp(known->id, finding->id) == 0 &&
            is_same_text(known->why, finding->why) &&
            is_same_text(known->advice, finding->advice))
            return true;
    }
    if (explained->count == explained->size) {
        size_t size = explained->size ? explained->size * 2 : 32;

        grown = lo_realloc(explained->list, size, sizeof(const struct lo_finding *));
        if (!grown)
            return false; /* then it is explained twice */
        explained->list = grown;
        explained->size = size;
    }
    explained->list[explained->count++] = finding;
    return false;
}

static void put_explanation(struct lo_text *text, const struct lo_finding *finding)
{
    struct lo_page *page = &text->page;

    if (!finding->why && !finding->advice && !finding->source)
        return;
    if (is_explained(&text->explained, finding)) {
        put_row(page, "why", "as above");
        return;
    }
    if (finding->why)
        put_row(page, "why", finding->why);
    if (finding->advice)
        put_row(page, "advice", finding->advice);
    if (finding->source)
        put_source(page, finding->source);
}

static void put_waiver(struct lo_page *page, const struct lo_finding *finding)
{
    struct lo_buf value = {0};

    add_part(&value, "", finding->waived_by);
    add_part(&value, ": ", finding->waived_reason);
    put_row_of(page, "waived by", &value);
}

static void put_finding(struct lo_text *text, const struct lo_judged *subject,
                        const struct lo_finding *finding)
{
    struct lo_page *page = &text->page;
    struct lo_mark mark = lo_mark_finding(finding);
    unsigned column = RULE_INDENT + LO_MARK_COLUMNS;
    struct lo_buf title = {0};

    lo_page_spaces(page, RULE_INDENT);
    lo_text_mark(page, mark, ink_of(finding));
    if (strlen(mark.word) > strlen("WAIVED")) /* "NOT MEASURED" */
        column = RULE_INDENT + 2 + (unsigned)strlen(mark.word) + 1;
    lo_buf_printf(&title, "%s [%s]", finding->title ? finding->title : "rule",
                  finding->id);
    lo_page_wrap(page, title.text ? title.text : "", column, DETAIL_INDENT);
    page->out->failed = page->out->failed || title.failed;
    lo_buf_fini(&title);
    put_measured(page, finding);
    if (finding->detail) {
        lo_page_spaces(page, DETAIL_INDENT);
        lo_page_put(page, LO_INK_FAINT, "found");
        lo_page_spaces(page, VALUE_INDENT - DETAIL_INDENT - 5);
        lo_page_wrap_name(page, finding->detail, VALUE_INDENT, VALUE_INDENT);
    }
    if (finding->outcome == LO_WAIVED) {
        put_waiver(page, finding);
        return;
    }
    if (finding->outcome == LO_NOT_MEASURED && finding->severity == LO_ERROR)
        put_row(page, "so", "rejected, because an error rule could not be judged");
    put_places(text, finding, lo_words_channels(subject->doc));
    put_explanation(text, finding);
    put_correction(page, finding);
}

/* "✓ 12 passed, 2 not applicable". */
static void put_rest(struct lo_page *page, const size_t counts[LO_GROUPS])
{
    size_t passed = counts[LO_GROUP_PASSED], idle = counts[LO_GROUP_NOT_APPLICABLE];

    if (passed + idle == 0)
        return;
    lo_page_spaces(page, RULE_INDENT);
    if (passed) {
        lo_page_put(page, LO_INK_GOOD, "✓");
        lo_buf_printf(page->out, " %zu rule%s passed", passed, passed == 1 ? "" : "s");
    }
    if (idle) {
        lo_buf_puts(page->out, passed ? ", " : "");
        lo_page_put(page, LO_INK_FAINT, "○");
        lo_buf_printf(page->out, " %zu not applicable", idle);
    }
    lo_buf_putc(page->out, '\n');
}

/* "✗ FAIL  Spotify 2026.11: 3 of 5 rules fail"; the mark of an only verdict stands above. */
static void put_head(struct lo_text *text, const struct lo_verdict *verdict,
                     const size_t counts[LO_GROUPS], bool is_only)
{
    struct lo_page *page = &text->page;
    struct lo_buf head = {0};
    size_t failed = counts[LO_GROUP_ERRORS] + counts[LO_GROUP_WARNINGS];

    if (is_only)
        lo_page_spaces(page, LO_MARK_COLUMNS);
    else
        lo_text_mark(page, lo_mark_acceptance(verdict->acceptance),
                     lo_text_ink(verdict->acceptance));
    lo_buf_puts(&head, verdict->spec.title ? verdict->spec.title : verdict->spec.id);
    add_part(&head, " ", verdict->spec.version);
    if (failed)
        lo_buf_printf(&head, ": %zu of %zu rule%s %s", failed, verdict->count,
                      verdict->count == 1 ? "" : "s", failed == 1 ? "fails" : "fail");
    lo_page_wrap(page, head.text ? head.text : "", LO_MARK_COLUMNS, LO_MARK_COLUMNS);
    page->out->failed = page->out->failed || head.failed;
    lo_buf_fini(&head);
}

void lo_text_verdict(struct lo_text *text, const struct lo_judged *subject,
                     const struct lo_verdict *verdict)
{
    enum lo_finding_group last = text->quiet ? LO_GROUP_WARNINGS : LO_GROUP_WAIVED;
    size_t counts[LO_GROUPS] = {0};

    for (size_t i = 0; i < verdict->count; i++)
        counts[lo_finding_group(&verdict->findings[i])]++;
    if (text->quiet && counts[LO_GROUP_ERRORS] + counts[LO_GROUP_WARNINGS] == 0)
        return;
    put_head(text, verdict, counts, subject->count == 1);
    for (int group = 0; group <= (int)last; group++)
        for (size_t i = 0; i < verdict->count; i++)
            if ((int)lo_finding_group(&verdict->findings[i]) == group)
                put_finding(text, subject, &verdict->findings[i]);
    if (!text->quiet)
        put_rest(&text->page, counts);
}
