/*
 * The integer product of kernel.h for one kind of register, where four bytes
 * of inputs, a group, are spread over the lanes, and each lane of a register
 * of weights holds those of one output. What includes this says
 *
 *   ROWS      most rows of a block
 *   REGS      most registers of outputs of a row, whole panels
 *   ELEMENT   bytes of an input
 *
 * beside what simd.h names, and on the types `ivec`, a register of 32-bit
 * integers, and `group`, four bytes of inputs:
 *
 *   i_load    of memory anywhere
 *   i_group   of memory anywhere
 *   i_dot     acc + the products of inputs and weights in each lane
 *   i_floats  the lanes as floats
 */

/* A block of rows; x in bytes. */
struct rows {
    const char *x;
    size_t x_stride;
    float *out;
    size_t out_stride;
};

INLINE vec finish(const struct lathe_int8 *p, ivec acc, size_t k)
{
    vec y = v_fma(i_floats(acc), v_load_any(p->scale + k),
                  v_load_any(p->bias + k));

    return p->relu ? v_relu(y) : y;
}

/* mr rows by nv registers of outputs from output k on; the panel has `lanes`.
 * All but p, b and k are constants. */
INLINE void tile(int mr, int nv, size_t lanes, const struct lathe_int8 *p,
                 const struct rows *b, size_t k)
{
    const size_t panel = p->groups * LATHE_PANEL * 4;
    const char *w = (const char *)p->weight + k * p->groups * 4;
    const int per = (int)(lanes / LANES);
    ivec acc[ROWS][REGS];

    LATHE_UNROLL(16)
    for (int v = 0; v < nv; v++)
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++)
            acc[r][v] = i_load(p->start + k + (size_t)v * LANES);
    for (size_t g = 0; g < p->groups; g++) {
        const char *x = b->x + (p->place ? (size_t)p->place[g] * ELEMENT
                                         : g * 4);
        const char *row = w + g * lanes * 4;
        ivec y[REGS];

        LATHE_UNROLL(16)
        for (int v = 0; v < nv; v++)
            y[v] = i_load(row + (size_t)(v / per) * panel +
                          (size_t)(v % per) * LANES * 4);
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++) {
            group a = i_group(x + (size_t)r * b->x_stride);
            LATHE_UNROLL(16)
            for (int v = 0; v < nv; v++)
                acc[r][v] = i_dot(acc[r][v], a, y[v]);
        }
    }
    LATHE_UNROLL(8)
    for (int r = 0; r < mr; r++)
        LATHE_UNROLL(16)
        for (int v = 0; v < nv; v++)
            v_store_any(b->out + (size_t)r * b->out_stride + k +
                            (size_t)v * LANES,
                        finish(p, acc[r][v], k + (size_t)v * LANES));
}

/* nv registers of outputs from output k on, all rows, in blocks of mr at
 * most. */
INLINE void stripe(int mr, int nv, size_t lanes, const struct lathe_int8 *p,
                   struct rows b, size_t n, size_t k)
{
    while (n) {
        size_t step = n >= (size_t)mr ? (size_t)mr
                    : n >= 4 && mr > 4 ? 4 : n >= 2 && mr > 2 ? 2 : 1;

        if (step == (size_t)mr)
            tile(mr, nv, lanes, p, &b, k);
        else if (step == 4 && mr > 4)
            tile(4, nv, lanes, p, &b, k);
        else if (step == 2 && mr > 2)
            tile(2, nv, lanes, p, &b, k);
        else
            tile(1, nv, lanes, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        n -= step;
    }
}

/* Few rows take many panels at once, many rows one. */
INLINE void product(const struct lathe_int8 *p, const void *x, size_t x_stride,
                    size_t n, float *out, size_t out_stride)
{
    const struct rows b = { x, ELEMENT * x_stride, out, out_stride };
    const int per = LATHE_PANEL / LANES;
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;

        if (n == 1 && left >= (size_t)(REGS / per)) {
            stripe(1, REGS, LATHE_PANEL, p, b, n, k);
            k += REGS * LANES;
        } else if (n < 4 && left >= 2) {
            stripe(2, 2 * per, LATHE_PANEL, p, b, n, k);
            k += 2 * LATHE_PANEL;
        } else {
            stripe(ROWS, per, LATHE_PANEL, p, b, n, k);
            k += LATHE_PANEL;
        }
    }
    if (k < p->width)
        stripe(ROWS, per / 2, LATHE_PANEL / 2, p, b, n, k);
}
