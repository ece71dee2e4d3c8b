/* References: [leadout:corrections] docs/decisions.md: the names and what bounds them. */
#include "rules/correct.h"
#include "analyzer/base/number.h"

#include "rules/loading.h"
#include "rules/text.h"

#include <math.h>
#include <string.h>

/* In the order in which a chain applies them. */
const struct lo_cure lo_cures[] = {
    {"dc-removal", LO_UNIT_DBFS, LO_UNIT_TOTAL, "takes out the offset"},
    {"high-pass", LO_UNIT_HZ, LO_UNIT_TOTAL, "takes out what lies below"},
    {"low-pass", LO_UNIT_HZ, LO_UNIT_TOTAL, "takes out what lies above"},
    {"elliptic", LO_UNIT_HZ, LO_UNIT_TOTAL, "makes the bass mono below"},
    {"de-esser", LO_UNIT_DB, LO_UNIT_DB, "turns sibilants down"},
    {"resample", LO_UNIT_HZ, LO_UNIT_TOTAL, "converts the sample rate"},
    {"gain", LO_UNIT_LUFS, LO_UNIT_DB, "turns the whole up or down to a loudness"},
    {"trim", LO_UNIT_DBTP, LO_UNIT_DB, "turns the whole down to a peak"},
    {"limiter", LO_UNIT_DBTP, LO_UNIT_DB, "holds peaks down"},
    {"fade-in", LO_UNIT_S, LO_UNIT_S, "fades the start in"},
    {"fade-out", LO_UNIT_S, LO_UNIT_S, "fades the end out"},
    {"cut-silence", LO_UNIT_S, LO_UNIT_S, "shortens silence at the ends"},
    {"pad", LO_UNIT_S, LO_UNIT_S, "adds digital silence"},
    {"dither", LO_UNIT_BITS, LO_UNIT_TOTAL, "rounds to fewer bits, with TPDF dither"},
    {"plain-pcm-header", LO_UNIT_TOTAL, LO_UNIT_TOTAL,
     "writes WAV as fmt (tag 0x0001) and data, and nothing else"},
    {"strip-tags", LO_UNIT_TOTAL, LO_UNIT_TOTAL, "leaves out embedded metadata"},
    {"write-tags", LO_UNIT_TOTAL, LO_UNIT_TOTAL, "writes the tags that are asked for"},
    {"refresh-loudness", LO_UNIT_TOTAL, LO_UNIT_TOTAL,
     "writes the measured loudness into bext"},
    {0},
};

bool lo_amount_parse(const char *text, struct lo_amount *amount)
{
    char number[LO_NUMBER_SIZE];
    size_t length = strcspn(text, " ");

    *amount = (struct lo_amount){.text = text, .unit = LO_UNIT_TOTAL};
    if (length >= sizeof number || text[length] == '\0')
        return false;
    memcpy(number, text, length);
    number[length] = '\0';
    if (lo_text_number(number, &amount->value))
        amount->unit = lo_unit_find(text + length + strspn(text + length, " "));
    return amount->unit != LO_UNIT_TOTAL;
}

bool lo_seconds_parse(const char *text, double *seconds)
{
    struct lo_amount amount;

    if (!lo_amount_parse(text, &amount))
        return false;
    if (amount.unit == LO_UNIT_MS)
        *seconds = amount.value / 1000.0;
    else if (amount.unit == LO_UNIT_MIN)
        *seconds = amount.value * 60.0;
    else if (amount.unit == LO_UNIT_S)
        *seconds = amount.value;
    else
        return false;
    return true;
}

static const struct lo_cure *find_cure(struct lo_loading *loading, struct lo_at at,
                                       const char *name)
{
    struct lo_nearest nearest = {.written = name};

    for (const struct lo_cure *cure = lo_cures; cure->name; cure++) {
        if (strcmp(cure->name, name) == 0)
            return cure;
        lo_nearest_offer(&nearest, cure->name);
    }
    lo_diagnose(loading->problems, at, "there is no correction '%.40s'%s", name,
                lo_nearest_hint(&nearest, loading->arena));
    return NULL;
}

static void make_to(struct lo_loading *loading, struct lo_at at,
                    struct lo_correct *correct)
{
    const struct lo_cure *cure = correct->cure;
    char number[LO_NUMBER_SIZE];

    if (cure->to == LO_UNIT_TOTAL)
        lo_diagnose(loading->problems, at, "'%s' takes no to", cure->name);
    else if (lo_text_number(correct->to_text, &correct->to.value))
        correct->to.is_set = true;
    else
        lo_diagnose(loading->problems, at, "to=\"%.40s\" is not a number (of %s)",
                    correct->to_text, lo_unit_name(cure->to));
    if (!correct->to.is_set)
        return;
    /* As short as it is exact: a saved report keeps the number, not how it was written. */
    correct->to_text =
        lo_arena_strdup(loading->arena, lo_number_exact(number, correct->to.value));
    loading->problems->failed |= correct->to_text == NULL;
}

static void make_bound(struct lo_loading *loading, struct lo_at at,
                       struct lo_correct *correct, const char *text)
{
    const struct lo_cure *cure = correct->cure;

    if (cure->most == LO_UNIT_TOTAL)
        lo_diagnose(loading->problems, at, "'%s' takes no at-most", cure->name);
    else if (!lo_amount_parse(text, &correct->at_most) ||
             correct->at_most.value < 0.0 || correct->at_most.unit != cure->most)
        lo_diagnose(loading->problems, at,
                    "at-most=\"%.40s\" is not a number and its unit, such as \"6 %s\"",
                    text, lo_unit_name(cure->most));
}

struct lo_correct lo_correct_make(struct lo_loading *loading,
                                  const struct lo_spec_file *file,
                                  const struct lo_xml_node *node)
{
    struct lo_correct correct = {0};
    struct lo_at at = lo_place_of(file, node);
    const char *with = lo_value(loading, file, node, "with");
    const char *at_most = lo_value(loading, file, node, "at-most");

    correct.to_text = lo_value(loading, file, node, "to");
    correct.cure = with ? find_cure(loading, at, with) : NULL;
    if (correct.cure && correct.to_text)
        make_to(loading, at, &correct);
    if (correct.cure && at_most)
        make_bound(loading, at, &correct, at_most);
    return correct;
}

/* Levels against full scale and differences between levels are the same decibels. */
static enum lo_unit family(enum lo_unit unit)
{
    switch (unit) {
    case LO_UNIT_DBFS:
    case LO_UNIT_DBTP:
    case LO_UNIT_LUFS:
    case LO_UNIT_LU:
        return LO_UNIT_DB;
    default:
        return unit;
    }
}

/* How much the correction would have to do, in the unit of its bound; false when the
 * finding does not say. To a target it goes all the way, else as far as the excess. */
static bool needed_amount(const struct lo_correct *correct,
                          const struct lo_finding *finding, double *needed)
{
    if (family(finding->unit) != family(correct->cure->most))
        return false;
    if (correct->to.is_set && finding->has_measured)
        *needed = fabs(finding->measured - correct->to.value);
    else if (finding->has_excess)
        *needed = finding->excess;
    else
        return false;
    return true;
}

int lo_correct_judge(const struct lo_correct *correct, struct lo_finding *finding,
                     struct lo_arena *arena)
{
    struct lo_correction *said = &finding->correction;
    enum lo_unit unit = correct->at_most.unit;
    const char *amount;
    double needed;

    if (!correct->cure)
        return 0;
    *said = (struct lo_correction){.with = correct->cure->name,
                                   .to = correct->to_text,
                                   .at_most = correct->at_most.text,
                                   .allowed = true};
    if (!correct->at_most.text || !needed_amount(correct, finding, &needed))
        return 0;
    needed = lo_unit_round(unit, needed);
    if (needed <= correct->at_most.value)
        return 0;
    said->allowed = false;
    amount = lo_text_measure(arena, needed, unit);
    if (amount)
        said->refused = lo_text_format(
            arena, "needs %s, more than the %s allowed: send it back to the mix",
            amount, correct->at_most.text);
    return said->refused ? 0 : -1;
}
