/*
 * lanes - kernels that take several images at once, one in each lane of a
 * register.
 *
 * A group of `width` images lies as [c x h x w][width]: what is done to one
 * pixel is done to that pixel of all of them by one instruction. Every shape
 * fills the registers, whatever its channels and columns, and an edge, a
 * stride or a hole in the kernel is a matter of addresses. A sum over images
 * adds up the lanes once, at its end, in a fixed order.
 *
 * One body, lanes_body.h, is compiled for each level of instructions. All
 * arrays begin at a multiple of the register, but those of maps.h and
 * entropy.h.
 */
#ifndef LATHE_NN_LANES_H
#define LATHE_NN_LANES_H

#include "base/cpu.h"
#include "nn/entropy.h"
#include "nn/maps.h"
#include "nn/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LATHE_LANES_MOST = 16, LATHE_LANES_TAPS = 5 };

/*
 * A line of a convolution: cols places of outs channels,
 *
 *   out[o][x] = bias[o] + sum over channels c and taps i, j of
 *               weight[o][c][i][j] * in[c*plane + i*down + j*beside + x*step],
 *
 * strides in numbers, lanes included. Weights are in blocks of outs (see
 * lathe_lanes_part with lathe_lanes.outs), each [channels][ni][nj][block].
 */
struct lathe_lanes_conv {
    size_t channels, ni, nj, outs, cols;
    ptrdiff_t plane, down, beside, step, out_plane, out_step;
    const real *weight;
    const real *bias;           /* [outs]; NULL: 0 */
    bool relu;                  /* max(0, out), a NaN stays one */
};

/* Taps i in [from, to) only; `in` is where tap `from` of place 0 lies. */
typedef void lathe_lanes_conv_fn(const struct lathe_lanes_conv *c, size_t from,
                                 size_t to, const real *in, real *out);

/*
 * dw[o*ldw + j] += sum over lines y, places x and lanes of
 * dout[o*plane + y*line + x*width] * in[y*down + x*step + j*beside], for o <
 * outs, j < taps. outs is at most lathe_lanes.grads[taps], taps at most
 * LATHE_LANES_TAPS.
 */
struct lathe_lanes_grad {
    size_t lines, cols, outs, taps, ldw;
    ptrdiff_t down, step, beside, plane, line;
};
typedef void lathe_lanes_grad_fn(const struct lathe_lanes_grad *g,
                                 const real *in, const real *dout, real *dw);

/* Windows of a line: in[i*down + j*beside + x*step]. */
struct lathe_lanes_window {
    size_t ni, nj, cols;
    ptrdiff_t down, beside, step;
    bool relu;                  /* max: of the result; its gradient is 0 where
                                 * the result is not above 0 */
    bool alone;                 /* windows do not overlap: gradients are
                                 * written, not added */
};

/* One channel of a norm over a group: the numbers of `live` of its images. */
struct lathe_lanes_norm {
    size_t n;                   /* a multiple of width */
    size_t live;                /* 1 to width */
    bool relu;                  /* forward: max(0, .); backward: where out is
                                 * not above 0 there is no gradient */
    real shift, factor;
    real add;                   /* forward */
    real slope, along;          /* backward */
};

struct lathe_lanes_layer {
    size_t n;
    const real *weight, *bias;  /* [n] */
    double eps;
};

struct lathe_lanes {
    size_t width;               /* images of a group */
    size_t outs;                /* most channels of a block of conv */
    size_t grads[LATHE_LANES_TAPS + 1]; /* by taps: outs of grad, at most */

    lathe_lanes_conv_fn *conv;
    lathe_lanes_grad_fn *grad;
    /* The sum of n numbers, a multiple of width. */
    real (*sum)(size_t n, const real *v);

    /* at: the number in its window of the largest, which is out. */
    void (*max)(const struct lathe_lanes_window *w, const real *in, real *out,
                real *at);
    /* Gives dout to the place of the largest in din, 0 to the others. */
    void (*max_back)(const struct lathe_lanes_window *w, const real *dout,
                     const real *out, const real *at, real *din);
    void (*mean)(const struct lathe_lanes_window *w, const real *in,
                 real *out);
    void (*mean_back)(const struct lathe_lanes_window *w, const real *dout,
                      real *din);

    /* sum[0] = sum of v - shift, sum[1] = sum of their squares. */
    void (*moments)(const struct lathe_lanes_norm *c, const real *v,
                    real sum[2]);
    /* out = (in - shift) * factor + add, in lanes that are not live too. */
    void (*affine)(const struct lathe_lanes_norm *c, const real *in,
                   real *out);
    /* sum[0] += sum of dout, sum[1] += sum of dout * (in - shift). */
    void (*slopes)(const struct lathe_lanes_norm *c, const real *in,
                   const real *out, const real *dout, real sum[2]);
    /* din = factor * (dout - slope - (in - shift) * along); 0 in lanes that
     * are not live. */
    void (*affine_back)(const struct lathe_lanes_norm *c, const real *in,
                        const real *out, const real *dout, real *din);

    /* A layer norm of n numbers of each image: stat [2][width] gets means, and
     * 1 / sqrt(variance + eps); out = (in - mean) * that * weight + bias. */
    void (*center)(const struct lathe_lanes_layer *c, const real *in,
                   real *out, real *stat);
    /* dw [n] and db [n] are added to; din NULL: not wanted. */
    void (*center_back)(const struct lathe_lanes_layer *c, const real *in,
                        const real *dout, const real *stat, real *dw, real *db,
                        real *din);

    /* lanes [size][width] from row [n x size] with n <= width, other lanes 0;
     * and back, n rows. */
    void (*enter)(size_t n, size_t size, const real *row, real *lanes);
    void (*leave)(size_t n, size_t size, const real *lanes, real *row);

    struct lathe_maps map;
    struct lathe_entropy entropy;
};

/* The kernels of the highest level that there is an own version for. */
const struct lathe_lanes *lathe_lanes_pick(enum lathe_cpu_level level);

extern const struct lathe_lanes lathe_lanes_portable;
#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
extern const struct lathe_lanes lathe_lanes_avx2, lathe_lanes_avx512;
#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)
extern const struct lathe_lanes lathe_lanes_neon;
#endif

/* Cuts `total` into parts of at most `most`, as even as can be: the size of
 * the part that begins at `at`. */
static inline size_t lathe_lanes_part(size_t total, size_t most, size_t at)
{
    size_t parts = (total + most - 1) / most;
    size_t each = total / parts, longer = total % parts;

    return at < longer * (each + 1) ? each + 1 : each;
}

#endif
