/* Places of findings become numbered marks, and flags above the charts. */
#include "reports/html_private.h"

#include <stdlib.h>
#include <string.h>

/* Two flags of one lane are at least this part of the width apart, so that their numbers
 * can be told apart on a page of 1,000 pixels. */
static const double FLAG_WIDTH = 0.026;

enum { LANE_PX = 19, STRIP_PX = LO_PIN_LANES * LANE_PX };

static bool same_place(const struct lo_pin *pin, const struct lo_place *place)
{
    return pin->start_s == place->start_s && pin->channel == place->channel;
}

static void add_place(struct lo_subject_page *page, const struct lo_place *place,
                      size_t row)
{
    if (page->pin_count == LO_PINS_MAX || !(place->start_s >= 0) ||
        place->start_s > page->length_s)
        return;
    for (size_t i = 0; i < page->pin_count; i++)
        if (same_place(&page->pins[i], place))
            return; /* rows come gravest first: it has its grade */
    page->pins[page->pin_count++] = (struct lo_pin){.start_s = place->start_s,
                                                    .length_s = place->length_s,
                                                    .channel = place->channel,
                                                    .grade = page->rows[row].grade,
                                                    .row = row};
}

static int by_time(const void *a, const void *b)
{
    const struct lo_pin *left = a, *right = b;

    if (left->start_s != right->start_s)
        return left->start_s < right->start_s ? -1 : 1;
    return left->channel - right->channel;
}

static void place_flags(struct lo_subject_page *page)
{
    double taken[LO_PIN_LANES] = {-1, -1, -1};

    for (size_t i = 0; i < page->pin_count; i++) {
        struct lo_pin *pin = &page->pins[i];
        double at = pin->start_s / page->length_s;

        pin->lane = 0;
        while (pin->lane < LO_PIN_LANES && taken[pin->lane] > at - FLAG_WIDTH)
            pin->lane++;
        if (pin->lane < LO_PIN_LANES)
            taken[pin->lane] = at;
    }
}

bool lo_page_make_pins(struct lo_subject_page *page)
{
    if (page->columns == 0)
        return true; /* no charts, so nothing to mark */
    page->pins = lo_arena_alloc(&page->arena, LO_PINS_MAX, sizeof *page->pins);
    if (!page->pins)
        return false;
    for (size_t i = 0; i < page->row_count; i++)
        for (size_t j = 0; page->rows[i].grade <= LO_GRADE_WAIVED &&
                           j < page->rows[i].finding->place_count;
             j++)
            add_place(page, &page->rows[i].finding->places[j], i);
    qsort(page->pins, page->pin_count, sizeof *page->pins, by_time);
    place_flags(page);
    return true;
}

unsigned lo_page_pin_of(const struct lo_subject_page *page,
                        const struct lo_place *place)
{
    for (size_t i = 0; i < page->pin_count; i++)
        if (same_place(&page->pins[i], place))
            return (unsigned)i + 1;
    return 0;
}

static void put_flag(const struct lo_subject_page *page, size_t i)
{
    const struct lo_pin *pin = &page->pins[i];
    const struct lo_finding *finding = page->rows[pin->row].finding;
    struct lo_badge badge = lo_grade_badge(pin->grade);
    bool is_crowded = pin->lane == LO_PIN_LANES;
    struct lo_buf *out = page->out;
    unsigned width_px = i + 1 < 10 ? 16 : i + 1 < 100 ? 22 : 28;

    lo_buf_printf(out, "<svg class=\"flag %s%s\" id=\"s%u-m%zu\" x=\"", badge.class,
                  is_crowded ? " crowded" : "", page->number, i + 1);
    lo_put_number(out, 100 * pin->start_s / page->length_s, 3);
    lo_buf_printf(out, "%%\" y=\"%u\"><a href=\"#s%u-r%zu\" aria-label=\"",
                  is_crowded ? 0 : pin->lane * LANE_PX, page->number, pin->row + 1);
    lo_buf_printf(out, "%zu, %s at ", i + 1, badge.word);
    lo_put_time(out, pin->start_s, 3);
    lo_buf_puts(out, ": ");
    lo_escape_svg(out, finding->title ? finding->title : finding->id);
    lo_buf_printf(out,
                  "\"><line y1=\"0\" y2=\"%u\"/><rect x=\"-%u\" width=\"%u\" "
                  "height=\"16\" rx=\"3\"/><text y=\"12\">%zu</text></a></svg>",
                  STRIP_PX - (is_crowded ? 0 : pin->lane * LANE_PX), width_px / 2,
                  width_px, i + 1);
}

void lo_page_flags(struct lo_subject_page *page)
{
    struct lo_buf *out = page->out;

    if (page->pin_count == 0)
        return;
    lo_buf_printf(
        out,
        "<div class=\"flagrow\"><svg class=\"flags\" role=\"group\" height=\"%d\" "
        "aria-labelledby=\"s%u-flags-t s%u-flags-d\">"
        "<title id=\"s%u-flags-t\">Places of findings</title>"
        "<desc id=\"s%u-flags-d\">%zu numbered place%s along the time of the "
        "charts below; each links to its rule.</desc>",
        STRIP_PX, page->number, page->number, page->number, page->number,
        page->pin_count, page->pin_count == 1 ? "" : "s");
    for (size_t i = 0; i < page->pin_count; i++)
        put_flag(page, i);
    lo_buf_puts(out, "</svg></div>");
}
