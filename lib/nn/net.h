/*
 * net - a network as a list of layers with shapes, and the layer language.
 *
 *   conv 6 5x5, relu, maxpool 2, dense 120, relu, dropout 0.5, dense 10
 *
 * The text with the input shape says everything; parameters are one array in
 * which every layer has its views. Activations are in channel, row, column
 * order, as in PyTorch. A residual block res( ... ) is a layer that opens it,
 * the layers within, and one that closes it.
 */
#ifndef LATHE_NN_NET_H
#define LATHE_NN_NET_H

#include "base/buf.h"

enum lathe_layer_kind {
    LATHE_DENSE = 1,            /* w [d x k], b [k] */
    LATHE_CONV,                 /* w [k x c/groups x kh x kw], b [k] */
    LATHE_MAXPOOL,
    LATHE_AVGPOOL,
    LATHE_RELU,
    LATHE_LEAKYRELU,            /* x < 0 ? slope x : x */
    LATHE_ELU,                  /* x < 0 ? slope (e^x - 1) : x */
    LATHE_GELU,                 /* x (1 + erf(x / sqrt 2)) / 2 */
    LATHE_SILU,                 /* x / (1 + e^-x) */
    LATHE_SIGMOID,
    LATHE_TANH,
    LATHE_SOFTMAX,              /* over all of a row */
    LATHE_DROPOUT,
    LATHE_BATCHNORM,            /* w [c], b [c]; stats: running mean [c],
                                 * variance [c] */
    LATHE_LAYERNORM,            /* w [c x h x w], b [c x h x w] */
    LATHE_RES,                  /* "res(": its input is kept for */
    LATHE_ADD,                  /* ")": which adds it to its own */
    LATHE_RESHAPE,              /* the same numbers in another shape */
    LATHE_EMBED                 /* tables for categories (embed.h) */
};

/* Of one row. Plain features: c of them, h = w = 1. */
struct lathe_shape {
    uint32_t c, h, w;
};

size_t lathe_shape_size(struct lathe_shape s);
bool lathe_shape_same(struct lathe_shape a, struct lathe_shape b);

struct lathe_layer {
    enum lathe_layer_kind kind;
    struct lathe_shape in, out;
    uint32_t kh, kw;            /* conv and pooling: the window, */
    uint32_t sh, sw;            /* its steps down and beside, */
    uint32_t dh, dw;            /* from one of its pixels to the next, */
    uint32_t top, left, bottom, right;  /* conv: zeros around the image */
    uint32_t groups;            /* conv: channels are cut into so many, each
                                 * with filters of its own; else 0 */
    uint32_t partner;           /* res and add: the other one */
    double rate;                /* dropout: share set to 0, [0, 1) */
    double slope;               /* leakyrelu and elu */
    size_t weight, weights;             /* first of, and number in, params */
    size_t bias, biases;
    size_t stat, stats;         /* numbers in params that no gradient moves */
    double eps;                 /* of norms: added to the variance */
    double momentum;            /* batchnorm: of the running statistics */
    struct lathe_embed *embed;  /* embed: its columns; of the net */
};

struct lathe_net {
    struct lathe_layer *layer;  /* [n] */
    size_t n;
    struct lathe_shape in, out;
    size_t params;              /* in all */
    char *text;                 /* normal form of the layer language; parsing
                                 * it again gives the same net */
};

/*
 * Reads the layer language; no layer is added. Limits: 1000 layers, 2^28
 * parameters, every size < 2^24.
 * Fails: LATHE_EARG naming layer and word: "layers, character 32: layer 3
 * 'conv 16 5x5': the input is 4x4, smaller than the kernel", LATHE_ENOMEM.
 */
enum lathe_code lathe_net_parse(struct lathe_net *net, const char *text,
                                struct lathe_shape in, struct lathe_err *err);

/* The same where the first `before` characters of the text were put before
 * what a person wrote: errors count the characters behind them. */
enum lathe_code lathe_net_parse_behind(struct lathe_net *net, size_t before,
                                       const char *text, struct lathe_shape in,
                                       struct lathe_err *err);
void lathe_net_release(struct lathe_net *net);

/*
 * The text of a --model name with its output layer: "linear" -> "dense K";
 * "mlp:64,32" -> "dense 64, relu, dense 32, relu, dense K"; "lenet" and "cnn"
 * need an image. With `layers` (may be NULL) that text takes the place of
 * the model's. `dropout` > 0 follows each hidden activation of an mlp.
 * Fails: LATHE_EARG.
 */
enum lathe_code lathe_net_text(struct lathe_buf *out, const char *model,
                               const char *layers, struct lathe_shape in,
                               size_t outputs, double dropout,
                               struct lathe_err *err);

/* Rows and columns that a window covers, from its first pixel to its last. */
uint32_t lathe_layer_reach_h(const struct lathe_layer *l);
uint32_t lathe_layer_reach_w(const struct lathe_layer *l);

/* Whether the layer is products with weights: dense or conv. */
bool lathe_layer_is_product(const struct lathe_layer *l);

/* Parameters of the layer, running statistics counted. */
size_t lathe_layer_params(const struct lathe_layer *l);

/* Parameters that are trained, of the layer and of all: running statistics are
 * not. */
size_t lathe_layer_trained(const struct lathe_layer *l);
size_t lathe_net_trained(const struct lathe_net *net);

const char *lathe_layer_name(enum lathe_layer_kind k);  /* "conv", ... */

/* "conv 6 5x5" of one layer, as in net.text. */
void lathe_layer_text(struct lathe_buf *out, const struct lathe_layer *l);

/* Multiplications and additions of one row through the layer when a model is
 * used: none of a dropout, which then does nothing. */
uint64_t lathe_layer_flops(const struct lathe_layer *l);

#endif
