#include "nn/init.h"

#include "base/alloc.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

/* On Adult with all categories embedded, a standard deviation of 0.1 gives a
 * mean test accuracy of 0.856, 1, which is PyTorch's, 0.854. */
#define TABLE_VARIANCE 0.01

static const char *const names[] = {
    [LATHE_INIT_AUTO] = "auto",
    [LATHE_INIT_HE] = "he",
    [LATHE_INIT_HE_UNIFORM] = "he-uniform",
    [LATHE_INIT_GLOROT] = "glorot",
    [LATHE_INIT_GLOROT_NORMAL] = "glorot-normal",
    [LATHE_INIT_LECUN] = "lecun",
    [LATHE_INIT_LECUN_UNIFORM] = "lecun-uniform",
    [LATHE_INIT_ORTHOGONAL] = "orthogonal",
    [LATHE_INIT_ZEROS] = "zeros",
};

enum lathe_code lathe_init_parse(const char *name, enum lathe_init *init,
                                 struct lathe_err *err)
{
    for (size_t i = LATHE_INIT_AUTO; i <= LATHE_INIT_ZEROS; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        *init = (enum lathe_init)i;
        return LATHE_OK;
    }
    return lathe_fail(err, LATHE_EARG,
                      "weights cannot begin as '%.40s'; there are auto, he, "
                      "he-uniform, glorot, glorot-normal, lecun, "
                      "lecun-uniform, orthogonal, zeros", name);
}

/* Whether the next activation is a relu or one like it; pooling, dropout and
 * norms before it change nothing. */
static bool before_relu(const struct lathe_net *net, size_t i)
{
    while (++i < net->n) {
        switch (net->layer[i].kind) {
        case LATHE_RELU:
        case LATHE_LEAKYRELU:
        case LATHE_ELU:
        case LATHE_GELU:
        case LATHE_SILU:
            return true;
        case LATHE_MAXPOOL:
        case LATHE_AVGPOOL:
        case LATHE_DROPOUT:
        case LATHE_BATCHNORM:
        case LATHE_LAYERNORM:
        case LATHE_RES:
        case LATHE_ADD:
        case LATHE_RESHAPE:
            continue;
        default:
            return false;
        }
    }
    return false;
}

/* Independent numbers of this variance. */
static void draw(struct lathe_rng *r, double variance, bool normal, size_t n,
                 real *w)
{
    double factor = sqrt(normal ? variance : 3 * variance);

    for (size_t i = 0; i < n; i++)
        w[i] = (real)(factor * (normal ? lathe_rng_normal(r)
                                       : 2 * lathe_rng_uniform(r) - 1));
}

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Gram and Schmidt's method, in the order that keeps errors small, and twice:
 * then m vectors of n >= m numbers are orthonormal to the last digits. */
static void orthonormal(size_t m, size_t n, double *v)
{
    for (size_t i = 0; i < m; i++) {
        double *to = v + i * n, length;

        for (size_t j = 0; j < 2 * i; j++) {
            const double *other = v + j % i * n;
            double along = dot(n, to, other);
            for (size_t e = 0; e < n; e++)
                to[e] -= along * other[e];
        }
        length = sqrt(dot(n, to, to));
        for (size_t e = 0; e < n; e++)
            to[e] /= length;
    }
}

static enum lathe_code orthogonal(const struct lathe_layer *l,
                                  struct lathe_rng *r, real *w,
                                  struct lathe_err *err)
{
    size_t k = l->out.c, d = l->weights / k;
    size_t m = k < d ? k : d, n = k < d ? d : k;
    /* In w, from an input to the next, and from an output. */
    size_t input = l->kind == LATHE_CONV ? 1 : k;
    size_t output = l->kind == LATHE_CONV ? d : 1;
    size_t across = k < d ? output : input, along = k < d ? input : output;
    double *v = NULL;
    enum lathe_code rc = lathe_new(&v, m * n, sizeof(*v),
                                   "orthogonal weights", err);

    if (rc)
        return rc;
    for (size_t i = 0; i < m * n; i++)
        v[i] = lathe_rng_normal(r);
    orthonormal(m, n, v);
    for (size_t i = 0; i < m; i++)
        for (size_t e = 0; e < n; e++)
            w[i * across + e * along] = (real)v[i * n + e];
    lathe_free(v);
    return LATHE_OK;
}

static enum lathe_code init_layer(const struct lathe_layer *l,
                                  enum lathe_init init, struct lathe_rng *r,
                                  real *w, struct lathe_err *err)
{
    bool conv = l->kind == LATHE_CONV;
    double window = conv ? (double)l->kh * l->kw : 1;
    double d = (double)l->weights / l->out.c;
    double k = window * l->out.c;

    switch (init) {
    case LATHE_INIT_HE:
    case LATHE_INIT_HE_UNIFORM:
        draw(r, 2 / d, init == LATHE_INIT_HE, l->weights, w);
        break;
    case LATHE_INIT_LECUN:
    case LATHE_INIT_LECUN_UNIFORM:
        draw(r, 1 / d, init == LATHE_INIT_LECUN, l->weights, w);
        break;
    case LATHE_INIT_ORTHOGONAL:
        return orthogonal(l, r, w, err);
    case LATHE_INIT_ZEROS:
        break;
    default:
        draw(r, 2 / (d + k), init == LATHE_INIT_GLOROT_NORMAL, l->weights, w);
        break;
    }
    return LATHE_OK;
}

/* Norms change nothing but by what they measure. */
static void begin_norm(const struct lathe_layer *l, real *params)
{
    for (size_t i = 0; i < l->weights; i++)
        params[l->weight + i] = 1;
    for (size_t i = l->stats / 2; i < l->stats; i++)    /* variances */
        params[l->stat + i] = 1;
}

enum lathe_code lathe_init_params(const struct lathe_net *net,
                                  enum lathe_init init, uint64_t seed,
                                  real *params, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    memset(params, 0, net->params * sizeof(*params));
    for (size_t i = 0; !rc && i < net->n; i++) {
        const struct lathe_layer *l = &net->layer[i];
        enum lathe_init how = init;
        struct lathe_rng r =
            lathe_rng_stream(seed, LATHE_RNG_INIT, (uint32_t)i, 0);

        if (l->weights == 0)
            continue;
        if (l->kind == LATHE_EMBED) {
            draw(&r, TABLE_VARIANCE, true, l->weights, params + l->weight);
            continue;
        }
        if (!lathe_layer_is_product(l)) {
            begin_norm(l, params);
            continue;
        }
        if (init == LATHE_INIT_AUTO)
            how = before_relu(net, i) ? LATHE_INIT_HE : LATHE_INIT_GLOROT;
        rc = init_layer(l, how, &r, params + l->weight, err);
    }
    return rc;
}
