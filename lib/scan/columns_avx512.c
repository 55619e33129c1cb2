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
