/* The metrics against scikit-learn's, on predictions with values that it gave
 * (../reference/metrics.py), and against hand-computed ones. */
#include "unit.h"

#include "base/alloc.h"
#include "eval/auc.h"
#include "eval/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct class_case {
    const char *name;
    size_t n, k;
    double threshold;
    const uint32_t *label;
    const float *prob;
    const double *overall;      /* accuracy, log_loss, roc_auc, then macro and
                                 * weighted precision, recall, f1 */
    const double *each;         /* [k x 4] precision, recall, f1, roc_auc */
    const uint64_t *confusion;  /* [k x k] */
    const double *weight;       /* of the rows, or NULL */
};

struct value_case {
    const char *name;
    size_t n;
    const double *value;
    const float *answer;
    const double *expect;       /* mse, rmse, mae, r2 */
    const double *weight;       /* of the rows, or NULL */
};

#include "../reference/metrics.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

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

static void assert_relative(const char *name, const char *what,
                            struct lathe_metric m, double want)
{
    if (isnan(want) ? m.why && isnan(m.value)
                    : !m.why && fabs(m.value - want) <= 1e-12 * fabs(want))
        return;
    fail_msg("%s, %s: %.17g, not %.17g", name, what, m.value, want);
}

/* Figures of a case, its rows added `step` at a time. */
static void figures_of(const struct class_case *t, size_t step,
                       struct lathe_classification_figures *f)
{
    struct lathe_classification c = {0};

    assert_int_equal(lathe_classification_init(&c, t->k, true, NULL), 0);
    c.threshold = t->threshold;
    if (t->weight)
        assert_int_equal(lathe_classification_weigh(&c, NULL), 0);
    for (size_t i = 0; i < t->n; i += step) {
        size_t n = t->n - i < step ? t->n - i : step;

        assert_int_equal(lathe_classification_add_weighted(
                             &c, t->label + i, t->prob + i * t->k,
                             t->weight ? t->weight + i : NULL, n, NULL), 0);
    }
    assert_int_equal(lathe_classification_figures(&c, f, NULL), 0);
    lathe_classification_release(&c);
}

static void compare_class_case(const struct class_case *t)
{
    static const char *const overall[] = {
        "accuracy", "log_loss", "roc_auc", "macro_precision", "macro_recall",
        "macro_f1", "weighted_precision", "weighted_recall", "weighted_f1"};
    static const char *const each[] = {"precision", "recall", "f1", "roc_auc"};
    struct lathe_classification_figures f = {0};

    figures_of(t, t->n, &f);
    const struct lathe_metric got[] = {
        f.accuracy, f.log_loss, f.roc_auc, f.macro_precision, f.macro_recall,
        f.macro_f1, f.weighted_precision, f.weighted_recall, f.weighted_f1};

    for (size_t i = 0; i < COUNT(got); i++)
        assert_metric(t->name, overall[i], got[i], t->overall[i]);
    for (size_t c = 0; c < t->k; c++) {
        const struct lathe_metric of[] = {f.of[c].precision, f.of[c].recall,
                                          f.of[c].f1, f.of[c].roc_auc};

        for (size_t i = 0; i < COUNT(of); i++)
            assert_metric(t->name, each[i], of[i], t->each[c * 4 + i]);
    }
    assert_int_equal(f.n, t->n);
    assert_memory_equal(f.confusion, t->confusion,
                        t->k * t->k * sizeof *f.confusion);
    lathe_classification_figures_release(&f);
    lathe_classification_figures_release(&f);
}

static void classification_agrees_with_scikit_learn(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(class_cases); i++)
        compare_class_case(&class_cases[i]);
}

static void regression_agrees_with_scikit_learn(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(value_cases); i++) {
        const struct value_case *t = &value_cases[i];
        struct lathe_regression r = {0};
        struct lathe_regression_figures f;

        lathe_regression_add_weighted(&r, t->value, t->answer, t->weight,
                                      t->n);
        f = lathe_regression_figures(&r);
        assert_int_equal(f.n, t->n);
        assert_relative(t->name, "mse", f.mse, t->expect[0]);
        assert_relative(t->name, "rmse", f.rmse, t->expect[1]);
        assert_relative(t->name, "mae", f.mae, t->expect[2]);
        assert_metric(t->name, "r2", f.r2, t->expect[3]);
        assert_true(t->weight ||
                    lathe_metrics_rmse(t->value, t->answer, t->n) ==
                        f.rmse.value);
    }
}

static void compare_blocks(const struct class_case *t,
                           const struct value_case *v)
{
    struct lathe_classification_figures whole = {0}, f = {0};
    struct lathe_regression all = {0}, r = {0};

    figures_of(t, t->n, &whole);
    lathe_regression_add_weighted(&all, v->value, v->answer, v->weight, v->n);
    for (size_t step = 1; step < 9; step++) {
        figures_of(t, step, &f);
        assert_memory_equal(&f.log_loss, &whole.log_loss, sizeof f.log_loss);
        assert_memory_equal(&f.roc_auc, &whole.roc_auc, sizeof f.roc_auc);
        lathe_classification_figures_release(&f);
    }
    for (size_t i = 0; i < v->n; i++)
        lathe_regression_add_weighted(&r, v->value + i, v->answer + i,
                                      v->weight ? v->weight + i : NULL, 1);
    assert_memory_equal(&r, &all, sizeof r);
    lathe_classification_figures_release(&whole);
}

static void blocks_of_any_size_give_the_same_bits(void **state)
{
    (void)state;
    compare_blocks(&class_cases[0], &value_cases[0]);
    compare_blocks(&class_cases[COUNT(class_cases) - 1],
                   &value_cases[COUNT(value_cases) - 1]);
}

/* A weight of 1 changes no bit; one of 2 is the row twice. */
static void a_weight_is_how_often_a_row_counts(void **state)
{
    const uint32_t label[] = {0, 1, 1, 0, 1}, often[] = {0, 1, 1, 1, 0, 1};
    const float prob[] = {0.75f, 0.25f, 0.5f, 0.5f, 0.875f, 0.125f, 0.5f,
                          0.5f, 0.25f, 0.75f};
    const float twice[] = {0.75f, 0.25f, 0.5f, 0.5f, 0.875f, 0.125f, 0.875f,
                           0.125f, 0.5f, 0.5f, 0.25f, 0.75f};
    const double weight[] = {1, 1, 2, 1, 1};
    struct lathe_classification c = {0}, d = {0};
    struct lathe_classification_figures f = {0}, g = {0};

    (void)state;
    assert_int_equal(lathe_classification_init(&c, 2, true, NULL), 0);
    assert_int_equal(lathe_classification_init(&d, 2, true, NULL), 0);
    assert_int_equal(lathe_classification_weigh(&c, NULL), 0);
    assert_int_equal(lathe_classification_add_weighted(&c, label, prob, weight,
                                                       5, NULL), 0);
    assert_int_equal(lathe_classification_add(&d, often, twice, 6, NULL), 0);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(lathe_classification_figures(&c, &f, NULL), 0);
        assert_int_equal(lathe_classification_figures(&d, &g, NULL), 0);
        assert_true(f.accuracy.value == g.accuracy.value);
        assert_true(f.roc_auc.value == g.roc_auc.value);
        assert_true(f.log_loss.value == g.log_loss.value);
        assert_true(f.of[1].recall.value == g.of[1].recall.value);
        assert_true(f.weighted_f1.value == g.weighted_f1.value);
        assert_int_equal(f.of[1].support, 3);
        lathe_classification_figures_release(&f);
        lathe_classification_figures_release(&g);
        lathe_classification_reset(&c);
        lathe_classification_reset(&d);
        assert_int_equal(lathe_classification_add_weighted(
                             &c, label, prob, weight, 5, NULL), 0);
        assert_int_equal(lathe_classification_add(&d, often, twice, 6, NULL),
                         0);
    }
    lathe_classification_release(&c);
    lathe_classification_release(&d);
}

/* ---- the area ----------------------------------------------------------- */

/* By definition: all pairs. */
static double area_by_pairs(const float *p, const bool *yes, size_t n)
{
    double won = 0, pairs = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            if (!yes[i] || yes[j])
                continue;
            pairs++;
            won += p[i] > p[j] ? 1.0 : p[i] == p[j] ? 0.5 : 0.0;
        }
    return won / pairs;
}

static void the_area_counts_pairs_and_halves_ties(void **state)
{
    const float p[] = {0.1f, 0.4f, 0.4f, 0.8f};
    const bool yes[] = {false, true, false, true};
    uint32_t key[4], spare[4];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        key[i] = lathe_auc_key(p[i], yes[i]);
    assert_true(lathe_auc_area(key, spare, 4).value == 0.875);
}

static void the_area_equals_that_over_all_pairs(void **state)
{
    enum { N = 300 };
    float p[N];
    bool yes[N];
    uint32_t key[N], spare[N], seed = 1;

    (void)state;
    for (unsigned round = 1; round < 12; round++) {
        for (size_t i = 0; i < N; i++) {
            seed = seed * 1664525u + 1013904223u;
            p[i] = (float)((seed >> 8) % (1u << (2 * round))) /
                   (float)(1u << (2 * round));
            yes[i] = seed >> 31;
            key[i] = lathe_auc_key(p[i], yes[i]);
        }
        struct lathe_metric m = lathe_auc_area(key, spare, N);

        assert_metric("random", "area", m, area_by_pairs(p, yes, N));
        for (size_t i = 1; i < N; i++)
            assert_true(key[i - 1] >> 1 <= key[i] >> 1);
    }
}

static void keys_order_as_their_probabilities(void **state)
{
    const float p[] = {0.0f, 1e-45f, 1e-38f, 1e-7f, 0.25f, 0.5f, 1.0f, 1.5f};

    (void)state;
    for (size_t i = 1; i < COUNT(p); i++)
        assert_true(lathe_auc_key(p[i - 1], true) <
                    lathe_auc_key(p[i], false));
    assert_int_equal(lathe_auc_key(-0.0f, true), lathe_auc_key(0.0f, true));
}

/* ---- odd input ---------------------------------------------------------- */

static void an_answer_that_is_no_probability_leaves_nothing_defined(
    void **state)
{
    static const float bad[] = {NAN, INFINITY, -0.1f, 1.1f};

    (void)state;
    for (size_t b = 0; b < COUNT(bad); b++) {
        struct lathe_classification c = {0};
        struct lathe_classification_figures f = {0};
        const uint32_t label[] = {0, 1, 1};
        const float prob[] = {0.9f, 0.1f, 0.5f, bad[b], 0.2f, 0.8f};

        assert_int_equal(lathe_classification_init(&c, 2, true, NULL), 0);
        assert_int_equal(lathe_classification_add(&c, label, prob, 3, NULL),
                         0);
        assert_int_equal(lathe_classification_figures(&c, &f, NULL), 0);
        assert_int_equal(c.bad, 1);
        assert_int_equal(f.accuracy.why, LATHE_UNDEFINED_NOT_FINITE);
        assert_int_equal(f.roc_auc.why, LATHE_UNDEFINED_NOT_FINITE);
        assert_int_equal(f.of[0].f1.why, LATHE_UNDEFINED_NOT_FINITE);
        assert_true(isnan(f.log_loss.value));
        lathe_classification_figures_release(&f);
        lathe_classification_release(&c);
    }
}

static void a_value_that_is_not_finite_leaves_nothing_defined(void **state)
{
    struct lathe_regression r = {0};
    const double y[] = {1, 2}, large[] = {1e200, -1e200};
    const float p[] = {1, NAN}, fine[] = {1, 2};

    (void)state;
    lathe_regression_add(&r, y, p, 2);
    assert_int_equal(lathe_regression_figures(&r).mae.why,
                     LATHE_UNDEFINED_NOT_FINITE);
    assert_true(isnan(lathe_metrics_rmse(y, p, 2)));

    r = (struct lathe_regression){0};
    lathe_regression_add(&r, large, fine, 2);
    assert_int_equal(lathe_regression_figures(&r).mse.why,
                     LATHE_UNDEFINED_RANGE);
    assert_int_equal(lathe_regression_figures(&r).mae.why, LATHE_DEFINED);
}

static void no_rows_give_no_figures(void **state)
{
    struct lathe_classification c = {0};
    struct lathe_classification_figures f = {0};
    struct lathe_regression r = {0};

    (void)state;
    assert_int_equal(lathe_classification_init(&c, 3, true, NULL), 0);
    assert_int_equal(lathe_classification_figures(&c, &f, NULL), 0);
    assert_int_equal(f.accuracy.why, LATHE_UNDEFINED_NO_ROWS);
    assert_int_equal(f.weighted_f1.why, LATHE_UNDEFINED_NO_ROWS);
    assert_int_equal(lathe_regression_figures(&r).mse.why,
                     LATHE_UNDEFINED_NO_ROWS);
    assert_true(isnan(lathe_metrics_accuracy(NULL, NULL, 0, 2)));
    lathe_classification_figures_release(&f);
    lathe_classification_release(&c);
    lathe_classification_release(&c);
}

static void reset_forgets_the_rows_and_allocates_nothing(void **state)
{
    const struct class_case *t = &class_cases[0];
    struct lathe_classification c = {0};
    struct lathe_classification_figures f = {0};

    (void)state;
    assert_int_equal(lathe_classification_init(&c, t->k, false, NULL), 0);
    assert_int_equal(lathe_classification_add(&c, t->label, t->prob, t->n,
                                              NULL), 0);
    unsigned long before = lathe_alloc_calls();
    lathe_classification_reset(&c);
    assert_int_equal(c.n, 0);
    assert_int_equal(lathe_classification_add(&c, t->label, t->prob, t->n,
                                              NULL), 0);
    assert_true(lathe_alloc_calls() == before);
    assert_int_equal(lathe_classification_figures(&c, &f, NULL), 0);
    assert_metric(t->name, "accuracy", f.accuracy, t->overall[0]);
    assert_metric(t->name, "log_loss", f.log_loss, t->overall[1]);
    assert_int_equal(f.roc_auc.why, LATHE_UNDEFINED_UNRANKED);
    assert_memory_equal(f.confusion, t->confusion,
                        t->k * t->k * sizeof *f.confusion);
    lathe_classification_figures_release(&f);
    lathe_classification_release(&c);
}

static void the_short_cut_agrees_with_the_accumulator(void **state)
{
    const float logit[] = {-1.0f, 0.0f, 2.0f, 3.0f};
    const uint32_t label[] = {0, 0, 1, 0};

    (void)state;
    for (size_t i = 0; i < COUNT(class_cases); i++) {
        const struct class_case *t = &class_cases[i];

        if (isnan(t->threshold) && !t->weight)
            assert_true(lathe_metrics_accuracy(t->label, t->prob, t->n,
                                               t->k) == t->overall[0]);
    }
    assert_int_equal(lathe_metrics_hits(label, logit, 4, 1), 3);
}

static void many_classes_have_no_matrix_but_all_else(void **state)
{
    const size_t k = LATHE_CLASSIFICATION_CONFUSION + 1;
    struct lathe_classification c = {0};
    struct lathe_classification_figures f = {0};
    const uint32_t label[] = {3, (uint32_t)k - 1};
    float *prob = lathe_calloc(2 * k, sizeof *prob);

    (void)state;
    prob[3] = prob[k + 3] = 1.0f;
    assert_int_equal(lathe_classification_init(&c, k, false, NULL), 0);
    assert_int_equal(lathe_classification_add(&c, label, prob, 2, NULL), 0);
    assert_int_equal(lathe_classification_figures(&c, &f, NULL), 0);
    assert_null(f.confusion);
    assert_true(f.accuracy.value == 0.5);
    assert_true(f.of[3].precision.value == 0.5);
    assert_int_equal(f.of[k - 1].precision.why,
                     LATHE_UNDEFINED_NO_PREDICTION);
    assert_int_equal(f.averaged, 2);
    lathe_classification_figures_release(&f);
    lathe_classification_release(&c);
    lathe_free(prob);
}

static enum lathe_code whole_life(struct lathe_err *err)
{
    const struct class_case *t = &class_cases[COUNT(class_cases) - 1];
    struct lathe_classification c = {0};
    struct lathe_classification_figures f = {0};
    enum lathe_code rc;

    rc = lathe_classification_init(&c, t->k, true, err);
    if (!rc)
        rc = lathe_classification_add(&c, t->label, t->prob, t->n, err);
    if (!rc)
        rc = lathe_classification_figures(&c, &f, err);
    lathe_classification_figures_release(&f);
    lathe_classification_release(&c);
    return rc;
}

static void classification_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        enum lathe_code rc = whole_life(&err);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK) {
            assert_true(n > 8);
            return;
        }
        assert_int_equal(rc, LATHE_ENOMEM);
        assert_true(err.msg[0]);
    }
}

static void rounding_keeps_the_digits_asked_for(void **state)
{
    (void)state;
    assert_true(lathe_metric_round(0.123456, 4) == 0.1235);
    assert_true(lathe_metric_round(-123456.0, 2) == -120000.0);
    assert_true(lathe_metric_round(0.0, 4) == 0.0);
    assert_true(fabs(lathe_metric_round(1e300, 3) / 1e300 - 1.0) < 1e-12);
    assert_true(isnan(lathe_metric_round(NAN, 3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classification_agrees_with_scikit_learn),
        cmocka_unit_test(regression_agrees_with_scikit_learn),
        cmocka_unit_test(blocks_of_any_size_give_the_same_bits),
        cmocka_unit_test(a_weight_is_how_often_a_row_counts),
        cmocka_unit_test(the_area_counts_pairs_and_halves_ties),
        cmocka_unit_test(the_area_equals_that_over_all_pairs),
        cmocka_unit_test(keys_order_as_their_probabilities),
        cmocka_unit_test(
            an_answer_that_is_no_probability_leaves_nothing_defined),
        cmocka_unit_test(a_value_that_is_not_finite_leaves_nothing_defined),
        cmocka_unit_test(no_rows_give_no_figures),
        cmocka_unit_test(reset_forgets_the_rows_and_allocates_nothing),
        cmocka_unit_test(the_short_cut_agrees_with_the_accumulator),
        cmocka_unit_test(many_classes_have_no_matrix_but_all_else),
        cmocka_unit_test(classification_survives_every_failed_allocation),
        cmocka_unit_test(rounding_keeps_the_digits_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
