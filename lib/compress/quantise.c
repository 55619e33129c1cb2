#include "compress/quantise.h"

#include "base/alloc.h"
#include "infer/plan.h"

#include <float.h>
#include <math.h>
#include <string.h>

bool lathe_quantise_can(const struct lathe_layer *l)
{
    return lathe_layer_is_product(l);
}

/* The output of weight i. */
static size_t output_of(const struct lathe_layer *l, size_t i)
{
    return l->kind == LATHE_DENSE ? i % l->out.c
                                  : i / (l->weights / l->out.c);
}

static void find_scales(const struct lathe_layer *l, const float *w,
                        float *scale)
{
    for (size_t i = 0; i < l->weights; i++) {
        size_t k = output_of(l, i);

        scale[k] = fmaxf(scale[k], fabsf(w[i]));
    }
    for (size_t k = 0; k < l->biases; k++) {
        scale[k] /= 127;
        if (!(scale[k] >= FLT_MIN))
            scale[k] = scale[k] > 0 ? FLT_MIN : 1;      /* no weight at all */
    }
}

enum lathe_code lathe_quantise_weights(struct lathe_model *m, size_t layer,
                                       struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    float *w = m->params + l->weight;
    struct lathe_quant q = { .in_scale = 1 };
    enum lathe_code rc = LATHE_OK;

    if (!m->quant)
        rc = lathe_new(&m->quant, m->net.n, sizeof *m->quant, "layers", err);
    if (!rc)
        rc = lathe_new(&q.weight, l->weights, 1, "weights", err);
    if (!rc)
        rc = lathe_new(&q.scale, l->biases, sizeof *q.scale, "scales", err);
    if (rc) {
        lathe_free(q.weight);
        return rc;
    }
    find_scales(l, w, q.scale);
    for (size_t i = 0; i < l->weights; i++) {
        float scale = q.scale[output_of(l, i)];
        float v = nearbyintf(w[i] / scale);

        q.weight[i] = (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
        w[i] = (float)q.weight[i] * scale;
    }
    lathe_free(m->quant[layer].weight);
    lathe_free(m->quant[layer].scale);
    m->quant[layer] = q;
    return LATHE_OK;
}

void lathe_quantise_range(struct lathe_quant *q, float low, float high)
{
    double from = low < 0 ? (double)low : 0, to = high > 0 ? (double)high : 0;
    float scale = (float)((to - from) / 255);
    double zero;

    /* A range of nothing, or one whose inverse would not be a float. */
    if (!(scale > 1e-30f) || !isfinite(scale))
        scale = scale > 1 ? FLT_MAX : 1e-30f;
    zero = nearbyint(-from / (double)scale);
    q->in_scale = scale;
    q->in_zero = (int32_t)(zero > 255 ? 255 : zero);
}

/* Whether each pixel's byte, made as the engine makes it, is the pixel. */
static bool pixels_stay(const struct lathe_image *image,
                        const struct lathe_quant *q)
{
    for (unsigned v = 0; v < 256; v++) {
        float x[8] = { lathe_plan_pixel(image, 0, v) };
        uint16_t byte[8];

        lathe_kernel_quantise(x, 8, 1.0f / q->in_scale, q->in_zero, byte);
        if (byte[0] != v)
            return false;
    }
    return true;
}

/* Of output k, exactly. */
static double sum_of_weights(const struct lathe_layer *l,
                             const struct lathe_quant *q, size_t k)
{
    size_t depth = l->weights / l->out.c;
    size_t first = l->kind == LATHE_DENSE ? k : k * depth;
    size_t step = l->kind == LATHE_DENSE ? l->out.c : 1;
    double sum = 0;

    for (size_t i = 0; i < depth; i++)
        sum += q->weight[first + i * step];
    return sum;
}

bool lathe_quantise_pixels(struct lathe_model *m, size_t layer,
                           const float *bias)
{
    const struct lathe_image *image = &m->schema.image;
    const struct lathe_layer *l = &m->net.layer[layer];
    struct lathe_quant *q = &m->quant[layer], was = *q;
    double shift = (double)image->shift[0], factor = (double)image->factor[0];
    double left;

    for (uint32_t c = 0; c < image->channels; c++)
        if (image->shift[c] < image->shift[0] ||
            image->shift[c] > image->shift[0] ||
            image->factor[c] < image->factor[0] ||
            image->factor[c] > image->factor[0])
            return false;
    if (!image->channels || !(factor > 0) ||
        !(nearbyint(shift) >= 0 && nearbyint(shift) <= 255))
        return false;
    q->in_scale = image->factor[0];
    q->in_zero = (int32_t)nearbyint(shift);
    if (!pixels_stay(image, q)) {
        *q = was;
        return false;
    }
    left = factor * ((double)q->in_zero - shift);
    for (size_t k = 0; k < l->biases; k++)
        m->params[l->bias + k] =
            (float)((double)bias[k] + left * (double)q->scale[k] *
                                          sum_of_weights(l, q, k));
    return true;
}

void lathe_quantise_undo(struct lathe_model *m, size_t layer,
                         const float *params)
{
    const struct lathe_layer *l = &m->net.layer[layer];

    lathe_free(m->quant[layer].weight);
    lathe_free(m->quant[layer].scale);
    m->quant[layer] = (struct lathe_quant){0};
    memcpy(m->params + l->weight, params + l->weight,
           l->weights * sizeof *params);
    memcpy(m->params + l->bias, params + l->bias, l->biases * sizeof *params);
}
