/*
 * dataset - the file that preprocess writes and train streams.
 *
 * Arrays per split ("train/number", "valid/...", "test/..."): number f64 [n x
 * numbers], text f32 [n x texts], code u32 [n x categories], pixel u8 [n x
 * pixels], label u32 [n] or value f64 [n] (with several targets [n x targets]),
 * weight f64 [n] where the schema has weights; an array without elements is not
 * there. Dates are among the numbers, as seconds since 1970 UTC. Values are
 * typed but not encoded (texts are both), so that transforms can be fitted
 * again (folds) and codes cost four bytes whatever their one-hot width. Numbers
 * are doubles, as the CSV has them. Columns all of whose numbers in the split
 * are short decimals are kept in half the room: "single", f32 [n x singles],
 * has floats that stand for them to the last bit (singles.h), and "narrow", u8
 * [numbers], has 1 for these columns and 0 for those in "number". Where rows
 * were split by the groups that a column makes, "train/group" and
 * "valid/group", u32 [n x 2], say which rows are of one: the low and the high
 * half of a hash of the value. The schema, with the fitted transforms, and the
 * provenance lie in "meta" as JSON: {"lathe": version, "kind": "dataset",
 * "schema": {...}, "rows": {"train": n, ...}, "provenance": {...}}.
 */
#ifndef LATHE_DATA_DATASET_H
#define LATHE_DATA_DATASET_H

#include "data/narrow.h"
#include "data/rows.h"
#include "store/store.h"

#include <stdatomic.h>

enum lathe_split { LATHE_TRAIN, LATHE_VALID, LATHE_TEST, LATHE_SPLITS };

const char *lathe_split_name(enum lathe_split s);       /* "train", ... */

/* The numbers of a split; zeroed: none. */
struct lathe_dataset_numbers {
    struct lathe_narrow narrow;
    struct lathe_array wide, single;
};

struct lathe_dataset {
    struct lathe_store *store;
    struct lathe_schema schema;
    uint64_t rows[LATHE_SPLITS];
    char *provenance;           /* JSON object: sources, options, seed,
                                 * version, counts of rows dropped, ... */
    struct lathe_dataset_numbers number[LATHE_SPLITS];
    struct lathe_array code[LATHE_SPLITS];
    struct lathe_array pixel[LATHE_SPLITS], target[LATHE_SPLITS];
    struct lathe_array text[LATHE_SPLITS], group[LATHE_SPLITS];
    struct lathe_array weight[LATHE_SPLITS];
    bool grouped;               /* lathe_dataset_groups has what it reads */
};

/* On all threads of the pool, or with NULL by the caller alone.
 * Fails as lathe_store_open, and LATHE_EDATA where schema and arrays do not
 * fit each other; `d` is empty then. */
enum lathe_code lathe_dataset_open(struct lathe_dataset *d, const char *path,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);
void lathe_dataset_release(struct lathe_dataset *d);

/* Rows [first, first + n) of a split into `rows` (made by lathe_rows_init
 * with the dataset's schema; overwritten), n <= rows->cap. Allocates nothing.
 * Safe from several threads, each with rows of its own.
 * Fails: LATHE_EDATA for a code, label or weight that is none, a number that
 * is infinite, a date that is none, rows beyond the end; LATHE_EIO. */
enum lathe_code lathe_dataset_read(const struct lathe_dataset *d,
                                   enum lathe_split split, uint64_t first,
                                   size_t n, struct lathe_rows *rows,
                                   struct lathe_err *err);

/* The groups of rows [first, first + n) of the training or the validation
 * rows of a grouped dataset: rows of one group have one number. Fails:
 * LATHE_EDATA for rows beyond the end; LATHE_EIO. */
enum lathe_code lathe_dataset_groups(const struct lathe_dataset *d,
                                     enum lathe_split split, uint64_t first,
                                     size_t n, uint64_t *group,
                                     struct lathe_err *err);

/* ---- writing ------------------------------------------------------------ */

struct lathe_dataset_writer {
    struct lathe_store_writer *store;
    uint64_t rows[LATHE_SPLITS];
    atomic_uint_least64_t filled[LATHE_SPLITS];
    struct lathe_dataset_numbers number[LATHE_SPLITS];
    struct lathe_array code[LATHE_SPLITS];
    struct lathe_array pixel[LATHE_SPLITS], target[LATHE_SPLITS];
    struct lathe_array text[LATHE_SPLITS], group[LATHE_SPLITS];
    struct lathe_array weight[LATHE_SPLITS];
    bool grouped;
    atomic_uint_least64_t group_filled[LATHE_SPLITS];
    atomic_bool heavy[LATHE_SPLITS];    /* a row's weight is not 0 */
    size_t numbers, texts, categories, pixels;  /* per row */
    size_t labels, values;
    bool weighted;
};

/* `rows` says how many rows each split will have, and single[split], of each
 * number of the schema, whether all will be singles: 1 or 0 (NULL, of a split
 * or at all: none). Of the schema only the task and the layout count here.
 * Fails as lathe_store_writer_new and lathe_store_declare; `w` is empty then.
 */
enum lathe_code lathe_dataset_create(struct lathe_dataset_writer *w,
                                     const char *path,
                                     const struct lathe_schema *s,
                                     const uint64_t rows[LATHE_SPLITS],
                                     const unsigned char *const
                                         single[LATHE_SPLITS],
                                     struct lathe_err *err);

/* Says that the training and the validation rows will have groups; called
 * after create. Fails as lathe_store_declare. */
enum lathe_code lathe_dataset_declare_groups(struct lathe_dataset_writer *w,
                                             struct lathe_err *err);

/* Puts the groups of rows [first, first + n) of a split; those of test rows
 * are left out. Safe from several threads. Fails: LATHE_EIO, LATHE_EBUG. */
enum lathe_code lathe_dataset_fill_groups(struct lathe_dataset_writer *w,
                                          enum lathe_split split,
                                          uint64_t first, size_t n,
                                          const uint64_t *group,
                                          struct lathe_err *err);

/* Appends all of `rows` to a split. What is in rows->number may be lost.
 * Fails: LATHE_EIO, LATHE_EBUG (more rows than were announced), LATHE_ENOMEM.
 */
enum lathe_code lathe_dataset_append(struct lathe_dataset_writer *w,
                                     enum lathe_split split,
                                     struct lathe_rows *rows,
                                     struct lathe_err *err);

/* Puts all of `rows` at [first, first + rows->n) of a split; each row is to be
 * put or appended once. Safe from several threads. Else as append. */
enum lathe_code lathe_dataset_fill(struct lathe_dataset_writer *w,
                                   enum lathe_split split, uint64_t first,
                                   struct lathe_rows *rows,
                                   struct lathe_err *err);

/* Reads rows back once all before them are there, as lathe_dataset_read
 * does. Safe from several threads. */
enum lathe_code lathe_dataset_back(struct lathe_dataset_writer *w,
                                   enum lathe_split split, uint64_t first,
                                   size_t n, struct lathe_rows *rows,
                                   struct lathe_err *err);

/* Writes schema and provenance (a JSON object as text) and commits. Every
 * split must have been filled (LATHE_EBUG). Fails: LATHE_EDATA for a schema
 * that could not be read again, too many inputs for one, or a split all of
 * whose rows have the weight 0; else as lathe_store_commit. */
enum lathe_code lathe_dataset_commit(struct lathe_dataset_writer *w,
                                     const struct lathe_schema *s,
                                     const char *provenance,
                                     struct lathe_digest *digest,
                                     uint64_t *bytes, struct lathe_err *err);

/* Removes what was not committed. */
void lathe_dataset_writer_release(struct lathe_dataset_writer *w);

#endif
