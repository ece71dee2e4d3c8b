/* Runs a fuzz target over every file of the folders given: the seeds as a test, without a
 * fuzzer. Fails when there is no file at all. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    size_t size = 0, room = 0, got = 1;

    if (!file) {
        perror(path);
        return -1;
    }
    while (got > 0) {
        if (size == room) {
            uint8_t *grown = realloc(data, room += 65536);

            if (!grown)
                break;
            data = grown;
        }
        got = fread(data + size, 1, room - size, file);
        size += got;
    }
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

/* The number of files run, or -1. */
static int replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    int count = 0;

    if (!dir) {
        perror(folder);
        return -1;
    }
    while ((entry = readdir(dir))) {
        char path[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (replay(path) == 0)
            count++;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        int files = replay_folder(argv[i]);

        if (files <= 0)
            return 1;
        count += files;
    }
    printf("%d files\n", count);
    return count == 0;
}
