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
    return l->kh == 1 && l->kw == 1 && l->stride == 1 && l->pad == 0;
}

/*
 * Which places of a line of the output lie inside the image for the kernel's
 * place j: [*from, *to). Place x of the output is x*stride + j - pad of the
 * input, which has `size` places.
 */
static void inside(const struct lathe_layer *l, uint32_t j, uint32_t size,
                   uint32_t outs, uint32_t *from, uint32_t *to)
{
    uint32_t start = j < l->pad ? (l->pad - j + l->stride - 1) / l->stride : 0;
    uint32_t end = size + l->pad > j
                       ? (size + l->pad - j + l->stride - 1) / l->stride
                       : 0;

    *to = end < outs ? end : outs;
    *from = start < *to ? start : *to;
}

/* One line of one place of the kernel: to [ow]. */
static void gather_line(const struct lathe_layer *l, const real *line,
                        uint32_t j, real *to)
{
    uint32_t from, end;

    inside(l, j, l->in.w, l->out.w, &from, &end);
    if (from > 0)
        memset(to, 0, from * sizeof(*to));
    if (l->stride == 1 && from < end)
        memcpy(to + from, line + (from + j - l->pad),
               (end - from) * sizeof(*to));
    else
        for (uint32_t x = from; x < end; x++)
            to[x] = line[x * l->stride + j - l->pad];
    if (end < l->out.w)
        memset(to + end, 0, (l->out.w - end) * sizeof(*to));
}

static void scatter_line(const struct lathe_layer *l, const real *from,
                         uint32_t j, real *line)
{
    uint32_t start, end;

    inside(l, j, l->in.w, l->out.w, &start, &end);
    if (l->stride == 1 && start < end) {
        lathe_vec_add(end - start, line + (start + j - l->pad), from + start);
    } else {
        for (uint32_t x = start; x < end; x++)
            line[x * l->stride + j - l->pad] += from[x];
    }
}

/* patches [c*kh*kw x oh*ow] of one image [c x h x w]. */
static void to_patches(const struct lathe_layer *l, const real *image,
                       real *patches)
{
    for (uint32_t c = 0; c < l->in.c; c++) {
        const real *plane = image + (size_t)c * l->in.h * l->in.w;
        for (uint32_t i = 0; i < l->kh; i++) {
            uint32_t from, to;
            inside(l, i, l->in.h, l->out.h, &from, &to);
            for (uint32_t j = 0; j < l->kw; j++) {
                if (from > 0 || to < l->out.h)
                    memset(patches, 0, plane_size(l) * sizeof(*patches));
                for (uint32_t y = from; y < to; y++)
                    gather_line(l, plane + (size_t)(y * l->stride + i -
                                                    l->pad) * l->in.w,
                                j, patches + (size_t)y * l->out.w);
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
            uint32_t from, to;
            inside(l, i, l->in.h, l->out.h, &from, &to);
            for (uint32_t j = 0; j < l->kw; j++) {
                for (uint32_t y = from; y < to; y++)
                    scatter_line(l, patches + (size_t)y * l->out.w, j,
                                 plane + (size_t)(y * l->stride + i -
                                                  l->pad) * l->in.w);
                patches += plane_size(l);
            }
        }
    }
}

static size_t align(size_t n)
{
    return (n + 15) & ~(size_t)15;
}

size_t lathe_conv_scratch(const struct lathe_layer *l)
{
    size_t patches = align(patch_size(l) * plane_size(l));

    return patches + lathe_gemm_nt_scratch(l->out.c, patch_size(l),
                                           plane_size(l));
}

void lathe_conv_forward(const struct lathe_op *op,
                        const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t plane = plane_size(l), patch = patch_size(l), k = l->out.c;

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        const real *image = op->in + i * lathe_shape_size(l->in);
        const real *patches = is_plain(l) ? image : shard->scratch;
        real *out = op->out + i * k * plane;

        if (!is_plain(l))
            to_patches(l, image, shard->scratch);
        for (size_t c = 0; c < k; c++)
            lathe_vec_fill(plane, out + c * plane, op->bias[c]);
        lathe_gemm_nn(k, plane, patch, op->weight, patch, patches, plane, out,
                      plane, true);
    }
}

void lathe_conv_backward(const struct lathe_op *op,
                         const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t plane = plane_size(l), patch = patch_size(l), k = l->out.c;
    size_t in = lathe_shape_size(l->in);
    real *dw = shard->grad + op->shard_grad, *db = dw + l->weights;
    real *more = shard->scratch + align(patch * plane);

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        const real *dout = op->dout + i * k * plane;
        const real *patches = is_plain(l) ? op->in + i * in : shard->scratch;

        if (!is_plain(l))
            to_patches(l, op->in + i * in, shard->scratch);
        lathe_gemm_nt(k, patch, plane, dout, plane, patches, plane, dw, patch,
                      true, more);
        for (size_t c = 0; c < k; c++)
            db[c] += lathe_vec_sum(plane, dout + c * plane);
        if (!op->din)
            continue;
        if (is_plain(l)) {
            lathe_gemm_tn(patch, plane, k, op->weight, patch, dout, plane,
                          op->din + i * in, plane, false);
            continue;
        }
        lathe_gemm_tn(patch, plane, k, op->weight, patch, dout, plane,
                      shard->scratch, plane, false);
        from_patches(l, shard->scratch, op->din + i * in);
    }
}
