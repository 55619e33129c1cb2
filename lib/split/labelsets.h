/*
 * labelsets - rows by the labels that they have together, and how they are
 * divided so that every label is in every split.
 *
 * Rows with the same classes of all targets are one stratum. Each has its
 * whole part of the share of each split; what is left of them (rows of rare
 * combinations, mostly) is dealt out by iterative stratification (Sechidis,
 * Tsoumakas, Vlahavas 2011, "On the stratification of multi-label data"): the
 * class of a target with the fewest rows left first, each of its rows to the
 * split that lacks the most of that class, of equal ones to the one that lacks
 * the most rows, then train before valid before test. Both classes of each
 * target count. A class with any row has one for training, if that has a
 * share.
 *
 * Beyond LATHE_LABELSETS_BYTES of combinations the rows of further ones are
 * one stratum.
 */
#ifndef LATHE_SPLIT_LABELSETS_H
#define LATHE_SPLIT_LABELSETS_H

#include "split/split.h"

#define LATHE_LABELSETS_BYTES ((size_t)32 << 20)

/* Zeroed: empty. */
struct lathe_labelsets {
    size_t labels;              /* of a row */
    size_t n;                   /* combinations kept */
    uint8_t *set;               /* [n x labels] 0 or 1 */
    uint64_t *count;            /* [n + 1] rows of each, then of all others */
    size_t set_cap, count_cap;
    uint32_t *slot;             /* [slots] place + 1, or 0 */
    size_t slots;
};

void lathe_labelsets_release(struct lathe_labelsets *s);

/* Counts a row: label [labels], each 0 or 1. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_labelsets_add(struct lathe_labelsets *s,
                                    const uint32_t *label, size_t labels,
                                    struct lathe_err *err);

/* The stratum of a row, from 0 to n. */
size_t lathe_labelsets_find(const struct lathe_labelsets *s,
                            const uint32_t *label);

/* class_count of the targets [labels], from the rows of each stratum; left as
 * it is when there are rows of further combinations, which do not tell. */
void lathe_labelsets_classes(const struct lathe_labelsets *s,
                             const uint64_t *rows,
                             struct lathe_target *target);

/* Plans the splits of the rows that were counted, with the strata 0 to n.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_labelsets_plan(const struct lathe_labelsets *s,
                                     struct lathe_split_plan *plan,
                                     const double share[LATHE_SPLITS],
                                     uint64_t seed, struct lathe_err *err);

#endif
