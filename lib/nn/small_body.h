/*
 * The kernels of small.h for one kind of register. The tail of a row of b or
 * c is a part of a register, so that every shape runs the same code. What
 * includes this says
 *
 *   MR, NV      rows of a tile, and registers of each (2 or 4): the sums, b
 *               and the broadcast of a stay in registers
 *   DOTM, DOTN  rows of a and of b whose dot products are taken at a time
 *
 * beside what simd.h names.
 */

enum { NR = NV * LANES };

/* A block of b that is packed takes half of a small first cache, in AVX-512
 * most of a larger one; so many rows of c, and of the block, make it pay. */
enum { KC = 256, PACK = 48 };

/* A register of a row: all of it, or its `last` numbers. */
INLINE vec tile_load(const real *from, bool all, vsome last)
{
    return all ? v_load_any(from) : v_load_in(from, last);
}

/* What `end` says, whose arrays are those of the tile. */
INLINE void tile_end(int mr, int nv, bool whole, vsome last,
                     struct lathe_small_end end, vec sum[MR][NV])
{
    if (end.relu) {
        LATHE_UNROLL(8)
        for (int i = 0; i < mr; i++)
            LATHE_UNROLL(4)
            for (int v = 0; v < nv; v++)
                sum[i][v] = v_relu(sum[i][v]);
    }
    if (end.sign) {
        LATHE_UNROLL(8)
        for (int i = 0; i < mr; i++)
            LATHE_UNROLL(4)
            for (int v = 0; v < nv; v++) {
                const real *at = end.sign + (size_t)i * end.lds +
                                 (size_t)v * LANES;
                vec sign = tile_load(at, whole || v < nv - 1, last);
                sum[i][v] = v_pick(v_above(sign, v_set(0)), sum[i][v],
                                   v_set(0));
            }
    }
}

/* c [mr x LANES*nv, the last register in part]; mr, nv and `whole` are
 * constants: a whole tile has no part. */
INLINE void tile_nn(int mr, int nv, bool whole, vsome last, size_t k,
                    const real *a, size_t ai, size_t ap, const real *b,
                    size_t ldb, real *c, size_t ldc, bool add,
                    struct lathe_small_end end)
{
    vec sum[MR][NV];

    LATHE_UNROLL(8)
    for (int i = 0; i < mr; i++)
        LATHE_UNROLL(4)
        for (int v = 0; v < nv; v++) {
            const real *from = add ? c + (size_t)i * ldc : end.bias;
            sum[i][v] = from ? tile_load(from + (size_t)v * LANES,
                                         whole || v < nv - 1, last)
                             : v_set(0);
        }
    for (size_t p = 0; p < k; p++) {
        vec y[NV];
        LATHE_UNROLL(4)
        for (int v = 0; v < nv; v++) {
            const real *from = b + p * ldb + (size_t)v * LANES;
            y[v] = tile_load(from, whole || v < nv - 1, last);
        }
        LATHE_UNROLL(8)
        for (int i = 0; i < mr; i++) {
            vec x = v_set(a[(size_t)i * ai + p * ap]);
            LATHE_UNROLL(4)
            for (int v = 0; v < nv; v++)
                sum[i][v] = v_fma(x, y[v], sum[i][v]);
        }
    }
    tile_end(mr, nv, whole, last, end, sum);
    LATHE_UNROLL(8)
    for (int i = 0; i < mr; i++)
        LATHE_UNROLL(4)
        for (int v = 0; v < nv; v++) {
            real *to = c + (size_t)i * ldc + (size_t)v * LANES;
            if (whole || v < nv - 1)
                v_store_any(to, sum[i][v]);
            else
                v_store_in(to, sum[i][v], last);
        }
}

/* All rows of one block of columns. */
INLINE void column_nn(int nv, bool whole, vsome last, size_t m, size_t k,
                      const real *a, size_t ai, size_t ap, const real *b,
                      size_t ldb, real *c, size_t ldc, bool add,
                      struct lathe_small_end end)
{
    for (; m >= MR; m -= MR) {
        tile_nn(MR, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add, end);
        a += MR * ai;
        c += MR * ldc;
        end.sign = end.sign ? end.sign + MR * end.lds : NULL;
    }
    switch (m) {
#if MR > 6
    case 7:
        tile_nn(7, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
    case 6:
        tile_nn(6, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
#endif
#if MR > 5
    case 5:
        tile_nn(5, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
#endif
    case 4:
        tile_nn(4, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
    case 3:
        tile_nn(3, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
    case 2:
        tile_nn(2, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
    case 1:
        tile_nn(1, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add,
                end);
        break;
    default:
        break;
    }
}

INLINE void block_nn(size_t m, size_t n, size_t k, const real *a, size_t ai,
                     size_t ap, const real *b, size_t ldb, real *c,
                     size_t ldc, bool add, struct lathe_small_end end)
{
    vsome last = v_some((n - 1) % LANES + 1);

    if (n == NR)
        column_nn(NV, true, last, m, k, a, ai, ap, b, ldb, c, ldc, add,
                  end);
#if NV > 2
    else if (n > 3 * LANES)
        column_nn(4, false, last, m, k, a, ai, ap, b, ldb, c, ldc, add,
                  end);
    else if (n > 2 * LANES)
        column_nn(3, false, last, m, k, a, ai, ap, b, ldb, c, ldc, add,
                  end);
#endif
    else if (n > LANES)
        column_nn(2, false, last, m, k, a, ai, ap, b, ldb, c, ldc, add,
                  end);
    else
        column_nn(1, false, last, m, k, a, ai, ap, b, ldb, c, ldc, add,
                  end);
}

/* Those of columns from j on. */
INLINE struct lathe_small_end end_of(struct lathe_small_end end, size_t j)
{
    end.bias = end.bias ? end.bias + j : NULL;
    end.sign = end.sign ? end.sign + j : NULL;
    return end;
}

/* Where a block of b is read often enough, it is laid side by side first: its
 * lines, far apart, would push each other out of the cache. The sums go on
 * where they stopped, so that they are the same. */
TARGET static void packed_nn(size_t m, size_t n, size_t k, const real *a,
                           size_t ai, size_t ap, const real *b, size_t ldb,
                           real *c, size_t ldc, bool add,
                           const struct lathe_small_end *end)
{
    real block[KC * NR] __attribute__((aligned(64)));
    size_t kc, nc;

    for (size_t p = 0; p < k; p += kc) {
        struct lathe_small_end some = { .bias = end->bias };

        kc = k - p < KC ? k - p : KC;
        if (p + kc == k)
            some = *end;
        for (size_t j = 0; j < n; j += nc) {
            nc = n - j < NR ? n - j : NR;
            for (size_t q = 0; q < kc; q++) {
                const real *from = b + (p + q) * ldb + j;
                real *to = block + q * NR;
                for (size_t v = 0; v < nc; v += LANES)
                    v_store(to + v, v_load_some(from + v, nc - v < LANES
                                                              ? nc - v
                                                              : LANES));
            }
            block_nn(m, nc, kc, a + p * ap, ai, ap, block, NR, c + j, ldc,
                     add || p > 0, end_of(some, j));
        }
    }
}

TARGET static void product(size_t m, size_t n, size_t k, const real *a,
                           size_t ai, size_t ap, const real *b, size_t ldb,
                           real *c, size_t ldc, bool add,
                           const struct lathe_small_end *end)
{
    size_t nc;

    if (m >= PACK && k >= PACK && ldb > 2 * NR) {
        packed_nn(m, n, k, a, ai, ap, b, ldb, c, ldc, add, end);
        return;
    }
    for (size_t j = 0; j < n; j += nc) {
        nc = n - j < NR ? n - j : NR;
        block_nn(m, nc, k, a, ai, ap, b + j, ldb, c + j, ldc, add,
                 end_of(*end, j));
    }
}

TARGET static void small_nn(size_t m, size_t n, size_t k, const real *a,
                            size_t ai, size_t ap, const real *b, size_t ldb,
                            real *c, size_t ldc, bool add)
{
    const struct lathe_small_end none = {0};

    product(m, n, k, a, ai, ap, b, ldb, c, ldc, add, &none);
}

TARGET static void small_ended(size_t m, size_t n, size_t k, const real *a,
                               size_t ai, size_t ap, const real *b,
                               size_t ldb, real *c, size_t ldc,
                               const struct lathe_small_end *end)
{
    product(m, n, k, a, ai, ap, b, ldb, c, ldc, false, end);
}

/* One register of each row: whole, or `some` of it. */
INLINE void step_nt(int mr, int nr, bool whole, vsome some, const real *a,
                    size_t lda, const real *b, size_t ldb,
                    vec sum[DOTM][DOTN])
{
    vec y[DOTN];

    LATHE_UNROLL(4)
    for (int j = 0; j < nr; j++) {
        const real *from = b + (size_t)j * ldb;
        y[j] = whole ? v_load_any(from) : v_load_in(from, some);
    }
    LATHE_UNROLL(4)
    for (int i = 0; i < mr; i++) {
        const real *from = a + (size_t)i * lda;
        vec x = whole ? v_load_any(from) : v_load_in(from, some);
        LATHE_UNROLL(4)
        for (int j = 0; j < nr; j++)
            sum[i][j] = v_fma(x, y[j], sum[i][j]);
    }
}

/* The dot products of mr rows of a with nr rows of b; both are constants. */
INLINE void tile_nt(int mr, int nr, size_t k, const real *a, size_t lda,
                    const real *b, size_t ldb, real *c, size_t ldc, bool add)
{
    vec sum[DOTM][DOTN];
    size_t p = 0;

    LATHE_UNROLL(4)
    for (int i = 0; i < mr; i++)
        LATHE_UNROLL(4)
        for (int j = 0; j < nr; j++)
            sum[i][j] = v_set(0);
    for (; p + LANES <= k; p += LANES)
        step_nt(mr, nr, true, v_some(LANES), a + p, lda, b + p, ldb, sum);
    if (p < k)
        step_nt(mr, nr, false, v_some(k - p), a + p, lda, b + p, ldb, sum);
    LATHE_UNROLL(4)
    for (int i = 0; i < mr; i++)
        LATHE_UNROLL(4)
        for (int j = 0; j < nr; j++) {
            real *out = c + (size_t)i * ldc + (size_t)j;
            real s = v_sum(sum[i][j]);
            *out = add ? *out + s : s;
        }
}

INLINE void column_nt(int nr, size_t m, size_t k, const real *a, size_t lda,
                      const real *b, size_t ldb, real *c, size_t ldc,
                      bool add)
{
    size_t i = 0;

    for (; i + DOTM <= m; i += DOTM)
        tile_nt(DOTM, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
    for (; i + 2 <= m; i += 2)
        tile_nt(2, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
    if (i < m)
        tile_nt(1, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
}

TARGET static void small_nt(size_t m, size_t n, size_t k, const real *a,
                            size_t lda, const real *b, size_t ldb, real *c,
                            size_t ldc, bool add)
{
    size_t j = 0;

    for (; j + DOTN <= n; j += DOTN)
        column_nt(DOTN, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
    for (; j < n; j++)
        column_nt(1, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
}
