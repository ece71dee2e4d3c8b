/* The files of a spec: itself and its bases, each once, bases first. */
#include "analyzer/base/alloc.h"
#include "rules/loading.h"
#include "rules/text.h"

#include <stdlib.h>
#include <string.h>

/* A name with a slash or with the ending of a file is a path, any other an id. */
static bool is_path(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') || (length > 4 && strcmp(name + length - 4, ".xml") == 0);
}

static int unknown_id(struct lo_loading *loading, const char *id, struct lo_err *err)
{
    struct lo_nearest nearest = {.written = id};
    const struct lo_shipped *list;
    size_t count = lo_spec_shipped(&list);

    for (size_t i = 0; i < count; i++)
        lo_nearest_offer(&nearest, list[i].id);
    return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                    "there is no spec '%.80s'%s (a file needs a / or .xml)", id,
                    lo_nearest_hint(&nearest, loading->arena));
}

/* A zeroed file in the list; NULL when out of memory or too many. */
static struct lo_spec_file *new_file(struct lo_loading *loading, const char *name,
                                     struct lo_err *err)
{
    struct lo_spec_file *file;

    if (loading->file_count == LO_FILES_MAX) {
        lo_error(err, LO_ESPEC, LO_NOWHERE, "more than %d specs extend one another",
                 LO_FILES_MAX);
        return NULL;
    }
    file = lo_arena_alloc(loading->arena, 1, sizeof *file);
    if (!file || !(file->name = lo_arena_strdup(loading->arena, name))) {
        lo_error_nomem(err);
        return NULL;
    }
    file->id = "";
    return file;
}

/* The base's path as seen from the folder of the spec that names it. */
static const char *resolve(struct lo_loading *loading, const struct lo_spec_file *from,
                           const char *name)
{
    const char *slash = from && from->path ? strrchr(from->path, '/') : NULL;

    if (!slash || name[0] == '/')
        return name;
    return lo_text_format(loading->arena, "%.*s%s", (int)(slash - from->path + 1),
                          from->path, name);
}

static struct lo_spec_file *seen_before(struct lo_loading *loading,
                                        const struct lo_xml_file *read)
{
    for (size_t i = 0; i < loading->file_count; i++) {
        struct lo_spec_file *file = loading->files[i];

        if (file->path && file->device == read->device && file->inode == read->inode)
            return file;
    }
    return NULL;
}

/* Parses into a new file of the list. */
static int add_file(struct lo_loading *loading, struct lo_spec_file *file,
                    const char *text, size_t bytes, struct lo_err *err)
{
    const struct lo_xml_attribute *list;

    if (lo_xml_parse(&file->xml, text, bytes, file->name, LO_ESPEC, err))
        return -1;
    loading->files[loading->file_count++] = file;
    file->root = lo_xml_root(file->xml);
    list = lo_xml_attributes(file->root, loading->arena);
    if (!list)
        return lo_error_nomem(err);
    for (; list->name; list++)
        if (strcmp(list->name, "id") == 0)
            file->id = list->value;
    return 0;
}

static int open_path(struct lo_loading *loading, const char *name,
                     const struct lo_spec_file *from, struct lo_spec_file **found,
                     struct lo_err *err)
{
    const char *path = resolve(loading, from, name);
    struct lo_xml_file read;
    struct lo_spec_file *file;
    int result = -1;

    if (!path)
        return lo_error_nomem(err);
    if (lo_xml_read(&read, path, LO_ESPEC, err))
        return -1;
    *found = seen_before(loading, &read);
    if (*found) {
        free(read.text);
        return 0;
    }
    file = new_file(loading, path, err);
    if (file) {
        file->path = file->name;
        file->device = read.device;
        file->inode = read.inode;
        result = add_file(loading, file, read.text, read.bytes, err);
    }
    free(read.text);
    *found = result == 0 ? file : NULL;
    return result;
}

static int open_shipped(struct lo_loading *loading, const char *id,
                        struct lo_spec_file **found, struct lo_err *err)
{
    const struct lo_shipped *shipped = lo_shipped_find(id);
    struct lo_spec_file *file;
    const char *name;

    if (!shipped)
        return unknown_id(loading, id, err);
    for (size_t i = 0; i < loading->file_count; i++)
        if (loading->files[i]->is_shipped && strcmp(loading->files[i]->id, id) == 0) {
            *found = loading->files[i];
            return 0;
        }
    name = lo_text_format(loading->arena, "%s.xml", id);
    file = name ? new_file(loading, name, err) : NULL;
    if (!file)
        return lo_error_nomem(err);
    file->is_shipped = true;
    if (add_file(loading, file, shipped->xml, shipped->xml_bytes, err))
        return -1;
    *found = file;
    return 0;
}

static void load_bases(struct lo_loading *loading, struct lo_spec_file *file);

/* Everything about a file that was just parsed; then it stands in the order. */
static void take_file(struct lo_loading *loading, struct lo_spec_file *file)
{
    size_t errors = loading->problems->errors;

    file->is_loading = true;
    lo_grammar_check(loading, file);
    if (loading->problems->errors == errors ||
        strcmp(lo_xml_name(file->root), "spec") == 0)
        load_bases(loading, file);
    file->is_loading = false;
    loading->order[loading->order_count++] = file;
}

static void load_base(struct lo_loading *loading, struct lo_spec_file *file,
                      struct lo_at at, const char *name)
{
    struct lo_spec_file *base = NULL;
    struct lo_err err = {0};
    size_t before = loading->file_count;
    int result = is_path(name) ? open_path(loading, name, file, &base, &err)
                               : open_shipped(loading, name, &base, &err);

    if (result != 0 && err.status == LO_ENOMEM)
        loading->problems->failed = true;
    else if (result != 0 || !base)
        lo_diagnose(loading->problems, at, "extends: %s", err.text);
    else if (base->is_loading)
        lo_diagnose(loading->problems, at, "extends: '%s' extends this spec in turn",
                    name);
    else if (loading->file_count > before)
        take_file(loading, base);
}

static void load_bases(struct lo_loading *loading, struct lo_spec_file *file)
{
    const struct lo_xml_attribute *list = lo_xml_attributes(file->root, loading->arena);
    const char **words;
    size_t count;

    loading->problems->failed |= list == NULL;
    for (; list && list->name; list++) {
        if (strcmp(list->name, "extends") != 0)
            continue;
        words = lo_text_words(loading->arena, list->value, &count);
        loading->problems->failed |= words == NULL;
        for (size_t i = 0; words && i < count; i++)
            load_base(loading, file, (struct lo_at){file->name, list->line}, words[i]);
    }
}

int lo_files_load(struct lo_loading *loading, const char *name, struct lo_err *err)
{
    struct lo_spec_file *file = NULL;
    int result = is_path(name) ? open_path(loading, name, NULL, &file, err)
                               : open_shipped(loading, name, &file, err);

    if (result != 0)
        return -1;
    take_file(loading, file);
    return 0;
}

int lo_files_load_text(struct lo_loading *loading, const char *text, size_t bytes,
                       const char *name, struct lo_err *err)
{
    struct lo_spec_file *file = new_file(loading, name, err);

    if (!file || add_file(loading, file, text, bytes, err))
        return -1;
    take_file(loading, file);
    return 0;
}

void lo_files_fini(struct lo_loading *loading)
{
    for (size_t i = 0; i < loading->file_count; i++)
        lo_xml_free(loading->files[i]->xml);
}
