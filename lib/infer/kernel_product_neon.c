/*
 * The product in NEON: a panel is four registers of 4. Blocks of 5 rows by one
 * panel are 20 sums, 4 weights and 5 inputs, of which an instruction takes one
 * for all lanes; one row alone walks 3 panels at once.
 */
#include "infer/kernel.h"

#if defined(__aarch64__)

#include "nn/simd_neon.h"

#define ROWS 5
#define REGS 12

#include "infer/kernel_product_body.h"

void lathe_kernel_product_neon(const struct lathe_product *p, const float *x,
                               size_t x_stride, const uint32_t *hot,
                               size_t hots, size_t n, float *out,
                               size_t out_stride)
{
    const struct rows b = { x, x_stride, hot, hots, out, out_stride };

    if (p->place)
        product(true, p, &b, n);
    else
        product(false, p, &b, n);
}

#endif
