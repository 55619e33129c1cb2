/*
 * timeline - where rows in the order of time are cut: the earliest train, then
 * those that validate, then those that test.
 *
 * A cut lies between two different times, never within rows of the same one:
 * at the nearest such place to what the shares ask for. The times are kept in
 * an unlinked file; those at the cuts are found exactly by counting their
 * bits 16 at a time, in 512 KiB of memory however many rows there are.
 */
#ifndef LATHE_SPLIT_TIMELINE_H
#define LATHE_SPLIT_TIMELINE_H

#include "data/dataset.h"

#include <stdio.h>

/* Zeroed: empty. */
struct lathe_timeline {
    FILE *file;                 /* a uint64_t for each row */
    uint64_t n;
};

/* Times as whole numbers in the same order; not for NaN. */
uint64_t lathe_timeline_key(double time);
double lathe_timeline_time(uint64_t key);

/* The file lies beside `near`. Fails: LATHE_ECREATE, LATHE_EPERM. */
enum lathe_code lathe_timeline_init(struct lathe_timeline *t, const char *near,
                                    struct lathe_err *err);
void lathe_timeline_release(struct lathe_timeline *t);

/* Fails: LATHE_EIO. */
enum lathe_code lathe_timeline_add(struct lathe_timeline *t, uint64_t key,
                                   struct lathe_err *err);

/*
 * first[LATHE_VALID] and first[LATHE_TEST] are the first keys of these
 * splits, rows[] the rows of each. A split whose share is 0 has none.
 * *possible: every other has some; else the times leave no such cut.
 * Fails: LATHE_EIO, LATHE_ENOMEM.
 */
enum lathe_code lathe_timeline_cut(struct lathe_timeline *t,
                                   const double share[LATHE_SPLITS],
                                   uint64_t first[LATHE_SPLITS],
                                   uint64_t rows[LATHE_SPLITS],
                                   bool *possible, struct lathe_err *err);

#endif
