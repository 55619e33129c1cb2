#include "quality/suspect.h"

#include <math.h>
#include <stdbool.h>

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

double lathe_suspect_auc(const struct lathe_order_pair *pair, size_t n,
                         size_t least)
{
    double pairs = 0, below = 0, of[2] = {0, 0};

    while (n > 0 && isnan(pair[n - 1].v))
        n--;
    for (size_t i = 0, j; i < n; i = j) {
        double here[2] = {0, 0};

        for (j = i; j < n && pair[j].v == pair[i].v; j++)
            here[pair[j].label != 0]++;
        pairs += here[1] * (below + here[0] / 2);
        below += here[0];
        of[0] += here[0];
        of[1] += here[1];
    }
    if (of[0] < (double)least || of[1] < (double)least || of[0] * of[1] < 1)
        return NAN;
    return pairs / (of[0] * of[1]);
}

/* The rows of one group that the others of it tell. */
static size_t vote(const struct lathe_order_pair *pair, size_t n,
                   uint32_t common, uint32_t *count)
{
    uint32_t first = 0, second = 0, best = pair[0].label;
    size_t right;

    for (size_t i = 0; i < n; i++)
        count[pair[i].label]++;
    for (size_t i = 0; i < n; i++)
        if (count[pair[i].label] > first) {
            best = pair[i].label;
            first = count[best];
        }
    for (size_t i = 0; i < n; i++)
        if (pair[i].label != best && count[pair[i].label] > second)
            second = count[pair[i].label];
    /* Without itself a row of the best label must still have more. */
    right = first - 1 > second ? first : 0;
    if (n == 1)
        right = best == common;
    for (size_t i = 0; i < n; i++)
        count[pair[i].label] = 0;
    return right;
}

size_t lathe_suspect_vote(const struct lathe_order_pair *pair, size_t n,
                          size_t bins, uint32_t common, uint32_t *count)
{
    size_t least = bins ? n / bins : 1;
    size_t right = 0;

    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n; j++) {
            if (same(pair[j].v, pair[j - 1].v))
                continue;
            if (j - i >= least || isnan(pair[j].v))
                break;
        }
        right += vote(pair + i, j - i, common, count);
    }
    return right;
}

double lathe_suspect_correlation(const double *a, const double *b, size_t n,
                                 size_t least)
{
    double sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0, mean_a, mean_b;
    size_t rows = 0, first = 0;

    while (first < n && isnan(a[first]))
        first++;
    /* Of the differences from the first row: those of a constant are 0. */
    for (size_t i = first; i < n; i++) {
        bool present = !isnan(a[i]);

        rows += present;
        sum_a += present ? a[i] - a[first] : 0;
        sum_b += present ? b[i] - b[first] : 0;
    }
    mean_a = sum_a / (double)rows;
    mean_b = sum_b / (double)rows;
    for (size_t i = first; i < n; i++) {
        bool present = !isnan(a[i]);
        double da = present ? a[i] - a[first] - mean_a : 0;
        double db = present ? b[i] - b[first] - mean_b : 0;

        aa += da * da;
        bb += db * db;
        ab += da * db;
    }
    if (rows < least || !(aa > 0) || !(bb > 0))
        return NAN;
    return ab / (sqrt(aa) * sqrt(bb));
}
