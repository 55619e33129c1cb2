#include "train/tunereport.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "plot/chart.h"
#include "train/trainreport.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH 760
#define HEADING 34
#define PANEL 230
#define PANELS 5

/* Trials that the text shows. */
#define SHOWN 5

static const char *state_name(enum lathe_trial_state s)
{
    static const char *const names[] = { "new", "paused", "ended", "diverged",
                                         "too large", "skipped" };

    return names[s];
}

bool lathe_tunereport_better(const struct lathe_monitor *order,
                             const struct lathe_trial *a,
                             const struct lathe_trial *b)
{
    if (a->defined != b->defined)
        return a->defined > b->defined;
    return lathe_monitor_better(order, a->metric, b->metric, 0);
}

struct lathe_spread lathe_tunereport_gain(const struct lathe_tunereport *r,
                                          const struct lathe_trial *a,
                                          const struct lathe_trial *b)
{
    double gain[LATHE_FOLDS_MOST];
    size_t folds = (size_t)r->opts->folds;

    for (size_t f = 0; f < folds; f++) {
        gain[f] = a->held_out[f] - b->held_out[f];
        if (!r->order->more)
            gain[f] = -gain[f];
    }
    return lathe_crossval_spread(gain, folds);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_options(struct lathe_json_out *j,
                          const struct lathe_tunereport *r,
                          const struct lathe_trial *t)
{
    lathe_json_open(j, "options", '{');
    for (size_t k = 0; k < r->space->n && t->point.n; k++)
        if (lathe_space_sets(r->space, &t->point, t->number == 0, k))
            lathe_json_string(j, r->space->dim[k].name, t->point.v[k]);
    lathe_json_close(j, '}');
}

static void write_search(struct lathe_json_out *j,
                         const struct lathe_tunereport *r)
{
    lathe_json_string(j, "search", r->search);
    lathe_json_string(j, "method", r->method);
    lathe_json_string(j, "metric", r->metric);
    lathe_json_int(j, "seed", (int64_t)r->opts->seed);
}

static void write_folds(struct lathe_json_out *j,
                        const struct lathe_tunereport *r,
                        const struct lathe_trial *t)
{
    if (!r->folds)
        return;
    lathe_json_double(j, "sd", t->sd);
    lathe_json_int(j, "defined", t->defined);
    lathe_json_open(j, "held_out", '[');
    for (int f = 0; t->held_out && f < r->opts->folds; f++)
        lathe_json_double(j, NULL, t->held_out[f]);
    lathe_json_close(j, ']');
}

static void end_line(struct lathe_buf *line)
{
    if (line->len == 0 || line->s[line->len - 1] != '\n')
        lathe_buf_putc(line, '\n');
}

void lathe_tunereport_heading(struct lathe_buf *line,
                              const struct lathe_tunereport *r)
{
    struct lathe_json_out j = { .out = line, .compact = true };
    char hex[33];

    lathe_digest_hex(&r->data, hex);
    lathe_json_open(&j, NULL, '{');
    lathe_json_open(&j, "tune", '{');
    lathe_json_string(&j, "version", lathe_version());
    lathe_json_string(&j, "data", hex);
    write_search(&j, r);
    lathe_json_int(&j, "max_bytes", r->opts->max_bytes);
    lathe_json_int(&j, "trials", r->opts->trials);
    if (r->folds) {
        lathe_json_int(&j, "folds", r->opts->folds);
        lathe_json_string(&j, "groups", r->folds->group_name);
    }
    lathe_json_close(&j, '}');
    lathe_json_close(&j, '}');
    end_line(line);
}

void lathe_tunereport_trial(struct lathe_buf *line,
                            const struct lathe_tunereport *r,
                            const struct lathe_trial *t)
{
    struct lathe_json_out j = { .out = line, .compact = true };

    lathe_json_open(&j, NULL, '{');
    lathe_json_int(&j, "trial", t->number);
    lathe_json_int(&j, "rung", t->rung);
    write_options(&j, r, t);
    lathe_json_string(&j, "state", state_name(t->state));
    lathe_json_int(&j, "epochs", t->epochs);
    lathe_json_int(&j, "best_epoch", t->best_epoch);
    lathe_json_double(&j, "metric", t->metric);
    write_folds(&j, r, t);
    lathe_json_int(&j, "parameters", (int64_t)t->params);
    lathe_json_double(&j, "seconds", t->seconds);
    lathe_json_close(&j, '}');
    end_line(line);
}

/* The command line that gives the model of the trial. */
static void put_command(struct lathe_buf *out,
                        const struct lathe_tunereport *r,
                        const struct lathe_trial *t)
{
    lathe_buf_puts(out, "lathe train ");
    lathe_space_quote(out, r->opts->data);
    lathe_buf_puts(out, " -o ");
    lathe_space_quote(out, r->opts->output);
    lathe_space_command(r->space, &t->point, t->number == 0, out);
    if (strcmp(r->monitor, "loss") != 0)
        lathe_buf_printf(out, " --monitor %s", r->monitor);
    if (r->opts->seed != lathe_train_defaults().seed)
        lathe_buf_printf(out, " --seed %llu",
                         (unsigned long long)r->opts->seed);
}

enum lathe_code lathe_tunereport_json(struct lathe_buf *out,
                                      const struct lathe_tunereport *r,
                                      struct lathe_err *err)
{
    struct lathe_json_out j = { .out = out };
    struct lathe_buf command = {0}, training = {0};
    enum lathe_code rc;

    put_command(&command, r, r->best);
    lathe_trainreport_json(&training, &r->best->session->report);
    rc = lathe_buf_check(&command, err);
    if (!rc)
        rc = lathe_buf_check(&training, err);
    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "schema", "lathe/tuning");
    lathe_json_int(&j, "version", 1);
    write_search(&j, r);
    lathe_json_int(&j, "trials", (int64_t)r->trials);
    if (r->folds) {
        lathe_json_int(&j, "folds", r->opts->folds);
        lathe_json_string(&j, "groups", r->folds->group_name);
    }
    lathe_json_open(&j, "best", '{');
    lathe_json_int(&j, "trial", r->best->number);
    lathe_json_double(&j, "metric", r->best->metric);
    write_folds(&j, r, r->best);
    write_options(&j, r, r->best);
    lathe_json_string(&j, "command", command.s);
    lathe_json_close(&j, '}');
    while (training.len && training.s[training.len - 1] == '\n')
        training.s[--training.len] = '\0';
    lathe_json_raw(&j, "training", training.s ? training.s : "null");
    lathe_json_close(&j, '}');
    lathe_buf_release(&command);
    lathe_buf_release(&training);
    return rc ? rc : lathe_buf_check(out, err);
}

/* ---- text --------------------------------------------------------------- */

/* The best trials first; of equal ones the earlier. */
static size_t rank(const struct lathe_tunereport *r,
                   const struct lathe_trial *top[SHOWN])
{
    size_t n = 0;

    for (size_t i = 0; i < r->trials; i++) {
        const struct lathe_trial *t = r->trial[i];
        size_t at = n;

        if (isnan(t->metric))
            continue;
        while (at > 0 && lathe_tunereport_better(r->order, t, top[at - 1]))
            at--;
        if (at == SHOWN)
            continue;
        n = n < SHOWN ? n + 1 : n;
        memmove(top + at + 1, top + at, (n - at - 1) * sizeof(top[0]));
        top[at] = t;
    }
    return n;
}

static void put_chance(struct lathe_buf *out, const struct lathe_tunereport *r)
{
    if (r->chance)
        lathe_buf_printf(out, "trial %d is better than the defaults by %.3g "
                         "+-%.3g, which may be chance: the defaults stay\n",
                         r->chance->number, r->gain.mean,
                         r->gain.sd / sqrt((double)r->gain.n));
}

void lathe_tunereport_text(struct lathe_buf *out,
                           const struct lathe_tunereport *r)
{
    const struct lathe_trial *top[SHOWN];
    size_t n = rank(r, top);

    lathe_buf_printf(out, "trial  epochs  %-12s %soptions\n", r->metric,
                     r->folds ? "sd           " : "");
    for (size_t i = 0; i < n; i++) {
        lathe_buf_printf(out, "%5d  %6d  %-12.6g", top[i]->number,
                         top[i]->epochs, top[i]->metric);
        if (r->folds)
            lathe_buf_printf(out, " %-12.4g", top[i]->sd);
        if (top[i]->number == 0)
            lathe_buf_puts(out, " (defaults)");
        lathe_space_command(r->space, &top[i]->point, top[i]->number == 0,
                            out);
        lathe_buf_putc(out, '\n');
    }
    lathe_buf_putc(out, '\n');
    lathe_trainreport_text(out, &r->best->session->report);
    put_chance(out, r);
    put_command(out, r, r->best);
    lathe_buf_printf(out, "\nbest trial %d of %zu: %s %s %.6g",
                     r->best->number, r->trials,
                     r->folds ? "held-out" : "validation", r->metric,
                     r->best->metric);
    if (r->folds)
        lathe_buf_printf(out, ", sd %.4g over %d folds", r->best->sd,
                         r->best->defined);
    lathe_buf_printf(out, "; wrote '%s'\n", r->opts->output);
}

/* ---- the drawing -------------------------------------------------------- */

/* Values [trials] of a dimension, NaN for a trial that has none. */
static void values_of(const struct lathe_tunereport *r, size_t k, double *out)
{
    for (size_t i = 0; i < r->trials; i++) {
        const struct lathe_trial *t = r->trial[i];

        if (t->number == 0 || !t->point.n ||
            !lathe_decimal_parse(t->point.v[k], strlen(t->point.v[k]),
                                 &out[i]))
            out[i] = NAN;
        else if (r->space->dim[k].log)
            out[i] = log10(out[i]);
    }
}

/* Whether its values, but for fixed ones, are numbers. */
static bool is_numeric(const struct lathe_dimension *d)
{
    double v;

    for (size_t i = 0; i < d->choice.n; i++)
        if (!lathe_decimal_parse(d->choice.v[i], strlen(d->choice.v[i]), &v))
            return false;
    return d->choice.n != 1;
}

static void draw(struct lathe_buf *out, const struct lathe_tunereport *r,
                 double *column[4], const size_t *dim, size_t dims)
{
    double height = HEADING + PANEL * (double)(1 + (dims + 1) / 2);
    char title[300], label[4][80];
    struct lathe_chart c = {
        .title = r->metric, .x_label = "trial", .whole_x = true, .n = 2,
        .series = {
            { "trial", LATHE_INK_FIRST, .points = true, .x = column[0],
              .y = column[1], .n = r->trials },
            { "best so far", LATHE_INK_SECOND, .x = column[0],
              .y = column[2], .n = r->trials },
        },
        .mark = r->best->number, .mark_y = r->best->metric, .top = HEADING,
        .width = WIDTH, .height = PANEL,
    };

    snprintf(title, sizeof title, "%.200s: trial %d of %zu is the best",
             r->opts->output, r->best->number, r->trials);
    lathe_svg_open(out, WIDTH, height, title);
    lathe_svg_text(out, LATHE_INK_TEXT, LATHE_ANCHOR_START, 14, 24, 15, 0,
                   title);
    lathe_chart_draw(out, &c);
    for (size_t i = 0; i < dims; i++) {
        const struct lathe_dimension *d = &r->space->dim[dim[i]];

        values_of(r, dim[i], column[3]);
        snprintf(label[i], sizeof label[i], "%s%s", d->log ? "log10 " : "",
                 d->name);
        c = (struct lathe_chart){
            .title = r->metric, .x_label = label[i], .n = 1,
            .series = { { NULL, LATHE_INK_FIRST, .points = true,
                          .x = column[3], .y = column[1], .n = r->trials } },
            .mark = column[3][r->best->number], .mark_y = r->best->metric,
            .left = i % 2 ? WIDTH / 2 : 0,
            .top = HEADING + PANEL * (1 + (double)(i / 2)),
            .width = WIDTH / 2, .height = PANEL,
        };
        lathe_chart_draw(out, &c);
    }
    lathe_svg_close(out);
}

enum lathe_code lathe_tunereport_plot(struct lathe_buf *out,
                                      const struct lathe_tunereport *r,
                                      struct lathe_err *err)
{
    double *all = NULL, *column[4], best = NAN;
    size_t dim[PANELS - 1], dims = 0;
    enum lathe_code rc = lathe_new(&all, 4 * r->trials, sizeof(*all),
                                   "the plot", err);

    if (rc)
        return rc;
    for (size_t k = 0; k < 4; k++)
        column[k] = all + k * r->trials;
    for (size_t i = 0; i < r->trials; i++) {
        column[0][i] = r->trial[i]->number;
        column[1][i] = r->trial[i]->metric;
        if (lathe_monitor_better(r->order, r->trial[i]->metric, best, 0))
            best = r->trial[i]->metric;
        column[2][i] = best;
    }
    for (size_t k = 0; k < r->space->n && dims < PANELS - 1; k++)
        if (is_numeric(&r->space->dim[k]))
            dim[dims++] = k;
    draw(out, r, column, dim, dims);
    lathe_free(all);
    return lathe_buf_check(out, err);
}
