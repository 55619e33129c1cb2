#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool bar_shown;

static bool on_terminal(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static int columns(void)
{
    struct winsize w;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        return w.ws_col;
    return 80;
}

void progress_clear(void)
{
    if (!bar_shown)
        return;
    fputs("\r\033[K", stderr);
    bar_shown = false;
}

static void epoch_line(const struct lathe_progress *p)
{
    fprintf(stderr, "epoch %*d/%d  loss %.4f", p->epochs > 99 ? 3 : 2,
            p->epoch, p->epochs, p->loss);
    if (!isnan(p->valid_loss))
        fprintf(stderr, "  valid loss %.4f  %s %.4f", p->valid_loss,
                p->metric, p->valid_metric);
    fprintf(stderr, "  %.0f rows/s%s\n", p->rows_per_s,
            p->best ? "  best" : "");
}

static void bar(const struct lathe_progress *p)
{
    char line[256];
    double done = p->rows ? (double)p->row / (double)p->rows : 1.0;
    double left = p->rows_per_s > 0
                      ? ((double)(p->rows - p->row) +
                         (double)(p->epochs - p->epoch) * (double)p->rows) /
                            p->rows_per_s
                      : 0.0;
    int width = 20, full = (int)(done * width + 0.5);
    int n = snprintf(line, sizeof line,
                     "epoch %d/%d [%.*s%.*s] %3.0f%%  loss %.4f  %.0f rows/s"
                     "  at most %.0f s left",
                     p->epoch, p->epochs, full, "####################",
                     width - full, "....................", 100.0 * done,
                     p->loss, p->rows_per_s, left);
    int most = columns() - 1;

    if (n > most)
        line[most > 0 ? most : 0] = '\0';
    fprintf(stderr, "\r%s\033[K", line);
    bar_shown = true;
}

bool progress_show(void *ctx, const struct lathe_progress *p)
{
    (void)ctx;
    if (p->epoch_done) {
        progress_clear();
        epoch_line(p);
    } else if (on_terminal()) {
        bar(p);
    }
    return true;
}
