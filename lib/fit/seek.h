/*
 * seek - columns whose quantiles are looked for, by brackets from a sample.
 *
 * The keys (order.h) of a sample of rows are taken and sorted, brackets are cut
 * around the wanted ranks (bins.h), and rows are added, block by block, on all
 * threads. What the counts then say settles a column, or narrows it for one
 * pass more, or gives it up. Who passes over the rows, and which are the
 * sample, is the caller's (bracket.h).
 */
#ifndef LATHE_FIT_SEEK_H
#define LATHE_FIT_SEEK_H

#include "base/pool.h"
#include "data/rows.h"
#include "fit/bins.h"
#include "fit/quantile.h"

/* Bins of an interval when its values are put aside, and when they are only
 * counted. */
#define LATHE_SEEK_COARSE 16
#define LATHE_SEEK_FINE 64

struct lathe_seek_column {
    struct lathe_quantile *q;   /* borrowed */
    bool *found;                /* borrowed; set once it is settled */
    bool open;                  /* still looked for */
    bool grouped;               /* in this pass, with columns beside it */
    struct lathe_bins bins;
    uint64_t *key;              /* [sample] */
    double value[LATHE_RANKS];
    enum lathe_bins_outcome outcome;
};

/* What a thread has for itself. */
struct lathe_seek_hand {
    struct lathe_seek_hand *next;       /* for the caller */
    uint64_t *scratch;          /* [sample] for sorting */
    uint64_t *count;            /* [columns x slots] */
    struct lathe_bins_aside aside;
    struct lathe_columns_places *places;        /* [groups] */
    double *hit;                /* theirs */
};

struct lathe_seek {
    /* To be set before init: */
    struct lathe_pool *pool;    /* or NULL */
    uint64_t rows;              /* 0: not known yet */
    size_t n;                   /* columns, most at a time */
    size_t sample;              /* rows; `rows`: all, and no pass is needed */

    int threads;
    struct lathe_seek_column *column;   /* [n] */
    uint64_t *key;              /* [n x sample] */
    double *value;              /* put aside in a pass; of all columns */
    struct lathe_bin *bin;      /* [n x bins] */
    size_t bins, slots;         /* of a column */
    struct lathe_seek_hand *hand;       /* [threads] */
    size_t numbers;             /* columns before the values */
    struct lathe_columns columns;
    /* Of a pass, n / LATHE_COLUMNS + 1 at the most: columns beside each other,
     * the first of them and their edges. */
    size_t groups;
    size_t *group;              /* [groups] */
    struct lathe_columns_edges *edges;  /* [groups] */
    size_t fine;
    bool keep;
};

/* Fails: LATHE_ENOMEM; lathe_seek_release frees what was made. */
enum lathe_code lathe_seek_init(struct lathe_seek *j,
                                const struct lathe_schema *s,
                                struct lathe_err *err);
void lathe_seek_release(struct lathe_seek *j);

/* Column `c` is q's, to be looked for. */
void lathe_seek_ask(struct lathe_seek *j, size_t c, struct lathe_quantile *q,
                    bool *found);

/* ---- the sample --------------------------------------------------------- */

/* Rows [row, row + n) become numbers i, i + 1, ... of it; from any thread. */
void lathe_seek_take(struct lathe_seek *j, size_t i,
                     const struct lathe_rows *rows, size_t row, size_t n);

/* The sample is there. */
void lathe_seek_sort(struct lathe_seek *j);

/* Of the sorted sample: the values of a column that are not missing. */
size_t lathe_seek_present(const struct lathe_seek *j, size_t c);

/* Settles all columns from a sample that is all rows. Fails: LATHE_EDATA (the
 * rows changed). */
enum lathe_code lathe_seek_pick(struct lathe_seek *j, struct lathe_err *err);

/* ---- a pass over all rows ----------------------------------------------- */

/* Cuts the brackets so that there is memory for what is kept; if there is not
 * for all of it, values are but counted. */
void lathe_seek_cut(struct lathe_seek *j, size_t memory_bytes);

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_seek_begin(struct lathe_seek *j, struct lathe_err *err);

/* Adds at most lathe_fit_block rows; a hand is one thread's at a time. */
void lathe_seek_add(struct lathe_seek *j, const struct lathe_rows *rows,
                    struct lathe_seek_hand *h);

/* All rows were added: each open column has its outcome then. */
void lathe_seek_end(struct lathe_seek *j);

/*
 * Columns that were found, and those that were missed, are done with; what
 * remains of the counted ones is put aside in the next pass, as much as fits
 * into memory. *again: there is to be one. Fails: LATHE_EDATA (the rows
 * changed).
 */
enum lathe_code lathe_seek_judge(struct lathe_seek *j, size_t memory_bytes,
                                 bool *again, struct lathe_err *err);

#endif
