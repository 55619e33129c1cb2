/*
 * scan_run - numbers of records one behind the other: they are read for several
 * records in one go, and columns of which no words are kept are looked at for
 * many records at once.
 */
#ifndef LATHE_SCAN_SCAN_RUN_H
#define LATHE_SCAN_SCAN_RUN_H

#include "ingest/numbers.h"
#include "scan/columns.h"

struct lathe_scan_part;

/* Zeroed: nothing. */
struct lathe_scan_run {
    const uint32_t *column;     /* [width] they are numbers; borrowed */
    const size_t *map;          /* field of each column, borrowed */
    size_t width;
    uint32_t *place;            /* [most x width] fields of records with `cols`
                                 * of them */
    size_t cols, most, reach;   /* reach: records to read in one go */

    /* Records whose numbers have been read: next[left x width]. Bit i of
     * `partial`: record i lacks some. */
    const double *next;
    size_t left;
    uint32_t partial;
    bool large;                 /* some may be no singles (numbers.h): of those
                                 * that wait, too */

    /* Records that wait to be looked at: from[rows x width], `cap` at most. */
    const double *from;
    size_t rows, cap;
    bool own;                   /* what was read last is in: */
    double *value;              /* [room] */
    size_t room;
    struct lathe_columns_range *range;  /* [columns] scratch */
    struct lathe_columns columns;
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_run_init(struct lathe_scan_run *r, size_t columns,
                                    struct lathe_err *err);
void lathe_scan_run_release(struct lathe_scan_run *r);

/* From now on column[n], up to those of the beginning, are numbers. No record
 * waits. */
void lathe_scan_run_set(struct lathe_scan_run *r, const uint32_t *column,
                        size_t n, const size_t *map);

/*
 * Reads the numbers of the records of the block from i on, a few of them; none
 * is left of those before. `to`: where they go, behind those that wait (NULL:
 * anywhere), with room for all records of the block; they stay there until the
 * flush. A value that is no number, or not finite, becomes NaN. False, and
 * nothing is read: flush first.
 */
bool lathe_scan_run_read(struct lathe_scan_run *r, lathe_numbers_fn *numbers,
                         const struct lathe_block *b, size_t i, double *to);

/* Whether the next record has been read and has all its numbers. */
static inline bool lathe_scan_run_is_whole(const struct lathe_scan_run *r)
{
    return r->left > 0 && !(r->partial & 1);
}

/* Goes on to the record behind the next one, which waits if it is whole; none
 * waits before one that is not. */
static inline void lathe_scan_run_take(struct lathe_scan_run *r)
{
    if (!(r->partial & 1)) {
        if (r->rows == 0)
            r->from = r->next;
        r->rows++;
    }
    r->next += r->width;
    r->left--;
    r->partial >>= 1;
}

/* The next record is passed over; what has been read is forgotten. */
void lathe_scan_run_drop(struct lathe_scan_run *r);

/* Adds column k of the records that wait to part[column[k]] where that is late,
 * and forgets them. */
void lathe_scan_run_flush(struct lathe_scan_run *r,
                          struct lathe_scan_part *part);

#endif
