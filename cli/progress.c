#include "cli/progress.h"

#include "cli/child.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

/* Quick runs show nothing; a line that changes faster cannot be read. */
static const double FIRST_SHOWN_S = 0.5;
static const double SHOWN_EACH_S = 0.2;
/* Before this an estimate is a guess. */
static const double ESTIMATE_AFTER_S = 2.0;

void lo_progress_begin(struct lo_progress *progress, const struct lo_batch *batch)
{
    *progress =
        (struct lo_progress){.is_shown = batch->progress, .files = batch->count};
    for (size_t i = 0; i < batch->count; i++)
        progress->total_bytes += (double)batch->inputs[i].bytes;
    progress->begun_s = lo_now_s();
    progress->shown_s = progress->begun_s + FIRST_SHOWN_S - SHOWN_EACH_S;
}

void lo_progress_done(struct lo_progress *progress, int64_t bytes)
{
    progress->done_bytes += (double)bytes;
}

static void put(const char *text, int length)
{
    /* Not worth an error. */
    (void)!write(STDERR_FILENO, text, (size_t)length);
}

void lo_progress_show(struct lo_progress *progress, size_t finished,
                      double running_bytes)
{
    double now_s = lo_now_s(), share, left_s;
    char line[120], left[48] = "";
    int length;

    if (!progress->is_shown || now_s - progress->shown_s < SHOWN_EACH_S)
        return;
    progress->shown_s = now_s;
    share = progress->total_bytes > 0.0
                ? (progress->done_bytes + running_bytes) / progress->total_bytes
                : 0.0;
    share = fmin(share, 1.0);
    left_s = (now_s - progress->begun_s) * (1.0 - share) / fmax(share, 1e-3);
    if (now_s - progress->begun_s > ESTIMATE_AFTER_S && share > 0.01)
        snprintf(left, sizeof left, ", about %.0f:%02.0f left", floor(left_s / 60.0),
                 floor(fmod(left_s, 60.0)));
    length = snprintf(line, sizeof line, "\r%zu of %zu file%s, %.0f %%%s\033[K",
                      finished, progress->files, progress->files == 1 ? "" : "s",
                      floor(share * 100.0), left);
    put(line, length);
    progress->has_line = true;
}

void lo_progress_end(struct lo_progress *progress)
{
    if (progress->has_line)
        put("\r\033[K", 4);
    progress->has_line = false;
}
