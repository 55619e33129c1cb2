/*
 * optimiser - from gradients to new parameters, in PyTorch's formulas.
 *
 * With g the gradient, w the parameter, t the step from 1 on, r the rate:
 *
 *   sgd       w -= r g
 *   momentum  m = u m + g;  w -= r m               (t = 1: m = g)
 *   nesterov  m = u m + g;  w -= r (g + u m)       (t = 1: m = g)
 *   adagrad   v += g^2;     w -= r g / (sqrt(v) + 1e-10)
 *   rmsprop   v = 0.99 v + 0.01 g^2;  w -= r g / (sqrt(v) + 1e-8)
 *   adam      m = 0.9 m + 0.1 g;  v = 0.999 v + 0.001 g^2;
 *             w -= r / (1 - 0.9^t) m / (sqrt(v / (1 - 0.999^t)) + 1e-8)
 *   adamw     w -= r l2 w, then as adam
 *
 * Penalties are part of g: l2 w (but adamw) and l1 sign(w). Biases have none.
 * Adam: Kingma and Ba 2015; adamw: Loshchilov and Hutter 2019.
 */
#ifndef LATHE_TRAIN_OPTIMISER_H
#define LATHE_TRAIN_OPTIMISER_H

#include "base/cpu.h"
#include "base/err.h"
#include "nn/real.h"

enum lathe_optimiser_kind {
    LATHE_SGD = 1,
    LATHE_MOMENTUM,
    LATHE_NESTEROV,
    LATHE_ADAGRAD,
    LATHE_RMSPROP,
    LATHE_ADAM,
    LATHE_ADAMW
};

/* What a step is computed with; the same for all parameters. */
struct lathe_optimiser_terms {
    real rate, momentum, l1, l2;
    real root;                  /* adam: 1 / sqrt(1 - 0.999^t), else 1 */
    real scaled;                /* adam: rate / (1 - 0.9^t) */
    real decay;                 /* adamw: rate l2; 1 - rate l2 as a float
                                 * would be off the same way at each step */
    real epsilon;
};

struct lathe_optimiser {
    enum lathe_optimiser_kind kind;
    double momentum, l1, l2;
    uint64_t step;              /* taken so far */
    enum lathe_cpu_level level; /* of the instructions; set by init */
    real *params;               /* [n] borrowed */
    const real *grad;           /* [n] borrowed */
    real *m, *v;                /* [n] moments; NULL: the kind has none */
    struct lathe_optimiser_terms terms;         /* of this step */
};

/* Fails: LATHE_EARG, listing the names that there are. */
enum lathe_code lathe_optimiser_parse(const char *name,
                                      enum lathe_optimiser_kind *kind,
                                      struct lathe_err *err);

/* Whether its steps have a momentum that can be set. */
bool lathe_optimiser_has_momentum(enum lathe_optimiser_kind kind);

/* The rate when none is given: 0.01 for sgd, momentum, nesterov, adagrad;
 * 0.001 for rmsprop; 0.003 for adam, adamw. */
double lathe_optimiser_default_rate(enum lathe_optimiser_kind kind);

/* Arrays [n] that lathe_optimiser_init takes. */
size_t lathe_optimiser_moments(enum lathe_optimiser_kind kind);

/* kind, momentum, l1 and l2 are set; takes moments for n parameters.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_optimiser_init(struct lathe_optimiser *o, real *params,
                                     const real *grad, size_t n,
                                     struct lathe_err *err);
void lathe_optimiser_release(struct lathe_optimiser *o);

/* The arrays [n] that a step changes besides the parameters, from i = 0 on;
 * NULL when there are no more. With `step` they are all that the next step
 * needs, so a run is resumed from them. */
real *lathe_optimiser_state(const struct lathe_optimiser *o, size_t i);

/* Begins the next step at this rate. */
void lathe_optimiser_begin(struct lathe_optimiser *o, double rate);

/* Updates parameters [first, first + n); a lathe_update_fn with ctx a struct
 * lathe_optimiser. */
void lathe_optimiser_update(void *ctx, size_t first, size_t n, bool bias);

#endif
