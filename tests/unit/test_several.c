/*
 * Several targets: losses against PyTorch's, figures against scikit-learn's,
 * by numbers that they gave (see tests/reference/several.py).
 */
#include "unit.h"

#include "base/alloc.h"
#include "eval/outcome.h"
#include "nn/loss.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct loss_case {
    const char *loss;
    double smoothing;
    size_t k;
    const float *z;
    const uint32_t *label;
    const float *value, *weight;
    const double *dz;
    double mean;
};

struct label_case {
    const char *name;
    size_t n, k;
    double threshold;
    const uint32_t *label;
    const float *p1;
    const double *overall, *each;
    const double *weight;       /* of the rows, or NULL */
};

struct value_case {
    const char *name;
    size_t n, k;
    const double *value;
    const float *answer;
    const double *factor, *mean, *each;
};

#include "../reference/several.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { ROWS = 6, MOST = 16 };           /* rows and targets of a loss */

/* ---- losses ------------------------------------------------------------- */

static struct lathe_objective objective_of(const struct loss_case *t)
{
    struct lathe_objective o = {.smoothing = t->smoothing};
    const char *colon = strchr(t->loss, ':');

    if (!strncmp(t->loss, "mae", 3))
        o.kind = LATHE_OBJECTIVE_MAE;
    if (!strncmp(t->loss, "huber", 5))
        o.kind = LATHE_OBJECTIVE_HUBER;
    if (!strncmp(t->loss, "focal", 5))
        o.kind = LATHE_OBJECTIVE_FOCAL;
    o.delta = o.gamma = colon ? strtod(colon + 1, NULL) : 1;
    return o;
}

static void losses_of_several_targets_agree_with_pytorch(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(loss_cases); i++) {
        const struct loss_case *t = &loss_cases[i];
        const struct lathe_objective o = objective_of(t);
        const struct lathe_judge judge = {
            t->label ? LATHE_LOSS_BINARY : LATHE_LOSS_MSE, &o, ROWS, NULL};
        const struct lathe_inputs x = {.n = ROWS,
                                       .label = (uint32_t *)t->label,
                                       .value = (float *)t->value};
        const struct lathe_batch batch = {.x = &x, .n = ROWS,
                                          .weight = t->weight};
        struct lathe_tally sum = {0};
        real z[ROWS * MOST], dz[ROWS * MOST];

        for (size_t j = 0; j < ROWS * t->k; j++)
            z[j] = (real)t->z[j];
        lathe_loss_rows(&judge, &batch, 0, 2, t->k, z, dz, &sum);
        lathe_loss_rows(&judge, &batch, 2, ROWS - 2, t->k, z, dz, &sum);
        assert_int_equal(sum.rows, ROWS);
        if (!(fabs(sum.loss / ROWS - t->mean) <= 1e-6 * fmax(1, t->mean)))
            fail_msg("%s, %zu: %.9g, not %.9g", t->loss, t->k,
                     sum.loss / ROWS, t->mean);
        for (size_t j = 0; j < ROWS * t->k; j++)
            if (!(fabs((double)dz[j] - t->dz[j]) <= 1e-6))
                fail_msg("%s, %zu, slope %zu: %.9g, not %.9g", t->loss, t->k,
                         j, (double)dz[j], t->dz[j]);
    }
}

static void a_row_is_hit_when_all_its_labels_are_right(void **state)
{
    const struct lathe_objective o = {0};
    const struct lathe_judge judge = {LATHE_LOSS_BINARY, &o, 1, NULL};
    uint32_t label[] = {1, 0, 1, 1, 0, 0};
    const real z[] = {2, -1, -1, 3, -2, -1};
    const struct lathe_inputs x = {.n = 3, .label = label};
    const struct lathe_batch batch = {.x = &x, .n = 3};
    struct lathe_tally sum = {0};

    (void)state;
    lathe_loss_rows(&judge, &batch, 0, 3, 2, z, NULL, &sum);
    assert_true(sum.hit == 2);
}

/* ---- figures ------------------------------------------------------------ */

static void assert_metric(const char *name, const char *what,
                          struct lathe_metric m, double want)
{
    double room = 1e-12 * fmax(1.0, fabs(want));

    if (isnan(want) ? m.why && isnan(m.value)
                    : !m.why && fabs(m.value - want) <= room)
        return;
    fail_msg("%s, %s: %.17g (%s), not %.17g", name, what, m.value,
             m.why ? lathe_metric_reason(m.why) : "defined", want);
}

/* A schema of k targets "t0", "t1", ...; of labels with "no" and "yes". */
static void make_schema(struct lathe_schema *s, enum lathe_task task, size_t k)
{
    uint32_t code;

    *s = (struct lathe_schema){.task = task};
    for (size_t t = 0; t < k; t++) {
        char name[8] = {'t', (char)('a' + t), '\0'};

        assert_int_equal(lathe_schema_add_target(s, name, NULL), 0);
        if (task == LATHE_REGRESS)
            continue;
        lathe_dict_add(&s->target[t].classes, "no", 2, &code, NULL);
        lathe_dict_add(&s->target[t].classes, "yes", 3, &code, NULL);
    }
    lathe_schema_layout(s);
}

/* The case's rows, `step` at a time. */
static void label_evaluation(const struct label_case *t, size_t step,
                             const struct lathe_schema *s,
                             struct lathe_evaluation *e)
{
    struct lathe_outcome o;
    float *answer = calloc(2 * t->n * t->k, sizeof *answer);

    for (size_t i = 0; i < t->n * t->k; i++) {
        answer[2 * i] = 1 - t->p1[i];
        answer[2 * i + 1] = t->p1[i];
    }
    assert_int_equal(lathe_outcome_init(&o, s, step, t->threshold, true,
                                        NULL), 0);
    if (t->weight)
        assert_int_equal(lathe_outcome_weigh(&o, NULL), 0);
    for (size_t i = 0; i < t->n; i += step) {
        size_t n = t->n - i < step ? t->n - i : step;

        assert_int_equal(lathe_outcome_add(&o, t->label + i * t->k, NULL,
                                           t->weight ? t->weight + i : NULL,
                                           answer + 2 * i * t->k, n, NULL), 0);
    }
    assert_int_equal(lathe_outcome_end(&o, e, NULL), 0);
    lathe_outcome_release(&o);
    free(answer);
}

static void check_label_case(const struct label_case *t, size_t step)
{
    static const char *const overall[] = {
        "accuracy", "hamming_loss", "log_loss", "roc_auc", "micro_precision",
        "micro_recall", "micro_f1", "macro_precision", "macro_recall",
        "macro_f1", "weighted_precision", "weighted_recall", "weighted_f1",
        "samples_precision", "samples_recall", "samples_f1"};
    static const char *const each[] = {"accuracy", "log_loss", "roc_auc",
                                       "precision", "recall", "f1"};
    struct lathe_evaluation e = {0};
    struct lathe_schema s;

    make_schema(&s, LATHE_CLASSIFY, t->k);
    label_evaluation(t, step, &s, &e);
    assert_int_equal(e.rows, t->n);
    for (size_t i = 0; i < COUNT(overall); i++)
        assert_metric(t->name, overall[i],
                      lathe_evaluation_find(&e, overall[i], -1),
                      t->overall[i]);
    for (size_t k = 0; k < t->k; k++)
        for (size_t i = 0; i < COUNT(each); i++)
            assert_metric(t->name, each[i],
                          lathe_evaluation_find(&e, each[i], (long)k),
                          t->each[k * COUNT(each) + i]);
    assert_metric(t->name, "f1", lathe_evaluation_find(&e, "f1", -1),
                  lathe_evaluation_find(&e, "macro_f1", -1).value);
    lathe_evaluation_release(&e);
    lathe_schema_release(&s);
}

static void labels_agree_with_scikit_learn_however_rows_are_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(label_cases); i++) {
        check_label_case(&label_cases[i], label_cases[i].n);
        check_label_case(&label_cases[i], 7);
    }
}

static void values_agree_with_scikit_learn(void **state)
{
    static const char *const mean[] = {"nrmse", "rmse", "mae", "mse", "r2"};
    static const char *const each[] = {"rmse", "mae", "mse", "r2"};

    (void)state;
    for (size_t i = 0; i < COUNT(value_cases); i++) {
        const struct value_case *t = &value_cases[i];
        struct lathe_evaluation e = {0};
        struct lathe_outcome o;
        struct lathe_schema s;

        make_schema(&s, LATHE_REGRESS, t->k);
        for (size_t k = 0; k < t->k; k++)
            s.target[k].factor = t->factor[k];
        assert_int_equal(lathe_outcome_init(&o, &s, t->n, NAN, false, NULL),
                         0);
        assert_int_equal(lathe_outcome_add(&o, NULL, t->value, NULL, t->answer,
                                           t->n, NULL), 0);
        assert_int_equal(lathe_outcome_end(&o, &e, NULL), 0);
        assert_int_equal(e.rows, t->n);
        for (size_t m = 0; m < COUNT(mean); m++)
            assert_metric(t->name, mean[m],
                          lathe_evaluation_find(&e, mean[m], -1), t->mean[m]);
        for (size_t k = 0; k < t->k; k++)
            for (size_t m = 0; m < COUNT(each); m++)
                assert_metric(t->name, each[m],
                              lathe_evaluation_find(&e, each[m], (long)k),
                              t->each[k * COUNT(each) + m]);
        lathe_outcome_reset(&o);
        assert_true(o.values[0].n == 0 && o.together.weight.high == 0);
        lathe_evaluation_release(&e);
        lathe_outcome_release(&o);
        lathe_schema_release(&s);
    }
}

static void an_answer_that_is_no_number_makes_figures_undefined(void **state)
{
    const uint32_t label[] = {0, 1};
    const float answer[] = {0.5f, 0.5f, (float)NAN, (float)NAN};
    struct lathe_evaluation e = {0};
    struct lathe_outcome o;
    struct lathe_schema s;

    (void)state;
    make_schema(&s, LATHE_CLASSIFY, 2);
    assert_int_equal(lathe_outcome_init(&o, &s, 1, NAN, true, NULL), 0);
    assert_int_equal(lathe_outcome_add(&o, label, NULL, NULL, answer, 1, NULL),
                     0);
    assert_int_equal(lathe_outcome_end(&o, &e, NULL), 0);
    assert_int_equal(lathe_evaluation_find(&e, "accuracy", -1).why,
                     LATHE_UNDEFINED_NOT_FINITE);
    assert_int_equal(lathe_evaluation_find(&e, "samples_f1", -1).why,
                     LATHE_UNDEFINED_NOT_FINITE);
    assert_int_equal(lathe_evaluation_find(&e, "accuracy", 0).why,
                     LATHE_DEFINED);
    lathe_evaluation_release(&e);
    lathe_outcome_release(&o);
    lathe_schema_release(&s);
}

static void outcomes_survive_every_failed_allocation(void **state)
{
    const uint32_t label[] = {0, 1, 1, 0};
    const float answer[] = {.3f, .7f, .2f, .8f, .6f, .4f, .9f, .1f};
    const double weight[] = {2, 0.5};

    (void)state;
    for (long n = 0;; n++) {
        struct lathe_evaluation e = {0};
        struct lathe_outcome o = {0};
        struct lathe_schema s;
        struct lathe_err err = {0};
        enum lathe_code rc;

        make_schema(&s, LATHE_CLASSIFY, 2);
        lathe_alloc_fail_after(n);
        rc = lathe_outcome_init(&o, &s, 2, NAN, true, &err);
        if (!rc)
            rc = lathe_outcome_weigh(&o, &err);
        if (!rc)
            rc = lathe_outcome_add(&o, label, NULL, weight, answer, 2, &err);
        if (!rc)
            rc = lathe_outcome_end(&o, &e, &err);
        lathe_alloc_fail_after(-1);
        lathe_evaluation_release(&e);
        lathe_outcome_release(&o);
        lathe_schema_release(&s);
        if (!rc)
            break;
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses_of_several_targets_agree_with_pytorch),
        cmocka_unit_test(a_row_is_hit_when_all_its_labels_are_right),
        cmocka_unit_test(labels_agree_with_scikit_learn_however_rows_are_cut),
        cmocka_unit_test(values_agree_with_scikit_learn),
        cmocka_unit_test(an_answer_that_is_no_number_makes_figures_undefined),
        cmocka_unit_test(outcomes_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
