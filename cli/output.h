/* The only places where something leaves the program: results on standard output or in
 * files, talk on standard error. */
#ifndef LO_CLI_OUTPUT_H
#define LO_CLI_OUTPUT_H

#include "analyzer/base/buf.h"
#include "analyzer/base/err.h"

#include <stdbool.h>

/* Makes sure that descriptors 0 to 2 are taken, so that no file of ours is ever opened as
 * one of them: results of a program started with ">&-" must not land in an input. */
void lo_output_guard(void);

/* Writes all of text to standard output. A reader that has had enough (EPIPE) is not an
 * error. LO_EIO when it cannot be written, LO_ENOMEM when the buf had failed. */
LO_MUST_USE int lo_output_text(const struct lo_buf *text, struct lo_err *err);

/* Makes the folder (and those above it) unless it is there, and looks whether files can be
 * made in it. LO_EUSAGE says why not. */
LO_MUST_USE int lo_output_prepare(const char *folder, struct lo_err *err);

/* Writes folder/name by way of a temporary file in the folder, so that a reader sees the old
 * file or the new one, never half of it. LO_EIO, LO_ENOMEM. */
LO_MUST_USE int lo_output_file(const char *folder, const char *name,
                               const struct lo_buf *text, struct lo_err *err);

/* A line on standard error, "leadout: …". What is not printable in it (names of files are a
 * stranger's) is shown as \xNN. */
void lo_say(const char *fmt, ...) LO_PRINTF(1, 2);

/* Appends text with control characters, direction marks and broken UTF-8 as \xNN, so that a
 * terminal shows it and does not obey it. */
void lo_show(struct lo_buf *out, const char *text);

/* True when it is a terminal that can do more than print lines. */
bool lo_output_is_smart(int fd);

/* True when colours may be used on that descriptor: a terminal that is not dumb, and
 * NO_COLOR is not set. */
bool lo_output_has_color(int fd);

/* Columns of the terminal; 0 when it is none or does not say. */
unsigned lo_output_columns(int fd);

#endif
