/*
 * decide_column - what a column becomes, by what a scan saw of it and what was
 * asked for: its kind, and the methods that are fitted to it.
 */
#ifndef LATHE_SCAN_DECIDE_COLUMN_H
#define LATHE_SCAN_DECIDE_COLUMN_H

#include "scan/scan.h"
#include "scan/wish.h"

/* Why a column is dropped that has one value, or none, in all rows. */
#define LATHE_DECIDE_COLUMN_CONSTANT "all rows have the same value"
#define LATHE_DECIDE_COLUMN_LONE \
    "all rows that have a value have the same one"
#define LATHE_DECIDE_COLUMN_EMPTY "no row has a value"

/*
 * A column is a number when all its values are, a date when all are dates
 * (scan_date.h), else a category. Dropped, with the reason in `why`, unless
 * --type says otherwise:
 * - what was asked to be dropped,
 * - a column without a value, or with one value in all rows; of numbers that
 *   some rows lack too, unless an indicator or a constant tells these apart,
 * - row numbers: whole numbers that count up by one from 0 or 1,
 * - identifiers (but dates): a value of its own in every row, and a name like
 *   one,
 * - text: more different values than half of the rows (and than 20),
 * - more than LATHE_SCAN_WORDS different values that are not all numbers (or
 *   than are kept of numbers before the first that is none), unless they are
 *   hashed and some came twice.
 *
 * A column that is to be hashed by its name is a category unless all its
 * values are numbers.
 *
 * The words of the scan go over to a category. Fails: LATHE_EDATA (too many
 * values for a category), LATHE_EARG (a method that does not fit),
 * LATHE_ENOMEM; `out` is the caller's then too.
 */
enum lathe_code lathe_decide_column(struct lathe_column *out,
                                    const char *name,
                                    struct lathe_scan_column *c,
                                    const struct lathe_wish *w,
                                    uint32_t text_dims,
                                    struct lathe_err *err);

/* It becomes a pixel of an image, or is dropped as asked. Fails: LATHE_EARG,
 * LATHE_ENOMEM; `out` is the caller's then too. */
enum lathe_code lathe_decide_column_pixel(struct lathe_column *out,
                                          const char *name,
                                          const struct lathe_wish *w,
                                          struct lathe_err *err);

/* Whether `why` says that the column has one value, or none. */
bool lathe_decide_column_is_constant(const char *why);

#endif
