/* One child: how it starts, what it does, how its end reads. */
#ifndef LO_CLI_CHILD_H
#define LO_CLI_CHILD_H

#include "cli/jobs.h"
#include "cli/reply.h"
#include "cli/sandbox.h"

#include <stdbool.h>
#include <sys/types.h>

/* A running child, as the parent sees it. */
struct lo_child {
    pid_t pid;
    int fd; /* the reply; -1: it has ended */
    size_t index;
    unsigned attempt;  /* 0, 1 */
    bool is_late;      /* killed because of the clock */
    double deadline_s; /* by lo_now_s */
    struct lo_limits limits;
    struct lo_reply reply;
};

enum lo_start {
    LO_STARTED,
    LO_NOT_STARTED, /* measured says why; another attempt is pointless */
    LO_NO_ROOM,     /* no process or descriptor is free: try when another has ended */
};

/* Opens the input and forks a child that measures it. */
enum lo_start lo_child_start(struct lo_child *child, const struct lo_batch *batch,
                             size_t index, const struct lo_sandbox *sandbox,
                             struct lo_measured *measured);

/* After the child was waited for with this status: what it comes to. Returns true when it is
 * worth another attempt: it crashed, was killed, or talked nonsense. */
bool lo_child_result(const struct lo_child *child, int status,
                     const struct lo_batch *batch, struct lo_measured *measured);

/* Seconds of a clock that only goes forward. */
double lo_now_s(void);

#endif
