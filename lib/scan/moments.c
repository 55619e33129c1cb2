#include "scan/moments.h"

#include <math.h>

/* The block's values: range, exact-enough sum, and how many there are. */
static struct lathe_moments block_of(const double *v, size_t step, size_t n)
{
    struct lathe_moments b = {0};

    for (size_t i = 0; i < n; i++) {
        double x = v[i * step], sum;

        if (isnan(x))
            continue;
        if (b.n == 0)
            b.min = b.max = x;
        b.min = x < b.min ? x : b.min;
        b.max = x > b.max ? x : b.max;
        sum = b.sum + x;
        b.lost += fabs(b.sum) >= fabs(x) ? b.sum - sum + x : x - sum + b.sum;
        b.sum = sum;
        b.n++;
    }
    if (b.n == 0)
        return b;
    b.mean = (b.sum + b.lost) / (double)b.n;
    for (size_t i = 0; i < n; i++) {
        double d = v[i * step] - b.mean;

        if (!isnan(d))
            b.m2 += d * d;
    }
    return b;
}

void lathe_moments_merge(struct lathe_moments *m,
                         const struct lathe_moments *b)
{
    double na = (double)m->n, nb = (double)b->n, d, sum;

    if (b->n == 0)
        return;
    if (m->n == 0) {
        *m = *b;
        return;
    }
    d = b->mean - m->mean;
    m->m2 += b->m2 + d * d * (na / (na + nb) * nb);
    m->mean += d * (nb / (na + nb));
    m->min = b->min < m->min ? b->min : m->min;
    m->max = b->max > m->max ? b->max : m->max;
    sum = m->sum + b->sum;
    m->lost += b->lost + (fabs(m->sum) >= fabs(b->sum) ? m->sum - sum + b->sum
                                                     : b->sum - sum + m->sum);
    m->sum = sum;
    m->n += b->n;
}

void lathe_moments_add(struct lathe_moments *m, const double *v, size_t step,
                       size_t n)
{
    struct lathe_moments b = block_of(v, step, n);

    lathe_moments_merge(m, &b);
}

double lathe_moments_mean(const struct lathe_moments *m)
{
    if (m->n == 0)
        return 0;
    if (m->min == m->max)
        return m->min;
    return (m->sum + m->lost) / (double)m->n;
}

double lathe_moments_sd(const struct lathe_moments *m)
{
    if (m->n == 0 || m->min == m->max)
        return 0;
    return sqrt(m->m2 / (double)m->n);
}
