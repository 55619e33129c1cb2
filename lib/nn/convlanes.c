#include "nn/convlanes.h"

#include <string.h>

static int64_t divide_up(int64_t a, int64_t b)
{
    return a > 0 ? (a + b - 1) / b : 0;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- geometry ----------------------------------------------------------- */

/* One direction of a layer. */
struct axis {
    int64_t in, out, kernel, stride, dilation, pad;
};

static struct axis down(const struct lathe_layer *l)
{
    return (struct axis){ l->in.h, l->out.h, l->kh, l->sh, l->dh, l->top };
}

static struct axis beside(const struct lathe_layer *l)
{
    return (struct axis){ l->in.w, l->out.w, l->kw, l->sw, l->dw, l->left };
}

/* Indexes i in [from, to) of 0 .. n-1 for which start + i*move is in [0, size),
 * move != 0. */
struct span {
    int64_t from, to;
};

static struct span within(int64_t start, int64_t move, int64_t n, int64_t size)
{
    struct span s;

    if (move < 0) {             /* from the other end */
        s = within(start + (n - 1) * move, -move, n, size);
        return (struct span){ n - s.to, n - s.from };
    }
    s.from = least(divide_up(-start, move), n);
    s.to = most(s.from, least(divide_up(size - start, move), n));
    return s;
}

/*
 * Places p, p + stride, p + 2 stride, ... of the input: what they gave to.
 * Taps first, first + step, ... (n of them) led from place number m to output
 * start + m, start + move + m, ...
 */
struct phase {
    int64_t places, first, step, n, start, move;
};

static struct phase phase_of(const struct axis *a, int64_t p)
{
    struct phase f = { .places = divide_up(a->in - p, a->stride) };

    for (int64_t i = 0; i < a->kernel; i++) {
        int64_t far = p + a->pad - i * a->dilation;
        if (far % a->stride != 0)
            continue;
        if (f.n == 0) {
            f.first = i;
            f.start = far / a->stride;
        } else if (f.n == 1) {
            f.step = i - f.first;
        }
        f.n++;
    }
    f.step = most(f.step, 1);
    f.move = f.n > 1 ? -(f.step * a->dilation / a->stride) : -1;
    return f;
}

/* Zeros at both sides of a line. */
struct sides {
    int64_t left, right;
};

/* What a line of the input needs to be read by every tap. */
static struct sides sides_of_input(const struct axis *a)
{
    int64_t last = (a->out - 1) * a->stride + (a->kernel - 1) * a->dilation -
                   a->pad;

    return (struct sides){ a->pad, most(0, last - (a->in - 1)) };
}

/* The same for dout, and the gradient of the input. */
static struct sides sides_of_output(const struct axis *a)
{
    struct sides s = {0, 0};

    for (int64_t p = 0; p < least(a->stride, a->in); p++) {
        struct phase f = phase_of(a, p);
        int64_t end = f.start + (f.n - 1) * f.move;
        if (f.n == 0)
            continue;
        s.left = most(s.left, -end);
        s.right = most(s.right, f.start + f.places - a->out);
    }
    return s;
}

/* Planes of one group of images with their zeros. */
struct planes {
    const real *at;             /* the first number that is no zero */
    ptrdiff_t line, plane;      /* numbers from one to the next */
};

static size_t padded_size(struct lathe_shape s, struct sides z, size_t width)
{
    return (size_t)(s.w + z.left + z.right) * s.h * s.c * width;
}

/* ---- copies ------------------------------------------------------------- */

/* from with zeros at its sides, in `to`. With `out` numbers are 0 where it is
 * not above 0. */
static struct planes pad(const struct lathe_lanes *k, struct lathe_shape s,
                         struct sides z, const real *from, const real *out,
                         real *to)
{
    size_t line = s.w * k->width, before = (size_t)z.left * k->width,
           after = (size_t)z.right * k->width, whole = before + line + after;
    struct planes p = { .line = (ptrdiff_t)line,
                        .plane = (ptrdiff_t)(line * s.h), .at = from };

    if (before + after == 0 && !out)
        return p;
    p = (struct planes){ .at = to + before, .line = (ptrdiff_t)whole,
                         .plane = (ptrdiff_t)(whole * s.h) };
    for (size_t i = 0; i < (size_t)s.c * s.h; i++) {
        memset(to, 0, before * sizeof(*to));
        if (out)
            k->map.relu_back(line, out + i * line, from + i * line,
                             to + before);
        else
            memcpy(to + before, from + i * line, line * sizeof(*to));
        memset(to + before + line, 0, after * sizeof(*to));
        to += whole;
    }
    return p;
}

static struct planes input_of(const struct lathe_op *op,
                              const struct lathe_shard *shard, real *to)
{
    const struct lathe_layer *l = op->layer;
    struct axis x = beside(l);

    return pad(shard->lanes, l->in, sides_of_input(&x),
               op->in + shard->first * lathe_shape_size(l->in), NULL, to);
}

size_t lathe_convlanes_scratch(const struct lathe_layer *l,
                               const struct lathe_lanes *lanes)
{
    struct axis x = beside(l);

    return padded_size(l->in, sides_of_input(&x), lanes->width) +
           padded_size(l->out, sides_of_output(&x), lanes->width);
}

/* ---- weights ------------------------------------------------------------ */

/* The taps that a convolution uses. */
struct taps {
    int64_t i, ni, istep, j, nj, jstep;
};

/*
 * Blocks for lathe_lanes_conv: outs by channels, which are o_step and c_step
 * apart in w. Returns what follows them.
 */
static real *pack(const struct lathe_layer *l, const struct taps *t,
                  size_t most_outs, const real *w, size_t outs, size_t o_step,
                  size_t channels, size_t c_step, real *to)
{
    size_t block;

    for (size_t o = 0; o < outs; o += block) {
        block = lathe_lanes_part(outs, most_outs, o);
        for (size_t c = 0; c < channels; c++)
            for (int64_t i = 0; i < t->ni; i++)
                for (int64_t j = 0; j < t->nj; j++) {
                    const real *from = w + o * o_step + c * c_step +
                                       (t->i + i * t->istep) * l->kw + t->j +
                                       j * t->jstep;
                    for (size_t b = 0; b < block; b++)
                        *to++ = from[b * o_step];
                }
    }
    return to;
}

void lathe_convlanes_turn(const struct lathe_op *op,
                          const struct lathe_lanes *lanes)
{
    const struct lathe_layer *l = op->layer;
    const size_t k = l->out.c / l->groups, c = l->in.c / l->groups;
    const size_t area = (size_t)l->kh * l->kw, filter = c * area;
    const struct taps all = { 0, l->kh, 1, 0, l->kw, 1 };
    const struct axis v = down(l), h = beside(l);
    real *to = op->turned;

    for (size_t g = 0; g < l->groups; g++)
        to = pack(l, &all, lanes->outs, op->weight + g * k * filter, k, filter,
                  c, area, to);
    if (!op->din)
        return;
    for (size_t g = 0; g < l->groups; g++)
        for (int64_t y = 0; y < least(v.stride, v.in); y++)
            for (int64_t x = 0; x < least(h.stride, h.in); x++) {
                struct phase i = phase_of(&v, y), j = phase_of(&h, x);
                struct taps t = { i.first, i.n, i.step, j.first, j.n, j.step };
                to = pack(l, &t, lanes->outs, op->weight + g * k * filter, c,
                          area, k, filter, to);
            }
}

/* ---- forward ------------------------------------------------------------ */

void lathe_convlanes_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    const ptrdiff_t width = (ptrdiff_t)shard->lanes->width;
    const struct planes in = input_of(op, shard, shard->scratch);
    struct lathe_lanes_conv c = {
        .channels = l->in.c / l->groups, .ni = l->kh, .nj = l->kw,
        .outs = l->out.c / l->groups, .cols = l->out.w,
        .plane = in.plane, .down = l->dh * in.line, .beside = l->dw * width,
        .step = l->sw * width, .out_plane = (ptrdiff_t)l->out.h * l->out.w *
        width, .out_step = width, .relu = op->relu,
    };
    real *out = op->out + shard->first * lathe_shape_size(l->out);

    for (size_t g = 0; g < l->groups; g++) {
        const real *at = in.at + (ptrdiff_t)(g * c.channels) * in.plane -
                         l->left * width;

        c.weight = op->turned + g * (l->weights / l->groups);
        c.bias = op->bias + g * c.outs;
        for (int64_t y = 0; y < l->out.h; y++) {
            int64_t top = y * l->sh - l->top;
            struct span i = within(top, l->dh, l->kh, l->in.h);
            int64_t first = i.from < i.to ? top + i.from * l->dh : 0;
            shard->lanes->conv(&c, (size_t)i.from, (size_t)i.to,
                               at + first * in.line,
                               out + y * l->out.w * width);
        }
        out += (ptrdiff_t)c.outs * c.out_plane;
    }
}

/* ---- backward ----------------------------------------------------------- */

static void weight_grad(const struct lathe_op *op,
                        const struct lathe_shard *shard,
                        const struct planes *in, const struct planes *dout)
{
    const struct lathe_layer *l = op->layer;
    const ptrdiff_t width = (ptrdiff_t)shard->lanes->width;
    const size_t outs = l->out.c / l->groups, channels = l->in.c / l->groups;
    const size_t area = (size_t)l->kh * l->kw;
    const size_t taps = lathe_lanes_part(l->kw, LATHE_LANES_TAPS, 0);
    const size_t block = shard->lanes->grads[taps];
    struct lathe_lanes_grad g = {
        .cols = l->out.w, .ldw = channels * area, .down = l->sh * in->line,
        .step = l->sw * width, .beside = l->dw * width, .plane = dout->plane,
        .line = dout->line,
    };

    for (size_t k = 0; k < l->out.c; k += g.outs) {
        const real *from = in->at + (ptrdiff_t)(k / outs * channels) *
                           in->plane - l->left * width;
        const real *d = dout->at + (ptrdiff_t)k * dout->plane;
        real *dw = shard->grad + op->shard_grad + k * channels * area;

        g.outs = lathe_lanes_part(outs, block, k % outs);
        for (size_t ci = 0; ci < channels * l->kh; ci++) {
            int64_t top = (int64_t)(ci % l->kh) * l->dh - l->top;
            struct span y = within(top, l->sh, l->out.h, l->in.h);
            ptrdiff_t at = (ptrdiff_t)(ci / l->kh) * in->plane +
                           (top + y.from * l->sh) * in->line;

            g.lines = (size_t)(y.to - y.from);
            for (size_t j = 0; g.lines && j < l->kw; j += g.taps) {
                g.taps = lathe_lanes_part(l->kw, LATHE_LANES_TAPS, j);
                shard->lanes->grad(&g, from + at + (ptrdiff_t)j * g.beside,
                                   d + y.from * dout->line,
                                   dw + ci * l->kw + j);
            }
        }
    }
}

/* One group of channels, one remainder of places in each direction. */
static void input_grad(const struct lathe_op *op,
                       const struct lathe_shard *shard, int64_t y, int64_t x,
                       const real *dout, struct lathe_lanes_conv *c,
                       ptrdiff_t line, real *din)
{
    const struct lathe_layer *l = op->layer;
    const ptrdiff_t width = (ptrdiff_t)shard->lanes->width;
    const struct axis v = down(l), h = beside(l);
    struct phase i = phase_of(&v, y), j = phase_of(&h, x);

    c->ni = (size_t)i.n;
    c->nj = (size_t)j.n;
    c->cols = (size_t)j.places;
    c->down = i.move * line;
    c->beside = j.move * width;
    for (int64_t m = 0; m < i.places; m++) {
        struct span t = within(i.start + m, i.move, i.n, l->out.h);
        int64_t first = t.from < t.to ? i.start + m + t.from * i.move : 0;
        int64_t left = j.n ? j.start : 0;

        shard->lanes->conv(c, (size_t)t.from, (size_t)t.to,
                           dout + first * line + left * width,
                           din + ((y + m * l->sh) * l->in.w + x) * width);
    }
    c->weight += c->channels * c->outs * c->ni * c->nj;
}

static void input_grads(const struct lathe_op *op,
                        const struct lathe_shard *shard,
                        const struct planes *dout)
{
    const struct lathe_layer *l = op->layer;
    const ptrdiff_t width = (ptrdiff_t)shard->lanes->width;
    struct lathe_lanes_conv c = {
        .channels = l->out.c / l->groups, .outs = l->in.c / l->groups,
        .plane = dout->plane, .step = width,
        .out_plane = (ptrdiff_t)l->in.h * l->in.w * width,
        .out_step = l->sw * width, .weight = op->turned + l->weights,
    };

    for (size_t g = 0; g < l->groups; g++) {
        const real *from = dout->at +
                           (ptrdiff_t)(g * c.channels) * dout->plane;
        real *din = op->din + shard->first * lathe_shape_size(l->in) +
                    g * c.outs * (size_t)c.out_plane;

        for (int64_t y = 0; y < least(l->sh, l->in.h); y++)
            for (int64_t x = 0; x < least(l->sw, l->in.w); x++)
                input_grad(op, shard, y, x, from, &c, dout->line, din);
    }
}

void lathe_convlanes_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    const struct lathe_lanes *lanes = shard->lanes;
    const struct axis x = beside(l);
    const size_t at = shard->first * lathe_shape_size(l->out);
    const struct sides none = {0, 0};
    real *db = shard->grad + op->shard_grad + l->weights;
    struct planes in = input_of(op, shard, shard->scratch);
    struct planes dout =
        pad(lanes, l->out, op->din ? sides_of_output(&x) : none,
            op->dout + at, op->relu ? op->out + at : NULL,
            shard->scratch + padded_size(l->in, sides_of_input(&x),
                                         lanes->width));

    for (size_t k = 0; k < l->out.c; k++)
        for (int64_t y = 0; y < l->out.h; y++)
            db[k] += lanes->sum(l->out.w * lanes->width,
                                dout.at + (ptrdiff_t)k * dout.plane +
                                    y * dout.line);
    weight_grad(op, shard, &in, &dout);
    if (op->din)
        input_grads(op, shard, &dout);
}
