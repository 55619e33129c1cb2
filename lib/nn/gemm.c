#include "nn/gemm.h"

#include <assert.h>
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

/* OpenBLAS's own header is not needed: these are the BLAS interface. */
enum { ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112 };
enum { THREADS_NONE = 0 };

typedef void gemm_fn(int order, int ta, int tb, int m, int n, int k,
                     real alpha, const real *a, int lda, const real *b,
                     int ldb, real beta, real *c, int ldc);

#ifdef LATHE_REAL_DOUBLE
#define GEMM_NAME "cblas_dgemm"
#else
#define GEMM_NAME "cblas_sgemm"
#endif

/*
 * From this many multiplications on OpenBLAS, which packs its operands, makes
 * a profit of it. Below, the kernels of small.h are as fast or faster: on Zen
 * 4, 109 GFLOP/s at 128 x 512 x 784 (51 million) against 98.
 */
#define LARGE ((size_t)1 << 26)

/* The table of the lazily loaded library: written once, under the once
 * controls. */
static struct {
    pthread_once_t small_once, blas_once;
    struct lathe_small small;
    gemm_fn *gemm;
    bool serial;                /* OpenBLAS without locks */
    char why[160];              /* it could not be loaded */
} library = {
    .small_once = PTHREAD_ONCE_INIT,
    .blas_once = PTHREAD_ONCE_INIT,
    .small = { lathe_small_nn_naive, lathe_small_nt_naive,
               lathe_small_ended_naive },
};

static void pick_small(void)
{
    library.small = lathe_small_pick(lathe_cpu_level());
}

/* Opens it with one thread: set while it is loaded, as its pool starts then,
 * and put back, as children should not inherit our choice. */
static void *open_single_threaded(void)
{
    const char *name = "OPENBLAS_NUM_THREADS";
    bool unset = !getenv(name);
    void *so;

    if (unset)
        setenv(name, "1", 0);
    so = dlopen(LATHE_OPENBLAS_SO, RTLD_NOW | RTLD_LOCAL);
    if (unset)
        unsetenv(name);
    return so;
}

static void load_blas(void)
{
    void *so = open_single_threaded();
    void (*threads)(int) = NULL;
    int (*parallel)(void) = NULL;

    if (so) {
        /* The only portable way from dlsym's pointer to a function. */
        *(void **)&library.gemm = dlsym(so, GEMM_NAME);
        *(void **)&threads = dlsym(so, "openblas_set_num_threads");
        *(void **)&parallel = dlsym(so, "openblas_get_parallel");
    }
    if (!library.gemm) {
        struct lathe_err err = {0};
        const char *reason = dlerror();
        lathe_fail(&err, LATHE_EUNAVAILABLE, "%s",
                   reason ? reason : "no " GEMM_NAME);
        for (size_t i = 0; i + 1 < sizeof(library.why) && err.msg[i]; i++)
            library.why[i] = err.msg[i];
        return;
    }
    if (threads)
        threads(1);
    library.serial = parallel && parallel() == THREADS_NONE;
}

enum lathe_code lathe_gemm_load(bool blas, struct lathe_err *err)
{
    pthread_once(&library.small_once, pick_small);
    if (!blas)
        return LATHE_OK;
    pthread_once(&library.blas_once, load_blas);
    if (!library.gemm)
        return lathe_fail(err, LATHE_EUNAVAILABLE,
                          "cannot load OpenBLAS: %s; install libopenblas0",
                          library.why);
    return LATHE_OK;
}

bool lathe_gemm_concurrent(void)
{
    return !library.serial;
}

bool lathe_gemm_is_large(size_t m, size_t n, size_t k)
{
    return m * n * k >= LARGE;
}

static bool take_blas(size_t m, size_t n, size_t k)
{
    return library.gemm && lathe_gemm_is_large(m, n, k);
}

static void call_blas(int ta, int tb, size_t m, size_t n, size_t k,
                      const real *a, size_t lda, const real *b, size_t ldb,
                      real *c, size_t ldc, bool add)
{
    assert(m <= INT_MAX && n <= INT_MAX && k <= INT_MAX && lda <= INT_MAX &&
           ldb <= INT_MAX && ldc <= INT_MAX);
    library.gemm(ROW_MAJOR, ta, tb, (int)m, (int)n, (int)k, 1, a, (int)lda, b,
                 (int)ldb, add ? 1 : 0, c, (int)ldc);
}

void lathe_gemm_nn(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add)
{
    if (take_blas(m, n, k))
        call_blas(PLAIN, PLAIN, m, n, k, a, lda, b, ldb, c, ldc, add);
    else if (n == 1 && ldb == 1)        /* b is a row as well */
        library.small.nt(m, 1, k, a, lda, b, k, c, ldc, add);
    else
        library.small.nn(m, n, k, a, lda, 1, b, ldb, c, ldc, add);
}

void lathe_gemm_ended(size_t m, size_t n, size_t k, const real *a, size_t lda,
                      const real *b, size_t ldb, real *c, size_t ldc,
                      const struct lathe_small_end *end)
{
    if (!take_blas(m, n, k) && !(n == 1 && ldb == 1)) {
        library.small.ended(m, n, k, a, lda, 1, b, ldb, c, ldc, end);
        return;
    }
    lathe_small_begin(m, n, c, ldc, end);
    lathe_gemm_nn(m, n, k, a, lda, b, ldb, c, ldc, end->bias != NULL);
    lathe_small_finish(m, n, c, ldc, end);
}

void lathe_gemm_tn(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add)
{
    if (take_blas(m, n, k))
        call_blas(TRANSPOSED, PLAIN, m, n, k, a, lda, b, ldb, c, ldc, add);
    else if (n == 1 && ldc == 1)        /* c is a row as well: c' = b' * a */
        library.small.nn(1, m, k, b, 1, ldb, a, lda, c, m, add);
    else
        library.small.nn(m, n, k, a, 1, lda, b, ldb, c, ldc, add);
}

/* Turning b costs about a cycle a number, n * k in all; the dot products cost
 * a quarter more than the other kernel's k / 16 cycles, and a dozen to add up
 * the lanes, each m * n times. */
static bool turn(size_t m, size_t k)
{
    return k < m * (k / 64 + 12);
}

size_t lathe_gemm_nt_scratch(size_t m, size_t n, size_t k)
{
    return !lathe_gemm_is_large(m, n, k) && turn(m, k) ? n * k : 0;
}

void lathe_gemm_nt(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add,
                   real *scratch)
{
    if (take_blas(m, n, k)) {
        call_blas(PLAIN, TRANSPOSED, m, n, k, a, lda, b, ldb, c, ldc, add);
    } else if (!lathe_gemm_is_large(m, n, k) && turn(m, k)) {
        lathe_small_transpose(n, k, b, ldb, scratch, n);
        library.small.nn(m, n, k, a, lda, 1, scratch, n, c, ldc, add);
    } else {
        library.small.nt(m, n, k, a, lda, b, ldb, c, ldc, add);
    }
}
