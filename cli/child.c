#include "cli/child.h"

#include "analyzer/audio/decoded.h"
#include "analyzer/audio/decoder.h"
#include "cli/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* [leadout:child-limits] */
static const double CPU_BASE_S = 180.0;
static const double CPU_BYTES_PER_S = 500e3;
static const double WALL_PER_CPU = 3.0;

/* Progress is told at most this often. */
enum { PROGRESS_STEPS = 100 };

double lo_now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* context: the frames that were told last. */
static void tell(void *context, int64_t done, int64_t expected)
{
    int64_t *told = context;

    if (expected <= 0 || done > expected || done - *told < expected / PROGRESS_STEPS)
        return;
    *told = done;
    lo_send_progress(LO_CHILD_REPLY, done, expected);
}

/* What the child does, and all that it does. */
_Noreturn static void be_child(const struct lo_batch *batch,
                               const struct lo_input *named,
                               const struct lo_sandbox *sandbox, int input, int reply,
                               pid_t parent, double cpu_s)
{
    int64_t told = 0;
    struct lo_measure_options options = *batch->measure;
    int descriptors[LO_CHILD_DESCRIPTORS] = {input, reply, -1};
    struct lo_doc *doc = NULL;
    struct lo_err err = {0};

    /* Without it reading says so. */
    if (lo_decoded_is_wanted(input))
        descriptors[2] = lo_helper_start(input, cpu_s);
    if (descriptors[2] >= 0)
        options.read.decoded = LO_CHILD_DECODED;
    options.intent = named->track;
    if (batch->progress) {
        options.progress = tell;
        options.progress_context = &told;
    }
    if (lo_sandbox_enter(sandbox, descriptors, parent, cpu_s, &err) ||
        lo_engine_measure(&doc, LO_CHILD_INPUT, named->name, &options, &err))
        lo_send_failure(LO_CHILD_REPLY, &err);
    else
        lo_send_doc(LO_CHILD_REPLY, doc);
    _exit(0);
}

/* Signals as a program finds them when it starts. */
static void reset_signals(void)
{
    static const int signals[] = {SIGINT,  SIGTERM, SIGHUP, SIGCHLD,
                                  SIGPIPE, SIGXCPU, SIGXFSZ};
    sigset_t none;

    for (size_t i = 0; i < LO_COUNT(signals); i++)
        signal(signals[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The input, open; -1 with measured filled in, or -1 with errno EMFILE. */
static int open_input(const struct lo_input *input, struct lo_measured *measured)
{
    struct stat status;
    int fd;

    if (input->trouble) {
        lo_error(&measured->why, LO_EIO, (struct lo_at){input->name, 0}, "%s",
                 input->trouble);
        return -1;
    }
    /* O_NONBLOCK: a FIFO may have come into the file's place meanwhile. */
    fd = open(input->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        if (errno != EMFILE && errno != ENFILE)
            lo_error(&measured->why, LO_EIO, (struct lo_at){input->name, 0}, "%s",
                     strerror(errno));
        return -1;
    }
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        return fd;
    }
    close(fd);
    lo_error(&measured->why, LO_EIO, (struct lo_at){input->name, 0}, "%s",
             "is no longer a file");
    return -1;
}

static struct lo_limits limits_of(const struct lo_batch *batch, int fd)
{
    struct lo_limits limits = batch->limits;
    struct stat status = {0};

    (void)!fstat(fd, &status);
    if (limits.cpu_s <= 0.0)
        limits.cpu_s = CPU_BASE_S + (double)status.st_size / CPU_BYTES_PER_S;
    if (limits.wall_s <= 0.0)
        limits.wall_s = WALL_PER_CPU * limits.cpu_s;
    return limits;
}

enum lo_start lo_child_start(struct lo_child *child, const struct lo_batch *batch,
                             size_t index, const struct lo_sandbox *sandbox,
                             struct lo_measured *measured)
{
    const struct lo_input *input = &batch->inputs[index];
    int fd = open_input(input, measured), ends[2];
    pid_t parent = getpid(), pid;

    if (fd < 0)
        return measured->why.status ? LO_NOT_STARTED : LO_NO_ROOM;
    /* In its cage the child cannot load anything; why it failed it will say itself. */
    if (lo_decoder_is_wanted(fd))
        (void)!lo_decoder_load(NULL);
    if (pipe2(ends, O_CLOEXEC)) {
        close(fd);
        return LO_NO_ROOM;
    }
    *child = (struct lo_child){
        .fd = ends[0], .index = index, .limits = limits_of(batch, fd)};
    pid = fork();
    if (pid == 0) {
        reset_signals();
        be_child(batch, input, sandbox, fd, ends[1], parent, child->limits.cpu_s);
    }
    close(fd);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return LO_NO_ROOM;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    child->pid = pid;
    child->deadline_s = lo_now_s() + child->limits.wall_s;
    return LO_STARTED;
}

/* The document in the reply; false when it is nonsense. */
static bool read_document(const struct lo_reply *reply, struct lo_measured *measured,
                          struct lo_err *err)
{
    json_t *json = NULL;

    if (reply->json.failed || !reply->json.text)
        lo_error_nomem(err);
    else
        json = lo_json_parse(reply->json.text, reply->json.length, "reply", err);
    if (json && lo_wire_read(&measured->doc, json, lo_engine_vocab(), err))
        measured->doc = NULL;
    json_decref(json);
    return measured->doc != NULL;
}

/* What the child itself said is wrong. */
static bool take_failure(const struct lo_child *child, struct lo_at name,
                         struct lo_err *why)
{
    const struct lo_err *failure = &child->reply.failure;

    if (failure->status != LO_ENOMEM) {
        *why = *failure;
        return failure->status == LO_EIO;
    }
    if (!lo_sandbox_limits_memory())
        return lo_error(why, LO_ENOMEM, name, "%s", failure->text) < 0;
    lo_error(why, LO_ELIMIT, name, "needs more memory than the limit of %d MiB",
             LO_CHILD_MEMORY_MIB);
    return false;
}

/* A child that ended without a proper reply. */
static bool take_death(const struct lo_child *child, int status, struct lo_at name,
                       struct lo_err *why)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return lo_error(why, LO_ELIMIT, name,
                        "needs more CPU time than the limit of %.0f s",
                        child->limits.cpu_s) == 0;
    if (child->is_late)
        lo_error(why, LO_EIO, name, "was not done within %.0f s by the clock",
                 child->limits.wall_s);
    else if (WIFSIGNALED(status))
        lo_error(why, LO_EIO, name, "the measuring process was ended by signal %d (%s)",
                 WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        lo_error(why, LO_EIO, name, "the measuring process ended without a result");
    return true;
}

bool lo_child_result(const struct lo_child *child, int status,
                     const struct lo_batch *batch, struct lo_measured *measured)
{
    struct lo_at name = {batch->inputs[child->index].name, 0};
    struct lo_err err = {0};

    *measured = (struct lo_measured){0};
    if (child->reply.end == LO_REPLY_FAILED)
        return take_failure(child, name, &measured->why);
    if (child->reply.end != LO_REPLY_DONE || child->is_late)
        return take_death(child, status, name, &measured->why);
    if (read_document(&child->reply, measured, &err))
        return false;
    lo_error(&measured->why, LO_EIO, name,
             "the measuring process sent no proper document: %.150s", err.text);
    return true;
}
