#include "eval/regression.h"

#include <math.h>

/*
 * r2 needs sum (y - mean)^2, which is sum (d - m)^2 with d = y - shift and m
 * the mean of d, for any shift. With the first y as shift no term is larger
 * than the result needs, unless the first row is an outlier; what cancels then
 * is in the low halves of the sums.
 */
void lathe_regression_add(struct lathe_regression *r, const double *value,
                          const float *answer, size_t n)
{
    lathe_regression_add_weighted(r, value, answer, NULL, n);
}

void lathe_regression_add_weighted(struct lathe_regression *r,
                                   const double *value, const float *answer,
                                   const double *weight, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double p = (double)answer[i];

        if (r->n++ == 0)
            r->shift = value[i];
        if (!isfinite(p)) {
            r->bad++;
            continue;
        }
        double d = value[i] - r->shift;
        double e = value[i] - p;

        double w = weight ? weight[i] : 1.0;

        lathe_sum_add(&r->weight, w, 0.0);
        lathe_sum_add_product(&r->y, 1.0, d, w);
        lathe_sum_add_product(&r->yy, 1.0, d, d * w);
        lathe_sum_add_product(&r->e, 1.0, fabs(e), w);
        lathe_sum_add_product(&r->ee, 1.0, e, e * w);
    }
}

/* sum (d - m)^2 = sum d^2 - 2 m sum d + n m^2, true for any m, so that the
 * rounding of m does no harm. */
static double spread(const struct lathe_regression *r)
{
    double n = lathe_sum_value(&r->weight);
    double m = lathe_sum_value(&r->y) / n;
    struct lathe_sum square = {0}, s = r->yy;

    lathe_sum_add_product(&s, -2.0, m, r->y.high);
    lathe_sum_add_product(&s, -2.0, m, r->y.low);
    lathe_sum_add_product(&square, 1.0, m, m);
    lathe_sum_add_product(&s, 1.0, n, square.high);
    lathe_sum_add(&s, n * square.low, 0.0);
    return fmax(lathe_sum_value(&s), 0.0);
}

static struct lathe_metric in_range(double v)
{
    return isfinite(v) ? lathe_metric_of(v)
                       : lathe_metric_undefined(LATHE_UNDEFINED_RANGE);
}

static struct lathe_metric r2(const struct lathe_regression *r)
{
    double all = spread(r);

    if (r->n < 2)
        return lathe_metric_undefined(LATHE_UNDEFINED_ONE_ROW);
    if (all == 0)
        return lathe_metric_undefined(LATHE_UNDEFINED_CONSTANT);
    return in_range(1.0 - lathe_sum_value(&r->ee) / all);
}

struct lathe_regression_figures
lathe_regression_figures(const struct lathe_regression *r)
{
    struct lathe_regression_figures f = {.n = r->n};
    double n = lathe_sum_value(&r->weight);

    if (!(n > 0) || r->bad) {
        f.mse = lathe_metric_undefined(r->bad ? LATHE_UNDEFINED_NOT_FINITE
                                              : LATHE_UNDEFINED_NO_ROWS);
        f.rmse = f.mae = f.r2 = f.mse;
        return f;
    }
    f.mse = in_range(lathe_sum_value(&r->ee) / n);
    f.rmse = f.mse.why ? f.mse : lathe_metric_of(sqrt(f.mse.value));
    f.mae = in_range(lathe_sum_value(&r->e) / n);
    f.r2 = r2(r);
    return f;
}

/* Adds v to a mean; the first that is undefined decides. */
static void add_to_mean(struct lathe_metric *mean, struct lathe_metric v,
                        size_t k)
{
    if (mean->why)
        return;
    if (v.why)
        *mean = v;
    else
        mean->value += v.value / (double)k;
}

struct lathe_regression_means
lathe_regression_mean(const struct lathe_regression_figures *const *of,
                      const double *factor, size_t k)
{
    struct lathe_regression_means m = {0};

    for (size_t t = 0; t < k; t++) {
        struct lathe_metric scaled = of[t]->mse;

        scaled.value *= factor[t] * factor[t];
        add_to_mean(&m.nrmse, scaled, k);
        add_to_mean(&m.rmse, of[t]->rmse, k);
        add_to_mean(&m.mae, of[t]->mae, k);
        add_to_mean(&m.mse, of[t]->mse, k);
        add_to_mean(&m.r2, of[t]->r2, k);
    }
    if (!m.nrmse.why)
        m.nrmse = in_range(sqrt(m.nrmse.value));
    return m;
}
