/*
 * ahead - a table of numbers whose rows are dealt out to the splits while the
 * first pass reads them, so that there is no second one.
 *
 * For that it must be known which columns are numbers, whether floats keep
 * them, and how many rows there are, before any is read. That is guessed: from
 * the first records, and from the lines of the files. Where a guess turns out
 * to be wrong all of it is given up, and the rows are read again, as where
 * nothing was guessed: it saves time and no more. Rows of classes cannot be
 * dealt out ahead, as it takes the rows of each class to know where one goes.
 */
#ifndef LATHE_PREPARE_AHEAD_H
#define LATHE_PREPARE_AHEAD_H

#include "prepare/blocks.h"
#include "prepare/plain.h"

struct lathe_preprocess;
struct lathe_tables;
struct lathe_wishes;

/* Zeroed: none. */
struct lathe_ahead {
    atomic_bool open;           /* false: nothing was guessed, or wrongly */
    struct lathe_schema schema; /* as guessed */
    unsigned char *single;      /* [numbers] likewise (lathe_decide_singles) */
    struct lathe_plain plain;
};

/* Whether rows are being dealt out ahead; from any thread. */
bool lathe_ahead_is_open(struct lathe_ahead *a);
void lathe_ahead_give_up(struct lathe_ahead *a);
void lathe_ahead_release(struct lathe_ahead *a);

/*
 * Guesses, and begins the dataset (lathe_preprocess_begin), if it may. `scan`
 * is an empty one, set as for the pass to come; it is taken for the first
 * records and cleared afterwards, in any case, so that it knows what to expect.
 * Says nothing of failures, as they will come again.
 */
void lathe_ahead_begin(struct lathe_preprocess *p, struct lathe_tables *t,
                       struct lathe_scan *scan,
                       const struct lathe_wishes *wishes);

/* Deals out the next `n` rows, which come from the input; gives up where there
 * are more than were guessed. */
void lathe_ahead_deal(struct lathe_preprocess *p, size_t input, size_t n,
                      struct lathe_blocks_share *share);

/* Puts them, row[n x width] as in plain.h; from any thread. */
void lathe_ahead_put(struct lathe_preprocess *p,
                     const struct lathe_blocks_share *share,
                     const double *row);

/* The pass is done and the schema of the run decided: gives up, and what was
 * begun goes, unless all rows are where they belong. */
void lathe_ahead_settle(struct lathe_preprocess *p,
                        const struct lathe_scan *scan,
                        const struct lathe_list *names);

#endif
