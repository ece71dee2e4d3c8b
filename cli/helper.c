#include "cli/helper.h"

#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIPE_BYTES = 1 << 20 };

/* The path of the program beside ours; false: it cannot be told. */
static bool find_program(char path[PATH_MAX])
{
    static const char name[] = "leadout-aac";
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - sizeof name);
    char *slash;

    if (length <= 0)
        return false;
    path[length] = '\0';
    slash = strrchr(path, '/');
    if (!slash)
        return false;
    memcpy(slash + 1, name, sizeof name);
    return access(path, X_OK) == 0;
}

static int spawn(const char *path, int input, int output, double cpu_s)
{
    char limit[32];
    char *arguments[] = {(char[]){"leadout-aac"}, limit, NULL};
    char *environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int failed;

    snprintf(limit, sizeof limit, "%.0f", cpu_s);
    if (posix_spawn_file_actions_init(&actions))
        return -1;
    failed = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) ||
             posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) ||
             posix_spawn(&pid, path, &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return failed ? -1 : 0;
}

int lo_helper_start(int input, double cpu_s)
{
    char path[PATH_MAX];
    int ends[2];

    if (!find_program(path) || pipe2(ends, O_CLOEXEC))
        return -1;
    /* Wider, so that the two processes wait less for one another; a wish. */
    (void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
    if (spawn(path, input, ends[1], cpu_s)) {
        close(ends[0]);
        ends[0] = -1;
    }
    close(ends[1]);
    return ends[0];
}
