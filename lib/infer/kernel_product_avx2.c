/*
 * The product in AVX2: a panel is two registers of 8. Sixteen registers hold
 * blocks of 6 rows by one panel (12 sums, 2 weights, 1 input); one row alone
 * walks 4 panels at once.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "nn/simd_avx2.h"

#define ROWS 6
#define REGS 8

#include "infer/kernel_product_body.h"

TARGET void lathe_kernel_product_avx2(const struct lathe_product *p,
                                      const float *x, size_t x_stride,
                                      const uint32_t *hot, size_t hots,
                                      size_t n, float *out, size_t out_stride)
{
    const struct rows b = { x, x_stride, hot, hots, out, out_stride };

    if (p->place)
        product(true, p, &b, n);
    else
        product(false, p, &b, n);
}

#endif
