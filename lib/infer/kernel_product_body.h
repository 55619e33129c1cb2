/*
 * The product of kernel.h for one kind of register. What includes this says
 *
 *   ROWS     most rows of a block
 *   REGS     most registers of outputs of a row, whole panels
 *
 * beside what simd.h names, and how rows and panels are taken where
 * `product` is not the way.
 */

/* Registers of a panel. */
enum { PARTS = LATHE_PANEL / LANES };

/* Rows to compute: what the public function was given, cut to a block. */
struct rows {
    const float *x;
    size_t x_stride;
    const uint32_t *hot;
    size_t hots;
    float *out;
    size_t out_stride;
};

/* Where register v of a row of weights lies, in panels of `lanes`. */
INLINE size_t part_of(int v, size_t lanes, size_t panel)
{
    const int per = (int)(lanes / LANES);

    return (size_t)(v / per) * panel + (size_t)(v % per) * LANES;
}

/* mr rows by nv registers from output k on, in panels of `lanes`: mr, nv and
 * lanes are constants. */
INLINE void tile(int mr, int nv, size_t lanes, bool gather,
                 const struct lathe_product *p, const struct rows *b, size_t k)
{
    const size_t panel = p->inputs * LATHE_PANEL;
    const float *w = p->weight + k * p->inputs;
    vec acc[8][REGS];

    LATHE_UNROLL(16)
    for (int v = 0; v < nv; v++)
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++)
            acc[r][v] = v_load_any(p->bias + k + (size_t)v * LANES);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        const float *row = w + i * lanes;
        vec y[REGS];

        LATHE_UNROLL(16)
        for (int v = 0; v < nv; v++)
            y[v] = v_load_any(row + part_of(v, lanes, panel));
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++) {
            vec a = v_set(x[(size_t)r * b->x_stride]);
            LATHE_UNROLL(16)
            for (int v = 0; v < nv; v++)
                acc[r][v] = v_fma(a, y[v], acc[r][v]);
        }
    }
    LATHE_UNROLL(8)
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];
            const float *row = w + (size_t)at * lanes;

            if (at == UINT32_MAX)
                continue;
            LATHE_UNROLL(16)
            for (int v = 0; v < nv; v++)
                acc[r][v] += v_load_any(row + part_of(v, lanes, panel));
        }
        LATHE_UNROLL(16)
        for (int v = 0; v < nv; v++)
            v_store_any(b->out + (size_t)r * b->out_stride + k +
                        (size_t)v * LANES,
                        p->relu ? v_relu(acc[r][v]) : acc[r][v]);
    }
}

/* nv registers from output k on, all rows, in blocks of mr at most. */
INLINE void stripe(int mr, int nv, size_t lanes, bool gather,
                   const struct lathe_product *p, struct rows b, size_t n,
                   size_t k)
{
    while (n) {
        size_t step = n >= (size_t)mr ? (size_t)mr
                    : n >= 4 && mr > 4 ? 4 : n >= 2 && mr > 2 ? 2 : 1;

        if (step == (size_t)mr)
            tile(mr, nv, lanes, gather, p, &b, k);
        else if (step == 4 && mr > 4)
            tile(4, nv, lanes, gather, p, &b, k);
        else if (step == 2 && mr > 2)
            tile(2, nv, lanes, gather, p, &b, k);
        else
            tile(1, nv, lanes, gather, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        if (b.hots)
            b.hot += step * b.hots;
        n -= step;
    }
}

/* Few rows take many panels at once, many rows one; the panels of a stripe
 * stay in the cache while all rows pass. */
INLINE void product(bool gather, const struct lathe_product *p,
                    const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;

        if (n == 1 && left >= REGS / PARTS) {
            stripe(1, REGS, LATHE_PANEL, gather, p, *b, n, k);
            k += REGS * LANES;
        } else if (n < 4 && left >= 2) {
            stripe(2, 2 * PARTS, LATHE_PANEL, gather, p, *b, n, k);
            k += 2 * LATHE_PANEL;
        } else {
            stripe(ROWS, PARTS, LATHE_PANEL, gather, p, *b, n, k);
            k += LATHE_PANEL;
        }
    }
    if (k < p->width)
        stripe(8, PARTS / 2, LATHE_PANEL / 2, gather, p, *b, n, k);
}
