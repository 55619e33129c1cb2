/*
 * scan - the first pass over a table: what its columns hold. Records come in
 * pieces (scan_piece.h, scan_merge.h).
 *
 * Memory is bounded whatever the input: distinct values are kept up to limits
 * per column and for all together, and a column beyond them is known to have
 * "many"; hashes of rows are kept as seen.h says.
 */
#ifndef LATHE_SCAN_SCAN_H
#define LATHE_SCAN_SCAN_H

#include "data/dict.h"
#include "data/marks.h"
#include "ingest/reader.h"
#include "scan/numeral.h"
#include "scan/scan_date.h"
#include "scan/late.h"
#include "scan/seen.h"
#include "scan/targets.h"

#include <pthread.h>
#include <stdatomic.h>

/* Distinct values kept of a column; of one that is all numbers, which needs
 * them only if a value that is none turns up, so that wide tables keep fewer;
 * of one that is to be a category. */
#define LATHE_SCAN_WORDS 10000
#define LATHE_SCAN_NUMBERS 1000
#define LATHE_SCAN_LEAST_NUMBERS 8
#define LATHE_SCAN_ALL_NUMBERS ((size_t)1 << 16)        /* of all columns */
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
    bool wide;                  /* some are no singles (singles.h) */
    bool repeats;               /* a value came twice while words were kept */
    double min, max, first, last;       /* of the numbers */
    char *odd;                  /* the first present value that is no number,
                                 * or NULL; where it stood */
    uint64_t odd_line;
    struct lathe_scan_dates dates;      /* of the values that are no number */
    bool is_target;
    bool wordy;                 /* it had a value that is no number, before
                                 * the records came again */
    enum lathe_date_order dated;        /* it had dates alone, in this order
                                 * as it seems, likewise; 0: it had not */
    struct lathe_dict words;    /* distinct present values, unsorted */
    uint32_t *order;            /* once they went over to the schema, sorted:
                                 * what their codes were here. NULL: not */
    uint64_t *count;            /* of a target: rows of each word, while these
                                 * are kept */
    size_t count_cap;
    atomic_bool many;           /* there were too many: words is empty. Read
                                 * on all threads, never false again */
    struct lathe_numerals numerals;     /* of these, while all were numbers */
};

struct lathe_scan {
    struct lathe_scan_column *column;   /* [n] in the order of the names */
    size_t n;
    const struct lathe_targets *targets;        /* borrowed; may be empty */
    size_t weight;              /* its column; n: none. Set after init */
    const char *strip;          /* characters cut off the end of the values of
                                 * targets; NULL */
    struct lathe_marks marks;   /* of "missing" */
    bool dedup;                 /* repeated rows do not count */
    bool unhashed;              /* do not look for repeated rows */

    uint64_t rows;              /* records looked at */
    uint64_t no_target;         /* of them without one of the targets, or with
                                 * "nan" */
    uint64_t duplicates;        /* of the others: equal to an earlier one */
    uint32_t number_limit;      /* values of a column that is all numbers */
    size_t words_bytes;         /* of all columns */
    size_t giving_way;          /* columns before it have given way */
    struct lathe_seen seen;
    /* Once it is full the rows behind are kept in a file beside `near` (set
     * after init; NULL: in $TMPDIR), unless that fails. */
    const char *near;
    struct lathe_late late;
    bool lost;                  /* it failed */
    uint64_t hashed;            /* rows so far */
    const struct lathe_late *known;     /* with dedup, borrowed: what was found
                                         * in the late rows of an earlier scan
                                         * of all these rows; NULL */
    pthread_rwlock_t *lock;     /* of `seen`, with dedup: it is asked while
                                 * other pieces are added */
};

/* `targets` and `na` are borrowed. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_init(struct lathe_scan *s, size_t columns,
                                const struct lathe_targets *targets,
                                const struct lathe_list *na,
                                struct lathe_err *err);
void lathe_scan_release(struct lathe_scan *s);

/* All rows are there: adds to `duplicates` those of the late rows that repeat
 * an earlier one, *more. Nothing can be looked up in `seen` after it. Fails:
 * LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_scan_find_late(struct lathe_scan *s, uint64_t *more,
                                     struct lathe_err *err);

/* Forgets what was seen, not what is asked. The same records come again: which
 * columns have too many values is known by now, unless only those of rows that
 * repeat none count. */
void lathe_scan_clear(struct lathe_scan *s);

/* ---- of one record; map[column] is its field ---------------------------- */

/* Whether the field is empty or one of the marks. */
static inline bool lathe_scan_is_missing(const struct lathe_scan *s,
                                         const struct lathe_field *f)
{
    return lathe_marks_has(&s->marks, f->s, f->len);
}

/* The field without those of the characters `strip` (may be NULL) that it
 * ends in. */
struct lathe_field lathe_scan_strip(struct lathe_field f, const char *strip);

/* The value of a column; that of a target is stripped. */
static inline struct lathe_field
lathe_scan_value(const struct lathe_scan *s, const struct lathe_field *field,
                 const size_t *map, size_t column)
{
    struct lathe_field f = field[map[column]];

    return s->strip && s->column[column].is_target
               ? lathe_scan_strip(f, s->strip) : f;
}

/* Whether the record has all targets. */
bool lathe_scan_has_target(const struct lathe_scan *s,
                           const struct lathe_field *field, const size_t *map);

/* Whether the records of the block lie in memory as they are to be hashed. */
bool lathe_scan_is_joined(const struct lathe_scan *s,
                          const struct lathe_block *b, const size_t *map);

/* A hash of all values, by which repeated rows are found. `joined`: as above.
 * *text [*cap] is scratch, from zero and with lathe_free.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_hash(const struct lathe_scan *s,
                                const struct lathe_field *field,
                                const size_t *map, bool joined, char **text,
                                size_t *cap, uint64_t *hash,
                                struct lathe_err *err);

/* ---- for the merge ------------------------------------------------------ */

/* Whether column `i` had too many values; from any thread. */
bool lathe_scan_has_many(const struct lathe_scan *s, size_t i);

/* The most distinct values that are kept of it. */
uint32_t lathe_scan_word_limit(const struct lathe_scan *s, size_t i, bool odd);

/* Whether there is room for the words of a piece, whatever their order: of
 * `bytes`, n of them. */
bool lathe_scan_has_room(const struct lathe_scan *s, size_t bytes, size_t n);

/* Adds `count` rows with a present value of column `i`, which has not too many
 * values yet. `odd`: the column has one that is no number.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_add_word(struct lathe_scan *s, size_t i,
                                    const struct lathe_field *f,
                                    uint64_t count, bool odd,
                                    struct lathe_err *err);

/* Whether column `i` is neither target nor weight. */
static inline bool lathe_scan_is_feature(const struct lathe_scan *s, size_t i)
{
    return !s->column[i].is_target && i != s->weight;
}

/* Whether all of its values are numbers. */
static inline bool lathe_scan_is_number(const struct lathe_scan_column *c)
{
    return c->present > 0 && c->numbers == c->present;
}

#endif
