/*
 * recall - what is remembered of the rows of a dataset from when they were
 * written, block by block (lathe_fit_block), so that they need not be read
 * back: hashes of rows, for training rows the set of them, and the ranges of
 * numbers.
 *
 * It saves time and no more: of any block nothing may be known.
 */
#ifndef LATHE_QUALITY_RECALL_H
#define LATHE_QUALITY_RECALL_H

#include "data/dataset.h"
#include "scan/moments.h"
#include "scan/seen.h"

#include <pthread.h>
#include <stdatomic.h>

struct lathe_recall_block {
    uint64_t *hash;             /* [rows] (rowhash.h), those of all blocks lie
                                 * in one array; NULL: not known */
    bool seen;                  /* they are in the set instead */
    double *low, *high;         /* [numbers] of those that are present, low >
                                 * high where none is; NULL: not known */
};

/* Zeroed: nothing is known. */
struct lathe_recall {
    size_t rows;                /* of a block */
    struct lathe_recall_block *block[LATHE_SPLITS];     /* [blocks] */
    uint64_t blocks[LATHE_SPLITS];
    atomic_bool hashes;         /* rows that come are to be hashed */
    uint64_t *hash;             /* [room] */
    uint64_t room;
    _Atomic uint64_t hashed;    /* of them, and of rows that found no room */
    /* Those of training rows, until there are too many different ones: there
     * is no need for each of them. Never full. */
    struct lathe_seen seen;
    size_t enough;              /* hashes in the set; for tests to lessen */
    pthread_mutex_t *lock;      /* of the set */
};

/* For a dataset of so many rows. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_recall_init(struct lathe_recall *r,
                                  const struct lathe_schema *s,
                                  const uint64_t rows[LATHE_SPLITS],
                                  struct lathe_err *err);
void lathe_recall_release(struct lathe_recall *r);

/* Remembers a block, the rows of the split from `first` on; `m` are the moments
 * of its numbers, or NULL: not the ranges. From any thread, each block once. */
void lathe_recall_add(struct lathe_recall *r, enum lathe_split split,
                      uint64_t first, const struct lathe_rows *rows,
                      const struct lathe_moments *m);

/* The block that begins with this row; NULL: nothing is known. */
const struct lathe_recall_block *
lathe_recall_find(const struct lathe_recall *r, enum lathe_split split,
                  uint64_t first);

/* The set of hashes becomes the caller's. */
struct lathe_seen lathe_recall_take_seen(struct lathe_recall *r);

#endif
