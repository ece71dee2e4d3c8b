#include "cli/sandbox.h"

#include "analyzer/base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

struct lo_sandbox {
    scmp_filter_ctx filter; /* NULL: the kernel has none, or a sanitizer is in */
};

#ifdef LEADOUT_SANITIZED
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

/* What decoding and measuring need. Anything else fails with EPERM, which libraries take as
 * "not there". No open, no socket, no process, no thread; memory never becomes executable;
 * only the reply is written to. */
static int add_rules(scmp_filter_ctx filter)
{
    static const int always[] = {
        SCMP_SYS(read),           SCMP_SYS(pread64),    SCMP_SYS(lseek),
        SCMP_SYS(fstat),          SCMP_SYS(newfstatat), SCMP_SYS(close),
        SCMP_SYS(munmap),         SCMP_SYS(mremap),     SCMP_SYS(brk),
        SCMP_SYS(madvise),        SCMP_SYS(exit_group), SCMP_SYS(exit),
        SCMP_SYS(rt_sigreturn),   SCMP_SYS(futex),      SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday),   SCMP_SYS(getrandom),  SCMP_SYS(getpid),
        SCMP_SYS(rt_sigprocmask),
    };
    static const struct {
        int call;
        struct scmp_arg_cmp argument;
    } only[] = {
        {SCMP_SYS(write),
         {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = LO_CHILD_REPLY, .datum_b = 0}},
        {SCMP_SYS(mmap),
         {.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0}},
        {SCMP_SYS(mprotect),
         {.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0}},
    };
    int failed = 0;

    for (size_t i = 0; i < LO_COUNT(always); i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, always[i], 0);
    for (size_t i = 0; i < LO_COUNT(only); i++)
        failed |=
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, only[i].call, 1, only[i].argument);
    return failed;
}

static bool has_seccomp(void)
{
    return !IS_SANITIZED && seccomp_api_get() > 0;
}

int lo_sandbox_new(struct lo_sandbox **sandbox, struct lo_err *err)
{
    *sandbox = lo_alloc(1, sizeof **sandbox);
    if (!*sandbox)
        return lo_error_nomem(err);
    if (!has_seccomp())
        return 0;
    (*sandbox)->filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if ((*sandbox)->filter && !add_rules((*sandbox)->filter))
        return 0;
    lo_sandbox_free(*sandbox);
    *sandbox = NULL;
    return lo_error(err, LO_EIO, LO_NOWHERE, "cannot make the list of system calls");
}

void lo_sandbox_free(struct lo_sandbox *sandbox)
{
    if (sandbox && sandbox->filter)
        seccomp_release(sandbox->filter);
    free(sandbox);
}

/* Bytes of address space in use; a big batch makes the parent big, and the child is its
 * copy. */
static rlim_t mapped_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    unsigned long pages = 0;

    if (file) {
        if (fscanf(file, "%lu", &pages) != 1)
            pages = 0;
        fclose(file);
    }
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Lowers one limit; a lower one that we were started with stays. */
static int limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now;

    if (getrlimit((__rlimit_resource_t)resource, &now))
        return -1;
    if (now.rlim_max < hard)
        hard = now.rlim_max;
    if (now.rlim_cur < soft)
        soft = now.rlim_cur;
    now = (struct rlimit){soft < hard ? soft : hard, hard};
    return setrlimit((__rlimit_resource_t)resource, &now);
}

static int set_limits(double cpu_s)
{
    rlim_t cpu = (rlim_t)cpu_s;

    if (!IS_SANITIZED) {
        rlim_t memory = mapped_bytes() + ((rlim_t)LO_CHILD_MEMORY_MIB << 20);

        if (limit(RLIMIT_AS, memory, memory))
            return -1;
    }
    /* The soft limit ends the child with a signal of its own; the hard one is in case that
     * it was caught. */
    return limit(RLIMIT_CPU, cpu, cpu + 2) || limit(RLIMIT_CORE, 0, 0) ||
                   limit(RLIMIT_FSIZE, 0, 0)
               ? -1
               : 0;
}

/* Closes descriptors first .. last; kernels before 5.9 cannot do it in one call. */
static void close_all(int first, int last)
{
    if (first > last || close_range((unsigned)first, (unsigned)last, 0) == 0)
        return;
    for (int fd = first, end = (int)sysconf(_SC_OPEN_MAX); fd <= last && fd < end; fd++)
        close(fd);
}

static bool is_one_of(const int descriptors[LO_CHILD_DESCRIPTORS], int fd)
{
    for (int i = 0; i < LO_CHILD_DESCRIPTORS; i++)
        if (descriptors[i] == fd)
            return true;
    return false;
}

/* Closes all but the descriptors. */
static void close_others(const int descriptors[LO_CHILD_DESCRIPTORS])
{
    int first = 0;

    for (;;) {
        int next = INT_MAX;

        while (is_one_of(descriptors, first))
            first++;
        for (int i = 0; i < LO_CHILD_DESCRIPTORS; i++)
            if (descriptors[i] >= first && descriptors[i] < next)
                next = descriptors[i];
        /* A sanitizer speaks on standard error. */
        if (IS_SANITIZED && first <= STDERR_FILENO && next > STDERR_FILENO) {
            close_all(first, STDERR_FILENO - 1);
            first = STDERR_FILENO + 1;
            continue;
        }
        if (next == INT_MAX) {
            close_all(first, INT_MAX);
            return;
        }
        close_all(first, next - 1);
        first = next + 1;
    }
}

static int move_descriptors(const int descriptors[LO_CHILD_DESCRIPTORS])
{
    int spare[LO_CHILD_DESCRIPTORS];

    /* Closing comes first, since the parent may have used up all that there are. */
    close_others(descriptors);
    /* Out of the way, since each may lie where another goes. */
    for (int i = 0; i < LO_CHILD_DESCRIPTORS; i++) {
        spare[i] = descriptors[i] < 0 ? -1
                                      : fcntl(descriptors[i], F_DUPFD,
                                              LO_CHILD_INPUT + LO_CHILD_DESCRIPTORS);
        if (spare[i] < 0 && descriptors[i] >= 0)
            return -1;
    }
    for (int i = 0; i < LO_CHILD_DESCRIPTORS; i++) {
        if (descriptors[i] >= 0 && descriptors[i] < LO_CHILD_INPUT)
            close(descriptors[i]);
        if (spare[i] < 0)
            close(LO_CHILD_INPUT + i);
        else if (dup2(spare[i], LO_CHILD_INPUT + i) < 0)
            return -1;
    }
    close_all(LO_CHILD_INPUT + LO_CHILD_DESCRIPTORS, INT_MAX);
    return 0;
}

int lo_sandbox_enter(const struct lo_sandbox *sandbox,
                     const int descriptors[LO_CHILD_DESCRIPTORS], pid_t parent,
                     double cpu_s, struct lo_err *err)
{
    if (move_descriptors(descriptors))
        _exit(1);
    /* Asking for the parent after that closes the gap in which it might have died. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent || set_limits(cpu_s))
        return lo_error(err, LO_EIO, LO_NOWHERE,
                        "the limits of the measuring process cannot be set: %s",
                        strerror(errno));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        (sandbox->filter && seccomp_load(sandbox->filter)))
        return lo_error(err, LO_EIO, LO_NOWHERE,
                        "the measuring process cannot be locked in");
    return 0;
}

bool lo_sandbox_limits_memory(void)
{
    struct rlimit now;

    return !IS_SANITIZED && getrlimit(RLIMIT_AS, &now) == 0 &&
           now.rlim_max == RLIM_INFINITY;
}

const char *lo_sandbox_describe(void)
{
    if (IS_SANITIZED)
        return "limits on CPU time only (this build has sanitizers)";
    if (!has_seccomp())
        return "limits on memory and CPU time (the kernel has no seccomp)";
    return "seccomp, limits on memory and CPU time";
}
