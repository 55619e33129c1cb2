/*
 * The product of rows and packed weights, for any CPU. fmaf rounds once
 * wherever it runs, so this is also what the others must equal.
 */
#include "infer/kernel.h"

#include <math.h>

static void chain(const struct lathe_product *p, const float *w, size_t lanes,
                  const float *x, float *acc)
{
    for (size_t i = 0; i < p->depth; i++) {
        float v = x[p->place ? p->place[i] : i];

        for (size_t j = 0; j < lanes; j++)
            acc[j] = fmaf(v, w[i * lanes + j], acc[j]);
    }
}

static void add_hots(const float *w, size_t lanes, const uint32_t *hot,
                     size_t hots, float *acc)
{
    for (size_t h = 0; h < hots; h++)
        for (size_t j = 0; hot[h] != UINT32_MAX && j < lanes; j++)
            acc[j] += w[hot[h] * lanes + j];
}

void lathe_kernel_product(const struct lathe_product *p, const float *x,
                          size_t x_stride, const uint32_t *hot, size_t hots,
                          size_t n, float *out, size_t out_stride)
{
    for (size_t k = 0; k < p->width; k += LATHE_PANEL) {
        size_t left = p->width - k;
        size_t lanes = left < LATHE_PANEL ? left : LATHE_PANEL;
        const float *w = p->weight + k * p->inputs;

        for (size_t r = 0; r < n; r++) {
            float acc[LATHE_PANEL];

            for (size_t j = 0; j < lanes; j++)
                acc[j] = p->bias[k + j];
            chain(p, w, lanes, x + r * x_stride, acc);
            if (hots)
                add_hots(w, lanes, hot + r * hots, hots, acc);
            for (size_t j = 0; j < lanes; j++)
                out[r * out_stride + k + j] =
                    p->relu && 0 > acc[j] ? 0 : acc[j];
        }
    }
}
