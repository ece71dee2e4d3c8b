/* The cage of a measuring child: limits on memory, CPU time and what it may ask the kernel.
 *
 * Files come from strangers and libraries that read them have bugs. A child that a crafted
 * file has taken over can read that file, say something to the parent, and use up its
 * limits; it can open, start, send or write nothing else.
 *
 * In builds with sanitizers there is neither a memory limit nor a list of system calls: they
 * map terabytes and call what they like.
 *
 * References:
 *   [SECCOMP] the Linux manual: seccomp(2), prctl(2), setrlimit(2).
 */
#ifndef LO_CLI_SANDBOX_H
#define LO_CLI_SANDBOX_H

#include "analyzer/base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/* Descriptors of a child, whatever they were before. */
enum {
    LO_CHILD_INPUT = 3,
    LO_CHILD_REPLY,
    LO_CHILD_DECODED, /* from leadout-aac; only of inputs that need it */
    LO_CHILD_DESCRIPTORS = 3
};

/* Memory that a child may map beyond what it begins with. */
enum { LO_CHILD_MEMORY_MIB = 512 };

struct lo_sandbox;

/* The list of system calls, made once by the parent. LO_ENOMEM; LO_EIO when the kernel has
 * seccomp and yet refuses. lo_sandbox_free it. */
LO_MUST_USE int lo_sandbox_new(struct lo_sandbox **sandbox, struct lo_err *err);
void lo_sandbox_free(struct lo_sandbox *sandbox); /* NULL is fine */

/* In the child, before it touches the input: moves descriptors[], which are input, reply and
 * decoded (-1: there is none), to their places, closes all others, and locks itself in for
 * good; from then on the reply is LO_CHILD_REPLY, also when this failed. Without descriptors
 * it ends the process. parent: who made it. cpu_s: limit of CPU time; past it the kernel ends
 * the child by SIGXCPU. */
LO_MUST_USE int lo_sandbox_enter(const struct lo_sandbox *sandbox,
                                 const int descriptors[LO_CHILD_DESCRIPTORS],
                                 pid_t parent, double cpu_s, struct lo_err *err);

/* True when running out of memory means our limit, not one that leadout was started with. */
bool lo_sandbox_limits_memory(void);

/* What protects on this machine and in this build: "seccomp, limits" */
const char *lo_sandbox_describe(void);

#endif
