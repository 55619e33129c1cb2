/*
 * init - the first values of the weights; biases start at 0, the factors of
 * norms at 1.
 *
 *   he, he-uniform          variance 2 / d (He et al. 2015, "Delving deep into
 *                           rectifiers")
 *   glorot, glorot-normal   variance 2 / (d + k) (Glorot and Bengio 2010,
 *                           "Understanding the difficulty of training deep
 *                           feedforward neural networks")
 *   lecun, lecun-uniform    variance 1 / d (LeCun et al. 1998, "Efficient
 *                           backprop")
 *   orthogonal              the weights of the outputs are orthonormal; of
 *                           the inputs, where those are fewer (Saxe et al.
 *                           2014, "Exact solutions to the nonlinear dynamics
 *                           of learning in deep linear neural networks")
 *   zeros
 *
 * with d inputs and k outputs of a unit; of a convolution those under its
 * kernel. The tables of an embedding are normal with a standard deviation of
 * 0.1 whatever the name. he and lecun are normal, glorot is uniform, unless
 * the name says otherwise; uniform is within sqrt(3 variance).
 */
#ifndef LATHE_NN_INIT_H
#define LATHE_NN_INIT_H

#include "nn/net.h"
#include "nn/real.h"

enum lathe_init {
    LATHE_INIT_AUTO = 1,        /* he before a relu or one like it, else
                                 * glorot */
    LATHE_INIT_HE,
    LATHE_INIT_HE_UNIFORM,
    LATHE_INIT_GLOROT,
    LATHE_INIT_GLOROT_NORMAL,
    LATHE_INIT_LECUN,
    LATHE_INIT_LECUN_UNIFORM,
    LATHE_INIT_ORTHOGONAL,
    LATHE_INIT_ZEROS
};

/* Fails: LATHE_EARG, listing the names that there are. */
enum lathe_code lathe_init_parse(const char *name, enum lathe_init *init,
                                 struct lathe_err *err);

/* params [net->params]. Each layer draws from a stream of its own. Fails:
 * LATHE_ENOMEM. */
enum lathe_code lathe_init_params(const struct lathe_net *net,
                                  enum lathe_init init, uint64_t seed,
                                  real *params, struct lathe_err *err);

#endif
