#include "split/groups.h"

#include "base/alloc.h"

#include <stdlib.h>

/* Spreads the strata of a group over the table. */
#define SPREAD UINT64_C(0x9e3779b97f4a7c15)

static size_t place_of(const struct lathe_groups_slot *slot, size_t slots,
                       uint64_t hash, uint32_t stratum)
{
    size_t i = (size_t)(hash + stratum * SPREAD) & (slots - 1);

    while (slot[i].rows &&
           (slot[i].hash != hash || slot[i].stratum != stratum))
        i = (i + 1) & (slots - 1);
    return i;
}

/* Doubles the table when it is 3/4 full. */
static enum lathe_code make_room(struct lathe_groups *g, struct lathe_err *err)
{
    size_t slots = g->slots ? g->slots * 2 : 1024;
    struct lathe_groups_slot *slot;
    enum lathe_code rc;

    if (g->n < g->slots / 4 * 3)
        return LATHE_OK;
    rc = lathe_new(&slot, slots, sizeof *slot, "groups", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < g->slots; i++)
        if (g->slot[i].rows)
            slot[place_of(slot, slots, g->slot[i].hash, g->slot[i].stratum)] =
                g->slot[i];
    lathe_free(g->slot);
    g->slot = slot;
    g->slots = slots;
    return LATHE_OK;
}

enum lathe_code lathe_groups_add(struct lathe_groups *g, uint64_t hash,
                                 uint32_t stratum, struct lathe_err *err)
{
    size_t limit = g->limit ? g->limit : LATHE_GROUPS_LIMIT;
    struct lathe_groups_slot *s;
    enum lathe_code rc = make_room(g, err);

    if (rc)
        return rc;
    s = &g->slot[place_of(g->slot, g->slots, hash, stratum)];
    if (s->rows == 0 && g->n == limit)
        return lathe_fail(err, LATHE_EDATA, "too many groups: more than %zu "
                          "pairs of a group and a class", limit);
    if (s->rows == UINT32_MAX)
        return lathe_fail(err, LATHE_EDATA, "a group has too many rows");
    g->n += s->rows == 0;
    if (stratum >= g->strata)
        g->strata = stratum + 1;
    s->hash = hash;
    s->stratum = stratum;
    s->rows++;
    return LATHE_OK;
}

void lathe_groups_release(struct lathe_groups *g)
{
    lathe_free(g->slot);
    *g = (struct lathe_groups){0};
}

/* ---- dealing out -------------------------------------------------------- */

/* A group: its pairs [first, first + n) in their order. */
struct group {
    uint64_t hash, rows;
    uint32_t first, n;
};

struct deal {
    struct lathe_groups_slot *pair;     /* [pairs] by group and class */
    size_t pairs;
    struct group *group;                /* [groups] in the order of dealing */
    size_t groups;
    double *want, *left;                /* [strata x LATHE_SPLITS] */
};

static int by_hash(const void *va, const void *vb)
{
    const struct lathe_groups_slot *a = va, *b = vb;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->stratum > b->stratum) - (a->stratum < b->stratum);
}

static int by_size(const void *va, const void *vb)
{
    const struct group *a = va, *b = vb;

    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* The pairs, sorted at the front of the table, become groups. */
static enum lathe_code find_groups(struct deal *d, struct lathe_groups *g,
                                   struct lathe_err *err)
{
    size_t k = 0, at = 0;
    enum lathe_code rc;

    for (size_t i = 0; i < g->slots; i++)
        if (g->slot[i].rows)
            g->slot[k++] = g->slot[i];
    d->pair = g->slot;
    d->pairs = k;
    if (k)
        qsort(d->pair, k, sizeof *d->pair, by_hash);
    for (size_t i = 0; i < k; i++)
        d->groups += i == 0 || d->pair[i].hash != d->pair[i - 1].hash;
    rc = lathe_new(&d->group, d->groups, sizeof *d->group, "groups", err);
    for (size_t i = 0; i < k && !rc; i++) {
        struct group *to;

        if (i && d->pair[i].hash != d->pair[i - 1].hash)
            at++;
        to = &d->group[at];
        if (to->n == 0)
            to->first = (uint32_t)i;
        to->hash = d->pair[i].hash;
        to->rows += d->pair[i].rows;
        to->n++;
    }
    if (!rc && d->groups)
        qsort(d->group, d->groups, sizeof *d->group, by_size);
    return rc;
}

static enum lathe_code set_wants(struct deal *d, const struct lathe_groups *g,
                                 const double share[LATHE_SPLITS],
                                 struct lathe_err *err)
{
    size_t n = (size_t)g->strata * LATHE_SPLITS;
    enum lathe_code rc = lathe_new(&d->want, n, sizeof *d->want, "groups",
                                   err);

    if (!rc)
        rc = lathe_new(&d->left, n, sizeof *d->left, "groups", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < d->pairs; i++)
        d->want[(size_t)d->pair[i].stratum * LATHE_SPLITS] += d->pair[i].rows;
    for (size_t k = 0; k < g->strata; k++) {
        double *want = d->want + k * LATHE_SPLITS, all = want[0];

        for (int s = 0; s < LATHE_SPLITS; s++)
            d->left[k * LATHE_SPLITS + (size_t)s] = want[s] = share[s] * all;
    }
    return LATHE_OK;
}

/* The growth of chi squared if the group goes to split s. */
static double growth(const struct deal *d, const struct group *group, size_t s)
{
    double sum = 0;

    for (size_t i = group->first; i < group->first + group->n; i++) {
        size_t at = (size_t)d->pair[i].stratum * LATHE_SPLITS + s;
        double rows = d->pair[i].rows;

        sum += (rows * rows - 2 * d->left[at] * rows) / d->want[at];
    }
    return sum;
}

static size_t choose(const struct deal *d, const struct group *group,
                     const double share[LATHE_SPLITS])
{
    size_t best = LATHE_SPLITS;
    double least = 0;

    for (size_t s = 0; s < LATHE_SPLITS; s++) {
        double v;

        if (!(share[s] > 0))
            continue;
        v = growth(d, group, s);
        if (best == LATHE_SPLITS || v < least) {
            best = s;
            least = v;
        }
    }
    return best;
}

/* Replaces the pairs by the groups with their splits. */
static enum lathe_code keep_splits(struct lathe_groups *g,
                                   const struct deal *d,
                                   const unsigned char *split,
                                   struct lathe_err *err)
{
    struct lathe_groups_slot *slot;
    enum lathe_code rc = lathe_new(&slot, g->slots, sizeof *slot, "groups",
                                   err);

    if (rc)
        return rc;
    for (size_t i = 0; i < d->groups; i++) {
        size_t k = (size_t)d->group[i].hash & (g->slots - 1);

        while (slot[k].rows)
            k = (k + 1) & (g->slots - 1);
        slot[k] = (struct lathe_groups_slot){d->group[i].hash, split[i], 1};
    }
    lathe_free(g->slot);
    g->slot = slot;
    g->n = d->groups;
    return LATHE_OK;
}

static void count_group(struct lathe_groups *g, const struct group *group,
                        size_t to)
{
    g->rows[to] += group->rows;
    g->groups[to]++;
}

/* The split that can best spare a group; LATHE_SPLITS: none can. */
static size_t find_donor(const struct lathe_groups *g,
                         const double share[LATHE_SPLITS])
{
    double all = 0, most = 0;
    size_t best = LATHE_SPLITS;

    for (size_t s = 0; s < LATHE_SPLITS; s++)
        all += (double)g->rows[s];
    for (size_t s = 0; s < LATHE_SPLITS; s++) {
        double beyond = (double)g->rows[s] - share[s] * all;

        if (g->groups[s] > 1 && (best == LATHE_SPLITS || beyond > most)) {
            best = s;
            most = beyond;
        }
    }
    return best;
}

/* Gives each split that has a share but no group one. */
static void fill_empty(struct lathe_groups *g, const struct deal *d,
                       unsigned char *split, const double share[LATHE_SPLITS])
{
    for (size_t s = 0; s < LATHE_SPLITS; s++) {
        size_t donor, i = d->groups;

        if (!(share[s] > 0) || g->groups[s])
            continue;
        donor = find_donor(g, share);
        if (donor == LATHE_SPLITS)
            return;
        while (split[i - 1] != donor)
            i--;
        split[i - 1] = (unsigned char)s;
        g->rows[donor] -= d->group[i - 1].rows;
        g->groups[donor]--;
        count_group(g, &d->group[i - 1], s);
    }
}

enum lathe_code lathe_groups_decide(struct lathe_groups *g,
                                    const double share[LATHE_SPLITS],
                                    struct lathe_err *err)
{
    struct deal d = {0};
    unsigned char *split = NULL;
    enum lathe_code rc = find_groups(&d, g, err);

    if (!rc)
        rc = set_wants(&d, g, share, err);
    if (!rc)
        rc = lathe_new(&split, d.groups, 1, "groups", err);
    for (size_t i = 0; i < d.groups && !rc; i++) {
        const struct group *group = &d.group[i];
        size_t s = choose(&d, group, share);

        split[i] = (unsigned char)s;
        count_group(g, group, s);
        for (size_t k = group->first; k < group->first + group->n; k++)
            d.left[(size_t)d.pair[k].stratum * LATHE_SPLITS + s] -=
                d.pair[k].rows;
    }
    if (!rc)
        fill_empty(g, &d, split, share);
    if (!rc && d.groups)
        rc = keep_splits(g, &d, split, err);
    lathe_free(split);
    lathe_free(d.group);
    lathe_free(d.want);
    lathe_free(d.left);
    return rc;
}

enum lathe_split lathe_groups_split(const struct lathe_groups *g,
                                    uint64_t hash)
{
    if (g->slots == 0)
        return LATHE_SPLITS;
    for (size_t k = (size_t)hash & (g->slots - 1); g->slot[k].rows;
         k = (k + 1) & (g->slots - 1))
        if (g->slot[k].hash == hash)
            return (enum lathe_split)g->slot[k].stratum;
    return LATHE_SPLITS;
}
