#include "infer/plan.h"

#include "base/alloc.h"
#include "infer/prepack.h"

#include <math.h>
#include <string.h>

static bool weighted(enum lathe_layer_kind k)
{
    return k == LATHE_DENSE || k == LATHE_CONV;
}

static bool in_place(enum lathe_layer_kind k)
{
    switch (k) {
    case LATHE_RELU:
    case LATHE_LEAKYRELU:
    case LATHE_ELU:
    case LATHE_GELU:
    case LATHE_SILU:
    case LATHE_SIGMOID:
    case LATHE_TANH:
    case LATHE_SOFTMAX:
    case LATHE_BATCHNORM:
    case LATHE_LAYERNORM:
    case LATHE_RES:
    case LATHE_ADD:
        return true;
    default:
        return false;
    }
}

float lathe_plan_pixel(const struct lathe_image *image, size_t channel,
                       unsigned pixel)
{
    return ((float)pixel - image->shift[channel]) * image->factor[channel];
}

static size_t depth_of(const struct lathe_layer *l)
{
    return l->weights / l->out.c;
}

/* A group, and a filter, for each channel. */
static bool has_channels_apart(const struct lathe_layer *l)
{
    return l->kind == LATHE_CONV && l->groups > 1 && l->groups == l->in.c &&
           l->in.c == l->out.c;
}

bool lathe_plan_integer(const struct lathe_model *m, size_t layer)
{
    const struct lathe_layer *l = &m->net.layer[layer];
    size_t first = 0;

    while (first < m->net.n && (m->net.layer[first].kind == LATHE_DROPOUT ||
                                m->net.layer[first].kind == LATHE_RESHAPE ||
                                m->net.layer[first].kind == LATHE_EMBED))
        first++;
    return weighted(l->kind) && depth_of(l) <= LATHE_PLAN_DEPTH &&
           !has_channels_apart(l) &&
           (m->schema.image.channels || layer != first);
}

/* Models made before a conv in groups or with a dilation ran in integers have
 * no range for its inputs: they stay floats. */
static bool has_range(const struct lathe_layer *l, const struct lathe_quant *q)
{
    return l->kind != LATHE_CONV ||
           (l->groups == 1 && l->dh == 1 && l->dw == 1) || q->in_zero != 0 ||
           q->in_scale < 1 || q->in_scale > 1;
}

/* ---- steps and their layouts -------------------------------------------- */

/* Whether a new shape makes no difference: what comes next, but for steps in
 * place, is a dense layer, which finds its inputs in any layout. A batchnorm
 * wants to know its channels. */
static bool shape_is_moot(const struct lathe_model *m, size_t layer)
{
    while (++layer < m->net.n) {
        enum lathe_layer_kind k = m->net.layer[layer].kind;

        if (k == LATHE_BATCHNORM || (k != LATHE_DROPOUT && !in_place(k)))
            return k == LATHE_DENSE;
    }
    return true;
}

/* The step that opens what layer `add` closes. */
static size_t opening(const struct lathe_plan *p,
                      const struct lathe_layer *add)
{
    size_t s = p->n;

    while (s-- > 0)
        if (p->step[s].layer == add->partner)
            break;
    return s;
}

static void list_steps(struct lathe_plan *p, const struct lathe_model *m)
{
    for (size_t i = 0; i < m->net.n; i++) {
        const struct lathe_layer *l = &m->net.layer[i];
        struct lathe_plan_step *before = p->n ? &p->step[p->n - 1] : NULL;
        size_t partner = l->kind == LATHE_ADD ? opening(p, l) : 0;

        if (l->kind == LATHE_DROPOUT || l->kind == LATHE_EMBED ||
            (l->kind == LATHE_RESHAPE && shape_is_moot(m, i)))
            continue;
        if (l->kind == LATHE_BATCHNORM && before && weighted(before->kind) &&
            !before->norm && !before->relu) {
            before->norm = i;
            continue;
        }
        if (l->kind == LATHE_RELU && before && weighted(before->kind)) {
            before->relu = true;
            continue;
        }
        p->step[p->n++] = (struct lathe_plan_step){
            .kind = l->kind, .layer = i, .kh = l->kh, .kw = l->kw,
            .sh = l->sh, .sw = l->sw, .groups = l->groups,
            .slope = l->slope, .eps = l->eps, .in_place = in_place(l->kind),
            .integer = m->quant && m->quant[i].weight &&
                       lathe_plan_integer(m, i) && has_range(l, &m->quant[i]),
            .partner = partner,
        };
    }
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Widest edge of zeros around the image. */
static size_t frame_of(const struct lathe_layer *l)
{
    return larger(larger(l->top, l->bottom), larger(l->left, l->right));
}

/* Within the frame, which is wide enough for all edges. */
static size_t corner_of(const struct lathe_layout *from,
                        const struct lathe_layer *l)
{
    return from->origin - l->top * from->row - l->left * from->col;
}

/* What the step that comes after those in place likes to read. */
static struct lathe_layout layout_for(const struct lathe_plan *p,
                                      const struct lathe_model *m, size_t s,
                                      struct lathe_shape shape)
{
    const struct lathe_plan_step *t;
    size_t pad = 0;

    while (s < p->n && p->step[s].in_place)
        s++;
    t = s < p->n ? &p->step[s] : NULL;
    if (t && t->kind == LATHE_CONV && !t->integer)
        pad = frame_of(&m->net.layer[t->layer]);
    if (shape.h * shape.w == 1 && pad == 0 && !(t && t->kind == LATHE_CONV))
        return lathe_layout_planes(shape, 0);
    return lathe_layout_pixels(shape, lathe_prepack_width(shape.c), pad);
}

/* What the first step takes. */
static struct lathe_shape input_of(const struct lathe_model *m)
{
    return m->net.layer[0].embed ? m->net.layer[0].out : m->net.in;
}

/* Of the net's own input: images come as planes, which suits float layers;
 * pooling and integers take channels side by side. */
static struct lathe_layout layout_first(const struct lathe_plan *p,
                                        const struct lathe_model *m)
{
    struct lathe_layout l = layout_for(p, m, 0, input_of(m));
    const struct lathe_plan_step *t;
    size_t s = 0;

    while (s < p->n && p->step[s].in_place)
        s++;
    t = s < p->n ? &p->step[s] : NULL;
    if (m->net.in.h * m->net.in.w == 1 ||
        (t && t->kind != LATHE_DENSE && (t->kind != LATHE_CONV || t->integer)))
        return l;
    return lathe_layout_planes(m->net.in, l.pad);
}

/* Steps before the first dense one; when that stands in a res, before this:
 * what it keeps is of one image or of a tile. */
static size_t front_of(const struct lathe_plan *p)
{
    size_t depth = 0, outer = 0;

    for (size_t s = 0; s < p->n; s++) {
        if (p->step[s].kind == LATHE_DENSE)
            return depth ? outer : s;
        if (p->step[s].kind == LATHE_RES && depth++ == 0)
            outer = s;
        depth -= p->step[s].kind == LATHE_ADD;
    }
    return p->n;
}

static void lay_out(struct lathe_plan *p, const struct lathe_model *m)
{
    struct lathe_layout l = layout_first(p, m);

    p->first = l;
    for (size_t s = 0; s < p->n; s++) {
        struct lathe_plan_step *t = &p->step[s];

        t->in = l;
        if (!t->in_place)
            l = layout_for(p, m, s + 1, m->net.layer[t->layer].out);
        t->out = l;
    }
    p->last = l;
    if (m->net.in.h * m->net.in.w > 1)
        p->front = front_of(p);
    for (size_t s = 0; s < p->front; s++)
        p->moves += !p->step[s].in_place;
}

/* ---- weights ------------------------------------------------------------ */

/* Strides of a layer's weights as in the model. */
static struct lathe_prepack matrix_of(const struct lathe_layer *l)
{
    struct lathe_prepack m = { .inputs = depth_of(l), .outputs = l->out.c };

    m.input = l->kind == LATHE_DENSE ? m.outputs : 1;
    m.output = l->kind == LATHE_DENSE ? 1 : m.inputs;
    return m;
}

/* What a batchnorm makes of channel k: x * factor + shift. */
struct affine {
    double factor, shift;
};

static struct affine affine_of(const struct lathe_layer *norm,
                               const float *params, size_t k)
{
    const float *mean = params + norm->stat, *variance = mean + norm->biases;
    double factor = (double)params[norm->weight + k] /
                    sqrt((double)variance[k] + norm->eps);

    return (struct affine){ factor, (double)params[norm->bias + k] -
                                        (double)mean[k] * factor };
}

/* Of output k of a product, with the norm behind it. */
static struct affine output_affine(const struct lathe_plan_step *t,
                                   const struct lathe_model *m, size_t k)
{
    struct affine a = { 1, 0 };

    if (t->norm)
        a = affine_of(&m->net.layer[t->norm], m->params, k);
    return a;
}

/* Of layer l, changed by the norm behind it. */
static float bias_of(const struct lathe_plan_step *t,
                     const struct lathe_layer *l,
                     const struct lathe_model *m, size_t k)
{
    struct affine a = output_affine(t, m, k);

    return (float)((double)m->params[l->bias + k] * a.factor + a.shift);
}

static enum lathe_code pack_bias(struct lathe_plan_step *t,
                                 const struct lathe_layer *l,
                                 const struct lathe_model *m,
                                 struct lathe_err *err)
{
    enum lathe_code rc = lathe_new_aligned(&t->bias,
                                           lathe_prepack_width(l->out.c),
                                           sizeof *t->bias, "biases", err);

    for (size_t k = 0; !rc && k < l->biases; k++)
        t->bias[k] = bias_of(t, l, m, k);
    return rc;
}

/* A norm that is a step of its own. */
static enum lathe_code pack_norm(struct lathe_plan_step *t,
                                 const struct lathe_layer *l,
                                 const float *params, struct lathe_err *err)
{
    enum lathe_code rc = lathe_new_aligned(&t->factor, l->weights,
                                           sizeof *t->factor, "norms", err);

    if (!rc)
        rc = lathe_new_aligned(&t->shift, l->weights, sizeof *t->shift,
                               "norms", err);
    for (size_t k = 0; !rc && k < l->weights; k++) {
        struct affine a = { (double)params[l->weight + k],
                            (double)params[l->bias + k] };

        if (l->kind == LATHE_BATCHNORM)
            a = affine_of(l, params, k);
        t->factor[k] = (float)a.factor;
        t->shift[k] = (float)a.shift;
    }
    return rc;
}

/* Places of a layer's inputs in a row (dense) or from a window's first pixel
 * on (conv), in the order of the chain. */
static enum lathe_code pack_places(struct lathe_plan_step *t,
                                   const struct lathe_layer *l, size_t depth,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    if (l->kind == LATHE_DENSE && lathe_layout_plain(&t->in))
        return LATHE_OK;
    rc = lathe_new(&t->place, depth, sizeof *t->place, "places", err);
    for (size_t i = 0; !rc && i < depth; i++) {
        size_t at;

        if (l->kind == LATHE_DENSE) {
            at = lathe_layout_place(&t->in, i);
        } else {
            at = i % l->kw * l->dw * t->in.col +
                 i / l->kw % l->kh * l->dh * t->in.row +
                 i / l->kw / l->kh * t->in.plane;
        }
        t->place[i] = (uint32_t)at;
    }
    return rc;
}

/* The weights of a product with the norm behind it: each rounded once. */
static enum lathe_code norm_weights(float **out,
                                    const struct lathe_plan_step *t,
                                    const struct lathe_prepack *m,
                                    const struct lathe_model *model,
                                    const float *w, struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(out, m->inputs * m->outputs, sizeof **out,
                                   "weights", err);

    for (size_t k = 0; !rc && k < m->outputs; k++) {
        double factor = output_affine(t, model, k).factor;

        for (size_t i = 0; i < m->inputs; i++) {
            size_t at = i * m->input + k * m->output;

            (*out)[at] = (float)((double)w[at] * factor);
        }
    }
    return rc;
}

static bool is_depthwise(const struct lathe_plan_step *t,
                         const struct lathe_layer *l)
{
    return has_channels_apart(l) && t->in.plane == 1 && t->out.plane == 1 &&
           t->in.col == t->out.col &&
           t->in.col >= lathe_prepack_width(l->in.c);
}

/* Weights [tap][channel], of as many channels as there is room for. */
static void pack_depthwise(struct lathe_plan_step *t,
                           const struct lathe_prepack *m, const float *w)
{
    struct lathe_product *p = &t->product;

    for (size_t i = 0; i < m->inputs; i++)
        for (size_t k = 0; k < m->outputs; k++)
            t->weight[i * p->width + k] = w[i * m->input + k * m->output];
}

/* Each group of a convolution has its panels and biases behind those of the
 * one before. */
static enum lathe_code pack_floats(struct lathe_plan_step *t,
                                   const struct lathe_layer *l,
                                   const struct lathe_model *model,
                                   size_t dense, struct lathe_err *err)
{
    struct lathe_prepack m = matrix_of(l);
    size_t groups = l->kind == LATHE_CONV && !t->depthwise ? l->groups : 1;
    size_t each = m.outputs / groups, width = lathe_prepack_width(each);
    float *w = model->params + l->weight, *normed = NULL;
    enum lathe_code rc = lathe_new_aligned(&t->bias, groups * width,
                                           sizeof *t->bias, "biases", err);

    if (!rc)
        rc = lathe_new_aligned(&t->weight, groups * m.inputs * width,
                               sizeof *t->weight, "weights", err);
    if (!rc)
        rc = pack_places(t, l, m.inputs, err);
    if (!rc && t->norm)
        rc = norm_weights(&normed, t, &m, model, w, err);
    if (rc)
        return rc;
    t->product = (struct lathe_product){
        .depth = dense, .inputs = m.inputs, .width = width,
        .weight = t->weight, .bias = t->bias, .place = t->place,
        .relu = t->relu,
    };
    for (size_t g = 0; g < groups; g++)
        for (size_t k = 0; k < each; k++)
            t->bias[g * width + k] = bias_of(t, l, model, g * each + k);
    if (t->depthwise)
        pack_depthwise(t, &m, normed ? normed : w);
    m.outputs = each;
    for (size_t g = 0; g < groups && !t->depthwise; g++)
        lathe_prepack_floats(t->weight + g * m.inputs * width,
                             (normed ? normed : w) + g * each * m.output, &m);
    lathe_free(normed);
    return LATHE_OK;
}

/* ---- weights in integers ------------------------------------------------ */

static enum lathe_code pixel_table(struct lathe_plan *p,
                                   struct lathe_plan_step *t,
                                   struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(&t->table, p->image.channels * 256, 1,
                                   "pixel values", err);

    for (size_t c = 0; !rc && c < p->image.channels; c++)
        for (unsigned v = 0; v < 256; v++) {
            /* One value in a register's worth. */
            float x[8] = { lathe_plan_pixel(&p->image, c, v) };
            uint16_t q[8];

            lathe_kernel_quantise(x, 8, t->inverse, t->zero, q);
            t->table[c * 256 + v] = (uint8_t)(q[0] - p->kernel.less);
        }
    return rc;
}

static enum lathe_code pack_int8(struct lathe_plan *p,
                                 struct lathe_plan_step *t,
                                 const struct lathe_layer *l,
                                 const struct lathe_model *model,
                                 struct lathe_err *err)
{
    const struct lathe_quant *q = &model->quant[t->layer];
    enum lathe_code rc = pack_bias(t, l, model, err);

    if (!rc)
        rc = lathe_new_aligned(&t->scale, lathe_prepack_width(l->out.c),
                               sizeof *t->scale, "scales", err);
    for (size_t k = 0; !rc && k < l->out.c; k++)
        t->scale[k] = (float)((double)(q->in_scale * q->scale[k]) *
                              output_affine(t, model, k).factor);
    if (!rc && p->input == LATHE_PLAN_PIXELS && t == p->step)
        rc = pixel_table(p, t, err);
    if (!rc)
        rc = lathe_intpack_init(&t->ints, l, q, &t->bytes, &p->kernel,
                                &(struct lathe_int8){ .scale = t->scale,
                                                      .bias = t->bias,
                                                      .relu = t->relu }, err);
    return rc;
}

/* How the input lies as integers: as the floats, with the frame that a conv
 * needs; pixels are put channel-last as they are looked up. */
static struct lathe_layout bytes_layout(const struct lathe_plan *p,
                                        const struct lathe_plan_step *t,
                                        const struct lathe_layer *l)
{
    size_t pad = l->kind == LATHE_CONV ? frame_of(l) : 0;

    if (l->kind == LATHE_DENSE)
        return t->in;
    if (p->input == LATHE_PLAN_PIXELS && t == p->step)
        return lathe_layout_pixels(l->in, l->in.c, pad);
    return lathe_layout_pixels(l->in, t->in.col, pad);
}

static enum lathe_code pack(struct lathe_plan *p, const struct lathe_model *m,
                            struct lathe_err *err)
{
    for (size_t s = 0; s < p->n; s++) {
        struct lathe_plan_step *t = &p->step[s];
        const struct lathe_layer *l = &m->net.layer[t->layer];
        bool table = s == 0 && p->input == LATHE_PLAN_TABLE;
        size_t floats = p->embed ? p->embed->floats : m->schema.dense;
        enum lathe_code rc;

        if (l->kind == LATHE_BATCHNORM || l->kind == LATHE_LAYERNORM) {
            rc = pack_norm(t, l, m->params, err);
            if (rc)
                return rc;
        }
        if (!weighted(t->kind))
            continue;
        if (t->integer) {
            t->zero = m->quant[t->layer].in_zero;
            t->inverse = 1.0f / m->quant[t->layer].in_scale;
            t->bytes = bytes_layout(p, t, l);
            rc = pack_int8(p, t, l, m, err);
        } else {
            t->depthwise = is_depthwise(t, l);
            rc = pack_floats(t, l, m, table ? floats : depth_of(l), err);
        }
        if (l->kind == LATHE_CONV)
            t->corner = corner_of(t->integer ? &t->bytes : &t->in, l);
        if (rc)
            return rc;
    }
    return LATHE_OK;
}

/* ---- the plan ----------------------------------------------------------- */

static void widen(size_t *room, size_t need)
{
    *room = need > *room ? need : *room;
}

/* What stands in a res keeps its input behind that of the res. */
static void measure_kept(struct lathe_plan *p)
{
    size_t kept = 0;

    for (size_t s = 0; s < p->n; s++) {
        struct lathe_plan_step *t = &p->step[s];

        if (t->kind == LATHE_RES) {
            t->keep = kept;
            kept += t->in.size;
            widen(&p->keep, kept);
        } else if (t->kind == LATHE_ADD) {
            kept = p->step[t->partner].keep;
        }
    }
}

static void measure(struct lathe_plan *p)
{
    size_t bytes = p->kernel.group == 4 ? 1 : 2;

    if (p->input != LATHE_PLAN_TABLE) {
        widen(&p->front_floats, p->front ? p->first.size : 0);
        widen(&p->tile, p->moves ? 0 : p->first.size);
    } else if (p->embed) {
        widen(&p->tile, p->embed->floats);
    }
    for (size_t s = 0; s < p->n; s++) {
        const struct lathe_plan_step *t = &p->step[s];
        bool front = s < p->front;

        widen(s + 1 < p->front ? &p->front_floats : &p->tile, t->out.size);
        if (t->integer)
            widen(front ? &p->front_bytes : &p->tile_bytes,
                  t->bytes.size * bytes);
        if (t->kind == LATHE_SOFTMAX && !lathe_layout_plain(&t->in))
            widen(&p->plain, lathe_shape_size(t->in.shape));
        if (t->groups > 1 && !t->depthwise)
            widen(&p->plain, t->out.shape.w * t->product.width);
    }
}

/* The model may go. */
static enum lathe_code take_embedding(struct lathe_plan *p,
                                      const struct lathe_model *m,
                                      struct lathe_err *err)
{
    const struct lathe_layer *l = &m->net.layer[0];
    enum lathe_code rc;

    if (!l->embed)
        return LATHE_OK;
    rc = lathe_embed_copy(&p->embed, l->embed, err);
    if (!rc)
        rc = lathe_new_aligned(&p->table, l->weights, sizeof *p->table,
                               "tables", err);
    if (!rc)
        memcpy(p->table, m->params + l->weight, l->weights * sizeof *p->table);
    return rc;
}

enum lathe_code lathe_plan_init(struct lathe_plan *p,
                                const struct lathe_model *m,
                                enum lathe_cpu_level level,
                                struct lathe_err *err)
{
    enum lathe_code rc;

    *p = (struct lathe_plan){
        .kernel = lathe_kernel_pick(level),
        .image = m->schema.image,
        .outputs = lathe_shape_size(m->net.out),
    };
    rc = lathe_new(&p->step, m->net.n, sizeof *p->step, "the engine", err);
    if (rc)
        return rc;
    list_steps(p, m);
    p->input = m->schema.image.channels ? LATHE_PLAN_PIXELS
             : p->n && p->step[0].kind == LATHE_DENSE ? LATHE_PLAN_TABLE
                                                      : LATHE_PLAN_EXPANDED;
    lay_out(p, m);
    rc = take_embedding(p, m, err);
    if (!rc)
        rc = pack(p, m, err);
    if (rc) {
        lathe_plan_release(p);
        return rc;
    }
    measure(p);
    measure_kept(p);
    return LATHE_OK;
}

void lathe_plan_release(struct lathe_plan *p)
{
    for (size_t s = 0; s < p->n; s++) {
        lathe_free(p->step[s].weight);
        lathe_free(p->step[s].bias);
        lathe_free(p->step[s].place);
        lathe_intpack_release(&p->step[s].ints);
        lathe_free(p->step[s].scale);
        lathe_free(p->step[s].table);
        lathe_free(p->step[s].factor);
        lathe_free(p->step[s].shift);
    }
    lathe_free(p->step);
    lathe_embed_free(p->embed);
    lathe_free(p->table);
    *p = (struct lathe_plan){0};
}
