/* The passes of kernel_lanes.c in NEON. */
#include "infer/kernel.h"

#if defined(__aarch64__)

#include "nn/simd_neon.h"

/* nr places side by side, 8 channels; nr is constant. */
INLINE void depthwise(int nr, const struct lathe_product *p, const float *x,
                      size_t x_stride, size_t k, float *out,
                      size_t out_stride)
{
    vec sum[4][2];

    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        LATHE_UNROLL(2)
        for (int v = 0; v < 2; v++)
            sum[r][v] = v_load_any(p->bias + k + v * LANES);
    for (size_t i = 0; i < p->depth; i++) {
        const float *from = x + p->place[i] + k;
        const float *w = p->weight + i * p->width + k;

        LATHE_UNROLL(4)
        for (int r = 0; r < nr; r++, from += x_stride)
            LATHE_UNROLL(2)
            for (int v = 0; v < 2; v++)
                sum[r][v] = v_fma(v_load_any(from + v * LANES),
                                  v_load_any(w + v * LANES), sum[r][v]);
    }
    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        LATHE_UNROLL(2)
        for (int v = 0; v < 2; v++)
            v_store_any(out + (size_t)r * out_stride + k + v * LANES,
                        p->relu ? v_relu(sum[r][v]) : sum[r][v]);
}

void lathe_kernel_depthwise_neon(const struct lathe_product *p, const float *x,
                                 size_t x_stride, size_t n, float *out,
                                 size_t out_stride)
{
    for (; n >= 4; n -= 4, x += 4 * x_stride, out += 4 * out_stride)
        for (size_t k = 0; k < p->width; k += 8)
            depthwise(4, p, x, x_stride, k, out, out_stride);
    for (; n > 0; n--, x += x_stride, out += out_stride)
        for (size_t k = 0; k < p->width; k += 8)
            depthwise(1, p, x, x_stride, k, out, out_stride);
}

/* The larger; b when they are equal or either is a NaN, which the instruction
 * for it sees otherwise. */
INLINE vec larger(vec a, vec b)
{
    return v_pick(v_above(a, b), a, b);
}

void lathe_kernel_max_neon(const struct lathe_window *w, const float *in,
                           size_t cols, float *out)
{
    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j += LANES) {
            vec top = v_load_any(in + j);

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    top = larger(top, v_load_any(in + y * w->row +
                                                 x * w->col + j));
            v_store_any(out + j, top);
        }
}

void lathe_kernel_mean_neon(const struct lathe_window *w, const float *in,
                            size_t cols, float *out)
{
    const vec factor = v_set(w->factor);

    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j += LANES) {
            vec sum = v_set(0);

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    sum += v_load_any(in + y * w->row + x * w->col + j);
            v_store_any(out + j, sum * factor);
        }
}

/* Four values as integers in [-128, 127]; a NaN is the least. */
INLINE int16x4_t words_of(const float *x, float inverse, int32_t zero)
{
    vec v = v_load_any(x) * v_set(inverse);

    v = vmaxnmq_f32(v, v_set((float)-zero));
    v = vminnmq_f32(v, v_set((float)(255 - zero)));
    return vmovn_s32(vaddq_s32(vcvtnq_s32_f32(v), vdupq_n_s32(zero - 128)));
}

void lathe_kernel_quantise_neon(const float *x, size_t n, float inverse,
                                int32_t zero, void *q)
{
    int8_t *to = q;

    for (size_t i = 0; i < n; i += 8) {
        int16x4_t low = words_of(x + i, inverse, zero);
        int16x4_t high = words_of(x + i + 4, inverse, zero);

        vst1_s8(to + i, vmovn_s16(vcombine_s16(low, high)));
    }
}

INLINE vec pixel(uint16x4_t v, vec shift, vec factor)
{
    return (vcvtq_f32_u32(vmovl_u16(v)) - shift) * factor;
}

void lathe_kernel_pixels_neon(const uint8_t *pixels, size_t n, float shift,
                              float factor, float *out)
{
    const vec s = v_set(shift), f = v_set(factor);
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint16x8_t v = vmovl_u8(vld1_u8(pixels + i));

        v_store_any(out + i, pixel(vget_low_u16(v), s, f));
        v_store_any(out + i + LANES, pixel(vget_high_u16(v), s, f));
    }
    lathe_kernel_pixels(pixels + i, n - i, shift, factor, out + i);
}

#endif
