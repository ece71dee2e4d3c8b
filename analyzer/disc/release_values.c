#include "analyzer/disc/release_values.h"

#include <ctype.h>
#include <string.h>

enum { SECONDS_MAX = 100000, DIGITS_MAX = 12 };

int lo_node_open(struct lo_node *node, struct lo_release_reading *reading,
                 const struct lo_xml_node *xml)
{
    *node = (struct lo_node){reading, xml, lo_xml_attributes(xml, reading->arena),
                             lo_xml_line(xml)};
    return node->attributes ? 0 : lo_error_nomem(reading->err);
}

static const struct lo_xml_attribute *find(const struct lo_node *node, const char *name)
{
    for (const struct lo_xml_attribute *a = node->attributes; a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    return NULL;
}

/* A text that is not empty; NULL: it is not there, or blank. */
const char *lo_node_text(const struct lo_node *node, const char *name)
{
    const struct lo_xml_attribute *a = find(node, name);

    return a && a->value[strspn(a->value, " \t\r\n")] ? a->value : NULL;
}

int lo_node_line(const struct lo_node *node, const char *name)
{
    const struct lo_xml_attribute *a = find(node, name);

    return a ? a->line : node->line;
}

/* A decimal number without sign or exponent, whatever the locale. */
static bool number_of(const char *text, double most, double *value)
{
    double scale = 1;
    size_t digits = 0;

    *value = 0;
    for (; isdigit((unsigned char)*text) && digits < DIGITS_MAX; text++, digits++)
        *value = *value * 10 + (*text - '0');
    if (*text == '.' && digits > 0) {
        for (text++; isdigit((unsigned char)*text) && digits < DIGITS_MAX;
             text++, digits++) {
            scale /= 10;
            *value += (*text - '0') * scale;
        }
    }
    return digits > 0 && !*text && *value <= most;
}

int lo_node_seconds(const struct lo_node *node, const char *name, double *seconds,
                    bool *is_there)
{
    const struct lo_xml_attribute *a = find(node, name);

    if (is_there)
        *is_there = a != NULL;
    if (!a || number_of(a->value, SECONDS_MAX, seconds))
        return 0;
    return lo_release_error(node->reading, a->line,
                            "%s is a time in seconds such as 2 or 1.5, not '%.40s'",
                            name, a->value);
}

int lo_node_track(const struct lo_node *node, const char *name, unsigned *number)
{
    const struct lo_xml_attribute *a = find(node, name);
    double value;

    if (!a)
        return 0;
    if (!number_of(a->value, LO_TRACKS_MAX, &value) || strchr(a->value, '.') ||
        value < 1)
        return lo_release_error(node->reading, a->line,
                                "%s is the number of a track, 1 to %d, not '%.40s'",
                                name, LO_TRACKS_MAX, a->value);
    *number = (unsigned)value;
    return 0;
}

int lo_node_edge(const struct lo_node *node, const char *name, enum lo_edge *edge)
{
    const struct lo_xml_attribute *a = find(node, name);

    if (!a)
        return 0;
    for (int i = LO_EDGE_COLD; i <= LO_EDGE_FADE; i++)
        if (strcmp(a->value, lo_edge_name((enum lo_edge)i)) == 0) {
            *edge = (enum lo_edge)i;
            return 0;
        }
    return lo_release_error(node->reading, a->line, "%s is cold or fade, not '%.40s'",
                            name, a->value);
}

int lo_node_join(const struct lo_node *node, bool *is_joined)
{
    const struct lo_xml_attribute *a = find(node, "join");

    if (!a)
        return 0;
    *is_joined = strcmp(a->value, "segue") == 0;
    if (*is_joined || strcmp(a->value, "none") == 0)
        return 0;
    return lo_release_error(node->reading, a->line,
                            "join is segue or none, not '%.40s'", a->value);
}

/* A code, bare; it must be right, since everything is compared with it. */
int lo_node_code(const struct lo_node *node, const char *name,
                 struct lo_code (*check)(const char *), const char **bare)
{
    const char *text = lo_node_text(node, name);
    struct lo_code code;

    if (!text)
        return 0;
    code = check(text);
    if (code.state == LO_CODE_BAD)
        return lo_release_error(node->reading, lo_node_line(node, name),
                                "%s '%.40s': %s", name, text, code.reason);
    *bare = lo_arena_strdup(node->reading->arena, code.text);
    return *bare ? 0 : lo_error_nomem(node->reading->err);
}

/* A path below the folder of the release: nothing absolute, nothing that climbs. */
int lo_release_check_path(struct lo_release_reading *reading, const char *path,
                          int line)
{
    const char *part = path;

    if (!*path)
        return lo_release_error(reading, line, "the name of a file is missing");
    if (*path == '/' || strchr(path, '\\') || (path[0] && path[1] == ':'))
        return lo_release_error(reading, line,
                                "'%.80s' must be a path below the folder of the "
                                "release, with / between its parts",
                                path);
    for (; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2]))
            return lo_release_error(reading, line,
                                    "'%.80s' leaves the folder of the release", path);
    return 0;
}

/* The words of a text between blanks; ends with NULL. */
const char *const *lo_release_words(struct lo_release_reading *reading,
                                    const char *text)
{
    size_t most = strlen(text) / 2 + 2, count = 0;
    const char **words = lo_arena_alloc(reading->arena, most, sizeof(char *));

    if (!words)
        return NULL;
    while (*(text += strspn(text, " \t\r\n"))) {
        size_t length = strcspn(text, " \t\r\n");

        words[count] = lo_arena_strndup(reading->arena, text, length);
        if (!words[count++])
            return NULL;
        text += length;
    }
    return words;
}
