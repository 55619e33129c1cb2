#include "nn/small.h"

#include "nn/vec.h"

void lathe_small_nn_naive(size_t m, size_t n, size_t k, const real *a,
                          size_t ai, size_t ap, const real *b, size_t ldb,
                          real *c, size_t ldc, bool add)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            real sum = add ? c[i * ldc + j] : 0;
            for (size_t p = 0; p < k; p++)
                sum += a[i * ai + p * ap] * b[p * ldb + j];
            c[i * ldc + j] = sum;
        }
    }
}

void lathe_small_nt_naive(size_t m, size_t n, size_t k, const real *a,
                          size_t lda, const real *b, size_t ldb, real *c,
                          size_t ldc, bool add)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            real sum = 0;
            for (size_t p = 0; p < k; p++)
                sum += a[i * lda + p] * b[j * ldb + p];
            c[i * ldc + j] = add ? c[i * ldc + j] + sum : sum;
        }
    }
}

/* ---- beginnings and ends ------------------------------------------------ */

void lathe_small_begin(size_t m, size_t n, real *c, size_t ldc,
                       const struct lathe_small_end *end)
{
    if (end->bias && n == 1 && ldc == 1)
        lathe_vec_fill(m, c, *end->bias);
    else
        for (size_t i = 0; end->bias && i < m; i++)
            memcpy(c + i * ldc, end->bias, n * sizeof(*c));
}

void lathe_small_finish(size_t m, size_t n, real *c, size_t ldc,
                        const struct lathe_small_end *end)
{
    for (size_t i = 0; i < m && end->relu; i++)
        lathe_vec_relu(n, c + i * ldc);
    for (size_t i = 0; i < m && end->sign; i++)
        lathe_vec_mask(n, end->sign + i * end->lds, c + i * ldc);
}

void lathe_small_ended_naive(size_t m, size_t n, size_t k, const real *a,
                             size_t ai, size_t ap, const real *b, size_t ldb,
                             real *c, size_t ldc,
                             const struct lathe_small_end *end)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            real sum = end->bias ? end->bias[j] : 0;
            for (size_t p = 0; p < k; p++)
                sum += a[i * ai + p * ap] * b[p * ldb + j];
            if (end->relu && sum < 0)
                sum = 0;
            if (end->sign && !(end->sign[i * end->lds + j] > 0))
                sum = 0;
            c[i * ldc + j] = sum;
        }
    }
}

/* ---- portable ----------------------------------------------------------- */

enum { ROWS = 4, COLS = 8, LANES = 8 };

/* A whole tile of ROWS x COLS; the constant bounds let the compiler keep
 * `sum` in registers and use whatever vectors it has. */
static void tile_nn(size_t k, const real *a, size_t ai, size_t ap,
                    const real *b, size_t ldb, real *c, size_t ldc, bool add)
{
    real sum[ROWS][COLS] = {{0}};

    for (int i = 0; add && i < ROWS; i++)
        for (int j = 0; j < COLS; j++)
            sum[i][j] = c[(size_t)i * ldc + (size_t)j];
    for (size_t p = 0; p < k; p++) {
        for (int i = 0; i < ROWS; i++) {
            real x = a[(size_t)i * ai + p * ap];
            for (int j = 0; j < COLS; j++)
                sum[i][j] += x * b[p * ldb + (size_t)j];
        }
    }
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLS; j++)
            c[(size_t)i * ldc + (size_t)j] = sum[i][j];
}

static void portable_nn(size_t m, size_t n, size_t k, const real *a, size_t ai,
                        size_t ap, const real *b, size_t ldb, real *c,
                        size_t ldc, bool add)
{
    size_t mt = m - m % ROWS, nt = n - n % COLS;

    for (size_t i = 0; i < mt; i += ROWS)
        for (size_t j = 0; j < nt; j += COLS)
            tile_nn(k, a + i * ai, ai, ap, b + j, ldb, c + i * ldc + j, ldc,
                    add);
    lathe_small_nn_naive(mt, n - nt, k, a, ai, ap, b + nt, ldb, c + nt, ldc,
                         add);
    lathe_small_nn_naive(m - mt, n, k, a + mt * ai, ai, ap, b, ldb,
                         c + mt * ldc, ldc, add);
}

/* Passes over c cost little beside a product without wide registers. */
static void portable_ended(size_t m, size_t n, size_t k, const real *a,
                           size_t ai, size_t ap, const real *b, size_t ldb,
                           real *c, size_t ldc,
                           const struct lathe_small_end *end)
{
    lathe_small_begin(m, n, c, ldc, end);
    portable_nn(m, n, k, a, ai, ap, b, ldb, c, ldc, end->bias != NULL);
    lathe_small_finish(m, n, c, ldc, end);
}

static real dot(size_t k, const real *a, const real *b)
{
    real lane[LANES] = {0}, rest = 0;
    size_t p = 0;

    for (; p + LANES <= k; p += LANES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] += a[p + j] * b[p + j];
    for (; p < k; p++)
        rest += a[p] * b[p];
    return ((lane[0] + lane[4]) + (lane[1] + lane[5])) +
           ((lane[2] + lane[6]) + (lane[3] + lane[7])) + rest;
}

static void portable_nt(size_t m, size_t n, size_t k, const real *a,
                        size_t lda, const real *b, size_t ldb, real *c,
                        size_t ldc, bool add)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            real sum = dot(k, a + i * lda, b + j * ldb);
            c[i * ldc + j] = add ? c[i * ldc + j] + sum : sum;
        }
    }
}

struct lathe_small lathe_small_pick(enum lathe_cpu_level level)
{
#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
    if (level >= LATHE_CPU_AVX512)
        return lathe_small_avx512;
    if (level >= LATHE_CPU_AVX2)
        return lathe_small_avx2;
#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)
    if (level >= LATHE_CPU_NEON)
        return lathe_small_neon;
#endif
    (void)level;
    return (struct lathe_small){ portable_nn, portable_nt, portable_ended };
}

/* A square that fits into registers: lines of both sides are read and written
 * whole. */
enum { SQUARE = 8 };

static void turn_square(const real *in, size_t ldi, real *out, size_t ldo)
{
    real held[SQUARE][SQUARE];

    for (int i = 0; i < SQUARE; i++)
        for (int j = 0; j < SQUARE; j++)
            held[j][i] = in[(size_t)i * ldi + (size_t)j];
    for (int j = 0; j < SQUARE; j++)
        for (int i = 0; i < SQUARE; i++)
            out[(size_t)j * ldo + (size_t)i] = held[j][i];
}

static void turn_rest(size_t rows, size_t cols, const real *in, size_t ldi,
                      real *out, size_t ldo)
{
    for (size_t j = 0; j < cols; j++)
        for (size_t i = 0; i < rows; i++)
            out[j * ldo + i] = in[i * ldi + j];
}

void lathe_small_transpose(size_t rows, size_t cols, const real *in,
                           size_t ldi, real *out, size_t ldo)
{
    size_t r = rows - rows % SQUARE, c = cols - cols % SQUARE;

    for (size_t i = 0; i < r; i += SQUARE)
        for (size_t j = 0; j < c; j += SQUARE)
            turn_square(in + i * ldi + j, ldi, out + j * ldo + i, ldo);
    turn_rest(r, cols - c, in + c, ldi, out + c * ldo, ldo);
    turn_rest(rows - r, cols, in + r * ldi, ldi, out + r, ldo);
}
