/*
 * mode - the most frequent value of number columns, in bounded memory.
 *
 * The different values of as many columns are counted in one pass as fit into
 * memory; the others wait for another pass.
 */
#ifndef LATHE_FIT_MODE_H
#define LATHE_FIT_MODE_H

#include "base/pool.h"
#include "fit/fit.h"

struct lathe_mode {
    size_t column;              /* among the numbers of a row */
    const char *name;           /* for messages */
    double value;               /* out: of the most frequent ones the
                                 * smallest; 0 without any value */
};

/* Fails: LATHE_ENOMEM, LATHE_EDATA (a column with more different values than
 * LATHE_TALLY_LIMIT), and as reading. */
enum lathe_code lathe_mode_find(struct lathe_mode *m, size_t n,
                                const struct lathe_fit_rows *train,
                                const struct lathe_schema *s,
                                size_t memory_bytes, struct lathe_pool *pool,
                                struct lathe_err *err);

#endif
