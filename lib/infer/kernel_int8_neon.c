/*
 * The integer product in NEON without dot products of bytes: i8 by i8 to 16
 * bits, for two groups on top of each other, then pairs of those added to 32
 * bits. Inputs are less 128, and weights not below -127, so that 16 bits hold
 * two products: 2 * 128 * 127 < 2^15. A register of sums has two outputs, of
 * two sums each; the pairs meet at the end.
 */
#include "infer/kernel.h"

#if defined(__aarch64__)

#include "nn/simd_neon.h"

/* 8 outputs of 3 rows: 12 sums, 6 groups, and the weights and products that
 * gcc puts ahead. */
enum { ROWS = 3, REGS = 4 };

struct rows {
    const int8_t *x;
    size_t x_stride;
    float *out;
    size_t out_stride;
};

/* A group, twice. */
INLINE int8x8_t group_at(const int8_t *x)
{
    int32_t v;

    __builtin_memcpy(&v, x, sizeof v);
    return vreinterpret_s8_s32(vdup_n_s32(v));
}

/* The sums of four outputs as floats, with scale and bias. */
INLINE void finish(const struct lathe_int8 *p, int32x4_t a, int32x4_t b,
                   size_t k, float *out)
{
    int32x4_t sum = vaddq_s32(vpaddq_s32(a, b), vld1q_s32(p->start + k));
    vec y = v_fma(vcvtq_f32_s32(sum), v_load_any(p->scale + k),
                  v_load_any(p->bias + k));

    v_store_any(out + k, p->relu ? v_relu(y) : y);
}

/* mr rows by 8 outputs from output k on, half of a panel that begins at w or
 * all of it; a group has `line` bytes of weights. mr is constant. */
INLINE void tile(int mr, const struct lathe_int8 *p, const struct rows *b,
                 size_t k, const int8_t *w, size_t line)
{
    int32x4_t acc[ROWS][REGS];
    size_t g = 0;

    LATHE_UNROLL(4)
    for (int v = 0; v < REGS; v++)
        LATHE_UNROLL(4)
        for (int r = 0; r < mr; r++)
            acc[r][v] = vdupq_n_s32(0);
    for (; g + 2 <= p->groups; g += 2, w += 2 * line) {
        const int8_t *one = b->x + (p->place ? p->place[g] : g * 4);
        const int8_t *two = b->x + (p->place ? p->place[g + 1] : g * 4 + 4);
        int8x8_t x[ROWS], y[ROWS];

        LATHE_UNROLL(4)
        for (int r = 0; r < mr; r++) {
            x[r] = group_at(one + (size_t)r * b->x_stride);
            y[r] = group_at(two + (size_t)r * b->x_stride);
        }
        LATHE_UNROLL(4)
        for (int v = 0; v < REGS; v++) {
            int8x8_t wx = vld1_s8(w + v * 8), wy = vld1_s8(w + line + v * 8);
            LATHE_UNROLL(4)
            for (int r = 0; r < mr; r++)
                acc[r][v] = vpadalq_s16(
                    acc[r][v], vmlal_s8(vmull_s8(wx, x[r]), wy, y[r]));
        }
    }
    if (g < p->groups) {
        const int8_t *one = b->x + (p->place ? p->place[g] : g * 4);

        LATHE_UNROLL(4)
        for (int r = 0; r < mr; r++) {
            int8x8_t x = group_at(one + (size_t)r * b->x_stride);
            LATHE_UNROLL(4)
            for (int v = 0; v < REGS; v++)
                acc[r][v] = vpadalq_s16(acc[r][v],
                                        vmull_s8(vld1_s8(w + v * 8), x));
        }
    }
    LATHE_UNROLL(4)
    for (int r = 0; r < mr; r++)
        LATHE_UNROLL(2)
        for (int v = 0; v < REGS; v += 2)
            finish(p, acc[r][v], acc[r][v + 1], k + (size_t)v * 2,
                   b->out + (size_t)r * b->out_stride);
}

void lathe_kernel_int8_neon(const struct lathe_int8 *p, const void *x,
                            size_t x_stride, size_t n, float *out,
                            size_t out_stride)
{
    for (size_t k = 0; k < p->width; k += 8) {
        size_t from = k - k % LATHE_PANEL, left = p->width - from;
        size_t line = 4 * (left < LATHE_PANEL ? left : LATHE_PANEL);
        const int8_t *w = (const int8_t *)p->weight + from * p->groups * 4 +
                          (k - from) * 4;
        struct rows b = { x, x_stride, out, out_stride };
        size_t step;

        for (size_t r = 0; r < n; r += step) {
            step = n - r < ROWS ? n - r : ROWS;
            if (step == 3)
                tile(3, p, &b, k, w, line);
            else if (step == 2)
                tile(2, p, &b, k, w, line);
            else
                tile(1, p, &b, k, w, line);
            b.x += step * x_stride;
            b.out += step * out_stride;
        }
    }
}

#endif
