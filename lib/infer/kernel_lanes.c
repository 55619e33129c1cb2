/*
 * The passes that take channels as lanes: convolutions of each for itself,
 * pooling, rounding to bytes, pixels to floats. For any CPU.
 */
#include "infer/kernel.h"

#include <math.h>

/* The larger; b when they are equal or either is NaN, as vmaxps. */
static float larger(float a, float b)
{
    return a > b ? a : b;
}

void lathe_kernel_depthwise(const struct lathe_product *p, const float *x,
                            size_t x_stride, size_t n, float *out,
                            size_t out_stride)
{
    for (size_t r = 0; r < n; r++, x += x_stride, out += out_stride)
        for (size_t k = 0; k < p->width; k++) {
            float sum = p->bias[k];

            for (size_t i = 0; i < p->depth; i++)
                sum = fmaf(x[p->place[i] + k], p->weight[i * p->width + k],
                           sum);
            out[k] = p->relu ? larger(0, sum) : sum;
        }
}

void lathe_kernel_max(const struct lathe_window *w, const float *in,
                      size_t cols, float *out)
{
    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j++) {
            float top = in[j];

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    top = larger(top, in[y * w->row + x * w->col + j]);
            out[j] = top;
        }
}

void lathe_kernel_mean(const struct lathe_window *w, const float *in,
                       size_t cols, float *out)
{
    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j++) {
            float sum = 0;

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    sum += in[y * w->row + x * w->col + j];
            out[j] = sum * w->factor;
        }
}

void lathe_kernel_quantise(const float *x, size_t n, float inverse,
                           int32_t zero, void *q)
{
    const float low = (float)-zero, high = (float)(255 - zero);
    uint16_t *to = q;

    for (size_t i = 0; i < n; i++) {
        float v = larger(x[i] * inverse, low);

        to[i] = (uint16_t)((int32_t)nearbyintf(v < high ? v : high) + zero);
    }
}

void lathe_kernel_pixels(const uint8_t *pixel, size_t n, float shift,
                         float factor, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = ((float)pixel[i] - shift) * factor;
}
