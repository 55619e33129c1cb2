/*
 * simd_portable - one register of numbers, of the 16 bytes that every x86-64
 * and ARM64 has registers for. See simd.h.
 */
#ifndef LATHE_NN_SIMD_PORTABLE_H
#define LATHE_NN_SIMD_PORTABLE_H

#include "nn/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LANES = 16 / sizeof(real) };

typedef real number;
typedef real vec __attribute__((vector_size(16), may_alias));
#ifdef LATHE_REAL_DOUBLE
typedef int64_t vbits __attribute__((vector_size(16), may_alias));
#else
typedef int32_t vbits __attribute__((vector_size(16), may_alias));
#endif
typedef vbits vmask;

#define TARGET
#define INLINE static inline __attribute__((always_inline))

INLINE vec v_set(real x)
{
    return x - (vec){0};
}

INLINE vec v_fma(vec a, vec b, vec c)
{
    return a * b + c;
}

INLINE real v_sum(vec v)
{
    return LANES == 2 ? v[0] + v[1]
                      : (v[0] + v[LANES / 2]) + (v[1] + v[LANES - 1]);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return (vec)((m & (vbits)a) | (~m & (vbits)b));
}

INLINE vmask v_above(vec a, vec b)
{
    return (vmask)(a > b);
}

INLINE vmask v_other(vec a, vec b)
{
    return (vmask)(a != b);
}

INLINE vmask v_newer(vec a, vec b)
{
    return (vmask)(a > b) | (vmask)(a != a);
}

/* b where either is a NaN, as x86's minps. */
INLINE vec v_least(vec a, vec b)
{
    return v_pick((vmask)(a < b), a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return v_pick((vmask)(a > b), a, b);
}

INLINE vec v_relu(vec x)
{
    return v_most(v_set(0), x);
}

INLINE void v_turn(vec *v)
{
    for (int i = 0; i < LANES; i++)
        for (int j = 0; j < i; j++) {
            real held = v[i][j];
            v[i][j] = v[j][i];
            v[j][i] = held;
        }
}

typedef size_t vsome;

INLINE vsome v_some(size_t n)
{
    return n;
}

INLINE vec v_load_in(const real *p, vsome some)
{
    vec v = v_set(0);

    for (size_t i = 0; i < some; i++)
        v[i] = p[i];
    return v;
}

INLINE void v_store_in(real *p, vec v, vsome some)
{
    for (size_t i = 0; i < some; i++)
        p[i] = v[i];
}

#include "nn/simd.h"

#endif
