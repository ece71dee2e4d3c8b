#include "cli/options.h"

#include "cli/suggest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What is being parsed. */
struct parse {
    const struct lo_opt *const *rows;
    char *const *argv;
    int argc;
    int at; /* the argument being looked at */
    void *into;
    struct lo_words *operands;
    struct lo_arena *arena;
    struct lo_err *err;
};

int lo_words_add(struct lo_words *words, const char *word, struct lo_arena *arena,
                 struct lo_err *err)
{
    /* Room doubles, so a count that is a power of two means that it is full. */
    if ((words->count & (words->count - 1)) == 0) {
        size_t size = words->count ? words->count * 2 : 1;
        const char **items = lo_arena_alloc(arena, size, sizeof *items);

        if (!items)
            return lo_error_nomem(err);
        if (words->count)
            memcpy(items, words->items, words->count * sizeof *items);
        words->items = items;
    }
    words->items[words->count++] = word;
    return 0;
}

static int usage(struct parse *parse, const struct lo_opt *opt, const char *what,
                 const char *value)
{
    return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE, "--%s %s%s%s%s", opt->name, what,
                    value ? "'" : "", value ? value : "", value ? "'" : "");
}

static int store_number(struct parse *parse, const struct lo_opt *opt,
                        const char *value)
{
    char *end;
    size_t digits = strspn(value, "0123456789");
    double number = strtod(value, &end);

    if (digits == 0 || digits > 15 || value[digits] || number < opt->low ||
        number > opt->high)
        return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE,
                        "--%s wants a whole number from %.0f to %.0f, not '%s'",
                        opt->name, opt->low, opt->high, value);
    *(double *)((char *)parse->into + opt->field) = number;
    return 0;
}

static int store_choice(struct parse *parse, const struct lo_opt *opt,
                        const char *value)
{
    char list[160] = "";

    for (int i = 0; opt->choices[i]; i++) {
        if (strcmp(value, opt->choices[i]) == 0) {
            *(int *)((char *)parse->into + opt->field) = i;
            return 0;
        }
        if (i > 0)
            strncat(list, opt->choices[i + 1] ? ", " : " or ",
                    sizeof list - strlen(list) - 1);
        strncat(list, opt->choices[i], sizeof list - strlen(list) - 1);
    }
    return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE, "--%s takes %s, not '%s'",
                    opt->name, list, value);
}

static int store_list(struct parse *parse, const struct lo_opt *opt, const char *value)
{
    struct lo_words *words = (void *)((char *)parse->into + opt->field);

    for (const char *from = value;; from++) {
        size_t length = strcspn(from, ",");
        char *word = lo_arena_strndup(parse->arena, from, length);

        if (length == 0)
            return usage(parse, opt, "has an empty name in ", value);
        if (!word)
            return lo_error_nomem(parse->err);
        if (lo_words_add(words, word, parse->arena, parse->err))
            return -1;
        from += length;
        if (!*from)
            return 0;
    }
}

static int store(struct parse *parse, const struct lo_opt *opt, const char *value)
{
    void *field = (char *)parse->into + opt->field;

    if (opt->kind == LO_OPT_FLAG) {
        *(bool *)field = true;
        return 0;
    }
    if (!*value)
        return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE, "--%s wants %s, not nothing",
                        opt->name, opt->arg);
    switch (opt->kind) {
    case LO_OPT_TEXT:
        *(const char **)field = value;
        return 0;
    case LO_OPT_LIST:
        return store_list(parse, opt, value);
    case LO_OPT_WORDS:
        return lo_words_add(field, value, parse->arena, parse->err);
    case LO_OPT_NUMBER:
        return store_number(parse, opt, value);
    default:
        return store_choice(parse, opt, value);
    }
}

/* The value of an option that stands in the next argument; NULL, and the error, when there is
 * none. A value that looks like an option is more often a forgotten one. */
static const char *next_value(struct parse *parse, const struct lo_opt *opt)
{
    const char *value;

    if (parse->at + 1 >= parse->argc) {
        lo_error(parse->err, LO_EUSAGE, LO_NOWHERE, "--%s wants a value: --%s=%s",
                 opt->name, opt->name, opt->arg);
        return NULL;
    }
    value = parse->argv[parse->at + 1];
    if (value[0] == '-' && value[1]) {
        lo_error(parse->err, LO_EUSAGE, LO_NOWHERE,
                 "--%s wants a value, but '%s' follows; if that is the value, write "
                 "--%s=%s",
                 opt->name, value, opt->name, value);
        return NULL;
    }
    parse->at++;
    return value;
}

static int unknown_long(struct parse *parse, const char *name, size_t length)
{
    const char *nearest = NULL;
    size_t least = (size_t)-1;
    char word[65] = "";

    if (length < sizeof word)
        memcpy(word, name, length);
    for (size_t i = 0; parse->rows[i]; i++) {
        size_t distance = lo_edit_distance(word, parse->rows[i]->name);

        if (lo_is_near(word, parse->rows[i]->name) && distance < least) {
            least = distance;
            nearest = parse->rows[i]->name;
        }
    }
    return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE, "unknown option --%.*s%s%s%s",
                    (int)(length < 200 ? length : 200), name,
                    nearest ? "; did you mean --" : "", nearest ? nearest : "",
                    nearest ? "?" : "");
}

static int parse_long(struct parse *parse, const char *name)
{
    size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const struct lo_opt *opt = NULL;

    for (size_t i = 0; parse->rows[i] && !opt; i++)
        if (strlen(parse->rows[i]->name) == length &&
            memcmp(parse->rows[i]->name, name, length) == 0)
            opt = parse->rows[i];
    if (!opt)
        return unknown_long(parse, name, length);
    if (opt->kind == LO_OPT_FLAG && value)
        return usage(parse, opt, "takes no value, as in ", name);
    if (opt->kind != LO_OPT_FLAG && !value && !(value = next_value(parse, opt)))
        return -1;
    return store(parse, opt, value);
}

/* "-q", "-j4", "-j 4", "-qj4" */
static int parse_letters(struct parse *parse, const char *letters)
{
    for (; *letters; letters++) {
        const struct lo_opt *opt = NULL;
        const char *value = letters + 1;

        for (size_t i = 0; parse->rows[i] && !opt; i++)
            if (parse->rows[i]->letter == *letters)
                opt = parse->rows[i];
        if (!opt)
            return lo_error(parse->err, LO_EUSAGE, LO_NOWHERE,
                            "unknown option -%c in '%s'; a file of that name is "
                            "written ./%s",
                            *letters, parse->argv[parse->at], parse->argv[parse->at]);
        if (opt->kind == LO_OPT_FLAG) {
            if (store(parse, opt, NULL))
                return -1;
            continue;
        }
        if (!*value && !(value = next_value(parse, opt)))
            return -1;
        return store(parse, opt, value);
    }
    return 0;
}

int lo_opt_parse(const struct lo_opt *const *rows, int argc, char *const argv[],
                 void *into, struct lo_words *operands, struct lo_arena *arena,
                 struct lo_err *err)
{
    struct parse parse = {rows, argv, argc, 1, into, operands, arena, err};
    bool only_operands = false;

    for (; parse.at < argc; parse.at++) {
        const char *text = argv[parse.at];
        int result;

        if (only_operands || text[0] != '-' || !text[1])
            result = lo_words_add(operands, text, arena, err);
        else if (text[1] != '-')
            result = parse_letters(&parse, text + 1);
        else if (text[2])
            result = parse_long(&parse, text + 2);
        else
            result = 0, only_operands = true;
        if (result)
            return -1;
    }
    return 0;
}
