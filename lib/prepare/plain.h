/*
 * plain - tables of numbers, categories and dates: rows of the dataset straight
 * from what the first pass reads.
 *
 * It makes rows of `width` doubles, the values of all columns in their order,
 * NaN where one is missing: numbers, codes of words, or seconds (wordcodes.h);
 * and of each row the code of the first target's word (scan.h), or
 * LATHE_DICT_NONE. They are enough where the columns are such or dropped, and
 * the targets values, or one class.
 */
#ifndef LATHE_PREPARE_PLAIN_H
#define LATHE_PREPARE_PLAIN_H

#include "data/rows.h"
#include "scan/wordcodes.h"

struct lathe_preprocess;

/* Columns of a row that are numbers of the schema, one behind the other. */
struct lathe_plain_run {
    size_t from, to, n;         /* columns, numbers of a row, how many */
};

/* Most words of all categories together: they are counted several times. */
#define LATHE_PLAIN_WORDS ((size_t)1 << 16)

/* A column of a row that is a category. */
struct lathe_plain_category {
    size_t from;
    uint32_t *code;             /* [codes] in the schema, of each here */
    size_t codes;
};

/* Zeroed: nothing is known. */
struct lathe_plain {
    size_t width;
    struct lathe_plain_run *run;        /* [runs] */
    size_t runs;
    struct lathe_plain_category *category;      /* [categories] */
    size_t categories;
    size_t *target;             /* [targets] column of each value */
    size_t targets;
    uint32_t *label;            /* [labels] class of each code; NULL: values */
    size_t labels;
};

/*
 * The schema of the run is decided, for columns of these names: finds where
 * its rows are in those that the scan has read. holds[scan->n]: of enum
 * lathe_holds; NULL: there are numbers alone. Fails: LATHE_EARG, where more is
 * needed than these rows, and LATHE_ENOMEM, both without a message; `m` is the
 * caller's then too.
 */
enum lathe_code lathe_plain_find(struct lathe_plain *m,
                                 const struct lathe_scan *scan,
                                 const struct lathe_list *names,
                                 const unsigned char *holds,
                                 const struct lathe_preprocess *p);
void lathe_plain_release(struct lathe_plain *m);

/* Whether both make the same rows of numbers and values. */
bool lathe_plain_is_same(const struct lathe_plain *a,
                         const struct lathe_plain *b);

/* The class of a row with this code, or LATHE_DICT_NONE; 0 of one with
 * values. */
size_t lathe_plain_label(const struct lathe_plain *m, uint32_t code);

/* row[n x width] become rows `to`, to + 1, ... of `rows`; their codes,
 * code[n], are not looked at where there are values. */
void lathe_plain_put(const struct lathe_plain *m, const double *row,
                     const uint32_t *code, size_t n, struct lathe_rows *rows,
                     size_t to);

#endif
