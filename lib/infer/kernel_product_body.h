/*
 * The product of kernel.h for one kind of register. What includes this says
 *
 *   ROWS     most rows of a block
 *
 * beside what simd_portable.h names, and how rows and panels are taken.
 */

/* Registers of a panel. */
enum { PARTS = LATHE_PANEL / LANES };

INLINE size_t part_of(int v, size_t panel)
{
    return (size_t)(v / PARTS) * panel + (size_t)(v % PARTS) * LANES;
}

/* Rows to compute: what the public function was given, cut to a block. */
struct rows {
    const float *x;
    size_t x_stride;
    const uint32_t *hot;
    size_t hots;
    float *out;
    size_t out_stride;
};

/* mr rows by np panels from output k on; mr and np are constants. Register v
 * is part v % PARTS of panel v / PARTS. */
INLINE void tile(int mr, int np, bool gather, const struct lathe_product *p,
                 const struct rows *b, size_t k)
{
    const size_t panel = p->inputs * LATHE_PANEL;
    const float *w = p->weight + k * p->inputs;
    const int nv = PARTS * np;
    vec acc[ROWS][8];

#pragma GCC unroll 8
    for (int v = 0; v < nv; v++)
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++)
            acc[r][v] = v_load_any(p->bias + k + (size_t)v * LANES);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        const float *row = w + i * LATHE_PANEL;
        vec y[8];

#pragma GCC unroll 8
        for (int v = 0; v < nv; v++)
            y[v] = v_load_any(row + part_of(v, panel));
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++) {
            vec a = v_set(x[(size_t)r * b->x_stride]);
#pragma GCC unroll 8
            for (int v = 0; v < nv; v++)
                acc[r][v] = v_fma(a, y[v], acc[r][v]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];
            const float *row = w + (size_t)at * LATHE_PANEL;

            if (at == UINT32_MAX)
                continue;
#pragma GCC unroll 8
            for (int v = 0; v < nv; v++)
                acc[r][v] += v_load_any(row + part_of(v, panel));
        }
#pragma GCC unroll 8
        for (int v = 0; v < nv; v++)
            v_store_any(b->out + (size_t)r * b->out_stride + k +
                        (size_t)v * LANES,
                        p->relu ? v_relu(acc[r][v]) : acc[r][v]);
    }
}

/* The last panel when it has 8 lanes. */
INLINE void half(int mr, bool gather, const struct lathe_product *p,
                 const struct rows *b, size_t k)
{
    const float *w = p->weight + k * p->inputs;
    __m256 acc[8];

#pragma GCC unroll 8
    for (int r = 0; r < mr; r++)
        acc[r] = _mm256_loadu_ps(p->bias + k);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        __m256 y = _mm256_loadu_ps(w + i * 8);

#pragma GCC unroll 8
        for (int r = 0; r < mr; r++)
            acc[r] = _mm256_fmadd_ps(
                _mm256_set1_ps(x[(size_t)r * b->x_stride]), y, acc[r]);
    }
#pragma GCC unroll 8
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];

            if (at != UINT32_MAX)
                acc[r] = _mm256_add_ps(
                    acc[r], _mm256_loadu_ps(w + (size_t)at * 8));
        }
        if (p->relu)
            acc[r] = _mm256_max_ps(_mm256_setzero_ps(), acc[r]);
        _mm256_storeu_ps(b->out + (size_t)r * b->out_stride + k, acc[r]);
    }
}

/* np panels from output k on, all rows, in blocks of mr at most. */
INLINE void stripe(int mr, int np, bool gather, const struct lathe_product *p,
                   struct rows b, size_t n, size_t k)
{
    while (n) {
        size_t step = n >= ROWS && mr >= ROWS ? ROWS
                    : n >= 4 && mr >= 4       ? 4
                    : n >= 2 && mr >= 2       ? 2
                                              : 1;

        if (step == ROWS && mr >= ROWS)
            tile(ROWS, np, gather, p, &b, k);
        else if (step == 4 && mr >= 4)
            tile(4, np, gather, p, &b, k);
        else if (step == 2 && mr >= 2)
            tile(2, np, gather, p, &b, k);
        else
            tile(1, np, gather, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        if (b.hots)
            b.hot += step * b.hots;
        n -= step;
    }
}

/* The half panel, in blocks of 8, 4, 2 and 1 rows. */
INLINE void halves(bool gather, const struct lathe_product *p, struct rows b,
                   size_t n, size_t k)
{
    while (n) {
        size_t step = n >= 8 ? 8 : n >= 4 ? 4 : n >= 2 ? 2 : 1;

        if (step == 8)
            half(8, gather, p, &b, k);
        else if (step == 4)
            half(4, gather, p, &b, k);
        else if (step == 2)
            half(2, gather, p, &b, k);
        else
            half(1, gather, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        if (b.hots)
            b.hot += step * b.hots;
        n -= step;
    }
}
