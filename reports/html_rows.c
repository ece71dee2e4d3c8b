#include "reports/html_private.h"

#include <stdlib.h>
#include <string.h>

enum lo_grade lo_finding_grade(const struct lo_finding *finding)
{
    static const enum lo_grade failed[] = {[LO_NOTE] = LO_GRADE_NOTE,
                                           [LO_WARNING] = LO_GRADE_WARN,
                                           [LO_ERROR] = LO_GRADE_FAIL};

    switch (finding->outcome) {
    case LO_FAILED:
        return failed[finding->severity];
    case LO_NOT_MEASURED:
        return finding->severity == LO_ERROR ? LO_GRADE_UNKNOWN : LO_GRADE_OPEN;
    case LO_WAIVED:
        return LO_GRADE_WAIVED;
    case LO_NOT_APPLICABLE:
        return LO_GRADE_NONE;
    case LO_PASSED:
        break;
    }
    return LO_GRADE_PASS;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_source(const struct lo_source *a, const struct lo_source *b)
{
    return a == b ||
           (a && b && same_text(a->title, b->title) &&
            same_text(a->publisher, b->publisher) && same_text(a->url, b->url) &&
            same_text(a->seen, b->seen) && a->confidence == b->confidence);
}

/* The numbers of both follow from the same document, so equal limits on the same term have
 * equal results. */
static bool same_limit(const struct lo_finding *a, const struct lo_finding *b)
{
    return a->unit == b->unit && a->has_min == b->has_min && a->has_max == b->has_max &&
           (!a->has_min || a->min == b->min) && (!a->has_max || a->max == b->max) &&
           a->has_measured == b->has_measured &&
           (!a->has_measured || a->measured == b->measured);
}

static bool same_finding(const struct lo_finding *a, const struct lo_finding *b)
{
    return a->severity == b->severity && a->outcome == b->outcome &&
           same_text(a->id, b->id) && same_limit(a, b) && same_text(a->term, b->term) &&
           same_text(a->title, b->title) && same_text(a->detail, b->detail) &&
           same_text(a->why, b->why) && same_text(a->advice, b->advice) &&
           same_source(a->source, b->source) &&
           same_text(a->correction.with, b->correction.with) &&
           same_text(a->correction.to, b->correction.to) &&
           same_text(a->correction.at_most, b->correction.at_most) &&
           same_text(a->correction.refused, b->correction.refused) &&
           same_text(a->waived_by, b->waived_by) &&
           same_text(a->waived_reason, b->waived_reason);
}

static struct lo_row *row_of(struct lo_subject_page *page,
                             const struct lo_finding *finding)
{
    for (size_t i = 0; i < page->row_count; i++)
        if (same_finding(page->rows[i].finding, finding))
            return &page->rows[i];
    return NULL;
}

static bool add_finding(struct lo_subject_page *page, const struct lo_finding *finding,
                        const struct lo_spec_info *spec)
{
    struct lo_row *row = row_of(page, finding);

    if (!row) {
        row = &page->rows[page->row_count];
        *row = (struct lo_row){.finding = finding, .grade = lo_finding_grade(finding)};
        row->specs =
            lo_arena_alloc(&page->arena, page->judged->count, sizeof *row->specs);
        if (!row->specs)
            return false;
        page->row_count++;
    }
    /* A spec with two equal rules is named once. */
    if (row->spec_count == 0 || row->specs[row->spec_count - 1] != spec)
        row->specs[row->spec_count++] = spec;
    return true;
}

/* By grade; within one, as they came, which `specs` keeps: rows are made in that order. */
static void sort_rows(struct lo_subject_page *page, struct lo_row *sorted)
{
    size_t count = 0;

    for (int grade = 0; grade < LO_GRADE_TOTAL; grade++)
        for (size_t i = 0; i < page->row_count; i++)
            if (page->rows[i].grade == (enum lo_grade)grade)
                sorted[count++] = page->rows[i];
    page->rows = sorted;
}

bool lo_page_make_rows(struct lo_subject_page *page)
{
    const struct lo_judged *judged = page->judged;
    struct lo_row *sorted;
    size_t total = 0;

    for (size_t i = 0; i < judged->count; i++)
        total += judged->verdicts[i].count;
    page->rows = lo_arena_alloc(&page->arena, total + 1, sizeof *page->rows);
    sorted = lo_arena_alloc(&page->arena, total + 1, sizeof *sorted);
    if (!page->rows || !sorted)
        return false;
    for (size_t i = 0; i < judged->count; i++)
        for (size_t j = 0; j < judged->verdicts[i].count; j++)
            if (!add_finding(page, &judged->verdicts[i].findings[j],
                             &judged->verdicts[i].spec))
                return false;
    sort_rows(page, sorted);
    return true;
}

size_t lo_page_count_rows(const struct lo_subject_page *page, enum lo_grade from,
                          enum lo_grade to)
{
    size_t count = 0;

    for (size_t i = 0; i < page->row_count; i++)
        count += page->rows[i].grade >= from && page->rows[i].grade <= to;
    return count;
}
