/* The program leadout-aac: decodes ALAC and AAC for a measuring child, in a process and a cage
 * of its own. The libraries it needs take 22 ms and 20 MB at every start. */
#ifndef LO_CLI_HELPER_H
#define LO_CLI_HELPER_H

/* Starts the program that lies beside leadout, with the open file input, of which it moves the
 * position. Returns the pipe from which decoded audio can be read (analyzer/audio/decoded.h),
 * closed on exec; -1: it is not there or cannot be started. It ends when the pipe is closed,
 * when its work is done, or after cpu_s of CPU time. Call it before a sandbox forbids that. */
int lo_helper_start(int input, double cpu_s);

#endif
