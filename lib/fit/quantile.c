#include "fit/quantile.h"

#include "base/alloc.h"
#include "fit/bracket.h"
#include "fit/narrow.h"

/* Those of n quantiles that one way to find them leaves to the next. */
struct rest {
    bool *found;                /* [n] */
    struct lathe_quantile *q;   /* [n] the others, one behind the other */
    size_t n;
};

static enum lathe_code rest_init(struct rest *r, size_t n,
                                 struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(&r->found, n, sizeof *r->found, "quantiles",
                                   err);

    r->n = n;
    return rc ? rc : lathe_new(&r->q, n, sizeof *r->q, "quantiles", err);
}

static void rest_release(struct rest *r)
{
    lathe_free(r->found);
    lathe_free(r->q);
}

/* Takes those of q[n] that were not found; how many. */
static size_t rest_take(struct rest *r, const struct lathe_quantile *q)
{
    size_t k = 0;

    for (size_t i = 0; i < r->n; i++)
        if (!r->found[i])
            r->q[k++] = q[i];
    return k;
}

/* Puts them back to q[n], found. */
static void rest_put(const struct rest *r, struct lathe_quantile *q)
{
    size_t k = 0;

    for (size_t i = 0; i < r->n; i++)
        if (!r->found[i])
            q[i] = r->q[k++];
}

enum lathe_code lathe_quantile_find(struct lathe_quantile *q, size_t n,
                                    const struct lathe_fit_rows *train,
                                    const struct lathe_schema *s,
                                    size_t memory_bytes,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    struct rest r = {0};
    enum lathe_code rc = rest_init(&r, n, err);

    if (!rc)
        rc = lathe_bracket_find(q, n, train, s, memory_bytes, pool, r.found,
                                err);
    if (!rc)
        rc = lathe_narrow_find(r.q, rest_take(&r, q), train, s, memory_bytes,
                               err);
    if (!rc)
        rest_put(&r, q);
    rest_release(&r);
    return rc;
}

enum lathe_code lathe_quantile_end(struct lathe_quantile *q, size_t n,
                                   struct lathe_bracket *b,
                                   const struct lathe_fit_rows *train,
                                   const struct lathe_schema *s,
                                   size_t memory_bytes,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    struct rest r = {0};
    enum lathe_code rc;

    if (!b)
        return lathe_quantile_find(q, n, train, s, memory_bytes, pool, err);
    rc = rest_init(&r, n, err);
    if (!rc)
        rc = lathe_bracket_end(b, q, n, train, s, r.found, err);
    if (!rc)
        rc = lathe_quantile_find(r.q, rest_take(&r, q), train, s, memory_bytes,
                                 pool, err);
    if (!rc)
        rest_put(&r, q);
    rest_release(&r);
    return rc;
}
