/*
 * The integer product for any CPU, over pairs of 16 bits. Sums are exact (the
 * depth is limited so that 32 bits hold them), so the order is free and every
 * level gives the same integers; the way back to floats is one fused
 * multiply-add.
 */
#include "infer/kernel.h"

#include <math.h>

void lathe_kernel_int8(const struct lathe_int8 *p, const void *x,
                       size_t x_stride, size_t n, float *out,
                       size_t out_stride)
{
    for (size_t k = 0; k < p->width; k += LATHE_PANEL) {
        size_t left = p->width - k;
        size_t lanes = left < LATHE_PANEL ? left : LATHE_PANEL;
        const int16_t *w = (const int16_t *)p->weight + k * p->groups * 2;

        for (size_t r = 0; r < n; r++) {
            const uint16_t *row = (const uint16_t *)x + r * x_stride;
            int32_t acc[LATHE_PANEL];

            for (size_t j = 0; j < lanes; j++)
                acc[j] = p->start[k + j];
            for (size_t g = 0; g < p->groups; g++) {
                const uint16_t *v = row + (p->place ? p->place[g] : 2 * g);
                const int16_t *y = w + g * lanes * 2;

                for (size_t j = 0; j < lanes; j++)
                    acc[j] += v[0] * y[2 * j] + v[1] * y[2 * j + 1];
            }
            for (size_t j = 0; j < lanes; j++) {
                float y = fmaf((float)acc[j], p->scale[k + j],
                               p->bias[k + j]);

                out[r * out_stride + k + j] = p->relu && 0 > y ? 0 : y;
            }
        }
    }
}
