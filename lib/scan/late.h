/*
 * late - rows behind those that a set of hashes remembers (seen.h).
 *
 * Their hashes go to a scratch file, and which of them repeat each other is
 * found when all are there: a part of the hashes at a time, so that no more
 * memory is taken than by the set itself, and a bit for each row.
 */
#ifndef LATHE_SCAN_LATE_H
#define LATHE_SCAN_LATE_H

#include "base/err.h"

#include <stdio.h>

/* Zeroed: there are none. */
struct lathe_late {
    FILE *file;                 /* of hashes, 0: the row repeats another one */
    uint64_t first, n;          /* rows before them, and how many they are */
    unsigned char *bit;         /* [n] once found */
};

/* Adds the hashes of rows, those before them counted by `row` when the first
 * comes; 0 for one that is known to repeat another one. The file lies beside
 * `near`. Fails: LATHE_ECREATE, LATHE_EPERM, LATHE_EIO; `l` is empty then. */
enum lathe_code lathe_late_add(struct lathe_late *l, const char *near,
                               uint64_t row, const uint64_t *hash, size_t n,
                               struct lathe_err *err);

/* Finds those that repeat an earlier one of them, by sets a quarter as large
 * as one of this limit (0: LATHE_SEEN_LIMIT); *repeats: how many. Fails:
 * LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_late_find(struct lathe_late *l, size_t limit,
                                uint64_t *repeats, struct lathe_err *err);

/* Whether row `row`, counted from the first of all, was found so. */
static inline bool lathe_late_repeats(const struct lathe_late *l, uint64_t row)
{
    uint64_t i = row - l->first;

    return l->bit && row >= l->first && i < l->n && l->bit[i / 8] >> i % 8 & 1;
}

void lathe_late_release(struct lathe_late *l);

#endif
