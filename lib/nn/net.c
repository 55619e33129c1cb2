/*
 * Nets as lists of layers: the shapes follow from left to right, so that each
 * error can name the layer, its words and what came in.
 */
#include "nn/net.h"

#include "base/alloc.h"
#include "nn/embed.h"
#include "nn/layertext.h"

#include <string.h>

#define LAYERS_MAX 1000
#define PARAMS_MAX ((size_t)1 << 28)
#define DEPTH_MAX 16            /* of res( within res( */
#define TEXT_MAX ((size_t)1 << 20)

size_t lathe_shape_size(struct lathe_shape s)
{
    return (size_t)s.c * s.h * s.w;
}

bool lathe_shape_same(struct lathe_shape a, struct lathe_shape b)
{
    return a.c == b.c && a.h == b.h && a.w == b.w;
}

/* ---- the net ------------------------------------------------------------ */

/* A net while it is read. */
struct reading {
    struct lathe_net *net;
    struct lathe_words w;
    size_t cap;
    uint32_t open[DEPTH_MAX];   /* the res( that are not closed */
    size_t open_at[DEPTH_MAX];  /* where they stand in the text */
    size_t depth;
};

static enum lathe_code append(struct reading *r, struct lathe_layer l)
{
    struct lathe_net *net = r->net;
    enum lathe_code rc;

    if (net->n == LAYERS_MAX)
        return lathe_words_fail(&r->w, "there are more than 1000 layers");
    if (l.weights > PARAMS_MAX ||
        lathe_layer_params(&l) > PARAMS_MAX - net->params) {
        r->w.at = r->w.from;
        return lathe_words_fail(&r->w, "the net has more than 268435456 "
                                "parameters");
    }
    rc = lathe_grow(&net->layer, &r->cap, net->n + 1, sizeof(*net->layer),
                    r->w.err);
    if (rc)
        return rc;
    l.weight = net->params;
    l.bias = l.weight + l.weights;
    l.stat = l.bias + l.biases;
    net->params = l.stat + l.stats;
    net->layer[net->n++] = l;
    net->out = l.out;
    return LATHE_OK;
}

/* "res(", with which the layer's text ends. */
static enum lathe_code open_res(struct reading *r, size_t bracket)
{
    struct lathe_layer l = { .kind = LATHE_RES, .in = r->net->out,
                             .out = r->net->out };

    if (r->depth == DEPTH_MAX)
        return lathe_words_fail(&r->w, "res( stands in more than %d others",
                                DEPTH_MAX - 1);
    r->open_at[r->depth] = r->w.from;
    r->open[r->depth++] = (uint32_t)r->net->n;
    r->w.at = bracket + 1;
    return append(r, l);
}

/* The ")" at w.at. */
static enum lathe_code close_res(struct reading *r)
{
    struct lathe_net *net = r->net;
    struct lathe_layer l = { .kind = LATHE_ADD, .in = net->out,
                             .out = net->out };
    struct lathe_shape in;
    enum lathe_code rc;

    if (r->depth == 0)
        return lathe_words_fail(&r->w, "there is no place for ')'");
    l.partner = r->open[--r->depth];
    in = net->layer[l.partner].in;
    if (!lathe_shape_same(in, l.in))
        return lathe_words_fail(&r->w, "what is added must have one shape: "
                                "into res( go %ux%ux%u, out of it come "
                                "%ux%ux%u", in.c, in.h, in.w, l.in.c, l.in.h,
                                l.in.w);
    net->layer[l.partner].partner = (uint32_t)net->n;
    rc = append(r, l);
    r->w.at++;
    return rc;
}

/* Whether the words are "res" with a bracket behind, whose place is given. */
static bool opens(const struct lathe_words *w, size_t *bracket)
{
    return w->to - w->from == 3 && memcmp(w->text + w->from, "res", 3) == 0 &&
           lathe_words_end(w, bracket) == '(';
}

/* The layer that begins at w.at, with any "res(" before it. */
static enum lathe_code add_layer(struct reading *r)
{
    struct lathe_layer l;
    struct lathe_words *w = &r->w;
    size_t bracket;
    enum lathe_code rc = LATHE_OK;

    for (;;) {
        lathe_words_begin(w);
        w->place = r->net->n + 1;
        if (w->from == w->to)
            return lathe_fail(w->err, LATHE_EARG,
                              "layers, character %zu: layer %zu is empty",
                              lathe_words_character(w), w->place);
        if (!opens(w, &bracket))
            break;
        rc = open_res(r, bracket);
        if (rc)
            return rc;
    }
    l = (struct lathe_layer){ .in = r->net->out };
    rc = lathe_layertext_read(w, &l);
    if (!rc)
        rc = append(r, l);
    if (rc)
        lathe_embed_free(l.embed);
    return rc;
}

static enum lathe_code normal_text(struct lathe_net *net,
                                   struct lathe_err *err)
{
    struct lathe_buf b = {0};
    enum lathe_code rc;

    for (size_t i = 0; i < net->n; i++) {
        if (i && net->layer[i].kind != LATHE_ADD &&
            net->layer[i - 1].kind != LATHE_RES)
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

size_t lathe_layer_params(const struct lathe_layer *l)
{
    return l->weights + l->biases + l->stats;
}

size_t lathe_layer_trained(const struct lathe_layer *l)
{
    return l->weights + l->biases;
}

size_t lathe_net_trained(const struct lathe_net *net)
{
    size_t n = 0;

    for (size_t i = 0; i < net->n; i++)
        n += lathe_layer_trained(&net->layer[i]);
    return n;
}

bool lathe_layer_is_product(const struct lathe_layer *l)
{
    return l->kind == LATHE_DENSE || l->kind == LATHE_CONV;
}

static enum lathe_code check_input(struct lathe_shape in,
                                   struct lathe_err *err)
{
    if (in.c == 0 || in.h == 0 || in.w == 0 || in.c >= LATHE_WORDS_MOST ||
        in.h >= LATHE_WORDS_MOST || in.w >= LATHE_WORDS_MOST ||
        (uint64_t)in.c * in.h >= LATHE_WORDS_MOST ||
        (uint64_t)in.c * in.h * in.w >= LATHE_WORDS_MOST)
        return lathe_fail(err, LATHE_EARG,
                          "a net cannot take an input of %ux%ux%u", in.c, in.h,
                          in.w);
    return LATHE_OK;
}

/* Points at the innermost "res(" that is open at the end. */
static enum lathe_code fail_open(struct reading *r)
{
    struct lathe_words *w = &r->w;

    w->at = w->from = r->open_at[r->depth - 1];
    w->to = w->at + strlen("res");
    w->place = r->open[r->depth - 1] + (size_t)1;
    return lathe_words_fail(w, "its ')' is missing");
}

static enum lathe_code add_layers(struct reading *r)
{
    struct lathe_words *w = &r->w;

    for (;;) {
        enum lathe_code rc = add_layer(r);
        char end;

        w->at = rc ? w->at : w->to;
        while (!rc && (end = lathe_words_next(w)) == ')')
            rc = close_res(r);
        if (rc)
            return rc;
        if (end == '\0' && r->depth)
            return fail_open(r);
        if (end == '\0')
            return LATHE_OK;
        if (end != ',')
            return lathe_words_fail(w, "there is no place for '%c'", end);
        w->at++;
    }
}

enum lathe_code lathe_net_parse_behind(struct lathe_net *net, size_t before,
                                       const char *text, struct lathe_shape in,
                                       struct lathe_err *err)
{
    struct lathe_net made = { .in = in, .out = in };
    struct reading r = {
        .net = &made, .w = { .text = text, .before = before, .err = err },
    };
    enum lathe_code rc = check_input(in, err);

    if (!rc && strlen(text) > TEXT_MAX)
        rc = lathe_fail(err, LATHE_EARG, "the layers take over 1 MiB of text");
    if (!rc)
        rc = add_layers(&r);
    if (!rc)
        rc = normal_text(&made, err);
    if (rc)
        goto out;
    *net = made;
    made = (struct lathe_net){0};
out:
    lathe_net_release(&made);
    return rc;
}

enum lathe_code lathe_net_parse(struct lathe_net *net, const char *text,
                                struct lathe_shape in, struct lathe_err *err)
{
    return lathe_net_parse_behind(net, 0, text, in, err);
}

void lathe_net_release(struct lathe_net *net)
{
    if (net->n)
        lathe_embed_free(net->layer[0].embed);
    lathe_free(net->layer);
    lathe_free(net->text);
    *net = (struct lathe_net){0};
}

uint64_t lathe_layer_flops(const struct lathe_layer *l)
{
    uint64_t outs = lathe_shape_size(l->out);
    uint64_t window = (uint64_t)l->kh * l->kw;

    switch (l->kind) {
    case LATHE_DENSE:
        return 2 * lathe_shape_size(l->in) * outs + outs;
    case LATHE_CONV:
        return 2 * window * (l->in.c / l->groups) * outs + outs;
    case LATHE_MAXPOOL:
    case LATHE_AVGPOOL:
        return window * outs;
    case LATHE_BATCHNORM:
        return 2 * outs;
    case LATHE_LAYERNORM:
        return 7 * outs;
    case LATHE_DROPOUT:
    case LATHE_RES:
    case LATHE_RESHAPE:
    case LATHE_EMBED:
        return 0;
    default:
        return outs;
    }
}
