/*
 * kernel - the inner loops of inference, one table of them a CPU level.
 *
 * All levels give the same bits. A float output is one chain of fused
 * multiply-adds in the order of its inputs; integers are exact. The lanes of a
 * register are outputs (dense) or channels (images), never inputs, and a
 * block of rows shares the weights that were loaded.
 *
 * Outputs stand in panels of 16 that lie side by side for each input (see
 * prepack.h), so every width here is a multiple of 8 with zeros to fill.
 */
#ifndef LATHE_INFER_KERNEL_H
#define LATHE_INFER_KERNEL_H

#include "base/cpu.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Outputs of one panel; the last panel has half of them where that is
 * enough. */
#define LATHE_PANEL 16

/* out[k] = bias[k] + x[0]*w[0][k] + x[1]*w[1][k] + ..., k < width. */
struct lathe_product {
    size_t depth;               /* inputs that are floats */
    size_t inputs;              /* rows of a panel: depth, and hot places */
    size_t width;               /* outputs with their padding */
    const float *weight;        /* panels, each [inputs x 16] */
    const float *bias;          /* [width] */
    const uint32_t *place;      /* [depth] where input i lies in a row of x;
                                 * NULL: at i */
    bool relu;                  /* max(0, out) at the end */
};

/*
 * n rows. Row r reads x[r*x_stride + place], writes out[r*out_stride + k].
 * After the floats each of its `hots` places hot[r*hots + j] that is not
 * UINT32_MAX adds w[place][k]; hots 0: none.
 */
typedef void lathe_product_fn(const struct lathe_product *p, const float *x,
                              size_t x_stride, const uint32_t *hot,
                              size_t hots, size_t n, float *out,
                              size_t out_stride);

/* Each output of an input of its own: out[k] = bias[k] + x[place[0] + k] *
 * w[0][k] + ..., k < width, with w [depth x width]. n places, strides as
 * above; the last numbers of x and w may be there to fill. */
typedef void lathe_depthwise_fn(const struct lathe_product *p, const float *x,
                                size_t x_stride, size_t n, float *out,
                                size_t out_stride);

/* A product in integers: out[k] = scale[k] * (start[k] + sum of x*w) +
 * bias[k]. Inputs come in groups (lathe_kernel.group): 4 of u8, or 2 of u16
 * holding no more than 255; or 4 of i8, all less 128 (lathe_kernel.less).
 * Weights are -127 to 127. */
struct lathe_int8 {
    size_t groups;
    size_t width;
    const void *weight;         /* panels, each [groups x 16 x group]: i8 for
                                 * groups of 4, i16 for groups of 2 */
    const int32_t *start;       /* [width] - zero point * sum of weights, with
                                 * the zero point less as inputs are */
    const float *scale, *bias;  /* [width] */
    const uint32_t *place;      /* [groups] first element of a group in a row
                                 * of x; NULL: at g * group */
    bool relu;
};

/* x_stride counts elements. */
typedef void lathe_int8_fn(const struct lathe_int8 *p, const void *x,
                           size_t x_stride, size_t n, float *out,
                           size_t out_stride);

/* One row of output pixels of a pooling layer, lanes of channels. */
struct lathe_window {
    size_t kh, kw;
    size_t row, col;            /* floats from one input row, column on */
    size_t step;                /* floats from one window to the next */
    size_t lanes;               /* channels with padding, a multiple of 8 */
    float factor;               /* of the sum, for means */
};

typedef void lathe_window_fn(const struct lathe_window *w, const float *in,
                             size_t cols, float *out);

/* q[i] = clamp(round_to_even(x[i] * inverse) + zero, 0, 255); NaN gives 0. n
 * is a multiple of 8. q is u8 or u16, as the group says, or i8 and less 128. */
typedef void lathe_quantise_fn(const float *x, size_t n, float inverse,
                               int32_t zero, void *q);

/* out[i] = (pixel[i] - shift) * factor. */
typedef void lathe_pixels_fn(const uint8_t *pixel, size_t n, float shift,
                             float factor, float *out);

struct lathe_kernel {
    lathe_product_fn *product;
    lathe_depthwise_fn *depthwise;
    lathe_int8_fn *int8;
    size_t group;               /* 4: u8 or i8, and i8; 2: u16 and i16 */
    int32_t less;               /* inputs are less this: 128 for i8, else 0 */
    lathe_window_fn *max, *mean;
    lathe_quantise_fn *quantise;
    lathe_pixels_fn *pixels;
};

/* The kernels of a level, or of the highest below it that this build has. */
struct lathe_kernel lathe_kernel_pick(enum lathe_cpu_level level);

/* By subject: kernel_product*.c, kernel_int8*.c, kernel_lanes*.c. */
lathe_product_fn lathe_kernel_product;
lathe_depthwise_fn lathe_kernel_depthwise;
lathe_int8_fn lathe_kernel_int8;
lathe_window_fn lathe_kernel_max, lathe_kernel_mean;
lathe_quantise_fn lathe_kernel_quantise;
lathe_pixels_fn lathe_kernel_pixels;

#if defined(__x86_64__)
lathe_product_fn lathe_kernel_product_avx2, lathe_kernel_product_avx512;
lathe_depthwise_fn lathe_kernel_depthwise_avx2, lathe_kernel_depthwise_avx512;
lathe_int8_fn lathe_kernel_int8_avx2, lathe_kernel_int8_vnni;
lathe_window_fn lathe_kernel_max_avx2, lathe_kernel_mean_avx2;
lathe_quantise_fn lathe_kernel_quantise_avx2, lathe_kernel_quantise_avx512;
lathe_quantise_fn lathe_kernel_quantise_vnni;
lathe_pixels_fn lathe_kernel_pixels_avx2;
#elif defined(__aarch64__)
lathe_product_fn lathe_kernel_product_neon;
lathe_depthwise_fn lathe_kernel_depthwise_neon;
lathe_int8_fn lathe_kernel_int8_neon, lathe_kernel_int8_dotprod;
lathe_window_fn lathe_kernel_max_neon, lathe_kernel_mean_neon;
lathe_quantise_fn lathe_kernel_quantise_neon;
lathe_pixels_fn lathe_kernel_pixels_neon;
#endif

#endif
