#include "quality/quality_order.h"

#include <math.h>

/* Of all distances at least this share of the pairs lies in the order. */
#define ORDERED 0.95
/* Values that are there, and changes from one to the next, at the least. */
#define LEAST_VALUES 100
#define LEAST_CHANGES 20
/* Distances: 1/2 to 1/16 of the rows. */
#define HALVINGS 4

struct pairs {
    uint64_t up, down;
};

/* Of values `apart` rows from each other. */
static struct pairs count_pairs(const double *v, size_t n, size_t apart)
{
    struct pairs p = {0};

    for (size_t i = apart; i < n; i++) {
        p.up += v[i - apart] < v[i];    /* not so of NaN */
        p.down += v[i - apart] > v[i];
    }
    return p;
}

double lathe_quality_order_of(const double *v, size_t n)
{
    struct pairs next = count_pairs(v, n, 1);
    double up = 1, down = 1;
    size_t values = 0;

    for (size_t i = 0; i < n; i++)
        values += isnan(v[i]) ? 0 : 1;
    if (values < LEAST_VALUES || next.up + next.down < LEAST_CHANGES)
        return 0;
    for (unsigned k = 1; k <= HALVINGS; k++) {
        struct pairs p = count_pairs(v, n, n >> k);
        double all = (double)(p.up + p.down);

        if (p.up + p.down == 0)
            return 0;
        up = fmin(up, (double)p.up / all);
        down = fmin(down, (double)p.down / all);
    }
    return fmax(up, down);
}

enum lathe_code lathe_quality_order(struct lathe_quality *q,
                                    const struct lathe_quality_sample *a,
                                    struct lathe_err *err)
{
    size_t number = 0;

    for (size_t i = 0; i < a->s->n; i++) {
        const struct lathe_column *c = &a->s->column[i];
        double share;

        if (!lathe_schema_is_real(c->kind))
            continue;
        share = c->kind == LATHE_DATE
                    ? lathe_quality_order_of(a->number + number * a->cap, a->n)
                    : 0;
        number++;
        if (share >= ORDERED)
            return lathe_quality_add(q, "ordered-by-time", c->name, share,
                                     true, err, "the rows lie in the order of "
                                     "the date '%.60s': split by chance, a "
                                     "model trains on the future of the rows "
                                     "that it is tested on; --split-by "
                                     "time:%.60s splits by time", c->name,
                                     c->name);
    }
    return LATHE_OK;
}
