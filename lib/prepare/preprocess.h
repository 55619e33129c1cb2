/*
 * preprocess - what the files preprocess*.c share: one run of the operation.
 *
 * preprocess.c leads through the run, preprocess_options.c checks the options,
 * preprocess_table.c leads through the passes over tables (tables.h,
 * scan_pass.h, ahead.h, stash.h, type_pass.h), preprocess_images.c reads IDX
 * images, preprocess_folder.c folders of images, preprocess_write.c deals rows
 * out to the splits of the dataset, preprocess_report.c says what was done.
 */
#ifndef LATHE_PREPARE_PREPROCESS_H
#define LATHE_PREPARE_PREPROCESS_H

#include "base/pool.h"
#include "data/dataset.h"
#include "data/unknown.h"
#include "image/folder.h"
#include "ingest/reader.h"
#include "prepare/ahead.h"
#include "prepare/images.h"
#include "prepare/like.h"
#include "prepare/origin.h"
#include "prepare/rejects.h"
#include "prepare/stash.h"
#include "quality/quality.h"
#include "quality/quality_groups.h"
#include "split/labelsets.h"
#include "split/split.h"
#include "split/splitby.h"

#include <stdio.h>

/* What all inputs are. */
enum lathe_preprocess_form {
    LATHE_FORM_TABLE,
    LATHE_FORM_IDX,
    LATHE_FORM_FOLDER
};

struct lathe_preprocess_input {
    const char *path;           /* as given, borrowed */
    enum lathe_split role;      /* LATHE_TRAIN: to be split; else the split
                                 * that it is */
    struct lathe_origin origin;
    struct lathe_origin labels; /* IDX only */
    struct lathe_folder folder; /* folders only; the origin has the name, the
                                 * bytes of all files and a digest of these */
    uint64_t spooled;           /* folders only: rows in the spool */
    uint64_t rows;              /* records read, those refused included */
    uint64_t kept;              /* records that are in the dataset */
};

/* Where the records went: read = refused + no_target + repeated + incomplete
 * + rows of the splits. */
struct lathe_preprocess_counts {
    uint64_t read;
    uint64_t refused;           /* --bad-rows skip */
    uint64_t no_target;         /* one of them, with several */
    uint64_t repeated;          /* --dedup */
    uint64_t incomplete;        /* --impute drop */
    uint64_t duplicates;        /* found, dropped or not */
    bool duplicates_partial;    /* only the first rows were remembered: of
                                 * images, or as late ones found no room */
};

struct lathe_preprocess {
    const struct lathe_preprocess_opts *opts;
    const struct lathe_host *host;
    struct lathe_pool *pool;    /* the threads of the run */
    struct lathe_errand *aside; /* does what the run need not wait for, or
                                 * NULL */
    struct lathe_preprocess_input *input;       /* [inputs] FILE..., valid,
                                                 * test */
    size_t inputs;
    enum lathe_preprocess_form form;
    struct lathe_dialect dialect;
    struct lathe_list na;
    double share[LATHE_SPLITS];
    struct lathe_image image;   /* of --image; channels 0: none */

    struct lathe_like like;     /* of --like: the schema is its own */
    struct lathe_unknown unknown;       /* with --like */

    struct lathe_schema schema;
    uint64_t *class_rows;       /* [classes of all targets, or 1] rows of
                                 * FILE */
    uint64_t *train_rows;       /* [strata] rows to train on */
    struct lathe_labelsets sets;        /* of FILE, with several labels */
    uint64_t given[LATHE_SPLITS];       /* rows of given splits */
    struct lathe_late late;     /* tables, --dedup: rows that repeat each other
                                 * behind those that are remembered */
    struct lathe_stash stash;   /* tables: what the first pass has read */
    struct lathe_ahead ahead;   /* or what it deals out at once */
    struct lathe_blocks blocks; /* of either: rows, and what they tell */
    struct lathe_recall recall; /* of these */
    uint64_t label_rows[256];   /* IDX: rows of each label in FILE */
    FILE *spool;                /* folders: label and pixels of each row */
    uint32_t *spool_class;      /* and the class of each label there */
    unsigned char *single;      /* [numbers] tables: as of lathe_decide_singles,
                                 * of FILE */
    struct lathe_preprocess_counts counts;

    struct lathe_split_plan plan;
    struct lathe_split_by by;   /* --split-by, instead */
    struct lathe_dataset_writer writer;
    uint64_t rows[LATHE_SPLITS], dealt[LATHE_SPLITS];
    struct lathe_rows out[LATHE_SPLITS];        /* not yet written */
    struct lathe_rejects rejects;
    struct lathe_quality quality;
    struct lathe_quality_groups shared; /* groups of train, in given splits */
    struct lathe_digest digest; /* of the dataset */
    uint64_t bytes;
};

/* ---- preprocess_options.c ----------------------------------------------- */

/* Takes over what the options say. Fails: LATHE_EARG, LATHE_ENOMEM. */
enum lathe_code lathe_preprocess_take_options(struct lathe_preprocess *p,
                                              struct lathe_err *err);

/* With --like: the schema of the other file, and what was said of how its
 * tables were written. Fails as lathe_like_read, LATHE_EARG. */
enum lathe_code lathe_preprocess_take_like(struct lathe_preprocess *p,
                                           struct lathe_err *err);

/* Whether the options go with the form of the inputs, which is known.
 * Fails: LATHE_EARG, LATHE_EDATA. */
enum lathe_code lathe_preprocess_check_form(const struct lathe_preprocess *p,
                                            struct lathe_err *err);

/* ---- preprocess_table.c, preprocess_images.c, preprocess_folder.c ------- */

/* Reads all inputs once: schema, class_rows, given, counts. */
enum lathe_code lathe_preprocess_scan_table(struct lathe_preprocess *p,
                                            struct lathe_err *err);
enum lathe_code lathe_preprocess_scan_images(struct lathe_preprocess *p,
                                             struct lathe_err *err);
enum lathe_code lathe_preprocess_scan_folder(struct lathe_preprocess *p,
                                             struct lathe_err *err);

/* Reads all inputs again and writes their rows. */
enum lathe_code lathe_preprocess_read_table(struct lathe_preprocess *p,
                                            struct lathe_err *err);
enum lathe_code lathe_preprocess_read_images(struct lathe_preprocess *p,
                                             struct lathe_err *err);
enum lathe_code lathe_preprocess_read_folder(struct lathe_preprocess *p,
                                             struct lathe_err *err);

/* The schema of images but for its classes: pixel columns "pixel1", ... of
 * the shape p->image. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_preprocess_image_schema(struct lathe_preprocess *p,
                                              struct lathe_err *err);

/* ---- preprocess_write.c ------------------------------------------------- */

/* Plans the splits and begins the dataset. Fails: LATHE_EDATA when there is
 * no row to train on. */
enum lathe_code lathe_preprocess_begin(struct lathe_preprocess *p,
                                       struct lathe_err *err);

/* Undoes it, as far as it came. */
void lathe_preprocess_abandon(struct lathe_preprocess *p);

/* The stratum of row i: its class, or its combination of labels; 0 for
 * values. */
size_t lathe_preprocess_stratum(const struct lathe_preprocess *p,
                                const struct lathe_rows *rows, size_t i);

/* The next row of the inputs, of this stratum, which came from
 * `input`, goes to this place of this split; `key` is for --split-by. Fails:
 * LATHE_EDATA when there are more rows than were counted. */
enum lathe_code lathe_preprocess_deal(struct lathe_preprocess *p,
                                      struct lathe_preprocess_input *input,
                                      size_t stratum,
                                      const struct lathe_split_key *key,
                                      enum lathe_split *split,
                                      uint64_t *place, struct lathe_err *err);

/* The same of the next n rows, of the same stratum: split[i]; the first of each
 * split goes to place[split], the others behind it. */
enum lathe_code lathe_preprocess_deal_several(
    struct lathe_preprocess *p, struct lathe_preprocess_input *input,
    size_t stratum, size_t n, unsigned char *split,
    uint64_t place[LATHE_SPLITS], struct lathe_err *err);

/* Deals the row out and writes it there. Not for runs that write rows at the
 * places dealt out. */
enum lathe_code lathe_preprocess_put(struct lathe_preprocess *p,
                                     struct lathe_preprocess_input *input,
                                     const struct lathe_rows *rows, size_t i,
                                     struct lathe_err *err);

/* Writes what is left, fits the schema, looks for what may be wrong. */
enum lathe_code lathe_preprocess_fit(struct lathe_preprocess *p,
                                     struct lathe_err *err);

/* An input that gave other rows than in the pass before. */
enum lathe_code lathe_preprocess_changed(
    const struct lathe_preprocess_input *input, struct lathe_err *err);

/* ---- preprocess_report.c ------------------------------------------------ */

/* Says what was decided, before the long work. */
void lathe_preprocess_note_schema(const struct lathe_preprocess *p);
/* Says where the rows went and what the fit found. */
void lathe_preprocess_note_rows(const struct lathe_preprocess *p);

/* Appends "3 refused", "2 with a missing value", ... of the rows that are in
 * no split, with `before` in front of each. */
void lathe_preprocess_losses(const struct lathe_preprocess *p,
                             const char *before, struct lathe_buf *out);

/* The origin of a dataset as JSON. It holds no file names, so that the same
 * bytes give the same dataset through whatever name or pipe. */
enum lathe_code lathe_preprocess_provenance(const struct lathe_preprocess *p,
                                            struct lathe_buf *out,
                                            struct lathe_err *err);
void lathe_preprocess_text(const struct lathe_preprocess *p,
                           struct lathe_buf *out);
void lathe_preprocess_json(const struct lathe_preprocess *p,
                           struct lathe_buf *out);

#endif
