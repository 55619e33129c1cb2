#include "plot/chart.h"

#include <math.h>
#include <stdio.h>

/* Room around the plane, in pixels: for ticks and words. */
#define ROOM_LEFT 56
#define ROOM_RIGHT 14
#define ROOM_TOP 30
#define ROOM_BOTTOM 24
#define ROOM_LABEL 16

#define TICK_SIZE 11
#define TITLE_SIZE 13

/* Points of a line; more would not be seen. */
#define MOST_POINTS 1000

/* Above this factor between its values an axis is logarithmic. */
#define LOG_FROM 20

/* Pixels below which ten words do not fit under a plane. */
#define NARROW 500

struct axis {
    double low, high;           /* values at its ends */
    bool log;
    double from, to;            /* pixels of its ends */
};

double lathe_chart_step(double span, int most)
{
    double rough = span / most, power = pow(10, floor(log10(rough)));

    if (rough <= power)
        return power;
    if (rough <= 2 * power)
        return 2 * power;
    return rough <= 5 * power ? 5 * power : 10 * power;
}

static double place(const struct axis *a, double v)
{
    double share = a->log ? (log(v) - log(a->low)) / (log(a->high) -
                                                      log(a->low))
                          : (v - a->low) / (a->high - a->low);

    return a->from + share * (a->to - a->from);
}

/* The range of the values; false when none is finite. */
static bool range(const struct lathe_chart *c, bool of_y, double *low,
                  double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t s = 0; s < c->n; s++)
        for (size_t i = 0; i < c->series[s].n; i++) {
            double v = of_y ? c->series[s].y[i] : c->series[s].x[i];

            if (!isfinite(c->series[s].x[i]) || !isfinite(c->series[s].y[i]))
                continue;
            *low = fmin(*low, v);
            *high = fmax(*high, v);
        }
    return *low <= *high;
}

/* A little room at both ends of the vertical axis; none would hide a line. */
static void make_vertical(struct axis *a, double low, double high)
{
    double margin;

    a->log = low > 0 && high / low > LOG_FROM;
    if (a->log) {
        a->low = low / 1.15;
        a->high = high * 1.15;
        return;
    }
    margin = high > low ? 0.06 * (high - low) : fabs(high) * 0.1 + 1e-9;
    a->low = low >= 0 && low - margin < 0 ? 0 : low - margin;
    a->high = high + margin;
}

static void make_horizontal(struct axis *a, double low, double high)
{
    a->low = low;
    a->high = high;
    if (low == high) {          /* one epoch, one rate: it stands amidst */
        double half = low == 0 ? 0.5 : fabs(low) / 2;

        a->low -= half;
        a->high += half;
    }
}

static void tick_text(char *text, size_t room, double v, double step)
{
    int digits = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);

    if (fabs(v) >= 1e6 || step < 1e-5)
        snprintf(text, room, "%g", v);
    else
        snprintf(text, room, "%.*f", digits, v == 0 ? 0.0 : v);
}

static void vertical_tick(struct lathe_buf *out, const struct axis *x,
                          double at, const char *text)
{
    lathe_svg_line(out, LATHE_INK_GRID, false, x->from, at, x->to, at);
    lathe_svg_text(out, LATHE_INK_FAINT, LATHE_ANCHOR_END, x->from - 6,
                   at + TICK_SIZE * 0.35, TICK_SIZE, 0, text);
}

/* 1, 2 and 5 times the powers of ten, or the powers alone when there are
 * many. */
static void log_ticks(struct lathe_buf *out, const struct axis *x,
                      const struct axis *y)
{
    static const double times[] = { 1, 2, 5 };
    int decades = (int)ceil(log10(y->high / y->low));
    int every = decades > 8 ? decades / 6 : 1;
    char text[32];

    for (int p = (int)floor(log10(y->low)); pow(10, p) <= y->high; p += every)
        for (size_t i = 0; i < (decades > 2 ? 1 : 3); i++) {
            double v = times[i] * pow(10, p);

            if (v < y->low || v > y->high)
                continue;
            snprintf(text, sizeof text, "%g", v);
            vertical_tick(out, x, place(y, v), text);
        }
}

static void draw_axes(struct lathe_buf *out, const struct lathe_chart *c,
                      const struct axis *x, const struct axis *y)
{
    double step = lathe_chart_step(y->high - y->low, 5);
    char text[32];

    if (y->log)
        log_ticks(out, x, y);
    for (double k = ceil(y->low / step); !y->log && k * step <= y->high; k++) {
        tick_text(text, sizeof text, k * step, step);
        vertical_tick(out, x, place(y, k * step), text);
    }
    step = lathe_chart_step(x->high - x->low,
                            x->to - x->from < NARROW ? 5 : 10);
    if (c->whole_x && step < 1)
        step = 1;
    for (double k = ceil(x->low / step); k * step <= x->high; k++) {
        tick_text(text, sizeof text, k * step, step);
        lathe_svg_line(out, LATHE_INK_AXIS, false, place(x, k * step), y->from,
                       place(x, k * step), y->from + 4);
        lathe_svg_text(out, LATHE_INK_FAINT, LATHE_ANCHOR_MIDDLE,
                       place(x, k * step), y->from + 16, TICK_SIZE, 0, text);
    }
    lathe_svg_line(out, LATHE_INK_AXIS, false, x->from, y->from, x->to,
                   y->from);
    if (c->x_label)
        lathe_svg_text(out, LATHE_INK_FAINT, LATHE_ANCHOR_MIDDLE,
                       (x->from + x->to) / 2, y->from + 32, TICK_SIZE, 0,
                       c->x_label);
}

static void draw_series(struct lathe_buf *out, const struct lathe_series *s,
                        const struct axis *x, const struct axis *y)
{
    size_t stride = s->points ? 1 : (s->n + MOST_POINTS - 1) / MOST_POINTS;
    double px[MOST_POINTS + 1], py[MOST_POINTS + 1];
    size_t n = 0, last = s->n;

    for (size_t i = 0; i < s->n; i += stride) {
        if (s->points) {
            if (isfinite(s->x[i]) && isfinite(s->y[i]))
                lathe_svg_dot(out, s->ink, place(x, s->x[i]),
                              place(y, s->y[i]), 3.5, NULL);
            continue;
        }
        px[n] = place(x, s->x[i]);
        py[n++] = place(y, s->y[i]);
        last = i;
    }
    if (s->points || n == 0)
        return;
    if (last + 1 < s->n) {      /* the end is always there */
        px[n] = place(x, s->x[s->n - 1]);
        py[n++] = place(y, s->y[s->n - 1]);
    }
    lathe_svg_path(out, s->ink, false, px, py, n);
    if (n == 1 && isfinite(py[0]))      /* a line of one point is not seen */
        lathe_svg_dot(out, s->ink, px[0], py[0], 3.5, NULL);
}

/* To the right of the title. Words are about half as wide as high. */
static void draw_legend(struct lathe_buf *out, const struct lathe_chart *c,
                        double right, double at)
{
    for (size_t i = c->n; i-- > 0;) {
        const struct lathe_series *s = &c->series[i];
        double width = 0;

        if (!s->name || s->n == 0)
            continue;
        for (const char *w = s->name; *w; w++)
            width += ((unsigned char)*w & 0xc0) != 0x80 ? 6.2 : 0;
        lathe_svg_text(out, LATHE_INK_TEXT, LATHE_ANCHOR_START, right - width,
                       at, TICK_SIZE + 1, 0, s->name);
        right -= width + 6;
        if (s->points)
            lathe_svg_dot(out, s->ink, right - 8, at - 4, 3.5, NULL);
        else
            lathe_svg_path(out, s->ink, false,
                           (const double[]){ right - 18, right },
                           (const double[]){ at - 4, at - 4 }, 2);
        right -= 18 + 14;
    }
}

static void draw_mark(struct lathe_buf *out, const struct lathe_chart *c,
                      const struct axis *x, const struct axis *y)
{
    double at = place(x, c->mark);
    bool left = at > (x->from + x->to) / 2;

    lathe_svg_line(out, LATHE_INK_MARK, true, at, y->from, at, y->to);
    if (c->mark_label)
        lathe_svg_text(out, LATHE_INK_TEXT,
                       left ? LATHE_ANCHOR_END : LATHE_ANCHOR_START,
                       at + (left ? -6 : 6), y->to + 12, TICK_SIZE + 1, 0,
                       c->mark_label);
}

void lathe_chart_draw(struct lathe_buf *out, const struct lathe_chart *c)
{
    double low, high;
    struct axis x = { .from = c->left + ROOM_LEFT,
                      .to = c->left + c->width - ROOM_RIGHT };
    struct axis y = { .from = c->top + c->height - ROOM_BOTTOM -
                              (c->x_label ? ROOM_LABEL : 0),
                      .to = c->top + ROOM_TOP };

    lathe_svg_text(out, LATHE_INK_TEXT, LATHE_ANCHOR_START, x.from,
                   c->top + 16, TITLE_SIZE, 0, c->title);
    draw_legend(out, c, x.to, c->top + 16);
    if (!range(c, false, &low, &high))
        return;
    make_horizontal(&x, low, high);
    range(c, true, &low, &high);
    make_vertical(&y, low, high);
    draw_axes(out, c, &x, &y);
    if (isfinite(c->mark))
        draw_mark(out, c, &x, &y);
    for (size_t i = 0; i < c->n; i++)
        draw_series(out, &c->series[i], &x, &y);
    if (isfinite(c->mark) && isfinite(c->mark_y))       /* over the lines */
        lathe_svg_dot(out, LATHE_INK_SECOND, place(&x, c->mark),
                      place(&y, c->mark_y), 4.5, c->mark_label);
}
