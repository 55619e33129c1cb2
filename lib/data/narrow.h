/*
 * narrow - numbers of a row in two arrays: singles (singles.h) and doubles.
 *
 * Columns all of whose values are singles take half the room so, whatever the
 * columns between them are.
 */
#ifndef LATHE_DATA_NARROW_H
#define LATHE_DATA_NARROW_H

#include "base/err.h"
#include "data/singles.h"

#include <stdbool.h>
#include <stddef.h>

/* Numbers of a row, from `to` on, that are side by side in their array too,
 * from `at` on. */
struct lathe_narrow_run {
    size_t to, at, n;
};

/* Those of one array: run[runs], `width` numbers in all. */
struct lathe_narrow_part {
    struct lathe_narrow_run *run;
    size_t runs, width;
};

/* Zeroed: rows without numbers. */
struct lathe_narrow {
    size_t numbers;             /* of a row */
    struct lathe_narrow_part wide, single;
    struct lathe_singles singles;       /* those of this machine */
};

/* single[numbers]: 1 for those that are, else 0; NULL: none is.
 * Fails: LATHE_ENOMEM; `n` is empty then. */
enum lathe_code lathe_narrow_init(struct lathe_narrow *n,
                                  const unsigned char *single, size_t numbers,
                                  struct lathe_err *err);
void lathe_narrow_release(struct lathe_narrow *n);

/* Whether the array is the rows as they are. */
static inline bool lathe_narrow_is_all(const struct lathe_narrow *n,
                                       const struct lathe_narrow_part *part)
{
    return part->width == n->numbers;
}

/* The numbers of rows[n x numbers] that belong to the part become out[n x
 * width]: doubles of n->wide, floats of n->single. */
void lathe_narrow_put_wide(const struct lathe_narrow *n, const double *rows,
                           size_t count, double *out);
void lathe_narrow_put_single(const struct lathe_narrow *n, const double *rows,
                             size_t count, float *out);

/* And back: of each of `count` rows the elements [at, at + some) of the part,
 * v[count x some], go to their places; the others stand. */
void lathe_narrow_take_wide(const struct lathe_narrow *n, const double *v,
                            size_t at, size_t some, size_t count,
                            double *rows);
void lathe_narrow_take_single(const struct lathe_narrow *n, const float *v,
                              size_t at, size_t some, size_t count,
                              double *rows);

#endif
