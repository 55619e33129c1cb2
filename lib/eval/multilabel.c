#include "eval/multilabel.h"

static double share(size_t part, size_t all)
{
    return all ? (double)part / (double)all : 0.0;
}

void lathe_multilabel_add(struct lathe_multilabel *m, bool exact, size_t both,
                          size_t had, size_t given, double weight)
{
    lathe_sum_add(&m->weight, weight, 0.0);
    lathe_sum_add(&m->exact, exact ? weight : 0.0, 0.0);
    lathe_sum_add_product(&m->precision, 1.0, share(both, given), weight);
    lathe_sum_add_product(&m->recall, 1.0, share(both, had), weight);
    lathe_sum_add_product(&m->f1, 1.0, share(2 * both, had + given), weight);
}

/* ---- figures ------------------------------------------------------------ */

/* Sums over the labels of class 1. */
struct sums {
    double hit, support, predicted, wrong, log_loss;
    double macro[3], weighted[3];
};

static double or_zero(struct lathe_metric m)
{
    return m.why ? 0.0 : m.value;
}

static void add_label(struct sums *s,
                      const struct lathe_classification_figures *f)
{
    const struct lathe_class_figures *yes = &f->of[1];
    const struct lathe_class_mass *is = &yes->mass, *not = &f->of[0].mass;
    const double v[3] = {or_zero(yes->precision), or_zero(yes->recall),
                         or_zero(yes->f1)};

    s->hit += is->hit;
    s->support += is->support;
    s->predicted += is->predicted;
    s->wrong += (is->predicted - is->hit) + (not->predicted - not->hit);
    s->log_loss += f->log_loss.value;
    for (size_t i = 0; i < 3; i++) {
        s->macro[i] += v[i];
        s->weighted[i] += v[i] * is->support;
    }
}

/* The mean of the labels' areas, or why there is none. */
static struct lathe_metric
mean_area(const struct lathe_classification_figures *const *of, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < k; i++) {
        if (of[i]->roc_auc.why)
            return lathe_metric_undefined(of[i]->roc_auc.why);
        sum += of[i]->roc_auc.value;
    }
    return lathe_metric_of(sum / (double)k);
}

/* Everything is undefined for one reason. */
static struct lathe_multilabel_figures no_figures(enum lathe_undefined why)
{
    struct lathe_metric none = lathe_metric_undefined(why);

    return (struct lathe_multilabel_figures){
        none, none, none, none, none, none, none, none,
        none, none, none, none, none, none, none, none,
    };
}

static void put_means(struct lathe_multilabel_figures *f,
                      const struct lathe_multilabel *m, const struct sums *s,
                      double k)
{
    double n = lathe_sum_value(&m->weight);
    struct lathe_metric *const macro[3] = {
        &f->macro_precision, &f->macro_recall, &f->macro_f1};
    struct lathe_metric *const weighted[3] = {
        &f->weighted_precision, &f->weighted_recall, &f->weighted_f1};

    for (size_t i = 0; i < 3; i++) {
        *macro[i] = lathe_metric_of(s->macro[i] / k);
        *weighted[i] = lathe_metric_ratio(s->weighted[i], s->support,
                                          LATHE_UNDEFINED_NO_LABEL);
    }
    f->samples_precision = lathe_metric_of(lathe_sum_value(&m->precision) / n);
    f->samples_recall = lathe_metric_of(lathe_sum_value(&m->recall) / n);
    f->samples_f1 = lathe_metric_of(lathe_sum_value(&m->f1) / n);
}

struct lathe_multilabel_figures
lathe_multilabel_figures(const struct lathe_multilabel *m,
                         const struct lathe_classification_figures *const *of,
                         size_t k)
{
    struct lathe_multilabel_figures f;
    struct sums s = {0};
    double n = lathe_sum_value(&m->weight);

    for (size_t i = 0; i < k; i++) {
        if (of[i]->log_loss.why)
            return no_figures(of[i]->log_loss.why);
        add_label(&s, of[i]);
    }
    f.accuracy = lathe_metric_of(lathe_sum_value(&m->exact) / n);
    f.hamming_loss = lathe_metric_of(s.wrong / (n * (double)k));
    f.log_loss = lathe_metric_of(s.log_loss / (double)k);
    f.roc_auc = mean_area(of, k);
    f.micro_precision = lathe_metric_ratio(s.hit, s.predicted,
                                           LATHE_UNDEFINED_NOT_GIVEN);
    f.micro_recall = lathe_metric_ratio(s.hit, s.support,
                                        LATHE_UNDEFINED_NO_LABEL);
    f.micro_f1 = lathe_metric_ratio(2 * s.hit, s.support + s.predicted,
                                    LATHE_UNDEFINED_NO_LABEL);
    put_means(&f, m, &s, (double)k);
    return f;
}
