#include "fit/tally.h"

#include "base/alloc.h"
#include "base/digest.h"

#include <math.h>
#include <string.h>

static size_t place_of(const struct lathe_tally *t, double v)
{
    size_t i = (size_t)lathe_digest_hash(&v, sizeof v, 0) & (t->slots - 1);

    while (t->count[i] && memcmp(&t->value[i], &v, sizeof v) != 0)
        i = (i + 1) & (t->slots - 1);
    return i;
}

static enum lathe_code make_room(struct lathe_tally *t, struct lathe_err *err)
{
    struct lathe_tally big = {.slots = t->slots ? t->slots * 2 : 1024,
                              .n = t->n};
    enum lathe_code rc;

    if (t->n < t->slots / 4 * 3)
        return LATHE_OK;
    rc = lathe_new(&big.value, big.slots, sizeof *big.value, "values", err);
    if (!rc)
        rc = lathe_new(&big.count, big.slots, sizeof *big.count, "values",
                       err);
    if (rc) {
        lathe_tally_release(&big);
        return rc;
    }
    for (size_t i = 0; i < t->slots; i++)
        if (t->count[i]) {
            size_t k = place_of(&big, t->value[i]);

            big.value[k] = t->value[i];
            big.count[k] = t->count[i];
        }
    lathe_tally_release(t);
    *t = big;
    return LATHE_OK;
}

enum lathe_code lathe_tally_add(struct lathe_tally *t, const double *v,
                                size_t step, size_t n, const char *name,
                                struct lathe_err *err)
{
    for (size_t i = 0; i < n; i++) {
        double x = v[i * step] + 0.0;   /* -0 and 0 are one value */
        enum lathe_code rc;
        size_t k;

        if (isnan(x))
            continue;
        rc = make_room(t, err);
        if (rc)
            return rc;
        k = place_of(t, x);
        if (t->count[k] == 0) {
            if (t->n == LATHE_TALLY_LIMIT)
                return lathe_fail(err, LATHE_EDATA,
                                  "column '%s' has more than %zu different "
                                  "values, too many to look for the most "
                                  "frequent; impute by median or mean",
                                  name, LATHE_TALLY_LIMIT);
            t->n++;
            t->value[k] = x;
        }
        t->count[k]++;
    }
    return LATHE_OK;
}

double lathe_tally_mode(const struct lathe_tally *t)
{
    uint64_t most = 0;
    double mode = 0;

    for (size_t i = 0; i < t->slots; i++)
        if (t->count[i] > most ||
            (t->count[i] == most && most > 0 && t->value[i] < mode)) {
            most = t->count[i];
            mode = t->value[i];
        }
    return mode;
}

void lathe_tally_release(struct lathe_tally *t)
{
    lathe_free(t->value);
    lathe_free(t->count);
    *t = (struct lathe_tally){0};
}
