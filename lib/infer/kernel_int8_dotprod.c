/*
 * The integer product in NEON with the dot product of bytes: four i8 by four
 * i8, added to 32 bits in each lane, in one instruction. Inputs are less 128,
 * as there is none of u8 by i8. A group of inputs stays in one lane, which
 * the instruction spreads by itself, and its weights for a panel are four
 * registers: 20 sums of 5 rows, 4 weights and 5 groups.
 */
#include "infer/kernel.h"

#if defined(__aarch64__)

#include "nn/simd_neon.h"

/* gcc and clang call the same by different names. */
#ifdef __clang__
#define DOTPROD __attribute__((target("dotprod")))
#else
#define DOTPROD __attribute__((target("arch=armv8.2-a+dotprod")))
#endif

#define ROWS 5
#define REGS 16
#define ELEMENT 1

typedef int32x4_t ivec;
typedef int32x2_t group;

INLINE ivec i_load(const void *p)
{
    ivec v;

    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

INLINE group i_group(const char *x)
{
    int32_t v;

    __builtin_memcpy(&v, x, sizeof v);
    return vset_lane_s32(v, vdup_n_s32(0), 0);
}

/* As an instruction, since clang 14 has the intrinsic for whole files only. */
INLINE ivec i_dot(ivec acc, group x, ivec w)
{
    __asm__("sdot %0.4s, %1.16b, %2.4b[0]" : "+w"(acc) : "w"(w), "w"(x));
    return acc;
}

INLINE vec i_floats(ivec v)
{
    return vcvtq_f32_s32(v);
}

#include "infer/kernel_int8_body.h"

DOTPROD void lathe_kernel_int8_dotprod(const struct lathe_int8 *p,
                                       const void *x, size_t x_stride,
                                       size_t n, float *out,
                                       size_t out_stride)
{
    product(p, x, x_stride, n, out, out_stride);
}

#endif
