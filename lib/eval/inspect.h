/*
 * inspect - what inspect.c found in a file, for inspect_text.c,
 * inspect_columns.c and inspect_json.c to say.
 */
#ifndef LATHE_EVAL_INSPECT_H
#define LATHE_EVAL_INSPECT_H

#include "data/dataset.h"
#include "nn/model.h"

struct lathe_grid;

/* Zeroed: nothing. */
struct lathe_inspection {
    const char *path;           /* borrowed */
    enum lathe_store_kind kind; /* which of the two below is filled; neither
                                 * of a checkpoint */
    struct lathe_dataset dataset;
    struct lathe_model model;

    /* Of either. */
    const struct lathe_schema *schema;  /* NULL: a checkpoint */
    struct lathe_json *provenance;      /* parsed; all of a checkpoint */
    struct lathe_digest digest;
    uint64_t bytes;

    /* Datasets that classify: rows of each class of each target in each
     * split, [LATHE_SPLITS x lathe_schema_classes], and targets of rows that
     * are of no known class. */
    uint64_t *class_rows;
    uint64_t no_class[LATHE_SPLITS];
};

/* "dataset", "model" or "checkpoint". */
const char *lathe_inspect_kind(const struct lathe_inspection *f);

/* Characters of a line, where names and values allow. */
#define LATHE_INSPECT_WIDTH 80

/* Names of the statistics of a number, and these: cells of a table. */
void lathe_inspect_figure_names(struct lathe_grid *g);
void lathe_inspect_figures(struct lathe_grid *g,
                           const struct lathe_number_stats *t);

/* Tables of all columns, by kind. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_inspect_columns(const struct lathe_schema *s,
                                      struct lathe_buf *out,
                                      struct lathe_err *err);

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_inspect_text(const struct lathe_inspection *f,
                                   struct lathe_buf *out,
                                   struct lathe_err *err);
enum lathe_code lathe_inspect_json(const struct lathe_inspection *f,
                                   struct lathe_buf *out,
                                   struct lathe_err *err);

#endif
