#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Least seconds between two updates of a terminal. */
#define UPDATE_EVERY 0.1

/* Epochs in a spark line. */
#define SPARKS 12

/* What is shown and what is held back. */
static struct {
    char held[8192];            /* lines for the terminal */
    size_t held_bytes;
    int bar;                    /* columns of the bar on the screen; 0: none */
    double updated;             /* of the clock */
    double loss[SPARKS];        /* of the last epochs, the oldest first */
    int losses;
    double valid_metric;        /* of the last epoch that had one */
    bool has_metric;
} is;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

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

/* Whether the terminal shows UTF-8, as the environment says. */
static bool is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *value = NULL;

    for (size_t i = 0; i < 3 && !(value && *value); i++)
        value = getenv(names[i]);
    if (!value)
        return false;
    for (; *value; value++)
        if (strncasecmp(value, "utf-8", 5) == 0 ||
            strncasecmp(value, "utf8", 4) == 0)
            return true;
    return false;
}

/* ---- the terminal ------------------------------------------------------- */

/* Text that takes the bar away. A window that became narrower has broken the
 * bar into several rows, of which the cursor is in the last; they are cleared
 * one by one, as "clear all below" may push a screen into the history. */
static size_t erase(char *out, size_t room)
{
    int above = is.bar > 0 ? (is.bar - 1) / columns() : 0;
    size_t n;

    if (is.bar == 0)
        return 0;
    n = (size_t)snprintf(out, room, "\r\033[K");
    for (; above > 0 && n + 8 < room; above--)
        n += (size_t)snprintf(out + n, room - n, "\033[A\033[K");
    is.bar = 0;
    return n;
}

/* One write for all: the lines held back, then the bar (may be NULL). */
static void update(const char *bar)
{
    char out[sizeof is.held + 4096];
    size_t n = erase(out, 3072);

    memcpy(out + n, is.held, is.held_bytes);
    n += is.held_bytes;
    is.held_bytes = 0;
    if (bar) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%s", bar);
        is.bar = (int)strlen(bar);
    }
    if (n)
        fwrite(out, 1, n, stderr);
    is.updated = now();
}

void progress_clear(void)
{
    if (is.bar || is.held_bytes)
        update(NULL);
}

/* Lines that have to go before their time do not put off the next bar: where
 * epochs are short there would never be one. */
static void hold(const char *line)
{
    double updated = is.updated;
    size_t n = strlen(line);

    if (is.held_bytes + n > sizeof is.held)
        update(NULL);
    is.updated = updated;
    memcpy(is.held + is.held_bytes, line, n);
    is.held_bytes += n;
}

/* ---- what is said ------------------------------------------------------- */

static void add_loss(double loss)
{
    if (is.losses == SPARKS)
        memmove(is.loss, is.loss + 1, sizeof is.loss - sizeof is.loss[0]);
    else
        is.losses++;
    is.loss[is.losses - 1] = loss;
}

/* The losses as blocks of eight heights; SPARKS columns wide. */
static size_t spark(char *out, size_t room)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄",
                                         "▅", "▆", "▇", "█"};
    static const char *const plain[] = {"_", ".", ",", "-",
                                        "~", "=", "+", "#"};
    const char *const *level = is_utf8() ? blocks : plain;
    double low = is.loss[0], high = is.loss[0];
    size_t n = 0;

    for (int i = 1; i < is.losses; i++) {
        low = fmin(low, is.loss[i]);
        high = fmax(high, is.loss[i]);
    }
    for (int i = 0; i < SPARKS; i++) {
        double share = high > low ? (is.loss[i] - low) / (high - low) : 0;
        const char *s = i < is.losses ? level[(int)(share * 7 + 0.5)] : " ";

        n += (size_t)snprintf(out + n, room - n, "%s", s);
    }
    return n;
}

/* Adds a piece if the line has room for it. */
static void add(char *line, size_t room, int *left, const char *piece,
                int wide)
{
    size_t n = strlen(line);

    if (wide > *left || n + strlen(piece) + 1 >= room)
        return;
    snprintf(line + n, room - n, "%s", piece);
    *left -= wide;
}

static void epoch_line(const struct lathe_progress *p, bool terminal,
                       char line[256])
{
    int left = terminal ? columns() - 1 : 250;
    char piece[128];
    int n = snprintf(line, 256, "epoch %*d/%d  loss %.4f",
                     p->epochs > 99 ? 3 : 2, p->epoch, p->epochs, p->loss);

    left -= n + 1;
    if (!isnan(p->valid_loss)) {
        n = snprintf(piece, sizeof piece, "  valid loss %.4f", p->valid_loss);
        add(line, 250, &left, piece, n);
        n = snprintf(piece, sizeof piece, "  %s %.4f", p->metric,
                     p->valid_metric);
        add(line, 250, &left, piece, n);
    }
    if (terminal) {
        piece[0] = piece[1] = ' ';
        spark(piece + 2, sizeof piece - 2);
        add(line, 250, &left, piece, SPARKS + 2);
    }
    if (p->best)                /* the last to go */
        left -= 6;
    n = snprintf(piece, sizeof piece, "  %.0f rows/s", p->rows_per_s);
    add(line, 250, &left, piece, n);
    if (p->best) {
        left += 6;
        add(line, 250, &left, "  best", 6);
    }
    n = (int)strlen(line);
    line[n] = '\n';
    line[n + 1] = '\0';
}

/* "42 s", "12 min", "3.5 h" */
static void time_text(char *out, size_t room, double s)
{
    if (s < 120)
        snprintf(out, room, "%.0f s", s);
    else if (s < 7200)
        snprintf(out, room, "%.0f min", s / 60);
    else
        snprintf(out, room, "%.1f h", s / 3600);
}

/* The bar, no wider than the terminal. */
static void bar_line(const struct lathe_progress *p, char line[256])
{
    double done = p->rows ? (double)p->row / (double)p->rows : 1.0;
    double rows = (double)(p->rows - p->row) +
                  (double)(p->epochs - p->epoch) * (double)p->rows;
    double left_s = p->rows_per_s > 0 ? rows / p->rows_per_s : 0;
    int left = columns() - 1, width = 20, full = (int)(done * width + 0.5);
    char piece[128], time[32];
    int n = snprintf(line, 256, "epoch %d/%d", p->epoch, p->epochs);

    if (n > left)
        line[n = left > 0 ? left : 0] = '\0';
    left -= n;
    n = snprintf(piece, sizeof piece, " [%.*s%.*s]", full,
                 "####################", width - full,
                 "....................");
    add(line, 256, &left, piece, n);
    n = snprintf(piece, sizeof piece, "  loss %.4f", p->loss);
    add(line, 256, &left, piece, n);
    n = snprintf(piece, sizeof piece, "  %s %.4f", p->metric,
                 is.valid_metric);
    if (is.has_metric)
        add(line, 256, &left, piece, n);
    time_text(time, sizeof time, left_s);
    n = snprintf(piece, sizeof piece, "  %s left", time);
    add(line, 256, &left, piece, n);
    n = snprintf(piece, sizeof piece, "  batch %llu/%llu",
                 (unsigned long long)p->batch,
                 (unsigned long long)p->batches);
    add(line, 256, &left, piece, n);
    n = snprintf(piece, sizeof piece, "  %.0f rows/s", p->rows_per_s);
    add(line, 256, &left, piece, n);
}

bool progress_show(void *ctx, const struct lathe_progress *p)
{
    bool terminal = on_terminal();
    char line[256], bar[256];

    (void)ctx;
    if (p->epoch_done) {
        add_loss(p->loss);
        is.has_metric = !isnan(p->valid_metric);
        is.valid_metric = p->valid_metric;
        epoch_line(p, terminal, line);
        if (!terminal) {
            fputs(line, stderr);
            return true;
        }
        hold(line);
    }
    if (terminal && now() - is.updated >= UPDATE_EVERY) {
        bar_line(p, bar);
        update(bar);
    }
    return true;
}
