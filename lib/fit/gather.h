/*
 * gather - what one pass over the training rows tells: moments of numbers,
 * parts of dates, counts of categories, texts and classes, sums of pixels.
 *
 * Blocks are taken by all threads. Their moments are merged in the order of
 * the blocks, and counts are whole numbers, so the figures do not depend on
 * the threads.
 */
#ifndef LATHE_FIT_GATHER_H
#define LATHE_FIT_GATHER_H

#include "fit/fit.h"
#include "fit/fit_date.h"
#include "scan/columns.h"
#include "scan/moments.h"

/* Zeroed: nothing. */
struct lathe_gather {
    struct lathe_moments *number;       /* [numbers], then the values */
    struct lathe_fit_date *date;        /* [numbers] only of dates */
    size_t numbers;
    uint64_t *count;            /* of categories, classes and pixels */
};

/* One pass; `g` is empty on failure. Fails: LATHE_ENOMEM, and as reading. */
enum lathe_code lathe_gather_run(struct lathe_gather *g,
                                 const struct lathe_schema *s,
                                 const struct lathe_fit_rows *train,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err);
void lathe_gather_release(struct lathe_gather *g);

/* m [numbers + values] become the moments of a block. */
void lathe_gather_moments(const struct lathe_columns *c,
                          const struct lathe_rows *rows,
                          struct lathe_moments *m);

/* Counts of the categories of a schema without texts, and how many they are. */
size_t lathe_gather_slots(const struct lathe_schema *s);
void lathe_gather_categories(const struct lathe_schema *s,
                             const struct lathe_rows *rows, uint64_t *count);

/* Dates, of which date[numbers] sees the parts. Fails: LATHE_ENOMEM. */
bool lathe_gather_has_dates(const struct lathe_schema *s);
enum lathe_code lathe_gather_dates(const struct lathe_schema *s,
                                   const struct lathe_rows *rows,
                                   struct lathe_fit_date *date,
                                   struct lathe_err *err);

/* Of a schema of numbers, dates and categories alone, and values or one label:
 * takes over the moments of all blocks, merged in their order; slot[k] are the
 * counts of all categories, and class_rows[k] rows have class k. Dates are to
 * be added. Fails: LATHE_ENOMEM; `g` is empty then, and `m` the caller's. */
enum lathe_code lathe_gather_of(struct lathe_gather *g,
                                const struct lathe_schema *s,
                                struct lathe_moments *m,
                                const uint64_t *slot,
                                const uint64_t *class_rows,
                                struct lathe_err *err);

/* Adds what date[numbers] saw. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_gather_add_dates(struct lathe_gather *g,
                                       const struct lathe_fit_date *date,
                                       struct lathe_err *err);

/* Puts the counts into columns and classes, which have room for them. */
void lathe_gather_put(const struct lathe_gather *g, struct lathe_schema *s);

/* Of all pixels of a channel, 0 to 3: their sum, and that of their squares. */
void lathe_gather_pixels(const struct lathe_gather *g,
                         const struct lathe_schema *s, size_t channel,
                         uint64_t *sum, uint64_t *squares);

#endif
