/*
 * scan - the first pass over a table: what its columns hold.
 *
 * Memory is bounded whatever the input: distinct values are kept up to limits
 * per column and for all together, and a column beyond them is known to have
 * "many"; hashes of rows are kept as seen.h says.
 */
#ifndef LATHE_PREPARE_SCAN_H
#define LATHE_PREPARE_SCAN_H

#include "data/dict.h"
#include "prepare/scan_date.h"
#include "prepare/seen.h"
#include "ingest/reader.h"

/* Distinct values kept of a column; of one that is all numbers, which needs
 * them only if a value that is none turns up; of one that is to be a
 * category. */
#define LATHE_SCAN_WORDS 10000
#define LATHE_SCAN_NUMBERS 1000
#define LATHE_SCAN_FORCED 1000000
/* Bytes that they may take in a column, and in all columns. */
#define LATHE_SCAN_COLUMN_BYTES ((size_t)16 << 20)
#define LATHE_SCAN_BYTES ((size_t)96 << 20)

/* How much is looked at. */
enum lathe_scan_depth {
    LATHE_SCAN_ALL,
    LATHE_SCAN_IGNORE,          /* not a feature, or not asked for */
    LATHE_SCAN_CATEGORY         /* is to be a category: keep more words */
};

struct lathe_scan_column {
    enum lathe_scan_depth depth;
    uint64_t present, missing;  /* rows */
    uint64_t numbers;           /* present values that are numbers */
    uint64_t nans;              /* of them "nan" in some form: missing */
    bool integers;              /* all of these are whole numbers */
    bool counts_up;             /* each is the one before plus 1 */
    bool repeats;               /* a value came twice while words were kept */
    double min, max, first, last;       /* of the numbers */
    char *odd;                  /* the first present value that is no number,
                                 * or NULL; where it stood */
    uint64_t odd_line;
    struct lathe_scan_dates dates;      /* of the values that are no number */
    struct lathe_dict words;    /* distinct present values, unsorted */
    bool many;                  /* there were too many: words is empty */
};

struct lathe_scan {
    struct lathe_scan_column *column;   /* [n] in the order of the names */
    size_t n;
    size_t target;              /* its column; n: none */
    const char *strip;          /* characters cut off the end of the target's
                                 * values; NULL */
    const struct lathe_list *na;        /* marks of "missing", borrowed */
    bool dedup;                 /* repeated rows do not count */
    bool unhashed;              /* do not look for repeated rows */

    uint64_t rows;              /* records looked at */
    uint64_t no_target;         /* of them without a target, or with "nan" */
    uint64_t duplicates;        /* of the others: equal to an earlier one */
    uint64_t *target_count;     /* rows of each word of the target, while
                                 * these are kept */
    size_t target_cap;
    size_t words_bytes;         /* of all columns */
    struct lathe_seen seen;
    char *row;                  /* the row that is hashed */
    size_t row_cap;
    bool na_first[256];         /* a mark begins with this byte */
};

/* `strip` and `na` are borrowed. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_init(struct lathe_scan *s, size_t columns,
                                size_t target, const struct lathe_list *na,
                                struct lathe_err *err);
void lathe_scan_release(struct lathe_scan *s);

/* What a look at one record says about it. */
enum lathe_scan_fate {
    LATHE_SCAN_KEPT,
    LATHE_SCAN_NO_TARGET,
    LATHE_SCAN_DUPLICATE        /* also when duplicates are kept */
};

/*
 * Whether the record has a target and has not been there before; remembers
 * it. map[column] is its field; the columns' statistics are not touched.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scan_look(struct lathe_scan *s,
                                const struct lathe_field *field,
                                const size_t *map, enum lathe_scan_fate *fate,
                                struct lathe_err *err);

/* Looks at a record, and adds it to the statistics of the columns unless it
 * has no target or is a duplicate that is to be dropped.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_add(struct lathe_scan *s,
                               const struct lathe_field *field,
                               const size_t *map, uint64_t line,
                               struct lathe_err *err);

/* The field without those of the characters `strip` (may be NULL) that it
 * ends in. */
struct lathe_field lathe_scan_strip(struct lathe_field f, const char *strip);

#endif
