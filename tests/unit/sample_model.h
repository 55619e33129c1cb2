/*
 * sample_model - models with random weights and rows, built in memory.
 */
#ifndef LATHE_TESTS_SAMPLE_MODEL_H
#define LATHE_TESTS_SAMPLE_MODEL_H

#include "base/alloc.h"
#include "base/rng.h"
#include "data/encode.h"
#include "nn/model.h"

#include <math.h>
#include <string.h>

static inline float sample_float(struct lathe_rng *r)
{
    return (float)lathe_rng_normal(r);
}

/* Layers with weights become int8: scales per output, inputs in [-3, 5]. */
static inline void sample_quantise(struct lathe_model *m, struct lathe_rng *r)
{
    m->quant = lathe_calloc(m->net.n, sizeof *m->quant);
    for (size_t i = 0; i < m->net.n; i++) {
        const struct lathe_layer *l = &m->net.layer[i];
        struct lathe_quant *q = &m->quant[i];

        if (!lathe_layer_is_product(l))
            continue;
        q->weight = lathe_calloc(l->weights, 1);
        q->scale = lathe_calloc(l->out.c, sizeof *q->scale);
        q->in_scale = 8.0f / 255;
        q->in_zero = (int32_t)lathe_rng_below(r, 256);
        for (size_t k = 0; k < l->out.c; k++)
            q->scale[k] = 0.001f * (float)(1 + lathe_rng_below(r, 9));
        for (size_t w = 0; w < l->weights; w++) {
            size_t k = l->kind == LATHE_DENSE ? w % l->out.c
                                              : w / (l->weights / l->out.c);

            q->weight[w] = (int8_t)((int)lathe_rng_below(r, 255) - 127);
            m->params[l->weight + w] = (float)q->weight[w] * q->scale[k];
        }
    }
}

/* `in` with h * w > 1 or u8 true: pixels; else a table with `dense` floats
 * and the other inputs in `hots` one-hot columns. */
static inline void sample_model(struct lathe_model *m, const char *text,
                                struct lathe_shape in, bool u8, size_t dense,
                                size_t hots, uint64_t seed)
{
    struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_TEST, 0, 0);
    struct lathe_err err = {0};

    memset(m, 0, sizeof *m);
    if (lathe_net_parse(&m->net, text, in, &err))
        fail_msg("%s", err.msg);
    m->schema.task = LATHE_CLASSIFY;
    m->schema.inputs = lathe_shape_size(in);
    if (u8) {
        m->schema.image = (struct lathe_image){
            .channels = in.c, .height = in.h, .width = in.w,
        };
        for (size_t c = 0; c < in.c; c++) {
            m->schema.image.shift[c] = 70.25f + 5 * (float)c;
            m->schema.image.factor[c] = 0.0125f + 0.001f * (float)c;
        }
        m->schema.pixels = m->schema.inputs;
    } else {
        m->schema.dense = dense;
        m->schema.hots = hots;
    }
    m->params = lathe_calloc(m->net.params, sizeof *m->params);
    for (size_t i = 0; i < m->net.params; i++)
        m->params[i] = 0.3f * sample_float(&r);
    for (size_t i = 0; i < m->net.n; i++) {     /* variances are above 0 */
        const struct lathe_layer *l = &m->net.layer[i];

        for (size_t j = l->stats / 2; j < l->stats; j++)
            m->params[l->stat + j] = 0.2f + fabsf(sample_float(&r));
    }
}

/* n random rows. Hot places of a row are in ascending order, some cold. */
static inline void sample_inputs(struct lathe_inputs *x,
                                 const struct lathe_schema *s, size_t n,
                                 uint64_t seed)
{
    struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_TEST, 1, 0);
    size_t wide = s->hots ? (s->inputs - s->dense) / s->hots : 0;

    assert_int_equal(lathe_inputs_init(x, s, n, NULL), LATHE_OK);
    x->n = n;
    for (size_t i = 0; i < n * s->dense; i++)
        x->x[i] = sample_float(&r);
    for (size_t i = 0; i < n * s->pixels; i++)
        x->pixel[i] = (uint8_t)lathe_rng_u32(&r);
    for (size_t i = 0; i < n * s->hots; i++) {
        size_t v = (size_t)lathe_rng_below(&r, wide + 1);

        x->hot[i] = v == wide ? LATHE_COLD
                              : (uint32_t)(s->dense + i % s->hots * wide + v);
    }
}

#endif
