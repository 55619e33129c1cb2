/*
 * settings - the options of a training run, checked and resolved.
 */
#ifndef LATHE_TRAIN_SETTINGS_H
#define LATHE_TRAIN_SETTINGS_H

#include "nn/init.h"
#include "nn/loss.h"
#include "nn/model.h"
#include "train/optimiser.h"
#include "train/schedule.h"

/* What follows from the options alone. */
struct lathe_settings {
    enum lathe_optimiser_kind optimizer;
    struct lathe_schedule schedule;
    enum lathe_init init;
    double rate;
    double l2;                  /* adamw decays by 0.01 unless told otherwise:
                                 * without decay it would be adam */
    size_t batch;               /* rows; 0: as many as suit the data */
    bool full_batch;
};

/* Checks every option that needs no data. Fails: LATHE_EARG. */
enum lathe_code lathe_settings_check(struct lathe_settings *s,
                                     const struct lathe_train_opts *opts,
                                     struct lathe_err *err);

/* Files of a run; NULL: none. */
struct lathe_settings_files {
    const char *data, *init;    /* are read */
    const char *output, *checkpoint, *log, *plot;       /* are written */
};

/* What is written must be none of the others; but the model may take the
 * place of the one that it began from. Fails: LATHE_EARG. */
enum lathe_code
lathe_settings_check_files(const struct lathe_settings_files *f,
                           struct lathe_err *err);

/* Rows of a batch for so many training rows. Left to lathe it is the largest
 * power of two up to a fiftieth of them, from 8 to 64, and from 25,600 rows on
 * 128: small tables need steps, large ones full products. */
size_t lathe_settings_batch(const struct lathe_settings *s, size_t rows);

/* Passes over so many training rows in batches of `batch`. Left to lathe (0)
 * they make 3,000 steps, but are no fewer than 40 and no more than 200. */
int lathe_settings_epochs(const struct lathe_train_opts *opts, size_t rows,
                          size_t batch);

/* Epochs to wait for a better one: a quarter of all when left to lathe (-1),
 * 0: for ever. */
int lathe_settings_patience(const struct lathe_train_opts *opts, int epochs);

/*
 * What the options say of the loss: that of the model, and what training makes
 * of it. `name` (NULL: by the task) must fit the schema: mse, mae, huber,
 * huber:D, binary, categorical, focal or focal:G.
 * Fails: LATHE_EARG.
 */
enum lathe_code lathe_settings_loss(const struct lathe_train_opts *opts,
                                    const struct lathe_schema *schema,
                                    enum lathe_loss *loss,
                                    struct lathe_objective *objective,
                                    struct lathe_err *err);

/* The options that decide the result, each as it was resolved, as members of
 * the open JSON object; in a fixed order. The momentum is null where the
 * optimizer has none. `weight` is the column of the weights
 * of rows, `parent` the digest of the model that was begun from, or NULL. */
void lathe_settings_write(struct lathe_json_out *j,
                          const struct lathe_train_opts *opts,
                          const struct lathe_settings *s, const char *layers,
                          enum lathe_loss loss, const char *weight,
                          const char *parent);

#endif
