/*
 * simd_math - functions of a register of numbers. In double all of them are
 * the C library's, number by number.
 */
#ifndef LATHE_NN_SIMD_MATH_H
#define LATHE_NN_SIMD_MATH_H

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

/* e^x, for x <= 0. */
INLINE vec v_decay(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_exp(x[i]);
    return x;
}

/* log x, for x >= 1. */
INLINE vec v_log(vec x)
{
    for (int i = 0; i < LANES; i++)
        x[i] = __builtin_log(x[i]);
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

/* e^x for x <= 0, which is 0 below -87. */
INLINE vec v_decay(vec x)
{
    return v_pick(v_above(v_set(-87), x), v_set(0), v_exp(x));
}

/*
 * log x for x in [1, 2^127] (Cephes' logf): x = 2^n m with m in [sqrt(1/2),
 * sqrt 2), log m by a polynomial. A NaN does not stay one.
 */
INLINE vec v_log(vec x)
{
    const vec magic = v_set(12582912.0f);
    vbits n = ((vbits)x - (vbits)v_set(0.70710678118654752f)) >> 23;
    vec f = (vec)((vbits)x - (n << 23)) - v_set(1), s = f * f, p;
    vec twos = (vec)(n + (vbits)magic) - magic;

    p = v_fma(f, v_set(7.0376836292e-2f), v_set(-1.1514610310e-1f));
    p = v_fma(f, p, v_set(1.1676998740e-1f));
    p = v_fma(f, p, v_set(-1.2420140846e-1f));
    p = v_fma(f, p, v_set(1.4249322787e-1f));
    p = v_fma(f, p, v_set(-1.6668057665e-1f));
    p = v_fma(f, p, v_set(2.0000714765e-1f));
    p = v_fma(f, p, v_set(-2.4999993993e-1f));
    p = v_fma(f, p, v_set(3.3333331174e-1f));
    p = v_fma(twos, v_set(-2.12194440e-4f), p * f * s);
    p = v_fma(s, v_set(-0.5f), p) + f;
    return v_fma(twos, v_set(0.693359375f), p);
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

#endif
