/* The conditions that look at a document: limit, fact, events, assert. */
#include "rules/loading.h"
#include "rules/text.h"

#include <string.h>

/* Every term of some kinds as a proposal. kinds: a set of bits 1 << kind. */
static const char *nearest_term(struct lo_loading *loading, const char *id,
                                unsigned kinds)
{
    struct lo_nearest nearest = {.written = id};

    for (size_t g = 0; g < loading->vocab->count; g++)
        for (const struct lo_term *term = loading->vocab->groups[g]; term->id; term++)
            if (kinds & 1U << term->kind)
                lo_nearest_offer(&nearest, term->id);
    return lo_nearest_hint(&nearest, loading->arena);
}

enum {
    QUANTITIES = 1U << LO_TERM_QUANTITY,
    FACTS = 1U << LO_TERM_TEXT | 1U << LO_TERM_FLAG | 1U << LO_TERM_LIST,
    EVENTS = 1U << LO_TERM_EVENT,
};

static void parse_bound(struct lo_loading *loading, struct lo_at at, const char *name,
                        const char *text, struct lo_bound *bound)
{
    if (!text)
        return;
    bound->is_set = lo_text_number(text, &bound->value);
    if (!bound->is_set)
        lo_diagnose(loading->problems, at, "%s=\"%.40s\" is not a number", name, text);
}

static void check_unit(struct lo_loading *loading, struct lo_at at,
                       const struct lo_term *term, const char *unit)
{
    const char *right = lo_unit_name(term->unit);

    if (!unit && term->unit != LO_UNIT_NONE)
        lo_diagnose(loading->problems, at, "%s is in %s: say unit=\"%s\"", term->id,
                    right, right);
    else if (unit && lo_unit_find(unit) != term->unit && term->unit == LO_UNIT_NONE)
        lo_diagnose(loading->problems, at, "%s has no unit, not %.20s", term->id, unit);
    else if (unit && lo_unit_find(unit) != term->unit)
        lo_diagnose(loading->problems, at, "%s is in %s, not %.20s", term->id, right,
                    unit);
}

void lo_limit_make(struct lo_loading *loading, const struct lo_spec_file *file,
                   const struct lo_xml_node *node, struct lo_condition *condition)
{
    struct lo_at at = condition->at;
    const struct lo_term *term;

    condition->id = lo_value(loading, file, node, "quantity");
    const char *min = lo_value(loading, file, node, "min");
    const char *max = lo_value(loading, file, node, "max");
    const char *unit = lo_value(loading, file, node, "unit");
    parse_bound(loading, at, "min", min, &condition->min);
    parse_bound(loading, at, "max", max, &condition->max);
    if (!condition->id)
        return;
    if (!min && !max)
        lo_diagnose(loading->problems, at, "<limit> needs a min or a max");
    term = lo_vocab_find(loading->vocab, LO_TERM_QUANTITY, condition->id);
    if (!term && lo_vocab_fact(loading->vocab, condition->id)) {
        lo_diagnose(loading->problems, at,
                    "%s is a fact, not a quantity: write <fact name=\"%s\" …/>",
                    condition->id, condition->id);
    } else if (!term) {
        lo_diagnose(loading->problems, at, "there is no quantity '%.80s'%s",
                    condition->id, nearest_term(loading, condition->id, QUANTITIES));
    } else {
        condition->unit = term->unit;
        check_unit(loading, at, term, unit);
        lo_need(loading, term->id);
    }
}

static const struct {
    const char *name;
    enum lo_fact_test test;
} tests[] = {
    {"is", LO_IS},           {"one-of", LO_ONE_OF}, {"matches", LO_MATCHES},
    {"present", LO_PRESENT}, {"absent", LO_ABSENT},
};

/* The one test of a fact; false when diagnosed. */
static bool find_test(struct lo_loading *loading, const struct lo_spec_file *file,
                      const struct lo_xml_node *node, struct lo_condition *condition)
{
    int found = 0;

    for (size_t i = 0; i < LO_COUNT(tests); i++) {
        const char *value = lo_value(loading, file, node, tests[i].name);

        if (!value)
            continue;
        found++;
        condition->test = tests[i].test;
        condition->expected = value;
    }
    if (found == 1)
        return true;
    lo_diagnose(loading->problems, condition->at,
                "<fact> needs one of is, one-of, matches, present and absent%s",
                found ? ", not several" : "");
    return false;
}

/* present="false" is absent="true". */
static void make_presence(struct lo_loading *loading, struct lo_condition *condition)
{
    bool is_true = strcmp(condition->expected, "true") == 0;
    bool wants_present = (condition->test == LO_PRESENT) == is_true;

    if (!is_true && strcmp(condition->expected, "false") != 0)
        lo_diagnose(
            loading->problems, condition->at, "%s=\"%.40s\" must be true or false",
            condition->test == LO_PRESENT ? "present" : "absent", condition->expected);
    condition->test = wants_present ? LO_PRESENT : LO_ABSENT;
}

static void make_pattern(struct lo_loading *loading, const struct lo_term *term,
                         struct lo_condition *condition)
{
    const char *text = condition->expected;
    size_t length = strlen(text);
    char reason[LO_XML_REASON_MAX];

    if (condition->is_quantity || term->kind == LO_TERM_FLAG) {
        lo_diagnose(loading->problems, condition->at,
                    "%s is no text: matches does not apply", condition->id);
        return;
    }
    /* Both would be plain characters, which nobody means. */
    if (text[0] == '^' ||
        (length > 1 && text[length - 1] == '$' && text[length - 2] != '\\')) {
        lo_diagnose(loading->problems, condition->at,
                    "a pattern matches the whole text: leave out ^ and $");
        return;
    }
    condition->pattern = lo_pattern_new(text, reason);
    if (condition->pattern)
        lo_own(loading, condition->pattern, NULL);
    else if (reason[0])
        lo_diagnose(loading->problems, condition->at, "matches: bad pattern: %s",
                    reason);
    else
        loading->problems->failed = true;
}

static void make_numbers(struct lo_loading *loading, struct lo_condition *condition)
{
    double *numbers =
        lo_arena_alloc(loading->arena, condition->word_count + 1, sizeof *numbers);

    condition->numbers = numbers;
    loading->problems->failed |= numbers == NULL;
    for (size_t i = 0; numbers && i < condition->word_count; i++)
        if (!lo_text_number(condition->words[i], &numbers[i]))
            lo_diagnose(loading->problems, condition->at,
                        "%s is a number, and '%.40s' is none", condition->id,
                        condition->words[i]);
}

/* is and one-of: the words that are right. */
static void make_words(struct lo_loading *loading, const struct lo_term *term,
                       struct lo_condition *condition)
{
    const char **words;

    if (condition->test == LO_ONE_OF) {
        words =
            lo_text_words(loading->arena, condition->expected, &condition->word_count);
    } else {
        words = lo_arena_copy(loading->arena, &condition->expected, 1, sizeof *words);
        condition->word_count = 1;
    }
    condition->words = words;
    if (!words) {
        condition->word_count = 0;
        loading->problems->failed = true;
        return;
    }
    if (condition->word_count == 0)
        lo_diagnose(loading->problems, condition->at, "one-of is empty");
    if (condition->is_quantity)
        make_numbers(loading, condition);
    for (size_t i = 0; term->kind == LO_TERM_FLAG && i < condition->word_count; i++)
        if (strcmp(words[i], "true") != 0 && strcmp(words[i], "false") != 0)
            lo_diagnose(loading->problems, condition->at,
                        "%s is a flag: say true or false, not '%.40s'", term->id,
                        words[i]);
}

void lo_fact_make(struct lo_loading *loading, const struct lo_spec_file *file,
                  const struct lo_xml_node *node, struct lo_condition *condition)
{
    const struct lo_term *term;
    bool has_test = find_test(loading, file, node, condition);

    condition->id = lo_value(loading, file, node, "name");
    if (!condition->id)
        return;
    term = lo_vocab_fact(loading->vocab, condition->id);
    if (!term) {
        term = lo_vocab_find(loading->vocab, LO_TERM_QUANTITY, condition->id);
        condition->is_quantity = term != NULL;
    }
    if (!term) {
        lo_diagnose(loading->problems, condition->at, "there is no fact '%.80s'%s",
                    condition->id,
                    nearest_term(loading, condition->id, FACTS | QUANTITIES));
        return;
    }
    lo_need(loading, term->id);
    if (!has_test)
        return;
    if (condition->test == LO_MATCHES)
        make_pattern(loading, term, condition);
    else if (condition->test == LO_PRESENT || condition->test == LO_ABSENT)
        make_presence(loading, condition);
    else
        make_words(loading, term, condition);
}

/* "0 0.5", "-10 end": two times in seconds. */
static bool parse_window(struct lo_loading *loading, const char *text,
                         struct lo_window *window)
{
    size_t count;
    const char **words = lo_text_words(loading->arena, text, &count);

    loading->problems->failed |= words == NULL;
    if (!words || count != 2 || !lo_text_number(words[0], &window->from_s))
        return false;
    window->is_set = true;
    window->is_to_end = strcmp(words[1], "end") == 0;
    if (!window->is_to_end && !lo_text_number(words[1], &window->to_s))
        return false;
    /* Times of one sign can be compared before the length of a file is known. */
    return window->is_to_end || (window->from_s < 0.0) != (window->to_s < 0.0) ||
           window->from_s < window->to_s;
}

void lo_events_make(struct lo_loading *loading, const struct lo_spec_file *file,
                    const struct lo_xml_node *node, struct lo_condition *condition)
{
    const char *at_most = lo_value(loading, file, node, "at-most");
    const char *longer = lo_value(loading, file, node, "longer-than");
    const char *between = lo_value(loading, file, node, "between");
    const struct lo_term *term;

    condition->id = lo_value(loading, file, node, "kind");
    if (at_most && !lo_text_count(at_most, &condition->at_most))
        lo_diagnose(loading->problems, condition->at,
                    "at-most=\"%.40s\" is not a count", at_most);
    if (longer && (!lo_seconds_parse(longer, &condition->longer_than_s) ||
                   condition->longer_than_s < 0.0))
        lo_diagnose(loading->problems, condition->at,
                    "longer-than=\"%.40s\" is not a time such as \"2 s\" or \"20 ms\"",
                    longer);
    if (between && !parse_window(loading, between, &condition->between))
        lo_diagnose(loading->problems, condition->at,
                    "between=\"%.40s\" is not two times in seconds in order, such as "
                    "\"0 0.5\" or \"-10 end\"",
                    between);
    if (!condition->id)
        return;
    term = lo_vocab_find(loading->vocab, LO_TERM_EVENT, condition->id);
    if (term)
        lo_need(loading, term->id);
    else
        lo_diagnose(loading->problems, condition->at,
                    "there are no events of kind '%.80s'%s", condition->id,
                    nearest_term(loading, condition->id, EVENTS));
}
