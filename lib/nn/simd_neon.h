/*
 * simd_neon - one register of numbers, in NEON: 4 of them. See simd.h.
 */
#ifndef LATHE_NN_SIMD_NEON_H
#define LATHE_NN_SIMD_NEON_H

#include <arm_neon.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LANES = 4 };

typedef float number;
typedef float32x4_t vec __attribute__((may_alias));
typedef uint32x4_t vmask;
typedef int32_t vbits __attribute__((vector_size(16), may_alias));

#define TARGET
#define INLINE static inline __attribute__((always_inline))

INLINE vec v_set(float x)
{
    return vdupq_n_f32(x);
}

INLINE vec v_fma(vec a, vec b, vec c)
{
    return vfmaq_f32(c, a, b);
}

INLINE float v_sum(vec v)
{
    return vaddvq_f32(v);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return vbslq_f32(m, a, b);
}

INLINE vmask v_above(vec a, vec b)
{
    return vcgtq_f32(a, b);
}

INLINE vmask v_other(vec a, vec b)
{
    return vmvnq_u32(vceqq_f32(a, b));
}

INLINE vmask v_newer(vec a, vec b)
{
    return vornq_u32(vcgtq_f32(a, b), vceqq_f32(a, a));
}

/* A NaN in either. */
INLINE vec v_least(vec a, vec b)
{
    return vminq_f32(a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return vmaxq_f32(a, b);
}

/* Not the instruction for the larger, which makes 0 of -0. */
INLINE vec v_relu(vec x)
{
    return vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(x),
                                           vcltzq_f32(x)));
}

/* Numbers change places in squares of 2, then the squares. */
INLINE void v_turn(vec *v)
{
    float64x2_t a = vreinterpretq_f64_f32(vtrn1q_f32(v[0], v[1]));
    float64x2_t b = vreinterpretq_f64_f32(vtrn2q_f32(v[0], v[1]));
    float64x2_t c = vreinterpretq_f64_f32(vtrn1q_f32(v[2], v[3]));
    float64x2_t d = vreinterpretq_f64_f32(vtrn2q_f32(v[2], v[3]));

    v[0] = vreinterpretq_f32_f64(vtrn1q_f64(a, c));
    v[1] = vreinterpretq_f32_f64(vtrn1q_f64(b, d));
    v[2] = vreinterpretq_f32_f64(vtrn2q_f64(a, c));
    v[3] = vreinterpretq_f32_f64(vtrn2q_f64(b, d));
}

/* There are no masks to load and store with: a branch for the whole register,
 * halves and single lanes for a part. */
typedef size_t vsome;

INLINE vsome v_some(size_t n)
{
    return n;
}

INLINE vec v_load_in(const float *p, vsome some)
{
    vec v = v_set(0);

    if (some >= LANES)
        return vld1q_f32(p);
    if (some >= 2)
        v = vcombine_f32(vld1_f32(p), vdup_n_f32(0));
    if (some == 1)
        v = vld1q_lane_f32(p, v, 0);
    else if (some == 3)
        v = vld1q_lane_f32(p + 2, v, 2);
    return v;
}

INLINE void v_store_in(float *p, vec v, vsome some)
{
    if (some >= LANES)
        vst1q_f32(p, v);
    else if (some >= 2)
        vst1_f32(p, vget_low_f32(v));
    if (some == 1)
        vst1q_lane_f32(p, v, 0);
    else if (some == 3)
        vst1q_lane_f32(p + 2, v, 2);
}

#include "nn/simd.h"

#endif
