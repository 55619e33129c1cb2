#include "train/foldreport.h"

#include "base/json.h"
#include "eval/grid.h"
#include "train/trainreport.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Metrics that stand in the line of each fold. */
#define FEW 4

static size_t folds_of(const struct lathe_crossval *c)
{
    return (size_t)c->set.opts.folds;
}

/* A metric over the folds; of a part where `of_part`. */
static struct lathe_spread spread(const struct lathe_crossval *c,
                                  size_t figure, bool of_part)
{
    double v[LATHE_FOLDS_MOST];

    for (size_t f = 0; f < folds_of(c); f++)
        v[f] = of_part ? c->fold[f].of_part[figure].metric.value
                       : c->fold[f].figure[figure].metric.value;
    return lathe_crossval_spread(v, folds_of(c));
}

/* ---- text --------------------------------------------------------------- */

/* accuracy, log_loss, roc_auc, f1; or rmse, mae, r2, with several numbers
 * after nrmse. */
static size_t choose_few(const struct lathe_crossval *c, size_t few[FEW])
{
    static const char *const names[] = { "accuracy", "log_loss", "roc_auc",
                                         "f1", "nrmse", "rmse", "mae", "r2" };
    const struct lathe_fold *f = &c->fold[0];
    size_t n = 0;

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        for (size_t i = 0; i < f->figures && n < FEW; i++)
            if (strcmp(f->figure[i].name, names[k]) == 0)
                few[n++] = i;
    return n;
}

static enum lathe_code text_folds(struct lathe_buf *out,
                                  const struct lathe_crossval *c,
                                  struct lathe_err *err)
{
    struct lathe_grid g = { .right = 0x3ff };
    size_t few[FEW], n = choose_few(c, few);
    enum lathe_code rc;

    g.cols = 6 + n;
    lathe_grid_words(&g, (const char *const[]){ "fold", "training",
                     "validation", "held out", "epochs", "best", NULL });
    for (size_t i = 0; i < n; i++)
        lathe_grid_cell(&g, "%s", c->fold[0].figure[few[i]].name);
    for (size_t f = 0; f < folds_of(c); f++) {
        const struct lathe_fold *one = &c->fold[f];

        lathe_grid_count(&g, f + 1);
        for (int s = 0; s < LATHE_SPLITS; s++)
            lathe_grid_count(&g, one->rows[s]);
        lathe_grid_count(&g, (uint64_t)one->epochs);
        lathe_grid_count(&g, (uint64_t)one->best_epoch);
        for (size_t i = 0; i < n; i++)
            lathe_grid_short(&g, one->figure[few[i]].metric.value);
    }
    rc = lathe_grid_print(&g, out, err);
    lathe_grid_release(&g);
    return rc;
}

static enum lathe_code text_spreads(struct lathe_buf *out,
                                    const struct lathe_crossval *c,
                                    struct lathe_err *err)
{
    struct lathe_grid g = { .cols = 6, .right = 0x3e };

    lathe_grid_words(&g, (const char *const[]){ "metric", "mean", "sd",
                     "least", "most", "folds", NULL });
    for (size_t i = 0; i < c->fold[0].figures; i++) {
        struct lathe_spread s = spread(c, i, false);

        lathe_grid_cell(&g, "%s", c->fold[0].figure[i].name);
        lathe_grid_short(&g, s.mean);
        lathe_grid_short(&g, s.sd);
        lathe_grid_short(&g, s.least);
        lathe_grid_short(&g, s.most);
        lathe_grid_count(&g, s.n);
    }
    return lathe_grid_section(&g, NULL, out, err);
}

enum lathe_code lathe_foldreport_text(struct lathe_buf *out,
                                      const struct lathe_crossval *c,
                                      struct lathe_err *err)
{
    const struct lathe_foldset *s = &c->set;
    enum lathe_code rc;

    lathe_buf_printf(out, "%d folds of %llu rows, ", s->opts.folds,
                     (unsigned long long)(s->stored[LATHE_TRAIN] +
                                          s->stored[LATHE_VALID]));
    if (s->group_name)
        lathe_buf_printf(out, "by the groups of '%s'\n", s->group_name);
    else
        lathe_buf_puts(out, s->schema.values       ? "by chance\n"
                            : s->schema.labels > 1 ? "every label divided "
                                                     "evenly\n"
                                                   : "every class divided "
                                                     "evenly\n");
    rc = text_folds(out, c, err);
    if (!rc)
        rc = text_spreads(out, c, err);
    return rc ? rc : lathe_buf_check(out, err);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_data(struct lathe_json_out *j, const struct lathe_foldset *s)
{
    char hex[33];

    lathe_digest_hex(&s->digest, hex);
    lathe_json_open(j, "data", '{');
    lathe_json_string(j, "path", s->opts.data);
    lathe_json_string(j, "digest", hex);
    lathe_json_open(j, "rows", '{');
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_json_int(j, lathe_split_name((enum lathe_split)k),
                       (int64_t)s->stored[k]);
    lathe_json_close(j, '}');
    lathe_json_close(j, '}');
}

static void write_spread(struct lathe_json_out *j, const char *key,
                         struct lathe_spread s)
{
    lathe_json_open(j, key, '{');
    lathe_json_double(j, "mean", s.mean);
    lathe_json_double(j, "sd", s.sd);
    lathe_json_double(j, "least", s.least);
    lathe_json_double(j, "most", s.most);
    lathe_json_int(j, "folds", (int64_t)s.n);
    lathe_json_close(j, '}');
}

static const char *key_of_parts(const struct lathe_schema *s)
{
    return s->targets > 1 ? "targets" : "classes";
}

static const char *part_name(const struct lathe_schema *s, size_t i)
{
    return s->targets > 1 ? s->target[i].name : s->target[0].classes.word[i];
}

static void write_metrics(struct lathe_json_out *j,
                          const struct lathe_crossval *c)
{
    const struct lathe_fold *f = &c->fold[0];
    const struct lathe_schema *s = &c->set.schema;
    size_t parts = lathe_crossval_parts(s);

    lathe_json_open(j, "metrics", '{');
    for (size_t i = 0; i < f->figures; i++)
        write_spread(j, f->figure[i].name, spread(c, i, false));
    lathe_json_close(j, '}');
    if (!parts) {
        lathe_json_string(j, "classes", NULL);
        return;
    }
    lathe_json_open(j, key_of_parts(s), '[');
    for (size_t k = 0; k < parts; k++) {
        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "name", part_name(s, k));
        for (size_t i = 0; i < f->part_figures; i++)
            write_spread(j, f->of_part[i].name,
                         spread(c, k * f->part_figures + i, true));
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
}

static void write_fold_parts(struct lathe_json_out *j,
                             const struct lathe_fold *f,
                             const struct lathe_schema *s)
{
    size_t parts = lathe_crossval_parts(s);

    if (!parts) {
        lathe_json_string(j, "classes", NULL);
        return;
    }
    lathe_json_open(j, key_of_parts(s), '[');
    for (size_t k = 0; k < parts; k++) {
        lathe_json_open(j, NULL, '{');
        for (size_t i = 0; i < f->part_figures; i++) {
            const struct lathe_figure *one =
                &f->of_part[k * f->part_figures + i];

            lathe_json_double(j, one->name, one->metric.value);
        }
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
}

static void write_fold(struct lathe_json_out *j, const struct lathe_fold *f,
                       size_t number, const struct lathe_schema *s)
{
    static const char *const names[] = { "train", "valid", "held_out" };

    lathe_json_open(j, NULL, '{');
    lathe_json_int(j, "fold", (int64_t)number);
    lathe_json_open(j, "rows", '{');
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_json_int(j, names[k], (int64_t)f->rows[k]);
    lathe_json_close(j, '}');
    lathe_json_int(j, "left_out", (int64_t)f->dropped);
    lathe_json_int(j, "epochs", f->epochs);
    lathe_json_int(j, "best_epoch", f->best_epoch);
    lathe_json_string(j, "ended", lathe_trainreport_end(f->end));
    lathe_json_open(j, "metrics", '{');
    for (size_t i = 0; i < f->figures; i++)
        lathe_json_double(j, f->figure[i].name, f->figure[i].metric.value);
    lathe_json_close(j, '}');
    lathe_json_open(j, "undefined", '{');
    for (size_t i = 0; i < f->figures; i++)
        if (f->figure[i].metric.why)
            lathe_json_string(j, f->figure[i].name,
                              lathe_metric_reason(f->figure[i].metric.why));
    lathe_json_close(j, '}');
    write_fold_parts(j, f, s);
    lathe_json_close(j, '}');
}

/* All on one line. */
static enum lathe_code write_assignment(struct lathe_json_out *j,
                                        const struct lathe_foldset *s,
                                        struct lathe_err *err)
{
    size_t row = 0;
    enum lathe_code rc = LATHE_OK;

    lathe_json_open(j, "assignment", '{');
    for (int k = LATHE_TRAIN; !rc && k <= LATHE_VALID; k++) {
        struct lathe_buf list = {0};

        lathe_buf_putc(&list, '[');
        for (uint64_t i = 0; i < s->stored[k]; i++)
            lathe_buf_printf(&list, "%s%d", i ? "," : "", s->fold[row++] + 1);
        lathe_buf_putc(&list, ']');
        rc = lathe_buf_check(&list, err);
        if (!rc)
            lathe_json_raw(j, lathe_split_name((enum lathe_split)k), list.s);
        lathe_buf_release(&list);
    }
    lathe_json_close(j, '}');
    return rc;
}

enum lathe_code lathe_foldreport_json(struct lathe_buf *out,
                                      const struct lathe_crossval *c,
                                      const char *training,
                                      struct lathe_err *err)
{
    const struct lathe_schema *s = &c->set.schema;
    struct lathe_json_out j = { .out = out };
    enum lathe_code rc;

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "schema", "lathe/folds");
    lathe_json_int(&j, "version", 1);
    write_data(&j, &c->set);
    lathe_json_string(&j, "task", s->task == LATHE_CLASSIFY ? "classify"
                                                            : "regress");
    lathe_json_string(&j, "target", s->targets > 1 ? NULL
                                                   : s->target[0].name);
    lathe_json_int(&j, "folds", c->set.opts.folds);
    lathe_json_string(&j, "groups", c->set.group_name);
    lathe_json_raw(&j, "run", c->run.s);
    write_metrics(&j, c);
    lathe_json_open(&j, "fold", '[');
    for (size_t f = 0; f < folds_of(c); f++)
        write_fold(&j, &c->fold[f], f + 1, s);
    lathe_json_close(&j, ']');
    rc = write_assignment(&j, &c->set, err);
    lathe_json_raw(&j, "training", training ? training : "null");
    lathe_json_close(&j, '}');
    return rc ? rc : lathe_buf_check(out, err);
}
