#include "nn/poollanes.h"

#include <string.h>

/* The windows of a line, and the lines of all planes of a group: line y of
 * plane c begins at (c*h + y*sh)*w of the input and (c*oh + y)*ow of out. */
struct pool {
    struct lathe_lanes_window window;
    size_t planes, lines;
    size_t in_plane, in_line, out_line; /* numbers from one to the next */
    size_t in, out;             /* where the group begins */
};

static struct pool pool_of(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    const size_t width = shard->lanes->width;
    const ptrdiff_t one = (ptrdiff_t)width;

    return (struct pool){
        .window = { .ni = l->kh, .nj = l->kw, .cols = l->out.w,
                    .down = l->in.w * one, .beside = one,
                    .step = l->sw * one, .relu = op->relu,
                    .alone = l->kh <= l->sh && l->kw <= l->sw },
        .planes = l->out.c, .lines = l->out.h,
        .in_plane = (size_t)l->in.h * l->in.w * width,
        .in_line = (size_t)l->sh * l->in.w * width,
        .out_line = l->out.w * width,
        .in = shard->first * lathe_shape_size(l->in),
        .out = shard->first * lathe_shape_size(l->out),
    };
}

/* Whether every pixel lies in one window, so that all of din is written. */
static bool covers(const struct lathe_layer *l)
{
    return l->kh == l->sh && l->kw == l->sw && l->in.h == l->out.h * l->sh &&
           l->in.w == l->out.w * l->sw;
}

static void clear(const struct lathe_op *op, const struct lathe_shard *shard,
                  const struct pool *p)
{
    if (!covers(op->layer))
        memset(op->din + p->in, 0, lathe_shape_size(op->layer->in) *
                                       shard->lanes->width * sizeof(*op->din));
}

void lathe_poollanes_max_forward(const struct lathe_op *op,
                                 const struct lathe_shard *shard)
{
    struct pool p = pool_of(op, shard);
    real *out = op->out + p.out, *place = op->place + p.out;

    for (size_t c = 0; c < p.planes; c++)
        for (size_t y = 0; y < p.lines; y++) {
            shard->lanes->max(&p.window, op->in + p.in + c * p.in_plane +
                                             y * p.in_line, out, place);
            out += p.out_line;
            place += p.out_line;
        }
}

void lathe_poollanes_max_backward(const struct lathe_op *op,
                                  const struct lathe_shard *shard)
{
    struct pool p = pool_of(op, shard);

    if (!op->din)
        return;
    clear(op, shard, &p);
    for (size_t c = 0, at = p.out; c < p.planes; c++)
        for (size_t y = 0; y < p.lines; y++, at += p.out_line)
            shard->lanes->max_back(&p.window, op->dout + at, op->out + at,
                                   op->place + at,
                                   op->din + p.in + c * p.in_plane +
                                       y * p.in_line);
}

void lathe_poollanes_mean_forward(const struct lathe_op *op,
                                  const struct lathe_shard *shard)
{
    struct pool p = pool_of(op, shard);

    for (size_t c = 0, at = p.out; c < p.planes; c++)
        for (size_t y = 0; y < p.lines; y++, at += p.out_line)
            shard->lanes->mean(&p.window, op->in + p.in + c * p.in_plane +
                                              y * p.in_line, op->out + at);
}

void lathe_poollanes_mean_backward(const struct lathe_op *op,
                                   const struct lathe_shard *shard)
{
    struct pool p = pool_of(op, shard);

    if (!op->din)
        return;
    clear(op, shard, &p);
    for (size_t c = 0, at = p.out; c < p.planes; c++)
        for (size_t y = 0; y < p.lines; y++, at += p.out_line)
            shard->lanes->mean_back(&p.window, op->dout + at,
                                    op->din + p.in + c * p.in_plane +
                                        y * p.in_line);
}
