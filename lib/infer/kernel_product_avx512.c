/*
 * The product in AVX-512: a panel is one register. Blocks of rows by panels
 * keep enough chains in flight to hide the latency of the multiply-add (4
 * cycles, two units: 8 chains) and use each loaded register often: 8 x 3
 * makes 24 multiply-adds of 11 loads, one row alone walks 8 panels at once.
 * Half a panel is left to AVX2.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "nn/simd_avx512.h"

#define ROWS 8
#define REGS 8

#include "infer/kernel_product_body.h"

/* Few rows take many panels at once, many rows few. Returns how many outputs
 * it gave: all but those of a half panel. */
INLINE size_t panels(bool gather, const struct lathe_product *p,
                     const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;
        size_t take = n >= 8 ? (left >= 3 ? 3 : left)
                    : left >= 8 && n < 4 ? 8 : left >= 4 ? 4
                    : left >= 2 ? 2 : 1;

        switch (take) {
        case 8:
            stripe(2, 8, LATHE_PANEL, gather, p, *b, n, k);
            break;
        case 4:
            stripe(4, 4, LATHE_PANEL, gather, p, *b, n, k);
            break;
        case 3:
            stripe(ROWS, 3, LATHE_PANEL, gather, p, *b, n, k);
            break;
        case 2:
            stripe(ROWS, 2, LATHE_PANEL, gather, p, *b, n, k);
            break;
        default:
            stripe(ROWS, 1, LATHE_PANEL, gather, p, *b, n, k);
        }
        k += take * LATHE_PANEL;
    }
    return k;
}

TARGET void lathe_kernel_product_avx512(const struct lathe_product *p,
                                        const float *x, size_t x_stride,
                                        const uint32_t *hot, size_t hots,
                                        size_t n, float *out,
                                        size_t out_stride)
{
    const struct rows b = { x, x_stride, hot, hots, out, out_stride };
    size_t k = p->place ? panels(true, p, &b, n) : panels(false, p, &b, n);
    struct lathe_product half = *p;

    if (k == p->width)
        return;
    half.width -= k;
    half.weight += k * p->inputs;
    half.bias += k;
    lathe_kernel_product_avx2(&half, x, x_stride, hot, hots, n, out + k,
                              out_stride);
}

#endif
