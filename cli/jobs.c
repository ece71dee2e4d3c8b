#include "cli/jobs.h"

#include "analyzer/base/alloc.h"
#include "cli/child.h"
#include "cli/progress.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long a child may take to die after its last word. */
static const double GRACE_S = 2.0;
enum { TICK_MS = 200, ATTEMPTS = 2, JOBS_MAX = 1024 };

/* Longer gaps between two looks than this mean that we were stopped. */
static const double STOPPED_S = 5.0;

/* Written by the handler, read by the loop. */
static volatile sig_atomic_t caught;

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};

struct jobs {
    const struct lo_batch *batch;
    struct lo_sandbox *sandbox;
    struct lo_child **children; /* [room] NULL: free */
    struct pollfd *polled;      /* [room] */
    size_t room;
    size_t running;
    size_t next;     /* first input not yet begun */
    size_t finished; /* inputs that have their result */
    struct lo_progress progress;
    double last_look_s;
    struct lo_err *err;
};

/* SIGCHLD has done its work when it has interrupted the poll. */
static void handle(int signal)
{
    if (signal != SIGCHLD)
        caught = signal;
}

/* Blocks the watched signals but while we poll, so that they never interrupt anything else.
 * One that is ignored (nohup) stays ignored, except that of children: who ignores it cannot
 * wait for them. polling: the mask for the poll. */
static void watch_signals(sigset_t *before, sigset_t *polling)
{
    struct sigaction action = {.sa_handler = handle}, old;
    sigset_t blocked;

    caught = 0;
    sigemptyset(&blocked);
    sigprocmask(SIG_SETMASK, NULL, polling);
    for (size_t i = 0; i < LO_COUNT(watched); i++) {
        sigaction(watched[i], NULL, &old);
        if (old.sa_handler == SIG_IGN && watched[i] != SIGCHLD)
            continue;
        sigaddset(&blocked, watched[i]);
        sigdelset(polling, watched[i]);
        sigaction(watched[i], &action, NULL);
    }
    sigprocmask(SIG_BLOCK, &blocked, before);
}

static void unwatch_signals(const sigset_t *before)
{
    for (size_t i = 0; i < LO_COUNT(watched); i++) {
        struct sigaction old;

        sigaction(watched[i], NULL, &old);
        if (old.sa_handler == handle)
            signal(watched[i], SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, before, NULL);
}

static int finish(struct jobs *jobs, size_t index, struct lo_measured *measured)
{
    jobs->finished++;
    lo_progress_done(&jobs->progress, jobs->batch->inputs[index].bytes);
    return jobs->batch->done(jobs->batch->context, index, measured, jobs->err);
}

/* Starts the input in a free place. 1: no room for now; -1: the batch ends. */
static int start(struct jobs *jobs, size_t index, unsigned attempt)
{
    struct lo_child *child = lo_alloc(1, sizeof *child);
    struct lo_measured measured = {0};
    size_t place = 0;

    if (!child)
        return lo_error_nomem(jobs->err);
    switch (lo_child_start(child, jobs->batch, index, jobs->sandbox, &measured)) {
    case LO_STARTED:
        while (jobs->children[place])
            place++;
        child->attempt = attempt;
        jobs->children[place] = child;
        jobs->running++;
        return 0;
    case LO_NOT_STARTED:
        free(child);
        return finish(jobs, index, &measured);
    default:
        free(child);
        return jobs->running > 0
                   ? 1
                   : lo_error(jobs->err, LO_EIO, LO_NOWHERE,
                              "cannot start a measuring process: %s", strerror(errno));
    }
}

static int start_more(struct jobs *jobs)
{
    while (jobs->running < jobs->room && jobs->next < jobs->batch->count) {
        int result = start(jobs, jobs->next, 0);

        if (result < 0)
            return -1;
        if (result > 0)
            return 0;
        jobs->next++;
    }
    return 0;
}

/* Frees the place of a child that was waited for, and uses its result or tries again. */
static int settle(struct jobs *jobs, size_t place, int status)
{
    struct lo_child *child = jobs->children[place];
    size_t index = child->index;
    unsigned attempt = child->attempt + 1;
    struct lo_measured measured;
    bool again = lo_child_result(child, status, jobs->batch, &measured);

    if (child->fd >= 0)
        close(child->fd);
    lo_reply_fini(&child->reply);
    free(child);
    jobs->children[place] = NULL;
    jobs->running--;
    /* Without room for a second attempt the first one counts. */
    if (again && attempt < ATTEMPTS) {
        int result = start(jobs, index, attempt);

        if (result <= 0)
            return result;
    }
    return finish(jobs, index, &measured);
}

/* Reads what a child said. After its last word, or at the end of its pipe, it has a moment to
 * end by itself. */
static void listen(struct lo_child *child)
{
    int more = lo_reply_take(&child->reply, child->fd);

    if (more > 0 && child->reply.end != LO_REPLY_BROKEN)
        return;
    close(child->fd);
    child->fd = -1;
    if (child->deadline_s > lo_now_s() + GRACE_S)
        child->deadline_s = lo_now_s() + GRACE_S;
    /* All is said; nothing that it still does matters. */
    if (child->reply.end == LO_REPLY_DONE || child->reply.end == LO_REPLY_FAILED ||
        child->reply.end == LO_REPLY_BROKEN)
        kill(child->pid, SIGKILL);
}

static int look_after(struct jobs *jobs, size_t place)
{
    struct lo_child *child = jobs->children[place];
    int status;

    if (child->fd < 0 && waitpid(child->pid, &status, WNOHANG) == child->pid)
        return settle(jobs, place, status);
    if (!child->is_late && lo_now_s() > child->deadline_s) {
        /* A child that said all and then lingered was killed already, and is not late. */
        child->is_late = child->fd >= 0;
        kill(child->pid, SIGKILL);
        if (child->fd >= 0)
            close(child->fd);
        child->fd = -1;
    }
    return 0;
}

/* Stopped for a while (Ctrl-Z, a debugger)? The children were too, and get the time back. */
static void forgive_gap(struct jobs *jobs)
{
    double now_s = lo_now_s(), gap_s = now_s - jobs->last_look_s;

    jobs->last_look_s = now_s;
    for (size_t i = 0; i < jobs->room && gap_s > STOPPED_S; i++)
        if (jobs->children[i])
            jobs->children[i]->deadline_s += gap_s;
}

/* Waits until something happens, and takes in what children have said. Returns -1 when it
 * cannot wait. */
static int wait_for_news(struct jobs *jobs, const sigset_t *polling)
{
    struct timespec timeout = {0, TICK_MS * 1000000L};
    nfds_t count = 0, at = 0;
    int ready;

    /* Only those that can speak: the kernel wants no more entries than descriptors. */
    for (size_t i = 0; i < jobs->room; i++)
        if (jobs->children[i] && jobs->children[i]->fd >= 0)
            jobs->polled[count++] = (struct pollfd){jobs->children[i]->fd, POLLIN, 0};
    ready = ppoll(jobs->polled, count, &timeout, polling);
    forgive_gap(jobs);
    if (ready < 0 && errno != EINTR)
        return lo_error(jobs->err, LO_EIO, LO_NOWHERE, "cannot wait: %s",
                        strerror(errno));
    for (size_t i = 0; i < jobs->room && ready > 0; i++)
        if (jobs->children[i] && jobs->children[i]->fd >= 0 &&
            jobs->polled[at++].revents)
            listen(jobs->children[i]);
    return 0;
}

static void show_progress(struct jobs *jobs)
{
    double running_bytes = 0.0;

    for (size_t i = 0; i < jobs->room; i++) {
        const struct lo_child *child = jobs->children[i];

        if (child && child->reply.expected > 0)
            running_bytes += (double)jobs->batch->inputs[child->index].bytes *
                             (double)child->reply.done / (double)child->reply.expected;
    }
    lo_progress_show(&jobs->progress, jobs->finished, running_bytes);
}

static int loop(struct jobs *jobs, const sigset_t *polling)
{
    jobs->last_look_s = lo_now_s();
    while (jobs->finished < jobs->batch->count) {
        if (start_more(jobs))
            return -1;
        if (jobs->running == 0)
            continue;
        if (wait_for_news(jobs, polling))
            return -1;
        if (caught)
            return caught;
        for (size_t i = 0; i < jobs->room; i++)
            if (jobs->children[i] && look_after(jobs, i))
                return -1;
        show_progress(jobs);
    }
    return 0;
}

static void kill_all(struct jobs *jobs)
{
    for (size_t i = 0; jobs->children && i < jobs->room; i++) {
        struct lo_child *child = jobs->children[i];

        if (!child)
            continue;
        kill(child->pid, SIGKILL);
        waitpid(child->pid, NULL, 0);
        if (child->fd >= 0)
            close(child->fd);
        lo_reply_fini(&child->reply);
        free(child);
    }
}

/* Cores that we may use, not all that there are. */
static size_t cores(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
}

int lo_jobs_run(const struct lo_batch *batch, struct lo_err *err)
{
    struct jobs jobs = {.batch = batch, .err = err};
    sigset_t before, polling;
    int result;

    jobs.room = batch->jobs ? batch->jobs : cores();
    if (jobs.room > JOBS_MAX)
        jobs.room = JOBS_MAX;
    if (jobs.room > batch->count)
        jobs.room = batch->count;
    lo_progress_begin(&jobs.progress, batch);
    watch_signals(&before, &polling);
    jobs.children = lo_alloc(jobs.room, sizeof(struct lo_child *));
    jobs.polled = lo_alloc(jobs.room, sizeof *jobs.polled);
    if (!jobs.children || !jobs.polled)
        result = lo_error_nomem(err);
    else
        result = lo_sandbox_new(&jobs.sandbox, err) ? -1 : loop(&jobs, &polling);
    kill_all(&jobs);
    unwatch_signals(&before);
    lo_progress_end(&jobs.progress);
    lo_sandbox_free(jobs.sandbox);
    free(jobs.polled);
    free(jobs.children);
    return result;
}
