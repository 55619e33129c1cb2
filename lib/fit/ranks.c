#include "fit/ranks.h"

#include <math.h>

/* Puts a rank into its place: those of short columns cross (of 3 values: 0 1,
 * 1 2, 1 2), and shares come in any order. */
static void add_rank(struct lathe_ranks *r, size_t what, uint64_t rank)
{
    size_t i = r->n++;

    for (; i > 0 && r->rank[i - 1] > rank; i--) {
        r->rank[i] = r->rank[i - 1];
        r->what[i] = r->what[i - 1];
    }
    r->rank[i] = rank;
    r->what[i] = what;
}

void lathe_ranks_of(struct lathe_ranks *r, const struct lathe_quantile *q)
{
    r->n = 0;
    for (size_t i = 0; i < q->n; i++) {
        double at = (double)(q->present - 1) * q->share[i];
        uint64_t below = (uint64_t)floor(at);

        add_rank(r, 2 * i, below);
        add_rank(r, 2 * i + 1, below + 1 < q->present ? below + 1 : below);
    }
}

void lathe_ranks_put(const struct lathe_ranks *r, const double value[],
                     struct lathe_quantile *q)
{
    double found[LATHE_RANKS];

    for (size_t i = 0; i < r->n; i++)
        found[r->what[i]] = value[i];
    for (size_t i = 0; i < q->n; i++) {
        double at = (double)(q->present - 1) * q->share[i];
        double t = at - floor(at), a = found[2 * i], b = found[2 * i + 1];

        q->value[i] = t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
    }
}
