/*
 * The kernels of maps.h for one kind of register; see simd.h for what it
 * has.
 */

/* ---- functions of a register -------------------------------------------- */

#ifdef LATHE_REAL_DOUBLE

INLINE vec v_tanh(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_tanh(x[i]);
    return x;
}

INLINE vec v_sigmoid(vec x)
{
    for (int i = 0; i < LANES; i++) {
        real e = __builtin_exp(-__builtin_fabs(x[i]));
        x[i] = (x[i] >= 0 ? 1 : e) / (1 + e);
    }
    return x;
}

/* e^x - 1, for x <= 0. */
INLINE vec v_expm1(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_expm1(x[i]);
    return x;
}

/* e^(-x^2 / 2) */
INLINE vec v_bell(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_exp(-x[i] * x[i] / 2);
    return x;
}

/* The normal distribution. */
INLINE vec v_normal(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_erfc(x[i] * -0.70710678118654752) / 2;
    return x;
}

#else

/*
 * The quotient of polynomials in x^2 that Eigen and XLA use (Eigen's
 * ptanh_float): x * p(x^2) / q(x^2) for |x| up to 7.9, beyond which tanh is 1
 * in float.
 */
INLINE vec v_tanh(vec x)
{
    vec t = v_most(v_set(-7.90531110763549805f),
                   v_least(v_set(7.90531110763549805f), x));
    vec s = t * t;
    vec p = v_fma(s, v_set(-2.76076847742355e-16f),
                  v_set(2.00018790482477e-13f));
    vec q = v_fma(s, v_set(1.19825839466702e-06f),
                  v_set(1.18534705686654e-04f));

    p = v_fma(s, p, v_set(-8.60467152213735e-11f));
    p = v_fma(s, p, v_set(5.12229709037114e-08f));
    p = v_fma(s, p, v_set(1.48572235717979e-05f));
    p = v_fma(s, p, v_set(6.37261928875436e-04f));
    p = v_fma(s, p, v_set(4.89352455891786e-03f));
    q = v_fma(s, q, v_set(2.26843463243900e-03f));
    q = v_fma(s, q, v_set(4.89352518554385e-03f));
    t = t * p / q;
    return v_most(v_set(-1), v_least(v_set(1), t));
}

/*
 * e^x for x in [-87, 0] (Cephes' expf): x = n ln 2 + r, e^r by a polynomial,
 * 2^n by its exponent. Adding 1.5 * 2^23 rounds to an integer, which stands
 * in the low bits of the sum.
 */
struct power {
    vec less;                   /* e^r - 1 */
    vbits twos;                 /* n in the place of an exponent */
};

INLINE struct power v_power(vec x)
{
    const vec magic = v_set(12582912.0f);
    vec t, n, r, p;

    x = v_most(v_set(-87), x);
    t = v_fma(x, v_set(1.44269504088896341f), magic);
    n = t - magic;
    r = v_fma(n, v_set(-0.693359375f), x);
    r = v_fma(n, v_set(2.12194440e-4f), r);
    p = v_fma(r, v_set(1.9875691500e-4f), v_set(1.3981999507e-3f));
    p = v_fma(r, p, v_set(8.3334519073e-3f));
    p = v_fma(r, p, v_set(4.1665795894e-2f));
    p = v_fma(r, p, v_set(1.6666665459e-1f));
    p = v_fma(r, p, v_set(5.0000001201e-1f));
    return (struct power){ v_fma(r * r, p, r), (vbits)t << 23 };
}

INLINE vec v_exp(vec x)
{
    struct power e = v_power(x);

    return (vec)((vbits)(e.less + v_set(1)) + e.twos);
}

/* e^x - 1, for x <= 0: 2^n (e^r - 1) + (2^n - 1). */
INLINE vec v_expm1(vec x)
{
    struct power e = v_power(x);
    vec twos = (vec)((vbits)v_set(1) + e.twos);

    return v_fma(twos, e.less, twos - v_set(1));
}

/* e^(-x^2 / 2) */
INLINE vec v_bell(vec x)
{
    return v_exp(x * x * v_set(-0.5f));
}

/*
 * The normal distribution, by the fit to erfc of Numerical Recipes (erfcc):
 * with z = |x| / sqrt 2 and t = 1 / (1 + z / 2), erfc z = t e^(-z^2 + p(t)).
 */
INLINE vec v_normal(vec x)
{
    vec z = v_most(x, -x) * v_set(0.70710678118654752f);
    vec t = v_set(1) / v_fma(z, v_set(0.5f), v_set(1));
    vec p = v_fma(t, v_set(0.17087277f), v_set(-0.82215223f)), tail;

    p = v_fma(t, p, v_set(1.48851587f));
    p = v_fma(t, p, v_set(-1.13520398f));
    p = v_fma(t, p, v_set(0.27886807f));
    p = v_fma(t, p, v_set(-0.18628806f));
    p = v_fma(t, p, v_set(0.09678418f));
    p = v_fma(t, p, v_set(0.37409196f));
    p = v_fma(t, p, v_set(1.00002368f));
    p = v_fma(t, p, v_set(-1.26551223f));
    tail = v_set(0.5f) * t * v_exp(v_least(v_set(0), v_fma(-z, z, p)));
    return v_pick(v_above(x, v_set(0)), v_set(1) - tail, tail);
}

/* With e = e^-|x|: x >= 0 ? 1 / (1 + e) : e / (1 + e). */
INLINE vec v_sigmoid(vec x)
{
    vec e = v_exp(v_least(x, -x));

    return v_pick(v_above(v_set(0), x), e, v_set(1)) / (e + v_set(1));
}

#endif

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
                        const real *m, real *to)
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
        v_store_any(to + v * LANES, s[v]);
}

TARGET static void add_rows(size_t k, size_t n, const uint32_t *row,
                            const real *m, real *to)
{
    size_t j = 0;

    for (; j + 4 * LANES <= k; j += 4 * LANES)
        add_columns(4, k, n, row, m + j, to + j);
    for (; j + LANES <= k; j += LANES)
        add_columns(1, k, n, row, m + j, to + j);
    for (size_t i = 0; j < k && i < n; i++)
        for (size_t c = j; row[i] != UINT32_MAX && c < k; c++)
            to[c] += m[(size_t)row[i] * k + c];
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
