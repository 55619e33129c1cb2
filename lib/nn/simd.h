/*
 * simd - one register of numbers: what all kinds of it do alike.
 *
 * One of simd_portable.h, simd_avx2.h, simd_avx512.h and simd_neon.h is what a
 * body of kernels (small_body.h, lanes_body.h, maps_body.h) is compiled with,
 * and includes this. Each has
 *
 *   LANES     numbers of a register
 *   INLINE    how a function that must be inlined begins
 *   TARGET    the attribute of the others
 *
 * and on the types `number`, and `vec` of so many of them,
 *
 *   v_set               the same number in all lanes
 *   v_fma               a * b + c
 *   v_sum               of the lanes, in a fixed order
 *   v_relu              max(0, x); a NaN stays one
 *   v_least, v_most     of a and b; NaN where b is one
 *   v_pick(m, a, b)     a where the mask m is set, else b, with masks of
 *                       v_above (a > b), v_other (a != b), v_newer (a > b, or
 *                       a is a NaN)
 *   v_turn              transposes a square of registers
 *   v_load_in, v_store_in
 *                       of the first n lanes, n in [0, LANES], as v_some(n)
 *                       says: the others are 0, and not written
 *
 * beside the operators that compilers give to vectors.
 */
#ifndef LATHE_NN_SIMD_H
#define LATHE_NN_SIMD_H

#include "base/unroll.h"

/* At a multiple of the register, */
INLINE vec v_load(const number *p)
{
    return *(const vec *)p;
}

INLINE void v_store(number *p, vec v)
{
    *(vec *)p = v;
}

/* and anywhere. */
INLINE vec v_load_any(const number *p)
{
    vec v;

    __builtin_memcpy(&v, p, sizeof(v));
    return v;
}

INLINE void v_store_any(number *p, vec v)
{
    __builtin_memcpy(p, &v, sizeof(v));
}

INLINE vec v_load_some(const number *p, size_t n)
{
    return v_load_in(p, v_some(n));
}

INLINE void v_store_some(number *p, vec v, size_t n)
{
    v_store_in(p, v, v_some(n));
}

#endif
