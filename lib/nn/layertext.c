#include "nn/layertext.h"

#include "base/decimal.h"
#include "nn/embed.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
    [LATHE_DENSE] = "dense",         [LATHE_CONV] = "conv",
    [LATHE_MAXPOOL] = "maxpool",     [LATHE_AVGPOOL] = "avgpool",
    [LATHE_RELU] = "relu",           [LATHE_LEAKYRELU] = "leakyrelu",
    [LATHE_ELU] = "elu",             [LATHE_GELU] = "gelu",
    [LATHE_SILU] = "silu",           [LATHE_SIGMOID] = "sigmoid",
    [LATHE_TANH] = "tanh",           [LATHE_SOFTMAX] = "softmax",
    [LATHE_DROPOUT] = "dropout",     [LATHE_BATCHNORM] = "batchnorm",
    [LATHE_LAYERNORM] = "layernorm", [LATHE_RES] = "res",
    [LATHE_ADD] = "add",             [LATHE_RESHAPE] = "reshape",
    [LATHE_EMBED] = "embed",
};

#define KINDS (sizeof(names) / sizeof(names[0]))

/* PyTorch's. */
#define LEAK 0.01
#define ELU_SLOPE 1.0
#define EPS 1e-5
#define MOMENTUM 0.1

const char *lathe_layer_name(enum lathe_layer_kind k)
{
    return (size_t)k < KINDS && names[k] ? names[k] : "unknown";
}

/* Sizes are below 2^25, so that two of them can be multiplied. */
static bool too_large(struct lathe_shape s)
{
    uint64_t lines = (uint64_t)s.c * s.h;

    return lines >= LATHE_WORDS_MOST || lines * s.w >= LATHE_WORDS_MOST;
}

/* ---- windows ------------------------------------------------------------ */

uint32_t lathe_layer_reach_h(const struct lathe_layer *l)
{
    return (l->kh - 1) * l->dh + 1;
}

uint32_t lathe_layer_reach_w(const struct lathe_layer *l)
{
    return (l->kw - 1) * l->dw + 1;
}

/* The image with its zeros is h x v, the kernel needs down x beside. */
static enum lathe_code too_small(const struct lathe_words *w,
                                 const struct lathe_layer *l, uint64_t h,
                                 uint64_t v, uint64_t down, uint64_t beside)
{
    bool padded = h > l->in.h || v > l->in.w;
    char spans[96] = "";

    if (l->dh > 1 || l->dw > 1)
        snprintf(spans, sizeof(spans),
                 ", which with its dilation spans %llux%llu",
                 (unsigned long long)down, (unsigned long long)beside);
    return lathe_words_fail(w, "the input is %llux%llu%s, smaller than the "
                            "kernel%s", (unsigned long long)h,
                            (unsigned long long)v,
                            padded ? " with its padding" : "", spans);
}

static enum lathe_code window_shape(const struct lathe_words *w,
                                    struct lathe_layer *l)
{
    uint64_t h = (uint64_t)l->in.h + l->top + l->bottom;
    uint64_t v = (uint64_t)l->in.w + l->left + l->right;
    uint64_t down = (uint64_t)(l->kh - 1) * l->dh + 1;
    uint64_t beside = (uint64_t)(l->kw - 1) * l->dw + 1;

    if (h < down || v < beside)
        return too_small(w, l, h, v, down, beside);
    l->out.h = (uint32_t)((h - down) / l->sh + 1);
    l->out.w = (uint32_t)((v - beside) / l->sw + 1);
    return LATHE_OK;
}

/*
 * As TensorFlow and Keras do it, and PyTorch where the stride is 1: the output
 * has an input's size over the stride, rounded up; of an odd number of zeros
 * the larger half is behind.
 */
static void pad_same(uint32_t in, uint32_t reach, uint32_t step,
                     uint32_t *before, uint32_t *after)
{
    uint64_t last = (uint64_t)((in - 1) / step) * step + reach;
    uint32_t zeros = last > in ? (uint32_t)(last - in) : 0;

    *before = zeros / 2;
    *after = zeros - zeros / 2;
}

/* What a convolution says behind its kernel. */
struct around {
    bool line;                  /* one number is a column's: its image is a
                                 * line and its kernel was one number */
    bool same;
    size_t pad_at;              /* of the padding's word */
    bool stride, pad, dilation, groups; /* seen */
};

/* Takes the next word if it is this one and was not seen before: a second one
 * is one word too many. */
static bool take_once(struct lathe_words *w, const char *word, bool *seen)
{
    return !*seen && (*seen = lathe_words_take(w, word));
}

static enum lathe_code read_sizes(struct lathe_words *w, const char *what,
                                  const struct around *a, uint32_t low,
                                  uint32_t *down, uint32_t *beside)
{
    uint32_t was = *down;
    size_t n;
    const char *s = lathe_words_peek(w, &n);
    bool one = s && !memchr(s, 'x', n);
    enum lathe_code rc = lathe_words_pair(w, what, true, low, down, beside);

    if (!rc && one && a->line)
        *down = was;
    return rc;
}

static enum lathe_code read_pad(struct lathe_words *w, struct lathe_layer *l,
                                struct around *a)
{
    a->pad_at = w->at;
    a->same = lathe_words_take(w, "same");
    l->top = l->left = 0;
    if (a->same || lathe_words_take(w, "valid"))
        return LATHE_OK;
    return read_sizes(w, "a padding: same, valid, a number, or two as in 1x0",
                      a, 0, &l->top, &l->left);
}

static enum lathe_code read_around(struct lathe_words *w,
                                   struct lathe_layer *l, struct around *a)
{
    enum lathe_code rc = LATHE_OK;
    size_t n;

    while (!rc && lathe_words_peek(w, &n)) {
        if (take_once(w, "stride", &a->stride))
            rc = read_sizes(w, "a stride such as 2 or 2x1", a, 1, &l->sh,
                            &l->sw);
        else if (take_once(w, "pad", &a->pad))
            rc = read_pad(w, l, a);
        else if (take_once(w, "dilation", &a->dilation))
            rc = read_sizes(w, "a dilation such as 2 or 2x1", a, 1, &l->dh,
                            &l->dw);
        else if (take_once(w, "groups", &a->groups))
            rc = lathe_words_number(w, "a number of groups", 1, &l->groups);
        else
            break;
    }
    return rc;
}

static enum lathe_code check_around(struct lathe_words *w,
                                    struct lathe_layer *l,
                                    const struct around *a)
{
    uint64_t h = (uint64_t)(l->kh - 1) * l->dh + 1;
    uint64_t v = (uint64_t)(l->kw - 1) * l->dw + 1;

    if (h >= LATHE_WORDS_MOST || v >= LATHE_WORDS_MOST)
        return lathe_words_fail(w, "the kernel with its dilation reaches over "
                                "%u pixels", LATHE_WORDS_MOST - 1);
    if (a->same) {
        pad_same(l->in.h, (uint32_t)h, l->sh, &l->top, &l->bottom);
        pad_same(l->in.w, (uint32_t)v, l->sw, &l->left, &l->right);
    } else {
        l->bottom = l->top;
        l->right = l->left;
    }
    if (l->top >= h || l->left >= v) {
        w->at = a->pad_at;
        return lathe_words_fail(w, "the padding must be smaller than the "
                                "kernel");
    }
    if (l->in.c % l->groups || l->out.c % l->groups)
        return lathe_words_fail(w, "%u input and %u output channels cannot be "
                                "cut into %u groups", l->in.c, l->out.c,
                                l->groups);
    return LATHE_OK;
}

/* SIZE_MAX: more than can be counted. */
static size_t weights(const struct lathe_layer *l)
{
    uint64_t filter = (uint64_t)l->in.c / l->groups * l->kh;

    if (filter >= (uint64_t)1 << 32 || filter * l->kw >= (uint64_t)1 << 32)
        return SIZE_MAX;
    return (size_t)(filter * l->kw * l->out.c);
}

static enum lathe_code read_conv(struct lathe_words *w, struct lathe_layer *l)
{
    struct around a = {0};
    enum lathe_code rc =
        lathe_words_number(w, "a number of channels", 1, &l->out.c);
    size_t n, at = w->at;
    const char *s = lathe_words_peek(w, &n);

    l->sh = l->sw = l->dh = l->dw = l->groups = 1;
    a.line = s && l->in.h == 1 && l->in.w > 1 && !memchr(s, 'x', n);
    if (!rc)
        rc = lathe_words_pair(w, s ? "a kernel such as 5x5"
                                   : "the kernel size", a.line, 1, &l->kh,
                              &l->kw);
    if (!rc && a.line)
        l->kh = 1;
    if (!rc)
        rc = read_around(w, l, &a);
    if (!rc)
        rc = check_around(w, l, &a);
    if (rc)
        return rc;
    l->weights = weights(l);
    l->biases = l->out.c;
    n = w->at;
    w->at = at;
    rc = window_shape(w, l);
    w->at = rc ? at : n;
    return rc;
}

static enum lathe_code read_pooling(struct lathe_words *w,
                                    struct lathe_layer *l)
{
    size_t at = w->at, n;
    struct around a = {0};
    const char *s = lathe_words_peek(w, &n);
    enum lathe_code rc = LATHE_OK;

    a.line = s && l->in.h == 1 && l->in.w > 1 && !memchr(s, 'x', n);
    l->out.c = l->in.c;
    l->dh = l->dw = 1;
    if (lathe_words_take(w, "global")) {
        l->kh = l->sh = l->in.h;
        l->kw = l->sw = l->in.w;
        return window_shape(w, l);
    }
    rc = lathe_words_pair(w, s ? "global or a size such as 2 or 2x2"
                               : "the kernel size", true, 1, &l->kh, &l->kw);
    if (rc)
        return rc;
    if (a.line)
        l->kh = 1;
    l->sh = l->kh;
    l->sw = l->kw;
    if (lathe_words_take(w, "stride"))
        rc = read_sizes(w, "a stride such as 2 or 2x1", &a, 1, &l->sh,
                        &l->sw);
    if (rc)
        return rc;
    n = w->at;
    w->at = at;
    rc = window_shape(w, l);
    w->at = rc ? at : n;
    return rc;
}

/* ---- the other kinds ---------------------------------------------------- */

static enum lathe_code read_dense(struct lathe_words *w, struct lathe_layer *l)
{
    uint32_t k = 0;
    enum lathe_code rc = lathe_words_number(w, "a number of outputs", 1, &k);

    if (rc)
        return rc;
    l->out = (struct lathe_shape){ k, 1, 1 };
    l->weights = lathe_shape_size(l->in) * k;
    l->biases = k;
    return LATHE_OK;
}

static enum lathe_code read_slope(struct lathe_words *w, struct lathe_layer *l)
{
    size_t n;

    l->slope = l->kind == LATHE_ELU ? ELU_SLOPE : LEAK;
    if (!lathe_words_peek(w, &n))
        return LATHE_OK;
    return lathe_words_real(w, l->kind == LATHE_ELU
                                   ? "a number from 0 to below 1000"
                                   : "a slope from 0 to below 1",
                            0, l->kind == LATHE_ELU ? 1000 : 1, &l->slope);
}

static enum lathe_code read_norm(struct lathe_words *w, struct lathe_layer *l)
{
    bool batch = l->kind == LATHE_BATCHNORM, eps = false, momentum = false;
    enum lathe_code rc = LATHE_OK;

    l->eps = EPS;
    l->momentum = batch ? MOMENTUM : 0;
    l->weights = l->biases = batch ? l->in.c : lathe_shape_size(l->in);
    l->stats = batch ? 2 * (size_t)l->in.c : 0;
    while (!rc) {
        if (take_once(w, "eps", &eps))
            rc = lathe_words_real(w, "a number from 1e-12 to below 1", 1e-12,
                                  1, &l->eps);
        else if (batch && take_once(w, "momentum", &momentum))
            rc = lathe_words_real(w, "a momentum from 0 to below 1", 0, 1,
                                  &l->momentum);
        else
            break;
    }
    return rc;
}

static enum lathe_code read_reshape(struct lathe_words *w,
                                    struct lathe_layer *l)
{
    size_t at = w->at;
    uint32_t v[3] = { 0, 0, 0 };
    enum lathe_code rc = lathe_words_triple(w, "a shape such as 1x28x28", v);

    if (rc)
        return rc;
    l->out = (struct lathe_shape){ v[0], v[1], v[2] };
    if (too_large(l->out) || lathe_shape_size(l->out) !=
                                 lathe_shape_size(l->in)) {
        w->at = at;
        return lathe_words_fail(w, "the input has %zu values: %ux%ux%u",
                                lathe_shape_size(l->in), l->in.c, l->in.h,
                                l->in.w);
    }
    return LATHE_OK;
}

static enum lathe_code read_kind(struct lathe_words *w, struct lathe_layer *l)
{
    for (size_t k = 1; k < KINDS; k++)
        if (k != LATHE_RES && k != LATHE_ADD &&
            lathe_words_take(w, names[k])) {
            l->kind = (enum lathe_layer_kind)k;
            return LATHE_OK;
        }
    return lathe_words_refuse(w, "is not a layer; there are dense, conv, "
                              "maxpool, avgpool, relu, leakyrelu, elu, gelu, "
                              "silu, sigmoid, tanh, softmax, batchnorm, "
                              "layernorm, dropout, flatten, reshape, res(, "
                              "embed");
}

static enum lathe_code read_rest(struct lathe_words *w, struct lathe_layer *l)
{
    switch (l->kind) {
    case LATHE_DENSE:
        return read_dense(w, l);
    case LATHE_CONV:
        return read_conv(w, l);
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        return read_pooling(w, l);
    case LATHE_DROPOUT:
        return lathe_words_real(w, "a rate from 0 to below 1", 0, 1,
                                &l->rate);
    case LATHE_LEAKYRELU:
    case LATHE_ELU:
        return read_slope(w, l);
    case LATHE_BATCHNORM:
    case LATHE_LAYERNORM:
        return read_norm(w, l);
    case LATHE_RESHAPE:
        return read_reshape(w, l);
    case LATHE_EMBED:
        return lathe_embed_read(w, l);
    default:
        return LATHE_OK;
    }
}

enum lathe_code lathe_layertext_read(struct lathe_words *w,
                                     struct lathe_layer *l)
{
    size_t n;
    enum lathe_code rc = LATHE_OK;

    l->out = l->in;
    if (lathe_words_take(w, "flatten")) {
        l->kind = LATHE_RESHAPE;
        l->out = (struct lathe_shape){ (uint32_t)lathe_shape_size(l->in), 1,
                                       1 };
    } else {
        rc = read_kind(w, l);
        if (!rc)
            rc = read_rest(w, l);
    }
    if (rc)
        return rc;
    if (lathe_words_peek(w, &n))
        return lathe_words_refuse(w, "is one word too many");
    if (too_large(l->out))
        return lathe_words_fail(w, "its output has more than %u values",
                                LATHE_WORDS_MOST - 1);
    return LATHE_OK;
}

/* ---- back to text ------------------------------------------------------- */

/* " WORD A", or " WORD AxB". */
static void put_pair(struct lathe_buf *out, const char *word, uint32_t a,
                     uint32_t b)
{
    lathe_buf_printf(out, " %s %u", word, a);
    if (a != b)
        lathe_buf_printf(out, "x%u", b);
}

static void put_conv(struct lathe_buf *out, const struct lathe_layer *l)
{
    lathe_buf_printf(out, " %u %ux%u", l->out.c, l->kh, l->kw);
    if (l->sh != 1 || l->sw != 1)
        put_pair(out, "stride", l->sh, l->sw);
    if (l->top != l->bottom || l->left != l->right)
        lathe_buf_puts(out, " pad same");
    else if (l->top || l->left)
        put_pair(out, "pad", l->top, l->left);
    if (l->dh != 1 || l->dw != 1)
        put_pair(out, "dilation", l->dh, l->dw);
    if (l->groups != 1)
        lathe_buf_printf(out, " groups %u", l->groups);
}

static void put_pooling(struct lathe_buf *out, const struct lathe_layer *l)
{
    if (l->kh == l->in.h && l->kw == l->in.w && l->sh == l->kh &&
        l->sw == l->kw && l->in.h * l->in.w > 1) {
        lathe_buf_puts(out, " global");
        return;
    }
    lathe_buf_printf(out, " %u", l->kh);
    if (l->kh != l->kw)
        lathe_buf_printf(out, "x%u", l->kw);
    if (l->sh != l->kh || l->sw != l->kw)
        put_pair(out, "stride", l->sh, l->sw);
}

static void put_real(struct lathe_buf *out, double v)
{
    char text[LATHE_DECIMAL_ROOM];

    lathe_decimal_double(text, v);
    lathe_buf_printf(out, " %s", text);
}

/* " WORD V" where V is not what it is unless said. */
static void put_option(struct lathe_buf *out, const char *word, double v,
                       double usual)
{
    if (!(v < usual) && !(v > usual))
        return;
    if (word)
        lathe_buf_printf(out, " %s", word);
    put_real(out, v);
}

void lathe_layer_text(struct lathe_buf *out, const struct lathe_layer *l)
{
    if (l->kind == LATHE_RESHAPE && l->out.h == 1 && l->out.w == 1) {
        lathe_buf_puts(out, "flatten");
        return;
    }
    if (l->kind == LATHE_ADD) {
        lathe_buf_puts(out, ")");
        return;
    }
    lathe_buf_puts(out, lathe_layer_name(l->kind));
    switch (l->kind) {
    case LATHE_DENSE:
        lathe_buf_printf(out, " %u", l->out.c);
        break;
    case LATHE_CONV:
        put_conv(out, l);
        break;
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        put_pooling(out, l);
        break;
    case LATHE_DROPOUT:
        put_real(out, l->rate);
        break;
    case LATHE_LEAKYRELU:
        put_option(out, NULL, l->slope, LEAK);
        break;
    case LATHE_ELU:
        put_option(out, NULL, l->slope, ELU_SLOPE);
        break;
    case LATHE_BATCHNORM:
        put_option(out, "momentum", l->momentum, MOMENTUM);
        put_option(out, "eps", l->eps, EPS);
        break;
    case LATHE_LAYERNORM:
        put_option(out, "eps", l->eps, EPS);
        break;
    case LATHE_RES:
        lathe_buf_puts(out, "(");
        break;
    case LATHE_RESHAPE:
        lathe_buf_printf(out, " %ux%ux%u", l->out.c, l->out.h, l->out.w);
        break;
    case LATHE_EMBED:
        lathe_embed_text(out, l->embed);
        break;
    default:
        break;
    }
}
