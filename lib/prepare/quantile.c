#include "prepare/quantile.h"

#include "base/alloc.h"
#include "prepare/bracket.h"
#include "prepare/narrow.h"

/* The quantiles that were not found yet, one after the other, or back. */
static size_t pack(struct lathe_quantile *rest, struct lathe_quantile *q,
                   const bool *found, size_t n, bool back)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (found[i])
            continue;
        if (back)
            q[i] = rest[k++];
        else
            rest[k++] = q[i];
    }
    return k;
}

enum lathe_code lathe_quantile_find(struct lathe_quantile *q, size_t n,
                                    const struct lathe_fit_rows *train,
                                    const struct lathe_schema *s,
                                    size_t memory_bytes,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    struct lathe_quantile *rest = NULL;
    bool *found = NULL;
    size_t left;
    enum lathe_code rc = lathe_new(&found, n, sizeof *found, "quantiles", err);

    if (!rc)
        rc = lathe_bracket_find(q, n, train, s, memory_bytes, pool, found,
                                err);
    if (!rc)
        rc = lathe_new(&rest, n, sizeof *rest, "quantiles", err);
    if (rc)
        goto out;
    left = pack(rest, q, found, n, false);
    rc = lathe_narrow_find(rest, left, train, s, memory_bytes, err);
    if (!rc)
        pack(rest, q, found, n, true);
out:
    lathe_free(rest);
    lathe_free(found);
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
    struct lathe_quantile *rest = NULL;
    bool *found = NULL;
    size_t left;
    enum lathe_code rc = lathe_new(&found, n, sizeof *found, "quantiles", err);

    if (!rc && b)
        rc = lathe_bracket_end(b, q, n, train, s, found, err);
    if (!rc)
        rc = lathe_new(&rest, n, sizeof *rest, "quantiles", err);
    if (rc)
        goto out;
    left = pack(rest, q, found, n, false);
    rc = lathe_quantile_find(rest, left, train, s, memory_bytes, pool, err);
    if (!rc)
        pack(rest, q, found, n, true);
out:
    lathe_free(rest);
    lathe_free(found);
    return rc;
}
