/*
 * maps - kernels that go over arrays number by number, or over the rows of a
 * matrix.
 *
 * One body, maps_body.h, is compiled for each level of instructions. Arrays
 * have any length and place; in == out and dout == din are fine.
 */
#ifndef LATHE_NN_MAPS_H
#define LATHE_NN_MAPS_H

#include "nn/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* out[i] = f(in[i]), and din[i] = dout[i] * f'(...), which is known from v:
 * what f gave out, or, of gelu and silu, what went in. */
typedef void lathe_map_fn(size_t n, const real *in, real *out);
typedef void lathe_map_back_fn(size_t n, const real *v, const real *dout,
                               real *din);

struct lathe_maps {
    /* max(x, 0); a NaN stays one, so that a loss shows it. */
    lathe_map_fn *relu;
    lathe_map_back_fn *relu_back;
    /* tanh x, within 4e-7 of it as a share; 1 / (1 + e^-x), within 2e-7, but
     * not below 1e-38. In double all of these are the C library's. */
    lathe_map_fn *tangent, *sigmoid;
    lathe_map_back_fn *tangent_back, *sigmoid_back;
    /* x P(x) with the normal distribution's P, P within 1e-5 as a share (from
     * -10 on), within 3e-7 as it is; x / (1 + e^-x). */
    lathe_map_fn *gelu, *silu;
    lathe_map_back_fn *gelu_back, *silu_back;
    /* Below 0: slope x; slope (e^x - 1), within 3e-7 as a share. */
    void (*leaky)(size_t n, real slope, const real *in, real *out);
    void (*leaky_back)(size_t n, real slope, const real *out, const real *dout,
                       real *din);
    void (*elu)(size_t n, real slope, const real *in, real *out);
    void (*elu_back)(size_t n, real slope, const real *out, const real *dout,
                     real *din);

    /* Says that v [n] will be read and written soon: its lines may be asked
     * for from other cores. Changes nothing. */
    void (*claim)(size_t n, const real *v);
    /* to [n] += from [n]; out [n] = a [n] + b [n] */
    void (*add)(size_t n, real *to, const real *from);
    void (*sum)(size_t n, const real *a, const real *b, real *out);
    /* to [k] += row[0] + row[1] + ... of m [... x k], n of them, one after the
     * other; UINT32_MAX is none. With `relu` then max(to, 0), as above. */
    void (*add_rows)(size_t k, size_t n, const uint32_t *row, const real *m,
                     bool relu, real *to);
    /* m [(end - from) x k]: row row[i][j] - from += v[i] [k], for i < n, j <
     * each, where row [n x each] is in [from, end). */
    void (*scatter)(size_t k, size_t n, size_t each, const uint32_t *row,
                    size_t from, size_t end, const real *v, real *m);
    /* to [k] += the rows of m [n x k], one after the other. */
    void (*sum_rows)(size_t k, size_t n, const real *m, real *to);
    /* out [cols x rows] = transpose of in [rows x cols] with row strides ldi,
     * ldo. They do not overlap. */
    void (*turn)(size_t rows, size_t cols, const real *in, size_t ldi,
                 real *out, size_t ldo);
};

#endif
