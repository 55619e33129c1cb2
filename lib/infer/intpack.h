/*
 * intpack - the weights of a layer in integers, as the kernel reads them.
 *
 * A product takes all its inputs for all its outputs. Of a conv in groups an
 * output has only those of its group, so its outputs are cut into blocks of
 * whole eights that read the same groups, each a product of its own: a large
 * group is one block, small groups share one, with zeros between them.
 */
#ifndef LATHE_INFER_INTPACK_H
#define LATHE_INFER_INTPACK_H

#include "infer/kernel.h"
#include "infer/layout.h"
#include "nn/model.h"

struct lathe_intpack_block {
    struct lathe_int8 product;
    size_t first;               /* output of the layer */
};

struct lathe_intpack {
    struct lathe_intpack_block *block;  /* [n]; a dense layer has one */
    size_t n;
    void *weight;
    uint32_t *place;
    int32_t *start;
};

/* Of dense or conv layer l, whose input lies as `bytes` says. What all
 * outputs have, scale and bias [width] and relu, is borrowed from `like`.
 * Fails: LATHE_ENOMEM; what was made is released with the others. */
enum lathe_code lathe_intpack_init(struct lathe_intpack *p,
                                   const struct lathe_layer *l,
                                   const struct lathe_quant *q,
                                   const struct lathe_layout *bytes,
                                   const struct lathe_kernel *kernel,
                                   const struct lathe_int8 *like,
                                   struct lathe_err *err);
void lathe_intpack_release(struct lathe_intpack *p);

#endif
