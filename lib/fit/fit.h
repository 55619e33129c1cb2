/*
 * fit - what the transforms of a schema learn from the training rows.
 *
 * Rows come from an iterator that can start again (a dataset, one that is
 * being written, a choice of its rows for a fold), in blocks whose borders
 * depend on the schema alone, so that the same rows give the same bits. Memory
 * is bounded by `memory_bytes` and the width of a row, not by the rows.
 *
 * The figures are those of numpy and scikit-learn: means and standard
 * deviations (divisor n) of the present values, merged over blocks (Chan,
 * Golub, LeVeque, "Updating formulae and a pairwise algorithm for computing
 * sample variances", 1979); exact quantiles (quantile.h).
 */
#ifndef LATHE_FIT_FIT_H
#define LATHE_FIT_FIT_H

#include "data/rows.h"

struct lathe_bracket;
struct lathe_gather;
struct lathe_pool;
struct lathe_quantile;

/* Training rows: read(ctx, first, n, rows) puts rows [first, first + n) of
 * the `n` into `rows` (overwritten), which has room for them. It is called by
 * several threads at once, each with rows of its own. */
struct lathe_fit_rows {
    uint64_t n;
    enum lathe_code (*read)(void *ctx, uint64_t first, size_t n,
                            struct lathe_rows *rows, struct lathe_err *err);
    void *ctx;
};

struct lathe_fit_opts {
    uint64_t rare;              /* categories with fewer training rows share
                                 * one place; 0, 1: none do */
    size_t memory_bytes;        /* for exact quantiles, and for most frequent
                                 * values; 0: 64 MiB */
    struct lathe_pool *pool;    /* NULL: the caller alone */
    /* What was seen of all rows before; NULL: nothing. */
    struct lathe_gather *known; /* taken over */
    struct lathe_bracket *bracket;      /* of lathe_fit_quantiles; used up */
};

/*
 * Fits all columns and targets. Taken as given are the kinds, `impute`,
 * `scale`, `encode`, `clip` and `indicator`, dictionaries and classes, and
 * `fill` where impute is LATHE_IMPUTE_CONSTANT (the number; of a category its
 * code). Set are:
 *
 * - a number: present, missing, stats, fill, shift, factor. A scale of 0
 *   (a constant column) becomes 1, as scikit-learn has it. A column without
 *   any value gets stats and fill 0. clip_low and clip_high are the quantiles
 *   `clip` and 1 - `clip`, or infinite for a clip of 0; shift and factor, and
 *   the mean as `fill`, are then those of the clipped values. It indicates
 *   missing values where it is to and some are missing;
 * - a date: as a number in seconds, without a clip, with shift and factor of
 *   days, and parts, year_shift and year_factor (fit_date.h);
 * - a category: present, missing, count, hot, missing_hot, unknown_hot,
 *   width. A place for each category with at least `rare` (and one) rows, in
 *   the order of the dictionary, then one for all rarer ones and for unknown
 *   values (only with such categories), then one for missing values (impute
 *   LATHE_IMPUTE_CATEGORY, only with missing rows). Hashed: `buckets` places,
 *   and that for missing values. Most frequent: of equally
 *   frequent ones the first;
 * - a text: present, missing;
 * - pixels: shift and factor of each channel (standardised);
 * - each target: class_count, or stats, shift and factor (standardised).
 *
 * Then the layout. Fails: LATHE_ENOMEM, LATHE_EDATA (values too large to be
 * scaled, or such that an input or a prediction would be no float; too many
 * different values for their most frequent one), LATHE_EARG (a constant for
 * missing values that is too large), and as `read`.
 */
enum lathe_code lathe_fit_schema(struct lathe_schema *s,
                                 const struct lathe_fit_rows *train,
                                 const struct lathe_fit_opts *opts,
                                 struct lathe_err *err);

/* The quantiles that will be looked for, but for `present`: q[numbers +
 * values] in the order of these columns; how many. */
size_t lathe_fit_quantiles(const struct lathe_schema *s,
                           struct lathe_quantile *q);

/* Memory for them where none is said. */
#define LATHE_FIT_MEMORY ((size_t)64 << 20)

/* Rows of the schema that are read at a time. */
size_t lathe_fit_block(const struct lathe_schema *s);

#endif
