#include "eval/evaluation.h"

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

#define COUNT(a) (sizeof(a) / sizeof *(a))

void lathe_evaluation_release(struct lathe_evaluation *e)
{
    lathe_classification_figures_release(&e->figures);
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

size_t lathe_evaluation_list(const struct lathe_evaluation *e,
                             struct lathe_figure out[LATHE_EVALUATION_FIGURES])
{
    const size_t first = 3;             /* of all_places: of no average */
    size_t n = 0;

    static_assert(COUNT(all_places) + COUNT(plain_places) <=
                      LATHE_EVALUATION_FIGURES, "room for all");
    if (e->task == LATHE_REGRESS)
        return take(out, 0, &e->values, value_places, COUNT(value_places));
    n = take(out, n, &e->figures, all_places, first);
    if (e->figures.k == 2)
        n = take(out, n, &e->figures.of[1], class_places,
                 COUNT(plain_places));
    else
        n = take(out, n, &e->figures, plain_places, COUNT(plain_places));
    return take(out, n, &e->figures, all_places + first,
                COUNT(all_places) - first);
}

size_t
lathe_evaluation_list_class(const struct lathe_evaluation *e, size_t c,
                            struct lathe_figure out[LATHE_EVALUATION_FIGURES])
{
    return take(out, 0, &e->figures.of[c], class_places, COUNT(class_places));
}

static bool among(const struct place *place, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(place[i].name, name) == 0)
            return true;
    return false;
}

bool lathe_evaluation_has(enum lathe_task task, const char *name,
                          bool of_class)
{
    if (task == LATHE_REGRESS)
        return !of_class && among(value_places, COUNT(value_places), name);
    if (of_class)
        return among(class_places, COUNT(class_places), name);
    return among(all_places, COUNT(all_places), name) ||
           among(plain_places, COUNT(plain_places), name);
}

static void put_names(struct lathe_buf *out, const struct place *place,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (out->len)
            lathe_buf_putc(out, ' ');
        lathe_buf_puts(out, place[i].name);
    }
}

void lathe_evaluation_names(struct lathe_buf *out, bool of_class)
{
    if (of_class) {
        put_names(out, class_places, COUNT(class_places));
        return;
    }
    put_names(out, all_places, COUNT(all_places));
    put_names(out, plain_places, COUNT(plain_places));
    put_names(out, value_places, COUNT(value_places));
}

struct lathe_metric lathe_evaluation_find(const struct lathe_evaluation *e,
                                          const char *name, long c)
{
    struct lathe_figure figure[LATHE_EVALUATION_FIGURES];
    size_t n = c < 0 ? lathe_evaluation_list(e, figure)
                     : lathe_evaluation_list_class(e, (size_t)c, figure);

    for (size_t i = 0; i < n; i++)
        if (strcmp(figure[i].name, name) == 0)
            return figure[i].metric;
    assert(false);                      /* see lathe_evaluation_has */
    return lathe_metric_undefined(LATHE_UNDEFINED_NO_ROWS);
}
