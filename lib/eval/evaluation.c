#include "eval/evaluation.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <assert.h>
#include <string.h>

/* Where a figure lies in its struct. */
struct place {
    const char *name;
    size_t offset;
};

#define IN_ALL(m) offsetof(struct lathe_classification_figures, m)
#define IN_CLASS(m) offsetof(struct lathe_class_figures, m)
#define IN_VALUES(m) offsetof(struct lathe_regression_figures, m)
#define IN_LABELS(m) offsetof(struct lathe_multilabel_figures, m)
#define IN_MEANS(m) offsetof(struct lathe_regression_means, m)

/* The first of them are of no average. */
#define SINGLE 3

static const struct place all_places[] = {
    {"accuracy", IN_ALL(accuracy)},
    {"log_loss", IN_ALL(log_loss)},
    {"roc_auc", IN_ALL(roc_auc)},
    {"macro_precision", IN_ALL(macro_precision)},
    {"macro_recall", IN_ALL(macro_recall)},
    {"macro_f1", IN_ALL(macro_f1)},
    {"weighted_precision", IN_ALL(weighted_precision)},
    {"weighted_recall", IN_ALL(weighted_recall)},
    {"weighted_f1", IN_ALL(weighted_f1)},
};

/* Without a class: of class 1 of two, else these macro means. */
static const struct place plain_places[] = {
    {"precision", IN_ALL(macro_precision)},
    {"recall", IN_ALL(macro_recall)},
    {"f1", IN_ALL(macro_f1)},
};

static const struct place class_places[] = {
    {"precision", IN_CLASS(precision)},
    {"recall", IN_CLASS(recall)},
    {"f1", IN_CLASS(f1)},
    {"roc_auc", IN_CLASS(roc_auc)},
};

static const struct place value_places[] = {
    {"rmse", IN_VALUES(rmse)},
    {"mae", IN_VALUES(mae)},
    {"mse", IN_VALUES(mse)},
    {"r2", IN_VALUES(r2)},
};

static const struct place labels_places[] = {
    {"accuracy", IN_LABELS(accuracy)},
    {"hamming_loss", IN_LABELS(hamming_loss)},
    {"log_loss", IN_LABELS(log_loss)},
    {"roc_auc", IN_LABELS(roc_auc)},
    {"precision", IN_LABELS(macro_precision)},
    {"recall", IN_LABELS(macro_recall)},
    {"f1", IN_LABELS(macro_f1)},
    {"macro_precision", IN_LABELS(macro_precision)},
    {"macro_recall", IN_LABELS(macro_recall)},
    {"macro_f1", IN_LABELS(macro_f1)},
    {"weighted_precision", IN_LABELS(weighted_precision)},
    {"weighted_recall", IN_LABELS(weighted_recall)},
    {"weighted_f1", IN_LABELS(weighted_f1)},
    {"micro_precision", IN_LABELS(micro_precision)},
    {"micro_recall", IN_LABELS(micro_recall)},
    {"micro_f1", IN_LABELS(micro_f1)},
    {"samples_precision", IN_LABELS(samples_precision)},
    {"samples_recall", IN_LABELS(samples_recall)},
    {"samples_f1", IN_LABELS(samples_f1)},
};

static const struct place means_places[] = {
    {"nrmse", IN_MEANS(nrmse)}, {"rmse", IN_MEANS(rmse)},
    {"mae", IN_MEANS(mae)},     {"mse", IN_MEANS(mse)},
    {"r2", IN_MEANS(r2)},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* What there is of each form: over all parts, and of a part; each is made of
 * two tables. */
static const struct form {
    enum lathe_task task;
    bool several;
    struct table {
        const struct place *place;
        size_t n;
    } all[2], part[2];
} forms[] = {
    {LATHE_CLASSIFY, false,
     {{all_places, COUNT(all_places)}, {plain_places, COUNT(plain_places)}},
     {{class_places, COUNT(class_places)}, {NULL, 0}}},
    {LATHE_REGRESS, false,
     {{value_places, COUNT(value_places)}, {NULL, 0}},
     {{NULL, 0}, {NULL, 0}}},
    {LATHE_CLASSIFY, true,
     {{labels_places, COUNT(labels_places)}, {NULL, 0}},
     {{all_places, SINGLE}, {class_places, COUNT(plain_places)}}},
    {LATHE_REGRESS, true,
     {{means_places, COUNT(means_places)}, {NULL, 0}},
     {{value_places, COUNT(value_places)}, {NULL, 0}}},
};

void lathe_evaluation_release(struct lathe_evaluation *e)
{
    for (size_t t = 0; e->of && t < e->targets; t++)
        lathe_classification_figures_release(&e->of[t].figures);
    lathe_free(e->of);
    lathe_unknown_release(&e->unknown);
    *e = (struct lathe_evaluation){0};
}

/* Adds the figures at `place` [n] of a struct. Returns how many there are. */
static size_t take(struct lathe_figure *out, size_t have, const void *from,
                   const struct place *place, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[have].name = place[i].name;
        memcpy(&out[have].metric, (const char *)from + place[i].offset,
               sizeof out[have].metric);
        have++;
    }
    return have;
}

static size_t list_several(const struct lathe_evaluation *e,
                           struct lathe_figure *out)
{
    if (e->task == LATHE_REGRESS)
        return take(out, 0, &e->means, means_places, COUNT(means_places));
    return take(out, 0, &e->labels, labels_places, COUNT(labels_places));
}

size_t lathe_evaluation_list(const struct lathe_evaluation *e,
                             struct lathe_figure out[LATHE_EVALUATION_FIGURES])
{
    const struct lathe_classification_figures *f = &e->of[0].figures;
    size_t n = 0;

    static_assert(COUNT(all_places) + COUNT(plain_places) <=
                      LATHE_EVALUATION_FIGURES &&
                  COUNT(labels_places) <= LATHE_EVALUATION_FIGURES,
                  "room for all");
    if (e->targets > 1)
        return list_several(e, out);
    if (e->task == LATHE_REGRESS)
        return take(out, 0, &e->of[0].values, value_places,
                    COUNT(value_places));
    n = take(out, n, f, all_places, SINGLE);
    if (f->k == 2)
        n = take(out, n, &f->of[1], class_places, COUNT(plain_places));
    else
        n = take(out, n, f, plain_places, COUNT(plain_places));
    return take(out, n, f, all_places + SINGLE, COUNT(all_places) - SINGLE);
}

size_t
lathe_evaluation_list_part(const struct lathe_evaluation *e, size_t i,
                           struct lathe_figure out[LATHE_EVALUATION_FIGURES])
{
    const struct lathe_evaluation_target *of = &e->of[e->targets > 1 ? i : 0];
    size_t n;

    if (e->targets == 1)
        return take(out, 0, &of->figures.of[i], class_places,
                    COUNT(class_places));
    if (e->task == LATHE_REGRESS)
        return take(out, 0, &of->values, value_places, COUNT(value_places));
    n = take(out, 0, &of->figures, all_places, SINGLE);
    return take(out, n, &of->figures.of[1], class_places,
                COUNT(plain_places));
}

static bool among(const struct place *place, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(place[i].name, name) == 0)
            return true;
    return false;
}

bool lathe_evaluation_has(enum lathe_task task, bool several, const char *name,
                          bool of_part)
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        const struct table *t = of_part ? forms[i].part : forms[i].all;

        if (forms[i].task == task && forms[i].several == several)
            return among(t[0].place, t[0].n, name) ||
                   among(t[1].place, t[1].n, name);
    }
    return false;
}

/* Whether form `i` or one before it has the name, its own table `k` not
 * counted. */
static bool had(size_t i, size_t k, const char *name, bool of_part)
{
    for (size_t f = 0; f <= i; f++) {
        const struct table *t = of_part ? forms[f].part : forms[f].all;

        for (size_t j = 0; j < 2; j++)
            if ((f < i || j < k) && among(t[j].place, t[j].n, name))
                return true;
    }
    return false;
}

void lathe_evaluation_names(struct lathe_buf *out, bool of_part)
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        const struct table *t = of_part ? forms[i].part : forms[i].all;

        for (size_t k = 0; k < 2; k++)
            for (size_t n = 0; n < t[k].n; n++) {
                if (had(i, k, t[k].place[n].name, of_part))
                    continue;
                if (out->len)
                    lathe_buf_putc(out, ' ');
                lathe_buf_puts(out, t[k].place[n].name);
            }
    }
}

struct lathe_metric lathe_evaluation_find(const struct lathe_evaluation *e,
                                          const char *name, long part)
{
    struct lathe_figure figure[LATHE_EVALUATION_FIGURES];
    size_t n = part < 0 ? lathe_evaluation_list(e, figure)
                        : lathe_evaluation_list_part(e, (size_t)part, figure);

    for (size_t i = 0; i < n; i++)
        if (strcmp(figure[i].name, name) == 0)
            return figure[i].metric;
    assert(false);                      /* see lathe_evaluation_has */
    return lathe_metric_undefined(LATHE_UNDEFINED_NO_ROWS);
}
