/*
 * split - which rows train, which validate, which test.
 *
 * Rows are dealt out within strata (the classes; one stratum for a value), in
 * the order in which they come, with nothing kept but a few counts: a row
 * goes to a split with the odds of the places that the split still has among
 * the rows still to come (selection sampling: Knuth, TAOCP vol. 2, 3.4.2,
 * algorithm S, for three samples at once). Every split gets exactly its
 * number of rows. The draw of a row depends on the seed, its stratum and its
 * index in the stratum alone.
 */
#ifndef LATHE_SPLIT_SPLIT_H
#define LATHE_SPLIT_SPLIT_H

#include "base/rng.h"
#include "data/dataset.h"

/*
 * Reads "0.8,0.1,0.1": the shares of train, valid and test, >= 0, with the sum
 * 1. Fails: LATHE_EARG.
 */
enum lathe_code lathe_split_parse(const char *text, double share[LATHE_SPLITS],
                                  struct lathe_err *err);

/* Takes the share of a split whose rows are given away; the others keep their
 * proportion and sum to 1 again, or are all 0. */
void lathe_split_exclude(double share[LATHE_SPLITS], enum lathe_split given);

#define LATHE_SPLIT_AHEAD 16

/* Zeroed: empty. */
struct lathe_split_plan {
    size_t strata;
    uint64_t *left;             /* [strata x LATHE_SPLITS] rows still to go
                                 * to each split */
    uint64_t *seen;             /* [strata] rows dealt out so far */
    /* Draws that are made at once: of the row ahead_of[k] - 1 of a stratum and
     * those behind it; 0: none. */
    uint64_t *ahead;            /* [strata x LATHE_SPLIT_AHEAD] */
    uint64_t *ahead_of;         /* [strata] */
    uint64_t seed;
    lathe_rng_starts_fn *starts;
};

/*
 * Divides the count[strata] rows by largest remainder within each stratum;
 * of equal remainders the split that is the furthest behind so far is served
 * first, then train before valid before test. A stratum with any row has at
 * least one for training, if that has a share. Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_split_init(struct lathe_split_plan *p,
                                 const double share[LATHE_SPLITS],
                                 const uint64_t *count, size_t strata,
                                 uint64_t seed, struct lathe_err *err);

/* A plan for no rows yet; `left` is to be set. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_split_blank(struct lathe_split_plan *p, size_t strata,
                                  uint64_t seed, struct lathe_err *err);
void lathe_split_release(struct lathe_split_plan *p);

/* Rows still to go to each split, over all strata. */
void lathe_split_rows(const struct lathe_split_plan *p,
                      uint64_t rows[LATHE_SPLITS]);

/* The split of the next row of a stratum; LATHE_SPLITS when the stratum has
 * had all the rows it was planned for. */
enum lathe_split lathe_split_next(struct lathe_split_plan *p, size_t stratum);

/* The same of the next n rows of a stratum: split[i]; of how many, which are
 * less than n when the stratum has had all its rows then. */
size_t lathe_split_several(struct lathe_split_plan *p, size_t stratum,
                           size_t n, unsigned char *split);

#endif
