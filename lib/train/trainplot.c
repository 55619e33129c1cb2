#include "train/trainplot.h"

#include "base/alloc.h"
#include "base/file.h"
#include "plot/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH 760
#define HEADING 34
#define PANEL 240

/* Least seconds between two drawings. */
#define DRAW_EVERY 0.5

/* Columns of the history, each [n]. */
struct columns {
    double *epoch, *loss, *valid_loss, *metric, *valid_metric;
};

/* What the second panel shows: the metric of both, or a monitored figure of
 * the validation rows. */
static void fill(struct columns *c, const struct lathe_loop *l)
{
    bool other = l->monitor->figure;

    for (size_t i = 0; i < l->epochs_done; i++) {
        const struct lathe_epoch *e = &l->history[i];

        c->epoch[i] = e->epoch;
        c->loss[i] = e->loss;
        c->valid_loss[i] = e->valid_loss;
        c->metric[i] = other ? (double)NAN : e->metric;
        c->valid_metric[i] = other ? e->watched : e->valid_metric;
    }
}

static struct lathe_chart panel(const struct lathe_loop *l,
                                const struct columns *c, const double *train,
                                const double *valid)
{
    struct lathe_chart chart = {
        .whole_x = true, .n = l->valid ? 2 : 1, .mark = NAN, .mark_y = NAN,
        .width = WIDTH, .height = PANEL,
        .series = {
            { "training", LATHE_INK_FIRST, .x = c->epoch, .y = train,
              .n = l->epochs_done },
            { "validation", LATHE_INK_SECOND, .x = c->epoch, .y = valid,
              .n = l->epochs_done },
        },
    };

    if (!isfinite(train[0]))    /* a figure of validation rows alone */
        chart.series[0].name = NULL;
    if (l->valid) {
        chart.mark = l->best.epoch;
        chart.mark_y = valid[l->best.epoch - 1];
    }
    return chart;
}

static void draw(struct lathe_buf *out, const struct lathe_trainplot *p,
                 const struct lathe_loop *l, const struct columns *c)
{
    const char *name = l->monitor->figure
                           ? l->monitor->name
                           : lathe_monitor_plain(
                                 l->work->loss,
                                 lathe_shape_size(l->work->net->out));
    struct lathe_chart loss = panel(l, c, c->loss, c->valid_loss);
    struct lathe_chart metric = panel(l, c, c->metric, c->valid_metric);
    char title[300], of_loss[80], of_metric[120];

    snprintf(title, sizeof title, "%.200s: epoch %d of %d", p->name,
             l->last.epoch, l->epochs);
    snprintf(of_loss, sizeof of_loss, "%.4g in epoch %d", loss.mark_y,
             l->best.epoch);
    snprintf(of_metric, sizeof of_metric, "%.4g in epoch %d", metric.mark_y,
             l->best.epoch);
    loss.title = "loss";
    loss.top = HEADING;
    metric.title = name;
    metric.top = HEADING + PANEL;
    metric.x_label = "epoch";
    metric.height += 16;
    if (l->valid) {
        loss.mark_label = of_loss;
        metric.mark_label = of_metric;
    }
    lathe_svg_open(out, WIDTH, metric.top + metric.height + 6, title);
    lathe_svg_text(out, LATHE_INK_TEXT, LATHE_ANCHOR_START, 14, 24, 15, 0,
                   title);
    lathe_chart_draw(out, &loss);
    lathe_chart_draw(out, &metric);
    lathe_svg_close(out);
}

enum lathe_code lathe_trainplot_draw(struct lathe_trainplot *p,
                                     const struct lathe_loop *l, bool last,
                                     struct lathe_err *err)
{
    size_t n = l->epochs_done;
    struct lathe_buf out = {0};
    struct columns c;
    double *all = NULL;
    enum lathe_code rc;

    if (!p->path || n == 0)
        return LATHE_OK;
    if (!last && p->drawn > 0 && l->last.seconds - p->drawn < DRAW_EVERY)
        return LATHE_OK;
    rc = lathe_new(&all, 5 * n, sizeof(*all), "the plot", err);
    if (rc)
        return rc;
    c = (struct columns){ all, all + n, all + 2 * n, all + 3 * n,
                          all + 4 * n };
    fill(&c, l);
    draw(&out, p, l, &c);
    rc = lathe_buf_check(&out, err);
    if (!rc)
        rc = lathe_file_replace(p->path, out.s, out.len, err);
    p->drawn = l->last.seconds;
    lathe_buf_release(&out);
    lathe_free(all);
    return rc;
}
