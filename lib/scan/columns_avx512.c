/* The functions of columns.h in AVX-512: a group is a register. */
#include "scan/columns.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

enum { LANES = 8 };

typedef __m512d vec;
typedef __mmask8 vmask;
typedef __m512i vcount;

#define TARGET __attribute__((target("avx512f,avx512dq")))
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vec v_abs(vec a)
{
    return _mm512_abs_pd(a);
}

INLINE vmask v_above(vec a, vec b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ);
}

INLINE vmask v_reached(vec a, vec b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_GE_OQ);
}

INLINE vmask v_there(vec a)
{
    return _mm512_cmp_pd_mask(a, a, _CMP_ORD_Q);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return _mm512_mask_blend_pd(m, b, a);
}

INLINE vec v_where(vmask m, vec a)
{
    return _mm512_maskz_mov_pd(m, a);
}

INLINE vec v_least(vec a, vec b)
{
    return _mm512_min_pd(a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return _mm512_max_pd(a, b);
}

INLINE vcount v_count(vcount c, vmask m)
{
    return _mm512_mask_add_epi64(c, m, c, _mm512_set1_epi64(1));
}

/* As lathe_single_avx2_take does. */
INLINE vec take_single(vec v)
{
    const vec low = _mm512_setr_pd(1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
    const vec high = _mm512_setr_pd(1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
                                    1e15);
    const vec round = _mm512_set1_pd(0x1.8p52), sign = _mm512_set1_pd(-0.0);
    vec size = _mm512_abs_pd(v), power, near;
    __m512i below = _mm512_sub_epi64(
        _mm512_set1_epi64(1023 + 23),
        _mm512_srli_epi64(_mm512_castpd_si512(size), 52));

    below = _mm512_max_epi64(below, _mm512_setzero_si512());
    below = _mm512_srli_epi64(
        _mm512_mul_epu32(below, _mm512_set1_epi64(19728)), 16);
    below = _mm512_min_epi64(below, _mm512_set1_epi64(15));
    power = _mm512_permutex2var_pd(low, below, high);
    near = _mm512_sub_pd(_mm512_add_pd(_mm512_mul_pd(v, power), round), round);
    near = _mm512_div_pd(near, power);
    near = _mm512_or_pd(_mm512_abs_pd(near), _mm512_and_pd(sign, v));
    return _mm512_mask_mov_pd(
        v, _mm512_cmp_pd_mask(size, _mm512_set1_pd(0x1p23), _CMP_LT_OQ), near);
}

INLINE vmask v_wide(vec a)
{
    vec back = take_single(_mm512_cvtps_pd(_mm512_cvtpd_ps(a)));

    return _mm512_cmp_pd_mask(back, a, _CMP_NEQ_OQ);
}

INLINE vmask m_xor(vmask a, vmask b)
{
    return (vmask)(a ^ b);
}

INLINE unsigned m_bits(vmask m)
{
    return m;
}

#include "scan/columns_body.h"

const struct lathe_columns lathe_columns_avx512 = {moments, places, ranges};

#endif
