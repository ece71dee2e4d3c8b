/* The largest sums over windows of fixed lengths that slide sample by sample, over a signal
 * that is never negative; exact at every position, at the cost of a few sums.
 *
 * Sums of groups of frames bound what a window that ends in the group can hold; only where
 * that bound beats the largest so far is the window moved frame by frame. No sum is ever
 * kept up by subtraction for longer than a group, so nothing drifts, and a loud passage
 * leaves no residue behind [leadout:sliding].
 *
 * Use: room gives where the next frames go, advance says how many were written there.
 */
#ifndef LO_DSP_SLIDING_H
#define LO_DSP_SLIDING_H

#include <stddef.h>
#include <stdint.h>

enum { DSP_SLIDING_WINDOWS = 2 };

struct dsp_sliding;

/* The largest sum; frames from start on. */
struct dsp_sliding_max {
    double sum;
    int64_t start;
};

/* windows[count]: lengths in frames, 64 or more; count 1 .. DSP_SLIDING_WINDOWS. NULL when
 * out of memory or out of range. */
struct dsp_sliding *dsp_sliding_new(const size_t *windows, size_t count);
void dsp_sliding_free(struct dsp_sliding *sliding); /* NULL is fine */

/* Where the next frames are to be written: *frames of them, 1 or more. */
double *dsp_sliding_room(struct dsp_sliding *sliding, size_t *frames);

/* frames (as many as there was room for, at most) have been written. */
void dsp_sliding_advance(struct dsp_sliding *sliding, size_t frames);

/* The sum over [from, to), which must be among the last frames of the longest window. The
 * order of summing depends on these two numbers alone. */
double dsp_sliding_sum(const struct dsp_sliding *sliding, int64_t from, int64_t to);

/* The largest sum of that window so far, the earliest of equals; sum 0 at start 0 while
 * there was nothing, or less than a window. */
struct dsp_sliding_max dsp_sliding_get(struct dsp_sliding *sliding, size_t window);

#endif
