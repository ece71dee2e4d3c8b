#include "cli/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper folders than these are a loop (of mounts), not an album. */
enum { DEEPEST = 32 };

/* All that people call audio, ours or not. */
static const char *const extensions[] = {
    "wav",  "wave", "bwf", "rf64", "bw64", "w64", "flac", "aif",  "aiff",
    "aifc", "caf",  "mp3", "m4a",  "aac",  "ogg", "oga",  "opus", "wma",
    "alac", "ape",  "wv",  "dsf",  "dff",  "mp2", "au",   "snd",
};

struct walk {
    struct lo_inputs *inputs;
    struct lo_arena *arena;
    struct lo_err *err;
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Compares the numbers at *a and *b and steps over them. */
static int compare_numbers(const char **a, const char **b)
{
    size_t a_length, b_length;
    int order;

    while (**a == '0')
        (*a)++;
    while (**b == '0')
        (*b)++;
    a_length = strspn(*a, "0123456789");
    b_length = strspn(*b, "0123456789");
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    order = memcmp(*a, *b, a_length);
    *a += a_length;
    *b += b_length;
    return order;
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

int lo_natural_order(const char *a, const char *b)
{
    const char *a_start = a, *b_start = b;

    while (*a && *b) {
        int order;

        if (is_digit(*a) && is_digit(*b)) {
            order = compare_numbers(&a, &b);
        } else {
            order = lower(*a) - lower(*b);
            a++;
            b++;
        }
        if (order)
            return order;
    }
    if (*a || *b)
        return *a ? 1 : -1;
    return strcmp(a_start, b_start);
}

static int compare_names(const void *a, const void *b)
{
    return lo_natural_order(*(const char *const *)a, *(const char *const *)b);
}

static int add(struct walk *walk, const char *path, int64_t bytes, const char *trouble)
{
    struct lo_inputs *inputs = walk->inputs;
    const char *end = path + strlen(path);

    if (inputs->count == inputs->size) {
        size_t size = inputs->size ? inputs->size * 2 : 16;
        struct lo_input *list = lo_arena_alloc(walk->arena, size, sizeof *list);

        if (!list)
            return lo_error_nomem(walk->err);
        if (inputs->count)
            memcpy(list, inputs->list, inputs->count * sizeof *list);
        inputs->list = list;
        inputs->size = size;
    }
    while (end > path && end[-1] != '/')
        end--;
    inputs->list[inputs->count++] =
        (struct lo_input){path, *end ? end : path, trouble, bytes, NULL};
    return 0;
}

int lo_inputs_add(struct lo_inputs *inputs, const char *path, int64_t bytes,
                  const struct lo_release_track *track, struct lo_arena *arena,
                  struct lo_err *err)
{
    struct walk walk = {inputs, arena, err};

    if (add(&walk, path, bytes, NULL))
        return -1;
    inputs->list[inputs->count - 1].track = track;
    return 0;
}

static bool has_audio_extension(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < LO_COUNT(extensions); i++)
        if (strcasecmp(dot + 1, extensions[i]) == 0)
            return true;
    return false;
}

/* For files without a telling name: the first bytes of what we read. */
static bool starts_like_audio(const char *path)
{
    unsigned char head[12];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, head, sizeof head);

    if (fd >= 0)
        close(fd);
    if (got >= 4 && (memcmp(head, "fLaC", 4) == 0 || memcmp(head, "caff", 4) == 0))
        return true;
    if (got < (ssize_t)sizeof head)
        return false;
    if (memcmp(head, "FORM", 4) == 0)
        return memcmp(head + 8, "AIFF", 4) == 0 || memcmp(head + 8, "AIFC", 4) == 0;
    return memcmp(head, "riff\x2E\x91\xCF\x11", 8) == 0 ||
           (memcmp(head + 8, "WAVE", 4) == 0 &&
            (memcmp(head, "RIFF", 4) == 0 || memcmp(head, "RF64", 4) == 0 ||
             memcmp(head, "BW64", 4) == 0));
}

/* The names in the folder, sorted, without hidden ones; NULL with errno when it cannot be
 * read. */
static char **list_folder(struct walk *walk, const char *path, size_t *count)
{
    DIR *dir = opendir(path);
    char **names = NULL;
    size_t size = 0;
    struct dirent *entry;

    *count = 0;
    if (!dir)
        return NULL;
    while (errno = 0, (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        if (*count + 1 >= size) {
            char **grown = lo_arena_alloc(walk->arena, size * 2 + 16, sizeof *grown);

            if (!grown)
                break;
            if (names)
                memcpy(grown, names, *count * sizeof *names);
            names = grown;
            size = size * 2 + 16;
        }
        names[*count] = lo_arena_strdup(walk->arena, entry->d_name);
        if (!names[(*count)++])
            break;
    }
    if (entry)
        lo_error_nomem(walk->err);
    if (!entry && errno)
        names = NULL;
    else if (!names && !entry)
        names = lo_arena_alloc(walk->arena, 1, sizeof *names);
    closedir(dir);
    if (names && !entry && *count)
        qsort(names, *count, sizeof *names, compare_names);
    return names;
}

static int walk_folder(struct walk *walk, const char *path, int depth);

/* One name of a folder: a file is added, a folder walked. */
static int visit(struct walk *walk, const char *path, const char *name, int depth)
{
    struct stat status, link;
    struct lo_skipped *skipped = &walk->inputs->skipped;

    /* The path itself may be a link; what it leads to decides. */
    if (lstat(path, &link))
        return add(walk, path, 0, strerror(errno));
    if (stat(path, &status)) {
        if (has_audio_extension(name))
            return add(walk, path, 0, strerror(errno));
        skipped->other++;
        return 0;
    }
    if (S_ISDIR(status.st_mode)) {
        if (!S_ISLNK(link.st_mode))
            return walk_folder(walk, path, depth + 1);
        skipped->linked++;
        return 0;
    }
    if (!S_ISREG(status.st_mode)) {
        skipped->special++;
        return 0;
    }
    if (has_audio_extension(name) || starts_like_audio(path))
        return add(walk, path, status.st_size, NULL);
    skipped->other++;
    return 0;
}

static int walk_folder(struct walk *walk, const char *path, int depth)
{
    size_t count, length = strlen(path);
    char **names;

    if (depth > DEEPEST)
        return add(walk, path, 0, "folders are nested too deeply");
    names = list_folder(walk, path, &count);
    if (walk->err->status)
        return -1;
    if (!names)
        return add(walk, path, 0, strerror(errno));
    while (length > 1 && path[length - 1] == '/')
        length--;
    for (size_t i = 0; i < count; i++) {
        size_t name_length = strlen(names[i]);
        char *below = lo_arena_alloc(walk->arena, length + name_length + 2, 1);
        size_t slash = path[length - 1] != '/';

        if (!below)
            return lo_error_nomem(walk->err);
        memcpy(below, path, length);
        below[length] = '/';
        memcpy(below + length + slash, names[i], name_length);
        if (visit(walk, below, names[i], depth))
            return -1;
    }
    return 0;
}

static const char *what_it_is(mode_t mode)
{
    if (S_ISFIFO(mode))
        return "a pipe (FIFO)";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

static int look_at(struct walk *walk, const char *path)
{
    struct lo_err *err = walk->err;
    size_t before = walk->inputs->count;
    struct stat status;

    if (strcmp(path, "-") == 0)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "standard input cannot be measured, since a file is read more "
                        "than once; a file named - is written ./-");
    if (stat(path, &status))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "%s: %s", path, strerror(errno));
    if (S_ISREG(status.st_mode))
        return add(walk, path, status.st_size, NULL);
    if (!S_ISDIR(status.st_mode))
        return lo_error(err, LO_EUSAGE, LO_NOWHERE, "%s: is %s, not a file or a folder",
                        path, what_it_is(status.st_mode));
    if (walk_folder(walk, path, 0))
        return -1;
    if (walk->inputs->count == before)
        return lo_error(err, LO_EUSAGE, LO_NOWHERE,
                        "%s: there is no audio file in this folder", path);
    return 0;
}

int lo_inputs_find(struct lo_inputs *inputs, const char *const *paths, size_t count,
                   struct lo_arena *arena, struct lo_err *err)
{
    struct walk walk = {inputs, arena, err};

    for (size_t i = 0; i < count; i++)
        if (look_at(&walk, paths[i]))
            return -1;
    return 0;
}
