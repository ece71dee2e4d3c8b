/* What a child that a file has taken over can do: read that file, speak, and stop. */
#include "cli/sandbox.h"
#include "tests/support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef LEADOUT_SANITIZED
enum { IS_CAGED = 0 };
#else
enum { IS_CAGED = 1 };
#endif

/* Each gives 0 when it did what it tried. */
static int try_read(void)
{
    char byte;

    return read(LO_CHILD_INPUT, &byte, 1) == 1 && byte == 'x' ? 0 : -1;
}

static int try_seek(void)
{
    return lseek(LO_CHILD_INPUT, 0, SEEK_SET) == 0 ? 0 : -1;
}

static int try_speak(void)
{
    return write(LO_CHILD_REPLY, "y", 1) == 1 ? 0 : -1;
}

static int try_allocate(void)
{
    char *memory = malloc(8 << 20);

    if (!memory)
        return -1;
    memset(memory, 1, 8 << 20);
    free(memory);
    return 0;
}

static int try_write_input(void)
{
    return write(LO_CHILD_INPUT, "z", 1) == 1 ? 0 : -1;
}

static int try_speak_to_the_terminal(void)
{
    return write(STDOUT_FILENO, "pwn", 3) == 3 ? 0 : -1;
}

static int try_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0 ? 0 : -1;
}

static int try_create(void)
{
    return open("leadout-escaped", O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : -1;
}

static int try_connect(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : -1;
}

static int try_fork(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return pid > 0 ? 0 : -1;
}

static int try_exec(void)
{
    char *const argv[] = {(char[]){"/bin/true"}, NULL};

    execv(argv[0], argv);
    return -1;
}

static int try_kill(void)
{
    return kill(getppid(), 0);
}

static int try_execute_memory(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return memory != MAP_FAILED ? 0 : -1;
}

static int try_make_memory_executable(void)
{
    void *memory =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return memory != MAP_FAILED ? mprotect(memory, 4096, PROT_READ | PROT_EXEC) : -1;
}

static int try_raise_limit(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

    return setrlimit(RLIMIT_AS, &limit);
}

static int try_allocate_much(void)
{
    return malloc((size_t)(LO_CHILD_MEMORY_MIB + 1) << 20) ? 0 : -1;
}

static int try_spin(void)
{
    for (volatile unsigned i = 0;; i++)
        ;
    return 0;
}

/* The wait status of a child in the cage that tries it: exit 0 when it succeeded, 1 when it
 * was refused. */
static int attempt(int (*what)(void))
{
    int input = memfd_create("input", 0), ends[2], status;
    struct lo_sandbox *sandbox;
    struct lo_err err = {0};
    pid_t parent = getpid(), pid;

    assert_true(input >= 0);
    assert_int_equal(write(input, "x", 1), 1);
    assert_int_equal(lseek(input, 0, SEEK_SET), 0);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(lo_sandbox_new(&sandbox, &err), 0);
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        if (lo_sandbox_enter(sandbox, (int[]){input, ends[1], -1}, parent, 1.0, &err))
            _exit(2);
        _exit(what() ? 1 : 0);
    }
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    lo_sandbox_free(sandbox);
    close(input);
    close(ends[0]);
    close(ends[1]);
    return status;
}

static void test_sandbox_lets_a_child_measure_and_nothing_else(void **unused)
{
    static const struct {
        const char *what;
        int (*try_it)(void);
        bool is_allowed;
    } cases[] = {
        {"read the file", try_read, true},
        {"seek in the file", try_seek, true},
        {"speak to the parent", try_speak, true},
        {"allocate", try_allocate, true},
        {"write to the file", try_write_input, false},
        {"speak to the terminal", try_speak_to_the_terminal, false},
        {"open a file", try_open, false},
        {"create a file", try_create, false},
        {"connect", try_connect, false},
        {"fork", try_fork, false},
        {"start a program", try_exec, false},
        {"send a signal", try_kill, false},
        {"execute memory", try_execute_memory, false},
        {"make memory executable", try_make_memory_executable, false},
        {"raise a limit", try_raise_limit, false},
        {"allocate more than the limit", try_allocate_much, false},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int status;

        if (!IS_CAGED && !cases[i].is_allowed)
            continue;
        print_message("  %s\n", cases[i].what);
        status = attempt(cases[i].try_it);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), cases[i].is_allowed ? 0 : 1);
    }
}

static void test_sandbox_ends_a_child_that_spins(void **unused)
{
    int status = attempt(try_spin);

    (void)unused;
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGXCPU);
}

/* Whatever numbers the two descriptors have: each may lie where the other goes. */
static void test_sandbox_moves_descriptors_from_anywhere(void **unused)
{
    static const int places[][3] = {{3, 4, -1}, {4, 3, -1}, {5, 9, -1}, {9, 5, -1},
                                    {3, 9, -1}, {9, 3, -1}, {3, 4, 5},  {4, 5, 3},
                                    {5, 4, 3},  {0, 1, 2},  {9, 3, 12}, {3, 5, 4}};

    (void)unused;
    for (size_t i = 0; i < COUNT(places); i++) {
        int ends[2], status;
        pid_t parent = getpid(), pid;
        char byte = 0;

        assert_int_equal(pipe(ends), 0);
        fflush(NULL);
        pid = fork();
        if (pid == 0) {
            struct lo_sandbox *sandbox;
            struct lo_err err = {0};
            int file = open("/dev/zero", O_RDONLY);
            int high_file = fcntl(file, F_DUPFD, 20);
            int high_end = fcntl(ends[1], F_DUPFD, 20);
            bool has_third = places[i][2] >= 0;

            if (dup2(high_file, places[i][0]) < 0 || dup2(high_end, places[i][1]) < 0 ||
                (has_third && dup2(high_file, places[i][2]) < 0) ||
                lo_sandbox_new(&sandbox, &err) ||
                lo_sandbox_enter(sandbox, places[i], parent, 1.0, &err))
                _exit(2);
            if (read(LO_CHILD_INPUT, &byte, 1) != 1 || byte != 0 ||
                write(LO_CHILD_REPLY, "!", 1) != 1)
                _exit(3);
            if (has_third && read(LO_CHILD_DECODED, &byte, 1) != 1)
                _exit(5);
            /* Nothing else is open. */
            for (int fd = IS_CAGED ? 0 : 3; fd < 64; fd++)
                if (fd != LO_CHILD_INPUT && fd != LO_CHILD_REPLY &&
                    !(has_third && fd == LO_CHILD_DECODED) && close(fd) == 0)
                    _exit(4);
            _exit(0);
        }
        close(ends[1]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_int_equal(status, 0);
        assert_int_equal(read(ends[0], &byte, 1), 1);
        assert_int_equal(byte, '!');
        close(ends[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sandbox_lets_a_child_measure_and_nothing_else),
        cmocka_unit_test(test_sandbox_ends_a_child_that_spins),
        cmocka_unit_test(test_sandbox_moves_descriptors_from_anywhere),
    };

    return cmocka_run_group_tests_name("cli_sandbox", tests, NULL, NULL);
}
