/*
 * scan_run - numbers of records one behind the other: columns of which no words
 * are kept are looked at for many of them at once.
 */
#ifndef LATHE_PREPARE_SCAN_RUN_H
#define LATHE_PREPARE_SCAN_RUN_H

#include "prepare/columns.h"

struct lathe_scan_part;

/* Zeroed: nothing. */
struct lathe_scan_run {
    double *value;              /* [cap x width] */
    const double *from;         /* the records that wait, each `step` behind
                                 * the one before: in `value` or elsewhere */
    size_t step;
    struct lathe_columns_range *range;  /* [columns + 1] scratch */
    size_t width, rows, cap;
    size_t room;                /* doubles there are */
    struct lathe_columns columns;
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_run_init(struct lathe_scan_run *r, size_t columns,
                                    struct lathe_err *err);
void lathe_scan_run_release(struct lathe_scan_run *r);

/* For so many columns, up to those of the beginning; it has no records. */
void lathe_scan_run_resize(struct lathe_scan_run *r, size_t width);

/* Where the values of the next record go. */
static inline double *lathe_scan_run_next(const struct lathe_scan_run *r)
{
    return r->value + r->rows * r->width;
}

/* Whether the values of the next record may be at v instead, with one value
 * more that is not looked at, so that all that wait lie `step` = width + 1 from
 * each other; if none waits they may. They stay until the flush. */
static inline bool lathe_scan_run_follows(struct lathe_scan_run *r,
                                          const double *v)
{
    if (r->rows == 0) {
        r->from = v;
        r->step = r->width + 1;
    }
    return v == r->from + r->rows * r->step;
}

/* Adds column k of the records to part[column[k]] where that is late, and
 * forgets them. */
void lathe_scan_run_flush(struct lathe_scan_run *r,
                          struct lathe_scan_part *part,
                          const uint32_t *column);

#endif
