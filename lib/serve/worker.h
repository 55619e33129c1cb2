/*
 * worker - what one request at a time needs of a model: room for its rows,
 * and a predictor. Made once, so that a request allocates nothing here.
 */
#ifndef LATHE_SERVE_WORKER_H
#define LATHE_SERVE_WORKER_H

#include "base/decimal.h"
#include "data/table.h"
#include "infer/predictor.h"

/* Zeroed: none. */
struct lathe_worker {
    const struct lathe_model *model;    /* borrowed */
    struct lathe_predictor predictor;
    struct lathe_rows rows;     /* as many as the predictor takes */
    struct lathe_table table;   /* of the names below */
    struct lathe_list names;    /* [features] the columns that a row needs */
    const struct lathe_column **column; /* [features] likewise */
    struct lathe_field *field;  /* [features] a row on its way to be typed */
    char (*text)[LATHE_DECIMAL_ROOM];   /* [features] numbers as text */
    float *answer;              /* [rows.cap x answers] */
    size_t answers;
};

/* For pieces of `cap` rows. Fails: LATHE_ENOMEM, and as lathe_table_init. */
enum lathe_code lathe_worker_init(struct lathe_worker *w,
                                  const struct lathe_model *m, size_t cap,
                                  struct lathe_err *err);
void lathe_worker_release(struct lathe_worker *w);

/*
 * Predicts made-up rows (all values missing; pixels black) and looks at the
 * answers: they must be finite, probabilities must add up to one, and a row
 * must get the same bits alone and in company.
 * Fails: LATHE_EDATA.
 */
enum lathe_code lathe_worker_check(struct lathe_worker *w,
                                   struct lathe_err *err);

#endif
