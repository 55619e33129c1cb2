/*
 * seen - a bounded set of row hashes, to find rows that repeat.
 *
 * Two different rows are taken for the same one with a chance of n * n / 2^65
 * (one in a million at the limit). At most 64 MiB (96 while it grows).
 */
#ifndef LATHE_SCAN_SEEN_H
#define LATHE_SCAN_SEEN_H

#include "base/err.h"

/* Different rows that are remembered; later ones are only compared (late.h has
 * those). */
#define LATHE_SEEN_LIMIT ((size_t)3 << 21)

/* Zeroed: empty. */
struct lathe_seen {
    uint64_t *slot;             /* [slots] 0: free */
    size_t slots, n;
    size_t limit;               /* 0: LATHE_SEEN_LIMIT */
    bool full;                  /* a row was not remembered */
};

/* Whether the hash was there already; if not it is added, as long as the
 * limit allows. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_seen_add(struct lathe_seen *s, uint64_t hash,
                               bool *repeated, struct lathe_err *err);

/* lathe_seen_add of one after the other; repeated[i] (NULL: no one asks) says
 * it of hash[i], *repeats of how many. Faster where the set is larger than the
 * caches. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_seen_add_several(struct lathe_seen *s,
                                       const uint64_t *hash, size_t n,
                                       bool *repeated, uint64_t *repeats,
                                       struct lathe_err *err);

/* Whether the hash is there. */
bool lathe_seen_has(const struct lathe_seen *s, uint64_t hash);

/* Brings the place of a hash near that will be asked for soon: a table larger
 * than the caches is waited for otherwise. */
void lathe_seen_expect(const struct lathe_seen *s, uint64_t hash);

/* Room for n hashes in an empty set, so that it does not grow until they are
 * there. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_seen_reserve(struct lathe_seen *s, size_t n,
                                   struct lathe_err *err);

void lathe_seen_release(struct lathe_seen *s);

/* Which of so many parts, of about one size, a hash belongs to: where there are
 * too many rows for one set. It looks at other bits than the set. */
static inline size_t lathe_seen_part(uint64_t hash, size_t parts)
{
    return (size_t)((hash >> 32) * parts >> 32);
}

/* How many parts so many rows are divided into, for a set of this limit (0:
 * LATHE_SEEN_LIMIT). */
static inline size_t lathe_seen_parts(uint64_t rows, size_t limit)
{
    return (size_t)(rows / ((limit ? limit : LATHE_SEEN_LIMIT) / 8 * 7 + 1)) +
           1;
}

#endif
