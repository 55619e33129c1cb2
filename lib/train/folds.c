#include "train/folds.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/rng.h"
#include "split/groups.h"
#include "split/split.h"

#include <stdlib.h>
#include <string.h>

static uint32_t class_of(const struct lathe_folds_rows *r, size_t row)
{
    return r->label ? r->label[row] : 0;
}

static size_t classes_of(const struct lathe_folds_rows *r)
{
    return r->label ? r->classes : 1;
}

/* Groups are told apart by numbers that depend on the seed. */
static uint64_t group_of(const struct lathe_folds_rows *r, size_t row,
                         uint64_t seed)
{
    return lathe_digest_hash(&r->group[row], sizeof r->group[row], seed);
}

/* count[classes + 1]: where the rows of each class begin. */
static enum lathe_code count_classes(const struct lathe_folds_rows *r,
                                     size_t **first, struct lathe_err *err)
{
    size_t k = classes_of(r);
    enum lathe_code rc = lathe_new(first, k + 1, sizeof **first, "folds", err);

    if (rc)
        return rc;
    for (size_t i = 0; i < r->n; i++)
        (*first)[class_of(r, i) + 1]++;
    for (size_t c = 0; c < k; c++)
        (*first)[c + 1] += (*first)[c];
    return LATHE_OK;
}

/* ---- rows --------------------------------------------------------------- */

/* order[n]: the rows class after class, each class shuffled. */
static void order_rows(const struct lathe_folds_rows *r, size_t *next,
                       uint64_t seed, uint32_t *order)
{
    size_t from = 0;

    for (size_t i = 0; i < r->n; i++)
        order[next[class_of(r, i)]++] = (uint32_t)i;
    for (size_t c = 0; c < classes_of(r); c++) {
        struct lathe_rng rng = lathe_rng_stream(seed, LATHE_RNG_FOLDS,
                                                (uint32_t)c, 0);

        lathe_rng_shuffle(&rng, order + from, next[c] - from);
        from = next[c];
    }
}

static enum lathe_code deal_rows(const struct lathe_folds_rows *r, int k,
                                 uint64_t seed, uint16_t *fold,
                                 struct lathe_err *err)
{
    uint32_t *order = NULL;
    size_t *first = NULL, most = 0;
    enum lathe_code rc = count_classes(r, &first, err);

    for (size_t c = 0; !rc && c < classes_of(r); c++)
        if (first[c + 1] - first[c] > most)
            most = first[c + 1] - first[c];
    if (!rc && r->n < (size_t)k)
        rc = lathe_fail(err, LATHE_EARG, "%zu rows are too few for %d folds",
                        r->n, k);
    else if (!rc && most < (size_t)k)
        rc = lathe_fail(err, LATHE_EARG, "%d folds are more than the rows of "
                        "any class: %zu", k, most);
    if (!rc)
        rc = lathe_new(&order, r->n, sizeof *order, "folds", err);
    if (!rc) {
        order_rows(r, first, seed, order);
        for (size_t p = 0; p < r->n; p++)
            fold[order[p]] = (uint16_t)(p % (size_t)k);
    }
    lathe_free(order);
    lathe_free(first);
    return rc;
}

/* ---- groups ------------------------------------------------------------- */

/* A row, to be sorted by its group; then a group. */
struct member {
    uint64_t group;
    uint32_t row;
};

struct group {
    uint64_t hash;
    size_t first, n;            /* members */
};

static int compare_members(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The largest first. */
static int compare_groups(const void *a, const void *b)
{
    const struct group *x = a, *y = b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Everything of dealing groups. */
struct dealing {
    const struct lathe_folds_rows *r;
    size_t k;
    struct member *member;      /* [n] */
    struct group *group;        /* [groups] */
    size_t groups;
    size_t *first;              /* [classes + 1] */
    size_t *have;               /* [k x classes] rows so far */
    size_t *rows;               /* [k] of all classes */
    size_t *held;               /* [k] groups */
    size_t *mine;               /* [classes] rows of the group in hand */
};

static void release(struct dealing *d)
{
    lathe_free(d->member);
    lathe_free(d->group);
    lathe_free(d->first);
    lathe_free(d->have);
    lathe_free(d->rows);
    lathe_free(d->held);
    lathe_free(d->mine);
}

static enum lathe_code allocate(struct dealing *d, struct lathe_err *err)
{
    size_t n = d->r->n, classes = classes_of(d->r);
    enum lathe_code rc;

    if ((rc = lathe_new(&d->member, n, sizeof *d->member, "folds", err)) ||
        (rc = lathe_new(&d->group, n, sizeof *d->group, "folds", err)) ||
        (rc = lathe_new(&d->have, d->k * classes, sizeof *d->have, "folds",
                        err)) ||
        (rc = lathe_new(&d->rows, d->k, sizeof *d->rows, "folds", err)) ||
        (rc = lathe_new(&d->held, d->k, sizeof *d->held, "folds", err)) ||
        (rc = lathe_new(&d->mine, classes, sizeof *d->mine, "folds", err)))
        return rc;
    return count_classes(d->r, &d->first, err);
}

static void find_groups(struct dealing *d, uint64_t seed)
{
    for (size_t i = 0; i < d->r->n; i++)
        d->member[i] = (struct member){ group_of(d->r, i, seed),
                                        (uint32_t)i };
    if (d->r->n)
        qsort(d->member, d->r->n, sizeof *d->member, compare_members);
    for (size_t i = 0; i < d->r->n; i++) {
        if (i == 0 || d->member[i].group != d->member[i - 1].group)
            d->group[d->groups++] = (struct group){ d->member[i].group, i, 0 };
        d->group[d->groups - 1].n++;
    }
    if (d->groups)
        qsort(d->group, d->groups, sizeof *d->group, compare_groups);
}

static uint32_t member_class(const struct dealing *d, const struct group *g,
                             size_t i)
{
    return class_of(d->r, d->member[g->first + i].row);
}

/* The growth of chi squared where the group in hand joins the fold. */
static double growth(const struct dealing *d, const struct group *g,
                     size_t fold)
{
    size_t classes = classes_of(d->r);
    double sum = 0;

    for (size_t i = 0; i < g->n; i++) {
        uint32_t c = member_class(d, g, i);
        double want = (double)(d->first[c + 1] - d->first[c]) / (double)d->k;
        double lacks = want - (double)d->have[fold * classes + c];

        /* (m * m - 2 * lacks * m) / want, shared among the m rows */
        sum += ((double)d->mine[c] - 2 * lacks) / want;
    }
    return sum;
}

static void put_group(struct dealing *d, const struct group *g, size_t to,
                      uint16_t *fold)
{
    for (size_t i = 0; i < g->n; i++) {
        d->have[to * classes_of(d->r) + member_class(d, g, i)]++;
        fold[d->member[g->first + i].row] = (uint16_t)to;
    }
    d->rows[to] += g->n;
    d->held[to]++;
}

/* Where the group goes. Sums of different classes are equal to within the
 * rounding. */
static size_t best_fold(struct dealing *d, const struct group *g)
{
    double least = 0;
    size_t best = 0;

    memset(d->mine, 0, classes_of(d->r) * sizeof *d->mine);
    for (size_t i = 0; i < g->n; i++)
        d->mine[member_class(d, g, i)]++;
    for (size_t f = 0; f < d->k; f++) {
        double v = growth(d, g, f);

        if (f == 0 || v < least - 1e-9 ||
            (v < least + 1e-9 && d->rows[f] < d->rows[best])) {
            best = f;
            least = v;
        }
    }
    return best;
}

/* A fold without a group takes the smallest of the fold that has the most of
 * them. */
static void fill_empty(struct dealing *d, uint16_t *fold)
{
    for (size_t f = 0; f < d->k; f++) {
        size_t most = 0, i = d->groups;

        if (d->held[f])
            continue;
        for (size_t o = 1; o < d->k; o++)
            if (d->held[o] > d->held[most])
                most = o;
        while (fold[d->member[d->group[i - 1].first].row] != most)
            i--;
        d->held[most]--;
        put_group(d, &d->group[i - 1], f, fold);
    }
}

static enum lathe_code deal_groups(const struct lathe_folds_rows *r, int k,
                                   uint64_t seed, uint16_t *fold,
                                   struct lathe_err *err)
{
    struct dealing d = { .r = r, .k = (size_t)k };
    enum lathe_code rc = allocate(&d, err);

    if (rc)
        goto out;
    find_groups(&d, seed);
    if (d.groups < d.k) {
        rc = lathe_fail(err, LATHE_EARG, "%zu groups are too few for %d folds",
                        d.groups, k);
        goto out;
    }
    for (size_t i = 0; i < d.groups; i++)
        put_group(&d, &d.group[i], best_fold(&d, &d.group[i]), fold);
    fill_empty(&d, fold);
out:
    release(&d);
    return rc;
}

enum lathe_code lathe_folds_deal(const struct lathe_folds_rows *r, int k,
                                 uint64_t seed, uint16_t *fold,
                                 struct lathe_err *err)
{
    return r->group ? deal_groups(r, k, seed, fold, err)
                    : deal_rows(r, k, seed, fold, err);
}

/* ---- the rows that validate --------------------------------------------- */

static enum lathe_code split_rows(const struct lathe_folds_rows *r,
                                  const double share[LATHE_SPLITS],
                                  uint64_t seed, uint8_t *split,
                                  struct lathe_err *err)
{
    struct lathe_split_plan plan = {0};
    uint64_t *count = NULL;
    size_t strata = classes_of(r);
    enum lathe_code rc = lathe_new(&count, strata, sizeof *count, "folds",
                                   err);

    for (size_t i = 0; !rc && i < r->n; i++)
        count[class_of(r, i)] += split[i] != LATHE_TEST;
    if (!rc)
        rc = lathe_split_init(&plan, share, count, strata, seed, err);
    for (size_t i = 0; !rc && i < r->n; i++)
        if (split[i] != LATHE_TEST)
            split[i] = (uint8_t)lathe_split_next(&plan, class_of(r, i));
    lathe_split_release(&plan);
    lathe_free(count);
    return rc;
}

static enum lathe_code split_groups(const struct lathe_folds_rows *r,
                                    const double share[LATHE_SPLITS],
                                    uint64_t seed, uint8_t *split,
                                    struct lathe_err *err)
{
    struct lathe_groups groups = {0};
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; !rc && i < r->n; i++)
        if (split[i] != LATHE_TEST)
            rc = lathe_groups_add(&groups, group_of(r, i, seed),
                                  class_of(r, i), err);
    if (!rc)
        rc = lathe_groups_decide(&groups, share, err);
    for (size_t i = 0; !rc && i < r->n; i++)
        if (split[i] != LATHE_TEST)
            split[i] = (uint8_t)lathe_groups_split(&groups,
                                                   group_of(r, i, seed));
    lathe_groups_release(&groups);
    return rc;
}

enum lathe_code lathe_folds_split(const struct lathe_folds_rows *r,
                                  const uint16_t *fold, int f,
                                  double valid_share, uint64_t seed,
                                  uint8_t *split, struct lathe_err *err)
{
    const double share[LATHE_SPLITS] = { 1 - valid_share, valid_share, 0 };
    struct lathe_rng rng = lathe_rng_stream(seed, LATHE_RNG_FOLDS,
                                            (uint32_t)f, 1);
    uint64_t own = lathe_rng_u32(&rng);
    size_t rows[LATHE_SPLITS] = {0};
    enum lathe_code rc = LATHE_OK;

    own = own << 32 | lathe_rng_u32(&rng);
    for (size_t i = 0; i < r->n; i++)
        split[i] = fold[i] == f ? LATHE_TEST : LATHE_TRAIN;
    if (valid_share > 0)
        rc = r->group ? split_groups(r, share, own, split, err)
                      : split_rows(r, share, own, split, err);
    for (size_t i = 0; i < r->n; i++)
        rows[split[i]]++;
    if (!rc && (!rows[LATHE_TRAIN] || (valid_share > 0 && !rows[LATHE_VALID])))
        rc = lathe_fail(err, LATHE_EARG, "too few %s for rows to %s in fold "
                        "%d", r->group ? "groups" : "rows",
                        rows[LATHE_TRAIN] ? "validate" : "train", f + 1);
    return rc;
}
