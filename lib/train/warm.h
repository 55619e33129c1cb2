/*
 * warm - weights from a model that was trained before, and layers that stay
 * as they are.
 */
#ifndef LATHE_TRAIN_WARM_H
#define LATHE_TRAIN_WARM_H

#include "nn/model.h"
#include "nn/work.h"

/* The layer text of the model without its output layer; *n is its length, 0
 * for a model that is but one layer. Fails: LATHE_EDATA when the last layer
 * is no dense one. */
enum lathe_code lathe_warm_hidden(const struct lathe_model *m, size_t *n,
                                  struct lathe_err *err);

/* Copies the weights of the model to params [net->params]; `new_head`: but
 * those of the output layer. Fails: LATHE_EDATA when the nets differ. */
enum lathe_code lathe_warm_start(const struct lathe_model *m,
                                 const struct lathe_net *net, bool new_head,
                                 real *params, struct lathe_err *err);

/* Which parameters are not changed: [first, end) of each. Zeroed: none. */
struct lathe_frozen {
    struct lathe_frozen_range {
        size_t first, end;
    } *range;
    size_t n;
};

/*
 * "1-3,5": layers by their numbers as inspect shows them; "hidden": all but
 * the output layer; "embed": the embedding. Fails: LATHE_EARG when there is no
 * such layer, none of them has weights, or all that have are frozen;
 * LATHE_ENOMEM.
 */
enum lathe_code lathe_frozen_parse(struct lathe_frozen *f, const char *text,
                                   const struct lathe_net *net,
                                   struct lathe_err *err);
void lathe_frozen_release(struct lathe_frozen *f);

/* Batchnorms of the net that are frozen keep their running statistics. */
void lathe_frozen_hold(const struct lathe_frozen *f, struct lathe_work *work);

static inline bool lathe_frozen_has(const struct lathe_frozen *f, size_t param)
{
    for (size_t i = 0; i < f->n; i++)
        if (param >= f->range[i].first && param < f->range[i].end)
            return true;
    return false;
}

#endif
