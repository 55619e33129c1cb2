/*
 * Reading the layer language. A layer is a few words between commas; the
 * shapes follow from left to right, so that each error can name the layer,
 * its words and what came in.
 */
#include "nn/net.h"

#include "base/alloc.h"
#include "base/decimal.h"

#include <string.h>

#define LAYERS_MAX 1000
#define PARAMS_MAX ((size_t)1 << 28)
#define SIZE_MAX_OF_ANY ((uint32_t)1 << 24)
#define TEXT_MAX ((size_t)1 << 20)

static const char *const names[] = {
    [LATHE_DENSE] = "dense",     [LATHE_CONV] = "conv",
    [LATHE_MAXPOOL] = "maxpool", [LATHE_AVGPOOL] = "avgpool",
    [LATHE_RELU] = "relu",       [LATHE_SIGMOID] = "sigmoid",
    [LATHE_TANH] = "tanh",       [LATHE_SOFTMAX] = "softmax",
    [LATHE_DROPOUT] = "dropout",
};

#define KINDS (sizeof(names) / sizeof(names[0]))

/* One layer's words while it is read. */
struct words {
    size_t place;               /* of the layer, 1-based */
    const char *text;           /* the layer's own text, NUL-terminated */
    struct lathe_list list;
    size_t next;                /* word to read */
    struct lathe_err *err;
};

const char *lathe_layer_name(enum lathe_layer_kind k)
{
    return (size_t)k < KINDS && names[k] ? names[k] : "unknown";
}

size_t lathe_shape_size(struct lathe_shape s)
{
    return (size_t)s.c * s.h * s.w;
}

/* ---- errors and words --------------------------------------------------- */

static enum lathe_code layer_fail(const struct words *w, const char *what)
{
    return lathe_fail(w->err, LATHE_EARG, "layer %zu '%.80s': %s", w->place,
                      w->text, what);
}

static enum lathe_code word_fail(const struct words *w, const char *word,
                                 const char *what)
{
    return lathe_fail(w->err, LATHE_EARG, "layer %zu '%.80s': '%.40s' %s",
                      w->place, w->text, word, what);
}

static const char *peek(const struct words *w)
{
    return w->next < w->list.n ? w->list.v[w->next] : NULL;
}

static bool take(struct words *w, const char *word)
{
    const char *s = peek(w);

    if (!s || strcmp(s, word) != 0)
        return false;
    w->next++;
    return true;
}

static bool whole(const char *s, size_t n, int64_t low, uint32_t *out)
{
    int64_t v;
    char digits[16];

    if (n == 0 || n >= sizeof(digits))
        return false;
    memcpy(digits, s, n);
    digits[n] = '\0';
    if (!lathe_decimal_parse_int(digits, low, SIZE_MAX_OF_ANY - 1, &v))
        return false;
    *out = (uint32_t)v;
    return true;
}

static enum lathe_code number(struct words *w, const char *what, int64_t low,
                              uint32_t *out)
{
    const char *s = peek(w);

    if (!s)
        return lathe_fail(w->err, LATHE_EARG,
                          "layer %zu '%.80s': %s is missing", w->place,
                          w->text, what);
    if (!whole(s, strlen(s), low, out))
        return lathe_fail(w->err, LATHE_EARG,
                          "layer %zu '%.80s': '%.40s' is not %s (a whole "
                          "number from %d to %u)", w->place, w->text, s,
                          what, (int)low, SIZE_MAX_OF_ANY - 1);
    w->next++;
    return LATHE_OK;
}

/* "5x3" is 5 rows by 3 columns; "5" alone is a square where allowed. */
static enum lathe_code kernel(struct words *w, struct lathe_layer *l,
                              bool square)
{
    const char *s = peek(w), *x;

    if (!s)
        return layer_fail(w, "the kernel size is missing");
    x = strchr(s, 'x');
    if (x ? !whole(s, (size_t)(x - s), 1, &l->kh) ||
                !whole(x + 1, strlen(x + 1), 1, &l->kw)
          : !square || !whole(s, strlen(s), 1, &l->kh))
        return word_fail(w, s, square ? "is not a size such as 2 or 2x2"
                                      : "is not a kernel such as 5x5");
    if (!x)
        l->kw = l->kh;
    w->next++;
    return LATHE_OK;
}

/* ---- one layer ---------------------------------------------------------- */

static enum lathe_code window_shape(const struct words *w,
                                    struct lathe_layer *l)
{
    uint64_t h = (uint64_t)l->in.h + 2 * (uint64_t)l->pad;
    uint64_t v = (uint64_t)l->in.w + 2 * (uint64_t)l->pad;

    if (h < l->kh || v < l->kw)
        return lathe_fail(w->err, LATHE_EARG,
                          "layer %zu '%.80s': the input is %ux%u, smaller "
                          "than the kernel", w->place, w->text, l->in.h,
                          l->in.w);
    l->out.h = (uint32_t)((h - l->kh) / l->stride + 1);
    l->out.w = (uint32_t)((v - l->kw) / l->stride + 1);
    return LATHE_OK;
}

static enum lathe_code read_pad(struct words *w, struct lathe_layer *l)
{
    if (!take(w, "same"))
        return number(w, "a padding", 0, &l->pad);
    if (l->kh != l->kw || l->kh % 2 == 0)
        return layer_fail(w, "'same' needs a square kernel of odd size");
    l->pad = (l->kh - 1) / 2;
    return LATHE_OK;
}

static enum lathe_code read_conv(struct words *w, struct lathe_layer *l)
{
    enum lathe_code rc = number(w, "a number of channels", 1, &l->out.c);

    if (!rc)
        rc = kernel(w, l, false);
    l->stride = 1;
    while (!rc && peek(w)) {
        if (take(w, "stride"))
            rc = number(w, "a stride", 1, &l->stride);
        else if (take(w, "pad"))
            rc = read_pad(w, l);
        else
            break;
    }
    if (!rc && (l->pad >= l->kh || l->pad >= l->kw))
        rc = layer_fail(w, "the padding must be smaller than the kernel");
    if (!rc)
        rc = window_shape(w, l);
    if (rc)
        return rc;
    l->weights = (size_t)l->out.c * l->in.c * l->kh * l->kw;
    l->biases = l->out.c;
    return LATHE_OK;
}

static enum lathe_code read_pooling(struct words *w, struct lathe_layer *l)
{
    enum lathe_code rc = kernel(w, l, true);

    if (rc)
        return rc;
    l->stride = l->kh;
    if (take(w, "stride"))
        rc = number(w, "a stride", 1, &l->stride);
    else if (l->kh != l->kw)
        rc = layer_fail(w, "a kernel that is not square needs a stride");
    l->out.c = l->in.c;
    return rc ? rc : window_shape(w, l);
}

static enum lathe_code read_dense(struct words *w, struct lathe_layer *l)
{
    uint32_t k = 0;
    enum lathe_code rc = number(w, "a number of outputs", 1, &k);

    if (rc)
        return rc;
    l->out = (struct lathe_shape){ k, 1, 1 };
    l->weights = lathe_shape_size(l->in) * k;
    l->biases = k;
    return LATHE_OK;
}

static enum lathe_code read_dropout(struct words *w, struct lathe_layer *l)
{
    const char *s = peek(w);

    if (!s)
        return layer_fail(w, "the rate is missing");
    if (!lathe_decimal_parse(s, strlen(s), &l->rate) ||
        !(l->rate >= 0 && l->rate < 1))
        return word_fail(w, s, "is not a rate from 0 to below 1");
    w->next++;
    return LATHE_OK;
}

static enum lathe_code read_kind(struct words *w, struct lathe_layer *l)
{
    const char *s = peek(w);

    for (size_t k = 1; k < KINDS; k++) {
        if (strcmp(s, names[k]) != 0)
            continue;
        l->kind = (enum lathe_layer_kind)k;
        w->next++;
        return LATHE_OK;
    }
    return word_fail(w, s, "is not a layer; there are conv, maxpool, avgpool, "
                           "dense, relu, sigmoid, tanh, softmax, dropout");
}

/* The words of one layer; l->in is known. */
static enum lathe_code read_layer(struct words *w, struct lathe_layer *l)
{
    enum lathe_code rc = read_kind(w, l);

    l->out = l->in;
    if (rc)
        return rc;
    switch (l->kind) {
    case LATHE_DENSE:
        rc = read_dense(w, l);
        break;
    case LATHE_CONV:
        rc = read_conv(w, l);
        break;
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        rc = read_pooling(w, l);
        break;
    case LATHE_DROPOUT:
        rc = read_dropout(w, l);
        break;
    default:
        break;
    }
    if (rc)
        return rc;
    if (peek(w))
        return word_fail(w, peek(w), "is one word too many");
    if (lathe_shape_size(l->out) >= SIZE_MAX_OF_ANY)
        return layer_fail(w, "its output has more than 16777215 values");
    return LATHE_OK;
}

/* ---- the net ------------------------------------------------------------ */

static enum lathe_code add_layer(struct lathe_net *net, size_t *cap,
                                 const char *text, struct lathe_err *err)
{
    struct lathe_layer l = { .in = net->out };
    struct words w = { .place = net->n + 1, .text = text, .err = err };
    enum lathe_code rc = lathe_list_split(&w.list, text, ' ', err);

    if (!rc && w.list.n == 0)
        rc = lathe_fail(err, LATHE_EARG, "layer %zu is empty", w.place);
    if (!rc && net->n == LAYERS_MAX)
        rc = layer_fail(&w, "there are more than 1000 layers");
    if (!rc)
        rc = read_layer(&w, &l);
    if (!rc && l.weights + l.biases > PARAMS_MAX - net->params)
        rc = layer_fail(&w, "the net has more than 268435456 parameters");
    if (!rc)
        rc = lathe_grow(&net->layer, cap, net->n + 1, sizeof(*net->layer),
                        err);
    lathe_list_release(&w.list);
    if (rc)
        return rc;
    l.weight = net->params;
    l.bias = l.weight + l.weights;
    net->params = l.bias + l.biases;
    net->layer[net->n++] = l;
    net->out = l.out;
    return LATHE_OK;
}

static enum lathe_code normal_text(struct lathe_net *net,
                                   struct lathe_err *err)
{
    struct lathe_buf b = {0};
    enum lathe_code rc;

    for (size_t i = 0; i < net->n; i++) {
        if (i)
            lathe_buf_puts(&b, ", ");
        lathe_layer_text(&b, &net->layer[i]);
    }
    rc = lathe_buf_check(&b, err);
    if (!rc) {
        net->text = lathe_strdup(b.s);
        if (!net->text)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory for the net");
    }
    lathe_buf_release(&b);
    return rc;
}

static enum lathe_code check_input(struct lathe_shape in,
                                   struct lathe_err *err)
{
    if (in.c == 0 || in.h == 0 || in.w == 0 || in.c >= SIZE_MAX_OF_ANY ||
        in.h >= SIZE_MAX_OF_ANY || in.w >= SIZE_MAX_OF_ANY ||
        (uint64_t)in.c * in.h >= SIZE_MAX_OF_ANY ||
        (uint64_t)in.c * in.h * in.w >= SIZE_MAX_OF_ANY)
        return lathe_fail(err, LATHE_EARG,
                          "a net cannot take an input of %ux%ux%u", in.c, in.h,
                          in.w);
    return LATHE_OK;
}

enum lathe_code lathe_net_parse(struct lathe_net *net, const char *text,
                                struct lathe_shape in, struct lathe_err *err)
{
    struct lathe_net made = { .in = in, .out = in };
    size_t cap = 0, n = strlen(text);
    char *copy = NULL, *from, *comma;
    enum lathe_code rc = check_input(in, err);

    if (!rc && n > TEXT_MAX)
        rc = lathe_fail(err, LATHE_EARG, "the layers take over 1 MiB of text");
    if (rc)
        goto out;
    copy = lathe_strndup(text, n);
    if (!copy) {
        rc = lathe_fail(err, LATHE_ENOMEM, "out of memory for the net");
        goto out;
    }
    for (from = copy; from && !rc; from = comma) {
        comma = strchr(from, ',');
        if (comma)
            *comma++ = '\0';
        while (*from == ' ')
            from++;
        rc = add_layer(&made, &cap, from, err);
    }
    if (!rc)
        rc = normal_text(&made, err);
    if (rc)
        goto out;
    *net = made;
    made = (struct lathe_net){0};
out:
    lathe_net_release(&made);
    lathe_free(copy);
    return rc;
}

void lathe_net_release(struct lathe_net *net)
{
    lathe_free(net->layer);
    lathe_free(net->text);
    *net = (struct lathe_net){0};
}

void lathe_layer_text(struct lathe_buf *out, const struct lathe_layer *l)
{
    char rate[LATHE_DECIMAL_ROOM];

    lathe_buf_puts(out, lathe_layer_name(l->kind));
    switch (l->kind) {
    case LATHE_DENSE:
        lathe_buf_printf(out, " %u", l->out.c);
        break;
    case LATHE_CONV:
        lathe_buf_printf(out, " %u %ux%u", l->out.c, l->kh, l->kw);
        if (l->stride != 1)
            lathe_buf_printf(out, " stride %u", l->stride);
        if (l->pad)
            lathe_buf_printf(out, " pad %u", l->pad);
        break;
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        lathe_buf_printf(out, " %u", l->kh);
        if (l->kh != l->kw)
            lathe_buf_printf(out, "x%u", l->kw);
        if (l->stride != l->kh || l->kh != l->kw)
            lathe_buf_printf(out, " stride %u", l->stride);
        break;
    case LATHE_DROPOUT:
        lathe_decimal_double(rate, l->rate);
        lathe_buf_printf(out, " %s", rate);
        break;
    default:
        break;
    }
}

uint64_t lathe_layer_flops(const struct lathe_layer *l)
{
    uint64_t outs = lathe_shape_size(l->out);
    uint64_t window = (uint64_t)l->kh * l->kw;

    switch (l->kind) {
    case LATHE_DENSE:
        return 2 * lathe_shape_size(l->in) * outs + outs;
    case LATHE_CONV:
        return 2 * window * l->in.c * outs + outs;
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        return window * outs;
    default:
        return outs;
    }
}
