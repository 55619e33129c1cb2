/*
 * quality - what may be wrong with a data set: leaks, columns that cannot
 * help, classes with few rows, numbers beyond those trained on.
 *
 * It changes nothing. Columns are judged on at most LATHE_QUALITY_ROWS
 * training rows, in blocks that are spread evenly over all of them, so memory
 * is bounded whatever the rows.
 */
#ifndef LATHE_QUALITY_QUALITY_H
#define LATHE_QUALITY_QUALITY_H

#include "base/json.h"
#include "data/dataset.h"
#include "fit/fit.h"
#include "quality/recall.h"

#define LATHE_QUALITY_ROWS ((size_t)1 << 16)

struct lathe_pool;

struct lathe_quality_finding {
    const char *kind;           /* "near-constant", ...; static */
    char *column;               /* its name, or a target's */
    double value;               /* the figure that made it one */
    char *message;              /* one line */
    bool noted;                 /* worth a line of talk */
};

/* Zeroed: nothing was found. */
struct lathe_quality {
    struct lathe_quality_finding *finding;      /* [n] */
    size_t n, cap;
    uint64_t looked;            /* training rows the columns were judged on */
};

/*
 * Looks at the rows of a fitted schema, split by split, on the threads of
 * `pool` (NULL: the caller alone). `recall`: what is remembered of them, or
 * NULL. `repeated`: rows may repeat each other, so look for those of valid and
 * test that are in train. `by_chance`: rows of one table were dealt out to the
 * splits by chance.
 *
 * Found are, of `value`:
 * - "constant": all rows have the same value, or none has one. Not noted where
 *   the column is dropped, which is said by itself;
 * - "near-constant": a value, or no value, has the share 0.999 of the rows;
 * - "mostly-missing": more than half of the rows, this share, have no value;
 * - "missing-mark": a number, this, may stand for missing values
 *   (quality_mark.h); also of a target;
 * - "constant-after-clipping": --clip of this share leaves one value;
 * - "tiny-range": values differ, by this, but by too little for a standard
 *   deviation, or to be scaled at all; those of a target by too little for
 *   predictions, which are floats;
 * - "equals-target": in each row with a value it is a target;
 * - "predicts-target": one column nearly tells a target: a number with an
 *   AUC of 0.995 (or 0.005) for two classes, an absolute correlation of 0.999
 *   with a value, or the most frequent class of the other rows with the same
 *   category (the same of 4096 quantile bins) right in 0.995 of the rows, and
 *   wrong ten times less often than the most frequent class of all;
 * - "pair-gives-target": the target is p a + q b + r of two numbers in all rows
 *   that have both, to 1e-9; nothing is told where one alone nearly does;
 * - "ordered-by-time": the rows lie in the order of a date, to this share
 *   (quality_order.h), and were split by chance;
 * - "duplicates-across-splits": rows of valid or test that are training rows
 *   in all columns that are kept; looked for where rows may repeat each other
 *   or a column is dropped in which they differ;
 * - "groups-across-splits": so many groups have rows in train and in valid or
 *   test (quality_groups.h);
 * - "small-class": the smallest class of a target has a share below 0.05 and
 *   below a quarter of what it would have if all were even, or less than 10
 *   rows;
 * - "uneven-classes": the most frequent class has three or more times, this
 *   figure, the rows of the rarest one; of one target. Not noted beside
 *   "small-class";
 * - "many-categories": more than 100, or less than 5 rows for each;
 * - "outside-range": numbers of valid or test beyond the training rows. Noted
 *   when ten times more than chance explains (of n + 1 rows that are alike
 *   each is the least or greatest with the chance 2 / (n + 1));
 * - "unseen-category": rows of valid or test with a category that no training
 *   row has. Noted when ten times more than chance explains (about the share of
 *   categories that one training row has).
 *
 * Fails: LATHE_ENOMEM, and as reading. `q` is the caller's then too.
 */
enum lathe_code lathe_quality_look(struct lathe_quality *q,
                                   const struct lathe_schema *s,
                                   const struct lathe_fit_rows in[LATHE_SPLITS],
                                   struct lathe_recall *recall,
                                   bool repeated, bool by_chance,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);
void lathe_quality_release(struct lathe_quality *q);

/* Appends a finding; `format` makes its message. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quality_add(struct lathe_quality *q, const char *kind,
                                  const char *column, double value, bool noted,
                                  struct lathe_err *err, const char *format,
                                  ...) __attribute__((format(printf, 7, 8)));

/* An object: {"rows_looked_at": N, "findings": [{...}]}. */
void lathe_quality_write(struct lathe_json_out *j, const char *key,
                         const struct lathe_quality *q);

#endif
