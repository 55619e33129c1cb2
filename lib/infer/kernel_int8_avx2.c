/*
 * The integer product in AVX2: pairs of 16 bits, multiplied and added to 32
 * bits (vpmaddwd; the 8-bit form saturates). A pair of inputs is 32 bits,
 * spread to all lanes, and its weights for a panel are two registers. Blocks
 * are those of the float product.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "nn/simd_avx2.h"

#define ROWS 5
#define REGS 8
#define ELEMENT 2

typedef __m256i ivec;
typedef __m256i group;

INLINE ivec i_load(const void *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

INLINE group i_group(const char *x)
{
    int32_t v;

    __builtin_memcpy(&v, x, sizeof v);
    return _mm256_set1_epi32(v);
}

INLINE ivec i_dot(ivec acc, group x, ivec w)
{
    return _mm256_add_epi32(acc, _mm256_madd_epi16(x, w));
}

INLINE vec i_floats(ivec v)
{
    return _mm256_cvtepi32_ps(v);
}

#include "infer/kernel_int8_body.h"

TARGET void lathe_kernel_int8_avx2(const struct lathe_int8 *p, const void *x,
                                   size_t x_stride, size_t n, float *out,
                                   size_t out_stride)
{
    product(p, x, x_stride, n, out, out_stride);
}

#endif
