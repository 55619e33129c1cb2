#include "data/singles.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* From here on floats are whole numbers. */
#define WHOLE 0x1p23
/* Digits behind the point at the most: the powers of ten are exact, and so are
 * products with them, up to what is rounded off. */
#define MOST 15

/* 1.5 * 2^52: a sum with it has no digits behind the point. */
#define ROUND 0x1.8p52

/* A float may be anywhere in memory that holds doubles too. */
typedef float loose __attribute__((may_alias, aligned(4)));
typedef double loose_double __attribute__((may_alias));

static const double powers[MOST + 1] = {1,    10,   1e2,  1e3, 1e4,  1e5,
                                        1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15};

/* Of a number from 2^b to 2^(b + 1): floor((23 - b) * log10(2)), from 0 to the
 * most; floats there are 2^(b - 23) apart. */
static size_t digits_of(double v)
{
    uint64_t bits;
    int64_t below;

    memcpy(&bits, &v, sizeof bits);
    below = 1023 + 23 - (int64_t)(bits >> 52 & 2047);
    if (below <= 0)
        return 0;
    below = below * 19728 >> 16;        /* 65536 log10(2), rounded down */
    return below < MOST ? (size_t)below : MOST;
}

static double take(double v)
{
    double power;

    if (!(fabs(v) < WHOLE))
        return v;
    power = powers[digits_of(v)];
    return copysign((v * power + ROUND - ROUND) / power, v);
}

double lathe_single_take(float f)
{
    return take((double)f);
}

bool lathe_single_holds(double v)
{
    return isnan(v) || take((double)(float)v) == v;
}

static void put_all(const double *v, size_t n, float *out)
{
    const loose_double *from = v;
    loose *to = out;

    for (size_t i = 0; i < n; i++)
        to[i] = (float)from[i];
}

static void take_all(const float *f, size_t n, double *out)
{
    const loose *from = f;
    loose_double *to = out;

    for (size_t i = 0; i < n; i++)
        to[i] = take((double)from[i]);
}

const struct lathe_singles lathe_singles_portable = {put_all, take_all};

struct lathe_singles lathe_singles_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX2)
        return lathe_singles_avx2;
#endif
    (void)level;
    return lathe_singles_portable;
}
