/*
 * model - a trained model, and its file.
 *
 * The file is self-contained: schema with fitted transforms and class names,
 * network, weights, and where it came from. "meta" is JSON; the weights are
 * arrays "layer/I/weight" and "layer/I/bias" in the shapes of net.h; of a
 * batchnorm also "mean" and "variance"; of an embedding "table/J", [places x
 * numbers], of its J-th column that has one. A quantised layer has "weight" as
 * i8 with "scale" f32 [k] beside it.
 */
#ifndef LATHE_NN_MODEL_H
#define LATHE_NN_MODEL_H

#include "data/schema.h"
#include "nn/net.h"
#include "store/store.h"

enum lathe_loss {
    LATHE_LOSS_MSE = 1,         /* regress: an output for each target */
    LATHE_LOSS_BINARY,          /* two classes: a logit, of class 1, for each
                                 * target */
    LATHE_LOSS_CATEGORICAL      /* one target of k classes: k logits */
};

/*
 * An int8 layer (Jacob et al. 2018, "Quantization and training of neural
 * networks for efficient integer-arithmetic-only inference", with symmetric
 * weights per output channel): real weight = weight * scale[k]; the input is
 * q = clamp(round(x / in_scale) + in_zero, 0, 255).
 */
struct lathe_quant {
    int8_t *weight;             /* in the layer's shape; NULL: not quantised */
    float *scale;               /* [k] > 0 */
    float in_scale;             /* > 0 */
    int32_t in_zero;            /* [0, 255] */
};

struct lathe_model {
    struct lathe_schema schema;
    struct lathe_net net;
    enum lathe_loss loss;
    float *params;              /* [net.params]; of a quantised layer what its
                                 * integers stand for */
    struct lathe_quant *quant;  /* [net.n], or NULL: a float model */
    char *provenance;           /* JSON object: lathe version, data digest,
                                 * options, seed, metrics, parent digest */
    /* Of the file it came from. */
    struct lathe_digest digest;
    uint64_t bytes;
};

void lathe_model_release(struct lathe_model *m);

/* Outputs of the net: one for each target, or the number of classes. */
size_t lathe_loss_outputs(enum lathe_loss loss, const struct lathe_schema *s);
const char *lathe_loss_name(enum lathe_loss loss);      /* "mse", ... */

/* Makes the file anew; sets digest and bytes. Fails as lathe_store_commit. */
enum lathe_code lathe_model_save(struct lathe_model *m, const char *path,
                                 struct lathe_err *err);

/* Fails as lathe_store_open; LATHE_EDATA when parts do not fit each other or
 * a weight is not finite. */
enum lathe_code lathe_model_load(struct lathe_model *m, const char *path,
                                 struct lathe_err *err);

#endif
