#include "eval/metrics.h"

#include <math.h>

uint64_t lathe_metrics_hits(const uint32_t *label, const float *prob, size_t n,
                            size_t k)
{
    uint64_t hits = 0;

    for (size_t i = 0; i < n; i++) {
        const float *p = prob + i * k;
        size_t best = 0;

        if (k == 1)
            best = p[0] > 0;
        for (size_t c = 1; c < k; c++)
            if (p[c] > p[best])
                best = c;
        hits += best == label[i];
    }
    return hits;
}

double lathe_metrics_accuracy(const uint32_t *label, const float *prob,
                              size_t n, size_t k)
{
    if (!n)
        return NAN;
    return (double)lathe_metrics_hits(label, prob, n, k) / (double)n;
}

double lathe_metrics_rmse(const double *value, const float *answer, size_t n)
{
    struct lathe_regression r = {0};

    lathe_regression_add(&r, value, answer, n);
    return lathe_regression_figures(&r).rmse.value;
}
