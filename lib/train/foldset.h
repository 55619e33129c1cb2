/*
 * foldset - the rows of a dataset that a cross-validation is made of, and the
 * data of each fold.
 *
 * These are the training rows and the validation rows, in this order, typed
 * but not encoded; test rows stay out. For every fold the transforms are
 * fitted anew to the rows that train in it. What is taken from the dataset are
 * decisions about columns: kinds, which are dropped, how values are imputed,
 * scaled and encoded.
 */
#ifndef LATHE_TRAIN_FOLDSET_H
#define LATHE_TRAIN_FOLDSET_H

#include "train/data.h"
#include "train/folds.h"

struct lathe_foldset_opts {
    const char *data;           /* dataset file */
    const char *groups;         /* column whose values are groups; NULL: those
                                 * that the dataset keeps, if any */
    int folds;
    uint64_t seed;
    uint64_t memory_bytes;      /* the most that all takes */
    int side;                   /* folds that are in memory at once, at most;
                                 * fewer where the memory says so, unless
                                 * `all` */
    bool all;
};

/* Zeroed: empty. Opts are borrowed. */
struct lathe_foldset {
    struct lathe_foldset_opts opts;
    struct lathe_schema schema; /* of the dataset */
    struct lathe_rows rows;     /* [n] */
    uint64_t stored[LATHE_SPLITS];      /* rows in the dataset */
    uint64_t *group;            /* [n], or NULL */
    char *group_name;           /* the column, or NULL */
    uint16_t *fold;             /* [n] that holds the row out, from 0 */
    uint64_t *class_rows;       /* [classes of all targets] of all folds */
    uint32_t *label;            /* [n] what is divided evenly: the class, or
                                 * the combination of labels, all rare ones
                                 * together; NULL: nothing */
    uint32_t labels;            /* above all of them */
    int side;                   /* folds that may be in memory at once */
    double valid_share;         /* of the rows that are not held out */
    bool by_time;               /* the dataset was split by time */
    bool fitted;                /* of preprocess --like: nothing is fitted */
    uint64_t rare;              /* as in fit.h */
    struct lathe_digest digest; /* of the dataset */
};

/* Reads the rows, of a file that is checked on the pool as lathe_dataset_open
 * does, and deals them out. Fails: LATHE_EARG as lathe_folds_deal,
 * for a column that is the target, rows that take too much memory; LATHE_EDATA
 * for a column that is not there, and where groups that the dataset was split
 * by are not kept; as lathe_dataset_open; LATHE_ENOMEM. */
enum lathe_code lathe_foldset_load(struct lathe_foldset *s,
                                   const struct lathe_foldset_opts *opts,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);
void lathe_foldset_release(struct lathe_foldset *s);

/* Frees the typed rows once the data of all folds are made. */
void lathe_foldset_drop_rows(struct lathe_foldset *s);

/* The rows that a fold holds out, or that train or validate in it. Zeroed:
 * empty. Borrows the set. */
struct lathe_foldset_part {
    const struct lathe_foldset *set;
    uint32_t *row;              /* [rows.n] */
    struct lathe_fit_rows rows; /* of the dataset's schema */
};

/* part[LATHE_SPLITS], those that are held out at LATHE_TEST, to be released
 * one by one and to stay where they are. Fails as lathe_folds_split. */
enum lathe_code lathe_foldset_parts(const struct lathe_foldset *s, int f,
                                    struct lathe_foldset_part *part,
                                    struct lathe_err *err);
void lathe_foldset_release_part(struct lathe_foldset_part *part);

/*
 * The data of a fold: transforms fitted to part[LATHE_TRAIN] alone, unless
 * `like` (as in lathe_data_load) or the dataset has them from elsewhere. Safe
 * from several threads. Fails: as lathe_fit_schema and lathe_data_make, with
 * the number of the fold.
 */
enum lathe_code lathe_foldset_data(const struct lathe_foldset *s, int f,
                                   const struct lathe_foldset_part *part,
                                   const struct lathe_schema *like,
                                   bool new_classes, struct lathe_data *data,
                                   struct lathe_err *err);

#endif
