#include "eval/report.h"

#include "base/decimal.h"
#include "base/glyph.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS 100                     /* of a line of text */
#define MOST_NAME 32                    /* of a name in a table */
#define MOST_CLASSES 40                 /* in the table of classes */
#define MOST_CONFUSION 20               /* classes in the confusion matrix */

/* ---- cells ------------------------------------------------------------- */

/* Characters of UTF-8 text. */
static size_t width_of(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static void put_blanks(struct lathe_buf *b, size_t n)
{
    while (n--)
        lathe_buf_putc(b, ' ');
}

/* The first `width` characters of s; what would move the cursor becomes '?'. */
static void put_cut(struct lathe_buf *b, const char *s, size_t width)
{
    size_t have = 0;

    while (*s && have++ < width) {
        bool shown;
        size_t n = lathe_glyph_next(s, &shown);

        lathe_buf_add(b, shown ? s : "?", shown ? n : 1);
        s += n;
    }
}

/* A name in `width` columns, cut with ".." when longer. */
static void put_name(struct lathe_buf *b, const char *s, size_t width)
{
    size_t have = width_of(s);

    if (have <= width) {
        put_cut(b, s, width);
        put_blanks(b, width - have);
    } else if (width > 2) {
        put_cut(b, s, width - 2);
        lathe_buf_puts(b, "..");
    } else {
        put_cut(b, s, width);
    }
}

static void put_right(struct lathe_buf *b, const char *s, size_t width)
{
    size_t have = width_of(s);

    put_blanks(b, have < width ? width - have : 0);
    put_cut(b, s, have);
}

static void put_count(struct lathe_buf *b, uint64_t v, size_t width)
{
    lathe_buf_printf(b, "%*llu", (int)width, (unsigned long long)v);
}

/* Four places, or "-"; the decimal point does not depend on the locale. */
static void share_text(char out[LATHE_DECIMAL_ROOM], struct lathe_metric m)
{
    const double most = 1e9;

    if (m.why) {
        snprintf(out, LATHE_DECIMAL_ROOM, "-");
    } else if (m.value >= 0 && m.value < most) {
        unsigned long long v = (unsigned long long)round(m.value * 1e4);

        snprintf(out, LATHE_DECIMAL_ROOM, "%llu.%04llu", v / 10000, v % 10000);
    } else {
        lathe_decimal_double(out, lathe_metric_round(m.value, 6));
    }
}

static void put_share(struct lathe_buf *b, struct lathe_metric m, size_t width)
{
    char text[LATHE_DECIMAL_ROOM];

    share_text(text, m);
    put_right(b, text, width);
}

/* ---- sections ---------------------------------------------------------- */

static void put_heading(struct lathe_buf *b, const struct lathe_evaluation *e)
{
    char text[LATHE_DECIMAL_ROOM];

    lathe_buf_puts(b, "model  ");
    put_cut(b, e->model, SIZE_MAX);
    lathe_buf_puts(b, "\ndata   ");
    put_cut(b, e->data, SIZE_MAX);
    if (e->split)
        lathe_buf_printf(b, ", split %s", e->split);
    lathe_buf_printf(b, "\nrows   %llu", (unsigned long long)e->rows);
    if (e->without_truth) {
        lathe_buf_printf(b, ", and %llu left out that have no value of %s'",
                         (unsigned long long)e->without_truth,
                         e->targets > 1 ? "a target, such as " : "");
        put_cut(b, e->of[0].name, MOST_NAME);
        lathe_buf_putc(b, '\'');
    }
    lathe_buf_putc(b, '\n');
    if (e->weight) {
        lathe_buf_puts(b, "       metrics with weights from '");
        put_cut(b, e->weight, MOST_NAME);
        lathe_buf_puts(b, "'\n");
    }
    if (!isnan(e->threshold)) {
        lathe_buf_puts(b, "       class '");
        put_cut(b, e->of[0].class_name[1], MOST_NAME);
        lathe_decimal_double(text, e->threshold);
        lathe_buf_printf(b, "'%s from a probability of %s on\n",
                         e->targets > 1 ? " and the like" : "", text);
    }
    if (e->unknown.all)
        lathe_buf_printf(b, "       %llu value%s of category columns %s new "
                         "to the model\n", (unsigned long long)e->unknown.all,
                         e->unknown.all == 1 ? "" : "s",
                         e->unknown.all == 1 ? "is" : "are");
    lathe_buf_putc(b, '\n');
}

static void put_reason(struct lathe_buf *b, struct lathe_metric m)
{
    if (m.why)
        lathe_buf_printf(b, "  undefined: %s", lathe_metric_reason(m.why));
}

static void put_number(struct lathe_buf *b, struct lathe_metric m,
                       size_t width)
{
    char text[LATHE_DECIMAL_ROOM] = "-";

    if (!m.why)
        lathe_decimal_double(text, lathe_metric_round(m.value, 6));
    put_right(b, text, width);
}

/* Figures of regression, one a line. */
static void put_values(struct lathe_buf *b, const struct lathe_evaluation *e)
{
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    size_t n = lathe_evaluation_list(e, f);

    for (size_t i = 0; i < n; i++) {
        put_name(b, f[i].name, 6);
        put_number(b, f[i].metric, 14);
        put_reason(b, f[i].metric);
        lathe_buf_putc(b, '\n');
    }
    lathe_buf_putc(b, '\n');
}

/* accuracy, log_loss, roc_auc. */
static void put_shares(struct lathe_buf *b, const struct lathe_evaluation *e)
{
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    const size_t few = 3;

    lathe_evaluation_list(e, f);
    for (size_t i = 0; i < few; i++) {
        put_name(b, f[i].name, 10);
        put_share(b, f[i].metric, 8);
        put_reason(b, f[i].metric);
        if (strcmp(f[i].name, "roc_auc") == 0 && !f[i].metric.why &&
            e->of[0].figures.k > 2)
            lathe_buf_puts(b, "  mean over one class against the rest");
        lathe_buf_putc(b, '\n');
    }
    lathe_buf_putc(b, '\n');
}

/* Columns that the longest name takes, at most MOST_NAME. */
static size_t name_width(const struct lathe_evaluation *e)
{
    bool several = e->targets > 1;
    size_t n = several ? e->targets : e->of[0].figures.k;
    size_t widest = strlen("weighted mean");

    for (size_t c = 0; c < n; c++) {
        size_t w = width_of(several ? e->of[c].name
                                    : e->of[0].class_name[c]);

        widest = w > widest ? w : widest;
    }
    return widest < MOST_NAME ? widest : MOST_NAME;
}

static void put_prf(struct lathe_buf *b, struct lathe_metric precision,
                    struct lathe_metric recall, struct lathe_metric f1)
{
    put_share(b, precision, 11);
    put_share(b, recall, 9);
    put_share(b, f1, 9);
}

static void put_class(struct lathe_buf *b, const struct lathe_evaluation *e,
                      size_t c, size_t width)
{
    const struct lathe_class_figures *f = &e->of[0].figures.of[c];

    put_name(b, e->of[0].class_name[c], width);
    put_count(b, f->support, 12);
    put_count(b, f->predicted, 12);
    put_prf(b, f->precision, f->recall, f->f1);
    if (e->of[0].figures.k > 2)
        put_share(b, f->roc_auc, 9);
    lathe_buf_putc(b, '\n');
}

/* The class with the lowest f1 behind `last` in the order of (f1, place), or
 * k. Undefined is behind all. */
static size_t next_worst(const struct lathe_classification_figures *f,
                         size_t last)
{
    double from = last < f->k ? f->of[last].f1.value : -1.0;
    size_t best = f->k;

    for (size_t c = 0; c < f->k; c++) {
        double v = f->of[c].f1.value;

        if (!(v > from || (v == from && last < f->k && c > last)))
            continue;
        if (best == f->k || v < f->of[best].f1.value)
            best = c;
    }
    return best;
}

static void put_classes(struct lathe_buf *b, const struct lathe_evaluation *e)
{
    const struct lathe_classification_figures *f = &e->of[0].figures;
    size_t width = name_width(e);

    put_name(b, "class", width);
    lathe_buf_puts(b, "        rows   predicted  precision   recall       f1");
    lathe_buf_puts(b, f->k > 2 ? "  roc_auc\n" : "\n");
    if (f->k <= MOST_CLASSES) {
        for (size_t c = 0; c < f->k; c++)
            put_class(b, e, c, width);
    } else {
        size_t c = f->k;

        for (size_t i = 0; i < MOST_CLASSES; i++) {
            c = next_worst(f, c);
            if (c == f->k)
                break;
            put_class(b, e, c, width);
        }
        lathe_buf_printf(b, "(those with the lowest f1 of %zu classes)\n",
                         f->k);
    }
    put_name(b, "macro mean", width + 24);
    put_prf(b, f->macro_precision, f->macro_recall, f->macro_f1);
    lathe_buf_putc(b, '\n');
    put_name(b, "weighted mean", width + 24);
    put_prf(b, f->weighted_precision, f->weighted_recall, f->weighted_f1);
    lathe_buf_puts(b, "\n\n");
}

/* Columns of one cell of the confusion matrix: its largest count or, where
 * there is room, the longest name; and a gap of 2. */
static size_t cell_width(const struct lathe_evaluation *e, size_t names)
{
    const struct lathe_classification_figures *f = &e->of[0].figures;
    size_t room = (COLUMNS - names) / f->k, wish = 0, cell = 5;

    for (size_t i = 0; i < f->k * f->k; i++) {
        int n = snprintf(NULL, 0, "%llu", (unsigned long long)f->confusion[i]);

        cell = (size_t)n + 2 > cell ? (size_t)n + 2 : cell;
    }
    for (size_t c = 0; c < f->k; c++) {
        size_t w = width_of(e->of[0].class_name[c]) + 2;

        wish = w > wish ? w : wish;
    }
    if (wish > room)
        wish = room;
    return wish > cell ? wish : cell;
}

static void put_confusion(struct lathe_buf *b,
                          const struct lathe_evaluation *e)
{
    const struct lathe_classification_figures *f = &e->of[0].figures;
    size_t names = name_width(e), cell;

    if (!f->confusion || f->k > MOST_CONFUSION)
        return;
    cell = cell_width(e, names);
    if (names + f->k * cell > COLUMNS)
        return;
    put_name(b, "truth", names);
    lathe_buf_puts(b, "  predicted\n");
    put_blanks(b, names);
    for (size_t c = 0; c < f->k; c++) {
        size_t w = width_of(e->of[0].class_name[c]);

        w = w < cell - 2 ? w : cell - 2;
        put_blanks(b, cell - w);
        put_name(b, e->of[0].class_name[c], w);
    }
    lathe_buf_putc(b, '\n');
    for (size_t i = 0; i < f->k; i++) {
        put_name(b, e->of[0].class_name[i], names);
        for (size_t c = 0; c < f->k; c++)
            put_count(b, f->confusion[i * f->k + c], cell);
        lathe_buf_putc(b, '\n');
    }
    lathe_buf_putc(b, '\n');
}

/* ---- several targets ---------------------------------------------------- */

static void put_value_row(struct lathe_buf *b, const char *name, size_t width,
                          const struct lathe_metric m[4])
{
    put_name(b, name, width);
    for (size_t i = 0; i < 4; i++)
        put_number(b, m[i], 14);
    lathe_buf_putc(b, '\n');
}

/* Several numbers: a row for each, and the means. */
static void put_value_targets(struct lathe_buf *b,
                              const struct lathe_evaluation *e)
{
    const struct lathe_regression_means *m = &e->means;
    size_t width = name_width(e);

    put_name(b, "nrmse", 6);
    put_number(b, m->nrmse, 14);
    put_reason(b, m->nrmse);
    if (!m->nrmse.why)
        lathe_buf_puts(b, "  in standard deviations, over all targets");
    lathe_buf_puts(b, "\n\n");
    put_name(b, "target", width);
    lathe_buf_puts(b, "          rmse           mae           mse");
    lathe_buf_puts(b, "            r2\n");
    for (size_t t = 0; t < e->targets && t < MOST_CLASSES; t++) {
        const struct lathe_regression_figures *v = &e->of[t].values;

        put_value_row(b, e->of[t].name, width,
                      (const struct lathe_metric[]){v->rmse, v->mae, v->mse,
                                                    v->r2});
    }
    if (e->targets > MOST_CLASSES)
        lathe_buf_printf(b, "(and %zu more)\n", e->targets - MOST_CLASSES);
    put_value_row(b, "mean", width,
                  (const struct lathe_metric[]){m->rmse, m->mae, m->mse,
                                                m->r2});
    lathe_buf_putc(b, '\n');
}

static void put_label(struct lathe_buf *b,
                      const struct lathe_evaluation_target *t, size_t width)
{
    const struct lathe_class_figures *yes = &t->figures.of[1];

    put_name(b, t->name, width);
    put_count(b, yes->support, 12);
    put_count(b, yes->predicted, 12);
    put_prf(b, yes->precision, yes->recall, yes->f1);
    put_share(b, t->figures.accuracy, 10);
    put_share(b, t->figures.roc_auc, 9);
    lathe_buf_putc(b, '\n');
}

static void put_label_means(struct lathe_buf *b,
                            const struct lathe_evaluation *e, size_t width)
{
    const struct lathe_multilabel_figures *f = &e->labels;
    const struct {
        const char *name;
        struct lathe_metric precision, recall, f1;
    } mean[] = {
        {"micro", f->micro_precision, f->micro_recall, f->micro_f1},
        {"macro mean", f->macro_precision, f->macro_recall, f->macro_f1},
        {"weighted mean", f->weighted_precision, f->weighted_recall,
         f->weighted_f1},
        {"mean of rows", f->samples_precision, f->samples_recall,
         f->samples_f1},
    };

    for (size_t i = 0; i < sizeof mean / sizeof *mean; i++) {
        put_name(b, mean[i].name, width + 24);
        put_prf(b, mean[i].precision, mean[i].recall, mean[i].f1);
        lathe_buf_putc(b, '\n');
    }
    lathe_buf_putc(b, '\n');
}

/* Several labels: figures of the rows, a row for each label, and the means. */
static void put_labels(struct lathe_buf *b, const struct lathe_evaluation *e)
{
    const struct {
        const char *name, *what;
        struct lathe_metric metric;
    } whole[] = {
        {"accuracy", "all labels of a row are right", e->labels.accuracy},
        {"hamming_loss", "labels that are wrong", e->labels.hamming_loss},
        {"log_loss", "mean over the labels", e->labels.log_loss},
        {"roc_auc", "mean over the labels", e->labels.roc_auc},
    };
    size_t width = name_width(e);

    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        put_name(b, whole[i].name, 12);
        put_share(b, whole[i].metric, 8);
        put_reason(b, whole[i].metric);
        if (!whole[i].metric.why)
            lathe_buf_printf(b, "  %s", whole[i].what);
        lathe_buf_putc(b, '\n');
    }
    lathe_buf_putc(b, '\n');
    put_name(b, "label", width);
    lathe_buf_puts(b, "        rows   predicted  precision   recall       f1"
                   "  accuracy  roc_auc\n");
    for (size_t t = 0; t < e->targets && t < MOST_CLASSES; t++)
        put_label(b, &e->of[t], width);
    if (e->targets > MOST_CLASSES)
        lathe_buf_printf(b, "(and %zu more)\n", e->targets - MOST_CLASSES);
    put_label_means(b, e, width);
}

static void put_requirements(struct lathe_buf *b,
                             const struct lathe_requirements *r)
{
    const size_t most = 48;
    char value[LATHE_DECIMAL_ROOM];
    size_t width = 0;

    for (size_t i = 0; i < r->n; i++) {
        size_t w = width_of(r->v[i].text);

        width = w > width ? w : width;
    }
    width = width < most ? width : most;
    if (r->n)
        lathe_buf_puts(b, "required\n");
    for (size_t i = 0; i < r->n; i++) {
        const struct lathe_requirement *q = &r->v[i];

        lathe_buf_puts(b, "  ");
        put_name(b, q->text, width);
        lathe_require_value(value, q);
        put_right(b, value, 12);
        lathe_buf_puts(b, q->holds ? "  ok" : "  FAILED");
        put_reason(b, q->value);
        lathe_buf_putc(b, '\n');
    }
}

/* Without the blank line at the end of a section. */
static void end_text(struct lathe_buf *b)
{
    if (b->len > 1 && b->s[b->len - 1] == '\n' && b->s[b->len - 2] == '\n')
        b->s[--b->len] = '\0';
}

void lathe_report_text(struct lathe_buf *out, const struct lathe_evaluation *e,
                       const struct lathe_requirements *r)
{
    put_heading(out, e);
    if (e->targets > 1 && e->task == LATHE_REGRESS) {
        put_value_targets(out, e);
    } else if (e->targets > 1) {
        put_labels(out, e);
    } else if (e->task == LATHE_REGRESS) {
        put_values(out, e);
    } else {
        put_shares(out, e);
        put_classes(out, e);
        put_confusion(out, e);
    }
    put_requirements(out, r);
    end_text(out);
}
