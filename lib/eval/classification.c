#include "eval/classification.h"

#include "base/alloc.h"
#include "eval/auc.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Rounding may leave a probability a little above 1. */
#define HIGHEST_P 1.00001f

void lathe_classification_release(struct lathe_classification *c)
{
    if (c->key)
        for (size_t i = 0; i < c->curves; i++)
            lathe_free(c->key[i]);
    lathe_free(c->key);
    lathe_free(c->support);
    lathe_free(c->predicted);
    lathe_free(c->hit);
    lathe_free(c->confusion);
    lathe_free(c->mass);
    lathe_free(c->weight);
    *c = (struct lathe_classification){0};
}

enum lathe_code lathe_classification_init(struct lathe_classification *c,
                                          size_t k, bool ranked,
                                          struct lathe_err *err)
{
    enum lathe_code rc;

    assert(k >= 2);
    *c = (struct lathe_classification){.k = k,
                                       .threshold = NAN,
                                       .ranked = ranked,
                                       .curves = k > 2 ? k : 1};
    rc = lathe_new(&c->support, k, sizeof *c->support, "metrics", err);
    if (rc)
        goto out;
    rc = lathe_new(&c->predicted, k, sizeof *c->predicted, "metrics", err);
    if (rc)
        goto out;
    rc = lathe_new(&c->hit, k, sizeof *c->hit, "metrics", err);
    if (rc)
        goto out;
    rc = lathe_new(&c->key, c->curves, sizeof *c->key, "metrics", err);
    if (rc)
        goto out;
    if (k <= LATHE_CLASSIFICATION_CONFUSION)
        rc = lathe_new(&c->confusion, k * k, sizeof *c->confusion,
                       "the confusion matrix", err);
out:
    if (rc)
        lathe_classification_release(c);
    return rc;
}

enum lathe_code lathe_classification_weigh(struct lathe_classification *c,
                                           struct lathe_err *err)
{
    assert(c->n == 0 && !c->mass);
    return lathe_new(&c->mass, 3 * c->k, sizeof *c->mass, "metrics", err);
}

void lathe_classification_reset(struct lathe_classification *c)
{
    c->n = c->bad = 0;
    c->loss = (struct lathe_sum){0};
    c->dropped = false;
    memset(c->support, 0, c->k * sizeof *c->support);
    memset(c->predicted, 0, c->k * sizeof *c->predicted);
    memset(c->hit, 0, c->k * sizeof *c->hit);
    if (c->confusion)
        memset(c->confusion, 0, c->k * c->k * sizeof *c->confusion);
    if (c->mass)
        memset(c->mass, 0, 3 * c->k * sizeof *c->mass);
}

size_t lathe_classification_choose(const struct lathe_classification *c,
                                   const float *prob)
{
    size_t best = 0;

    if (!isnan(c->threshold))
        return (double)prob[1] >= c->threshold;
    for (size_t i = 1; i < c->k; i++)
        if (prob[i] > prob[best])
            best = i;
    return best;
}

static bool are_probabilities(const float *prob, size_t k)
{
    bool fine = true;

    for (size_t i = 0; i < k; i++)
        fine &= prob[i] >= 0 && prob[i] <= HIGHEST_P;
    return fine;
}

/* Gives the scores up: they would take more than is allowed. */
static void drop_scores(struct lathe_classification *c)
{
    for (size_t i = 0; i < c->curves; i++) {
        lathe_free(c->key[i]);
        c->key[i] = NULL;
    }
    lathe_free(c->weight);
    c->weight = NULL;
    c->room = 0;
    c->dropped = true;
}

/* Room for `need` scores of each curve. */
static enum lathe_code make_room(struct lathe_classification *c, size_t need,
                                 struct lathe_err *err)
{
    size_t each = c->curves * sizeof **c->key +
                  (c->mass ? sizeof *c->weight : 0);
    size_t most = LATHE_CLASSIFICATION_SCORES / each;
    size_t room = c->room;

    if (need <= room)
        return LATHE_OK;
    if (need > most) {
        drop_scores(c);
        return LATHE_OK;
    }
    for (size_t i = 0; i < c->curves; i++) {
        room = c->room;
        if (lathe_grow(&c->key[i], &room, need, sizeof **c->key, err))
            return LATHE_ENOMEM;
    }
    if (c->mass) {
        room = c->room;
        if (lathe_grow(&c->weight, &room, need, sizeof *c->weight, err))
            return LATHE_ENOMEM;
    }
    c->room = room;
    return LATHE_OK;
}

static void keep_scores(struct lathe_classification *c, size_t place,
                        uint32_t label, const float *prob)
{
    if (c->curves == 1) {
        c->key[0][place] = lathe_auc_key(prob[1], label == 1);
        return;
    }
    for (size_t i = 0; i < c->curves; i++)
        c->key[i][place] = lathe_auc_key(prob[i], label == i);
}

static double minus_log(float p)
{
    const double eps = 0x1p-52;

    return -log(fmin(fmax((double)p, eps), 1.0 - eps));
}

static void add_mass(struct lathe_classification *c, size_t truth,
                     size_t given, double weight)
{
    struct lathe_sum *mass = c->mass;

    lathe_sum_add(&mass[truth], weight, 0.0);
    lathe_sum_add(&mass[c->k + given], weight, 0.0);
    if (given == truth)
        lathe_sum_add(&mass[2 * c->k + truth], weight, 0.0);
}

enum lathe_code lathe_classification_add(struct lathe_classification *c,
                                         const uint32_t *label,
                                         const float *prob, size_t n,
                                         struct lathe_err *err)
{
    return lathe_classification_add_weighted(c, label, prob, NULL, n, err);
}

enum lathe_code lathe_classification_add_weighted(
    struct lathe_classification *c, const uint32_t *label, const float *prob,
    const double *weight, size_t n, struct lathe_err *err)
{
    size_t kept = (size_t)(c->n - c->bad);

    assert((weight != NULL) == (c->mass != NULL) || n == 0);
    if (c->ranked && !c->dropped && make_room(c, kept + n, err))
        return LATHE_ENOMEM;
    for (size_t i = 0; i < n; i++, prob += c->k) {
        uint32_t truth = label[i];

        assert(truth < c->k);
        c->n++;
        if (!are_probabilities(prob, c->k)) {
            c->bad++;
            continue;
        }
        size_t given = lathe_classification_choose(c, prob);

        c->support[truth]++;
        c->predicted[given]++;
        c->hit[truth] += given == truth;
        if (c->confusion)
            c->confusion[truth * c->k + given]++;
        lathe_sum_add_product(&c->loss, 1.0, minus_log(prob[truth]),
                              weight ? weight[i] : 1.0);
        if (weight)
            add_mass(c, truth, given, weight[i]);
        if (!c->ranked || c->dropped)
            continue;
        if (weight)
            c->weight[kept] = weight[i];
        keep_scores(c, kept++, truth, prob);
    }
    return LATHE_OK;
}

/* ---- figures ------------------------------------------------------------ */

void lathe_classification_figures_release(
    struct lathe_classification_figures *f)
{
    lathe_free(f->of);
    lathe_free(f->confusion);
    *f = (struct lathe_classification_figures){0};
}

static void figures_of_class(const struct lathe_classification *c, size_t i,
                             struct lathe_class_figures *f)
{
    struct lathe_class_mass m = {(double)f->support, (double)f->predicted,
                                 (double)f->hit};
    bool absent = !f->support && !f->predicted;

    if (c->mass)
        m = (struct lathe_class_mass){
            lathe_sum_value(&c->mass[i]),
            lathe_sum_value(&c->mass[c->k + i]),
            lathe_sum_value(&c->mass[2 * c->k + i]),
        };
    f->mass = m;
    f->precision =
        lathe_metric_ratio(m.hit, m.predicted,
                           absent ? LATHE_UNDEFINED_ABSENT
                                  : LATHE_UNDEFINED_NO_PREDICTION);
    f->recall = lathe_metric_ratio(m.hit, m.support,
                                   absent ? LATHE_UNDEFINED_ABSENT
                                          : LATHE_UNDEFINED_NO_TRUTH);
    f->f1 = lathe_metric_ratio(2.0 * m.hit, m.support + m.predicted,
                               LATHE_UNDEFINED_ABSENT);
}

static double or_zero(struct lathe_metric m)
{
    return m.why ? 0.0 : m.value;
}

/* Means over the classes, with undefined values as 0. */
static void average(struct lathe_classification_figures *f)
{
    double macro[3] = {0}, weighted[3] = {0}, weight = 0;

    for (size_t c = 0; c < f->k; c++) {
        const struct lathe_class_figures *of = &f->of[c];
        const double v[3] = {or_zero(of->precision), or_zero(of->recall),
                             or_zero(of->f1)};

        if (!of->support && !of->predicted)
            continue;
        f->averaged++;
        weight += of->mass.support;
        for (size_t i = 0; i < 3; i++) {
            macro[i] += v[i];
            weighted[i] += v[i] * of->mass.support;
        }
    }
    struct lathe_metric *const m[3] = {&f->macro_precision, &f->macro_recall,
                                       &f->macro_f1};
    struct lathe_metric *const w[3] = {
        &f->weighted_precision, &f->weighted_recall, &f->weighted_f1};

    for (size_t i = 0; i < 3; i++) {
        *m[i] = lathe_metric_of(macro[i] / (double)f->averaged);
        *w[i] = lathe_metric_of(weighted[i] / weight);
    }
}

/* Mean of the areas of all classes. */
static struct lathe_metric
mean_area(const struct lathe_classification_figures *f)
{
    double sum = 0;

    for (size_t c = 0; c < f->k; c++) {
        enum lathe_undefined why = f->of[c].roc_auc.why;

        if (why == LATHE_UNDEFINED_NO_TRUTH)
            why = LATHE_UNDEFINED_CLASS_ABSENT;
        if (why)
            return lathe_metric_undefined(why);
        sum += f->of[c].roc_auc.value;
    }
    return lathe_metric_of(sum / (double)f->k);
}

static enum lathe_code areas(struct lathe_classification *c,
                             struct lathe_classification_figures *f,
                             struct lathe_err *err)
{
    uint32_t *spare = NULL;
    uint64_t *pair = NULL;

    if (!c->ranked || c->dropped) {
        f->roc_auc = lathe_metric_undefined(
            c->ranked ? LATHE_UNDEFINED_MEMORY : LATHE_UNDEFINED_UNRANKED);
        for (size_t i = 0; i < c->k; i++)
            f->of[i].roc_auc = f->roc_auc;
        return LATHE_OK;
    }
    if (c->mass ? lathe_new(&pair, (size_t)c->n, 2 * sizeof *pair, "sorting",
                            err)
                : lathe_new(&spare, (size_t)c->n, sizeof *spare, "sorting",
                            err))
        return LATHE_ENOMEM;
    for (size_t i = 0; i < c->curves; i++)
        f->of[i].roc_auc = pair ? lathe_auc_weighted(c->key[i], c->weight,
                                                     pair, (size_t)c->n)
                                : lathe_auc_area(c->key[i], spare,
                                                 (size_t)c->n);
    lathe_free(spare);
    lathe_free(pair);
    if (c->curves == 1) {
        f->roc_auc = f->of[0].roc_auc;
        if (f->roc_auc.why)
            f->roc_auc.why = LATHE_UNDEFINED_ONE_CLASS;
        f->of[0].roc_auc = f->of[1].roc_auc = f->roc_auc;
    } else {
        f->roc_auc = mean_area(f);
    }
    return LATHE_OK;
}

/* Everything is undefined for one reason. */
static void no_figures(struct lathe_classification_figures *f,
                       enum lathe_undefined why)
{
    struct lathe_metric none = lathe_metric_undefined(why);

    f->accuracy = f->log_loss = f->roc_auc = none;
    f->macro_precision = f->macro_recall = f->macro_f1 = none;
    f->weighted_precision = f->weighted_recall = f->weighted_f1 = none;
    for (size_t c = 0; c < f->k; c++) {
        f->of[c].precision = f->of[c].recall = f->of[c].f1 = none;
        f->of[c].roc_auc = none;
    }
}

static enum lathe_code compute(struct lathe_classification *c,
                               struct lathe_classification_figures *f,
                               struct lathe_err *err)
{
    double hits = 0, n = (double)c->n;
    struct lathe_sum all = {0}, right = {0};

    for (size_t i = 0; i < c->k; i++) {
        f->of[i].support = c->support[i];
        f->of[i].predicted = c->predicted[i];
        f->of[i].hit = c->hit[i];
        hits += (double)c->hit[i];
    }
    for (size_t i = 0; c->mass && i < c->k; i++) {
        lathe_sum_add(&all, c->mass[i].high, c->mass[i].low);
        lathe_sum_add(&right, c->mass[2 * c->k + i].high,
                      c->mass[2 * c->k + i].low);
    }
    if (c->mass) {
        n = lathe_sum_value(&all);
        hits = lathe_sum_value(&right);
    }
    if (!(n > 0) || c->bad) {
        no_figures(f, c->bad ? LATHE_UNDEFINED_NOT_FINITE
                             : LATHE_UNDEFINED_NO_ROWS);
        return LATHE_OK;
    }
    for (size_t i = 0; i < c->k; i++)
        figures_of_class(c, i, &f->of[i]);
    f->accuracy = lathe_metric_of(hits / n);
    f->log_loss = lathe_metric_of(lathe_sum_value(&c->loss) / n);
    average(f);
    return areas(c, f, err);
}

enum lathe_code
lathe_classification_figures(struct lathe_classification *c,
                             struct lathe_classification_figures *out,
                             struct lathe_err *err)
{
    struct lathe_classification_figures f = {.n = c->n, .k = c->k};
    enum lathe_code rc;

    rc = lathe_new(&f.of, c->k, sizeof *f.of, "metrics", err);
    if (rc)
        goto out;
    if (c->confusion) {
        rc = lathe_new(&f.confusion, c->k * c->k, sizeof *f.confusion,
                       "the confusion matrix", err);
        if (rc)
            goto out;
        memcpy(f.confusion, c->confusion,
               c->k * c->k * sizeof *f.confusion);
    }
    rc = compute(c, &f, err);
    if (rc)
        goto out;

    *out = f;
    f = (struct lathe_classification_figures){0};
out:
    lathe_classification_figures_release(&f);
    return rc;
}
