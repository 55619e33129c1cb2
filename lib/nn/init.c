#include "nn/init.h"

#include "base/rng.h"

#include <math.h>
#include <string.h>

/* Whether the next activation is a relu; pooling and dropout before it
 * change nothing. */
static bool before_relu(const struct lathe_net *net, size_t i)
{
    while (++i < net->n) {
        switch (net->layer[i].kind) {
        case LATHE_RELU:
            return true;
        case LATHE_MAXPOOL:
        case LATHE_AVGPOOL:
        case LATHE_DROPOUT:
            continue;
        default:
            return false;
        }
    }
    return false;
}

void lathe_init_params(const struct lathe_net *net, enum lathe_init init,
                       uint64_t seed, real *params)
{
    memset(params, 0, net->params * sizeof(*params));
    for (size_t i = 0; i < net->n; i++) {
        const struct lathe_layer *l = &net->layer[i];
        bool conv = l->kind == LATHE_CONV;
        double window = conv ? (double)l->kh * l->kw : 1;
        double d = conv ? window * l->in.c : (double)lathe_shape_size(l->in);
        double k = window * l->out.c;
        bool he = init == LATHE_INIT_HE ||
                  (init == LATHE_INIT_AUTO && before_relu(net, i));
        double factor = he ? sqrt(2 / d) : sqrt(6 / (d + k));
        struct lathe_rng r =
            lathe_rng_stream(seed, LATHE_RNG_INIT, (uint32_t)i, 0);

        for (size_t j = 0; j < l->weights; j++)
            params[l->weight + j] =
                (real)(factor * (he ? lathe_rng_normal(&r)
                                    : 2 * lathe_rng_uniform(&r) - 1));
    }
}
