/*
 * init - the first values of the weights; biases start at 0.
 *
 *   he      normal, variance 2 / d (He et al. 2015, "Delving deep into
 *           rectifiers")
 *   glorot  uniform within sqrt(6 / (d + k)) (Glorot and Bengio 2010,
 *           "Understanding the difficulty of training deep feedforward
 *           neural networks")
 *
 * with d inputs and k outputs of a unit; of a convolution those under its
 * kernel.
 */
#ifndef LATHE_NN_INIT_H
#define LATHE_NN_INIT_H

#include "nn/net.h"
#include "nn/real.h"

enum lathe_init {
    LATHE_INIT_AUTO = 1,        /* he before a relu, else glorot */
    LATHE_INIT_HE,
    LATHE_INIT_GLOROT
};

/* params [net->params]. Each layer draws from a stream of its own. */
void lathe_init_params(const struct lathe_net *net, enum lathe_init init,
                       uint64_t seed, real *params);

#endif
