#include "fit/fit_category.h"

#include "base/alloc.h"
#include "data/hashing.h"

enum lathe_code lathe_fit_category_reset(struct lathe_column *c,
                                         struct lathe_err *err)
{
    enum lathe_code rc;

    lathe_free(c->count);
    lathe_free(c->hot);
    c->count = NULL;
    c->hot = NULL;
    c->present = c->missing = 0;
    rc = lathe_new(&c->count, c->dict.n, sizeof *c->count, "categories", err);
    if (!rc)
        rc = lathe_new(&c->hot, c->dict.n, sizeof *c->hot, "categories", err);
    return rc;
}

/* One for each category, one for values that are none, one for missing ones. */
size_t lathe_fit_category_slots(const struct lathe_column *c)
{
    return (size_t)c->dict.n + 2;
}

void lathe_fit_category_count(const struct lathe_column *c,
                              const uint32_t *code, size_t step, size_t n,
                              uint64_t *slot)
{
    uint32_t words = c->dict.n;

    for (size_t i = 0; i < n; i++) {
        uint32_t k = code[i * step];

        slot[k < words ? k : (size_t)words + (k == LATHE_MISSING_CODE)]++;
    }
}

void lathe_fit_category_put(struct lathe_column *c, const uint64_t *slot)
{
    uint32_t words = c->dict.n;

    c->missing = slot[words + 1];
    c->present = slot[words];
    for (uint32_t k = 0; k < words; k++) {
        c->count[k] = slot[k];
        c->present += slot[k];
    }
}

static uint32_t most_frequent(const struct lathe_column *c)
{
    uint32_t best = 0;

    for (uint32_t k = 1; k < c->dict.n; k++)
        if (c->count[k] > c->count[best])
            best = k;
    return best;
}

/* The place of a missing value, before it gets one of its own. */
static uint32_t missing_place(const struct lathe_column *c)
{
    uint32_t code = 0;

    if (c->dict.n == 0)
        return LATHE_COLD;
    if (c->impute == LATHE_IMPUTE_MOST_FREQUENT)
        code = most_frequent(c);
    else if (c->impute == LATHE_IMPUTE_CONSTANT && c->fill >= 0 &&
             c->fill < c->dict.n)
        code = (uint32_t)c->fill;
    else
        return LATHE_COLD;
    return c->hot[code];
}

static void place_hashed(struct lathe_column *c)
{
    c->width = c->buckets;
    c->unknown_hot = c->missing_hot = LATHE_COLD;
    if (c->impute == LATHE_IMPUTE_CONSTANT)
        c->missing_hot = lathe_hashing_place((uint32_t)c->fill, c->buckets);
    if (c->impute == LATHE_IMPUTE_CATEGORY && c->missing > 0)
        c->missing_hot = c->width++;
}

/* A constant that only rows of other splits have would have no input. It is
 * the word of its own that it is where no row at all has it. */
static void settle_constant(struct lathe_column *c)
{
    if (c->impute != LATHE_IMPUTE_CONSTANT ||
        (c->fill >= 0 && c->fill < c->dict.n &&
         c->count[(uint32_t)c->fill] > 0))
        return;
    c->impute = LATHE_IMPUTE_CATEGORY;
    c->fill = 0;
}

void lathe_fit_category_place(struct lathe_column *c, uint64_t rare)
{
    uint32_t width = 0;
    bool any_rare = false;

    if (c->encode == LATHE_ENCODE_HASH) {
        place_hashed(c);
        return;
    }
    settle_constant(c);
    c->unknown_hot = LATHE_COLD;
    for (uint32_t k = 0; k < c->dict.n; k++) {
        bool few = c->count[k] < rare;

        any_rare = any_rare || (few && c->count[k] > 0);
        c->hot[k] = c->count[k] > 0 && !few ? width++ : LATHE_COLD;
    }
    if (any_rare) {
        c->unknown_hot = width++;
        for (uint32_t k = 0; k < c->dict.n; k++)
            if (c->hot[k] == LATHE_COLD)
                c->hot[k] = c->unknown_hot;
    }
    c->missing_hot = missing_place(c);
    if (c->impute == LATHE_IMPUTE_CATEGORY && c->missing > 0)
        c->missing_hot = width++;
    c->width = c->encode == LATHE_ENCODE_ORDINAL ? 0 : width;
}
