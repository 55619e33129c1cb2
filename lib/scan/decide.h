/*
 * decide - from what a scan saw and what was asked for to a schema.
 */
#ifndef LATHE_SCAN_DECIDE_H
#define LATHE_SCAN_DECIDE_H

#include "scan/scan.h"
#include "scan/wish.h"

/*
 * Makes the columns of the schema, its task, targets, weight and classes. The
 * words of the scan go over to the schema. class_rows [classes of all targets]
 * (lathe_free) are the rows of each class, of one target after the other; of
 * values the one number of all rows.
 *
 * Columns become what decide_column.h says, and targets what decide_target.h
 * says.
 *
 * With an image of any channels all columns that are not dropped as asked are
 * its pixels instead.
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

/* (*single)[numbers of the schema] (lathe_free): 1 for those all of whose
 * values are singles (singles.h), else 0. names[scan->n]; the schema may be
 * another's, with more columns or less. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_decide_singles(const struct lathe_schema *s,
                                     const struct lathe_list *names,
                                     const struct lathe_scan *scan,
                                     unsigned char **single,
                                     struct lathe_err *err);

/* Whether the schema that was decided can be learned from. Apart, so that what
 * is odd about the columns can be said first.
 * Fails: LATHE_EDATA (no column is left, more or less columns than pixels). */
enum lathe_code lathe_decide_check(const struct lathe_schema *s,
                                   struct lathe_err *err);

#endif
