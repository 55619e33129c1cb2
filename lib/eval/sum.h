/*
 * sum - a sum of doubles that keeps what a double would round away.
 *
 * Kept as an unevaluated pair high + low (Knuth, The Art of Computer
 * Programming 2, 4.2.2, theorem B; Dekker 1971, "A floating-point technique
 * for extending the available precision"), about 106 bits.
 */
#ifndef LATHE_EVAL_SUM_H
#define LATHE_EVAL_SUM_H

/* Zeroed: 0. */
struct lathe_sum {
    double high, low;
};

/* s += x + rest, where rest is what was rounded off x (or 0). */
static inline void lathe_sum_add(struct lathe_sum *s, double x, double rest)
{
    double sum = s->high + x;
    double back = sum - s->high;

    s->low += (s->high - (sum - back)) + (x - back) + rest;
    s->high = sum;
}

/* The upper half of the digits of x (Veltkamp). */
static inline double lathe_sum_top(double x)
{
    double cut = x * 134217729.0;       /* 2^27 + 1 */

    return cut - (cut - x);
}

/* s += factor * x * y, without rounding x * y; `factor` is a power of 2. */
static inline void lathe_sum_add_product(struct lathe_sum *s, double factor,
                                         double x, double y)
{
    double product = x * y;
    double x1 = lathe_sum_top(x), x2 = x - x1;
    double y1 = lathe_sum_top(y), y2 = y - y1;
    double rest = ((x1 * y1 - product) + x1 * y2 + x2 * y1) + x2 * y2;

    lathe_sum_add(s, factor * product, factor * rest);
}

/* Not finite when anything added was not, or a sum overflowed. */
static inline double lathe_sum_value(const struct lathe_sum *s)
{
    return s->high + s->low;
}

#endif
