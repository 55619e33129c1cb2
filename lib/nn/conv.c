#include "nn/conv.h"

#include "nn/gemm.h"
#include "nn/vec.h"

#include <string.h>

/* c*kh*kw, the length of a patch. */
static size_t patch_size(const struct lathe_layer *l)
{
    return (size_t)l->in.c * l->kh * l->kw;
}

static size_t plane_size(const struct lathe_layer *l)
{
    return (size_t)l->out.h * l->out.w;
}

/* A kernel of 1x1 that takes every pixel: the image is its own patches. */
static bool is_plain(const struct lathe_layer *l)
{
    return l->kh == 1 && l->kw == 1 && l->sh == 1 && l->sw == 1 &&
           lathe_shape_size(l->in) == l->in.c * plane_size(l);
}

/* One direction: place x of the output is x*step + at of the input, which
 * has `size` places. */
struct line {
    int64_t at;                 /* may be below 0: padding */
    uint32_t step, size, outs;
};

static struct line down(const struct lathe_layer *l, uint32_t i)
{
    return (struct line){ (int64_t)i * l->dh - l->top, l->sh, l->in.h,
                          l->out.h };
}

static struct line beside(const struct lathe_layer *l, uint32_t j)
{
    return (struct line){ (int64_t)j * l->dw - l->left, l->sw, l->in.w,
                          l->out.w };
}

/* Which places of the output lie inside the image: [*from, *to). */
static void inside(struct line d, uint32_t *from, uint32_t *to)
{
    int64_t before = d.at < 0 ? (-d.at + d.step - 1) / d.step : 0;
    int64_t left = (int64_t)d.size - d.at;
    int64_t end = left > 0 ? (left + d.step - 1) / d.step : 0;

    *to = end < d.outs ? (uint32_t)end : d.outs;
    *from = before < *to ? (uint32_t)before : *to;
}

/* One line of one place of the kernel: to [ow]. */
static void gather_line(struct line d, const real *line, real *to)
{
    uint32_t from, end;

    inside(d, &from, &end);
    if (from > 0)
        memset(to, 0, from * sizeof(*to));
    if (d.step == 1 && from < end)
        memcpy(to + from, line + (from + d.at), (end - from) * sizeof(*to));
    else
        for (uint32_t x = from; x < end; x++)
            to[x] = line[(int64_t)x * d.step + d.at];
    if (end < d.outs)
        memset(to + end, 0, (d.outs - end) * sizeof(*to));
}

static void scatter_line(struct line d, const real *from, real *line)
{
    uint32_t start, end;

    inside(d, &start, &end);
    if (d.step == 1 && start < end) {
        lathe_vec_add(end - start, line + (start + d.at), from + start);
    } else {
        for (uint32_t x = start; x < end; x++)
            line[(int64_t)x * d.step + d.at] += from[x];
    }
}

/* patches [c*kh*kw x oh*ow] of one image [c x h x w]. */
static void to_patches(const struct lathe_layer *l, const real *image,
                       real *patches)
{
    for (uint32_t c = 0; c < l->in.c; c++) {
        const real *plane = image + (size_t)c * l->in.h * l->in.w;
        for (uint32_t i = 0; i < l->kh; i++) {
            struct line d = down(l, i);
            uint32_t from, to;
            inside(d, &from, &to);
            for (uint32_t j = 0; j < l->kw; j++) {
                if (from > 0 || to < l->out.h)
                    memset(patches, 0, plane_size(l) * sizeof(*patches));
                for (uint32_t y = from; y < to; y++)
                    gather_line(beside(l, j),
                                plane + ((int64_t)y * d.step + d.at) * l->in.w,
                                patches + (size_t)y * l->out.w);
                patches += plane_size(l);
            }
        }
    }
}

/* The other way: each number of the patches is added to its pixel. */
static void from_patches(const struct lathe_layer *l, const real *patches,
                         real *image)
{
    memset(image, 0, lathe_shape_size(l->in) * sizeof(*image));
    for (uint32_t c = 0; c < l->in.c; c++) {
        real *plane = image + (size_t)c * l->in.h * l->in.w;
        for (uint32_t i = 0; i < l->kh; i++) {
            struct line d = down(l, i);
            uint32_t from, to;
            inside(d, &from, &to);
            for (uint32_t j = 0; j < l->kw; j++) {
                for (uint32_t y = from; y < to; y++)
                    scatter_line(beside(l, j), patches + (size_t)y * l->out.w,
                                 plane + ((int64_t)y * d.step + d.at) *
                                             l->in.w);
                patches += plane_size(l);
            }
        }
    }
}

static size_t align(size_t n)
{
    return (n + 15) & ~(size_t)15;
}

/* One group: k filters of `patch` numbers. */
struct group {
    size_t k, patch;
};

static struct group group_of(const struct lathe_layer *l)
{
    return (struct group){ l->out.c / l->groups, patch_size(l) / l->groups };
}

size_t lathe_conv_scratch(const struct lathe_layer *l)
{
    size_t patches = align(patch_size(l) * plane_size(l));
    struct group g = group_of(l);

    return patches + lathe_gemm_nt_scratch(g.k, g.patch, plane_size(l));
}

void lathe_conv_forward(const struct lathe_op *op,
                        const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t plane = plane_size(l), k = l->out.c;
    struct group g = group_of(l);

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        const real *image = op->in + i * lathe_shape_size(l->in);
        const real *patches = is_plain(l) ? image : shard->scratch;
        real *out = op->out + i * k * plane;

        if (!is_plain(l))
            to_patches(l, image, shard->scratch);
        for (size_t c = 0; c < k; c++)
            lathe_vec_fill(plane, out + c * plane, op->bias[c]);
        for (size_t j = 0; j < l->groups; j++)
            lathe_gemm_nn(g.k, plane, g.patch, op->weight + j * g.k * g.patch,
                          g.patch, patches + j * g.patch * plane, plane,
                          out + j * g.k * plane, plane, true);
    }
}

static void weight_grad(const struct lathe_layer *l, const real *patches,
                        const real *dout, real *dw, real *more)
{
    size_t plane = plane_size(l);
    struct group g = group_of(l);

    for (size_t j = 0; j < l->groups; j++)
        lathe_gemm_nt(g.k, g.patch, plane, dout + j * g.k * plane, plane,
                      patches + j * g.patch * plane, plane,
                      dw + j * g.k * g.patch, g.patch, true, more);
}

static void patch_grad(const struct lathe_layer *l, const real *w,
                       const real *dout, real *dpatches)
{
    size_t plane = plane_size(l);
    struct group g = group_of(l);

    for (size_t j = 0; j < l->groups; j++)
        lathe_gemm_tn(g.patch, plane, g.k, w + j * g.k * g.patch, g.patch,
                      dout + j * g.k * plane, plane,
                      dpatches + j * g.patch * plane, plane, false);
}

void lathe_conv_backward(const struct lathe_op *op,
                         const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t plane = plane_size(l), k = l->out.c;
    size_t in = lathe_shape_size(l->in);
    real *dw = shard->grad + op->shard_grad, *db = dw + l->weights;
    real *more = shard->scratch + align(patch_size(l) * plane);

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        const real *dout = op->dout + i * k * plane;
        const real *patches = is_plain(l) ? op->in + i * in : shard->scratch;

        if (!is_plain(l))
            to_patches(l, op->in + i * in, shard->scratch);
        weight_grad(l, patches, dout, dw, more);
        for (size_t c = 0; c < k; c++)
            db[c] += lathe_vec_sum(plane, dout + c * plane);
        if (!op->din)
            continue;
        if (is_plain(l)) {
            patch_grad(l, op->weight, dout, op->din + i * in);
            continue;
        }
        patch_grad(l, op->weight, dout, shard->scratch);
        from_patches(l, shard->scratch, op->din + i * in);
    }
}
