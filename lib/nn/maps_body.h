/*
 * The kernels of maps.h for one kind of register; see simd.h for what it
 * has.
 */

#include "nn/simd_math.h"

INLINE vec v_gelu(vec x)
{
    return x * v_normal(x);
}

INLINE vec v_silu(vec x)
{
    return x * v_sigmoid(x);
}

/* ---- maps --------------------------------------------------------------- */

/* Whole registers, then the rest through one that is filled with zeros. */
typedef vec map_fn(vec);

INLINE void map(map_fn *fn, size_t n, const real *in, real *out)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(out + i, fn(v_load_any(in + i)));
    if (i < n)
        v_store_some(out + i, fn(v_load_some(in + i, n - i)), n - i);
}

/* The slope of a function at v. */
INLINE void map_back(map_fn *slope, size_t n, const real *v, const real *dout,
                     real *din)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(din + i, v_load_any(dout + i) * slope(v_load_any(v + i)));
    if (i < n)
        v_store_some(din + i, v_load_some(dout + i, n - i) *
                                  slope(v_load_some(v + i, n - i)), n - i);
}

INLINE vec tangent_slope(vec out)
{
    return v_set(1) - out * out;
}

INLINE vec sigmoid_slope(vec out)
{
    return out * (v_set(1) - out);
}

/* P + x p with the normal distribution's P(x) and density p(x). */
INLINE vec gelu_slope(vec x)
{
    return v_fma(x * v_set((real)0.39894228040143268), v_bell(x),
                 v_normal(x));
}

INLINE vec silu_slope(vec x)
{
    vec s = v_sigmoid(x);

    return s * v_fma(x, v_set(1) - s, v_set(1));
}

TARGET static void map_relu(size_t n, const real *in, real *out)
{
    map(v_relu, n, in, out);
}

TARGET static void map_tanh(size_t n, const real *in, real *out)
{
    map(v_tanh, n, in, out);
}

TARGET static void map_sigmoid(size_t n, const real *in, real *out)
{
    map(v_sigmoid, n, in, out);
}

TARGET static void map_gelu(size_t n, const real *in, real *out)
{
    map(v_gelu, n, in, out);
}

TARGET static void map_silu(size_t n, const real *in, real *out)
{
    map(v_silu, n, in, out);
}

TARGET static void tanh_back(size_t n, const real *out, const real *dout,
                             real *din)
{
    map_back(tangent_slope, n, out, dout, din);
}

TARGET static void sigmoid_back(size_t n, const real *out, const real *dout,
                                real *din)
{
    map_back(sigmoid_slope, n, out, dout, din);
}

TARGET static void gelu_back(size_t n, const real *in, const real *dout,
                             real *din)
{
    map_back(gelu_slope, n, in, dout, din);
}

TARGET static void silu_back(size_t n, const real *in, const real *dout,
                             real *din)
{
    map_back(silu_slope, n, in, dout, din);
}

/* ---- two pieces --------------------------------------------------------- */

/* Above 0 the number itself, else what fn makes of it, times the slope. */
INLINE vec bend(map_fn *fn, vec slope, vec x)
{
    return v_pick(v_above(v_set(0), x), slope * fn(x), x);
}

INLINE vec v_same(vec x)
{
    return x;
}

INLINE vec v_below(vec x)
{
    return v_expm1(v_least(v_set(0), x));
}

INLINE void map_bend(map_fn *fn, size_t n, real slope, const real *in,
                     real *out)
{
    vec s = v_set(slope);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(out + i, bend(fn, s, v_load_any(in + i)));
    if (i < n)
        v_store_some(out + i, bend(fn, s, v_load_some(in + i, n - i)), n - i);
}

TARGET static void map_leaky(size_t n, real slope, const real *in, real *out)
{
    map_bend(v_same, n, slope, in, out);
}

TARGET static void map_elu(size_t n, real slope, const real *in, real *out)
{
    map_bend(v_below, n, slope, in, out);
}

/* Where out is above 0 the gradient, else `below` of it: slope e^x = out +
 * slope. */
INLINE vec v_bend_back(bool exponential, vec slope, vec out, vec d)
{
    vec factor = slope;

    if (exponential)
        factor += out;
    return v_pick(v_above(out, v_set(0)), d, d * factor);
}

INLINE void bend_back(bool exponential, size_t n, real slope, const real *out,
                      const real *dout, real *din)
{
    vec s = v_set(slope);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(din + i, v_bend_back(exponential, s, v_load_any(out + i),
                                         v_load_any(dout + i)));
    if (i < n)
        v_store_some(din + i, v_bend_back(exponential, s,
                                          v_load_some(out + i, n - i),
                                          v_load_some(dout + i, n - i)),
                     n - i);
}

/* A slope of 0 leaves -0 or 0 below: neither is above 0. */
TARGET static void leaky_back(size_t n, real slope, const real *out,
                              const real *dout, real *din)
{
    bend_back(false, n, slope, out, dout, din);
}

TARGET static void elu_back(size_t n, real slope, const real *out,
                            const real *dout, real *din)
{
    bend_back(true, n, slope, out, dout, din);
}

TARGET static void relu_back(size_t n, const real *out, const real *dout,
                             real *din)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(din + i, v_pick(v_above(v_load_any(out + i), v_set(0)),
                                    v_load_any(dout + i), v_set(0)));
    for (; i < n; i++)
        din[i] = out[i] > 0 ? dout[i] : 0;
}

/* ---- rows --------------------------------------------------------------- */

INLINE void add_some(size_t n, real *to, const real *from)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(to + i, v_load_any(to + i) + v_load_any(from + i));
    for (; i < n; i++)
        to[i] += from[i];
}

TARGET static void claim(size_t n, const real *v)
{
    for (size_t i = 0; i < n; i += 64 / sizeof(*v))
        __builtin_prefetch(v + i, 1);
}

TARGET static void add(size_t n, real *to, const real *from)
{
    add_some(n, to, from);
}

TARGET static void sum_of(size_t n, const real *a, const real *b, real *out)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        v_store_any(out + i, v_load_any(a + i) + v_load_any(b + i));
    for (; i < n; i++)
        out[i] = a[i] + b[i];
}

/* nv registers of columns; constant. */
INLINE void add_columns(int nv, size_t k, size_t n, const uint32_t *row,
                        const real *m, bool relu, real *to)
{
    vec s[4];

    LATHE_UNROLL(4)
    for (int v = 0; v < nv; v++)
        s[v] = v_load_any(to + v * LANES);
    for (size_t i = 0; i < n; i++) {
        const real *from = m + (size_t)row[i] * k;

        if (row[i] == UINT32_MAX)
            continue;
        LATHE_UNROLL(4)
        for (int v = 0; v < nv; v++)
            s[v] += v_load_any(from + v * LANES);
    }
    LATHE_UNROLL(4)
    for (int v = 0; v < nv; v++)
        v_store_any(to + v * LANES, relu ? v_relu(s[v]) : s[v]);
}

TARGET static void add_rows(size_t k, size_t n, const uint32_t *row,
                            const real *m, bool relu, real *to)
{
    size_t j = 0;

    for (; j + 4 * LANES <= k; j += 4 * LANES)
        add_columns(4, k, n, row, m + j, relu, to + j);
    for (; j + LANES <= k; j += LANES)
        add_columns(1, k, n, row, m + j, relu, to + j);
    for (size_t i = 0; j < k && i < n; i++)
        for (size_t c = j; row[i] != UINT32_MAX && c < k; c++)
            to[c] += m[(size_t)row[i] * k + c];
    for (; j < k && relu; j++)
        to[j] = to[j] < 0 ? 0 : to[j];
}

/* Whether a place is in range no branch could foresee, so those that are get
 * into a list first. */
struct hit {
    uint32_t to, from;
};

INLINE void add_hits(size_t k, size_t n, const struct hit *hit, const real *v,
                     real *m)
{
    for (size_t i = 0; i < n; i++)
        add_some(k, m + hit[i].to * k, v + hit[i].from * k);
}

TARGET static void scatter(size_t k, size_t n, size_t each,
                           const uint32_t *row, size_t from, size_t end,
                           const real *v, real *m)
{
    const uint32_t first = (uint32_t)from, many = (uint32_t)(end - from);
    struct hit hit[256];
    size_t hits = 0;

    for (uint32_t i = 0; i < n; i++)
        for (size_t j = 0; j < each; j++) {
            hit[hits] = (struct hit){ *row++ - first, i };
            hits += hit[hits].to < many;
            if (hits == sizeof(hit) / sizeof(hit[0])) {
                add_hits(k, hits, hit, v, m);
                hits = 0;
            }
        }
    add_hits(k, hits, hit, v, m);
}

INLINE void sum_columns(int nv, size_t k, size_t n, const real *m, real *to)
{
    vec s[4];

    LATHE_UNROLL(4)
    for (int v = 0; v < nv; v++)
        s[v] = v_load_any(to + v * LANES);
    for (size_t i = 0; i < n; i++, m += k)
        LATHE_UNROLL(4)
        for (int v = 0; v < nv; v++)
            s[v] += v_load_any(m + v * LANES);
    LATHE_UNROLL(4)
    for (int v = 0; v < nv; v++)
        v_store_any(to + v * LANES, s[v]);
}

TARGET static void sum_rows(size_t k, size_t n, const real *m, real *to)
{
    size_t j = 0;

    for (; j + 4 * LANES <= k; j += 4 * LANES)
        sum_columns(4, k, n, m + j, to + j);
    for (; j + LANES <= k; j += LANES)
        sum_columns(1, k, n, m + j, to + j);
    if (j < k) {
        vec s = v_load_some(to + j, k - j);
        for (size_t i = 0; i < n; i++)
            s += v_load_some(m + i * k + j, k - j);
        v_store_some(to + j, s, k - j);
    }
}

TARGET static void turn(size_t rows, size_t cols, const real *in, size_t ldi,
                        real *out, size_t ldo)
{
    size_t r = rows - rows % LANES, c = cols - cols % LANES;

    for (size_t i = 0; i < r; i += LANES)
        for (size_t j = 0; j < c; j += LANES) {
            vec square[LANES];
            for (size_t k = 0; k < LANES; k++)
                square[k] = v_load_any(in + (i + k) * ldi + j);
            v_turn(square);
            for (size_t k = 0; k < LANES; k++)
                v_store_any(out + (j + k) * ldo + i, square[k]);
        }
    for (size_t j = c; j < cols; j++)
        for (size_t i = 0; i < r; i++)
            out[j * ldo + i] = in[i * ldi + j];
    for (size_t j = 0; j < cols; j++)
        for (size_t i = r; i < rows; i++)
            out[j * ldo + i] = in[i * ldi + j];
}

#define MAPS_TABLE                                                        \
    {                                                                     \
        .relu = map_relu, .relu_back = relu_back, .tangent = map_tanh,    \
        .sigmoid = map_sigmoid, .tangent_back = tanh_back,                \
        .sigmoid_back = sigmoid_back, .gelu = map_gelu,                   \
        .silu = map_silu, .gelu_back = gelu_back, .silu_back = silu_back, \
        .leaky = map_leaky, .leaky_back = leaky_back, .elu = map_elu,     \
        .elu_back = elu_back, .claim = claim, .add = add,                 \
        .add_rows = add_rows,                                             \
        .sum = sum_of, .scatter = scatter, .sum_rows = sum_rows,          \
        .turn = turn,                                                     \
    }
