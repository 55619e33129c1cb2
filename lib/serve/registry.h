/*
 * registry - the models that a server answers for, by name.
 *
 * A request takes a model and gives it back. A reload loads a changed file
 * aside, checks it, and swaps; the old model is freed when the last request
 * that took it is done. On any failure the old one stays.
 */
#ifndef LATHE_SERVE_REGISTRY_H
#define LATHE_SERVE_REGISTRY_H

#include "nn/model.h"
#include "serve/worker.h"

/* A model in memory; shared, and read only but for the workers. */
struct lathe_served {
    const char *name;           /* borrowed from the registry */
    struct lathe_model model;
    char digest[33];
    _Atomic long references;
    struct lathe_worker_stock *stock;
};

struct lathe_registry;

/*
 * Loads "[NAME=]PATH" each; without a name it is the file's, less ".h5". A
 * name has letters, digits, '.', '_' and '-', at most 64. `workers` requests
 * at once are answered by each model.
 * Fails: LATHE_EARG (no model, a bad name, one twice), and as
 * lathe_model_load.
 */
enum lathe_code lathe_registry_new(struct lathe_registry **out,
                                   const struct lathe_list *models,
                                   int workers, struct lathe_err *err);
/* All models must have been given back. */
void lathe_registry_free(struct lathe_registry *r);

size_t lathe_registry_size(const struct lathe_registry *r);

/* Name of the i-th model, in the order given. */
const char *lathe_registry_name(const struct lathe_registry *r, size_t i);

/* The place of a name, or -1. */
long lathe_registry_find(const struct lathe_registry *r, const char *name);

/* The model as it is now, to be given back. */
struct lathe_served *lathe_registry_take(struct lathe_registry *r, size_t i);
void lathe_registry_give(struct lathe_served *m);

/* A worker of the model, to be given back; NULL when all are at work. */
struct lathe_worker *lathe_registry_take_worker(struct lathe_served *m);
void lathe_registry_give_worker(struct lathe_served *m,
                                struct lathe_worker *w);

/*
 * Loads the files anew that changed, and says so through `host`. *swapped and
 * *failed count. A model for other rows or classes than the one it would
 * replace is refused. Fails: the first failure; all files were tried.
 */
enum lathe_code lathe_registry_reload(struct lathe_registry *r,
                                      const struct lathe_host *host,
                                      size_t *swapped, size_t *failed,
                                      struct lathe_err *err);

#endif
