/* The functions of singles.h in AVX2. */
#include "data/singles.h"

#include "data/single_avx2.h"

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))

/* Each time all are loaded before one is stored over them. */

AVX2 static void put_all(const double *v, size_t n, float *out)
{
    size_t i = 0;

    for (; n - i >= 4; i += 4)
        _mm_storeu_ps(out + i, _mm256_cvtpd_ps(_mm256_loadu_pd(v + i)));
    lathe_singles_portable.put(v + i, n - i, out + i);
}

AVX2 static void take_all(const float *f, size_t n, double *out)
{
    size_t i = 0;

    for (; n - i >= 4; i += 4) {
        __m256d v = _mm256_cvtps_pd(_mm_loadu_ps(f + i));

        _mm256_storeu_pd(out + i, lathe_single_avx2_take(v));
    }
    lathe_singles_portable.take(f + i, n - i, out + i);
}

const struct lathe_singles lathe_singles_avx2 = {put_all, take_all};

#endif
