/*
 * decide - from what a scan saw and what was asked for to a schema.
 */
#ifndef LATHE_PREPARE_DECIDE_H
#define LATHE_PREPARE_DECIDE_H

#include "prepare/scan.h"
#include "prepare/wish.h"

/* Whole numbers up to so many different ones are classes. */
#define LATHE_DECIDE_CLASSES 20

/* Why a column is dropped that has one value, or none, in all rows. */
#define LATHE_DECIDE_CONSTANT "all rows have the same value"
#define LATHE_DECIDE_LONE "all rows that have a value have the same one"
#define LATHE_DECIDE_EMPTY "no row has a value"

/*
 * Makes the columns of the schema, its task, targets, weight and classes. The
 * words of the scan go over to the schema. class_rows [classes of all targets]
 * (lathe_free) are the rows of each class, of one target after the other; of
 * values the one number of all rows.
 *
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
 * With an image of any channels all columns that are not dropped as asked are
 * its pixels instead.
 *
 * Unless `task` ("classify", "regress") says, the target is classified when it
 * is no number or one of at most LATHE_DECIDE_CLASSES whole numbers. Several
 * targets are classified when each has two values, regressed when all are
 * numbers of more.
 *
 * Fails: LATHE_EDATA (no target values, one class, too many classes, targets
 * that are neither all numbers nor all of two classes, too many values for a
 * category), LATHE_EARG (a method that does not fit the column it was asked
 * for), LATHE_ENOMEM. *class_rows is the caller's then too.
 */
enum lathe_code lathe_decide_schema(struct lathe_schema *out,
                                    uint64_t **class_rows,
                                    const char *task,
                                    const struct lathe_image *image,
                                    const struct lathe_list *names,
                                    struct lathe_scan *scan,
                                    const struct lathe_wishes *wishes,
                                    struct lathe_err *err);

/* Whether the schema that was decided can be learned from. Apart, so that what
 * is odd about the columns can be said first.
 * Fails: LATHE_EDATA (no column is left, more or less columns than pixels). */
enum lathe_code lathe_decide_check(const struct lathe_schema *s,
                                   struct lathe_err *err);

/* Whether `why` says that the column has one value, or none. */
bool lathe_decide_is_constant(const char *why);

#endif
