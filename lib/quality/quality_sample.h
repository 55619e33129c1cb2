/*
 * quality_sample - training rows to judge columns on, column by column.
 *
 * At most LATHE_QUALITY_ROWS of them, in blocks that are spread evenly over
 * all rows, so memory is bounded whatever the rows.
 */
#ifndef LATHE_QUALITY_QUALITY_SAMPLE_H
#define LATHE_QUALITY_QUALITY_SAMPLE_H

#include "fit/sweep.h"

/* Fewer rows than this tell nothing. */
#define LATHE_QUALITY_LEAST 10

/* The truth of the rows of a sample, of one target. */
struct lathe_quality_truth {
    const struct lathe_target *target;
    uint32_t *label;            /* [cap] classify */
    double *value;              /* [cap] regress */
    double *class_value;        /* [classes] the class as a number, or NaN */
    uint32_t common;            /* the most frequent class, in so many rows */
    size_t common_rows;
};

/* Zeroed: empty. */
struct lathe_quality_sample {
    const struct lathe_schema *s;
    size_t n, cap;
    double *number;             /* [numbers x cap] */
    uint32_t *code;             /* [categories x cap] */
    struct lathe_quality_truth *truth;  /* [targets] */
};

/* Of the rows that `w` reads. Fails: LATHE_ENOMEM, and as reading. */
enum lathe_code lathe_quality_sample_take(struct lathe_quality_sample *a,
                                          const struct lathe_schema *s,
                                          struct lathe_sweep *w,
                                          struct lathe_err *err);
void lathe_quality_sample_release(struct lathe_quality_sample *a);

#endif
