/*
 * The engine against a plain twin, bit for bit, on every level that this
 * machine has, for every number of rows.
 */
#include "unit.h"

#include "infer/engine.h"
#include "nn/embed.h"
#include "infer/smooth.h"
#include "sample_model.h"

#define ROWS 40

/* ---- the plain twin ----------------------------------------------------- */

/* Input j of output k at place `at` of a convolution's plane: its place in
 * the row, or -1 in the padding. */
static long place_of(const struct lathe_layer *l, size_t k, size_t at,
                     size_t j)
{
    size_t c = j / l->kw / l->kh +
               k / (l->out.c / l->groups) * (l->in.c / l->groups);
    long y = (long)(at / l->out.w * l->sh + j / l->kw % l->kh * l->dh) -
             (long)l->top;
    long x = (long)(at % l->out.w * l->sw + j % l->kw * l->dw) -
             (long)l->left;

    if (y < 0 || x < 0 || y >= (long)l->in.h || x >= (long)l->in.w)
        return -1;
    return (long)(c * l->in.h * l->in.w) + y * (long)l->in.w + x;
}

/* The batchnorm that has become part of layer i, or NULL. */
static const struct lathe_layer *norm_behind(const struct lathe_model *m,
                                             size_t i)
{
    while (++i < m->net.n && m->net.layer[i].kind == LATHE_DROPOUT)
        ;
    return i < m->net.n && m->net.layer[i].kind == LATHE_BATCHNORM
               ? &m->net.layer[i] : NULL;
}

static double factor_of(const struct lathe_model *m,
                        const struct lathe_layer *norm, size_t k)
{
    return norm ? (double)m->params[norm->weight + k] /
                      sqrt((double)m->params[norm->stat + norm->biases + k] +
                           norm->eps)
                : 1;
}

static double shift_of(const struct lathe_model *m,
                       const struct lathe_layer *norm, size_t k)
{
    return norm ? (double)m->params[norm->bias + k] -
                      (double)m->params[norm->stat + k] *
                          factor_of(m, norm, k)
                : 0;
}

static float plain_bias(const struct lathe_model *m, size_t i, size_t k)
{
    const struct lathe_layer *norm = norm_behind(m, i);

    return (float)((double)m->params[m->net.layer[i].bias + k] *
                       factor_of(m, norm, k) + shift_of(m, norm, k));
}

static void plain_weighted(const struct lathe_model *m, size_t i,
                           const float *x, float *y)
{
    const struct lathe_layer *l = &m->net.layer[i];
    const struct lathe_layer *norm = norm_behind(m, i);
    const float *w = m->params + l->weight;
    size_t d = l->weights / l->out.c;

    for (size_t k = 0; k < l->out.c; k++)
        for (size_t at = 0; at < (size_t)l->out.h * l->out.w; at++) {
            float acc = plain_bias(m, i, k);

            for (size_t j = 0; j < d; j++) {
                bool conv = l->kind == LATHE_CONV;
                long place = conv ? place_of(l, k, at, j) : (long)j;
                float v = w[conv ? k * d + j : j * l->out.c + k];

                v = (float)((double)v * factor_of(m, norm, k));
                acc = fmaf(place < 0 ? 0 : x[place], v, acc);
            }
            y[k * l->out.h * l->out.w + at] = acc;
        }
}

static uint8_t plain_byte(float x, const struct lathe_quant *q)
{
    float v = nearbyintf(x * (1.0f / q->in_scale)) + (float)q->in_zero;

    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* The same in integers: 64 bits, no tricks. */
static void plain_int8(const struct lathe_model *m, size_t i, const float *x,
                       float *y)
{
    const struct lathe_layer *l = &m->net.layer[i];
    const struct lathe_quant *q = &m->quant[i];
    size_t d = l->weights / l->out.c;

    for (size_t k = 0; k < l->out.c; k++)
        for (size_t at = 0; at < (size_t)l->out.h * l->out.w; at++) {
            int64_t acc = 0;

            for (size_t j = 0; j < d; j++) {
                if (l->kind == LATHE_DENSE) {
                    acc += (plain_byte(x[j], q) - q->in_zero) *
                           q->weight[j * l->out.c + k];
                    continue;
                }
                long place = place_of(l, k, at, j);

                if (place >= 0)
                    acc += (plain_byte(x[place], q) - q->in_zero) *
                           q->weight[k * d + j];
            }
            y[k * l->out.h * l->out.w + at] =
                fmaf((float)acc,
                     (float)((double)(q->in_scale * q->scale[k]) *
                             factor_of(m, norm_behind(m, i), k)),
                     plain_bias(m, i, k));
        }
}

static void plain_pool(const struct lathe_layer *l, const float *x, float *y)
{
    for (size_t i = 0; i < lathe_shape_size(l->out); i++) {
        size_t c = i / l->out.w / l->out.h;
        const float *from = x + (c * l->in.h + i / l->out.w % l->out.h *
                                 l->sh) * l->in.w + i % l->out.w * l->sw;
        float top = from[0], sum = 0;

        for (size_t j = 0; j < (size_t)l->kh * l->kw; j++) {
            float v = from[j / l->kw * l->in.w + j % l->kw];

            sum += v;
            top = v > top ? v : top;
        }
        y[i] = l->kind == LATHE_MAXPOOL ? top
                                        : sum * (1.0f / (float)(l->kh *
                                                                l->kw));
    }
}

static void plain_map(const struct lathe_layer *l, float *y)
{
    size_t n = lathe_shape_size(l->out);

    for (size_t i = 0; i < n; i++) {
        if (l->kind == LATHE_RELU)
            y[i] = y[i] > 0 ? y[i] : 0;
        else if (l->kind == LATHE_LEAKYRELU)
            y[i] = y[i] < 0 ? (float)(l->slope * (double)y[i]) : y[i];
        else if (l->kind == LATHE_ELU)
            y[i] = y[i] < 0 ? (float)(l->slope *
                                      lathe_smooth_expm1((double)y[i]))
                            : y[i];
        else if (l->kind == LATHE_GELU)
            y[i] = (float)((double)y[i] * 0.5 *
                           lathe_smooth_erfc((double)y[i] *
                                             -0.70710678118654752));
        else if (l->kind == LATHE_SILU)
            y[i] = (float)((double)y[i] *
                           lathe_smooth_sigmoid((double)y[i]));
        else if (l->kind == LATHE_SIGMOID)
            y[i] = (float)lathe_smooth_sigmoid((double)y[i]);
        else if (l->kind == LATHE_TANH)
            y[i] = lathe_smooth_tanh(y[i]);
    }
    if (l->kind == LATHE_SOFTMAX)
        lathe_smooth_softmax(y, n);
}

/* Norms that are not part of a product before them. */
static void plain_norm(const struct lathe_model *m, size_t i, float *y)
{
    const struct lathe_layer *l = &m->net.layer[i];
    size_t n = lathe_shape_size(l->out), before = i;
    double mean = 0, spread = 0;

    while (before-- > 0 && m->net.layer[before].kind == LATHE_DROPOUT)
        ;
    if (l->kind == LATHE_BATCHNORM) {
        if (before < i && lathe_layer_is_product(&m->net.layer[before]))
            return;
        for (size_t j = 0; j < n; j++) {
            size_t c = j / l->in.w / l->in.h;

            y[j] = y[j] * (float)factor_of(m, l, c) + (float)shift_of(m, l, c);
        }
        return;
    }
    for (size_t j = 0; j < n; j++)
        mean += (double)y[j];
    mean /= (double)n;
    for (size_t j = 0; j < n; j++)
        spread += ((double)y[j] - mean) * ((double)y[j] - mean);
    spread = 1 / sqrt(spread / (double)n + l->eps);
    for (size_t j = 0; j < n; j++)
        y[j] = (float)(((double)y[j] - mean) * spread *
                           (double)m->params[l->weight + j] +
                       (double)m->params[l->bias + j]);
}

/* Layers that have quant weights run as integers, but for a table's first and
 * depthwise ones. */
static bool runs_as_int8(const struct lathe_model *m, size_t i)
{
    const struct lathe_layer *l = &m->net.layer[i];

    if (!m->quant ||
        (l->groups > 1 && l->groups == l->in.c && l->in.c == l->out.c))
        return false;
    for (size_t before = 0; before < i; before++)
        if (m->net.layer[before].kind != LATHE_DROPOUT &&
            m->net.layer[before].kind != LATHE_RESHAPE &&
            m->net.layer[before].kind != LATHE_EMBED)
            return true;
    return m->schema.image.channels > 0;
}

/* From the one-hot inputs written out. */
static void plain_embed(const struct lathe_model *m, const float *x, float *y)
{
    const struct lathe_embed *e = m->net.layer[0].embed;

    memcpy(y, x, e->dense * sizeof *y);
    for (size_t i = 0; i < e->n; i++) {
        const struct lathe_embed_column *c = &e->column[i];

        if (c->size == 0)
            memcpy(y + c->to, x + c->first, c->width * sizeof *y);
        for (uint32_t j = 0; j < c->size; j++)
            y[c->to + j] = 0;
        for (uint32_t p = 0; p < c->width; p++)
            for (uint32_t j = 0; j < c->size; j++)
                y[c->to + j] += x[c->first + p] *
                                m->params[c->table + p * c->size + j];
    }
}

static void plain_row(const struct lathe_model *m,
                      const struct lathe_inputs *x, size_t row, float *out)
{
    static float a[1 << 16], b[1 << 16], kept[8][1 << 12];
    size_t depth = 0;

    lathe_encode_expand(x, row, a);
    for (size_t i = 0; i < m->net.n; i++) {
        const struct lathe_layer *l = &m->net.layer[i];

        memcpy(b, a, lathe_shape_size(l->in) * sizeof *b);
        if (l->kind == LATHE_RES)
            memcpy(kept[depth++], b, lathe_shape_size(l->in) * sizeof *b);
        if (l->kind == LATHE_ADD)
            for (size_t j = --depth, k = 0; k < lathe_shape_size(l->in); k++)
                b[k] += kept[j][k];
        if (l->embed)
            plain_embed(m, a, b);
        else if (l->kind == LATHE_BATCHNORM || l->kind == LATHE_LAYERNORM)
            plain_norm(m, i, b);
        else if (l->weights && runs_as_int8(m, i))
            plain_int8(m, i, a, b);
        else if (l->weights)
            plain_weighted(m, i, a, b);
        else if (l->kind == LATHE_MAXPOOL || l->kind == LATHE_AVGPOOL)
            plain_pool(l, a, b);
        else
            plain_map(l, b);
        memcpy(a, b, lathe_shape_size(l->out) * sizeof *a);
    }
    memcpy(out, a, lathe_shape_size(m->net.out) * sizeof *out);
}

/* ---- engine against twin ------------------------------------------------ */

static void same(const float *got, const float *want, size_t n,
                 const char *text, enum lathe_cpu_level level, size_t rows)
{
    for (size_t i = 0; i < n; i++)
        if (!(got[i] == want[i]))
            fail_msg("'%s' at %s, %zu rows, value %zu: %.9g, not %.9g", text,
                     lathe_cpu_name(level), rows, i, (double)got[i],
                     (double)want[i]);
}

/* Every level, every number of rows up to ROWS, a scratch of 7 rows too. */
static void compare(const struct lathe_model *m, const char *text)
{
    size_t k = lathe_shape_size(m->net.out);
    float *want = lathe_calloc(ROWS * k, sizeof *want);
    float *got = lathe_calloc(ROWS * k, sizeof *got);
    struct lathe_inputs x = {0};

    sample_inputs(&x, &m->schema, ROWS, 5);
    for (size_t i = 0; i < ROWS; i++)
        plain_row(m, &x, i, want + i * k);
    for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
        struct lathe_engine *e = NULL;
        struct lathe_scratch *s = NULL, *small = NULL;
        struct lathe_err err = {0};

        assert_int_equal(lathe_engine_new(&e, m, (enum lathe_cpu_level)level,
                                          &err), LATHE_OK);
        assert_int_equal(lathe_engine_outputs(e), k);
        assert_int_equal(lathe_scratch_new(&s, e, ROWS, &err), LATHE_OK);
        assert_int_equal(lathe_scratch_new(&small, e, 7, &err), LATHE_OK);
        for (size_t n = 1; n <= ROWS; n += n < 20 ? 1 : 4) {
            lathe_engine_run(e, s, &x, ROWS - n, n, got);
            same(got, want + (ROWS - n) * k, n * k, text,
                 (enum lathe_cpu_level)level, n);
        }
        lathe_engine_run(e, small, &x, 0, ROWS, got);
        same(got, want, ROWS * k, text, (enum lathe_cpu_level)level, 7);
        lathe_scratch_free(s);
        lathe_scratch_free(small);
        lathe_engine_free(e);
    }
    lathe_inputs_release(&x);
    lathe_free(got);
    lathe_free(want);
}

static void check_table(const char *text, size_t dense, size_t hots,
                        size_t wide)
{
    struct lathe_shape in = { (uint32_t)(dense + hots * wide), 1, 1 };
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 2, 0);
    struct lathe_model m;

    sample_model(&m, text, in, false, dense, hots, 1);
    compare(&m, text);
    sample_quantise(&m, &r);
    compare(&m, text);
    lathe_model_release(&m);
}

static void check_image(const char *text, uint32_t c, uint32_t h, uint32_t w)
{
    struct lathe_rng r = lathe_rng_stream(4, LATHE_RNG_TEST, 2, 0);
    struct lathe_model m;

    sample_model(&m, text, (struct lathe_shape){ c, h, w }, true, 0, 0, 2);
    compare(&m, text);
    sample_quantise(&m, &r);
    compare(&m, text);
    lathe_model_release(&m);
}

static void dense_layers_of_every_small_shape_equal_the_twin(void **state)
{
    const unsigned outputs[] = { 1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 33, 47, 48,
                                 64, 72, 129, 200 };
    char text[64];

    (void)state;
    for (size_t o = 0; o < sizeof outputs / sizeof *outputs; o++)
        for (size_t d = 1; d < 20; d += 6) {
            snprintf(text, sizeof text, "dense %u", outputs[o]);
            check_table(text, d, 0, 0);
        }
}

static void deep_tables_equal_the_twin(void **state)
{
    (void)state;
    check_table("dense 64, relu, dense 32, relu, dense 1", 30, 0, 0);
    check_table("dense 20, tanh, dropout 0.5, dense 7, sigmoid, dense 3, "
                "softmax", 5, 0, 0);
    check_table("relu, dense 9, dropout 0.1, relu, dense 2", 11, 0, 0);
    check_table("softmax", 5, 0, 0);
    check_table("dropout 0.2, dense 5", 4, 0, 0);
}

static void hot_places_are_added_in_order(void **state)
{
    (void)state;
    check_table("dense 64, relu, dense 10", 6, 8, 12);
    check_table("dense 5", 0, 3, 4);
    check_table("dense 40", 1, 1, 1);
    check_table("tanh, dense 3", 2, 2, 3);
}

static void convolutions_and_pools_equal_the_twin(void **state)
{
    (void)state;
    check_image("conv 6 5x5, relu, maxpool 2, conv 16 5x5, relu, maxpool 2, "
                "dense 120, relu, dense 84, relu, dense 10", 1, 28, 28);
    check_image("conv 6 5x5, relu, maxpool 2, conv 16 3x3, relu, avgpool 2, "
                "dense 12, relu, dense 10", 3, 20, 18);
    check_image("conv 20 3x3 pad 1, tanh, conv 5 3x2 stride 2 pad 1, "
                "sigmoid, dense 3", 2, 9, 7);
    check_image("conv 4 1x1, conv 33 3x3 pad same, relu, avgpool 3 stride 1",
                3, 6, 5);
    check_image("maxpool 2, conv 3 2x2 stride 2, dense 4", 3, 9, 9);
    check_image("relu, conv 3 2x2 pad 1, softmax", 2, 4, 5);
    check_image("relu, dense 5", 3, 3, 2);
    check_image("dense 30, relu, dense 10", 1, 7, 5);
    check_image("dense 3", 3, 4, 4);
    check_image("avgpool 2x3 stride 2, relu", 3, 7, 8);
    check_image("conv 8 3x3, conv 9 2x2 pad 1, dropout 0.3, relu", 1, 3, 3);
}

static void convolutions_of_every_kind_equal_the_twin(void **state)
{
    (void)state;
    check_image("conv 4 3x3 pad same stride 2, conv 6 2x2 pad same, dense 3",
                3, 9, 8);
    check_image("conv 5 3x2 stride 1x2 pad 1x0, relu, conv 3 2x3 stride 2x1",
                2, 9, 12);
    check_image("conv 4 3x3 dilation 2 pad same, tanh, conv 3 2x2 "
                "dilation 1x3, dense 3", 2, 8, 9);
    check_image("conv 6 3x3 groups 3 pad 1, relu, maxpool 2, "
                "conv 6 3x3 groups 6 pad same, conv 4 1x1, dense 2", 3, 7, 8);
    check_image("relu, conv 20 2x2 groups 2, avgpool global", 4, 5, 5);
    check_image("conv 20 1x1, relu, conv 20 3x3 groups 20 stride 2 pad 1, "
                "batchnorm, relu, conv 20 2x3 groups 20 dilation 2x1 pad 1, "
                "tanh, conv 20 2x2 groups 20, dense 3", 3, 9, 11);
    check_image("maxpool 2, conv 3 3x3 groups 3, relu, avgpool global", 3, 8,
                9);
    check_image("conv 12 2x2 groups 3, conv 15 3x3 groups 3 pad 1 stride 2, "
                "relu, conv 10 2x3 groups 5 pad 1, batchnorm, dense 3", 3, 8,
                7);
    check_image("conv 14 2x2, relu, conv 42 1x1 groups 14, conv 18 3x2 "
                "groups 6 pad 1 dilation 2x1, relu, dense 3", 1, 7, 8);
    check_image("conv 50 2x2, conv 70 2x2 groups 2, relu, conv 34 1x3 "
                "groups 2 pad same dilation 1x2", 2, 4, 6);
    check_image("conv 72 2x2 groups 2, relu, conv 36 1x1 groups 36, "
                "conv 16 2x2 groups 4, dense 3", 2, 4, 4);
    check_image("conv 8 5 stride 2 pad same, relu, conv 4 3 pad 1 dilation 2,"
                "maxpool 1x2, dense 2", 1, 1, 40);
    check_image("conv 3 3x3, avgpool 2x3 stride 1x2, maxpool 2x1, dense 2", 1,
                9, 9);
}

static void every_activation_equals_the_twin(void **state)
{
    (void)state;
    check_table("dense 17, leakyrelu, dense 9, leakyrelu 0.25, dense 3", 7, 0,
                0);
    check_table("dense 17, elu, dense 9, elu 0.5, dense 3", 7, 0, 0);
    check_table("dense 17, gelu, dense 9, silu, dense 3", 7, 2, 3);
    check_image("conv 3 3x3 pad 1, gelu, conv 3 3x3, elu, maxpool 2, silu, "
                "leakyrelu, dense 3", 2, 8, 8);
}

static void norms_equal_the_twin(void **state)
{
    (void)state;
    check_table("dense 17, batchnorm, relu, dense 9, dropout 0.3, batchnorm, "
                "batchnorm eps 0.01, dense 3", 7, 0, 0);
    check_table("batchnorm, dense 17, relu, batchnorm, dense 3, batchnorm", 5,
                2, 3);
    check_table("layernorm, dense 17, layernorm, relu, dense 3", 5, 2, 3);
    check_image("conv 5 3x3 pad 1, batchnorm, relu, maxpool 2, batchnorm, "
                "conv 6 3x3 pad 1 groups 1, tanh, batchnorm, layernorm, "
                "avgpool 2, dense 4", 2, 9, 8);
    check_image("batchnorm, conv 6 3x3 pad 1 groups 3, batchnorm, relu, "
                "conv 6 2x2 groups 6, batchnorm, dense 4", 3, 6, 6);
    check_image("conv 3 2x2, flatten, batchnorm, dense 3", 1, 4, 4);
    check_image("layernorm, maxpool 2, batchnorm", 2, 4, 4);
}

static void residual_blocks_equal_the_twin(void **state)
{
    (void)state;
    check_table("dense 9, res(dense 17, batchnorm, relu, dense 9), relu, "
                "dense 3", 5, 1, 3);
    check_table("res(dense 7, res(tanh, dense 7), dense 8), res(relu), "
                "dense 3", 8, 0, 0);
    check_image("conv 5 3x3 pad 1, batchnorm, relu, res(conv 5 3x3 pad 1, "
                "batchnorm, relu, conv 5 3x3 pad 1, batchnorm), relu, "
                "maxpool 2, res(relu, conv 5 1x1), res(res(conv 5 3x3 pad 1)), "
                "avgpool 2x1, dense 4", 2, 4, 9);
    check_image("conv 4 3x3 pad same, res(flatten, dense 20, relu, dense 120,"
                "reshape 4x5x6, batchnorm), conv 2 2x2, dense 3", 2, 5, 6);
    check_image("res(conv 3 3x3 pad 1, maxpool 1), softmax", 3, 4, 4);
    check_image("conv 3 3x3, res(flatten, dense 12, relu, reshape 3x2x2)", 1,
                4, 4);
}

static void shapes_may_be_changed(void **state)
{
    (void)state;
    check_table("reshape 2x3x4, conv 3 2x2, relu, flatten, dense 3", 24, 0,
                0);
    check_table("reshape 1x1x24, conv 9 5 pad same, relu, reshape 12x3x6, "
                "conv 3 2x2, softmax", 8, 2, 8);
    check_table("flatten, dense 3", 4, 2, 3);
    check_image("flatten, dense 5, relu, reshape 5x1x1, dense 3", 2, 3, 3);
    check_image("reshape 1x6x3, conv 3 2x2, flatten, relu, flatten", 2, 3, 3);
    check_image("conv 4 2x2, reshape 9x2x2, maxpool 2", 1, 4, 4);
}

static void a_table_may_enter_a_convolution(void **state)
{
    (void)state;
    check_table("conv 5 1x1, relu, dense 3", 7, 0, 0);
    check_table("conv 2 3x3 pad 1, relu, dense 3", 3, 0, 0);
}

/* The order of a chain shows in its bits: the twin, summed the other way
 * round, must differ somewhere, else the tests above prove nothing. */
static void the_order_of_a_sum_shows_in_its_bits(void **state)
{
    struct lathe_inputs x = {0};
    struct lathe_model m;
    float want[50], other[50];
    size_t differ = 0;

    (void)state;
    sample_model(&m, "dense 50", (struct lathe_shape){ 60, 1, 1 }, false, 60,
                 0, 1);
    sample_inputs(&x, &m.schema, 1, 5);
    plain_row(&m, &x, 0, want);
    for (size_t k = 0; k < 50; k++) {
        other[k] = m.params[m.net.layer[0].bias + k];
        for (size_t j = 60; j-- > 0;)
            other[k] = fmaf(x.x[j], m.params[j * 50 + k], other[k]);
        differ += other[k] != want[k];
    }
    assert_true(differ > 10);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

static void the_extremes_of_integers_are_exact(void **state)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 2, 0);
    struct lathe_model m;

    (void)state;
    sample_model(&m, "dense 17", (struct lathe_shape){ 1, 64, 512 }, true, 0,
                 0, 1);
    sample_quantise(&m, &r);
    m.schema.image.shift[0] = -1e6f;    /* every input becomes 255 */
    m.quant[0].in_zero = 0;
    memset(m.quant[0].weight, 127, m.net.layer[0].weights);
    compare(&m, "dense 17, all 255 x 127");
    memset(m.quant[0].weight, -127, m.net.layer[0].weights);
    m.schema.image.shift[0] = 1e6f;     /* 0 */
    m.quant[0].in_zero = 255;
    compare(&m, "dense 17, all -255 x -127");
    lathe_model_release(&m);
}

static void one_row(const struct lathe_model *m, const struct lathe_inputs *x,
                    float *out)
{
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;

    assert_int_equal(lathe_engine_new(&e, m, lathe_cpu_level(), NULL), 0);
    assert_int_equal(lathe_scratch_new(&s, e, 1, NULL), 0);
    lathe_engine_run(e, s, x, 0, 1, out);
    lathe_scratch_free(s);
    lathe_engine_free(e);
}

/* As compress left such layers before they ran in integers. */
static void a_conv_in_groups_without_a_range_takes_floats(void **state)
{
    const char *texts[] = { "conv 6 3x3 groups 2, relu",
                            "conv 6 3x3 dilation 1x2, relu",
                            "conv 6 3x3 dilation 2x1, relu" };
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 2, 0);

    (void)state;
    for (int i = 0; i < 3; i++) {
        float got[120], want[120];
        struct lathe_inputs x = {0};
        struct lathe_quant *quant;
        struct lathe_model m;

        sample_model(&m, texts[i], (struct lathe_shape){ 4, 6, 7 }, true, 0, 0,
                     1);
        assert_true(lathe_shape_size(m.net.out) <= 120);
        sample_inputs(&x, &m.schema, 1, 5);
        sample_quantise(&m, &r);
        m.quant[0].in_scale = 1;
        m.quant[0].in_zero = 0;
        one_row(&m, &x, got);
        quant = m.quant;
        m.quant = NULL;
        one_row(&m, &x, want);
        m.quant = quant;
        same(got, want, lathe_shape_size(m.net.out), texts[i],
             lathe_cpu_level(), 1);
        lathe_inputs_release(&x);
        lathe_model_release(&m);
    }
}

static void categories_are_looked_up(void **state)
{
    (void)state;
    check_table("embed 4x3 4 4x1, dense 20, relu, dense 3", 5, 3, 4);
    check_table("embed 12x8 12x5, dense 5", 0, 2, 12);
    check_table("embed 3 3 3x2, dense 16, tanh, dense 9", 1, 3, 3);
    check_table("embed 4x3 4, dropout 0.1, dense 7, batchnorm, relu, dense 2",
                2, 2, 4);
    check_table("embed 4x3 4, batchnorm, dense 7", 2, 2, 4);
    check_table("embed 4x3 4, res(dense 9, tanh), dense 7", 2, 2, 4);
    check_table("embed 4x6 4x4, reshape 1x3x4, conv 3 2x2, relu, dense 7", 2,
                2, 4);
    check_table("embed 4x3", 2, 1, 4);
}

struct seen {
    float low[3], high[3];
    size_t n[3];
};

static void look(void *ctx, size_t layer, const float *v, size_t n)
{
    struct seen *s = ctx;

    for (size_t i = 0; i < n; i++) {
        s->low[layer] = fminf(s->low[layer], v[i]);
        s->high[layer] = fmaxf(s->high[layer], v[i]);
    }
    s->n[layer] += n;
}

static void calibration_sees_every_input_of_a_layer(void **state)
{
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;
    struct lathe_inputs x = {0};
    struct lathe_model m;
    struct seen seen = {0};
    float range[6] = {0};

    (void)state;
    sample_model(&m, "conv 3 2x2, relu, dense 5",
                 (struct lathe_shape){ 2, 4, 5 }, true, 0, 0, 9);
    sample_inputs(&x, &m.schema, 10, 5);
    assert_int_equal(lathe_engine_new(&e, &m, lathe_cpu_level(), NULL), 0);
    assert_int_equal(lathe_scratch_new(&s, e, 4, NULL), 0);
    lathe_engine_watch(e, s, &x, 0, 10, look, &seen);
    assert_int_equal(seen.n[0], 10 * 2 * 4 * 5);
    assert_int_equal(seen.n[1], 0);
    assert_int_equal(seen.n[2], 10 * 3 * 3 * 4);
    assert_true(seen.low[0] < 0 && seen.low[2] == 0 && seen.high[2] > 0);
    lathe_engine_ranges(e, s, &x, 0, 10, range);
    assert_true(range[0] == seen.low[0] && range[1] == seen.high[0]);
    assert_true(range[4] == 0 && range[5] == seen.high[2]);
    lathe_scratch_free(s);
    lathe_engine_free(e);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

/* Of a table through an embedding: its numbers and vectors. */
static void calibration_sees_vectors(void **state)
{
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;
    struct lathe_inputs x = {0};
    struct lathe_model m;
    struct seen seen = {0};

    (void)state;
    sample_model(&m, "embed 4x3 4, dense 5, dense 2",
                 (struct lathe_shape){ 10, 1, 1 }, false, 2, 2, 9);
    for (size_t i = 0; i < 12; i++)
        m.params[i] = 100;
    sample_inputs(&x, &m.schema, 10, 5);
    assert_int_equal(lathe_engine_new(&e, &m, lathe_cpu_level(), NULL), 0);
    assert_int_equal(lathe_scratch_new(&s, e, 4, NULL), 0);
    lathe_engine_watch(e, s, &x, 0, 10, look, &seen);
    assert_int_equal(seen.n[0], 0);
    assert_int_equal(seen.n[1], 10 * (2 + 3));
    assert_int_equal(seen.n[2], 10 * 5);
    assert_true(seen.high[1] == 100 && seen.low[1] < 0);
    lathe_scratch_free(s);
    lathe_engine_free(e);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

static void a_run_allocates_nothing(void **state)
{
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;
    struct lathe_inputs x = {0};
    struct lathe_model m;
    float out[20];
    unsigned long before;

    (void)state;
    sample_model(&m, "conv 3 2x2, relu, dense 2",
                 (struct lathe_shape){ 2, 4, 5 }, true, 0, 0, 9);
    sample_inputs(&x, &m.schema, 10, 5);
    assert_int_equal(lathe_engine_new(&e, &m, lathe_cpu_level(), NULL), 0);
    assert_int_equal(lathe_scratch_new(&s, e, 4, NULL), 0);
    before = lathe_alloc_calls();
    lathe_engine_run(e, s, &x, 0, 10, out);
    assert_int_equal(lathe_alloc_calls(), before);
    lathe_scratch_free(s);
    lathe_engine_free(e);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

static void survive(const struct lathe_model *m)
{
    bool done = false;

    for (long n = 0; !done; n++) {
        struct lathe_engine *e = NULL;
        struct lathe_scratch *s = NULL;
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_engine_new(&e, m, lathe_cpu_level(), &err);
        if (!rc)
            rc = lathe_scratch_new(&s, e, 4, &err);
        lathe_alloc_fail_after(-1);
        done = rc == LATHE_OK;
        assert_true(done || (rc == LATHE_ENOMEM && err.msg[0]));
        lathe_scratch_free(s);
        lathe_engine_free(e);
    }
}

static void an_engine_survives_every_failed_allocation(void **state)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 2, 0);
    struct lathe_model m;

    (void)state;
    sample_model(&m, "conv 4 2x2 pad 1 groups 2, relu, dense 2, softmax",
                 (struct lathe_shape){ 2, 4, 5 }, true, 0, 0, 9);
    sample_quantise(&m, &r);
    survive(&m);
    lathe_model_release(&m);
    sample_model(&m, "embed 4x3 4, dense 2", (struct lathe_shape){ 10, 1, 1 },
                 false, 2, 2, 9);
    survive(&m);
    lathe_model_release(&m);
}

/* ---- exp and its kin ---------------------------------------------------- */

static void exp_and_its_kin_are_those_of_libm(void **state)
{
    (void)state;
    for (double x = -699; x < 699; x += 0.37)
        assert_true(fabs(lathe_smooth_exp(x) / exp(x) - 1) < 1e-13);
    for (double x = -50; x < 50; x += 0.013) {
        assert_true(fabs(lathe_smooth_sigmoid(x) * (1 + exp(-x)) - 1) < 1e-12);
        assert_true(fabs((double)lathe_smooth_tanh((float)x) -
                         tanh((double)(float)x)) <=
                    6e-8 * fabs(tanh((double)(float)x)));
    }
    for (double x = 1e-9; x < 0.1; x *= 1.7)
        assert_true(fabs((double)lathe_smooth_tanh((float)x) /
                         tanh((double)(float)x) - 1) < 7e-8);
    for (double x = -27; x < 27; x += 0.0137) {
        assert_true(fabs(lathe_smooth_expm1(x) / expm1(x) - 1) < 2e-13);
        assert_true(fabs(lathe_smooth_erfc(x) - erfc(x)) <=
                    erfc(x) * 1e-13 + 1e-290);
    }
    assert_true(lathe_smooth_exp(-1e300) > 0);
    assert_true(isfinite(lathe_smooth_exp(INFINITY)));
    assert_true(isnan(lathe_smooth_exp((double)NAN)));
}

static void a_softmax_of_large_logits_is_finite(void **state)
{
    float x[3] = { 1e30f, -1e30f, 1e30f };

    (void)state;
    lathe_smooth_softmax(x, 3);
    assert_true(x[0] == 0.5f && x[1] < 1e-30f && x[2] == 0.5f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_layers_of_every_small_shape_equal_the_twin),
        cmocka_unit_test(deep_tables_equal_the_twin),
        cmocka_unit_test(hot_places_are_added_in_order),
        cmocka_unit_test(convolutions_and_pools_equal_the_twin),
        cmocka_unit_test(convolutions_of_every_kind_equal_the_twin),
        cmocka_unit_test(every_activation_equals_the_twin),
        cmocka_unit_test(norms_equal_the_twin),
        cmocka_unit_test(residual_blocks_equal_the_twin),
        cmocka_unit_test(shapes_may_be_changed),
        cmocka_unit_test(a_table_may_enter_a_convolution),
        cmocka_unit_test(the_order_of_a_sum_shows_in_its_bits),
        cmocka_unit_test(the_extremes_of_integers_are_exact),
        cmocka_unit_test(calibration_sees_every_input_of_a_layer),
        cmocka_unit_test(a_conv_in_groups_without_a_range_takes_floats),
        cmocka_unit_test(categories_are_looked_up),
        cmocka_unit_test(calibration_sees_vectors),
        cmocka_unit_test(a_run_allocates_nothing),
        cmocka_unit_test(an_engine_survives_every_failed_allocation),
        cmocka_unit_test(exp_and_its_kin_are_those_of_libm),
        cmocka_unit_test(a_softmax_of_large_logits_is_finite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
