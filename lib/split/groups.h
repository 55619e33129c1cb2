/*
 * groups - groups of rows dealt out to the splits whole.
 *
 * Groups are taken one after another, the largest first, equal ones in the
 * order of their hashes (which depend on the seed). Each goes where the rows
 * so far and its own come nearest to what the shares ask for in every class:
 * with t rows wanted of a class in a split and d of them still to come, the
 * split with the least sum over the group's classes of (g * g - 2 * d * g) / t
 * for its g rows of the class. That is the growth of chi squared, so it weighs
 * splits and classes by their size, and the classes are divided as evenly as
 * whole groups allow. A split that has a share but got no group then takes the
 * last one of the split that has the most rows beyond its own share, and more
 * than one group.
 *
 * Two groups are taken for the same one with a chance of n * n / 2^65.
 */
#ifndef LATHE_SPLIT_GROUPS_H
#define LATHE_SPLIT_GROUPS_H

#include "data/dataset.h"

/* Pairs of a group and a class that can be kept, in at most 64 MiB (96 while
 * they grow). */
#define LATHE_GROUPS_LIMIT ((size_t)3 << 20)

struct lathe_groups_slot {
    uint64_t hash;
    uint32_t stratum;           /* decided: the split */
    uint32_t rows;              /* 0: free */
};

/* Zeroed: empty. */
struct lathe_groups {
    struct lathe_groups_slot *slot;     /* [slots] */
    size_t slots, n;
    uint32_t strata;            /* above all that came */
    size_t limit;               /* 0: LATHE_GROUPS_LIMIT */
    /* Once decided. */
    uint64_t rows[LATHE_SPLITS], groups[LATHE_SPLITS];
};

/* Counts a row of a group. Fails: LATHE_ENOMEM; LATHE_EDATA "too many groups
 * ..." past the limit, or for 2^32 rows in one. */
enum lathe_code lathe_groups_add(struct lathe_groups *g, uint64_t hash,
                                 uint32_t stratum, struct lathe_err *err);

/* Deals all groups out. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_groups_decide(struct lathe_groups *g,
                                    const double share[LATHE_SPLITS],
                                    struct lathe_err *err);

/* Once decided: the split of a group; LATHE_SPLITS for one that was not
 * counted. */
enum lathe_split lathe_groups_split(const struct lathe_groups *g,
                                    uint64_t hash);
void lathe_groups_release(struct lathe_groups *g);

#endif
