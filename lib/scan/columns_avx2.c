/* The functions of columns.h in AVX2: 4 columns a register. */
#include "scan/columns.h"

#include "data/single_avx2.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

enum { LANES = 4 };

typedef __m256d vec;
typedef __m256d vmask;
typedef __m256i vcount;

#define TARGET __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vec v_abs(vec a)
{
    return _mm256_andnot_pd(_mm256_set1_pd(-0.0), a);
}

INLINE vmask v_above(vec a, vec b)
{
    return _mm256_cmp_pd(a, b, _CMP_GT_OQ);
}

INLINE vmask v_reached(vec a, vec b)
{
    return _mm256_cmp_pd(a, b, _CMP_GE_OQ);
}

INLINE vmask v_there(vec a)
{
    return _mm256_cmp_pd(a, a, _CMP_ORD_Q);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return _mm256_blendv_pd(b, a, m);
}

INLINE vec v_where(vmask m, vec a)
{
    return _mm256_and_pd(a, m);
}

INLINE vec v_least(vec a, vec b)
{
    return _mm256_min_pd(a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return _mm256_max_pd(a, b);
}

INLINE vcount v_count(vcount c, vmask m)
{
    return _mm256_sub_epi64(c, _mm256_castpd_si256(m));
}

INLINE vmask v_wide(vec a)
{
    vec back = lathe_single_avx2_take(_mm256_cvtps_pd(_mm256_cvtpd_ps(a)));

    return _mm256_cmp_pd(back, a, _CMP_NEQ_OQ);
}

INLINE vmask m_xor(vmask a, vmask b)
{
    return _mm256_xor_pd(a, b);
}

INLINE unsigned m_bits(vmask m)
{
    return (unsigned)_mm256_movemask_pd(m);
}

#include "scan/columns_body.h"

const struct lathe_columns lathe_columns_avx2 = {moments, places, ranges};

#endif
