/*
 * blocks - rows of numbers, dates and categories on their way into a dataset,
 * gathered to the blocks that a fit reads (lathe_fit_block).
 *
 * Pieces of a table deal their rows out in order; then the rows come from all
 * threads at once, each to its place. Whoever completes a block writes it as a
 * whole, and while it is in the cache takes its moments: those of training
 * rows are merged in the order of the blocks, so that they are the ones that a
 * pass over the rows gives (gather.h). Categories are counted, and parts of
 * dates seen, in any order.
 */
#ifndef LATHE_PREPARE_BLOCKS_H
#define LATHE_PREPARE_BLOCKS_H

#include "data/dataset.h"
#include "fit/gather.h"
#include "prepare/plain.h"
#include "quality/recall.h"
#include "scan/columns.h"

#include <pthread.h>
#include <stdatomic.h>

/* Rows of a split from `first` on. */
struct lathe_blocks_block {
    struct lathe_blocks_block *next;    /* the one behind it in the split */
    enum lathe_split split;
    uint64_t first;
    struct lathe_rows rows;     /* n of them are to come */
    atomic_size_t come;         /* rows that have */
    bool done;                  /* all have, and are written */
    struct lathe_moments *moments;      /* [numbers + values] once done */
    /* Of the training rows of all blocks that it has been. */
    uint64_t *count;            /* [slots] */
    struct lathe_fit_date *date;        /* [numbers]; NULL: there are none */
};

/* Zeroed: none. Schemas have numbers, dates and categories alone, and values or
 * one label. */
struct lathe_blocks {
    const struct lathe_schema *schema;  /* borrowed */
    struct lathe_dataset_writer *writer;        /* borrowed */
    const uint64_t *rows;       /* [LATHE_SPLITS] in all, borrowed */
    struct lathe_bracket *bracket;      /* sees training rows; owned, or NULL */
    struct lathe_recall *recall;        /* of all rows; borrowed */
    size_t rows_of_block, slots;        /* slots: counts (gather.h) */
    struct lathe_columns columns;
    pthread_mutex_t *lock;      /* of what follows, and of each `done` */
    struct lathe_blocks_block *first[LATHE_SPLITS], *last[LATHE_SPLITS];
    struct lathe_blocks_block *spare;
    struct lathe_moments *moments;      /* [numbers + values] of train */
};

/* Where the rows of a piece go. Zeroed: nowhere. */
struct lathe_blocks_share {
    unsigned char *split;       /* [rows] */
    size_t rows, cap;
    struct {
        struct lathe_blocks_block **v;  /* [n] one behind the other */
        size_t n, cap;
        size_t first;           /* row of v[0] that the first row becomes */
    } block[LATHE_SPLITS];
};

/* `b` is zeroed but for the bracket; `recall` begins anew. Fails: LATHE_ENOMEM;
 * `b` is the caller's then too. */
enum lathe_code lathe_blocks_init(struct lathe_blocks *b,
                                  const struct lathe_schema *s,
                                  struct lathe_dataset_writer *w,
                                  const uint64_t rows[LATHE_SPLITS],
                                  struct lathe_recall *recall,
                                  struct lathe_err *err);
void lathe_blocks_release(struct lathe_blocks *b);

void lathe_blocks_share_release(struct lathe_blocks_share *s);

/* Room for the splits of the n rows of a piece, to be set: share->split[i].
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_blocks_share_rows(struct lathe_blocks_share *s, size_t n,
                                        struct lathe_err *err);

/* They are set: the first row of each split goes to place[split] there, the
 * others behind it. One piece after the other, without gaps. Fails:
 * LATHE_ENOMEM. */
enum lathe_code lathe_blocks_deal(struct lathe_blocks *b,
                                  struct lathe_blocks_share *s,
                                  const uint64_t place[LATHE_SPLITS],
                                  struct lathe_err *err);

/* Puts all rows of a piece and their codes, as in plain.h, from any thread.
 * Fails as lathe_dataset_fill. */
enum lathe_code lathe_blocks_put(struct lathe_blocks *b,
                                 const struct lathe_blocks_share *s,
                                 const struct lathe_plain *plain,
                                 const double *row, const uint32_t *code,
                                 struct lathe_err *err);

/* Once, when all rows were put: what lathe_gather_run would tell of the
 * training rows, of which class_rows[k] have class k (NULL: values).
 * Fails: LATHE_ENOMEM; `g` is empty then. */
enum lathe_code lathe_blocks_gather(struct lathe_blocks *b,
                                    const uint64_t *class_rows,
                                    struct lathe_gather *g,
                                    struct lathe_err *err);

#endif
