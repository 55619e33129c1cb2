/*
 * The product in AVX2: a panel is two registers of 8. Sixteen registers hold
 * blocks of 6 rows by one panel (12 sums, 2 weights, 1 input); one row alone
 * walks 4 panels at once.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "nn/simd_avx2.h"

#define ROWS 6

#include "infer/kernel_product_body.h"

/* Few rows take many panels at once, many rows one; the panels of a stripe
 * stay in the cache while all rows pass. */
INLINE void product(bool gather, const struct lathe_product *p,
                    const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;

        if (n == 1 && left >= 4) {
            stripe(1, 4, gather, p, *b, n, k);
            k += 4 * LATHE_PANEL;
        } else if (n < 4 && left >= 2) {
            stripe(2, 2, gather, p, *b, n, k);
            k += 2 * LATHE_PANEL;
        } else {
            stripe(ROWS, 1, gather, p, *b, n, k);
            k += LATHE_PANEL;
        }
    }
    if (k < p->width)
        halves(gather, p, *b, n, k);
}

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
